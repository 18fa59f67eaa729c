"""Reads EDTF strings, strictly: no spaces, no other calendar, no guess."""

import re

from jalon.methods.dates.model import DateError, DateProblem, Edge, Edtf, Interval, Moment, Qualifier

_MOMENT = re.compile(r"([0-9]{4}|[0-9]{3}X)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%])?")
_FORMS = "a date such as 2019, 2025-06, 2026-07-15, 201X or 2024-XX, with ?, ~ or % at its end only"


def parse(text: str) -> Edtf:
    """The EDTF date or interval that `text` is; `str()` gives the same text back.

    Raises `DateError` when it is not exactly one of the forms listed in `jalon.methods.dates`.
    """
    parts = text.split("/")
    if len(parts) > 2:
        position = len(parts[0]) + len(parts[1]) + 1
        raise DateError(DateProblem.FORM, text, position, "/", "one / at most, between the ends of an interval")
    if len(parts) == 1:
        return _moment(text, 0, text)
    start = _end(parts[0], 0, text)
    end = _end(parts[1], len(parts[0]) + 1, text)
    return Interval(start, end)


def _end(part: str, offset: int, whole: str) -> Moment | Edge:
    if part == Edge.UNKNOWN.value:
        return Edge.UNKNOWN
    if part == Edge.OPEN.value:
        return Edge.OPEN
    return _moment(part, offset, whole)


def _moment(part: str, offset: int, whole: str) -> Moment:
    """The moment written at `offset` of `whole`; errors are placed in the whole text."""
    found = _MOMENT.match(part)
    if found is None:
        raise DateError(DateProblem.FORM, whole, offset, part[:20], _FORMS)
    if found.end() != len(part):
        position = offset + found.end()
        raise DateError(DateProblem.FORM, whole, position, part[found.end() :][:20], f"nothing more, or {_FORMS}")
    year, month, day, qualifier = found.groups()
    try:
        return Moment(year, month, day, Qualifier(qualifier or ""))
    except DateError as error:
        raise DateError(error.problem, whole, offset + error.position, error.read, error.expected) from None
