"""What a report is before it is a file: a title page, sections, numbered paragraphs, tables, figures, notes.

Frozen and without markup: each renderer decides how a summary, a quotation or an unknown looks. Texts are in the
document's language unless they say another one. A note's number stands for one source at one place in it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")


class Style(StrEnum):
    """How a run of text stands to what it says."""

    PLAIN = "plain"
    SUMMARY = "summary"  # in the register's words: italic, never in quotation marks
    QUOTE = "quote"  # read in the source: the only one that is set in quotation marks
    INFERRED = "inferred"  # deduced by the register's editor: dotted underline, and said in words
    UNKNOWN = "unknown"  # not read, not known
    STRONG = "strong"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text. `lang`: when it is not the document's. `notes`: numbers after it. `mark`: a sign of a scale before
    it, which its words repeat."""

    text: str
    style: Style = Style.PLAIN
    lang: str | None = None
    notes: tuple[int, ...] = ()
    mark: str = ""


Words: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `number` is its place in the whole document, given by `finished`."""

    words: Words
    number: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """A paragraph without number, in small type: how to read what stands above or below it."""

    words: Words


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A name with its values, each on its own line."""

    name: str
    values: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and values: the title page, what a plan is."""

    caption: str
    items: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `numeric` sets it right; `share` is its part of the width."""

    title: str
    numeric: bool = False
    share: int = 2


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a row, the first of which heads it; `group`: a heading across the table instead."""

    cells: tuple[Words, ...] = ()
    group: Words = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its header is repeated on every page. `foot` is what must be said of the whole (the denominator)."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing (SVG) with the same values in words: `alt` for who does not see it, `table` for who reads on paper."""

    title: Words
    caption: str
    svg: str
    alt: str
    width: int
    height: int
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure: its number hangs in the margin. `unread`: what stands there when it has none. `level` is given by
    `finished`: that below its section's."""

    number: str
    title: Words
    lines: tuple[Words, ...]
    unread: str = ""
    level: int = 3


Block: TypeAlias = Paragraph | Remark | Points | Pairs | Table | Figure | Entry


@dataclass(frozen=True, slots=True)
class Section:
    """A section; sub-sections have level 2. `wide` turns the page, for tables of many columns."""

    title: Words
    blocks: tuple[Block, ...] = ()
    level: int = 1
    label: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """One place in one source. `first`: the number of the note where the source is printed whole, if it is another."""

    number: int
    source: str
    host: str
    path: str = ""
    url: str = ""
    title: str = ""
    place: str = ""
    remark: str = ""
    first: int = 0


@dataclass(frozen=True, slots=True)
class Labels:
    """Words that renderers need, in the document's language."""

    contents: str
    sources: str
    source: str
    cited: str
    see: str
    page: str
    texts: str
    about: str
    number: str
    section: str
    text: str
    place: str
    address: str
    uncovered: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `watermark` and `banner` are on every page. The same document gives the same bytes: the only time
    in it is `made`."""

    title: str
    kind: str
    lang: str
    made: datetime
    identity: str
    front: Pairs
    sections: tuple[Section, ...]
    labels: Labels
    notes: tuple[Note, ...] = ()
    subtitle: Words = ()
    lede: tuple[Words, ...] = ()
    watermark: str = ""
    banner: str = ""
    author: str = ""
    keywords: tuple[str, ...] = field(default=())


def plain(words: Words) -> str:
    """The text alone."""
    return "".join(run.text for run in words)


def runs(value: Any) -> Iterator[Run]:
    """All runs of a document, or of a piece of one, in the order of reading."""
    if isinstance(value, Run):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from runs(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for name in _holders(type(value)):
            yield from runs(getattr(value, name))


def changed(value: T, change: Callable[[Run], Run]) -> T:
    """The same with every run changed."""
    made: Any = value
    if isinstance(value, Run):
        made = change(value)
    elif isinstance(value, tuple):
        made = tuple(changed(item, change) for item in value)
    elif is_dataclass(value) and not isinstance(value, type) and _holders(type(value)):
        made = replace(value, **{name: changed(getattr(value, name), change) for name in _holders(type(value))})
    return made  # type: ignore[no-any-return]  # of the type of `value`


@cache
def _holders(cls: type[Any]) -> tuple[str, ...]:
    """The members in which runs may be, in the order of reading: title and text first, tables of figures after."""
    named = ("front", "subtitle", "lede", "title", "words", "items", "values", "group", "cells", "lines", "blocks")
    order = (*named, "rows", "foot", "table", "sections")
    own = {item.name for item in fields(cls)}
    return tuple(name for name in order if name in own)


def finished(document: Document, notes: dict[int, Note]) -> Document:
    """The document with its paragraphs numbered, and its notes numbered in the order of reading; `notes` by the numbers
    that runs bear. Notes that nothing bears are left out."""
    order: dict[int, int] = {}
    for run in runs(document):
        for old in run.notes:
            if old in notes:
                order.setdefault(old, len(order) + 1)

    def renumbered(run: Run) -> Run:
        new = tuple(dict.fromkeys(order[old] for old in run.notes if old in order))
        return replace(run, notes=new) if run.notes else run

    first: dict[str, int] = {}
    kept = []
    for old, new in order.items():
        whole = first.setdefault(notes[old].source, new)
        kept.append(replace(notes[old], number=new, first=0 if whole == new else whole))
    return replace(_paragraphs_numbered(changed(document, renumbered)), notes=tuple(kept))


def sources(document: Document) -> list[tuple[Note, ...]]:
    """The notes of each source, the first of which says it whole, in the order of reading."""
    found: dict[str, list[Note]] = {}
    for note in document.notes:
        found.setdefault(note.source, []).append(note)
    return [tuple(notes) for notes in found.values()]


def _paragraphs_numbered(document: Document) -> Document:
    count = 0
    sections = []
    for section in document.sections:
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Paragraph):
                count += 1
                block = replace(block, number=count)
            elif isinstance(block, Entry):
                block = replace(block, level=section.level + 1)  # no level of heading is left out
            blocks.append(block)
        sections.append(replace(section, blocks=tuple(blocks)))
    return replace(document, sections=tuple(sections))
