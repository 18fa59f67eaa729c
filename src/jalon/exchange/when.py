"""Dates in a cell: real dates, numbers of days as spreadsheets count them, and dates in words. Printed words are kept."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from jalon.exchange.problems import Fault
from jalon.exchange.sheets import Value
from jalon.exchange.values import SHORT, Read, computed_fault, missing_of, plain
from jalon.facts.common import When
from jalon.facts.problems import N_
from jalon.methods.dates import parse_printed

EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets, for dates from March 1900 on (ECMA-376, part 1, 18.17.4.1)."""
EPOCH_1904 = date(1904, 1, 1)
SERIALS = range(18_264, 73_051)
"""Numbers that are read as days: 1950 to 2100."""
YEARS = range(1900, 2101)
_NUMBERS = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})")
_EXPECTED = N_("Une date est attendue.")
_REMEDY = N_("Écrivez 31/12/2026, 2026-12-31, « décembre 2026 », « 1er trimestre 2026 » ou 2026.")


def read_when(
    value: Value, *, lang: str = "fr", date1904: bool = False, loose: bool = False, order: str = ""
) -> Read[When]:
    """The date of a cell. `loose`: words that no date can be read in are kept as printed instead of refused.

    `order` (dmy or mdy) is how 12/11/20 is written in this table; without it a year of two digits is refused.
    A number is a year (1900 to 2100) or a day as spreadsheets count them (1950 to 2100).
    """
    if value.__class__ is str:
        return (_again if len(value) <= SHORT else _from_text)(value, lang, loose, order)
    if fault := computed_fault(value):
        return Read(fault=fault)
    if isinstance(value, datetime):
        return Read(When(edtf=value.date().isoformat()))
    if isinstance(value, date):
        return Read(When(edtf=value.isoformat()))
    if isinstance(value, bool | time | timedelta):
        return Read(fault=Fault(_EXPECTED, _REMEDY))
    if isinstance(value, int | float):
        return _from_number(value, date1904=date1904, loose=loose)
    return _from_text(plain(value), lang, loose, order)


def _from_text(text: str, lang: str, loose: bool, order: str) -> Read[When]:
    text = plain(text)
    if not text:
        return Read()
    return _from_order(text, order) or _from_words(text, lang, loose=loose)


_again = lru_cache(maxsize=10_000)(_from_text)
"""A table repeats its dates."""


def _from_order(text: str, order: str) -> Read[When] | None:
    """A date of numbers in the order that the profile says."""
    found = _NUMBERS.fullmatch(text) if order in ("dmy", "mdy") else None
    if found is None:
        return None
    first, second, year = (int(number) for number in found.groups())
    day, month = (first, second) if order == "dmy" else (second, first)
    try:
        said = date(year + 2000 if year < 100 else year, month, day).isoformat()
    except ValueError:
        return Read(fault=Fault(_EXPECTED, _REMEDY))
    return Read(When(edtf=said, printed=text))


def _from_number(number: float, *, date1904: bool, loose: bool) -> Read[When]:
    if number == int(number) and int(number) in YEARS:
        return Read(When(edtf=str(int(number))))
    if int(number) in SERIALS:
        day = (EPOCH_1904 if date1904 else EPOCH) + timedelta(days=int(number))
        return Read(When(edtf=day.isoformat()))
    return Read(When(printed=plain(number))) if loose else Read(fault=Fault(_EXPECTED, _REMEDY))


def _from_words(text: str, lang: str, *, loose: bool) -> Read[When]:
    edtf, recurrence = parse_printed(" ".join(text.split()), lang)
    if edtf is not None or recurrence is not None:
        said = None if edtf is None else str(edtf)
        rhythm = None if recurrence is None else str(recurrence)
        return Read(When(edtf=said, printed=None if said == text else text, recurrence=rhythm))
    if missing := missing_of(text):
        return Read(missing=missing)
    return Read(When(printed=text)) if loose else Read(fault=Fault(_EXPECTED, _REMEDY))
