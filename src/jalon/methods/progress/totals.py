"""Observations over a period: a cumulative count is never added again, a periodic one only when all periods are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

from jalon.methods.quantities import Missing, Number, add


class Counting(StrEnum):
    """What one observation counts. IATI 2.03 says cumulative or not by `indicator/@aggregation-status`."""

    CUMULATIVE = "cumulative"  # everything since the start: the last one holds all
    PERIODIC = "periodic"  # its own period
    SUMMED = "summed"  # its own period, and the indicator says that periods may be added


class TotalReason(StrEnum):
    """Why there is no total, or what is to be said beside it."""

    PARTIAL = "partial"  # `known` of `of` periods are there
    LAST_PERIOD_MISSING = "last_period_missing"  # the value is that of an earlier period: `as_of`
    FELL = "fell"  # a cumulative count that went down: one of the figures is wrong or was revised
    NOT_LISTED = "not_listed"  # an observation of a period that is not one of the indicator's
    NOTHING = "nothing"  # no period has a value


@dataclass(frozen=True, slots=True)
class Total:
    """The value that stands for the periods, or None; `known` of `of` periods have one; `as_of` is the last used."""

    value: Number | None
    known: int
    of: int
    why: TotalReason | None = None
    as_of: str | None = None


def total(observed: Mapping[str, Number | Missing], periods: Sequence[str], counting: Counting) -> Total:
    """What the observations of `periods` (all that are expected, in order) come to. A sum is all or nothing.

    Raises `ValueError` for a period that is listed twice: it would be added twice.
    """
    if len(set(periods)) < len(periods):
        raise ValueError(f"a period is listed twice: {', '.join(periods)}")
    values = [(period, observed.get(period)) for period in periods]
    known = [(period, value) for period, value in values if isinstance(value, Number)]
    if set(observed) - set(periods):
        return Total(None, len(known), len(periods), TotalReason.NOT_LISTED)
    if not known:
        return Total(None, 0, len(periods), TotalReason.NOTHING)
    if counting is Counting.SUMMED:
        return _summed(known, len(periods))
    last, value = known[-1]
    why = None if last == periods[-1] else TotalReason.LAST_PERIOD_MISSING
    if counting is Counting.CUMULATIVE and _fell([value for _, value in known]):
        why = TotalReason.FELL
    return Total(value, len(known), len(periods), why, last)


def _summed(known: list[tuple[str, Number]], of: int) -> Total:
    if len(known) < of:
        return Total(None, len(known), of, TotalReason.PARTIAL, known[-1][0])
    return Total(reduce(add, (value for _, value in known)), of, of, as_of=known[-1][0])


def _fell(values: list[Number]) -> bool:
    """Whether a later value lies certainly below an earlier one."""
    return any(
        after.high is not None and before.low is not None and after.high < before.low
        for index, before in enumerate(values)
        for after in values[index + 1 :]
    )
