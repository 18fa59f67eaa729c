"""Where the answers lie in a workbook that people worked on: its sheet, its columns, its rows.

A column is known by its key in the hidden row of keys, a line by its key in the hidden column; where these are gone, by
the words of their heading and title.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from jalon.exchange.addresses import column_letters
from jalon.exchange.problems import refusal
from jalon.exchange.sheets import Row, Sheet, Workbook
from jalon.exchange.values import plain, squeezed
from jalon.facts.problems import N_
from jalon.methods.text import fold
from jalon.reporting.merging.layout import IDENTITY, KEY, LOCKED, MARK, TITLE, all_columns
from jalon.reporting.merging.model import NOTHING, Accident, AccidentKind, Column, Line, Template

MOST_ROWS = 5_000
"""Rows looked at: a campaign asks of a few hundred lines."""
SEARCHED = 40
"""Rows among which headings are looked for."""


@dataclass(slots=True)
class Table:
    """The answers in a sheet: place of each column by its key, rows of headings, rows in their order."""

    sheet: Sheet
    rows: list[Row]
    columns: dict[str, int]
    header: int = 0
    keys: int = 0
    accidents: list[Accident] = field(default_factory=list)
    copies: list["Table"] = field(default_factory=list)
    """Other sheets of the workbook that hold lines of ours: copies of it, or a part of it."""

    def at(self, address: str) -> str:
        """« Réponses!E4 »."""
        return f"{self.sheet.name}!{address}"

    def cell(self, row: Row, column: str) -> str:
        """The address of a column's cell in a row."""
        return self.at(row.address(self.columns[column]))

    def span(self, row: Row) -> str:
        """The address of a row from the first to the last of the columns known."""
        places = self.columns.values()
        return self.at(f"{row.address(min(places))}:{row.address(max(places))}")

    @property
    def data(self) -> list[Row]:
        """Rows below the headings that say something."""
        return [row for row in self.rows if row.number > max(self.header, self.keys) and not row.empty]


def find_table(workbook: Workbook, template: Template) -> Table:
    """The sheet of answers. `Refused` when no sheet of the workbook holds any."""
    found: list[tuple[int, Sheet, list[Row]]] = []
    for sheet in workbook.sheets:
        if sheet.name != IDENTITY:
            rows = list(islice(sheet.rows(), MOST_ROWS))
            found.append((_score(rows, template), sheet, rows))
    best = max(found, key=lambda one: one[0], default=None)
    if best is None or not best[0]:
        raise refusal(
            N_("Aucune feuille de ce classeur ne contient les réponses demandées."),
            N_("Rendez le classeur reçu, rempli, sans copier ses réponses dans un autre."),
        )
    table = _table(best[1], best[2], template)
    for score, sheet, rows in found:
        if sheet is not table.sheet and score > OF_OURS:
            table.copies.append(_table(sheet, rows, template))
        elif sheet is not table.sheet and score == OF_OURS:
            table.accidents.append(Accident(kind=AccidentKind.OTHER_SHEET, address=sheet.name, found=sheet.name))
    return table


OF_OURS = 10
"""The score of a sheet with keys of columns and without a key of any line of ours; each line that it holds is one more."""


def _score(rows: list[Row], template: Template) -> int:
    """How many keys of lines a sheet holds; without any, one point for headings that match and a title that is ours."""
    lines = _keys(template)
    keys = sum(text.casefold() in lines for row in rows for text in _texts(row))
    if keys or any(text.startswith(MARK) for row in rows for text in _texts(row)):
        return keys + OF_OURS
    header = _header_row(rows, template)
    titles = {_folded(line.label) for line in template.lines}
    known = sum(_folded(text) in titles for row in rows for text in _texts(row))
    return 1 if header and known else 0


def _keys(template: Template) -> Mapping[str, Line]:
    """The lines by their key, whatever its case: some programs change it."""
    return {line.key.casefold(): line for line in template.lines}


def _texts(row: Row) -> Iterator[str]:
    return (value.strip() for value in row.values if isinstance(value, str))


def _folded(text: str) -> str:
    return squeezed(fold(text))


