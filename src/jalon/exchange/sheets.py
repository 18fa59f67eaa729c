"""Workbooks read: XLSX, ODS, CSV and TSV as sheets of typed cells with their addresses.

    workbook = read_workbook(data, "retour.xlsx")        # Refused: why the file is not read, and what to do
    for sheet in workbook.visible:
        for row in sheet.rows():
            row.values[1], row.address(1)                # 'texte', 'B12'

Nothing is recalculated and no formula is evaluated: the value kept in the file is read. What a person would not see,
or would see otherwise, is said in `notes`: hidden rows, columns and sheets (read all the same), merged cells (the value
is repeated over the range and marked in `Row.spread`), formulas without a kept value, cells in error.
"""

import io
import math
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import BinaryIO, TypeAlias

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from jalon.exchange.addresses import address_of, column_letters
from jalon.exchange.guards import FileKind, Limits, kind_of
from jalon.exchange.inspecting import inspect_xlsx
from jalon.exchange.inspecting_ods import inspect_ods
from jalon.exchange.problems import CellProblem, Severity, refusal
from jalon.exchange.seen import Inspected, Place, Seen
from jalon.exchange.text_tables import TextTable, read_text_table, rows_of, unguarded
from jalon.exchange.xml_walk import texts
from jalon.facts.problems import N_


@dataclass(frozen=True, slots=True)
class CellError:
    """What a formula in error shows: #N/A, #REF!, #DIV/0!."""

    code: str


@dataclass(frozen=True, slots=True)
class Uncached:
    """A formula whose value is not in the file: it was written by a program that does not calculate."""


