"""A workbook or a form, merged: every answer beside what was sent, and what happened to the file on its way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from jalon.exchange.problems import refusal
from jalon.exchange.sheets import Row, Workbook
from jalon.exchange.values import plain, read_yes_no, squeezed
from jalon.facts.problems import N_
from jalon.methods.text import fold
from jalon.reporting.merging.cells import CellRead, read_cell
from jalon.reporting.merging.comparing import compare, same, value_at
from jalon.reporting.merging.layout import NOT_ASKED, NOTHING_COLUMN, NOTHING_SAID, TITLE, identity_of
from jalon.reporting.merging.locating import Table, find_table, rows_of_lines
from jalon.reporting.merging.model import (
    NOTHING,
    Accident,
    AccidentKind,
    AnsweredLine,
    Cell,
    Choice,
    Column,
    ColumnKind,
    FormLine,
    Line,
    Merged,
    Note,
    Template,
    Trouble,
    Value,
)
from jalon.reporting.merging.moving import moved_rows
from jalon.reporting.merging.saying import LANGUAGES

_TROUBLES = {
    Trouble.TEXT_DATE: AccidentKind.TEXT_DATE,
    Trouble.WORD_IN_DATE: AccidentKind.TEXT_DATE,
    Trouble.WORD_IN_NUMBER: AccidentKind.WORD_IN_NUMBER,
    Trouble.UNREADABLE: AccidentKind.FORMULA,
    Trouble.NOT_IN_LIST: AccidentKind.NOT_IN_LIST,
}


def refuse_others(workbook: Workbook, template: Template) -> None:
    """`Refused` for a workbook of another campaign, of another body, or of another version; it says which."""
    said = identity_of(workbook)
    if said.get("campaign", template.campaign) != template.campaign:
        raise refusal(
            N_("Ce classeur est celui d’une autre campagne (clé {key}, attendue {wanted})."),
            N_("Rendez-le dans la campagne qui l’a envoyé, ou remplissez le classeur de celle-ci."),
            key=said["campaign"],
            wanted=template.campaign,
        )
    if said.get("ask", template.ask) != template.ask:
        raise refusal(
            N_("Ce classeur est celui d’un autre organisme (clé {key}, attendue {wanted})."),
            N_("Choisissez l’organisme à qui il a été envoyé, ou demandez le bon classeur."),
            key=said["ask"],
            wanted=template.ask,
        )
    version = said.get("template", str(template.version))
    if version != str(template.version):
        raise refusal(
            N_("Ce classeur est du modèle {version} ; la campagne en est au modèle {wanted}."),
            N_("Téléchargez le classeur du modèle {wanted} et reportez-y les réponses."),
            version=version,
            wanted=str(template.version),
        )


def merge_workbook(workbook: Workbook, template: Template) -> Merged:
    """All that a returned workbook says. `Refused` when it is not ours, or holds no answers; nothing is written here.

    Lines and columns are recognised by their keys: order, sorting, colours and headings do not count.
    """
    refuse_others(workbook, template)
    table = find_table(workbook, template)
    places = _places(table, template)
    if not places:
        raise refusal(
            N_("Aucune ligne de ce classeur n’est de cette demande : les clés des lignes ne sont pas les siennes."),
            N_("Rendez le classeur reçu pour cette campagne."),
            sheet=table.sheet.name,
        )
    said = identity_of(workbook).get("language")
    merging = _Merging(table, template, said if said in LANGUAGES else template.language)
    for line in template.lines:
        merging.line(line, places.get(line.key, []))
    first = {key: found[0][1] for key, found in places.items() if found[0][0] is table}
    table.accidents += moved_rows(table, template, first)
    return merging.merged()


Place = tuple[Table, Row]
"""A row and the sheet in which it lies."""


def _places(table: Table, template: Template) -> Mapping[str, list[Place]]:
    """The rows of each line: those of the sheet of answers, then those of copies of it in the same workbook."""
    found: dict[str, list[Place]] = {}
    for one in (table, *table.copies):
        for key, rows in rows_of_lines(one, template).items():
            found.setdefault(key, []).extend((one, row) for row in rows)
        if one is not table:
            table.accidents += [accident for accident in one.accidents if accident not in table.accidents]
    return found


def merge_form(answers: Iterable[FormLine], template: Template, lang: str = "fr") -> Merged:
    """The same for answers typed in a form: each text is read as its cell would be."""
    by_key: Mapping[str, FormLine] = {answer.line: answer for answer in answers}
    lines, cells = [], []
    for line in template.lines:
        answer = by_key.get(line.key)
        if answer is None:
            continue
        texts = (
            (c, answer.values.get(c.key, "")) for c in template.columns if c.asked_of(line) and c.key in answer.values
        )
        found = [compare(column, line, read_cell(column, text or None, lang=lang)) for column, text in texts]
        lines.append(AnsweredLine(line=line.key, nothing=answer.nothing, answered=_says(found, answer.nothing)))
        cells += _contradicted(line, found, answer.nothing, "")
    return Merged(lines=tuple(lines), cells=tuple(cells), read=sum(len(answer.values) for answer in by_key.values()))


def _says(cells: list[Cell], nothing: bool) -> bool:
    """Whether a line says something new: as it was sent, it may never have been looked at. The text of a merged cell that
    begins at another line is that line's, until a person copies it to this one."""
    return nothing or any(cell.changed and cell.note is not Note.MERGED for cell in cells)


