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

WIDTH = 19
"""Aim, denominator, tolerance, whether there is a baseline; then five columns for each of the three quantities."""

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
    exact = [index for index, case in enumerate(cases) if _is_exact(case)]
    fits, table = _exact_rows([cases[index] for index in exact])
    kept = np.array(exact, dtype=np.int64)[fits]
    at_once = set(kept.tolist())
    apart = {index: row for index, case in enumerate(cases) if index not in at_once and (row := _row(case))}
    rows = np.concatenate([kept, np.array(list(apart), dtype=np.int64)])
    whole = np.concatenate([table[fits], np.array(list(apart.values()), dtype=np.int64).reshape(-1, WIDTH)]).T
    return Columns(rows, whole[0], whole[1], whole[2], whole[3] != 0, *map(_ends, np.split(whole[4:], 3)))


def _ends(part: Ints) -> Ends:
    return Ends(part[0], part[1], part[2], part[3] != 0, part[4] != 0)


def _is_exact(case: Case) -> bool:
    """Whether it is made of exact numbers, as most are: these need no bounds and are read together."""
    target, observation, baseline = case.target, case.observation, case.baseline
    return (
        isinstance(target, Number)
        and isinstance(observation, Number)
        and target.low is target.value is target.high
        and observation.low is observation.value is observation.high
        and (baseline is None or (isinstance(baseline, Number) and baseline.low is baseline.value is baseline.high))
    )


def _exact_rows(cases: list[Case]) -> tuple[Flags, Ints]:
    """Which of the cases fit, and a row for each. One number beyond 64 bits leaves all of them to `_row`."""
    try:
        flat = np.array([_ratios(case) for case in cases], dtype=np.int64).reshape(-1, 4, 2)
    except OverflowError:
        return np.zeros(len(cases), dtype=np.bool_), np.zeros((len(cases), WIDTH), dtype=np.int64)
    fits, over, wholes = _over_common(flat[:, :, 0], flat[:, :, 1])
    given = np.array([case.baseline is not None for case in cases], dtype=np.int64)
    aims = np.array([_AIM_INDEX[case.aim] for case in cases], dtype=np.int64)
    ones = np.ones(len(cases), dtype=np.int64)
    rows = [aims, over, wholes[:, 3], given]
    for index, there in enumerate((ones, ones, given)):
        rows += [*[wholes[:, index]] * 3, there, there]
    return fits, np.stack(rows, axis=1)


def _over_common(numerators: Ints, denominators: Ints) -> tuple[Flags, Ints, Ints]:
    """Which rows fit, their common denominators, and their numerators over these; floats only estimate, with room."""
    small = denominators.astype(np.float64).prod(axis=1) <= MOST
    safe = np.where(small[:, None], denominators, 1)
    over = np.lcm.reduce(safe, axis=1)
    times = over[:, None] // safe
    fits: Flags = small & (np.abs(numerators.astype(np.float64)) * times <= MOST / 2).all(axis=1)
    return fits, over, np.where(fits[:, None], numerators, 0) * times


def _ratios(case: Case) -> _Row:
    """Numerators and denominators of target, observation, baseline (0 without one) and tolerance."""
    row: _Row = []
    for one in (case.target, case.observation, case.baseline):
        row += one.value.as_integer_ratio() if isinstance(one, Number) else (0, 1)
    row += case.tolerance.as_integer_ratio()
    return row


_ABSENT = (0, 0, 0, 0, 0)
_Over = tuple[int, int]  # numerator and denominator


def _row(case: Case) -> _Row | None:
    target, observation, baseline = case.target, case.observation, case.baseline
    if not isinstance(target, Number) or not isinstance(observation, Number):
        return None
    if baseline is not None and not isinstance(baseline, Number | Missing):
        return None
    given = (target, observation, baseline) if isinstance(baseline, Number) else (target, observation)
    values = [one.value.as_integer_ratio() for one in given]  # once a number: this is where the time goes
    tolerance = case.tolerance.as_integer_ratio()
    over = lcm(tolerance[1], *[value[1] for value in values], *_denominators_of_ends(given))
    row = [_AIM_INDEX[case.aim], over, _whole(tolerance, over), len(given) == 3]
    for one, value in zip(given, values, strict=True):
        row += _five(one, value, over)
    row += _ABSENT if len(given) == 2 else ()
    return row if max(row) <= MOST and min(row) >= -MOST else None


def _denominators_of_ends(given: tuple[Number, ...]) -> list[int]:
    inexact = [one for one in given if not one.low is one.value is one.high]
    return [end.denominator for one in inexact for end in (one.low, one.high) if end is not None]


def _whole(value: _Over, over: int) -> int:
    return value[0] * (over // value[1])


def _five(one: Number, value: _Over, over: int) -> tuple[int, int, int, bool, bool]:
    low, high, whole = one.low, one.high, value[0] * (over // value[1])
    if low is one.value is high:
        return whole, whole, whole, True, True
    least = 0 if low is None else _whole(low.as_integer_ratio(), over)
    most = 0 if high is None else _whole(high.as_integer_ratio(), over)
    return whole, least, most, low is not None, high is not None
