"""Two evaluators side by side, each on its own scale: which units got which two levels. Counts only, no coefficient.

Levels of two scales are never compared: no diagonal is singled out, no share is taken, no distance measured, unless both
used the very same scale.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from jalon.methods.agreement.coincidences import distances, level_counts, pairable
from jalon.methods.agreement.model import MISSING, Problem, Ratings, RatingsError, Scale

Units = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgements:
    """What one evaluator said of units: a level of its own scale, or None where it gave none."""

    evaluator: str
    scale: Scale
    levels: Mapping[str, str | None]

    def __post_init__(self) -> None:
        for unit, level in self.levels.items():
            if level is not None:
                self.scale.code(level, unit, self.evaluator)


@dataclass(frozen=True, slots=True)
class Crossing:
    """Units by the level of the first evaluator (rows) and of the second (columns), each cell with its units.

    only_first, only_second: units that the other gave no level, by the level they have. neither: known to one of them, without
    a level from either. same_scale: whether reading the diagonal means anything.
    """

    first: str
    second: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Units, ...], ...]
    only_first: tuple[Units, ...]
    only_second: tuple[Units, ...]
    neither: Units
    same_scale: bool

    @property
    def both(self) -> int:
        """How many units have a level from each."""
        return sum(len(cell) for row in self.cells for cell in row)

    @property
    def counts(self) -> tuple[tuple[int, ...], ...]:
        """How many units are in each cell."""
        return tuple(tuple(len(cell) for cell in row) for row in self.cells)


def cross(first: Judgements, second: Judgements) -> Crossing:
    """The table of two evaluators, over all units that either of them names, in that order."""
    rows, columns = first.scale.levels, second.scale.levels
    cells: list[list[list[str]]] = [[[] for _ in columns] for _ in rows]
    only_first: list[list[str]] = [[] for _ in rows]
    only_second: list[list[str]] = [[] for _ in columns]
    neither: list[str] = []
    for unit in {**first.levels, **second.levels}:
        one, other = first.levels.get(unit), second.levels.get(unit)
        if one is not None and other is not None:
            cells[rows.index(one)][columns.index(other)].append(unit)
        elif one is not None:
            only_first[rows.index(one)].append(unit)
        elif other is not None:
            only_second[columns.index(other)].append(unit)
        else:
            neither.append(unit)
    return Crossing(
        first.evaluator,
        second.evaluator,
        rows,
        columns,
        tuple(tuple(map(tuple, row)) for row in cells),
        tuple(map(tuple, only_first)),
        tuple(map(tuple, only_second)),
        tuple(neither),
        first.scale == second.scale,
    )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """How far apart the raters of one unit are.

    levels: of each rater, in their order. pairs, differing: pairs of ratings, and those that differ. steps: levels between the
    lowest and the highest, None on a scale without order. share: of all disagreement counted by alpha, between 0 and 1.
    """

    unit: str
    levels: tuple[str | None, ...]
    pairs: int
    differing: int
    steps: int | None
    share: float


def most_disagreed(ratings: Ratings, most: int = 10) -> tuple[Disagreement, ...]:
    """The units on which raters differ, most first: by mean distance between two ratings, then in the order of units.

    The distance is that of alpha on the ratings' scale. Units on which all agree are not among them.
    """
    if most < 1:
        raise ValueError(f"{most} units: at least one")
    counts = level_counts(ratings.codes, len(ratings.scale.levels))
    far = distances(ratings.scale, pairable(counts).sum(axis=0))
    whole = counts.sum(axis=1)
    apart = np.einsum("ui,ij,uj->u", counts, far, counts)
    twice = whole >= 2
    mean = np.divide(apart, whole * (whole - 1), out=np.zeros_like(apart), where=twice)
    counted = np.divide(apart, whole - 1, out=np.zeros_like(apart), where=twice)
    order = [row for row in np.argsort(-mean, kind="stable")[:most] if mean[row] > 0]
    return tuple(_disagreement(ratings, counts[row], int(row), counted[row] / counted.sum()) for row in order)


def _disagreement(ratings: Ratings, counts: np.ndarray, row: int, share: float) -> Disagreement:
    whole = int(counts.sum())
    pairs = whole * (whole - 1) // 2
    alike = round(float((counts * (counts - 1)).sum()) / 2)
    given = ratings.codes[row][ratings.codes[row] != MISSING]
    return Disagreement(
        ratings.units[row],
        tuple(ratings.level(row, column) for column in range(len(ratings.raters))),
        pairs,
        pairs - alike,
        int(given.max() - given.min()) if ratings.scale.ordered else None,
        float(share),
    )


def judgements_of(ratings: Ratings, rater: str) -> Judgements:
    """What one of the raters said of each unit."""
    if rater not in ratings.raters:
        raise RatingsError(Problem.UNKNOWN_RATER, f"{rater!r} is none of the raters", rater=rater)
    column = ratings.raters.index(rater)
    levels = {unit: ratings.level(row, column) for row, unit in enumerate(ratings.units)}
    return Judgements(rater, ratings.scale, levels)
