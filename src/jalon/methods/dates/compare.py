"""Comparison of dates that are not all known to the day: the answer may be « unknown ».

Every date gives two ranges of days: where its start lies and where its end lies. A moment is one day somewhere in
its stated period, so both are that period; an interval starts somewhere in its first date and ends somewhere in its
last. Approximate and uncertain dates keep their stated period.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jalon.methods.dates.model import Edge, Edtf, Moment


class Answer(StrEnum):
    """Three-valued logic: what cannot be told is not « no »."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """A number of days known to lie between `min_days` and `max_days`; None: no bound on that side.

    Positive is later. `approximate` says that one of the dates it comes from is approximate or uncertain.
    """

    min_days: int | None
    max_days: int | None
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.min_days is not None and self.max_days is not None and self.min_days > self.max_days:
            raise ValueError(f"span from {self.min_days} to {self.max_days} days: the first must not be greater")

    @property
    def exact(self) -> bool:
        """Whether it is one number of days, between two dates both known to the day."""
        return self.min_days is not None and self.min_days == self.max_days and not self.approximate


def before(a: Edtf, b: Edtf) -> Answer:
    """Whether `a` ends before `b` starts."""
    (_, end), (start, _) = _ranges(a), _ranges(b)
    if end[1] < start[0]:
        return Answer.YES
    return Answer.NO if end[0] >= start[1] else Answer.UNKNOWN


def after(a: Edtf, b: Edtf) -> Answer:
    """Whether `a` starts after `b` ends."""
    return before(b, a)


def overlaps(a: Edtf, b: Edtf) -> Answer:
    """Whether the two share a day."""
    if Answer.YES in (before(a, b), before(b, a)):
        return Answer.NO
    (start_a, end_a), (start_b, end_b) = _ranges(a), _ranges(b)
    together = start_a[1] <= end_b[0] and start_b[1] <= end_a[0]
    return Answer.YES if together else Answer.UNKNOWN


def slippage(due: Edtf, done: Edtf) -> Span:
    """Days from the due date to the day it was done: positive is late, negative early.

    From a due month or an approximate date no single number of days follows: the result is a span.
    """
    return Span(
        _days(due.latest, done.earliest),
        _days(due.earliest, done.latest),
        approximate=any((due.approximate, due.uncertain, done.approximate, done.uncertain)),
    )


def known_on(statement_said: Edtf | None, statement_until: Edtf | None, at: date) -> Answer:
    """Whether a statement said on `statement_said`, which stopped being so after `statement_until`, holds on `at`.

    No date of saying: unknown. No end: it holds on.
    """
    not_yet = _is_after(statement_said, at)
    over = Answer.NO if statement_until is None else _has_passed(statement_until, at)
    if Answer.YES in (not_yet, over):
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in (not_yet, over) else Answer.YES


def _is_after(said: Edtf | None, at: date) -> Answer:
    if said is None:
        return Answer.UNKNOWN
    if said.earliest is not None and said.earliest > at:
        return Answer.YES
    return Answer.NO if said.latest is not None and said.latest <= at else Answer.UNKNOWN


def _has_passed(until: Edtf, at: date) -> Answer:
    _, (first, last) = _ranges(until)
    if last < at:
        return Answer.YES
    return Answer.NO if first >= at else Answer.UNKNOWN


def _days(start: date | None, end: date | None) -> int | None:
    return None if start is None or end is None else (end - start).days


_Range = tuple[date, date]


def _ranges(edtf: Edtf) -> tuple[_Range, _Range]:
    """Where the start lies and where the end lies, as (first possible day, last possible day)."""
    if isinstance(edtf, Moment):
        period = (edtf.earliest, edtf.latest)
        return period, period
    first, last = edtf.earliest or date.min, edtf.latest or date.max
    return _range(edtf.start, (date.min, date.min), (first, last)), _range(
        edtf.end, (date.max, date.max), (first, last)
    )


def _range(end: Moment | Edge, when_open: _Range, when_unknown: _Range) -> _Range:
    if isinstance(end, Moment):
        return end.earliest, end.latest
    return when_open if end is Edge.OPEN else when_unknown
