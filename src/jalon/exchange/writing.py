"""Workbooks to be written: sheets of typed columns. `write_xlsx`, `write_ods` and `write_csv` turn one into bytes.

The same book gives the same bytes: the only time in them is `Book.made`. No cell is ever a formula, whatever its text
begins with.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from jalon.exchange.addresses import address_of
from jalon.exchange.problems import Refused, refusal
from jalon.facts.problems import N_

OutValue: TypeAlias = str | int | Decimal | bool | date | None

LONGEST_CELL = 32_767
"""Characters that a cell holds (ECMA-376, Excel's limit; Calc cuts longer ones silently)."""
LISTS = "_listes"
"""The hidden sheet that holds the choices of the drop-downs."""
INSTRUCTIONS = {"fr": "Consignes", "en": "Instructions"}
"""The name of the first sheet, which says how to fill the others in."""
NOT_A_CHOICE = {
    "fr": "Choisissez l’un des termes de la liste, ou laissez vide.",
    "en": "Choose one of the entries of the list, or leave the cell empty.",
}
"""What a spreadsheet answers to an entry that is not in its drop-down. Words in files are data, no messages."""


class ColumnKind(StrEnum):
    """How the cells of a column are shown. A value that does not fit its column is written as text."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column. `code` is its lasting name, `title` what people read. `choices` make a drop-down; `width` in characters.

    In a sheet that is protected, `locked` cells cannot be changed. `hidden` columns bear keys.
    """

    code: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 20
    locked: bool = False
    hidden: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True)
class OutSheet:
    """A sheet. `protected` makes `locked` count. `code_row` writes the codes of the columns in a hidden first row, so
    that columns are recognised when their titles were changed."""

    name: str
    columns: tuple[OutColumn, ...]
    rows: Iterable[Sequence[OutValue]]
    protected: bool = False
    code_row: bool = False
    hidden: bool = False

    @property
    def header_row(self) -> int:
        """The row of the titles, from 1."""
        return 2 if self.code_row else 1


@dataclass(frozen=True)
class Book:
    """A workbook. `instructions`: lines of the first sheet. `properties`: kept in the file, unseen by who fills it in."""

    title: str
    sheets: tuple[OutSheet, ...]
    made: datetime
    author: str = ""
    instructions: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    lang: str = "fr"

    def words(self, said: Mapping[str, str]) -> str:
        """One of the machine’s own words, in the language of the book: French unless English."""
        return said["en" if self.lang.startswith("en") else "fr"]


def fitting(value: OutValue, sheet: str, column: int, row: int) -> OutValue:
    """The value as a cell can hold it. `Refused` for a text that no cell holds; numbers of too many digits become text."""
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        raise too_long(sheet, address_of(column, row), len(value))
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return value if Decimal(f"{float(value):.15g}") == value else format(Decimal(value), "f")
    return value


def too_long(sheet: str, address: str, length: int) -> Refused:
    """The refusal of a text longer than a cell."""
    return refusal(
        N_("Un texte de {length} caractères ne tient pas dans une cellule (32 767 au plus)."),
        N_("Exportez le paquet (format « package »), ou raccourcissez ce texte."),
        sheet=sheet,
        address=address,
        length=str(length),
    )
