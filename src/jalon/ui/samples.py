"""Invented data of the design pages. Bodies are letters, addresses end in « .invalid », every page says so."""

from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jalon.facts.common import Citation, Confidence, Source, Text, When, Wording
from jalon.ui.formats import number
from jalon.ui.notes import Notebook
from jalon.ui.pieces import (
    Blank,
    Cell,
    Column,
    Count,
    Coverage,
    Crumb,
    Download,
    Option,
    PageLink,
    Pages,
    Pair,
    Row,
    Sign,
    StripCell,
    Table,
)
from jalon.ui.ruler import Period, Ruler, ruler

SOURCES = {
    "plan": Source(uid="plan", url="https://plan.invalid/documents/plan-essai.pdf", title=None),
    "audit": Source(uid="audit", url="https://organisme-a.invalid/evaluation-du-plan-essai/rapport-complet"),
    "letter": Source(uid="letter", address="courrier d’essai, lu aux archives", note="copie"),
    "survey": Source(uid="survey", url="https://www.enquete.invalid/", title="Survey (invented)"),
}


def cite(*keys: str, locator: str | None = None) -> tuple[Citation, ...]:
    """Citations of the invented sources."""
    return tuple(Citation(source=key, locator=locator) for key in keys)


def texts() -> dict[str, Text]:
    """A text of each wording, and one in the other language."""
    other = "en" if (get_language() or "fr").startswith("fr") else "fr"
    foreign = "The plan names no lead." if other == "en" else "Le plan ne nomme aucun pilote."
    lang = "fr" if other == "en" else "en"
    return {
        "read": Text(value=_("Former les équipes d’accueil"), lang=lang, wording=Wording.VERBATIM),
        "summary": Text(value=_("Ouvrir un lieu d’accueil"), lang=lang),
        "translated": Text(value=_("Un registre commun des lieux"), lang=lang, wording=Wording.TRANSLATION),
        "foreign": Text(value=foreign, lang=other, wording=Wording.VERBATIM),
    }


def dates() -> dict[str, When | None]:
    """A date of each kind: known to the day, approximate, deduced, an interval, unreadable, not read."""
    return {
        "day": When(edtf="2023-01-12"),
        "about": When(edtf="2025-06~"),
        "inferred": When(edtf="2024", confidence=Confidence.INFERRED),
        "interval": When(edtf="2024/2027"),
        "printed": When(printed=_("dès que possible")),
        "none": None,
    }


def strip() -> tuple[StripCell, ...]:
    """Eighteen numbers: done, partly, not done, read without a verdict, not read."""
    known = {
        1: ("sq-full", _("réalisée selon l’organisme A")),
        2: ("sq-half", _("partiellement réalisée selon l’organisme A")),
        3: ("sq-none", _("non réalisée selon l’organisme A")),
        5: ("", ""),
    }
    return tuple(_strip_cell(n, known.get(n)) for n in range(1, 19))


def _strip_cell(number: int, state: tuple[str, str] | None) -> StripCell:
    if state is None:
        return StripCell(str(number))
    return StripCell(str(number), "#entree", _("Former les équipes d’accueil"), *state)


def coverage() -> tuple[Coverage, ...]:
    """What three evaluators covered of eighteen numbers, each in its own signs."""
    rest = ("sq-unk",)
    of = 18
    return (
        Coverage(
            _("Organisme A, 12 janvier 2023"),
            ("sq-full", "sq-half", "sq-none") + rest * 15,
            _("1 réalisée, 1 partielle, 1 non réalisée, 15 non lues sur %(of)d") % {"of": of},
            cite("audit"),
        ),
        Coverage(
            _("Organisme B, 2024"), ("tri-full", "tri-none") + rest * 16, _("1 engagée, 1 non engagée, 16 non lues")
        ),
        Coverage(_("Organisme C, 2022"), ("sq-kept-back",) * of, _("évaluation faite, non diffusée")),
    )


def legend() -> tuple[Sign, ...]:
    """Every sign with its words."""
    return (
        Sign("sq-full", _("réalisée")),
        Sign("sq-half", _("partiellement réalisée")),
        Sign("sq-none", _("non réalisée")),
        Sign("sq-unk", _("verdict non lu")),
        Sign("sq-kept-back", _("évaluée, non diffusée")),
        Sign("words", _("avis en mots, sans niveau")),
        Sign("tri-full", _("engagée")),
        Sign("tri-none", _("non engagée")),
        Sign("asked", _("demandé")),
        Sign("promised", _("promis")),
        Sign("due", _("échéance")),
        Sign("missed", _("constaté non fait")),
        Sign("waiting", _("attente")),
        Sign("late", _("échéance passée")),
        Sign("open", _("suite non lue")),
        Sign("span", _("connu à l’année près")),
        *_points(),
    )


