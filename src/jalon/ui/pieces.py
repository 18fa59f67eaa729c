"""Small frozen pieces that components take: what a template shows, already decided and already in words."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the breadcrumb; the last one, the page itself, has no address."""

    label: str
    url: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a select, radio or box. `mark` is a sign of the sprite; `before` puts « ou » before it."""

    value: str
    label: str
    selected: bool = False
    hint: str = ""
    mark: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank of a filter sentence: the words before it, then its choices. `label` is what it is for."""

    before: str
    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class StripCell:
    """One number of a plan. No `url`: nothing is known of it. `words` says the state to those who do not see it."""

    number: str
    url: str | None = None
    title: str = ""
    mark: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of the sprite with its words, for a legend."""

    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one evaluator covered, in its own signs: one sign for each number of the plan."""

    label: str
    marks: tuple[str, ...]
    words: str
    refs: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `numeric` sets its figures right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. `kind`: "" a value, "unknown" not read, "nil" nothing was said (left out on small screens)."""

    words: str = ""
    refs: tuple[Any, ...] = ()
    kind: str = ""
    mark: str = ""
    url: str | None = None
    sub: str = ""
    lang: str | None = None
    summary: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its first cell heads it. With `group` alone it is a heading across the table."""

    cells: tuple[Cell, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption and, below, what must be said of the whole."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    foot: str = ""
    caption_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away."""

    url: str
    form: str
    size: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a text compared with another; `change`: "" the same, "ins" only here, "del" only there."""

    text: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """An error of a form: the field's id, and the words shown both in the summary and at the field."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of a long list; `number` None is a gap."""

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a list, with the neighbours of the one shown."""

    links: tuple[PageLink, ...]
    previous: str = ""
    following: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A count with its denominator: « 15 sur 45 », identifiées."""

    value: str
    label: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and its value."""

    name: str
    value: str
    sub: str = ""
    refs: tuple[Any, ...] = ()
    unknown: bool = False
