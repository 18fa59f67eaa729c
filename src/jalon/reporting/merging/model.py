"""Shapes of a merge: what was sent, what came back, what happened to the file, what is to be decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.series import Precision

NOTHING = "nothing"
"""Key of the column in which a body says that it has nothing to report of a line."""


class ColumnKind(StrEnum):
    """What a column takes."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One entry of a drop-down list."""

    code: str
    fr: str
    en: str

    def label(self, lang: str) -> str:
        """Its words in a language: French unless English."""
        return self.en if lang.startswith("en") else self.fr


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One thing asked of each line. `indicator` is the uid of the indicator that a number observes, in `unit`: it is
    asked of the line of its `subject` alone.

    `prefilled`: what the body declared last is written in for it to correct.
    """

    key: str
    kind: ColumnKind
    fr: str
    en: str
    indicator: str | None = None
    unit: str | None = None
    subject: str | None = None
    options: tuple[Option, ...] = ()
    prefilled: bool = True

    def asked_of(self, line: "Line") -> bool:
        """Whether a line has this cell."""
        return self.subject is None or self.subject == line.subject

    def label(self, lang: str) -> str:
        """Its name in a language: French unless English."""
        return self.en if lang.startswith("en") else self.fr

    def heading(self, lang: str) -> str:
        """The heading of its column in a workbook: its label, and the unit of a number."""
        return self.label(lang) + (f" ({self.unit})" if self.unit else "")

    @property
    def headings(self) -> tuple[str, ...]:
        """Its headings in both languages, with and without the unit."""
        return (self.heading("fr"), self.heading("en"), self.fr, self.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a cell says. `text` is as typed or shown; `edtf` the date, `number` the decimal, `code` the entry of a list.

    `missing` says why there is no value (`not_applicable`, `not_known`). Only a text: none of these was read.
    """

    text: str
    edtf: str | None = None
    number: str | None = None
    precision: Precision = Precision.EXACT
    code: str | None = None
    missing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The value of one column of a line. `at` (UTC) and `by` say who wrote it here since the workbook was sent.

    `corrected`: the asking body wrote it over what the body declared.
    """

    column: str
    value: Value
    at: str = ""
    by: str = ""
    corrected: bool = False


class Choice(StrEnum):
    """What is kept of a difference."""

    RETURNED = "returned"
    BEFORE = "before"
    PROPOSED = "proposed"  # the reading that the machine proposes; of a key met twice, the second row
    TEXT_ONLY = "text_only"  # the words alone, without a date or number
    NOT_APPLICABLE = "not_applicable"
    NOT_KNOWN = "not_known"
    BOTH = "both"  # the body's text is its declaration, the owner's becomes the consolidated line
    ASK_AGAIN = "ask_again"


class Trouble(StrEnum):
    """Why a difference cannot be decided by the machine."""

    WORD_IN_NUMBER = "word_in_number"
    WORD_IN_DATE = "word_in_date"
    TEXT_DATE = "text_date"
    NUMBER_CHANGED = "number_changed"
    PERCENT = "percent"
    NOT_IN_LIST = "not_in_list"
    UNREADABLE = "unreadable"
    EMPTIED = "emptied"
    CHANGED_HERE = "changed_here"
    DUPLICATE_KEY = "duplicate_key"
    NOTHING_AND_VALUES = "nothing_and_values"


class Note(StrEnum):
    """What the machine saw of a difference that is safe."""

    FILLED = "filled"
    APPENDED = "appended"
    FORM_ONLY = "form_only"
    READ_AS = "read_as"  # a text read as the date or number that it certainly is
    MERGED = "merged"  # the text of a merged cell that begins at another line


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One answer as it came back, beside what was sent and what stands here. Values are None where nothing is said.

    `address` is « Réponses!E4 », empty for a form. `choices` are those offered; `chosen` is what the machine preselects:
    None when a person must decide. A cell without a choice is unchanged.
    """

    line: str
    column: str
    address: str = ""
    before: Value | None = None
    here: Entry | None = None
    returned: Value | None = None
    proposed: Value | None = None
    trouble: Trouble | None = None
    note: Note | None = None
    choices: tuple[Choice, ...] = ()
    chosen: Choice | None = None

    @property
    def changed(self) -> bool:
        """Something is to be chosen, by the machine or by a person."""
        return bool(self.choices)

    @property
    def undecided(self) -> bool:
        """A person must decide."""
        return self.changed and self.chosen is None


