"""A returned workbook made by hand, as people leave them: what tests of the merge start from."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import openpyxl

from jalon.exchange.sheets import Workbook, read_workbook
from jalon.reporting.merging.layout import IDENTITY, KEY, MARK, NUMBER, TITLE, all_columns
from jalon.reporting.merging.merge import merge_workbook
from jalon.reporting.merging.model import Column, ColumnKind, Entry, Line, Merged, Option, Template, Value

PHASE = Column(
    key="phase", kind=ColumnKind.CHOICE, fr="Étape", en="Stage",
    options=(Option(code="under_way", fr="en cours", en="under way"), Option(code="done", fr="achevée", en="completed")),
)  # fmt: skip
PROGRESS = Column(key="progress", kind=ColumnKind.TEXT, fr="Ce qui a été fait", en="What was done")
DEADLINE = Column(key="deadline", kind=ColumnKind.DATE, fr="Échéance", en="Due date")
TRAINED = Column(
    key="indicator:1", kind=ColumnKind.NUMBER, fr="Participants", en="Participants", indicator="1", unit="personnes"
)
COLUMNS = (PHASE, PROGRESS, DEADLINE, TRAINED)
TITLES = ("Former les enquêteurs", "Ouvrir des centres", "Campagne d’information", "Kit pour étrangers")


def entry(column: str, text: str, **read: Any) -> Entry:
    """A value that stands."""
    return Entry(column=column, value=Value(text=text, **read))


def line(number: int, *before: Entry, here: tuple[Entry, ...] | None = None) -> Line:
    """A line as it was sent; `here` what stands now, the same unless said."""
    return Line(
        key=f"KEY{number}", subject=f"subject-{number}", label=TITLES[number - 1], number=str(number), before=before,
        here=before if here is None else here,
    )  # fmt: skip


def template(*lines: Line, columns: tuple[Column, ...] = COLUMNS, version: int = 1) -> Template:
    """What was sent to one body; four empty lines unless said."""
    found = lines or tuple(line(number) for number in range(1, 5))
    return Template(campaign="CAMPAIGN", ask="ASK", version=version, columns=columns, lines=found)


@dataclass
class Sheet:
    """A workbook under way: `answers` by line key and column key; what people did to it by the other fields."""

    template: Template
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    order: Sequence[str] = ()
    columns: Sequence[str] = ()
    headings: dict[str, str] = field(default_factory=dict)
    hidden_columns: Sequence[str] = ()
    hidden_rows: Sequence[str] = ()
    keys: bool = True
    identity: dict[str, str] | None = None
    change: Callable[[Any], None] | None = None

    def workbook(self) -> Workbook:
        """As the product reads it."""
        held = io.BytesIO()
        self.made().save(held)
        return read_workbook(held.getvalue(), "retour.xlsx")

    def merged(self) -> Merged:
        """As the product merges it."""
        return merge_workbook(self.workbook(), self.template)

    def made(self) -> Any:
        """The workbook of openpyxl."""
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Réponses"
        known = {column.key: column for column in all_columns(self.template.columns)}
        columns = list(self.columns or known)
        if self.keys:
            sheet.append([f"{MARK}{key}" for key in columns])
            sheet.row_dimensions[1].hidden = True
        sheet.append([self.headings.get(key, known[key].heading("fr")) for key in columns])
        lines = {line.key: line for line in self.template.lines}
        for key in self.order or lines:
            sheet.append([self._cell(lines[key], column) for column in columns])
            sheet.row_dimensions[sheet.max_row].hidden = key in self.hidden_rows
        for key in self.hidden_columns:
            letter = openpyxl.utils.get_column_letter(columns.index(key) + 1)
            sheet.column_dimensions[letter].hidden = True
        self._identify(book)
        if self.change is not None:
            self.change(sheet)
        return book

    def _cell(self, line: Line, column: str) -> Any:
        locked = {KEY: line.key if self.keys else None, NUMBER: line.number, TITLE: line.label}
        if column in locked:
            return locked[column]
        given = self.answers.get(line.key, {})
        if column in given:
            return given[column]
        return next((entry.value.text for entry in line.before if entry.column == column), None)

    def _identify(self, book: Any) -> None:
        said = {"campaign": "CAMPAIGN", "ask": "ASK", "template": "1"} if self.identity is None else self.identity
        if said:
            hidden = book.create_sheet(IDENTITY)
            hidden.sheet_state = "hidden"
            for name, value in said.items():
                hidden.append([f"{MARK}{name}", value])


def kinds(merged: Merged) -> list[str]:
    """What happened to the file."""
    return [accident.kind.value for accident in merged.accidents]


def without_places(merged: Merged) -> Any:
    """What a return says, wherever its cells lie."""
    return merged.lines, tuple(replace(cell, address="") for cell in merged.cells), merged.read
