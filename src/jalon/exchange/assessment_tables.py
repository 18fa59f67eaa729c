"""A table of an evaluation, whatever it came in: pasted text, XLSX, ODS, CSV, or a Word document.

    table = read_table(data, "evaluation.docx")
    table.header.columns, table.rows[0].text(0), table.tables      # all tables of the file, to choose another

Every row of the file below the headings is here, titles and totals too: what a row is of is decided later, and shown.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from jalon.exchange.addresses import column_letters
from jalon.exchange.assessment_fields import ASSESSMENT_FIELDS, NUMBER
from jalon.exchange.assessment_numbers import Named, read_number
from jalon.exchange.docx_tables import WordTable, tables_of
from jalon.exchange.guards import MEGABYTE, Limits
from jalon.exchange.headers import CERTAIN, Column, Header, data_rows, example_notes, find_header
from jalon.exchange.problems import CellProblem, Severity, refusal
from jalon.exchange.sheets import Row, Sheet, Value, read_workbook
from jalon.exchange.text_tables import SEPARATORS, separator_of
from jalon.exchange.values import computed_fault, plain, squeezed
from jalon.facts.problems import N_

LIMITS = Limits(bytes=10 * MEGABYTE, unfolded=200 * MEGABYTE, rows=5_000, columns=60)
MOST_ROWS = 2_000
"""Rows of one table: a plan has hundreds of measures, not thousands."""
MOST_PASTED = 1_000_000
PASTED = "tableau-colle.csv"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by its number in the file. `spread`: cells whose text is that of a merged cell that begins elsewhere."""

    number: int
    values: tuple[Value, ...]
    spread: frozenset[int] = frozenset()

    def text(self, column: int) -> str:
        """A cell as a person reads it; empty beyond the last."""
        return plain(self.values[column]) if column < len(self.values) else ""

    def value(self, column: int) -> Value:
        """A cell as the file has it."""
        return self.values[column] if column < len(self.values) else None

    def words_without(self, place: int | None) -> str:
        """The row as one line, to be shown, without one of its cells: that of a private note."""
        kept = (value for at, value in enumerate(self.values) if at != place)
        said = dict.fromkeys(squeezed(plain(value).replace("\n", " ")) for value in kept)
        return " | ".join(filter(None, said))[:300]


