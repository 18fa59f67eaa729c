"""Krippendorff's alpha with its interval on 5,000 units and 20 raters, in CPU seconds.

    python -m benchmarks.agreement

Invented ordinal ratings on five levels, a fifth of them missing, fixed seed; 1,000 bootstrap replicates. Also one by one, as a
library that has no bootstrap would have to: the coefficient is computed anew on each of a few resampled tables. Target: 1 s.
"""

import sys
from time import process_time

import numpy as np

from jalon.methods.agreement import Blind, Coefficient, Coverage, Measurement, Ratings, Scale, agreement

UNITS, RATERS, SAMPLES, FEW = 5_000, 20, 1_000, 10
SECONDS = 1.0


def main() -> int:
    """Prints the seconds; 1 over the target."""
    ratings = drawn(np.random.default_rng(2026))
    start = process_time()
    alpha = alpha_of(ratings, SAMPLES)
    whole = process_time() - start
    start = process_time()
    for _ in range(FEW):
        alpha_of(ratings, 0)
    one = (process_time() - start) / FEW
    assert alpha.interval is not None
    print(f"alpha {alpha.value:.3f}, {alpha.interval.low:.3f} to {alpha.interval.high:.3f}, of {alpha.units:,} units")
    print(f"{SAMPLES:,} replicates on {UNITS:,} x {RATERS}: {whole:.2f} s CPU (target {SECONDS:.0f})")
    print(f"one coefficient: {1000 * one:.0f} ms, {SAMPLES:,} of them one by one: {SAMPLES * one:.0f} s")
    return int(whole > SECONDS)


def drawn(random: np.random.Generator) -> Ratings:
    """Raters who see the same level, one step off every third time."""
    true = random.integers(0, 5, size=(UNITS, 1))
    seen = np.clip(true + random.integers(-1, 2, size=(UNITS, RATERS)), 0, 4)
    codes = np.where(random.random((UNITS, RATERS)) < 0.2, -1, seen).astype(np.int16)
    names = tuple(map(str, range(UNITS)))
    return Ratings(Scale(tuple("abcde"), Measurement.ORDINAL), names, names[:RATERS], codes)


def alpha_of(ratings: Ratings, samples: int) -> Coefficient:
    """The coefficient, which these ratings have."""
    found = agreement(ratings, coverage=Coverage.SAMPLE, blind=Blind.YES, samples=samples).alpha
    assert isinstance(found, Coefficient)
    return found


if __name__ == "__main__":
    sys.exit(main())
