"""Choice among all hierarchical models by AIC, AICc or BIC, and averages over them.

Akaike (1973); Hurvich and Tsai (1989); Schwarz (1978). Averages weigh models by exp(-criterion / 2) (Buckland, Burnham and
Augustin, Biometrics 53, 1997). On the published UK data the best models by BIC range from 12,000 to 29,000 people within two
points: look at the whole `Ranking`, not at its first row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from jalon.methods.estimation.batches import Batch, Engine, standard_errors
from jalon.methods.estimation.choices import Bound, Choices
from jalon.methods.estimation.enumeration import ModelSet, hierarchical_models
from jalon.methods.estimation.errors import NoEstimateError, one_of, refuse_unless_whole
from jalon.methods.estimation.existence import Status
from jalon.methods.estimation.fitting import ADVICE, Fit, fit_many
from jalon.methods.estimation.lattice import Bools, Floats, Ints
from jalon.methods.estimation.results import Value
from jalon.methods.estimation.tables import CaptureTable

_FITS_AT_ONCE = 50_000


class Criterion(StrEnum):
    """What a model pays for its parameters; parameters at minus infinity are paid for."""

    AIC = "aic"
    AICC = "aicc"
    BIC = "bic"

    def penalty(self, parameters: Ints, observed: Floats) -> Floats:
        """What is added to minus twice the log-likelihood."""
        if self is Criterion.BIC:
            return np.asarray(parameters * np.log(observed))
        penalty = 2.0 * parameters
        if self is Criterion.AICC:
            rest = observed - parameters - 1
            extra = 2.0 * parameters * (parameters + 1) / np.maximum(rest, 1e-9)
            penalty = np.where(rest > 0, penalty + extra, np.inf)
        return np.asarray(penalty)


def scores(
    counts: Floats, models: Bools, criterion: Criterion, tables: Ints, start: Floats | None = None
) -> tuple[Batch, Floats]:
    """Fits models (fits, 2^t) to counts (tables, 2^t), fit i to table `tables[i]`, with the criterion of each but for the
    log-factorials, the same for every model: infinite where there is no estimate. start: as in `Engine.fit`.
    """
    batch = Engine(counts).fit(models, tables, start)
    found = criterion.penalty(models.sum(axis=1), counts.sum(axis=1)[tables]) - 2 * batch.likelihood
    return batch, np.where(batch.status == Status.ESTIMABLE, found, np.inf)


@dataclass(frozen=True, eq=False)
class Ranking:
    """All models of a set on one table, the best first; those without an estimate last.

    models: the set in that order. status: (models,). values: (models,) the criterion, log-factorials included, infinite
    without an estimate. estimates: (models,) totals, infinite without.
    """

    table: CaptureTable
    criterion: Criterion
    models: ModelSet
    status: Ints
    values: Floats
    estimates: Floats

    @property
    def estimable(self) -> int:
        """Models with an estimate."""
        return int((self.status == Status.ESTIMABLE).sum())

    def weights(self) -> Floats:
        """(models,) exp(-half the distance to the best), adding up to 1."""
        found = np.exp(-(self.values - self.values[0]) / 2)
        return np.asarray(found / found.sum())

    def fits(self, first: int) -> tuple[Fit, ...]:
        """The `first` best fits in full."""
        best = ModelSet(self.models.terms[: min(first, self.estimable)])
        return tuple(found for found in fit_many(self.table, best) if isinstance(found, Fit))


def rank(table: CaptureTable, models: ModelSet, criterion: Criterion = Criterion.BIC) -> Ranking:
    """Fits every model and orders them; `NoEstimateError` where none has an estimate."""
    from scipy.special import gammaln

    batch, values = scores(
        table.full()[None].astype(np.float64), models.terms, criterion, np.zeros(len(models), np.int64)
    )
    order = np.argsort(values, kind="stable")
    if not np.isfinite(values[order[0]]):
        raise NoEstimateError(f"none of {len(models)} models has an estimate", advice=ADVICE)
    with np.errstate(over="ignore"):
        totals = np.where(batch.status == Status.ESTIMABLE, table.observed + np.exp(batch.intercept), np.inf)
    constant = 2 * float(gammaln(table.counts + 1.0).sum())
    return Ranking(
        table, criterion, ModelSet(models.terms[order]), batch.status[order], values[order] + constant, totals[order]
    )


@dataclass(frozen=True)
class Best:
    """The best of all hierarchical models up to `order` lists a term.

    top: on replicates only the `top` best of the table itself compete, as in R's MultipleSystemsEstimation; None for
    all, which takes longer.
    """

    criterion: Criterion = Criterion.BIC
    order: int = 2
    top: int | None = 100

    def __post_init__(self) -> None:
        object.__setattr__(self, "criterion", one_of(Criterion, self.criterion))
        refuse_unless_whole("order", self.order, 1)
        if self.top is not None:
            refuse_unless_whole("top", self.top, 1)

    @property
    def name(self) -> str:
        """The criterion."""
        return self.criterion.value

    @property
    def settings(self) -> Mapping[str, Value]:
        """The order and how many compete on replicates."""
        return {"order": self.order, "top": self.top}

    def bind(self, table: CaptureTable) -> Bound:
        """Ranks all models once."""
        every = hierarchical_models(len(table.lists), self.order)
        ranking = rank(table, every, self.criterion)
        rows = ranking.models.terms[: min(self.top or len(every), ranking.estimable)]
        return _BoundBest(rows, _start(table, rows), self.criterion, len(every))


def _start(table: CaptureTable, rows: Bools) -> Floats:
    """(models, 2^t) parameters on the table itself: near those on its replicates."""
    batch = Engine(table.full()[None].astype(np.float64)).fit(rows, np.zeros(len(rows), dtype=np.int64))
    return np.nan_to_num(batch.parameters, neginf=0.0)


@dataclass(frozen=True, eq=False)
class _BoundBest:
    rows: Bools
    start: Floats
    criterion: Criterion
    considered: int

    def __call__(self, counts: Floats) -> Choices:
        at_once = max(1, _FITS_AT_ONCE // len(self.rows))
        return joined([self._best(counts[n : n + at_once]) for n in range(0, len(counts), at_once)])

    def _fits(self, counts: Floats) -> tuple[Bools, Batch, Floats]:
        """Every model on every table: rows, fits and values, those of a table together."""
        tables, rows = np.repeat(np.arange(len(counts)), len(self.rows)), np.tile(self.rows, (len(counts), 1))
        batch, values = scores(counts, rows, self.criterion, tables, np.tile(self.start, (len(counts), 1)))
        return rows, batch, values

    def _best(self, counts: Floats) -> Choices:
        _, batch, values = self._fits(counts)
        best = values.reshape(len(counts), -1).argmin(axis=1)
        places = best + np.arange(len(counts)) * len(self.rows)
        status = batch.status[places]
        with np.errstate(over="ignore"):
            dark = np.where(status == Status.ESTIMABLE, np.exp(batch.intercept[places]), np.inf)
        return Choices(status, dark, self.rows[best], self.considered)


@dataclass(frozen=True)
class Averaged:
    """The average of the logs of the dark figures over hierarchical models, weighted by a criterion.

    Its standard error adds the spread between models to that within each (Buckland et al. 1997, formula 9). `order` and
    `top` as in `Best`: the `top` best models of the table carry the average.
    """

    criterion: Criterion = Criterion.BIC
    order: int = 2
    top: int = 100

    def __post_init__(self) -> None:
        object.__setattr__(self, "criterion", one_of(Criterion, self.criterion))
        refuse_unless_whole("order", self.order, 1)
        refuse_unless_whole("top", self.top, 1)

    @property
    def name(self) -> str:
        """« averaged »."""
        return "averaged"

    @property
    def settings(self) -> Mapping[str, Value]:
        """Criterion, order and number of models."""
        return {"criterion": self.criterion.value, "order": self.order, "top": self.top}

    def bind(self, table: CaptureTable) -> Bound:
        """Ranks all models once."""
        best = Best(self.criterion, self.order, self.top).bind(table)
        assert isinstance(best, _BoundBest)
        return _BoundAverage(best.rows, best.start, self.criterion, best.considered)


@dataclass(frozen=True, eq=False)
class _BoundAverage(_BoundBest):
    def _best(self, counts: Floats) -> Choices:
        rows, batch, values = self._fits(counts)
        values = values.reshape(len(counts), -1)
        lowest = values.min(axis=1, keepdims=True)
        some = np.isfinite(lowest[:, 0])
        weights = np.exp(-(values - np.where(some[:, None], lowest, 0.0)) / 2)
        weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-300)
        logs = np.where(np.isfinite(values), batch.intercept.reshape(values.shape), 0.0)
        mean = (weights * logs).sum(axis=1)
        within = standard_errors(batch, rows, np.flatnonzero(weights.ravel() > 1e-9)).reshape(values.shape)
        error = (weights * np.hypot(within, logs - mean[:, None])).sum(axis=1)
        status = np.where(some, int(Status.ESTIMABLE), int(Status.NO_MAXIMUM))
        dark = np.where(some, np.exp(mean), np.inf)
        return Choices(status, dark, self.rows[values.argmin(axis=1)], self.considered, error)


def joined(parts: list[Choices]) -> Choices:
    """Choices of consecutive tables as one."""
    errors = [part.error for part in parts if part.error is not None]
    return Choices(
        np.concatenate([part.status for part in parts]),
        np.concatenate([part.dark for part in parts]),
        np.concatenate([part.models for part in parts]),
        max(part.considered for part in parts),
        np.concatenate(errors) if errors else None,
    )
