"""Coefficients against worked examples as published, and against a library."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings

from jalon.methods.agreement import (
    Agreement,
    Blind,
    Coefficient,
    Coverage,
    Measurement,
    Ratings,
    Reason,
    Refusal,
    Scale,
    Share,
    Weights,
    agreement,
    kappa_of_table,
)
from tests.unit.methods.agreement_strategies import ratings

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section D: four observers, twelve units, gaps.
KRIPPENDORFF_2011 = """
    1 2 3 3 2 1 4 1 2 . . .
    1 2 3 3 2 2 4 1 2 5 . 3
    . 3 3 3 2 3 4 2 2 5 1 .
    1 2 3 3 2 4 4 1 2 5 1 .
"""
# Cohen (1968), Weighted kappa, table 1: per cent of patients by the diagnoses of two psychiatrists.
COHEN_1968 = np.array([[44, 7, 9], [5, 20, 5], [1, 3, 6]])
COHEN_1968_WEIGHTS = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]])
# Agresti, Winner (1983): answers of 91 couples, husband by wife; coefficients as printed by the R package vcd.
SEXUAL_FUN = np.array([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])


def answered(given: Ratings, samples: int = 0) -> Agreement:
    return agreement(given, coverage=Coverage.ALL, blind=Blind.YES, samples=samples)


def krippendorff_2011(measurement: Measurement) -> Ratings:
    rows = [line.split() for line in KRIPPENDORFF_2011.strip().splitlines()]
    scale = Scale(("1", "2", "3", "4", "5"), measurement, (1, 2, 3, 4, 5))
    raters, units = "ABCD", [str(number) for number in range(1, 13)]
    given = [
        (unit, rater, None if level == "." else level)
        for rater, row in zip(raters, rows, strict=True)
        for unit, level in zip(units, row, strict=True)
    ]
    return Ratings.of(scale, units, raters, given)


@pytest.mark.parametrize(
    ("measurement", "printed"),
    [
        (Measurement.NOMINAL, 0.743),
        (Measurement.ORDINAL, 0.815),
        (Measurement.INTERVAL, 0.849),
        (Measurement.RATIO, 0.797),
    ],
)
def test_alpha_is_that_of_krippendorff(measurement: Measurement, printed: float) -> None:
    alpha = answered(krippendorff_2011(measurement)).alpha
    assert isinstance(alpha, Coefficient)
    assert round(alpha.value, 3) == printed
    assert alpha.units == 11


def test_counts_stand_beside_the_coefficient() -> None:
    answer = answered(krippendorff_2011(Measurement.NOMINAL))
    assert (answer.units, answer.rated, answer.pairable) == (12, 12, 11)
    assert answer.raw is not None
    assert answer.raw.units == Share(8, 11)
    assert answer.raw.pairs == Share(43, 55)


def test_kappa_is_that_of_cohen() -> None:
    plain, weighted = kappa_of_table(COHEN_1968, Weights.NONE), kappa_of_table(COHEN_1968, COHEN_1968_WEIGHTS)
    assert plain is not None and weighted is not None
    assert (round(plain, 3), round(weighted, 3)) == (0.492, 0.348)


def test_weighted_kappa_is_that_of_the_couples() -> None:
    plain, linear = kappa_of_table(SEXUAL_FUN, Weights.NONE), kappa_of_table(SEXUAL_FUN, Weights.LINEAR)
    assert plain is not None and linear is not None
    assert (round(plain, 4), round(linear, 4)) == (0.1293, 0.2374)


@given(ratings())
@settings(max_examples=40, deadline=None)
def test_alpha_is_that_of_the_library(given: Ratings) -> None:
    answer = answered(given)
    held = np.where(given.codes < 0, np.nan, np.asarray(given.scale.values)[given.codes])
    if isinstance(answer.alpha, Refusal):
        assert answer.alpha.reason in (Reason.TOO_FEW_UNITS, Reason.NO_VARIATION)
        return
    theirs = krippendorff.alpha(
        reliability_data=held.T, level_of_measurement=given.scale.measurement.value, value_domain=given.scale.values
    )
    assert answer.alpha.value == pytest.approx(theirs, abs=1e-9)
