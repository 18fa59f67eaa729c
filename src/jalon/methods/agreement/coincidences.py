"""Counts behind the coefficients, and the coefficients themselves, for one table or for many at once.

Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability. Cohen, J. (1960), A coefficient of agreement for
nominal scales; (1968), Weighted kappa. V is the number of levels; a leading axis holds replicates.
"""

import numpy as np

from jalon.methods.agreement.model import Codes, Floats, Measurement, Raw, Scale, Share, Weights


def level_counts(codes: Codes, levels: int) -> Floats:
    """(units, V): how many raters gave each level to each unit."""
    flat = (np.arange(len(codes), dtype=np.int64)[:, None] * (levels + 1)) + (codes.astype(np.int64) + 1)
    counts = np.bincount(flat.ravel(), minlength=len(codes) * (levels + 1)).reshape(len(codes), levels + 1)
    return counts[:, 1:].astype(float)


def pairable(counts: Floats) -> Floats:
    """The rows of units that two raters or more rated: only they say anything on agreement."""
    return np.asarray(counts[counts.sum(axis=1) >= 2])


def raw_agreement(counts: Floats) -> Raw:
    """Units and pairs of ratings that agree; counts (pairable units, V)."""
    whole = counts.sum(axis=1)
    alike = (counts * (counts - 1)).sum() / 2
    pairs = (whole * (whole - 1)).sum() / 2
    agreed = int((counts.max(axis=1, initial=0) == whole).sum())
    return Raw(Share(agreed, len(counts)), Share(round(alike), round(pairs)))


def coincidences(counts: Floats) -> Floats:
    """(units, V * V): what each pairable unit adds to the matrix of coincidences; a unit of m ratings adds m in all."""
    size, levels = counts.shape
    pairs = counts[:, :, None] * counts[:, None, :]
    places = np.arange(levels)
    pairs[:, places, places] -= counts
    return np.asarray(pairs.reshape(size, levels * levels) / (counts.sum(axis=1) - 1)[:, None])


def distances(scale: Scale, totals: Floats) -> Floats:
    """(..., V, V) squared distances between levels; totals (..., V): how often each level was given to pairable units.

    Only the ordinal distance depends on the totals: it counts the ratings from the middle of one level to the middle of the
    other.
    """
    size = totals.shape[-1]
    if scale.measurement is Measurement.NOMINAL:
        return 1.0 - np.eye(size)
    if scale.measurement is Measurement.ORDINAL:
        middle = np.cumsum(totals, axis=-1) - totals / 2
        return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)
    values = np.asarray(scale.values, dtype=float)
    apart = values[:, None] - values[None, :]
    if scale.measurement is Measurement.INTERVAL:
        return np.asarray(apart**2)
    sums = values[:, None] + values[None, :]
    return np.asarray(np.divide(apart, sums, out=np.zeros_like(apart), where=sums != 0) ** 2)


def alphas(scale: Scale, matrices: Floats) -> Floats:
    """(...) Krippendorff's alpha of matrices of coincidences (..., V, V); NaN where nothing varies (kept inside)."""
    totals = matrices.sum(axis=-1)
    far = distances(scale, totals)
    whole = totals.sum(axis=-1)
    observed = (matrices * far).sum(axis=(-2, -1)) * (whole - 1)
    expected = np.einsum("...i,...ij,...j->...", totals, np.broadcast_to(far, matrices.shape), totals)
    return one_minus(observed, expected)


def kappas(far: Floats, tables: Floats) -> Floats:
    """(...) weighted kappa of tables (..., V, V) of two raters; far (V, V): weight of each disagreement, 0 on the diagonal."""
    whole = tables.sum(axis=(-2, -1))
    observed = (tables * far).sum(axis=(-2, -1)) * whole
    expected = np.einsum("...i,ij,...j->...", tables.sum(axis=-1), far, tables.sum(axis=-2))
    return one_minus(observed, expected)


def one_minus(observed: Floats, expected: Floats) -> Floats:
    """1 - observed / expected; NaN where no disagreement could be expected."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(expected > 0, 1.0 - observed / expected, np.nan))


def disagreement_weights(weights: Weights, levels: int) -> Floats:
    """(V, V) by the number of levels between two ratings."""
    steps = np.abs(np.subtract.outer(np.arange(levels), np.arange(levels))).astype(float)
    match weights:
        case Weights.NONE:
            return np.asarray(np.sign(steps))
        case Weights.LINEAR:
            return steps
        case Weights.QUADRATIC:
            return np.asarray(steps**2)


def crossed(codes: Codes, levels: int) -> Floats:
    """(units, V * V) of the units that both raters rated: one 1 in each row, at (level of first, level of second)."""
    both = codes[(codes >= 0).all(axis=1)].astype(np.int64)
    table = np.zeros((len(both), levels * levels))
    table[np.arange(len(both)), both[:, 0] * levels + both[:, 1]] = 1.0
    return table
