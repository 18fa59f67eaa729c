"""Replicates of a coefficient over resampled units: one matrix product a block.

Each unit adds a row of V * V counts; a replicate is those rows weighted by how often the unit was drawn, so that all replicates
of a block are (replicates, units) @ (units, V * V). Units come with replacement, as many as there are (Efron 1979); raters are
not resampled. Blocks have a random stream of their own: the same seed gives the same replicates whatever the memory.
"""

from collections.abc import Callable

import numpy as np

from jalon.methods.agreement.model import Floats, Interval, Reason

BLOCK = 250
MOST_REPLICATES = 100_000
Statistic = Callable[[Floats], Floats]


def replicates(rows: Floats, statistic: Statistic, count: int, seed: int) -> Floats:
    """(count,) values of the statistic on resampled rows (units, V * V); NaN where it is undefined."""
    size, cells = rows.shape
    levels = round(cells**0.5)
    used = np.flatnonzero(rows.any(axis=0))
    narrow = np.ascontiguousarray(rows[:, used])
    found = []
    for block in range(-(-count // BLOCK)):
        sums = np.zeros((BLOCK, cells))
        sums[:, used] = _draws(size, seed, block) @ narrow
        found.append(statistic(sums.reshape(BLOCK, levels, levels)))
    return np.concatenate(found)[:count]


def _draws(size: int, seed: int, block: int) -> Floats:
    """(250, units): how often each unit is drawn in each replicate of a block."""
    random = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(block,)))
    places = random.integers(0, size, size=(BLOCK, size), dtype=np.int32)
    places += (np.arange(BLOCK, dtype=np.int32) * size)[:, None]
    return np.bincount(places.ravel(), minlength=BLOCK * size).reshape(BLOCK, size).astype(float)


def interval(values: Floats, level: float) -> Interval | Reason:
    """The percentile interval; `UNSTABLE` where as many replicates are undefined as one of its tails holds."""
    known = values[~np.isnan(values)]
    undefined = len(values) - len(known)
    tail = (1 - level) / 2
    if undefined > tail * len(values):
        return Reason.UNSTABLE
    low, high = np.quantile(known, [tail, 1 - tail])
    return Interval(float(low), float(high), level, len(values), undefined)


def check_settings(samples: int, seed: int, level: float) -> None:
    """`ValueError` unless the settings make sense."""
    if not 0 <= samples <= MOST_REPLICATES:
        raise ValueError(f"{samples} replicates: from 0 to {MOST_REPLICATES:,}")
    if seed < 0:
        raise ValueError(f"seed {seed}: it must not be negative")
    if not 0.5 <= level < 1:
        raise ValueError(f"level {level}: from 0.5 to below 1")
