"""The compiled sweeps of the latent class sampler. Imports numba: only `bayes_latent` imports this, when it samples.

Arrays: counts (m,) people by observed history, marks (m, t) uint8 its 0/1 marks; presence (t, K) the probability that a
member of class k is on list j; shares (K,) of the classes; alpha (1,) the concentration. The last three are the state of
a chain: they are changed in place, so that a chain can be continued.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jalon.methods.estimation.lattice import Floats, Ints

HIGHEST_RATE = 1e15  # of unseen people: beyond, their number would not fit a 64-bit integer


@njit(nogil=True)
def _gamma(rng: Any, shape: float) -> float:
    """A gamma variate; of its own so that it is compiled once."""
    return float(rng.standard_gamma(shape))


@njit(nogil=True)
def _log_gamma(rng: Any, shape: float) -> float:
    """The logarithm of a gamma variate: with a small shape the variate would underflow (Marsaglia and Tsang 2000)."""
    return float(np.log(_gamma(rng, shape + 1.0)) + np.log(1.0 - rng.random()) / shape)


@njit(nogil=True)
def _allocate(rng: Any, people: int, weights: Floats, found: Ints) -> None:
    """Adds to `found` (K,) a multinomial division of `people` by `weights` (K,), class after class."""
    left, last, mass = people, len(weights) - 1, 0.0
    for k in range(last + 1):
        mass += weights[k]
    for k in range(last):
        if left == 0:
            return
        if weights[k] > 0.0:
            chosen = left if weights[k] >= mass else rng.binomial(left, weights[k] / mass)
            found[k] += chosen
            left -= chosen
            mass -= weights[k]
    found[last] += left


@njit(nogil=True)
def _weigh(marks: NDArray[np.uint8], presence: Floats, shares: Floats, weights: Floats) -> None:
    """Fills `weights` (K,): the probability of each class together with a history."""
    for k in range(len(shares)):
        weights[k] = shares[k]
    for j in range(len(marks)):
        for k in range(len(shares)):
            weights[k] *= presence[j, k] if marks[j] else 1.0 - presence[j, k]


@njit(nogil=True)
def _members(
    rng: Any, counts: Ints, marks: NDArray[np.uint8], presence: Floats, shares: Floats, on: Ints, size: Ints
) -> int:
    """Draws the class of everybody, seen or not: `on` (t, K) members on each list, `size` (K,) members. Returns unseen."""
    lists, classes = presence.shape
    weights, some = np.empty(classes), np.empty(classes, dtype=np.int64)
    people = 0
    for k in range(classes):
        size[k] = 0
        for j in range(lists):
            on[j, k] = 0
    for cell in range(len(counts)):
        _weigh(marks[cell], presence, shares, weights)
        for k in range(classes):
            some[k] = 0
        _allocate(rng, counts[cell], weights, some)
        people += counts[cell]
        for k in range(classes):
            size[k] += some[k]
            for j in range(lists):
                on[j, k] += some[k] * marks[cell, j]
    _weigh(np.zeros(lists, dtype=np.uint8), presence, shares, weights)
    never, ever = 0.0, 0.0
    for k in range(classes):
        never += weights[k]
        ever += shares[k] - weights[k]
    rate = _gamma(rng, float(people)) * never / max(ever, 1e-300)
    unseen = rng.poisson(min(rate, HIGHEST_RATE))
    _allocate(rng, unseen, weights, size)
    return int(unseen)


@njit(nogil=True)
def _reorder(rng: Any, on: Ints, size: Ints, alpha: float) -> None:
    """Tries to swap each class with the next one, so that large ones come first on the stick.

    Given the classes of all, the swap of a members with b changes the probability by (alpha + b + T) / (alpha + a + T), T
    members of later classes, the stick integrated out (after Papaspiliopoulos and Roberts, Biometrika 95, 2008).
    """
    lists, classes = on.shape
    after = 0
    for k in range(classes):
        after += size[k]
    for k in range(classes - 2):
        a, b = size[k], size[k + 1]
        after -= a
        if rng.random() * (alpha + a + after - b) < alpha + after:
            size[k], size[k + 1] = b, a
            after += a - b
            for j in range(lists):
                on[j, k], on[j, k + 1] = on[j, k + 1], on[j, k]


@njit(nogil=True)
def _parameters(
    rng: Any, on: Ints, size: Ints, presence: Floats, shares: Floats, alpha: Floats, shape: float, rate: float
) -> None:
    """Draws presence, then shares by breaking a stick, then the concentration, given everybody's class."""
    lists, classes = presence.shape
    for j in range(lists):
        for k in range(classes):
            yes = _gamma(rng, 1.0 + on[j, k])
            presence[j, k] = yes / (yes + _gamma(rng, 1.0 + size[k] - on[j, k]))
    after, log_left = 0, 0.0
    for k in range(classes):
        after += size[k]
    for k in range(classes - 1):
        after -= size[k]
        log_taken = _log_gamma(rng, 1.0 + size[k])
        log_rest = _log_gamma(rng, alpha[0] + after)
        log_sum = max(log_taken, log_rest) + np.log1p(np.exp(-abs(log_taken - log_rest)))
        shares[k] = np.exp(log_left + log_taken - log_sum)
        log_left += log_rest - log_sum
    shares[classes - 1] = np.exp(log_left)
    alpha[0] = max(_gamma(rng, shape + classes - 1.0) / (rate - log_left), 1e-300)


@njit(nogil=True)
def sweep(
    rng: Any,
    counts: Ints,
    marks: NDArray[np.uint8],
    presence: Floats,
    shares: Floats,
    alpha: Floats,
    prior: tuple[float, float],
    skipped: int,
    thinning: int,
    unseen: Ints,
    occupied: Ints,
) -> None:
    """Sweeps `skipped` times, then fills `unseen` and `occupied` (draws,) zeros, a draw every `thinning` sweeps."""
    lists, classes = presence.shape
    on, size = np.empty((lists, classes), dtype=np.int64), np.empty(classes, dtype=np.int64)
    for n in range(-skipped, len(unseen) * thinning):
        missing = _members(rng, counts, marks, presence, shares, on, size)
        _reorder(rng, on, size, alpha[0])
        _parameters(rng, on, size, presence, shares, alpha, prior[0], prior[1])
        if n >= 0 and (n + 1) % thinning == 0:
            unseen[n // thinning] = missing
            for k in range(classes):
                occupied[n // thinning] += size[k] > 0
