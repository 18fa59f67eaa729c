"""Stepwise choice by Poisson p-values (Chan, Silverman and Vincent 2021; Bales, Hesketh and Silverman 2015).

Starting with main effects, pairs of lists are added one by one and never leave. For each pair that is not in, the people
on both lists, whatever else they are on, are compared with their expectation m under the present model: the p-value is
the smaller tail of Poisson(m), the observed overlap included. The pair with the lowest p-value enters when that is at most
the threshold and the larger model has an estimate; a pair whose model has none is passed over from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from jalon.methods.estimation.batches import Batch, Engine
from jalon.methods.estimation.choices import Bound, Choices
from jalon.methods.estimation.enumeration import main_effects
from jalon.methods.estimation.errors import SettingError, refuse_unless_number
from jalon.methods.estimation.existence import Status
from jalon.methods.estimation.lattice import Bools, Floats, Ints, add_subsets, add_supersets, sizes
from jalon.methods.estimation.results import Value
from jalon.methods.estimation.tables import CaptureTable


@dataclass(frozen=True)
class Stepwise:
    """Adds pairs while a p-value is at most `threshold`; 0.02 is the usual one (R's SparseMSE)."""

    threshold: float = 0.02

    def __post_init__(self) -> None:
        refuse_unless_number("threshold", self.threshold)
        if not 0 < self.threshold < 1:
            raise SettingError(f"threshold {self.threshold}", advice="Give a p-value between 0 and 1, such as 0.02")

    @property
    def name(self) -> str:
        """« stepwise »."""
        return "stepwise"

    @property
    def settings(self) -> Mapping[str, Value]:
        """The threshold."""
        return {"threshold": self.threshold}

    def bind(self, table: CaptureTable) -> Bound:
        """Chooses on each table by itself."""
        return _BoundStepwise(self.threshold)


@dataclass(frozen=True)
class _BoundStepwise:
    threshold: float

    def __call__(self, counts: Floats) -> Choices:
        return _Climb(counts, self.threshold).run()


class _Climb:
    """Tables (tables, 2^t) on their way up: each with its model, its last fit and the pairs left to it."""

    def __init__(self, counts: Floats, threshold: float) -> None:
        self.engine, self.threshold = Engine(counts), threshold
        self.pairs = np.flatnonzero(sizes(counts.shape[1]) == 2)
        self.models = np.repeat(main_effects(counts.shape[1])[None], len(counts), axis=0)
        self.overlaps = _over_pairs(counts.T, self.pairs)
        self.left = np.ones(self.overlaps.shape, dtype=np.bool_)
        self.fits = self.engine.fit(self.models, np.arange(len(counts)))
        self.made = np.ones(len(counts), dtype=np.int64)

    def run(self) -> Choices:
        """Adds pairs until no table takes another."""
        climbing = np.flatnonzero(self.fits.status == Status.ESTIMABLE)
        while climbing.size:
            climbing = self._add(climbing)
        return Choices.of(self.fits, self.models, int(self.made.max(initial=1)))

    def _add(self, climbing: Ints) -> Ints:
        """One pair more for each table that takes one; the tables that may go on."""
        p, distance = self._tails(climbing)
        p = np.where(self.left[climbing], p, 2.0)
        # Tails under 1e-308 are all 0: the farthest of them is taken, whatever the order of the lists.
        best = np.where(p <= p.min(axis=1, keepdims=True), distance, -1.0).argmax(axis=1)
        taking = p[np.arange(len(best)), best] <= self.threshold
        going, pair = climbing[taking], best[taking]
        trial = self.models[going]
        trial[np.arange(len(going)), self.pairs[pair]] = True
        known = np.nan_to_num(self.fits.parameters[going], neginf=0.0)
        fits = self.engine.fit(trial, going, known)
        self.left[going, pair] = False
        self.made[going] += 1
        better = fits.status == Status.ESTIMABLE
        self.models[going[better]] = trial[better]
        _replace(self.fits, going[better], fits, better)
        return np.asarray(going)

    def _tails(self, climbing: Ints) -> tuple[Floats, Floats]:
        """(climbing, pairs) smaller tails of the overlaps under the present models, and their Poisson deviances."""
        from scipy.special import kl_div, pdtr, pdtrc

        parameters, live = self.fits.parameters[climbing], self.fits.live[climbing]
        logs = np.ascontiguousarray(np.nan_to_num(parameters, neginf=0.0).T)
        add_subsets(logs)
        expected = _over_pairs(np.where(live.T, np.exp(np.where(live.T, logs, 0.0)), 0.0), self.pairs)
        seen = self.overlaps[climbing]
        above = np.where(seen > 0, pdtrc(np.maximum(seen - 1, 0), expected), 1.0)
        return np.asarray(np.minimum(pdtr(seen, expected), above)), np.asarray(kl_div(seen, expected))


def _over_pairs(values: Floats, pairs: Ints) -> Floats:
    """(tables, pairs) sums of values (2^t, tables) over the histories that hold each pair."""
    sums = np.array(values, dtype=np.float64)
    add_supersets(sums)
    return sums[pairs].T


def _replace(kept: Batch, places: Ints, fits: Batch, chosen: Bools) -> None:
    """Writes the chosen fits over those at `places`."""
    for name in ("status", "intercept", "likelihood", "parameters", "live"):
        getattr(kept, name)[places] = getattr(fits, name)[chosen]