class AccidentKind(StrEnum):
    """What happened to a file on its way."""

    ROW_MOVED = "row_moved"
    ROWS_SORTED = "rows_sorted"
    ROW_HIDDEN = "row_hidden"
    ROW_WITHOUT_KEY = "row_without_key"
    ROW_BY_TITLE = "row_by_title"
    ROW_MISSING = "row_missing"
    UNKNOWN_KEY = "unknown_key"
    DUPLICATE_KEY = "duplicate_key"
    TITLE_CHANGED = "title_changed"
    COLUMN_RENAMED = "column_renamed"
    COLUMNS_MOVED = "columns_moved"
    COLUMN_HIDDEN = "column_hidden"
    COLUMN_MISSING = "column_missing"
    COLUMN_ADDED = "column_added"
    COLUMN_TWICE = "column_twice"
    HEADER_ADDED = "header_added"
    KEYS_LOST = "keys_lost"
    MERGED_CELLS = "merged_cells"
    TEXT_DATE = "text_date"
    WORD_IN_NUMBER = "word_in_number"
    NUMBER_AS_TEXT = "number_as_text"
    FORMULA = "formula"
    NOT_IN_LIST = "not_in_list"
    NOT_ASKED = "not_asked"
    KEY_OF_ANOTHER = "key_of_another"
    OTHER_SHEET = "other_sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accident:
    """One thing that happened. `address` says where (« Réponses!A5:H5 »), `found` what was read, `was` what was sent.

    `line` and `column` name the answer concerned; `asks`: a person must decide about it.
    """

    kind: AccidentKind
    address: str
    found: str = ""
    was: str = ""
    line: str = ""
    column: str = ""
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as it was sent: its opaque key, its subject's uid, the label by which people know it, the values
    written in. `here` are the values as they stand now at the asking body.
    """

    key: str
    subject: str
    label: str
    number: str = ""
    before: tuple[Entry, ...] = ()
    here: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What was sent to one body: keys of campaign and ask, version, columns and lines in their order.

    `language` is that of the body: a workbook that says none of its own is read in it.
    """

    campaign: str
    ask: str
    version: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    language: str = "fr"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredLine:
    """A line that came back. `nothing`: the body has nothing to report. `answered`: it says something new of it."""

    line: str
    nothing: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a return says. `cells` are all that were read, those that did not change too."""

    lines: tuple[AnsweredLine, ...] = ()
    cells: tuple[Cell, ...] = ()
    accidents: tuple[Accident, ...] = ()
    read: int = 0

    @property
    def changed(self) -> tuple[Cell, ...]:
        """The differences, in the order of the lines sent."""
        return tuple(cell for cell in self.cells if cell.changed)

    @property
    def undecided(self) -> tuple[Cell, ...]:
        """The differences that a person must decide."""
        return tuple(cell for cell in self.cells if cell.undecided)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The text typed in one column."""

    column: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """A line answered in a form, by its key: what was typed in each column, or that there is nothing to report."""

    line: str
    nothing: bool = False
    typed: tuple[Typed, ...] = ()

    @property
    def values(self) -> Mapping[str, str]:
        """The texts by the key of their column."""
        return {typed.column: typed.text for typed in self.typed}


def form_line(line: str, values: Mapping[str, str], *, nothing: bool = False) -> FormLine:
    """A line of a form from its texts by column."""
    typed = tuple(Typed(column=column, text=text) for column, text in values.items())
    return FormLine(line=line, nothing=nothing, typed=typed)
