"""A promise with its chain of dates and what became of it, and how far from its dates it was kept."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from jalon.methods.dates import Answer, Edtf, Outcome, Span, Standing, slippage, status_on


class Fate(StrEnum):
    """What became of a promise according to one source. Two sources that differ make two promises of two readings."""

    KEPT = "kept"
    IN_PART = "in_part"  # some of it is done: the promise as made is still open
    NOT_KEPT = "not_kept"  # seen not done
    DROPPED = "dropped"  # given up, or out of object: it will not be kept
    UNKNOWN = "unknown"  # nobody has looked, or nobody found out


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise as one source tells it.

    made: when it was made. dues: each date that was named for it, in the order in which they were named; a revision never
    takes the place of an earlier one. on: when it was kept or dropped; for the other fates, when somebody last saw it not done.
    known_until: until when somebody looked. recurring: to be kept again each year, quarter or month.
    """

    key: str
    made: Edtf | None
    dues: tuple[Edtf, ...]
    fate: Fate
    on: Edtf | None
    known_until: Edtf
    recurring: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """How far a promise is from its dates; every distance is a span, positive when late.

    standing: None for a promise that was dropped. from_first, from_last: from the first and the last date named to the day
    it was kept; where it was found not done after that date, open at the top (`at_least`). shifts: from each date named to
    the next. postponed: from the first to the last. on_time: whether it was kept by the first date; None when it is not known to
    be kept or no date was named.
    """

    standing: Standing | None
    from_first: Span | None
    from_last: Span | None
    at_least: bool
    shifts: tuple[Span, ...]
    postponed: Span | None
    on_time: Answer | None


def slip(promise: Promise, today: date) -> Slip:
    """The slip on `today`, a clock date or the date of an « as of ». Nothing is late after the promise's `known_until`."""
    dues = promise.dues
    shifts = tuple(slippage(one, other) for one, other in pairwise(dues))
    standing = _standing(promise, today)
    kept, late = standing is Standing.KEPT, standing is Standing.LATE
    first, last = (_distance(due, promise.on, late) if kept or late else None for due in _ends(dues))
    return Slip(
        standing,
        first,
        last,
        at_least=late,
        shifts=shifts,
        postponed=slippage(dues[0], dues[-1]) if len(dues) > 1 else None,
        on_time=_on_time(first) if kept and first else None,
    )


def _standing(promise: Promise, today: date) -> Standing | None:
    if promise.fate is Fate.DROPPED:
        return None
    done = promise.fate is Fate.KEPT
    if done and promise.on is None:
        return Standing.KEPT
    seen = None if promise.on is None else Outcome(done, promise.on)
    return status_on(promise.dues[-1] if promise.dues else None, seen, promise.known_until, today).standing


def _ends(dues: tuple[Edtf, ...]) -> tuple[Edtf | None, Edtf | None]:
    return (dues[0], dues[-1]) if dues else (None, None)


def _distance(due: Edtf | None, on: Edtf | None, at_least: bool) -> Span | None:
    if due is None or on is None:
        return None
    span = slippage(due, on)
    return Span(span.min_days, None, span.approximate) if at_least else span


def _on_time(from_first: Span) -> Answer:
    if from_first.max_days is not None and from_first.max_days <= 0:
        return Answer.YES
    return Answer.NO if from_first.min_days is not None and from_first.min_days > 0 else Answer.UNKNOWN
