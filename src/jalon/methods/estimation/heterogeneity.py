"""The families of capture-recapture: M0, Mt, Mh and Mth by the number of lists a person is on; Mb and Mbh by their order.

With k the number of lists of a history, the log mean is (Cormack, Biometrics 45, 1989; Rivest and Baillargeon, Biometrics
63, 2007, as in R's Rcapture)

    M0, Mh   alpha + beta k + h(k)                every list reaches people equally
    Mt, Mth  alpha + beta_1 z_1 + ... + h(k)      each list has its own reach

where h says how unequally people are reached: nothing in M0 and Mt; tau (2^k - 1), Poisson; tau k^2 / 2, Darroch; tau
log(3.5 / (3.5 + k)), Gamma; and Chao's lower bound, the sum over j = 3..t of eta_j max(k - j + 1, 0), whose parameters
below zero are left out one by one, the lowest first. Mb and Mbh take the lists in the order of the columns: see `behaviour`.

h is an assumption that the counts hardly test: on the published Dutch data the three smooth ones range from 60,000 to
79,000 people with nearly the same deviance. Read them as a measure of what is not known.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, log

import numpy as np

from jalon.methods.estimation.behaviour import ORDER_MATTERS, columns, unseen
from jalon.methods.estimation.errors import NoEstimateError, one_of
from jalon.methods.estimation.existence import Status, has_maximum
from jalon.methods.estimation.fitting import ADVICE, REASONS, correction, log_factorials
from jalon.methods.estimation.intervals import refuse_level, wald_limits
from jalon.methods.estimation.lattice import Floats, sizes
from jalon.methods.estimation.results import Estimate
from jalon.methods.estimation.tables import CaptureTable


class Family(StrEnum):
    """As Rcapture's `closedp.t` names them. The total of Mb and Mbh, alone, depends on the order of the lists."""

    M0 = "M0"
    MT = "Mt"
    MB = "Mb"
    MBH = "Mbh"
    MH_CHAO = "Mh Chao (LB)"
    MH_POISSON = "Mh Poisson2"
    MH_DARROCH = "Mh Darroch"
    MH_GAMMA = "Mh Gamma3.5"
    MTH_CHAO = "Mth Chao (LB)"
    MTH_POISSON = "Mth Poisson2"
    MTH_DARROCH = "Mth Darroch"
    MTH_GAMMA = "Mth Gamma3.5"


_ORDERED = (Family.MB, Family.MBH)


@dataclass(frozen=True, eq=False)
class FamilyFit:
    """One family on one table; fields as in `Fit`. left_out: Chao's j whose parameter was below zero.

    parameters: of the columns in the formulas above, and of `behaviour.columns`, in that order.
    """

    family: Family
    observed: int
    dark_figure: float
    estimate: float
    standard_error: float
    parameters: tuple[float, ...]
    loglik: float
    deviance: float
    aic: float
    aicc: float
    bic: float
    df: int
    left_out: tuple[int, ...] = ()


def fit_family(table: CaptureTable, family: Family) -> FamilyFit:
    """The maximum likelihood fit; `NoEstimateError` where there is none on these counts, or no possible population."""
    family = one_of(Family, family)
    counts = table.full()[1:].astype(np.float64)
    base, extra = _reach(table, family), _unequal(table, family)
    kept = [j for j in extra if counts @ extra[j] > 0]
    while True:
        x = np.column_stack([*base, *(extra[j] for j in kept)])
        parameters = _maximise(x, counts, family)
        if "Chao" not in family or not kept or min(tail := parameters[len(base) :]) >= 0:
            return _described(table, family, x, parameters, tuple(j for j in extra if j not in kept))
        kept.pop(int(np.argmin(tail)))


def estimate_family(table: CaptureTable, family: Family, level: float = 0.95) -> Estimate:
    """The total under one family with its Wald interval on the log of the dark figure.

    Mb and Mbh say in `settings` and in a warning that they took the lists in the order of the columns.
    """
    refuse_level(level)
    family = one_of(Family, family)
    found, ordered = fit_family(table, family), family in _ORDERED
    return Estimate(
        observed=table.observed,
        estimate=found.estimate,
        interval=wald_limits(table.observed, found.dark_figure, found.standard_error, level),
        level=level,
        method="family",
        settings={"family": family.value, "interval": "wald", **({"order": ", ".join(table.lists)} if ordered else {})},
        models_considered=1,
        model=family.value,
        lists=table.lists,
        warnings=(ORDER_MATTERS,) if ordered else (),
        details={
            "loglik": found.loglik,
            "deviance": found.deviance,
            "aic": found.aic,
            "bic": found.bic,
            "df": found.df,
        },
    )


