"""What a reader of values does not tell of an ODS: extent, hidden rows and columns, merged cells, formulas without
their value, percentages. Repetitions are counted, not unfolded.
"""

import zipfile
from typing import Any

from jalon.exchange.examples import says_example
from jalon.exchange.guards import Limits
from jalon.exchange.inspecting import refuse_extent
from jalon.exchange.seen import MOST_NOTED, Inspected, Seen
from jalon.exchange.xml_walk import attributes, local, walk

_CELLS = ("table-cell", "covered-table-cell")
_MOST_MERGES = 10_000


def inspect_ods(archive: zipfile.ZipFile, limits: Limits) -> Inspected:
    """Walk over the content. `Refused` beyond the limits."""
    content = _Content()
    walk(archive, "content.xml", content.start, content.end)
    for name, seen in content.found.sheets.items():
        refuse_extent(name, seen, limits)
    return content.found


class _Content:
    """Handlers of content.xml. Rows without content are only counted once a row with content follows."""

    def __init__(self) -> None:
        self.found = Inspected()
        self.parser: Any = None
        self.seen = Seen()
        self.row = 0
        self.repeated = 1
        self.column = 0
        self.last = -1
        self.cell: dict[str, str] | None = None
        self.described = False
        self.lines: list[str] = []
        self.broken = False
        self.noted = 0
        self.note = ""
        self.depth = 0
        self.styles: set[str] = set()
        self.style = ""

    def start(self, name: str, attrs: dict[str, str]) -> None:
        name = local(name)
        if name == "table":
            self._table(attributes(attrs))
        elif name == "table-row":
            self._row(attributes(attrs))
        elif name in _CELLS:
            self.cell, self.described, self.lines, self.broken = attributes(attrs), False, [], False
        elif name == "annotation":
            self.noted += 1
            self.note = ""
            self.parser.CharacterDataHandler = self._noting
        elif self.cell is not None and not self.noted and name in ("p", "s", "tab", "line-break"):
            self._text(name, attrs)
        elif name == "table-column":
            self._columns(attributes(attrs))
        elif name == "style":
            self.style = attributes(attrs).get("name", "")
        elif name == "table-properties" and attributes(attrs).get("display") == "false":
            self.styles.add(self.style)

    def end(self, name: str) -> None:
        name = local(name)
        if name in _CELLS:
            self._close_cell()
        elif name == "annotation":
            self.noted -= 1
            self.parser.CharacterDataHandler = None
            if says_example(self.note.strip()):
                self.seen.examples[self.row + 1] = self.note.strip()
        elif name == "table-row":
            if self.last >= 0:
                self.seen.grow(self.row + self.repeated, self.last)
            self.row += self.repeated
        elif name == "table":
            self.depth -= 1

    def _text(self, name: str, attrs: dict[str, str]) -> None:
        """The reader of values drops tabs and line breaks inside a cell: such cells are read here."""
        if name == "p":
            self.described = True
            self.lines.append("")
            self.parser.CharacterDataHandler = self._characters
        elif self.lines:
            spaces = " " * min(_count(attributes(attrs), "c"), 1_000)
            self.lines[-1] += {"s": spaces, "tab": "\t"}.get(name, "\n")
            self.broken = self.broken or name != "s"

    def _noting(self, text: str) -> None:
        self.note += text if len(self.note) < 1_000 else ""

    def _characters(self, text: str) -> None:
        if self.cell is not None and not self.noted and self.lines:
            self.lines[-1] += text

    def _table(self, attrs: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == 1:
            self.seen = self.found.sheets[attrs.get("name", "")] = Seen(hidden=attrs.get("style-name") in self.styles)
            self.row = self.column = 0

    def _columns(self, attrs: dict[str, str]) -> None:
        count = _count(attrs, "number-columns-repeated")
        if attrs.get("visibility") in {"collapse", "filter"}:
            self.seen.hidden_columns.update(range(self.column, self.column + min(count, 16_384)))
        self.column += count

    def _row(self, attrs: dict[str, str]) -> None:
        self.repeated, self.column, self.last = _count(attrs, "number-rows-repeated"), 0, -1
        if attrs.get("visibility") in {"collapse", "filter"}:
            self.seen.hidden_rows.update(range(self.row + 1, self.row + 1 + min(self.repeated, 100_000)))

    def _close_cell(self) -> None:
        cell, self.cell = self.cell or {}, None
        self.parser.CharacterDataHandler = None
        if self.broken and len(self.seen.texts) < MOST_NOTED * 10:
            self.seen.texts[self.row + 1, self.column] = "\n".join(self.lines)
        count = _count(cell, "number-columns-repeated")
        if cell.get("value-type") or self.described:
            self.last = self.column + count - 1
            if cell.get("value-type") == "percentage":
                columns = range(self.column, self.column + min(count, 1_000))
                self.seen.percents.update((self.row + 1, column) for column in columns)
        elif "formula" in cell and len(self.seen.uncached) < MOST_NOTED:
            self.seen.uncached.append((self.row + 1, self.column))
        self._merge(cell)
        self.column += count

    def _merge(self, cell: dict[str, str]) -> None:
        wide, high = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
        if (wide > 1 or high > 1) and len(self.seen.merges) < _MOST_MERGES:
            first = (self.row + 1, self.column)
            self.seen.merges.append((first, (self.row + high, self.column + wide - 1)))


def _count(attrs: dict[str, str], name: str) -> int:
    text = attrs.get(name, "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1
