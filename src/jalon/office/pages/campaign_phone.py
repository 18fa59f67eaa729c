"""An answer given by telephone: the lines of the form, and what was said in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jalon.reporting.merging.model import FormLine, form_line
from jalon.reporting.selectors.answer_pages import AnswerCell, AnswerPage


@dataclass(frozen=True, slots=True)
class PhoneCell:
    """One field: what was declared last, what is typed."""

    name: str
    label: str
    kind: str
    options: tuple[tuple[str, bool], ...]
    before: str
    typed: str


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One measure to note an answer of."""

    key: str
    number: str
    title: Any
    nothing: bool
    cells: tuple[PhoneCell, ...]


def phone_rows(told: AnswerPage, posted: Mapping[str, Any]) -> tuple[PhoneLine, ...]:
    """The lines of the form; what was typed comes back."""
    return tuple(
        PhoneLine(
            line.key, line.number, line.title, f"{line.key}-rien" in posted,
            tuple(_phone_cell(line.key, cell, posted, told.language) for cell in line.cells),
        )
        for line in told.lines
    )  # fmt: skip


def _phone_cell(line: str, cell: AnswerCell, posted: Mapping[str, Any], lang: str) -> PhoneCell:
    name = f"{line}-{cell.column.key}"
    typed = str(posted.get(name, "" if posted else (cell.before.text if cell.before else "")))
    words = [option.label(lang) for option in cell.column.options]
    options = tuple((word, word == typed) for word in words)
    return PhoneCell(
        name, cell.column.heading(lang), cell.column.kind.value, options, cell.before.text if cell.before else "", typed
    )


def answers_of(posted: Mapping[str, Any], told: AnswerPage) -> tuple[FormLine, ...]:
    """The lines of which something new is said: as they stood, nobody was asked of them on the telephone."""
    found = []
    for line in told.lines:
        values = {cell.column.key: str(posted.get(f"{line.key}-{cell.column.key}", "")).strip() for cell in line.cells}
        nothing = f"{line.key}-rien" in posted
        before = {cell.column.key: cell.before.text if cell.before else "" for cell in line.cells}
        if nothing or values != before:
            found.append(form_line(line.key, values, nothing=nothing))
    return tuple(found)
