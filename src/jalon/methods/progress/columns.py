"""Cases as columns of whole numbers: a row's values over their common denominator, so that nothing is rounded."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm

import numpy as np
from numpy.typing import NDArray

from jalon.methods.progress.model import Aim, Case
from jalon.methods.quantities import Missing, Number

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
AIMS = tuple(Aim)
MOST = 2**60
"""Greatest whole number of a column: differences of two and sums with a tolerance stay within 64 bits."""

_AIM_INDEX = {aim: index for index, aim in enumerate(AIMS)}
_Row = list[int]


@dataclass(frozen=True, slots=True)
class Ends:
    """One quantity of every row: value as stated, bounds, and whether there is a bound on each side."""

    value: Ints
    low: Ints
    high: Ints
    has_low: Flags
    has_high: Flags

    def where(self, turned: Flags) -> "Ends":
        """The same with the rows of `turned` replaced by their opposites."""
        return Ends(
            np.where(turned, -self.value, self.value),
            np.where(turned, -self.high, self.low),
            np.where(turned, -self.low, self.high),
            np.where(turned, self.has_high, self.has_low),
            np.where(turned, self.has_low, self.has_high),
        )

    def moved(self, by: Ints) -> "Ends":
        """The same, each row moved by a whole number."""
        return Ends(self.value + by, self.low + by, self.high + by, self.has_low, self.has_high)


@dataclass(frozen=True, slots=True)
class Columns:
    """The numeric rows of a list of cases; `rows` says which these are. Each row's numbers stand over `over`."""

    rows: Ints
    aim: Ints
    over: Ints
    tolerance: Ints
    has_baseline: Flags
    target: Ends
    observation: Ends
    baseline: Ends


def columns(cases: Sequence[Case]) -> Columns:
    """Columns of those cases that are numbers and fit into 64 bits; the others are left to the scalar functions."""
    kept, rows = [], []
    for index, case in enumerate(cases):
        row = _row(case)
        if row is not None:
            kept.append(index)
            rows.append(row)
    table = np.array(rows, dtype=np.int64).reshape(len(rows), 19).T
    return Columns(
        np.array(kept, dtype=np.int64), table[0], table[1], table[2], table[3] != 0, *map(_ends, np.split(table[4:], 3))
    )


def _ends(part: Ints) -> Ends:
    return Ends(part[0], part[1], part[2], part[3] != 0, part[4] != 0)


_ABSENT = [0, 0, 0, 0, 0]


def _row(case: Case) -> _Row | None:
    target, observation, baseline = case.target, case.observation, case.baseline
    if not isinstance(target, Number) or not isinstance(observation, Number):
        return None
    if baseline is not None and not isinstance(baseline, Number | Missing):
        return None
    given = baseline if isinstance(baseline, Number) else None
    over = _over(case, [target, observation] if given is None else [target, observation, given])
    row = [
        _AIM_INDEX[case.aim],
        over,
        _whole(case.tolerance.numerator, case.tolerance.denominator, over),
        int(given is not None),
        *_five(target, over),
        *_five(observation, over),
        *(_ABSENT if given is None else _five(given, over)),
    ]
    return row if over <= MOST and all(-MOST <= one <= MOST for one in row) else None


def _over(case: Case, numbers: list[Number]) -> int:
    """The common denominator of all that the row holds."""
    over = case.tolerance.denominator
    for one in numbers:
        for end in {id(end): end for end in (one.value, one.low, one.high)}.values():
            if end is not None and end.denominator != over:
                over = lcm(over, end.denominator)
    return over


def _whole(numerator: int, denominator: int, over: int) -> int:
    return numerator * (over // denominator)


def _five(one: Number, over: int) -> _Row:
    value, low, high = one.value, one.low, one.high
    whole = _whole(value.numerator, value.denominator, over)
    if low is value and high is value:
        return [whole, whole, whole, 1, 1]
    least = 0 if low is None else _whole(low.numerator, low.denominator, over)
    most = 0 if high is None else _whole(high.numerator, high.denominator, over)
    return [whole, least, most, int(low is not None), int(high is not None)]