def _table(sheet: Sheet, rows: list[Row], template: Template) -> Table:
    table = Table(sheet, rows, {})
    key_row = next((row for row in rows if sum(text.startswith(MARK) for text in _texts(row)) >= 2), None)
    header = _header_row(rows, template, key_row)
    table.header = header.number if header else 0
    table.keys = key_row.number if key_row else 0
    if key_row is not None:
        _by_keys(table, key_row, template)
    elif header is not None:
        _by_headings(table, header, template)
        table.accidents.append(
            Accident(kind=AccidentKind.KEYS_LOST, address=table.at(f"{header.number}:{header.number}"))
        )
    _key_column(table, template)
    _columns_told(table, template, header)
    return table


def _header_row(rows: list[Row], template: Template, key_row: Row | None = None) -> Row | None:
    """The row with most of the headings that were written, at least two; else the last one that is not empty above the
    row of keys."""
    known = {_folded(text) for column in all_columns(template.columns) for text in column.headings}
    best: tuple[int, Row] | None = None
    for row in rows[:SEARCHED]:
        count = sum(_folded(text) in known for text in _texts(row))
        if count >= 2 and (best is None or count > best[0]):
            best = count, row
    if best is not None:
        return best[1]
    above = [row for row in rows if key_row and row.number < key_row.number and not row.empty]
    return above[-1] if above else None


def _by_keys(table: Table, key_row: Row, template: Template) -> None:
    known = {column.key for column in all_columns(template.columns)}
    for place, value in enumerate(key_row.values):
        key = plain(value).removeprefix(MARK) if isinstance(value, str) and value.startswith(MARK) else ""
        if key in table.columns:
            address = table.at(f"{column_letters(place)}{key_row.number}")
            table.accidents.append(Accident(kind=AccidentKind.COLUMN_TWICE, address=address, column=key))
        elif key in known:
            table.columns[key] = place


def _by_headings(table: Table, header: Row, template: Template) -> None:
    headings = {_folded(text): c.key for c in all_columns(template.columns) for text in c.headings}
    for place, value in enumerate(header.values):
        key = headings.get(_folded(value)) if isinstance(value, str) else None
        if key is not None and key not in table.columns:
            table.columns[key] = place


def _key_column(table: Table, template: Template) -> None:
    """The column of line keys, wherever it is now: the one that holds most of them."""
    lines = _keys(template)
    counts = Counter(
        place for row in table.rows for place, value in enumerate(row.values)
        if isinstance(value, str) and value.strip().casefold() in lines
    )  # fmt: skip
    if counts:
        table.columns[KEY] = counts.most_common(1)[0][0]


def _columns_told(table: Table, template: Template, header: Row | None) -> None:
    """What happened to columns: missing, renamed, moved, hidden, added."""
    asked = [*template.columns, next(c for c in all_columns(()) if c.key == NOTHING)]
    for column in asked:
        if column.key not in table.columns:
            table.accidents.append(
                Accident(kind=AccidentKind.COLUMN_MISSING, address=table.at("1:1"), was=column.fr, column=column.key)
            )
    if header is not None and table.keys:
        _renamed(table, asked, header)
        _added(table, header)
    _strays(table, header)
    _hidden(table, asked)
    order = [table.columns[column.key] for column in asked if column.key in table.columns]
    if order != sorted(order):
        address = table.at(f"{column_letters(min(order))}:{column_letters(max(order))}")
        table.accidents.append(Accident(kind=AccidentKind.COLUMNS_MOVED, address=address))


def _renamed(table: Table, asked: list[Column], header: Row) -> None:
    for column in asked:
        place = table.columns.get(column.key)
        words = plain(header.value(place)) if place is not None else ""
        if place is not None and _folded(words) not in map(_folded, column.headings):
            table.accidents.append(
                Accident(
                    kind=AccidentKind.COLUMN_RENAMED, address=table.at(header.address(place)), found=words,
                    was=column.fr, column=column.key,
                )
            )  # fmt: skip


def _added(table: Table, header: Row) -> None:
    """A column with a heading and no key: somebody added it; nothing is read there."""
    known = set(table.columns.values())
    for place, value in enumerate(header.values):
        words = plain(value)
        if place not in known and words and place not in header.spread:
            table.accidents.append(
                Accident(kind=AccidentKind.COLUMN_ADDED, address=table.at(header.address(place)), found=words)
            )


