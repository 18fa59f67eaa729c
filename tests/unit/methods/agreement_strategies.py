"""Hypothesis strategies of ratings, shared by the tests of agreement."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from jalon.methods.agreement import Measurement, Ratings, Scale

LEVELS = ("a", "b", "c", "d", "e")
ANY = st.sampled_from(Measurement)
VALUES = (0.0, 1.0, 2.0, 4.0, 8.0)


def scale(measurement: Measurement, levels: int = len(LEVELS)) -> Scale:
    """Levels with numbers of their own, unevenly apart."""
    return Scale(LEVELS[:levels], measurement, VALUES[:levels])


def ratings_of(codes: np.ndarray, on: Scale) -> Ratings:
    """Codes (units, raters) with invented names."""
    units, raters = codes.shape
    return Ratings(
        on, tuple(f"u{n}" for n in range(units)), tuple(f"r{n}" for n in range(raters)), codes.astype(np.int16)
    )


@st.composite
def ratings(draw: st.DrawFn, measurements: st.SearchStrategy[Measurement] = ANY) -> Ratings:
    """Ten to eighteen units, two to four raters, gaps included."""
    on = scale(draw(measurements))
    shape = draw(st.tuples(st.integers(10, 18), st.integers(2, 4)))
    return ratings_of(draw(arrays.arrays(np.int16, shape, elements=st.integers(-1, len(LEVELS) - 1))), on)