def _reach(table: CaptureTable, family: Family) -> list[Floats]:
    """Columns (2^t - 1,) of the intercept and of the reach of the lists."""
    if family in _ORDERED:
        return columns(len(table.lists), apart=family is Family.MBH)
    histories = np.arange(1, 1 << len(table.lists))
    if family.startswith(("M0", "Mh")):
        reach = [sizes(1 << len(table.lists))[1:].astype(np.float64)]
    else:
        reach = [(histories >> n & 1).astype(np.float64) for n in range(len(table.lists))]
    return [np.ones(len(histories)), *reach]


def _unequal(table: CaptureTable, family: Family) -> dict[int, Floats]:
    """Columns (2^t - 1,) of h: Chao's by their j, a smooth one by 0."""
    t = len(table.lists)
    k = sizes(1 << t)[1:].astype(np.float64)
    if "Chao" in family:
        return {j: np.maximum(k - j + 1, 0.0) for j in range(3, t + 1)}
    if "Poisson" in family:
        return {0: 2.0**k - 1}
    if "Darroch" in family:
        return {0: k**2 / 2}
    return {0: np.log(1 + k / 3.5)} if "Gamma" in family else {}


def _maximise(x: Floats, counts: Floats, family: Family) -> Floats:
    """(p,) parameters, by damped Newton steps from a weighted regression of log(n + 1/2)."""
    identifiable = np.linalg.matrix_rank(x) == x.shape[1]
    exists = has_maximum(x[counts == 0], x[counts > 0])
    if not (identifiable and exists):
        status = Status((0 if exists else 1) + (0 if identifiable else 2))
        raise NoEstimateError(REASONS[status], where=f"family {family.value}", advice=ADVICE)
    root = np.sqrt(counts + 0.5)
    parameters = np.linalg.lstsq(x * root[:, None], 2 * np.log(root) * root, rcond=None)[0]
    for _ in range(500):
        means = np.exp(np.minimum(x @ parameters, 60))
        step = np.linalg.solve(x.T * means @ x, x.T @ (counts - means))
        value = _value(x, counts, parameters)
        while _value(x, counts, parameters + step) < value - 1e-9 * (1 + abs(value)) and np.abs(step).max() > 1e-9:
            step = step / 2
        parameters = parameters + step
        if np.abs(step).max() < 1e-8:
            return np.asarray(parameters)
    raise ArithmeticError("a maximum that exists was not reached in 500 Newton steps")


def _value(x: Floats, counts: Floats, parameters: Floats) -> float:
    logs = x @ parameters
    return float(counts @ logs - np.exp(np.minimum(logs, 60)).sum())


def _unseen(table: CaptureTable, family: Family, parameters: Floats, figures: dict[str, float]) -> tuple[float, Floats]:
    """The dark figure and the derivatives (p,) of its logarithm by the parameters."""
    if family in _ORDERED:
        return unseen(parameters, len(table.lists), table.observed, figures)
    return exp(parameters[0]), np.eye(len(parameters))[0]


def _described(
    table: CaptureTable, family: Family, x: Floats, parameters: Floats, left_out: tuple[int, ...]
) -> FamilyFit:
    counts, means = table.full()[1:].astype(np.float64), np.exp(x @ parameters)
    figures = _figures(table, counts, means, len(parameters))
    dark, slopes = _unseen(table, family, parameters, figures)
    return FamilyFit(
        family=family,
        observed=table.observed,
        dark_figure=dark,
        estimate=table.observed + dark,
        standard_error=float(np.sqrt(slopes @ np.linalg.solve(x.T * means @ x, slopes))),
        parameters=tuple(parameters.tolist()),
        df=len(counts) - len(parameters),
        left_out=left_out,
        **figures,
    )


def _figures(table: CaptureTable, counts: Floats, means: Floats, k: int) -> dict[str, float]:
    """Log-likelihood, deviance and criteria of a fit of k parameters."""
    loglik = float(counts @ np.log(means) - means.sum()) - log_factorials(table)
    each = np.log(np.maximum(counts, 1) / means) * counts - counts + means
    return {
        "loglik": loglik,
        "deviance": max(0.0, float(2 * each.sum())),
        "aic": 2 * k - 2 * loglik,
        "aicc": 2 * k - 2 * loglik + correction(k, table.observed),
        "bic": k * log(table.observed) - 2 * loglik,
    }