def _points() -> tuple[Sign, ...]:
    """Signs of a chart of values: a shape for each series, hollow while provisional."""
    shapes = ("circle", "square", "triangle", "diamond", "cross")
    series = [Sign(f"pt-{shape}", _("série %(n)d") % {"n": n}) for n, shape in enumerate(shapes, 1)]
    hollow = [
        Sign(f"pt-{shape}-open", _("série %(n)d, valeur provisoire") % {"n": n}) for n, shape in enumerate(shapes, 1)
    ]
    return (
        *series,
        *hollow,
        Sign("pt-start", _("valeur de départ")),
        Sign("pt-target", _("cible")),
        Sign("pt-doubt", _("valeur approximative")),
    )


def blanks() -> tuple[Blank, ...]:
    """The two blanks of a filter sentence."""
    which = (Option("", _("toutes les mesures"), True), Option("lues", _("les mesures lues")))
    by = (Option("", _("n’importe qui"), True), Option("a", _("organisme A")))
    return (
        Blank(_("Afficher"), "montrer", _("Quelles mesures"), which),
        Blank(_("jugées par"), "par", _("Jugées par qui"), by),
    )


def table() -> Table:
    """Figures with markers, an unknown, a heading across and a foot."""
    lang = (get_language() or "fr")[:2]
    return Table(
        caption=_("Personnes accueillies, organisme A"),
        note=_("Données inventées. Deux éditions de la même année sont gardées côte à côte."),
        columns=(Column(_("Année")), Column(_("Édition 2021"), True), Column(_("Édition 2022"), True)),
        rows=(
            Row(group=_("Femmes")),
            Row((Cell("2016"), Cell(number("1401", lang), cite("survey")), Cell(number("1439", lang), cite("audit")))),
            Row((Cell("2017"), Cell(number("1263", lang), cite("survey")), Cell(kind="unknown"))),
            Row(group=_("Hommes")),
            Row((Cell("2017"), Cell("0", cite("survey")), Cell(kind="nil", words=_("rien n’a été dit")))),
        ),
        foot=_("Écart entre les deux éditions pour 2016 : 38."),
    )


def time_ruler() -> Ruler:
    """Two plans, a chosen day and the day until which somebody looked."""
    lang = (get_language() or "fr")[:2]
    plans = (
        Period(_("1er plan"), date(2019, 1, 1), date(2021, 12, 31)),
        Period(_("2e plan"), date(2024, 1, 1), date(2027, 12, 31), current=True),
    )
    return ruler(plans, chosen=date(2026, 11, 21), known_until=date(2025, 12, 31), lang=lang)


def pages() -> Pages:
    """The third of nine pages."""
    numbers = (1, 2, 3, 4, None, 9)
    links = tuple(PageLink(n, f"?page={n}", current=n == 3) for n in numbers)
    return Pages(links, previous="?page=2", following="?page=4")


def facts() -> tuple[Pair, ...]:
    """Facts known, inferred from a source, and not read."""
    return (
        Pair(_("Promis par"), _("Plan d’essai"), refs=cite("plan", locator="p. 4")),
        Pair(_("Pilote"), "", unknown=True),
        Pair(_("Échéance"), "2021", sub=_("dite par un tiers"), refs=cite("letter")),
        Pair(_("Budget propre"), _("cherché, non trouvé"), unknown=True),
    )


def downloads() -> tuple[Download, ...]:
    """One table in three forms."""
    return (Download("#csv", "CSV", "12 ko"), Download("#json", "JSON"), Download("#xlsx", "XLSX"))


def public() -> dict[str, Any]:
    """The context of `ui/design.html`."""
    n = 15
    identified = ngettext("mesure identifiée", "mesures identifiées", n)
    return {
        "crumbs": (Crumb(_("Registre"), "/"), Crumb(_("Composants"))),
        "synthetic": True,
        "source_notes": Notebook(SOURCES),
        "plan_refs": cite("plan"),
        "audit_refs": cite("audit"),
        "several_refs": cite("plan", "audit", "letter"),
        "page_refs": cite("plan", locator="p. 9"),
        "texts": texts(),
        "dates": dates(),
        "strip": strip(),
        "coverage": coverage(),
        "legend": legend(),
        "blanks": blanks(),
        "table": table(),
        "ruler": time_ruler(),
        "states": (Option("", _("21 novembre 2026, dernier état"), True), Option("2023-01-12", _("12 janvier 2023"))),
        "pages": pages(),
        "facts": facts(),
        "downloads": downloads(),
        "counts": (Count("15", identified, "45"), Count("6", _("éléments attestés")), Count("0", _("pilote lu"), "45")),
        "digest": "87686d3f1ad096d1aef10bafdefc14a24d51b61c6c2ccea36e6f0f7da7d364a8",
        "amount": "1250000",
        "cents": "1401.50",
        "share": "-0.7",
    }
