"""Sums of a smooth positive function over all integers 0 to a cap, from few of its values.

A posterior over the number of missing people is asked at up to millions of integers, but is a ratio of gamma
functions: between its values it is a polynomial to within rounding. Panels of integers are halved until the polynomial
through 16 Chebyshev points agrees with the function at points between (Trefethen, Approximation Theory and
Approximation Practice, 2013, chapters 5 and 8). What is summed is then exact to the tolerance asked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from jalon.methods.estimation.lattice import Floats

NODES = 16
SHORT = 2 * NODES  # a panel of no more integers is taken whole
LONG = 1 << 16  # no panel holds more integers: 8 MB of interpolation weights
_SINE = np.pi * (np.arange(NODES) + 0.5) / NODES
_CHEBYSHEV = -np.cos(_SINE)
_BARYCENTRIC = np.sin(_SINE) * (-1.0) ** np.arange(NODES)
_PROBES = np.array([-0.97, -0.55, -0.13, 0.31, 0.74, 0.99])


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Points x and how to go from values at them to all integers: panels (first integer, last, first point, last + 1)."""

    points: Floats
    panels: tuple[tuple[int, int, int, int], ...]

    def weights(self) -> Floats:
        """(points,): the sum over all integers is the sum over points with these weights."""
        found = np.empty(len(self.points))
        for first, last, start, stop in self.panels:
            found[start:stop] = _matrix(last - first + 1).sum(axis=0)
        return found

    def integers(self, values: Floats) -> Floats:
        """(last integer + 1,): the function at every integer, from its values at the points; never negative."""
        parts = [_matrix(last - first + 1) @ values[start:stop] for first, last, start, stop in self.panels]
        return np.maximum(np.concatenate(parts), 0.0)


def adaptive_grid(log_function: Callable[[Floats], Floats], integers: int, tolerance: float) -> Grid:
    """The grid for exp(log_function) over the integers 0 to `integers` - 1.

    `log_function` takes real x >= 0 (vectorised) and is asked in batches, a batch for each halving. `tolerance` is
    relative to a panel's largest value; under the function's own rounding, every panel would be taken whole.
    """
    pending, done = _first_panels(integers), []
    while pending:
        done += [panel for panel in pending if panel[1] - panel[0] < SHORT]
        long = [panel for panel in pending if panel[1] - panel[0] >= SHORT]
        good = _resolved(log_function, long, tolerance)
        done += [panel for panel, fine in zip(long, good, strict=True) if fine]
        halved = [_halves(panel) for panel, fine in zip(long, good, strict=True) if not fine]
        pending = [half for pair in halved for half in pair]
    return _grid(sorted(done))


def _first_panels(integers: int) -> list[tuple[int, int]]:
    """Panels (first, last) that double in length, as the function varies with the logarithm of x."""
    edges, length = [0], SHORT
    while length < integers:
        edges.append(length)
        length += min(length, LONG)
    return [(first, after - 1) for first, after in pairwise([*edges, integers])]


def _halves(panel: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    middle = (panel[0] + panel[1]) // 2
    return (panel[0], middle), (middle + 1, panel[1])


def _resolved(log_function: Callable[[Floats], Floats], panels: list[tuple[int, int]], tolerance: float) -> list[bool]:
    """Whether 16 points carry each panel: compared between them, to the panel's own largest value."""
    if not panels:
        return []
    unit = np.concatenate([_CHEBYSHEV, _PROBES])
    ends = np.asarray(panels, dtype=float)
    x = ends[:, :1] + (ends[:, 1:] - ends[:, :1]) * (unit + 1) / 2
    logs = log_function(x.ravel()).reshape(x.shape)
    values = np.exp(logs - logs.max(axis=1, keepdims=True))
    error = np.abs(values[:, :NODES] @ _interpolation(_PROBES).T - values[:, NODES:]).max(axis=1)
    return [bool(worst <= tolerance) for worst in error]


def _interpolation(unit: Floats) -> Floats:
    """(len(unit), 16): values at the Chebyshev points to values at `unit` in [-1, 1], barycentric formula."""
    gaps = unit[:, None] - _CHEBYSHEV
    on_point = gaps == 0
    ratios = _BARYCENTRIC / np.where(on_point, 1.0, gaps)
    weights: Floats = ratios / ratios.sum(axis=1, keepdims=True)
    hit = on_point.any(axis=1)
    weights[hit] = on_point[hit]
    return weights


@lru_cache(maxsize=32)
def _matrix(integers: int) -> Floats:
    """(integers, points): interpolation to the integers of a panel; the identity where it was taken whole.

    Most panels hold a power of two of integers, so that few matrices serve a grid.
    """
    matrix = np.eye(integers) if integers <= SHORT else _interpolation(np.linspace(-1.0, 1.0, integers))
    matrix.setflags(write=False)
    return matrix


def _grid(panels: list[tuple[int, int]]) -> Grid:
    points, placed, start = [], [], 0
    for first, last in panels:
        whole = last - first < SHORT
        x = np.arange(first, last + 1.0) if whole else first + (last - first) * (_CHEBYSHEV + 1) / 2
        points.append(x)
        placed.append((first, last, start, start + len(x)))
        start += len(x)
    return Grid(np.concatenate(points), tuple(placed))
