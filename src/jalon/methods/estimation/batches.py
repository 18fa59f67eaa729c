"""Fits of many models to many tables at once: the engine under `fitting`, `selection` and `bootstrap`."""

from dataclasses import dataclass

import numpy as np

from jalon.methods.estimation.errors import NoEstimateError
from jalon.methods.estimation.existence import Status, Supports, Verdicts, design, supports
from jalon.methods.estimation.lattice import Bools, Floats, Ints, lists_of, sizes
from jalon.methods.estimation.newton import Problems, by_regression, information, maximise, means, unions

_CELLS_AT_ONCE = 1 << 16  # of a batch of arrays (2^t, batch): what stays in a processor's cache
_FEW_STEPS, _MANY_STEPS = 15, 100
_EXTREME = 12.0  # a finite parameter beyond this is checked by linear programme before it is believed


@dataclass(slots=True)
class Batch:
    """Fits in the order asked, arrays (fits,); meaningless where `status` is not 0 (minus infinity, never NaN).

    status: see `Status`. intercept: log of the dark figure. likelihood: log-likelihood but for the log-factorials of the
    counts. parameters: (fits, 2^t) by bitmask, 0 where the model has no such term, minus infinity where the lists do not
    overlap. live: (fits, 2^t) histories that may hold people.
    """

    status: Ints
    intercept: Floats
    likelihood: Floats
    parameters: Floats
    live: Bools

    @classmethod
    def empty(cls, fits: int, cells: int) -> "Batch":
        """To be filled."""
        none = np.full(fits, -np.inf)
        return cls(
            np.full(fits, int(Status.NO_MAXIMUM)),
            none,
            none.copy(),
            np.zeros((fits, cells)),
            np.zeros((fits, cells), dtype=np.bool_),
        )


def independent(counts: Floats) -> Floats:
    """(2^t, tables) parameters of the main-effects fit of each table of counts (2^t, tables): where Newton starts.

    With independent lists of n_i people among M seen, the total N solves 1 - M/N = prod(1 - n_i/N) (Darroch, Biometrika
    45, 1958), here by bisection on log N; tables without any overlap stop at 10,000 times M. The parameters of the
    pairs are the logs of observed over expected overlaps.
    """
    t = lists_of(len(counts))
    members = np.arange(len(counts))[None] >> np.arange(t)[:, None] & 1
    seen, on = counts.sum(axis=0), members @ counts
    low, high = np.log(np.maximum(on.max(axis=0), 1)), np.log(seen) + np.log(1e4)
    for _ in range(40):
        middle = (low + high) / 2
        over = 1 - seen / np.exp(middle) > np.prod(1 - on / np.exp(middle), axis=0)
        low, high = np.where(over, low, middle), np.where(over, middle, high)
    total = np.exp(high)
    reach = np.clip(on / total, 1e-12, 1 - 1e-9)
    start = np.zeros(counts.shape)
    start[0] = np.log(total) + np.log1p(-reach).sum(axis=0)
    start[1 << np.arange(t)] = np.log(reach) - np.log1p(-reach)
    for a in range(t):
        for b in range(a):
            both = counts[np.flatnonzero(members[a] & members[b])].sum(axis=0)
            start[1 << a | 1 << b] = np.log(np.maximum(both, 0.5)) - np.log(total * reach[a] * reach[b])
    return start