def _strays(table: Table, header: Row | None) -> None:
    """Words in a column that has neither key nor heading: somebody wrote beside the table."""
    told: set[int] = set(table.columns.values())
    for row in table.data:
        for place, value in enumerate(row.values):
            words = "" if place in told or place in row.spread else plain(value)
            if not words:
                continue
            told.add(place)
            if header is None or not plain(header.value(place)):
                address = table.at(row.address(place))
                table.accidents.append(Accident(kind=AccidentKind.COLUMN_ADDED, address=address, found=words[:120]))


def _hidden(table: Table, asked: list[Column]) -> None:
    for column in asked:
        place = table.columns.get(column.key)
        if place is not None and place in table.sheet.hidden_columns:
            letters = column_letters(place)
            table.accidents.append(
                Accident(
                    kind=AccidentKind.COLUMN_HIDDEN, address=table.at(f"{letters}:{letters}"), was=column.fr,
                    column=column.key,
                )
            )  # fmt: skip


def rows_of_lines(table: Table, template: Template) -> Mapping[str, list[Row]]:
    """The rows of each line, by its key, in the order of the file; what belongs to no line is told.

    A row whose title is that of another line is that one's: keys are hidden, and stay behind when what is seen is sorted.
    """
    known = _keys(template)
    headings = {_folded(text) for column in LOCKED for text in column.headings}
    found: dict[str, list[Row]] = {}
    loose: list[Row] = []
    strayed: list[tuple[Line, Row]] = []
    for row in table.data:
        key = _own_key(table, row)
        line = known.get(key.casefold())
        titled = _by_title(table, template, row) if line else None
        if line is not None and titled is not None and _folded(titled.label) != _folded(line.label):
            strayed.append((titled, row))
            kind, was = AccidentKind.KEY_OF_ANOTHER, line.label
            told = Accident(kind=kind, address=table.span(row), found=titled.label, was=was, line=titled.key)
            table.accidents.append(told)
        elif line is not None:
            found.setdefault(line.key, []).append(row)
        elif _folded(key) in headings:
            table.accidents.append(
                Accident(kind=AccidentKind.HEADER_ADDED, address=table.span(row), found=_shown(table, row))
            )
        elif key and not key.startswith(MARK):
            kind = AccidentKind.UNKNOWN_KEY
            table.accidents.append(Accident(kind=kind, address=table.span(row), found=_shown(table, row)))
        else:
            loose.append(row)
    for line, row in strayed:
        found.setdefault(line.key, []).append(row)
    first = min((row.number for rows in found.values() for row in rows), default=0)
    for row in loose:
        _loose(table, template, found, row, first)
    return found


def _own_key(table: Table, row: Row) -> str:
    """The key of a row; the one that a merged cell lends to it is that of another."""
    place = table.columns.get(KEY)
    return "" if place is None or place in row.spread else plain(row.value(place))


def _loose(table: Table, template: Template, found: dict[str, list[Row]], row: Row, first: int) -> None:
    """A row without a key: a line whose title it bears and that no other row holds, a second heading, or an addition."""
    line = _by_title(table, template, row)
    if line is not None and line.key not in found:
        found[line.key] = [row]
        kind = AccidentKind.ROW_BY_TITLE
        table.accidents.append(Accident(kind=kind, address=table.span(row), found=line.label, line=line.key))
        return
    kind = AccidentKind.HEADER_ADDED if row.number < first else AccidentKind.ROW_WITHOUT_KEY
    if row.hidden:
        kind = AccidentKind.ROW_HIDDEN
    table.accidents.append(Accident(kind=kind, address=table.span(row), found=_shown(table, row)))


def _by_title(table: Table, template: Template, row: Row) -> Line | None:
    if TITLE not in table.columns or table.columns[TITLE] in row.spread:
        return None
    words = _folded(plain(row.value(table.columns[TITLE])))
    same = [line for line in template.lines if _folded(line.label) == words]
    return same[0] if words and len(same) == 1 else None


def _shown(table: Table, row: Row) -> str:
    """The first words of a row."""
    texts = [plain(value) for value in row.values if plain(value)]
    return " · ".join(texts)[:120]
