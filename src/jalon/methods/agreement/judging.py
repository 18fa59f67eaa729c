"""The answer on agreement: counts first, then coefficients or why there are none."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from jalon.methods.agreement.coincidences import (
    alphas,
    coincidences,
    crossed,
    disagreement_weights,
    kappas,
    level_counts,
    pairable,
    raw_agreement,
)
from jalon.methods.agreement.dependence import RestsOn, common_sources, dependent_pair
from jalon.methods.agreement.model import (
    Agreement,
    Blind,
    Coefficient,
    Coverage,
    Finding,
    Floats,
    Ratings,
    Reason,
    Refusal,
    Scale,
    Statistic,
    Told,
    UnitRow,
    Weights,
)
from jalon.methods.agreement.resampling import check_settings, interval, replicates

FEWEST_UNITS = 10
"""Under so many units rated twice, a coefficient says more of chance than of the raters: the table is shown instead."""
_NOTHING: RestsOn = {}


def agreement(
    ratings: Ratings,
    *,
    coverage: Coverage,
    blind: Blind,
    rests_on: RestsOn = _NOTHING,
    weights: Weights | None = None,
    samples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Agreement:
    """Agreement of the raters on the units that two of them or more rated.

    coverage: whether the units are all that were to be judged, or a sample. blind: whether raters knew each other's
    levels. rests_on: what evaluations declare that they rest on. weights: of Cohen's kappa, for two raters; None asks for none.
    samples: bootstrap replicates, 0 for no interval; seed: of them; level: of the interval. Same input, same answer.
    """
    check_settings(samples, seed, level)
    counts = level_counts(ratings.codes, len(ratings.scale.levels))
    twice = pairable(counts)
    refused = _refused(ratings, len(twice), rests_on)
    resample = partial(_coefficient, units=len(twice), scale=ratings.scale, samples=samples, seed=seed, level=level)
    alpha = refused(Statistic.ALPHA) if refused else _alpha(ratings, twice, resample)
    kappa = None
    if weights is not None:
        kappa = refused(Statistic.KAPPA) if refused else _kappa(ratings, weights, resample)
    dependent = isinstance(alpha, Refusal) and alpha.reason is Reason.RESTS_ON_THE_OTHER
    return Agreement(
        raters=ratings.raters,
        units=len(ratings.units),
        rated=int((counts.sum(axis=1) > 0).sum()),
        pairable=len(twice),
        raw=None if dependent else raw_agreement(twice),
        alpha=alpha,
        kappa=kappa,
        told=tuple(_told(ratings, len(twice), (alpha, kappa), coverage, blind, rests_on)),
        rows=_rows(ratings) if len(twice) < FEWEST_UNITS else (),
    )


def kappa_of_table(table: Floats, weights: Weights | Floats) -> float | None:
    """Cohen's kappa of a table (V, V) of counts or shares of two raters; None where no disagreement could be expected.

    weights: by the number of levels apart, or a matrix (V, V) of the weight of each disagreement, 0 on its diagonal
    (Cohen 1968).
    """
    square = np.asarray(table, dtype=float)
    if square.ndim != 2 or square.shape[0] != square.shape[1] or not np.isfinite(square).all() or (square < 0).any():
        raise ValueError("the table must be square, of finite counts")
    far = (
        disagreement_weights(weights, len(square)) if isinstance(weights, Weights) else np.asarray(weights, dtype=float)
    )
    if far.shape != square.shape or (far < 0).any() or np.diagonal(far).any():
        raise ValueError("a weight for each pair of levels, none negative, 0 where the two agree")
    value = float(kappas(far, square))
    return None if np.isnan(value) else value


def _refused(ratings: Ratings, twice: int, rests_on: RestsOn) -> Callable[[Statistic], Refusal] | None:
    """What refuses every coefficient alike."""
    if len(ratings.raters) < 2:
        return partial(Refusal, reason=Reason.ONE_RATER)
    pair = dependent_pair(ratings.raters, rests_on)
    if pair:
        return partial(Refusal, reason=Reason.RESTS_ON_THE_OTHER, values={"one": pair[0], "other": pair[1]})
    if twice < FEWEST_UNITS:
        return partial(Refusal, reason=Reason.TOO_FEW_UNITS, values={"pairable": twice, "needed": FEWEST_UNITS})
    return None


_Resample = Callable[..., Coefficient | Refusal]


def _alpha(ratings: Ratings, twice: Floats, resample: _Resample) -> Coefficient | Refusal:
    return resample(Statistic.ALPHA, coincidences(twice), partial(alphas, ratings.scale))


def _kappa(ratings: Ratings, weights: Weights, resample: _Resample) -> Coefficient | Refusal:
    if len(ratings.raters) != 2:
        return Refusal(Statistic.KAPPA, Reason.NOT_TWO_RATERS, {"raters": len(ratings.raters)})
    if weights is not Weights.NONE and not ratings.scale.ordered:
        return Refusal(Statistic.KAPPA, Reason.NO_ORDER)
    levels = len(ratings.scale.levels)
    statistic = partial(kappas, disagreement_weights(weights, levels))
    return resample(Statistic.KAPPA, crossed(ratings.codes, levels), statistic, weights=weights)


def _coefficient(
    kind: Statistic,
    rows: Floats,
    statistic: Callable[[Floats], Floats],
    *,
    units: int,
    scale: Scale,
    samples: int,
    seed: int,
    level: float,
    weights: Weights | None = None,
) -> Coefficient | Refusal:
    """The coefficient of rows (units, V * V) with its interval."""
    levels = len(scale.levels)
    value = float(statistic(rows.sum(axis=0).reshape(levels, levels)))
    if np.isnan(value):
        return Refusal(kind, Reason.NO_VARIATION, {"units": units})
    found = interval(replicates(rows, statistic, samples, seed), level) if samples else None
    why = found if isinstance(found, Reason) else None
    kept = None if isinstance(found, Reason) else found
    return Coefficient(kind, value, units, scale.measurement, kept, why, weights)


def _told(
    ratings: Ratings,
    twice: int,
    found: tuple[Coefficient | Refusal | None, ...],
    coverage: Coverage,
    blind: Blind,
    rests_on: RestsOn,
) -> Iterator[Told]:
    """What a reader must know, in the order of importance."""
    intervals = [one.interval for one in found if isinstance(one, Coefficient) and one.interval]
    units = len(ratings.units)
    if intervals:
        yield _meaning(coverage, units, twice)
    if blind is not Blind.YES:
        yield Told(Finding.NOT_BLIND if blind is Blind.NO else Finding.BLIND_UNKNOWN)
    for one, other, source in common_sources(ratings.raters, rests_on):
        yield Told(Finding.COMMON_SOURCE, {"one": one, "other": other, "source": source})
    if twice < units:
        yield Told(Finding.UNITS_LEFT_OUT, {"left_out": units - twice, "units": units})
    undefined = max((one.undefined for one in intervals), default=0)
    if undefined:
        yield Told(Finding.REPLICATES_LEFT_OUT, {"left_out": undefined, "replicates": intervals[0].replicates})


def _meaning(coverage: Coverage, units: int, twice: int) -> Told:
    if coverage is Coverage.SAMPLE:
        return Told(Finding.SAMPLE_OF_UNITS, {"units": twice})
    return Told(Finding.ALL_UNITS_JUDGED if twice == units else Finding.UNITS_NOT_DRAWN, {"units": twice})


def _rows(ratings: Ratings) -> tuple[UnitRow, ...]:
    columns = range(len(ratings.raters))
    twice = np.flatnonzero((ratings.codes >= 0).sum(axis=1) >= 2)
    return tuple(
        UnitRow(ratings.units[row], tuple(ratings.level(int(row), column) for column in columns)) for row in twice
    )
