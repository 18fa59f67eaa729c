"""XLSX: what the report says as a table of paragraphs, one sheet for each of its tables, one of sources.

Written by the writers of `exchange`: no cell is ever a formula, and the same document gives the same bytes.
"""

import re
from collections.abc import Iterator

from jalon.exchange.write_xlsx import write_xlsx
from jalon.exchange.writing import LONGEST_CELL, Book, OutColumn, OutSheet
from jalon.reports.document import (
    Block,
    Document,
    Entry,
    Figure,
    Pairs,
    Paragraph,
    Points,
    Remark,
    Table,
    Words,
    plain,
    sources,
)

LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def xlsx(document: Document) -> bytes:
    """The bytes of the workbook."""
    names = _Names()
    labels = document.labels
    texts = OutSheet(
        names.of(labels.texts),
        _columns(labels.section, labels.number, labels.text, labels.cited),
        tuple(_texts(document)),
    )
    tables = tuple(_sheet(names.of(table.caption), table) for table in _tables(document))
    last = OutSheet(
        names.of(labels.sources),
        _columns(labels.cited, labels.address, labels.source, labels.place),
        tuple(_sources(document)),
    )
    book = Book(
        title=document.title,
        sheets=(texts, *tables, last),
        made=document.made,
        author=document.author,
        instructions=tuple(_fit(line) for line in _front(document)),
        lang=document.lang,
    )
    return write_xlsx(book)


class _Names:
    """Names of sheets: no longer than a spreadsheet takes, each once whatever its capitals."""

    def __init__(self) -> None:
        self._taken = {"consignes"}

    def of(self, title: str) -> str:
        """A free name for this title."""
        base = _CONTROL.sub("", _FORBIDDEN.sub(" ", title)).strip()[:LONGEST_NAME] or "–"
        name, count = base, 1
        while name.casefold() in self._taken:
            count += 1
            tail = f" {count}"
            name = base[: LONGEST_NAME - len(tail)] + tail
        self._taken.add(name.casefold())
        return name


def _columns(*titles: str) -> tuple[OutColumn, ...]:
    return tuple(OutColumn(f"c{place}", title, width=60 if place == 2 else 24) for place, title in enumerate(titles))


def _front(document: Document) -> Iterator[str]:
    yield document.title
    yield from (said for said in (document.watermark, document.banner) if said)
    yield from (plain(line) for line in document.lede)
    for pair in document.front.items:
        yield f"{pair.name} : {' ; '.join(plain(value) for value in pair.values)}"


def _texts(document: Document) -> Iterator[tuple[str, str, str, str]]:
    for section in document.sections:
        title = _fit(plain(section.title))
        for block in section.blocks:
            for number, words in _lines(block):
                yield title, number, _fit(plain(words)), _notes(words)


def _lines(block: Block) -> Iterator[tuple[str, Words]]:
    match block:
        case Paragraph(words, number):
            yield str(number), words
        case Remark(words):
            yield "", words
        case Points(items):
            yield from (("", item) for item in items)
        case Entry():
            yield block.number, block.title
            yield from ((block.number, line) for line in block.lines)
        case Figure():
            yield "", block.title


def _tables(document: Document) -> Iterator[Table | Pairs]:
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table | Pairs):
                yield block
            elif isinstance(block, Figure) and block.table:
                yield block.table


def _sheet(name: str, table: Table | Pairs) -> OutSheet:
    if isinstance(table, Pairs):
        rows = tuple((pair.name, _fit(plain(value)), _notes(value)) for pair in table.items for value in pair.values)
        return OutSheet(name, _columns(table.caption, "", "Notes"), rows)
    titles = tuple(column.title for column in table.columns)
    columns = (
        *(OutColumn(f"c{i}", t, width=12 + 8 * table.columns[i].share) for i, t in enumerate(titles)),
        OutColumn("notes", "Notes", width=16),
    )
    made: list[tuple[str, ...]] = []
    for row in table.rows:
        if row.group:
            made.append((_fit(plain(row.group)), *[""] * len(titles)))
        else:
            cells = [_fit(plain(cell)) for cell in row.cells]
            made.append(
                (*cells, ", ".join(dict.fromkeys(n for cell in row.cells for n in _notes(cell).split(", ") if n)))
            )
    made += [(_fit(plain(foot)), *[""] * len(titles)) for foot in table.foot]
    return OutSheet(name, columns, tuple(made))


def _sources(document: Document) -> Iterator[tuple[str, str, str, str]]:
    for group in sources(document):
        whole = group[0]
        for note in group:
            address = whole.url or f"{whole.host}{whole.path}"
            yield (
                str(note.number),
                _fit(address),
                _fit(" – ".join(w for w in (whole.title, whole.remark) if w)),
                _fit(note.place),
            )


def _notes(words: Words) -> str:
    return ", ".join(dict.fromkeys(str(number) for run in words for number in run.notes))


def _fit(text: str) -> str:
    """What a cell holds: no control character, no more than its length, and it says that it was cut."""
    text = _CONTROL.sub("\ufffd", text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
