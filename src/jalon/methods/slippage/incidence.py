"""Cumulative incidence with a competing risk (Aalen-Johansen), and the product limit (Kaplan-Meier) of both ends together.

Aalen, O. O. and Johansen, S. (1978); Kaplan, E. L. and Meier, P. (1958), by `scipy.stats.ecdf`. Variance by the delta method
(Marubini, E. and Valsecchi, M. G. 1995, 10.4): without a competing risk it is Greenwood's. Intervals are pointwise, on the scale
log(-log) (Kalbfleisch, J. D. and Prentice, R. L.), so that they stay between 0 and 1.

What ends on the day on which another is lost from sight ended first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from jalon.methods.slippage.following import End

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_ROUNDING = 1e-9
_WIDEST = 50.0  # beyond, the limits are 0 and 1 to the last digit


@dataclass(frozen=True, slots=True)
class Limits:
    """A pointwise interval at the level that was asked."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Point:
    """The curve from this day on, to the next point.

    at_risk: promises still followed and still open just before that day. kept, dropped: how many were on that day. incidence: share
    kept by then; given_up: share dropped by then. error: standard error of `incidence`. limits: None while it is 0 or 1.
    """

    days: int
    at_risk: int
    kept: int
    dropped: int
    incidence: float
    given_up: float
    error: float
    limits: Limits | None


@dataclass(frozen=True, slots=True)
class Curve:
    """Share of promises kept, by days since they were made. Before the first point it is 0; after `until` it is not known.

    total: promises at risk on day 0. until: the longest follow-up.
    """

    points: tuple[Point, ...]
    total: int
    until: int
    level: float

    def at(self, days: int) -> Point | None:
        """The point that holds on a day; None after the longest follow-up, where nothing is known, and before day 0."""
        if days < 0 or days > self.until:
            return None
        before = [point for point in self.points if point.days <= days]
        return before[-1] if before else Point(0, self.total, 0, 0, 0.0, 0.0, 0.0, None)


def curve(days: Sequence[int], ends: Sequence[End], level: float = 0.95) -> Curve:
    """The curve of promises followed for `days`, each with its end. Raises `ValueError` for none, or for a negative duration."""
    times, codes = np.asarray(days, dtype=np.int64), np.asarray(ends, dtype=np.int64)
    if not len(times) or len(times) != len(codes) or times.min() < 0:
        raise ValueError("as many ends as durations, at least one, none of them negative")
    if not 0.5 <= level < 1:
        raise ValueError(f"level {level}: from 0.5 to below 1")
    moments = np.unique(times[codes != End.OPEN])
    at_risk = len(times) - np.searchsorted(np.sort(times), moments, side="left")
    kept, dropped = (_on(moments, times[codes == end]) for end in (End.KEPT, End.DROPPED))
    before = _open_before(times, codes, moments)
    incidence, given_up = (np.minimum(np.cumsum(before * count / at_risk), 1.0) for count in (kept, dropped))
    errors = np.sqrt(_variance(at_risk, kept, kept + dropped, before, incidence))
    points = tuple(
        Point(
            days=int(moments[row]),
            at_risk=int(at_risk[row]),
            kept=int(kept[row]),
            dropped=int(dropped[row]),
            incidence=float(incidence[row]),
            given_up=float(given_up[row]),
            error=float(errors[row]),
            limits=_limits(float(incidence[row]), float(errors[row]), level),
        )
        for row in range(len(moments))
    )
    return Curve(points, len(times), int(times.max()), level)


def still_open(days: Sequence[int], ended: Sequence[bool]) -> tuple[tuple[int, float], ...]:
    """Kaplan-Meier: (day, share still open from that day on), for each day on which one ended."""
    times, over = np.asarray(days, dtype=float), np.asarray(ended, dtype=bool)
    moments = np.unique(times[over])
    return tuple((int(day), float(share)) for day, share in zip(moments, _survival(times, over, moments), strict=True))


def _on(moments: Ints, times: Ints) -> Ints:
    """(moments,) how many of the times fall on each."""
    found = np.zeros(len(moments), dtype=np.int64)
    np.add.at(found, np.searchsorted(moments, times), 1)
    return found


def _survival(times: Floats, ended: NDArray[np.bool_], at: Floats) -> Floats:
    """Share still open on the days `at`."""
    from scipy.stats import CensoredData, ecdf  # here: half a second that only curves pay

    return np.asarray(ecdf(CensoredData.right_censored(times, ~ended)).sf.evaluate(at), dtype=float)


def _open_before(times: Ints, codes: Ints, moments: Ints) -> Floats:
    """(moments,) share still open just before each: days are whole, so it is that of half a day earlier."""
    if not len(moments):
        return np.zeros(0)
    return _survival(times.astype(float), codes != End.OPEN, moments.astype(float) - 0.5)


def _variance(at_risk: Ints, kept: Ints, ended: Ints, before: Floats, incidence: Floats) -> Floats:
    """(moments,) variance of the incidence at each moment."""
    size = len(at_risk)
    still = at_risk - ended
    gone = np.divide(ended, at_risk * still, out=np.zeros(size), where=still > 0)
    own = before**2 * (at_risk - kept) * kept / at_risk.astype(float) ** 3
    shared = before * kept / at_risk.astype(float) ** 2
    ahead = np.tril(incidence[:, None] - incidence[None, :])  # from each earlier moment to this one
    past = np.tri(size)
    return np.asarray(np.maximum((ahead**2) @ gone + past @ own - 2 * (ahead @ shared), 0.0))


def _limits(share: float, error: float, level: float) -> Limits | None:
    """None where rounding alone keeps the share from 0 or 1, or the error from 0: there the scale has no place for it."""
    if min(share, 1 - share, error) < _ROUNDING:
        return None
    normal = NormalDist().inv_cdf((1 + level) / 2)
    wide = min(normal * error / (share * -log(share)), _WIDEST)
    return Limits(share ** exp(wide), share ** exp(-wide))
