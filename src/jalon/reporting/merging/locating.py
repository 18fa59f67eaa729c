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
from jalon.reporting.merging.layout import IDENTITY, KEY, MARK, TITLE, all_columns
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
    lines = {line.key for line in template.lines}
    best: tuple[int, Sheet, list[Row]] | None = None
    for sheet in workbook.sheets:
        if sheet.name == IDENTITY:
            continue
        rows = list(islice(sheet.rows(), MOST_ROWS))
        score = _score(rows, lines, template)
        if score and (best is None or score > best[0]):
            best = score, sheet, rows
    if best is None:
        raise refusal(
            N_("Aucune feuille de ce classeur ne contient les réponses demandées."),
            N_("Rendez le classeur reçu, rempli, sans copier ses réponses dans un autre."),
        )
    return _table(best[1], best[2], template)


def _score(rows: list[Row], lines: set[str], template: Template) -> int:
    """How many keys a sheet holds; without any, one point for headings that match and a title that is ours."""
    keys = sum(text in lines or text.startswith(MARK) for row in rows for text in _texts(row))
    if keys:
        return keys + 10
    header = _header_row(rows, template)
    titles = {_folded(line.label) for line in template.lines}
    known = sum(_folded(text) in titles for row in rows for text in _texts(row))
    return 1 if header and known else 0


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
    lines = {line.key for line in template.lines}
    counts = Counter(
        place for row in table.rows for place, value in enumerate(row.values)
        if isinstance(value, str) and value.strip() in lines
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
    """The rows of each line, by its key, in the order of the file; what belongs to no line is told."""
    known = {line.key: line for line in template.lines}
    found: dict[str, list[Row]] = {}
    loose: list[Row] = []
    for row in table.data:
        key = plain(row.value(table.columns[KEY])) if KEY in table.columns else ""
        if key in known:
            found.setdefault(key, []).append(row)
        elif key and not key.startswith(MARK):
            kind = AccidentKind.UNKNOWN_KEY
            table.accidents.append(Accident(kind=kind, address=table.span(row), found=_shown(table, row)))
        else:
            loose.append(row)
    first = min((row.number for rows in found.values() for row in rows), default=0)
    for row in loose:
        _loose(table, template, found, row, first)
    return found


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
    if TITLE not in table.columns:
        return None
    words = _folded(plain(row.value(table.columns[TITLE])))
    same = [line for line in template.lines if _folded(line.label) == words]
    return same[0] if words and len(same) == 1 else None


def _shown(table: Table, row: Row) -> str:
    """The first words of a row."""
    texts = [plain(value) for value in row.values if plain(value)]
    return " · ".join(texts)[:120]
