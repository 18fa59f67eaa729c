"""One cell read for what its column takes: a value, or why it is none, and what a person may choose then."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from jalon.exchange.sheets import CellError, Uncached
from jalon.exchange.sheets import Value as Raw
from jalon.exchange.values import MissingReason, plain, read_number
from jalon.exchange.when import EPOCH, YEARS, read_when
from jalon.facts import rules
from jalon.facts.common import When
from jalon.methods.dates import DateError, Moment, Precision, parse
from jalon.reporting.merging.model import Choice, Column, ColumnKind, Note, Trouble, Value
from jalon.reporting.merging.saying import date_words, folded, names_of, number_words, option_of

MOST_SHOWN = 500
"""Characters that are shown of a text that is too long to be kept."""
OWN_WORDS = (Choice.TEXT_ONLY, Choice.BEFORE, Choice.ASK_AGAIN)
SENSE = (Choice.NOT_APPLICABLE, Choice.NOT_KNOWN, Choice.BEFORE)
_THOUSANDS = re.compile(r"[^0-9]*[1-9][0-9]{0,2},[0-9]{3}[^0-9.,]*")
"""« 1,250 »: one and a quarter in French, twelve hundred and fifty in English, and either in a workbook of the other."""
TWO_NUMBERS = (Choice.PROPOSED, Choice.RETURNED, Choice.BEFORE, Choice.ASK_AGAIN)
FIRST_YEAR = 1950
"""No plan says a day before: such a cell was meant otherwise, and a person says how."""
OWN_SENSE = (Choice.NOT_APPLICABLE, Choice.NOT_KNOWN, Choice.TEXT_ONLY, Choice.BEFORE, Choice.ASK_AGAIN)


UNSEEN = "\u200b\u200c\u200d\u2060\u00ad \t\r\n\u00a0"
"""Signs that nobody sees: a cell of nothing else is empty."""


@dataclass(frozen=True, slots=True)
class CellRead:
    """What a cell says. `value` None without trouble: it is empty. `choices` are those of its trouble."""

    value: Value | None = None
    trouble: Trouble | None = None
    proposed: Value | None = None
    note: Note | None = None
    choices: tuple[Choice, ...] = ()


def read_cell(column: Column, raw: Raw, *, lang: str = "fr", percent: bool = False, date1904: bool = False) -> CellRead:
    """The cell as its column reads it. Nothing that is no number, no date, no entry of the list becomes one."""
    if isinstance(raw, str):
        raw = raw.replace("\ufeff", "").strip(UNSEEN) or None
    if column.kind is ColumnKind.NUMBER:
        return _number(column, raw, percent, lang)
    if column.kind is ColumnKind.DATE:
        return _date(raw, lang, date1904)
    if column.kind is ColumnKind.CHOICE:
        return _choice(column, raw)
    return _text(raw)


def _text(raw: Raw) -> CellRead:
    if _uncomputed(raw):
        return _unreadable(raw)
    text = plain(raw)
    if rules.text(text) is not None:  # a fact could not hold it
        return CellRead(
            Value(text=f"{text[:MOST_SHOWN]}…"), Trouble.UNREADABLE, choices=(Choice.BEFORE, Choice.ASK_AGAIN)
        )
    return CellRead(Value(text=text) if text else None)


def _uncomputed(raw: Raw) -> bool:
    """A formula without a value, or in error."""
    return isinstance(raw, CellError | Uncached)


def _unreadable(raw: Raw) -> CellRead:
    return CellRead(Value(text=plain(raw) or "="), Trouble.UNREADABLE, choices=(Choice.BEFORE, Choice.ASK_AGAIN))


def _number(column: Column, raw: Raw, percent: bool, lang: str) -> CellRead:
    if _uncomputed(raw):
        return _unreadable(raw)
    read = read_number(raw, percent=percent)
    words = plain(raw)
    if read.missing is not None:
        choices = OWN_SENSE if read.missing.reason is MissingReason.ELSEWHERE else SENSE
        return CellRead(Value(text=words), Trouble.WORD_IN_NUMBER, choices=choices)
    if read.fault is not None:
        return CellRead(Value(text=words), Trouble.WORD_IN_NUMBER, choices=OWN_SENSE)
    if read.value is None:
        return CellRead()
    shown = words if isinstance(raw, str) else number_words(read.value.value, lang)
    value = Value(text=shown, number=read.value.value, precision=read.value.precision)
    if isinstance(raw, str) and _THOUSANDS.fullmatch(words):
        thousands = replace(value, number=f"{Decimal(read.value.value) * 1000:f}".partition(".")[0])
        return CellRead(value, Trouble.WORD_IN_NUMBER, thousands, choices=TWO_NUMBERS)
    if read.value.percent and "%" not in (column.unit or ""):
        return CellRead(value, Trouble.PERCENT, choices=(Choice.RETURNED, Choice.BEFORE, Choice.ASK_AGAIN))
    return CellRead(value, note=Note.READ_AS if isinstance(raw, str) else None)


def _date(raw: Raw, lang: str, date1904: bool) -> CellRead:
    if _uncomputed(raw):
        return _unreadable(raw)
    read = read_when(raw, lang=lang, date1904=date1904, loose=True)
    words = plain(raw)
    if read.missing is not None:
        return CellRead(Value(text=words), Trouble.WORD_IN_DATE, choices=OWN_SENSE)
    if read.fault is not None:
        return CellRead(Value(text=words), Trouble.TEXT_DATE, choices=OWN_WORDS)
    if read.value is None:
        return CellRead()
    return _dated(read.value, raw, words, lang)


def _dated(when: When, raw: Raw, words: str, lang: str) -> CellRead:
    edtf = when.edtf
    if edtf is None:
        return CellRead(Value(text=words), Trouble.TEXT_DATE, choices=OWN_WORDS)
    if not isinstance(raw, str):
        return _typed_day(raw, Value(text=date_words(edtf, lang), edtf=edtf))
    value = Value(text=words, edtf=edtf)
    if certain(words, edtf):
        return CellRead(value, note=Note.READ_AS)
    alone = Value(text=words)
    return CellRead(alone, Trouble.TEXT_DATE, value, choices=(Choice.PROPOSED, Choice.TEXT_ONLY, Choice.BEFORE))


def _typed_day(raw: Raw, value: Value) -> CellRead:
    """A day of the spreadsheet. A year typed in a cell of dates is kept there as a number of days: 2027 shows 19/07/1905."""
    if not isinstance(raw, date) or raw.year >= FIRST_YEAR:
        return CellRead(value)
    days = (raw - EPOCH if not isinstance(raw, datetime) else raw.date() - EPOCH).days
    year = Value(text=str(days), edtf=str(days)) if days in YEARS else None
    choices = (Choice.PROPOSED, Choice.RETURNED) if year else (Choice.RETURNED,)
    return CellRead(value, Trouble.TEXT_DATE, year, choices=(*choices, Choice.BEFORE, Choice.ASK_AGAIN))


def certain(words: str, edtf: str) -> bool:
    """Whether words say no less than the date read in them: a whole day, or a period in its own name.

    « mi-novembre 2024 » lies in November 2024 but says more: a person chooses.
    """
    try:
        read = parse(edtf)
    except DateError:
        return False
    if isinstance(read, Moment) and read.precision is Precision.DAY and not (read.approximate or read.uncertain):
        return True
    said = folded(words)
    return said == edtf.lower() or said.removeprefix("en ").removeprefix("in ") in names_of(edtf)


def _choice(column: Column, raw: Raw) -> CellRead:
    if _uncomputed(raw):
        return _unreadable(raw)
    words = plain(raw)
    if not words:
        return CellRead()
    if option := option_of(column, words):
        return CellRead(Value(text=words, code=option.code))
    choices = OWN_SENSE if column.indicator else OWN_WORDS
    return CellRead(Value(text=words), Trouble.NOT_IN_LIST, choices=choices)


def without_value(value: Value, missing: str) -> Value:
    """The words, with why there is no value."""
    return replace(value, edtf=None, number=None, code=None, missing=missing)


def words_alone(value: Value) -> Value:
    """The words, with nothing read in them."""
    return Value(text=value.text)
