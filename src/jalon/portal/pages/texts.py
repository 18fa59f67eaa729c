"""Pages of words: about, method, accessibility, legal notices, privacy. Their words are in the templates."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from jalon.portal.context import Context
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, day


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page of words, with what it says of this instance."""

    head: Head
    base_url: str
    owners: tuple[Link, ...]
    released: Day | None
    release: str


def build(ctx: Context, name: str) -> TextPage:
    """The page of this name: one of `titles`."""
    title = titles()[name]
    bodies = ctx.bodies()
    signed = {part.header.owner.name: part.header.owner for part in ctx.reader.parts()}
    owners = tuple(link for owner in signed.values() if (link := bodies.link(owner)))
    head = Head(title=title, crumbs=(Link("", title),), asof=False)
    info = ctx.reader.release
    return TextPage(head, settings.JALON.base_url, owners, day(info.created_at[:10], ctx.lang), info.id)


def titles() -> dict[str, str]:
    """Title by name."""
    return {
        "about": _("À propos"),
        "method": _("Méthode et échelles"),
        "accessibility": _("Déclaration d’accessibilité"),
        "legal": _("Mentions légales"),
        "privacy": _("Données personnelles"),
    }
