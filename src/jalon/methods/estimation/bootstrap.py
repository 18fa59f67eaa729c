"""Percentile and BCa limits of replicates, and what is wrong with them.

BCa (Efron, Journal of the American Statistical Association 82, 1987): with z0 the normal quantile of the share of
replicates under the estimate and a the acceleration, the limit at probability p is the replicates' quantile at
Phi(z0 + (z0 + z_p) / (1 - a (z0 + z_p))). a is a sixth of the skewness of the jackknife values, each history weighing as
many people as it has. Quantiles are those of Hyndman and Fan's eighth definition (The American Statistician 50, 1996).
"""

from dataclasses import dataclass
from math import floor, inf

import numpy as np

from jalon.methods.estimation.intervals import quantile, refuse_level
from jalon.methods.estimation.lattice import Floats, Ints
from jalon.methods.estimation.results import Caution, Interval

_OFF_CENTRE = 0.2  # share of replicates on one side of the estimate under which a reader is told


@dataclass(frozen=True)
class Limits:
    """An interval, None where none can be given, with its cautions. below: share of replicates under the estimate."""

    interval: Interval | None
    cautions: tuple[Caution, ...]
    below: float
    acceleration: float | None = None


def acceleration(left_out: Floats, people: Ints) -> float:
    """A sixth of the skewness of the jackknife values (m,), each for as many people; 0 where they are all equal.

    A value that is infinite (without one person there is no estimate) stands at the largest of the others.
    """
    finite = left_out[np.isfinite(left_out)]
    values = np.minimum(left_out, finite.max()) if finite.size else np.zeros_like(left_out)
    fall = np.average(values, weights=people) - values
    spread = float((people * fall**2).sum())
    return (
        0.0
        if spread <= 1e-18 * float((people * values**2).sum())
        else float((people * fall**3).sum()) / 6 / spread**1.5
    )


def sample_quantile(ordered: Floats, probability: float) -> float:
    """The eighth definition of Hyndman and Fan; infinite where it falls among replicates without an estimate."""
    place = min(max((len(ordered) + 1 / 3) * probability + 1 / 3, 1.0), float(len(ordered)))
    under = ordered[floor(place) - 1]
    over = ordered[min(floor(place), len(ordered) - 1)]
    share = place - floor(place)
    if share < 1e-12:
        return float(under)
    return inf if over == inf else float(under + share * (over - under))


def percentile(totals: Floats, estimate: float, level: float) -> Limits:
    """The quantiles at (1 - level) / 2 and (1 + level) / 2 of totals (replicates,)."""
    refuse_level(level)
    ordered = np.sort(totals)
    low, high = (sample_quantile(ordered, p) for p in ((1 - level) / 2, (1 + level) / 2))
    return _limits(Interval(low, high, level, "percentile"), [], totals, estimate, None)


def bca(totals: Floats, estimate: float, left_out: Floats, people: Ints, level: float) -> Limits:
    """BCa limits from totals (replicates,), the estimate and its jackknife values (m,) for people (m,) each."""
    refuse_level(level)
    below, bend = share_below(totals, estimate), acceleration(left_out, people)
    if below in (0.0, 1.0):
        return _limits(None, [_one_sided(below, len(totals))], totals, estimate, bend)
    centre = quantile(below)
    steps = [centre + quantile(p) for p in ((1 - level) / 2, (1 + level) / 2)]
    if any(1 - bend * step <= 0 for step in steps):
        text = "The jackknife is so skewed that the BCa correction has no sense here; no interval is given."
        return _limits(None, [Caution("bca-undefined", text, {"acceleration": bend})], totals, estimate, bend)
    probabilities = [_normal(centre + step / (1 - bend * step)) for step in steps]
    ordered = np.sort(totals)
    low, high = (sample_quantile(ordered, p) for p in probabilities)
    cautions = _at_the_ends(probabilities, len(totals), below)
    return _limits(Interval(low, high, level, "bca"), cautions, totals, estimate, bend)


def share_below(totals: Floats, estimate: float) -> float:
    """Share of the replicates under the estimate; those equal to it but for rounding are not under it."""
    return float((totals < estimate * (1 - 1e-9)).mean())


def _normal(value: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(value))


def _one_sided(below: float, replicates: int) -> Caution:
    side = "below" if below == 0 else "above or at"
    text = (
        f"None of {replicates} replicates is {side} the estimate: the BCa correction is infinite, no interval is given."
    )
    return Caution("bca-undefined", text, {"replicates": replicates, "below": below})


def _at_the_ends(probabilities: list[float], replicates: int, below: float) -> list[Caution]:
    """Limits that are the smallest or largest replicate."""
    found, step = [], 1 / (replicates + 1 / 3)
    for code, name, reached in (
        ("bca-on-minimum", "lower limit is the smallest", probabilities[0] <= 2 / 3 * step),
        ("bca-on-maximum", "upper limit is the largest", probabilities[1] >= 1 - 2 / 3 * step),
    ):
        if reached:
            text = (
                f"The {name} of {replicates} replicates: {below:.0%} of them are below the estimate, and the correction for "
                "that runs off the end. This limit is a matter of chance and of their number, not of the level."
            )
            found.append(Caution(code, text, {"replicates": replicates, "below": below}))
    return found


def _limits(
    interval: Interval | None, cautions: list[Caution], totals: Floats, estimate: float, bend: float | None
) -> Limits:
    below, without = share_below(totals, estimate), int((~np.isfinite(totals)).sum())
    if min(below, 1 - below) < _OFF_CENTRE:
        text = (
            f"{below:.0%} of the replicates are below the estimate: resampling and choosing again moves it to one side, "
            "so that the estimate itself is probably off."
        )
        cautions.append(Caution("estimate-off-centre", text, {"below": below}))
    if without:
        text = f"{without} of {len(totals)} replicates have no estimate; they count as infinitely large."
        cautions.append(Caution("replicates-without-estimate", text, {"without": without, "replicates": len(totals)}))
    if interval and interval.high == inf:
        text = "So many replicates have no estimate that nothing bounds the total from above."
        cautions.append(Caution("no-upper-limit", text))
    if interval and not interval.low <= estimate <= interval.high:
        text = "The estimate is outside its own interval: the two must not be quoted together."
        cautions.append(Caution("estimate-outside-interval", text))
    return Limits(interval, tuple(cautions), below, bend)
