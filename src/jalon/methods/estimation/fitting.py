"""One model, one table: the extended maximum likelihood fit, with everything a reader needs to judge it.

For the count n_w of each history w but the unseen one, n_w is Poisson with log mean sum(alpha_a for terms a in w); the
intercept alpha_0 is the log of the dark figure, so that the estimate of the total is M + exp(alpha_0), M people seen
(Fienberg, Biometrika 59, 1972; Cormack, Biometrics 45, 1989). Existence and parameters at minus infinity: `existence`.

With k parameters, those at minus infinity and the intercept included, and the full log-likelihood l:
AIC = 2k - 2l, AICc = AIC + 2k(k+1)/(M-k-1), BIC = k log M - 2l, as in R's SparseMSE and Rcapture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, isfinite, log

import numpy as np

from jalon.methods.estimation.batches import Batch, Engine, standard_errors
from jalon.methods.estimation.enumeration import ModelSet
from jalon.methods.estimation.errors import ModelError, NoEstimateError
from jalon.methods.estimation.existence import Status
from jalon.methods.estimation.lattice import Bools, Floats, add_subsets
from jalon.methods.estimation.models import Model
from jalon.methods.estimation.tables import CaptureTable

REASONS = {
    Status.NO_MAXIMUM: "the likelihood has no maximum",
    Status.NOT_IDENTIFIABLE: "its parameters are not identifiable: several dark figures fit equally well",
    Status.NEITHER: "the likelihood has no maximum and its parameters are not identifiable",
}
ADVICE = "The lists overlap too little for it: fit a model with fewer terms, merge lists, or drop one"


@dataclass(frozen=True)
class Refusal:
    """A model without an estimate on these counts."""

    model: Model
    status: Status

    @property
    def reason(self) -> str:
        """In words."""
        return REASONS[self.status]

    def error(self) -> NoEstimateError:
        """The exception that says so."""
        return NoEstimateError(self.reason, where=f"model {self.model}", advice=ADVICE)


@dataclass(frozen=True, eq=False)
class Fit:
    """An extended maximum likelihood fit.

    observed: people seen, M. dark_figure: people nobody saw; estimate: both together. standard_error: of the log of the
    dark figure, from the inverse information. parameters: one a term of (intercept, *model.terms), minus infinity where
    the lists of the term do not overlap. expected: (2^t,) people by history, the dark figure at position 0. loglik: with
    the log-factorials. deviance: against the counts themselves. df: live histories less finite parameters.
    """

    model: Model
    lists: tuple[str, ...]
    observed: int
    dark_figure: float
    estimate: float
    standard_error: float
    parameters: tuple[float, ...]
    expected: Floats
    loglik: float
    deviance: float
    aic: float
    aicc: float
    bic: float
    df: int
    status: Status = Status.ESTIMABLE

    @property
    def minus_infinity(self) -> tuple[int, ...]:
        """Terms whose lists share nobody."""
        return tuple(a for a, value in zip(self.model.terms, self.parameters[1:], strict=True) if value == -inf)


def fit(table: CaptureTable, model: Model) -> Fit:
    """The fit of `model`; `NoEstimateError` where it has none on these counts."""
    found = fit_many(table, [model])[0]
    if isinstance(found, Refusal):
        raise found.error()
    return found


def check(table: CaptureTable, model: Model) -> Status:
    """Whether `model` has an estimate on these counts: 0 to 3."""
    return fit_many(table, [model])[0].status


def fit_many(table: CaptureTable, models: ModelSet | Sequence[Model]) -> tuple[Fit | Refusal, ...]:
    """The fits of many models to one table, in their order, in batches."""
    kept = models if isinstance(models, ModelSet) else ModelSet.of(models)
    if kept.terms.shape[1] != 1 << len(table.lists):
        raise ModelError("the models are not over as many lists as the table has", where=", ".join(table.lists))
    counts = table.full().astype(np.float64)
    batch = Engine(counts[None]).fit(kept.terms, np.zeros(len(kept), dtype=np.int64))
    estimable = np.flatnonzero(batch.status == Status.ESTIMABLE)
    errors = standard_errors(batch, kept.terms, estimable)
    expected = _expected(batch)
    deviances = _deviances(counts, expected, batch.live)
    constant = log_factorials(table)
    return tuple(
        _described(table, kept[n], batch, n, expected[n], float(errors[n]), float(deviances[n]), constant)
        for n in range(len(kept))
    )


def _described(
    table: CaptureTable,
    model: Model,
    batch: Batch,
    place: int,
    expected: Floats,
    error: float,
    deviance: float,
    constant: float,
) -> Fit | Refusal:
    """The fit at `place` of a batch made on `table`."""
    status = Status(int(batch.status[place]))
    if status is not Status.ESTIMABLE:
        return Refusal(model, status)
    parameters = tuple(batch.parameters[place, [0, *model.terms]].tolist())
    loglik, k, dark = float(batch.likelihood[place]) - constant, len(parameters), exp(parameters[0])
    return Fit(
        model=model,
        lists=table.lists,
        observed=table.observed,
        dark_figure=dark,
        estimate=table.observed + dark,
        standard_error=error,
        parameters=parameters,
        expected=expected,
        loglik=loglik,
        deviance=deviance,
        aic=2 * k - 2 * loglik,
        aicc=2 * k - 2 * loglik + correction(k, table.observed),
        bic=k * log(table.observed) - 2 * loglik,
        df=int(batch.live[place].sum()) - sum(map(isfinite, parameters)),
    )


def _expected(batch: Batch) -> Floats:
    """(fits, 2^t) people by history, the dark figure at position 0."""
    logs = np.ascontiguousarray(np.nan_to_num(batch.parameters, neginf=0.0).T)
    add_subsets(logs)
    possible = batch.live.copy()
    possible[:, 0] = True
    expected = np.where(possible, np.exp(np.where(possible, logs.T, 0.0)), 0.0)
    expected.setflags(write=False)
    return expected


def _deviances(counts: Floats, expected: Floats, live: Bools) -> Floats:
    """(fits,) twice the sum of n log(n/mu) - n + mu over the live histories."""
    means = np.where(live, expected, 1.0)
    each = np.log(np.maximum(counts, 1) / means) * counts - counts + means
    return np.asarray(np.maximum(0.0, 2 * np.where(live, each, 0.0).sum(axis=1)))


def correction(parameters: int, observed: int) -> float:
    """What AICc adds to AIC (Hurvich and Tsai, Biometrika 76, 1989); infinite with as many parameters as people."""
    rest = observed - parameters - 1
    return 2 * parameters * (parameters + 1) / rest if rest > 0 else inf


def log_factorials(table: CaptureTable) -> float:
    """Sum of the logs of the factorials of the counts."""
    from scipy.special import gammaln

    return float(gammaln(table.counts + 1.0).sum())
