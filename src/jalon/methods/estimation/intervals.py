"""Intervals of one fitted model: Wald and profile likelihood.

Both take the model as if it had been known in advance. After a choice among models they are too short: bootstrap then.
"""

from collections.abc import Callable
from math import exp, inf, lgamma, log

import numpy as np

from jalon.methods.estimation.errors import SettingError, refuse_unless_number
from jalon.methods.estimation.existence import design
from jalon.methods.estimation.fitting import Fit
from jalon.methods.estimation.lattice import Floats
from jalon.methods.estimation.results import Interval
from jalon.methods.estimation.tables import CaptureTable

_NOBODY, _EVERYBODY = -12.0, 40.0  # logs of unseen people under and over which nobody looks


def quantile(probability: float) -> float:
    """Of the standard normal law."""
    from scipy.special import ndtri

    return float(ndtri(probability))


def refuse_level(level: float) -> None:
    """`SettingError` unless the level is between 0 and 1."""
    refuse_unless_number("level", level)
    if not 0 < level < 1:
        raise SettingError(f"level {level}", advice="Give a share between 0 and 1, such as 0.95")


def wald(fit: Fit, level: float = 0.95) -> Interval:
    """M + D exp(-z s) to M + D exp(z s): normal on the log of the dark figure D, s its standard error."""
    return wald_limits(fit.observed, fit.dark_figure, fit.standard_error, level)


def wald_limits(observed: int, dark: float, error: float, level: float) -> Interval:
    """As `wald`, from the figures."""
    refuse_level(level)
    factor = exp(min(quantile((1 + level) / 2) * error, 700.0))
    return Interval(observed + dark / factor, observed + dark * factor, level, "wald")


def profile(table: CaptureTable, fit: Fit, level: float = 0.95) -> Interval:
    """All totals N whose multinomial profile likelihood is within half a chi-squared quantile of its maximum.

    For N people, N - M unseen, the counts are multinomial; the log-linear parameters maximise at each N (Cormack,
    Biometrics 48, 1992, as in Rcapture's closedpCI). Its maximum is close to the Poisson estimate, not equal to it. high
    is infinite where no total, however large, is unlikely enough.
    """
    refuse_level(level)
    likelihood = _Profile(table, fit)
    top = _maximum(likelihood, log(max(fit.dark_figure, 1e-3)))
    drop = quantile((1 + level) / 2) ** 2 / 2

    def over(place: float) -> float:
        return likelihood(place) - likelihood(top) + drop

    low = fit.observed + exp(_crossing(over, top, -1.0))
    return Interval(low, fit.observed + exp(_crossing(over, top, 1.0)), level, "profile")


class _Profile:
    """log profile likelihood at the log of the number of unseen people."""

    def __init__(self, table: CaptureTable, fit: Fit) -> None:
        terms = np.array([0, *fit.model.terms])
        values = np.array(fit.parameters)
        live = np.flatnonzero(fit.expected > 0)
        self.design, self.parameters = design(live, terms[np.isfinite(values)]), values[np.isfinite(values)]
        self.counts = table.full()[live].astype(np.float64)
        self.known: dict[float, float] = {}

    def __call__(self, place: float) -> float:
        if place not in self.known:
            self.known[place] = self._at(exp(place))
        return self.known[place]

    def _at(self, unseen: float) -> float:
        counts = self.counts.copy()
        counts[0] = unseen  # live[0] is the history of nobody's lists
        means = self._fitted(counts)
        total = counts.sum()
        return lgamma(total + 1) - lgamma(unseen + 1) + float((counts * np.log(means / total)).sum())

    def _fitted(self, counts: Floats) -> Floats:
        """Means of the log-linear model on the completed table, by damped Newton steps."""
        value, means = -inf, np.exp(self.design @ self.parameters)
        stats = self.design.T @ counts
        value = float(stats @ self.parameters - means.sum())
        for _ in range(200):
            step = np.linalg.solve(self.design.T * means @ self.design, stats - self.design.T @ means)
            parameters, scale = self.parameters + step, 1.0
            while (moved := self._value(stats, parameters)) < value - 1e-9 * (1 + abs(value)) and scale > 1e-6:
                scale /= 2
                parameters = self.parameters + scale * step
            self.parameters, value = parameters, moved
            means = np.exp(self.design @ parameters)
            if np.abs(step).max() < 1e-8:
                break
        return np.asarray(means)

    def _value(self, stats: Floats, parameters: Floats) -> float:
        return float(stats @ parameters - np.exp(np.minimum(self.design @ parameters, 60)).sum())


def _maximum(likelihood: Callable[[float], float], start: float) -> float:
    """Where the likelihood is highest; near nobody where it only falls."""
    from scipy.optimize import minimize_scalar

    bounds = (_NOBODY, max(start, 0.0) + 6.0)
    found = minimize_scalar(lambda place: -likelihood(float(place)), bounds=bounds, options={"xatol": 1e-9})
    return float(found.x)


def _crossing(over: Callable[[float], float], top: float, direction: float) -> float:
    """The log of unseen people at which `over` falls through zero, going from `top`; infinite where it never does."""
    from scipy.optimize import brentq

    inside, step = top, 0.25
    for _ in range(60):
        outside = inside + direction * step
        if not _NOBODY <= outside <= _EVERYBODY:
            return direction * inf
        if over(outside) < 0:
            return float(brentq(over, *sorted((inside, outside)), xtol=1e-10))
        inside, step = outside, step * 1.5
    return direction * inf