def _contradicted(line: Line, cells: list[Cell], nothing: bool, address: str) -> list[Cell]:
    """« Nothing to report » beside answers: a person says which of the two is meant."""
    if not nothing or not any(cell.changed for cell in cells):
        return cells
    told = Cell(
        line=line.key, column=NOTHING, address=address, returned=Value(text=NOTHING_COLUMN.fr, code="1"),
        trouble=Trouble.NOTHING_AND_VALUES, choices=(Choice.RETURNED, Choice.BEFORE, Choice.ASK_AGAIN),
    )  # fmt: skip
    return [*cells, told]


class _Merging:
    """One workbook, line by line."""

    def __init__(self, table: Table, template: Template, lang: str) -> None:
        self.table, self.template, self.lang = table, template, lang
        self.lines: list[AnsweredLine] = []
        self.cells: list[Cell] = []
        self.read = 0

    def merged(self) -> Merged:
        return Merged(
            lines=tuple(self.lines), cells=tuple(self.cells), accidents=tuple(self.table.accidents), read=self.read
        )

    def line(self, line: Line, places: list[Place]) -> None:
        """A line: from its row, from the first of several, or missing."""
        if not places:
            told = Accident(kind=AccidentKind.ROW_MISSING, address=self.table.sheet.name, was=line.label, line=line.key)
            self.table.accidents.append(told)
            return
        table, row = places[0]
        cells = list(self._cells(line, table, row))
        for other in places[1:]:
            cells = self._twice(line, cells, other, copied=other[0] is not table)
        nothing, asked = self._nothing(line, places)
        self._row_told(line, table, row)
        self.lines.append(AnsweredLine(line=line.key, nothing=nothing, answered=_says(cells, nothing)))
        if asked is not None:
            self.cells += [*cells, asked]
        else:
            address = table.cell(row, NOTHING) if NOTHING in table.columns else ""
            self.cells += _contradicted(line, cells, nothing, address)

    def _cells(self, line: Line, table: Table, row: Row) -> Iterator[Cell]:
        for column in self.template.columns:
            place = table.columns.get(column.key)
            if place is None:
                continue
            if not column.asked_of(line):
                self._refuse_unasked(line, table, row, column)
                continue
            self.read += 1
            yield self._cell(line, table, row, column)

    def _cell(self, line: Line, table: Table, row: Row, column: Column) -> Cell:
        address = table.cell(row, column.key)
        read = self._read(table, row, column)
        self._told(line, column, address, read)
        if table.columns[column.key] in row.spread:
            return self._merged_cell(line, column, address, read)
        return compare(column, line, read, address)

    def _read(self, table: Table, row: Row, column: Column) -> CellRead:
        place = table.columns[column.key]
        percent, date1904 = place in row.percents, table.sheet.date1904
        return read_cell(column, row.value(place), lang=self.lang, percent=percent, date1904=date1904)

    def _merged_cell(self, line: Line, column: Column, address: str, read: CellRead) -> Cell:
        """The text of a merged cell is that of the line where it begins; the other lines may take it, if a person says so."""
        cell = compare(column, line, read, address)
        kind = AccidentKind.MERGED_CELLS
        found = read.value.text if read.value else ""
        self.table.accidents.append(Accident(kind=kind, address=address, found=found, line=line.key, column=column.key))
        if not cell.changed:
            return cell
        choices = tuple(dict.fromkeys((Choice.BEFORE, *cell.choices)))
        return replace(cell, note=Note.MERGED, trouble=None, choices=choices, chosen=Choice.BEFORE)

    def _told(self, line: Line, column: Column, address: str, read: CellRead) -> None:
        """What the cell's own trouble is, for the list of accidents."""
        kind = _TROUBLES.get(read.trouble) if read.trouble else None
        asks = kind is not None and not same(read.value, value_at(line.before, column.key))
        if kind is None and read.note is Note.READ_AS:
            kind = AccidentKind.TEXT_DATE if column.kind is ColumnKind.DATE else AccidentKind.NUMBER_AS_TEXT
        if kind is None or same(read.value, value_at(line.before, column.key)):
            return
        words = read.value.text if read.value else ""
        self.table.accidents.append(
            Accident(kind=kind, address=address, found=words, line=line.key, column=column.key, asks=asks)
        )

    def _refuse_unasked(self, line: Line, table: Table, row: Row, column: Column) -> None:
        place = table.columns[column.key]
        words = plain(row.value(place))
        if words and words != NOT_ASKED and place not in row.spread:
            address = table.cell(row, column.key)
            kind = AccidentKind.NOT_ASKED
            self.table.accidents.append(
                Accident(kind=kind, address=address, found=words, line=line.key, column=column.key)
            )

    def _twice(self, line: Line, cells: list[Cell], other: Place, *, copied: bool) -> list[Cell]:
        """A second row of the same line: where it says otherwise, a person chooses between the two. A copy of the sheet
        (`copied`) that says the same is not told of, line by line."""
        table, row = other
        found = [self._beside(table, row, cell) for cell in cells]
        differs = any(cell.trouble is Trouble.DUPLICATE_KEY for cell in found)
        if differs or not copied:
            self.table.accidents.append(
                Accident(
                    kind=AccidentKind.DUPLICATE_KEY, address=table.span(row), found=_first_words(row), line=line.key,
                    asks=differs,
                )
            )  # fmt: skip
        return found

    def _beside(self, table: Table, row: Row, cell: Cell) -> Cell:
        column = next(column for column in self.template.columns if column.key == cell.column)
        if column.key not in table.columns or table.columns[column.key] in row.spread:
            return cell
        other = self._read(table, row, column).value
        if same(other, cell.returned) or (cell.proposed is not None and same(other, cell.proposed)):
            return cell
        choices = (Choice.RETURNED, Choice.PROPOSED, Choice.BEFORE, Choice.ASK_AGAIN)
        return replace(cell, proposed=other, trouble=Trouble.DUPLICATE_KEY, note=None, choices=choices, chosen=None)

    def _nothing(self, line: Line, places: list[Place]) -> tuple[bool, Cell | None]:
        """Whether any row of the line says that there is nothing to report; a cell that a person must read, if none does
        and one says something else."""
        asked: Cell | None = None
        for table, row in places:
            place = table.columns.get(NOTHING)
            if place is None:
                continue
            value = row.value(place)
            read = read_yes_no(value)
            if read.value or squeezed(fold(plain(value))).rstrip(".") in NOTHING_SAID:
                return True, None
            if asked is None and place not in row.spread and (read.fault is not None or read.missing is not None):
                asked = self._odd_nothing(line, table.cell(row, NOTHING), plain(value) or "=")
        return asked is not None, asked

    def _odd_nothing(self, line: Line, address: str, words: str) -> Cell:
        kind = AccidentKind.NOT_IN_LIST
        told = Accident(kind=kind, address=address, found=words, line=line.key, column=NOTHING, asks=True)
        self.table.accidents.append(told)
        return Cell(
            line=line.key, column=NOTHING, address=address, returned=Value(text=words), trouble=Trouble.NOT_IN_LIST,
            choices=(Choice.RETURNED, Choice.BEFORE, Choice.ASK_AGAIN),
        )  # fmt: skip

    def _row_told(self, line: Line, table: Table, row: Row) -> None:
        if row.hidden:
            kind = AccidentKind.ROW_HIDDEN
            self.table.accidents.append(Accident(kind=kind, address=table.span(row), found=line.label, line=line.key))
        place = table.columns.get(TITLE)
        words = plain(row.value(place)) if place is not None and place not in row.spread else line.label
        if squeezed(fold(words)) != squeezed(fold(line.label)):
            kind = AccidentKind.TITLE_CHANGED
            address = table.cell(row, TITLE)
            self.table.accidents.append(
                Accident(kind=kind, address=address, found=words, was=line.label, line=line.key)
            )


def _first_words(row: Row) -> str:
    return " · ".join(plain(value) for value in row.values if plain(value))[:120]
