"""XLSX: a sheet of what the report is, its paragraphs, one sheet for each of its tables, one of sources.

What is a plain number is one in its cell; « 2 sur 5 » stays words. Written by the writers of `exchange`: no cell is ever a formula, and the same document gives the same bytes.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from jalon.exchange.write_xlsx import write_xlsx
from jalon.exchange.writing import LONGEST_CELL, Book, ColumnKind, OutColumn, OutSheet, OutValue
from jalon.reports.document import (
    Block,
    Column,
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
_NUMBERS = (re.compile(r"\d{1,3}(,\d{3})*(\.\d+)?|\d+"), re.compile(r"\d{1,3}([\u00a0\u202f ]\d{3})*(,\d+)?|\d+"))
"""English, French."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def xlsx(document: Document) -> bytes:
    """The bytes of the workbook."""
    names = _Names()
    labels = document.labels
    front = OutSheet(names.of(labels.about), _columns(labels.about, labels.text), tuple(_front(document)))
    texts = OutSheet(
        names.of(labels.texts),
        _columns(labels.section, labels.number, labels.text, labels.cited),
        tuple(_texts(document)),
    )
    tables = tuple(_sheet(names.of(table.caption), table, document.lang) for table in _tables(document))
    last = OutSheet(
        names.of(labels.sources),
        _columns(labels.cited, labels.address, labels.source, labels.place),
        tuple(_sources(document)),
    )
    book = Book(
        title=document.title,
        sheets=(front, texts, *tables, last),
        made=document.made,
        author=document.author,
        lang=document.lang,
    )
    return write_xlsx(book)


class _Names:
    """Names of sheets: no longer than a spreadsheet takes, each once whatever its capitals."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

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
    widest = min(2, len(titles) - 1)
    return tuple(
        OutColumn(f"c{place}", title, width=60 if place == widest else 24) for place, title in enumerate(titles)
    )


def _front(document: Document) -> Iterator[tuple[str, str]]:
    yield document.kind, _fit(plain(document.subtitle))
    yield from (("", line) for line in (document.watermark, document.banner, document.identity) if line)
    yield from (("", _fit(plain(line))) for line in document.lede)
    for pair in document.front.items:
        yield from ((pair.name, _fit(plain(value))) for value in pair.values)


def _texts(document: Document) -> Iterator[tuple[str, str, str, str]]:
    for section in document.sections:
        title = _fit(plain(section.title))
        for block in section.blocks:
            for number, said in _lines(block):
                yield title, number, _fit(plain(said)), _notes(said)


def _lines(block: Block) -> Iterator[tuple[str, Words]]:
    match block:
        case Paragraph(said, number):
            yield str(number), said
        case Remark(said):
            yield "", said
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


def _sheet(name: str, table: Table | Pairs, lang: str) -> OutSheet:
    if isinstance(table, Pairs):
        rows = tuple((pair.name, _fit(plain(value)), _notes(value)) for pair in table.items for value in pair.values)
        return OutSheet(name, _columns(table.caption, "", "Notes"), rows)
    blank = [""] * len(table.columns)
    columns = (
        *(OutColumn(f"c{i}", c.title, _kind(c), width=_width(c, table)) for i, c in enumerate(table.columns)),
        OutColumn("notes", "Notes", width=16),
    )
    made: list[tuple[OutValue, ...]] = []
    for row in table.rows:
        if row.group:
            made.append((_fit(plain(row.group)), *blank))
        else:
            texts = zip((_fit(plain(cell)) for cell in row.cells), table.columns, strict=True)
            cells = [_number(said, lang) if column.numeric else said for said, column in texts]
            made.append(
                (*cells, ", ".join(dict.fromkeys(n for cell in row.cells for n in _notes(cell).split(", ") if n)))
            )
    made += [(_fit(plain(foot)), *blank) for foot in table.foot]
    return OutSheet(name, columns, tuple(made))


def _kind(column: Column) -> ColumnKind:
    return ColumnKind.NUMBER if column.numeric else ColumnKind.TEXT


def _width(column: Column, table: Table) -> int:
    """In characters: its share of a sheet that is read without scrolling."""
    return max(10, 130 * column.share // sum(one.share for one in table.columns))


def _number(said: str, lang: str) -> OutValue:
    """A number as one, in the writing of the language; other words as they are."""
    if not _NUMBERS[lang == "fr"].fullmatch(said):
        return said
    plain_digits = re.sub(r"[\u00a0\u202f ]", "", said) if lang == "fr" else said.replace(",", "")
    return Decimal(plain_digits.replace(",", "."))


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


def _notes(said: Words) -> str:
    return ", ".join(dict.fromkeys(str(number) for run in said for number in run.notes))


def _fit(text: str) -> str:
    """What a cell holds: no control character, no more than its length, and it says that it was cut."""
    text = _CONTROL.sub("\ufffd", text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