Value: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | CellError | Uncached | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number (from 1), its values by column (from 0). Text is as written, spaces included; None is empty.

    `spread` holds the columns whose value comes from a merged cell that begins elsewhere: not to be counted twice.
    `percents` holds the columns shown as per cent: 0.45 there is « 45 % ».
    """

    number: int
    values: tuple[Value, ...]
    hidden: bool = False
    spread: frozenset[int] = frozenset()
    percents: frozenset[int] = frozenset()

    def address(self, column: int) -> str:
        """« B12 » for column 1 of row 12."""
        return f"{column_letters(column)}{self.number}"

    def value(self, column: int) -> Value:
        """The value of a column; None beyond the last."""
        return self.values[column] if column < len(self.values) else None

    @property
    def empty(self) -> bool:
        """No cell says anything."""
        for value in self.values:
            if value is not None and not (isinstance(value, str) and not value.strip()):
                return False
        return True


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows()` reads it from the beginning each time; large sheets are not kept as objects."""

    name: str
    hidden: bool = False
    notes: tuple[CellProblem, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    date1904: bool = False
    seen: Seen = field(default_factory=Seen)
    content: "CalamineSheet | TextTable | None" = None
    limits: Limits = field(default_factory=Limits)

    def rows(self) -> Iterator[Row]:
        """All rows in order, the empty ones too, so that numbers follow."""
        if isinstance(self.content, TextTable):
            for number, cells in enumerate(rows_of(self.content, self.limits), start=1):
                yield Row(number, tuple(unguarded(cell) or None for cell in cells))
        elif self.content is not None:
            yield from _calamine_rows(self.content, self.seen)

    def value(self, column: int, number: int) -> Value:
        """One cell, slowly: for tests and single keys."""
        found = next((row for row in self.rows() if row.number == number), None)
        return None if found is None else found.value(column)


@dataclass(frozen=True)
class Workbook:
    """A workbook as read. `encoding` and `separator` for text tables. `properties`: those that its author added."""

    name: str
    kind: FileKind
    sheets: tuple[Sheet, ...]
    notes: tuple[CellProblem, ...] = ()
    encoding: str = ""
    separator: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def visible(self) -> tuple[Sheet, ...]:
        """The sheets that a person sees."""
        return tuple(sheet for sheet in self.sheets if not sheet.hidden)

    def sheet(self, name: str) -> Sheet | None:
        """A sheet by its name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    @property
    def all_notes(self) -> tuple[CellProblem, ...]:
        """What is to be said of the file and of each sheet."""
        return (*self.notes, *(note for sheet in self.sheets for note in sheet.notes))


def read_workbook(source: bytes | BinaryIO, name: str, limits: Limits | None = None) -> Workbook:
    """Read a file given as bytes or opened in binary mode. `Refused` says why it is not read, and what to do."""
    bounds = limits or Limits()
    data = source if isinstance(source, bytes) else source.read(bounds.bytes + 1)
    kind = kind_of(data, name, bounds)
    if kind is FileKind.CSV:
        return _text_workbook(data, name, bounds)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inspected = (inspect_xlsx if kind is FileKind.XLSX else inspect_ods)(archive, bounds)
        properties = _properties(archive, kind)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = tuple(_sheets(book, inspected, bounds))
    except (CalamineError, OSError, ValueError) as error:
        if hasattr(error, "problem"):
            raise
        raise refusal(
            N_("Ce classeur est abîmé : il ne peut pas être lu."),
            N_("Ouvrez-le dans un tableur, enregistrez-le à nouveau, puis redonnez-le."),
        ) from error
    return Workbook(name, kind, sheets, properties=properties)


def _properties(archive: zipfile.ZipFile, kind: FileKind) -> dict[str, str]:
    """What the author noted in the file's own properties: survives in other programs, unseen by who fills it in."""
    member = "docProps/custom.xml" if kind is FileKind.XLSX else "meta.xml"
    return {attrs["name"]: text.strip() for attrs, text in texts(archive, member)}


def _text_workbook(data: bytes, name: str, limits: Limits) -> Workbook:
    table = read_text_table(data)
    notes: tuple[CellProblem, ...] = ()
    if table.encoding == "cp1252":
        expected = N_("Ce tableau n’est pas en UTF-8 : il a été lu en Windows-1252.")
        notes = (_note("", "", expected, N_("Vérifiez les accents dans l’aperçu.")),)
    seen = Seen(rows=table.text.rstrip("\n").count("\n") + 1)
    sheet = Sheet(name.rpartition("/")[2], content=table, seen=seen, limits=limits)
    return Workbook(name, FileKind.CSV, (sheet,), notes, table.encoding, table.separator)


def _sheets(book: CalamineWorkbook, inspected: Inspected, limits: Limits) -> Iterator[Sheet]:
    for number, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        seen = inspected.sheets.get(about.name, Seen())
        content = book.get_sheet_by_index(number)
        if ranges := content.merged_cell_ranges:
            seen.merges = [((top + 1, left), (bottom + 1, right)) for (top, left), (bottom, right) in ranges]
        hidden = seen.hidden or about.visible != SheetVisibleEnum.Visible
        yield Sheet(
            about.name,
            hidden,
            tuple(_notes(about.name, seen, hidden=hidden)),
            frozenset(seen.hidden_columns),
            inspected.date1904,
            seen,
            content,
            limits,
        )


def _note(sheet: str, address: str, expected: str, remedy: str, **params: str) -> CellProblem:
    return CellProblem(sheet, address, "", expected, remedy, Severity.NOTE, params)


def _notes(name: str, seen: Seen, *, hidden: bool) -> Iterator[CellProblem]:
    if hidden:
        yield _note(name, "", N_("Cette feuille est masquée."), N_("Affichez-la si elle doit être lue."))
    if rows := sorted(row for row in seen.hidden_rows if row <= seen.rows):
        expected = N_("Lignes masquées, lues comme les autres : {which}.")
        remedy = N_("Supprimez celles qui ne doivent pas l’être.")
        yield _note(name, f"A{rows[0]}", expected, remedy, which=_some(rows))
    if columns := sorted(column for column in seen.hidden_columns if column < seen.columns):
        expected = N_("Colonnes masquées, lues comme les autres : {which}.")
        which = ", ".join(column_letters(column) for column in columns[:10])
        yield _note(name, f"{column_letters(columns[0])}1", expected, "", which=which)
    if seen.merges:
        (row, column), _last = seen.merges[0]
        expected = N_(
            "Cellules fusionnées (plages : {count}) : un texte vaut pour toute la plage, un montant ne compte qu’une fois."
        )
        yield _note(name, address_of(column, row), expected, "", count=str(len(seen.merges)))


def _some(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + ("…" if len(numbers) > 10 else "")


def _calamine_rows(content: CalamineSheet, seen: Seen) -> Iterator[Row]:
    """Rows from 1, columns from 0, whatever the place where the sheet begins."""
    before: tuple[Value, ...] = (None,) * (content.start[1] if content.start else 0)
    merges = _Merges(seen)
    odd = _by_row(seen)
    number = 0
    for number, cells in enumerate(content.iter_rows(), start=1):
        values = (*before, *map(_value, cells))
        if number in odd:
            values = _patched(values, odd[number])
        spread: frozenset[int] = frozenset()
        if merges.ranges:
            values, spread = merges.filled(number, values)
        yield _row(number, values, seen, spread)
    for later in range(number + 1, max(odd, default=0) + 1):
        yield _row(later, _patched((), odd.get(later, [])), seen, frozenset())


def _row(number: int, values: tuple[Value, ...], seen: Seen, spread: frozenset[int]) -> Row:
    shares = [column for column in range(len(values)) if (number, column) in seen.percents] if seen.percents else ()
    return Row(number, values, number in seen.hidden_rows, spread, frozenset(shares))


def _value(cell: object) -> Value:
    if cell is None or cell == "":
        return None
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return int(cell)
        return cell if math.isfinite(cell) else CellError(str(cell))
    return cell  # type: ignore[return-value]  # calamine gives str, bool, int and the classes of datetime


def _by_row(seen: Seen) -> dict[int, list[tuple[int, Value]]]:
    """Cells that the reader shows empty although they are not, or whose text it mutilates."""
    odd: dict[int, list[tuple[int, Value]]] = {}
    for (row, column), code in seen.errors.items():
        odd.setdefault(row, []).append((column, CellError(code)))
    for row, column in seen.uncached:
        odd.setdefault(row, []).append((column, Uncached()))
    for (row, column), text in seen.texts.items():
        odd.setdefault(row, []).append((column, text))
    return odd


def _patched(values: tuple[Value, ...], cells: list[tuple[int, Value]]) -> tuple[Value, ...]:
    row = list(values)
    for column, value in cells:
        row.extend([None] * (column + 1 - len(row)))
        if row[column] is None or isinstance(value, str):
            row[column] = value
    return tuple(row)


class _Merges:
    """Repeats the value of a merged range over it. Ranges of more than 100 columns or 10,000 rows fill nothing."""

    def __init__(self, seen: Seen) -> None:
        self.ranges = sorted(
            merge for merge in seen.merges if merge[1][1] - merge[0][1] < 100 and merge[1][0] - merge[0][0] < 10_000
        )
        self.next = 0
        self.open: list[tuple[tuple[Place, Place], Value]] = []

    def filled(self, number: int, values: tuple[Value, ...]) -> tuple[tuple[Value, ...], frozenset[int]]:
        """The row with the values of the ranges that cross it, and the columns so filled."""
        while self.next < len(self.ranges) and self.ranges[self.next][0][0] <= number:
            merge = self.ranges[self.next]
            column = merge[0][1]
            self.open.append((merge, values[column] if merge[0][0] == number and column < len(values) else None))
            self.next += 1
        self.open = [held for held in self.open if held[0][1][0] >= number]
        if not self.open:
            return values, frozenset()
        return self._spread(number, values)

    def _spread(self, number: int, values: tuple[Value, ...]) -> tuple[tuple[Value, ...], frozenset[int]]:
        row, spread = list(values), set()
        for ((top, left), (_bottom, right)), value in self.open:
            row.extend([None] * (right + 1 - len(row)))
            for column in range(left, right + 1):
                if (number, column) != (top, left) and value is not None and row[column] is None:
                    row[column] = value
                    spread.add(column)
        return tuple(row), frozenset(spread)
