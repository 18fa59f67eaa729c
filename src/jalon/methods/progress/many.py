"""Progress of many indicators at once, with the answers of `progress_of`, row by row.

Everything is computed on whole numbers (`columns`): no rounding, hence no case where the two differ. What is no number, or
does not fit into 64 bits, is left to `progress_of`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from jalon.methods.dates import Answer
from jalon.methods.progress.columns import AIMS, Columns, Ends, Flags, Ints, columns
from jalon.methods.progress.model import Aim, Case, Movement, Progress, Ratio, Reason
from jalon.methods.progress.scalar import DOWNWARD, TRAVELS, progress_of

Codes = NDArray[np.int8]
ANSWERS, REASONS, MOVEMENTS = tuple(Answer), (None, *Reason), tuple(Movement)
_YES, _NO, _UNKNOWN = (ANSWERS.index(one) for one in (Answer.YES, Answer.NO, Answer.UNKNOWN))
_TOWARDS, _AWAY, _STILL, _UNTOLD = (
    MOVEMENTS.index(one) for one in (Movement.TOWARDS, Movement.AWAY, Movement.NONE, Movement.UNKNOWN)
)
_DOWNWARD = [AIMS.index(aim) for aim in DOWNWARD]
_TRAVELS = [AIMS.index(aim) for aim in TRAVELS]
_MAINTAIN = AIMS.index(Aim.MAINTAIN)


def _code(reason: Reason) -> int:
    return REASONS.index(reason)


@dataclass(frozen=True, slots=True)
class Quotients:
    """Whole numerators and denominators; `known` says where there is a quotient."""

    numerator: Ints
    denominator: Ints
    known: Flags

    def at(self, row: int) -> Fraction | None:
        """The quotient of a row, None where there is none."""
        return Fraction(int(self.numerator[row]), int(self.denominator[row])) if self.known[row] else None


@dataclass(frozen=True, slots=True)
class Many:
    """The answers to `size` cases: columns for the numeric ones, and the others one by one (`apart`, by index)."""

    size: int
    place: dict[int, int]
    over: Ints
    reached: Codes
    why: Codes
    why_no_ratio: Codes
    movement: Codes
    has_ratio: Flags
    least: Quotients
    greatest: Quotients
    stated: Quotients
    apart: dict[int, Progress]

    def __len__(self) -> int:
        return self.size

    def row(self, index: int) -> Progress:
        """The answer to one case, the same as that of `progress_of`."""
        if index in self.apart:
            return self.apart[index]
        row = self.place[index]
        far = bool(self.stated.known[row])
        return Progress(
            ANSWERS[self.reached[row]],
            REASONS[self.why[row]],
            Ratio(self.least.at(row), self.greatest.at(row)) if self.has_ratio[row] else None,
            REASONS[self.why_no_ratio[row]],
            MOVEMENTS[self.movement[row]],
            Fraction(int(self.stated.numerator[row]), int(self.over[row])) if far else None,
            Fraction(int(self.stated.denominator[row]), int(self.over[row])) if far else None,
        )

    def tally(self) -> dict[Answer, int]:
        """How many are reached, not reached, not known; the three add up to the number of cases."""
        counts = np.bincount(self.reached, minlength=len(ANSWERS))
        apart = Counter(one.reached for one in self.apart.values())
        return {answer: int(counts[index]) + apart[answer] for index, answer in enumerate(ANSWERS)}


def progress_many(cases: Sequence[Case]) -> Many:
    """The progress of every case, in their order."""
    table = columns(cases)
    place = {int(index): row for row, index in enumerate(table.rows)}
    apart = {index: progress_of(case) for index, case in enumerate(cases) if index not in place}
    down = np.isin(table.aim, _DOWNWARD)
    turned = [one.where(down) for one in (table.target, table.observation, table.baseline)]
    return _answered(len(cases), place, apart, table, *turned)


def _answered(
    size: int,
    place: dict[int, int],
    apart: dict[int, Progress],
    table: Columns,
    target: Ends,
    observation: Ends,
    baseline: Ends,
) -> Many:
    reached = _reached(table, target, observation)
    open_both = ~observation.has_low & ~observation.has_high
    no_way = _why_no_way(table, target, baseline)
    far = no_way == 0
    least, greatest = _least(observation, target, baseline, far), _greatest(observation, target, baseline, far)
    return Many(
        size,
        place,
        table.over,
        reached,
        np.where(reached == _UNKNOWN, _doubt(open_both), 0).astype(np.int8),
        np.where(far & open_both, _code(Reason.NOT_BOUNDED), no_way).astype(np.int8),
        _movement(table, target, observation, baseline),
        far & ~open_both,
        least,
        greatest,
        Quotients(observation.value - baseline.value, target.value - baseline.value, far),
        apart,
    )


def _doubt(open_both: Flags) -> Codes:
    return np.where(open_both, _code(Reason.NOT_BOUNDED), _code(Reason.APPROXIMATE)).astype(np.int8)


def _reached(table: Columns, target: Ends, observation: Ends) -> Codes:
    plain = _at_least(observation, target)
    everything = np.ones(len(table.rows), dtype=np.bool_)
    above = _at_least(observation, target.moved(-table.tolerance))
    below = _at_least(observation.where(everything), target.moved(table.tolerance).where(everything))
    kept = np.where((above == _YES) & (below == _YES), _YES, _UNKNOWN)
    kept = np.where((above == _NO) | (below == _NO), _NO, kept)
    return np.where(table.aim == _MAINTAIN, kept, plain).astype(np.int8)


def _at_least(observation: Ends, target: Ends) -> Codes:
    yes = observation.has_low & target.has_high & (observation.low >= target.high)
    no = observation.has_high & target.has_low & (observation.high < target.low)
    return np.where(yes, _YES, np.where(no, _NO, _UNKNOWN)).astype(np.int8)


def _why_no_way(table: Columns, target: Ends, baseline: Ends) -> Codes:
    """0 where the target lies certainly ahead of the baseline and the aim is to go there; else the code of a reason."""
    bounded = baseline.has_low & baseline.has_high & target.has_low & target.has_high
    same = (baseline.low == baseline.high) & (baseline.high == target.low) & (target.low == target.high)
    conditions = [
        ~np.isin(table.aim, _TRAVELS),
        ~table.has_baseline,
        ~bounded,
        target.low > baseline.high,
        target.high < baseline.low,
        same,
    ]
    found = (
        Reason.NO_RATIO,
        Reason.BASELINE_MISSING,
        Reason.DISTANCE_UNSURE,
        None,
        Reason.TARGET_AGAINST_AIM,
        Reason.TARGET_IS_BASELINE,
    )
    codes = [REASONS.index(reason) for reason in found]
    return np.select(conditions, codes, default=_code(Reason.DISTANCE_UNSURE)).astype(np.int8)


def _least(observation: Ends, target: Ends, baseline: Ends, far: Flags) -> Quotients:
    lowest = observation.low
    b = np.where(lowest > target.high, baseline.low, baseline.high)
    t = np.where(lowest > baseline.high, target.high, target.low)
    return Quotients(lowest - b, t - b, far & observation.has_low)


def _greatest(observation: Ends, target: Ends, baseline: Ends, far: Flags) -> Quotients:
    highest = observation.high
    b = np.where(highest > target.low, baseline.high, baseline.low)
    t = np.where(highest > baseline.low, target.low, target.high)
    return Quotients(highest - b, t - b, far & observation.has_high)


def _movement(table: Columns, target: Ends, observation: Ends, baseline: Ends) -> Codes:
    towards = observation.has_low & baseline.has_high & (observation.low > baseline.high)
    away = observation.has_high & baseline.has_low & (observation.high < baseline.low)
    exact = _exact(observation) & _exact(baseline)
    straight = np.select([towards, away, exact & (observation.low == baseline.low)], [_TOWARDS, _AWAY, _STILL], _UNTOLD)
    now, then = abs(observation.value - target.value), abs(baseline.value - target.value)
    around = np.where(now == then, _STILL, np.where(now < then, _TOWARDS, _AWAY))
    around = np.where(exact & _exact(target), around, _UNTOLD)
    told = np.where(table.aim == _MAINTAIN, around, straight)
    return np.where(table.has_baseline, told, _UNTOLD).astype(np.int8)


def _exact(ends: Ends) -> Flags:
    exact: Flags = ends.has_low & ends.has_high & (ends.low == ends.high)
    return exact
