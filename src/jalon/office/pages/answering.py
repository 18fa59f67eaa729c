"""The form in which a body answers: lines and fields ready to be shown, what was typed read back, two people's texts."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jalon.facts.common import Text
from jalon.reporting.merging.cells import read_cell
from jalon.reporting.merging.model import ColumnKind, FormLine, Trouble, form_line
from jalon.reporting.selectors.answer_pages import AnswerCell, AnswerLine, AnswerPage
from jalon.ui.pieces import Option, Problem

MOST_LINES, MOST_FIELDS = 25, 700
"""Of one page: Django takes a thousand fields of a form."""
TAKEN = "autre"
"""Names of the cells whose text saved meanwhile is taken."""
STARTED = "depart"
NOTHING = "rien"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCell:
    """One field. `theirs`: the text that somebody else saved meanwhile; `note`: what the machine did not read in it."""

    name: str
    id: str
    label: str
    kind: str
    options: tuple[Option, ...]
    before: str
    typed: str
    error: str
    note: str
    theirs: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One line with its fields."""

    id: str
    number: str
    title: Text
    returned: datetime | None
    nothing: bool
    nothing_name: str
    cells: tuple[FormCell, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form brought: its lines, and what each cell held when the form was made (`started`, by hash)."""

    lines: tuple[FormLine, ...]
    started: Mapping[str, int]


def size(told: AnswerPage) -> int:
    """Lines on one page of the form."""
    return max(1, min(MOST_LINES, MOST_FIELDS // (len(told.columns) + 1)))


def shown_lines(told: AnswerPage, number: int) -> tuple[AnswerLine, ...]:
    """The lines of a page, counted from 1."""
    of = size(told)
    return told.lines[(number - 1) * of : number * of]


def pages(told: AnswerPage) -> int:
    """How many pages the form has."""
    return max(1, -(-len(told.lines) // size(told)))


def name_of(line: str, column: str) -> str:
    """The name of a field."""
    return f"{line}.{column}"


def read(posted: QueryDict, lines: Iterable[AnswerLine]) -> Typed:
    """What was typed. A field that the form did not bring stays as it is kept."""
    taken = set(posted.getlist(TAKEN))
    return Typed(tuple(_read(posted, line, taken) for line in lines), _started(posted.get(STARTED, "")))


def _read(posted: QueryDict, line: AnswerLine, taken: set[str]) -> FormLine:
    values = {}
    for cell in line.cells:
        name = name_of(line.key, cell.column.key)
        values[cell.column.key] = cell.typed if name in taken else clean(posted.get(name, cell.typed))
    return form_line(line.key, values, nothing=name_of(line.key, NOTHING) in posted)


def clean(text: str) -> str:
    """Text as it is kept: line ends of one kind, no NUL, which databases refuse."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def nothing_elsewhere(told: AnswerPage, typed: Typed) -> tuple[FormLine, ...]:
    """« Nothing to report » on every line of which nothing new is said, in all pages of the form."""
    lines = {line.line: line for line in typed.lines}
    found = []
    for line in told.lines:
        said = lines.get(line.key) or form_line(
            line.key, {cell.column.key: cell.typed for cell in line.cells}, nothing=line.nothing
        )
        same = all(said.values.get(c.column.key, "") == (c.before.text if c.before else "") for c in line.cells)
        found.append(form_line(line.key, said.values, nothing=True) if same else said)
    return tuple(found)


# --- two people ------------------------------------------------------------------------------------------------------


def mark(text: str) -> int:
    """A short hash: enough to see whether a text is still the one that the form began with."""
    return crc32(text.encode())


def starting(lines: Iterable[AnswerLine]) -> str:
    """What each cell holds as the form is made, carried by the form itself."""
    held = {name_of(line.key, cell.column.key): mark(cell.typed) for line in lines for cell in line.cells}
    held |= {name_of(line.key, NOTHING): int(line.nothing) for line in lines}
    return json.dumps(held, separators=(",", ":"))


def _started(carried: str) -> dict[str, int]:
    try:
        found = json.loads(carried)
    except ValueError:
        return {}
    return {str(k): v for k, v in found.items() if isinstance(v, int)} if isinstance(found, dict) else {}


def together(told: AnswerPage, typed: Typed) -> tuple[tuple[FormLine, ...], frozenset[str]]:
    """Both people's answers: what one alone changed is theirs. And the names of the cells that both changed."""
    held = {line.key: line for line in told.lines}
    lines, clash = [], set()
    for mine in typed.lines:
        theirs = held[mine.line]
        values = {}
        for cell in theirs.cells:
            name, text = name_of(mine.line, cell.column.key), mine.values.get(cell.column.key, "")
            mine_changed = mark(text) != typed.started.get(name)
            values[cell.column.key] = text if mine_changed else cell.typed
            if mine_changed and mark(cell.typed) != typed.started.get(name) and text != cell.typed:
                clash.add(name)
        changed = int(mine.nothing) != typed.started.get(name_of(mine.line, NOTHING))
        lines.append(form_line(mine.line, values, nothing=mine.nothing if changed else theirs.nothing))
    return tuple(lines), frozenset(clash)


# --- shown -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with what was sent: messages and others' texts, by the name of the field."""

    errors: Mapping[str, str]
    clash: frozenset[str] = frozenset()


def rows(
    told: AnswerPage, lines: Iterable[AnswerLine], typed: Iterable[FormLine], faults: Faults
) -> tuple[FormRow, ...]:
    """The lines of the form; what was typed stands in it."""
    given = {line.line: line for line in typed}
    return tuple(_row(order, line, given.get(line.key), faults) for order, line in enumerate(lines, 1))


def _row(order: int, line: AnswerLine, typed: FormLine | None, faults: Faults) -> FormRow:
    cells = tuple(_cell(f"r{order}c{column}", line, cell, typed, faults) for column, cell in enumerate(line.cells, 1))
    return FormRow(
        id=f"r{order}", number=line.number, title=line.title, returned=line.returned,
        nothing=typed.nothing if typed else line.nothing, nothing_name=name_of(line.key, NOTHING), cells=cells,
    )  # fmt: skip


def _cell(anchor: str, line: AnswerLine, cell: AnswerCell, typed: FormLine | None, faults: Faults) -> FormCell:
    lang, name = get_language() or "fr", name_of(line.key, cell.column.key)
    text = typed.values.get(cell.column.key, cell.typed) if typed else cell.typed
    return FormCell(
        name=name, id=anchor, label=cell.column.heading(lang), kind=cell.column.kind.value,
        options=_options(cell, text, lang), before=cell.before.text if cell.before else "", typed=text,
        error=faults.errors.get(name, ""), note=_note(cell, text, lang),
        theirs=cell.typed if name in faults.clash else None,
    )  # fmt: skip


def _options(cell: AnswerCell, text: str, lang: str) -> tuple[Option, ...]:
    """The entries of a list, and the text itself when it is none of them: nothing typed is lost."""
    if cell.column.kind is not ColumnKind.CHOICE:
        return ()
    read_as = read_cell(cell.column, text or None).value
    code = read_as.code if read_as else None
    entries = [Option(o.label(lang), o.label(lang), o.code == code) for o in cell.column.options]
    kept = [Option(text, text, True)] if text and code is None else []
    return (Option("", "—", not text), *entries, *kept)


def _note(cell: AnswerCell, text: str, lang: str) -> str:
    trouble = read_cell(cell.column, text or None, lang=lang).trouble if text else None
    if trouble in {Trouble.WORD_IN_DATE, Trouble.TEXT_DATE}:
        return _(
            "Gardé comme vous l’avez écrit. Ce n’est pas lu comme une date sûre\u00a0: écrivez par exemple 15/03/2027, mars 2027 ou 1er semestre 2027."
        )
    if trouble in {Trouble.WORD_IN_NUMBER, Trouble.PERCENT}:
        return _(
            "Gardé comme vous l’avez écrit. Ce n’est pas lu comme un nombre\u00a0: laissez vide s’il n’est pas connu."
        )
    return ""


def problems(shown: Iterable[FormRow], faults: Faults) -> tuple[Problem, ...]:
    """The summary at the head of the page: the same words as at the fields."""
    cells = [(row, cell) for row in shown for cell in row.cells]
    named = {cell.name for _row, cell in cells}
    whole = [Problem("", message) for name, message in faults.errors.items() if name not in named]
    at = [Problem(cell.id, _where(row, cell, cell.error)) for row, cell in cells if cell.error]
    met = _("deux textes\u00a0: choisissez celui qui reste.")
    return (*whole, *at, *(Problem(cell.id, _where(row, cell, met)) for row, cell in cells if cell.theirs is not None))


def _where(row: FormRow, cell: FormCell, said: str) -> str:
    words = {"line": row.number or row.title.value[:60], "column": cell.label, "said": said}
    return _("%(line)s, %(column)s\u00a0: %(said)s") % words