class Engine:
    """Fits pairs (model, table) in batches, with verdicts remembered across calls.

    models: (models, 2^t) terms by bitmask; the intercept and main effects are always taken as present. counts:
    (tables, 2^t) people by history, position 0 at 0.
    """

    def __init__(self, counts: Floats, verdicts: Verdicts | None = None) -> None:
        self.counts = np.ascontiguousarray(counts.T, dtype=np.float64)
        self.verdicts = verdicts or Verdicts()
        self.start = independent(self.counts)

    def fit(self, models: Bools, tables: Ints, start: Floats | None = None) -> Batch:
        """Fits model i to table `tables[i]`: models (fits, 2^t), tables (fits,).

        start: (fits, 2^t) parameters to begin with, those of a near fit; the main effects by default.
        """
        cells = len(self.counts)
        batch = Batch.empty(len(tables), cells)
        at_once = max(1, _CELLS_AT_ONCE // cells)
        order = np.argsort(models.sum(axis=1), kind="stable")
        for first in range(0, len(order), at_once):
            chosen = order[first : first + at_once]
            self._fit_some(np.ascontiguousarray(models[chosen].T), tables[chosen], chosen, start, batch)
        return batch

    def _fit_some(self, models: Bools, tables: Ints, places: Ints, start: Floats | None, batch: Batch) -> None:
        models[sizes(len(models)) < 2] = True
        counts = self.counts[:, tables]
        found = supports(models, counts)
        begin = self.start[:, tables] if start is None else start[places].T
        batch.live[places] = found.live.T
        batch.parameters[places] = np.where(models & ~found.active, -np.inf, 0.0).T
        lengths = found.active.sum(axis=0)
        for length in np.unique(lengths[found.identifiable]):
            chosen = np.flatnonzero((lengths == length) & found.identifiable)
            self._fit_equal(found, chosen, begin, counts, places, batch)
        for one in np.flatnonzero(~found.identifiable):
            exists = self.verdicts.exists(found.active[:, one], found.live[:, one], counts[:, one])
            batch.status[places[one]] = Status.NOT_IDENTIFIABLE if exists else Status.NEITHER

    def _fit_equal(
        self, found: Supports, chosen: Ints, begin: Floats, counts: Floats, places: Ints, batch: Batch
    ) -> None:
        """The chosen fits, all with the same number of active terms."""
        terms = np.nonzero(found.active[:, chosen].T)[1].reshape(len(chosen), -1).T
        problems = Problems(
            np.ascontiguousarray(terms),
            found.live[:, chosen].astype(np.float64),
            np.take_along_axis(found.sums[:, chosen], terms, axis=0),
        )
        starts = np.take_along_axis(begin[:, chosen], terms, axis=0)
        parameters, believed = maximise(problems, starts, _FEW_STEPS)
        believed &= np.abs(parameters[1:]).max(axis=0) < _EXTREME
        for one in np.flatnonzero(~believed):
            where = chosen[one]
            if self.verdicts.exists(found.active[:, where], found.live[:, where], counts[:, where]):
                parameters[:, one] = _surely(
                    problems.only(np.arange(len(chosen)) == one), starts[:, [one]], counts[:, where]
                )
                believed[one] = True
        kept = places[chosen[believed]]
        batch.status[kept] = Status.ESTIMABLE
        batch.intercept[kept] = parameters[0, believed]
        batch.parameters[kept[:, None], terms[:, believed].T] = parameters[:, believed].T
        # At the maximum the means add up to the people seen.
        fitted = (problems.stats * parameters).sum(axis=0) - problems.stats[0]
        batch.likelihood[kept] = fitted[believed]


def _surely(problem: Problems, start: Floats, counts: Floats) -> Floats:
    """(p,) parameters of one fit of counts (2^t,) whose maximum is known to exist, however far it is."""
    found, converged = maximise(problem, start, _MANY_STEPS)
    if converged[0]:
        return np.asarray(found[:, 0])
    live = np.flatnonzero(problem.live[:, 0])
    slowly = by_regression(design(live, problem.terms[:, 0]), counts[live])
    if slowly is None:
        raise NoEstimateError(
            "the maximum of the likelihood is lost in rounding",
            advice="Fit a model with fewer terms, merge lists, or drop one",
        )
    return slowly


def standard_errors(batch: Batch, models: Bools, places: Ints) -> Floats:
    """(fits,) standard errors of the log of the dark figure at `places`, from the inverse information; 0 elsewhere.

    models: (fits, 2^t) the rows that were fitted; the fits at `places` have an estimate.
    """
    found = np.zeros(len(batch.status))
    active = models & np.isfinite(batch.parameters)
    lengths = active.sum(axis=1)
    for length in np.unique(lengths[places]):
        alike = places[lengths[places] == length]
        for first in range(0, len(alike), 1024):
            some = alike[first : first + 1024]
            terms = np.ascontiguousarray(np.nonzero(active[some])[1].reshape(len(some), -1).T)
            parameters = np.take_along_axis(batch.parameters[some].T, terms, axis=0)
            problems = Problems(terms, batch.live[some].T.astype(np.float64), np.zeros_like(parameters))
            inverse = np.linalg.inv(information(means(problems, parameters), unions(terms)))
            found[some] = np.sqrt(inverse[:, 0, 0])
    return found
