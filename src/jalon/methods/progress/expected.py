"""What is expected at a date, and whether an indicator is late."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from jalon.methods.dates import Answer, Edtf, after, before
from jalon.methods.progress.model import Aim, Case, Reason
from jalon.methods.progress.scalar import progress_of, reached_by
from jalon.methods.progress.values import Value
from jalon.methods.quantities import Missing, Number, Precision, add, multiply


class Course(StrEnum):
    """What lies between two expected values: nothing is expected until the next is due, or a straight line is meant."""

    STEPS = "steps"
    LINEAR = "linear"


class ExpectedReason(StrEnum):
    """Why nothing is expected at a date."""

    NOTHING_DUE = "nothing_due"  # before the first due date
    DATES_UNSURE = "dates_unsure"  # two dates of the line are not certainly one after the other
    NOT_NUMBERS = "not_numbers"  # no line runs between levels or answers


@dataclass(frozen=True, slots=True)
class Dated:
    """A value and its date: the baseline's, the due date of an expected value, or when an observation stood.

    A count over a period stands at its end.
    """

    on: Edtf
    value: Value


@dataclass(frozen=True, slots=True)
class Expected:
    """The value expected, and since when it is due; a point of a line has no due date of its own."""

    value: Value | None
    due: Edtf | None = None
    why: ExpectedReason | None = None


def _order(one: Dated) -> tuple[date, date]:
    """By their last day; what has no end comes last."""
    return one.on.latest or date.max, one.on.earliest or date.min


def expected_at(
    day: date, targets: Sequence[Dated], *, baseline: Dated | None = None, course: Course = Course.STEPS
) -> Expected:
    """What is expected on `day`: the last value certainly due (a due month is due when it has ended), or on the line.

    On the line, dates known to the year or month give bounds, not a single value;
        the value stated is that between the last days.
    """
    ordered = sorted(targets, key=_order)
    due = [one for one in ordered if one.on.latest is not None and one.on.latest <= day]
    if due and (course is Course.STEPS or due[-1] is ordered[-1]):
        return Expected(due[-1].value, due[-1].on)
    if course is Course.STEPS:
        return Expected(None, why=ExpectedReason.NOTHING_DUE)
    return _on_the_line(day, [*([] if baseline is None else [baseline]), *ordered])


def _on_the_line(day: date, anchors: list[Dated]) -> Expected:
    """Between the two anchors around the day."""
    for start, end in pairwise(anchors):
        first, last = start.on.latest, end.on.latest
        if first is not None and first <= day and (last is None or day < last):
            return _between(day, start, end)
    return Expected(None, why=ExpectedReason.NOTHING_DUE)


def _between(day: date, start: Dated, end: Dated) -> Expected:
    if before(start.on, end.on) is not Answer.YES or end.on.latest is None:
        return Expected(None, why=ExpectedReason.DATES_UNSURE)
    if not isinstance(start.value, Number) or not isinstance(end.value, Number):
        return Expected(None, why=ExpectedReason.NOT_NUMBERS)
    points = [_point(start.value, end.value, share) for share in _shares(day, start.on, end.on)]
    lows, highs = [one.low for one in points], [one.high for one in points]
    low = None if None in lows else min(one for one in lows if one is not None)
    high = None if None in highs else max(one for one in highs if one is not None)
    exact = low is not None and low == high
    precision = points[0].precision if exact or low is None or high is None else Precision.ABOUT
    return Expected(Number(points[0].value, low, high, precision))


def _shares(day: date, start: Edtf, end: Edtf) -> Iterator[Fraction]:
    """Which part of the time has passed: between the last days first, then between the other ends of the two dates."""
    for first in (start.latest, start.earliest):
        for last in (end.latest, end.earliest):
            if first is not None and last is not None:
                passed = Fraction((day - first).days, (last - first).days)
                yield min(max(passed, Fraction(0)), Fraction(1))


def _point(start: Number, end: Number, share: Fraction) -> Number:
    rest = 1 - share
    return add(multiply(start, Number(rest, rest, rest)), multiply(end, Number(share, share, share)))


class Lateness(StrEnum):
    """Whether an expected value was missed. « Late » needs an observation after the due date."""

    NOT_DUE = "not_due"
    NOT_LATE = "not_late"
    POSSIBLY_LATE = "possibly_late"
    LATE = "late"
    CANNOT_BE_SAID = "cannot_be_said"


class LateReason(StrEnum):
    """What the answer rests on."""

    NO_OBSERVATION_SINCE = "no_observation_since"  # nobody counted after the due date
    REACHED_BEFORE_DUE = "reached_before_due"
    PERIODS_OVERLAP = "periods_overlap"  # the observation may stand before or after the due date
    VALUES_UNSURE = "values_unsure"  # too approximate to compare


@dataclass(frozen=True, slots=True)
class Late:
    """The answer and the observation that it rests on."""

    lateness: Lateness
    why: LateReason | None = None
    observation: Dated | None = None


ONCE = (Aim.INCREASE, Aim.DECREASE)
"""Aims that are met when the target is reached once, early too; floors, ceilings and levels are kept at the date."""


def late(
    aim: Aim,
    expected: Dated,
    observed: Sequence[Dated],
    today: date,
    *,
    tolerance: Fraction = Fraction(0),
) -> Late:
    """Whether `expected` was missed, seen on `today`: the last observation that may stand after the due date decides.

    An observation that certainly comes after comes before one that may. Without any, an early one that met the target
    settles it for an increase or a decrease; otherwise nothing can be said: the date has passed and nobody looked.
    """
    if expected.on.latest is None or today <= expected.on.latest:
        return Late(Lateness.NOT_DUE)
    if isinstance(expected.value, Missing):
        return Late(Lateness.CANNOT_BE_SAID)
    question = Case(aim, expected.value, expected.value, None, tolerance)
    come = sorted((one for one in observed if _has_come(one, today)), key=_order, reverse=True)
    stands = [(one, after(one.on, expected.on)) for one in come if not _over_by(one, expected.on.earliest)]
    for answer in (Answer.YES, Answer.UNKNOWN):
        since = _last_seen(question, [one for one, found in stands if found is answer])
        if since:
            return _judged(*since, certain=answer is Answer.YES)
    return _seen_before(question, come)


def _seen_before(question: Case, come: Sequence[Dated]) -> Late:
    """What is to be said when nobody looked after the due date; `come`: the latest first."""
    if question.aim in ONCE:
        for one in reversed(come):
            if _reached(question, one) is Answer.YES:
                return Late(Lateness.NOT_LATE, LateReason.REACHED_BEFORE_DUE, one)
    last = _last_seen(question, come)
    return Late(Lateness.CANNOT_BE_SAID, LateReason.NO_OBSERVATION_SINCE, last[0] if last else None)


def _last_seen(question: Case, come: Sequence[Dated]) -> tuple[Dated, Answer] | None:
    """The first of these that observes anything: only as many as needed are judged."""
    for one in come:
        reached = _reached(question, one)
        if reached is not None:
            return one, reached
    return None


def _reached(question: Case, one: Dated) -> Answer | None:
    """None when it observes nothing."""
    if isinstance(question.target, Number) and isinstance(one.value, Number):
        return reached_by(question.aim, question.target, one.value, question.tolerance)
    found = progress_of(Case(question.aim, question.target, one.value, None, question.tolerance))
    return None if found.why in _NO_OBSERVATION else found.reached


_NO_OBSERVATION = (Reason.OBSERVATION_MISSING, Reason.KINDS_DIFFER, Reason.SCALES_DIFFER)
"""What is missing, or of another kind than what is expected, observes nothing."""


def _over_by(one: Dated, due: date | None) -> bool:
    """Whether it certainly stands no later than the first day of what is due: then it comes neither after nor perhaps."""
    last = one.on.latest
    return last is not None and due is not None and last <= due


def _has_come(one: Dated, today: date) -> bool:
    first = one.on.earliest or one.on.latest
    return first is not None and first <= today


def _judged(one: Dated, reached: Answer, *, certain: bool) -> Late:
    if reached is Answer.YES:
        return Late(Lateness.NOT_LATE, None, one)
    found = Late(Lateness.LATE if certain else Lateness.POSSIBLY_LATE, None if certain else LateReason.PERIODS_OVERLAP)
    if reached is Answer.UNKNOWN:
        found = Late(Lateness.POSSIBLY_LATE, LateReason.VALUES_UNSURE)
    return replace(found, observation=one)
