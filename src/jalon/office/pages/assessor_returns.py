"""The page of a workbook that an assessor gave back: cell by cell, what came back and what stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jalon.office.assessor_workbooks import KEEP, TAKE, ReturnPreview, name_of
from jalon.portal.words import colon
from jalon.reporting.merging.comparing import entry_at, value_at
from jalon.reporting.merging.model import Cell, Column, Line, Trouble
from jalon.ui.pieces import Option, Problem


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell that came back otherwise than it stands, and what may be kept. `why`: what keeps it from being taken."""

    name: str
    subject: str
    column: str
    table: str
    here: str
    before: str
    options: tuple[Option, ...]
    undecided: bool
    why: str


@dataclass(frozen=True, slots=True)
class ReturnView:
    """The page. `asked` are the cells that wait for a person, `safe` those that only the assessor wrote."""

    asked: tuple[CellView, ...]
    safe: tuple[CellView, ...]
    problems: tuple[Problem, ...]
    accidents: tuple[tuple[str, str], ...]
    writes: int


def build(shown: ReturnPreview) -> ReturnView:
    """The page of a return."""
    lines = {line.key: line for line in shown.template.lines}
    asked = tuple(_cell(shown, cell, lines[cell.line]) for cell in shown.cells if not _safe(cell))
    safe = tuple(_cell(shown, cell, lines[cell.line]) for cell in shown.cells if _safe(cell))
    problems = tuple(
        Problem(one.name, f"{one.subject}, {one.column}{colon()}{one.why}") for one in asked if one.undecided
    )
    writes = sum(shown.choice(cell) == TAKE for cell in shown.cells)
    return ReturnView(asked, safe, problems, tuple(_accidents(shown)), writes)


def _safe(cell: Cell) -> bool:
    return cell.trouble is None and cell.chosen is not None


def _cell(shown: ReturnPreview, cell: Cell, line: Line) -> CellView:
    column = next(one for one in shown.template.columns if one.key == cell.column)
    here, before = entry_at(line.here, cell.column), value_at(line.before, cell.column)
    choice, lang = shown.choice(cell), get_language() or "fr"
    unfit = cell.trouble in (Trouble.NOT_IN_LIST, Trouble.UNREADABLE)
    rows = [] if unfit else [(TAKE, _("prendre ce qui est rendu"))]
    options = tuple(
        Option(code, words, code == choice) for code, words in (*rows, (KEEP, _("garder ce qui est écrit")))
    )
    return CellView(
        name=name_of(cell), subject=f"{line.number} {line.label}".strip()[:110], column=column.label(lang),
        table=cell.returned.text if cell.returned else _("(vidée)"), here=_entry(here.value.text, column, lang) if here else "—",
        before=_entry(before.text, column, lang) if before else "", options=options, undecided=not choice, why=_why(cell),
    )  # fmt: skip


def _entry(text: str, column: Column, lang: str) -> str:
    """The words of a cell; an entry of a list in the language of the page."""
    found = next((one for one in column.options if text in (one.fr, one.en)), None)
    if found is None:
        return text
    return found.en if lang.startswith("en") else found.fr


def _why(cell: Cell) -> str:
    if cell.trouble is None:
        return "" if cell.chosen is not None else _("à choisir")
    return {
        Trouble.CHANGED_HERE: _("elle a changé ici aussi depuis l’envoi"),
        Trouble.NOT_IN_LIST: _("ce n’est pas un terme de la liste"),
        Trouble.UNREADABLE: _("la formule n’a pas de valeur"),
        Trouble.EMPTIED: _("elle a été vidée"),
        Trouble.DUPLICATE_KEY: _("deux lignes du classeur parlent de cette mesure"),
    }.get(cell.trouble, _("à choisir"))


def _accidents(shown: ReturnPreview) -> Iterator[tuple[str, str]]:
    for one in shown.merged.accidents[:50]:
        yield one.address, one.found or one.was or one.kind.value