@dataclass(frozen=True, slots=True)
class AssessmentTable:
    """One table of the file. `headings`: its first row names the columns. `tables` are the names of all, `place` its own."""

    name: str
    header: Header
    rows: tuple[TableRow, ...]
    tables: tuple[str, ...]
    place: int = 0
    headings: bool = True
    notes: tuple[CellProblem, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns with the field proposed for each."""
        return self.header.columns

    def first_cells(self, column: int, count: int = 4) -> tuple[str, ...]:
        """What its first filled cells hold."""
        said = (squeezed(row.text(column).replace("\n", " ")) for row in self.rows)
        return tuple(words[:60] for words in islice((one for one in said if one), count))


@dataclass(frozen=True)
class _Held(Sheet):
    """Rows that are in memory."""

    held: tuple[Row, ...] = field(default=())

    def rows(self) -> Iterator[Row]:
        """As they are."""
        return iter(self.held)


def read_table(data: bytes, name: str, place: int | None = None) -> AssessmentTable:
    """A table of the file: the one asked for, else the one whose headings say most. `Refused` when there is none."""
    sheets, notes = _sheets(data, name)
    filled = [sheet for sheet in sheets if any(not row.empty for row in sheet.rows())]
    if not filled:
        raise refusal(
            N_("Ce document ne contient aucun tableau."),
            N_("Choisissez le fichier qui porte le tableau de l’évaluation, ou collez le tableau lui-même."),
        )
    headers = [find_header(sheet, ASSESSMENT_FIELDS) for sheet in filled]
    best = max(range(len(filled)), key=lambda one: (headers[one].score if headers[one] else 0.0, -one))  # type: ignore[union-attr]
    chosen = place if place is not None and 0 <= place < len(filled) else best
    found = headers[chosen]
    header = found or _without_headings(filled[chosen])
    table = AssessmentTable(
        name=name, header=header, rows=tuple(_rows(filled[chosen], header)), tables=tuple(one.name for one in filled),
        place=chosen, headings=found is not None, notes=(*notes, *filled[chosen].notes),
    )  # fmt: skip
    return replace(table, notes=(*table.notes, *_told(table, filled[chosen])))


def pasted(text: str) -> bytes:
    """A pasted table as a CSV file. `Refused` when it is no table, or too long.

    Quotes that only some cells have, as when a table is copied from a page, are words; a rule of a Markdown table is none.
    """
    if len(text) > MOST_PASTED:
        raise refusal(
            N_("Ce texte est trop long pour être collé."), N_("Donnez-le comme fichier .csv, .xlsx ou .docx.")
        )
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    lines = [line for line in kept.split("\n") if line.strip()]
    if not lines:
        raise refusal(N_("Rien n’a été collé."), N_("Copiez le tableau, titres compris, puis collez-le ici."))
    if sum(line.strip().startswith("|") for line in lines) * 2 > len(lines):
        return _csv([_piped(line) for line in lines if set(line.strip()) - set("|-: ")])
    separator = "\t" if kept.count("\t") >= len(lines) // 2 + 1 else separator_of(kept)
    rows = _parsed(kept, separator)
    if max(map(len, rows)) < 2:
        raise refusal(
            N_("Ce texte n’est pas un tableau : aucune ligne n’a deux colonnes."),
            N_("Séparez les colonnes par une tabulation, un point-virgule ou une barre « | »."),
        )
    return _csv(rows)


def _parsed(text: str, separator: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True) if row]
    except csv.Error:
        return [line.split(separator) for line in text.split("\n") if line.strip()]


def _piped(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _csv(rows: list[list[str]]) -> bytes:
    held = io.StringIO()
    width = max(map(len, rows))
    writer = csv.writer(held, delimiter=SEPARATORS[0], quoting=csv.QUOTE_ALL)
    writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
    return held.getvalue().encode("utf-8-sig")


def _sheets(data: bytes, name: str) -> tuple[Sequence[Sheet], tuple[CellProblem, ...]]:
    if name.lower().endswith(".docx"):
        return [_word_sheet(table) for table in tables_of(data)], ()
    book = read_workbook(data, name, LIMITS)
    return book.visible, book.notes


# --- Word ------------------------------------------------------------------------------------------------------------


def _word_sheet(table: WordTable) -> Sheet:
    """A table of Word as a sheet: merged cells repeat their text, and say so."""
    above: dict[int, str] = {}
    rows, merged = list[Row](), 0
    for row in table.rows:
        texts: dict[int, str] = {}
        spread = set[int]()
        for cell in row.cells:
            words = above.get(cell.column, "") if cell.continues else cell.text
            for column in range(cell.column, cell.column + cell.width):
                texts[column] = words
                if cell.continues or column > cell.column:
                    spread.add(column)
            merged += cell.continues or cell.width > 1
        above = texts
        width = max(texts, default=-1) + 1
        rows.append(Row(row.number, tuple(texts.get(one) or None for one in range(width)), spread=frozenset(spread)))
    name = f"T{table.number}" + (f", {squeezed(table.above)[:60]}" if table.above else "")
    expected = N_("Cellules fusionnées : {count}. Leur texte est lu pour toute la plage, et dit à chaque ligne.")
    note = CellProblem(name, "", "", expected, "", Severity.NOTE, {"count": str(merged)})
    return _Held(name, held=tuple(rows), notes=(note,) if merged else ())


# --- headings and rows -----------------------------------------------------------------------------------------------


def _without_headings(sheet: Sheet) -> Header:
    """No row names the columns. A first row that holds no number is taken for headings that are not known."""
    first = next(row for row in sheet.rows() if not row.empty)
    named = not any(read_number(plain(value)).named is not Named.NONE for value in first.values)
    titles = [plain(value) if named else "" for value in first.values]
    columns = tuple(Column(place, squeezed(title) or column_letters(place)) for place, title in enumerate(titles))
    start = first.number + 1 if named else first.number
    body = [row for row in islice(sheet.rows(), LIMITS.rows) if row.number >= start and not row.empty]
    guess = next((one.index for one in columns if _numbers(body, one.index) * 3 >= len(body) * 2 > 0), None)
    mapped = (replace(one, field=NUMBER, confidence=0.5) if one.index == guess else one for one in columns)
    return Header(sheet.name, first.number if named else 0, start, tuple(mapped), 0.0)


def _numbers(rows: Sequence[Row], column: int) -> int:
    return sum(read_number(plain(row.value(column))).named is Named.ONE for row in rows)


def _rows(sheet: Sheet, header: Header) -> Iterator[TableRow]:
    for count, row in enumerate(data_rows(sheet, header), 1):
        if count > MOST_ROWS:
            raise refusal(
                N_("Ce tableau a plus de {most} lignes : ce n’est pas celui d’une évaluation."),
                N_("Coupez-le en plusieurs, ou choisissez un autre tableau du fichier."),
                most=str(MOST_ROWS),
            )
        yield TableRow(row.number, row.values, row.spread)


def _told(table: AssessmentTable, sheet: Sheet) -> Iterator[CellProblem]:
    """Examples that are not read, cells of a formula without value."""
    yield from example_notes(sheet, table.header)
    for row in table.rows:
        for column, value in enumerate(row.values):
            if (fault := computed_fault(value)) is not None:
                address = f"{column_letters(column)}{row.number}"
                yield CellProblem(sheet.name, address, "", fault.expected, fault.remedy, params=dict(fault.params))


def with_columns(table: AssessmentTable, chosen: Mapping[int, str]) -> AssessmentTable:
    """The table with the fields that a person chose by column; a field that two columns bear stays with the first."""
    taken, columns = set[str](), list[Column]()
    for column in table.columns:
        code = chosen.get(column.index, column.field)
        code = "" if code in taken else code
        taken |= {code} - {""}
        columns.append(replace(column, field=code, confidence=CERTAIN if column.index in chosen else column.confidence))
    return replace(table, header=replace(table.header, columns=tuple(columns)))


def is_date(value: Value) -> bool:
    """A spreadsheet made a date of it: « 12-14 » may have been typed."""
    return isinstance(value, date)
