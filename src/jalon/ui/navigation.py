"""The menus, the other language and the addresses of the foot: only what exists is linked."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Label = str | Promise
Entry = tuple[str, str, Label]
"""Code of the section, name of the address, label."""

PUBLIC: tuple[Entry, ...] = (
    ("plans", "portal:overview", _("Plans")),
    ("indicators", "portal:indicators", _("Indicateurs")),
    ("outputs", "portal:outputs", _("Réalisations")),
    ("evaluations", "portal:evaluations", _("Évaluations")),
    ("recommendations", "portal:recommendations", _("Recommandations")),
    ("promises", "portal:promises", _("Engagements")),
    ("states", "portal:states", _("États")),
    ("statistics", "portal:statistics", _("Statistiques")),
    ("calendar", "portal:calendar", _("Calendrier")),
    ("organisations", "portal:organisations", _("Organismes")),
    ("parliament", "portal:parliament", _("Parlement")),
    ("means", "portal:means", _("Moyens")),
    ("sources", "portal:sources", _("Sources")),
)
OFFICE: tuple[Entry, ...] = (
    ("home", "office:home", _("À faire")),
    ("plans", "office:plans", _("Plans")),
    ("campaigns", "office:campaigns", _("Remontées")),
    ("evaluations", "office:evaluations", _("Évaluations")),
    ("sources", "office:sources", _("Sources")),
    ("organisations", "office:organisations", _("Organismes")),
    ("parts", "office:parts", _("Parties")),
    ("people", "office:people", _("Équipe")),
)
DATA: tuple[Entry, ...] = (
    ("data", "portal:data", _("Tout le registre (CSV, JSON, XLSX, Data Package)")),
    ("releases", "portal:releases", _("Versions du registre")),
    ("atom", "portal:atom", _("Fil Atom des changements")),
)
SITE: tuple[Entry, ...] = (
    ("about", "portal:about", _("À propos")),
    ("method", "portal:method", _("Méthode et échelles")),
    ("accessibility", "portal:accessibility", _("Accessibilité : non conforme")),
    ("legal", "portal:legal", _("Mentions légales")),
    ("privacy", "portal:privacy", _("Données personnelles")),
    ("office", "office:home", _("Bureau (se connecter)")),
)


@dataclass(frozen=True, slots=True)
class NavLink:
    """A link of a menu."""

    code: str
    url: str
    label: Label
    current: bool = False


def menu(entries: Iterable[Entry], current: str = "") -> tuple[NavLink, ...]:
    """The entries whose address exists in this installation, the section shown marked as current."""
    found = ((code, address(name), label) for code, name, label in entries)
    return tuple(NavLink(code, url, label, code == current) for code, url, label in found if url)


def address(name: str) -> str:
    """The address of a page by its name; empty when this installation has no such page."""
    try:
        return address_of(name)
    except NoReverseMatch:
        return ""


def address_of(name: str, *args: str) -> str:
    """The address of a page in the active language, worked out once: a page holds dozens. Raises NoReverseMatch."""
    return _reversed(name, args, get_language(), settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=8192)
def _reversed(name: str, args: tuple[str, ...], _lang: str | None, _urls: str, _prefix: str) -> str:
    return reverse(name, args=args)
