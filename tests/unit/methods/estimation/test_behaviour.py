"""Mb and Mbh: the figures of Rcapture, of the removal estimate, and no population where none is possible."""

from math import exp, log
from typing import Any

import numpy as np
import pytest

from jalon.methods.estimation import CaptureTable, Family, NoEstimateError, estimate_family, fit_family
from jalon.methods.estimation.cautions_fr import FRENCH
from tests.unit.methods.estimation import reference
from tests.unit.methods.estimation.reference import table

ROWS = [
    (result["dataset"], row)
    for result in reference.results("Rcapture::closedp.t")
    for row in result["table"]
    if row["model"] in ("Mb", "Mbh")
]


def _population(row: dict[str, Any], of: str) -> bool:
    return bool(row["N"] >= table(of).observed)


def _figures(of: str, family: Family) -> dict[str, float]:
    """Of the fit, or of the one behind the refusal; « total » too."""
    try:
        found = fit_family(table(of), family)
    except NoEstimateError as refused:
        return refused.details
    return {name: getattr(found, name) for name in ("deviance", "aic", "bic")} | {"total": found.estimate}


@pytest.mark.parametrize(("of", "row"), ROWS, ids=[f"{of} {row['model']}" for of, row in ROWS])
def test_the_fit_is_that_of_rcapture_also_behind_a_refusal(of: str, row: dict[str, Any]) -> None:
    found = _figures(of, Family(row["model"]))
    assert (found["aic"], found["bic"], found["deviance"]) == pytest.approx(
        (row["aic"], row["bic"], row["dev"]), rel=1e-9
    )
    assert found["total"] == pytest.approx(row["N"], rel=1e-6)


@pytest.mark.parametrize(("of", "row"), [pair for pair in ROWS if _population(pair[1], pair[0])])
def test_a_possible_population_has_r_s_degrees_of_freedom_and_error(of: str, row: dict[str, Any]) -> None:
    found = fit_family(table(of), Family(row["model"]))
    assert found.df == row["df"]
    if row["model"] == "Mb":  # up to 16 % larger in R for Mbh: another definition of the variance
        dark = found.dark_figure
        assert (dark + (dark * found.standard_error) ** 2) ** 0.5 == pytest.approx(row["se"], rel=1e-4)


@pytest.mark.parametrize(("of", "row"), [pair for pair in ROWS if not _population(pair[1], pair[0])])
def test_what_r_prints_as_a_population_under_the_observed_is_refused(of: str, row: dict[str, Any]) -> None:
    with pytest.raises(NoEstimateError, match=f"family {row['model']}: no population is possible") as refused:
        fit_family(table(of), Family(row["model"]))
    assert refused.value.details["ratio"] > 1


def test_there_are_impossible_and_possible_ones() -> None:
    assert (len(ROWS), sum(_population(row, of) for of, row in ROWS)) == (12, 8)


def test_two_lists_give_the_removal_estimate() -> None:
    """Zippin 1956: u1^2 / (u1 - u2), with an asymptotic variance N q^2 (1 + q) / p^3 for two removals (Seber 1982, 7.3)."""
    two = CaptureTable.from_rows("AB", [[1, 0, 150], [1, 1, 50], [0, 1, 80]])
    found = fit_family(two, Family.MB)
    assert found.estimate == pytest.approx(200**2 / (200 - 80))
    p, q = 1 - 80 / 200, 80 / 200
    of_total = found.estimate * q**2 * (1 + q) / p**3
    # Under Poisson counts the dark figure varies without the binomial chance of the unseen.
    dark = found.dark_figure
    assert dark + (dark * found.standard_error) ** 2 == pytest.approx(of_total)


def test_the_population_of_the_formula_is_found_again_from_its_own_means() -> None:
    people, p, c, t = 50_000.0, 0.15, 0.3, 5
    cells = np.zeros(1 << t)
    for history in range(1, 1 << t):
        marks = [history >> n & 1 for n in range(t)]
        first = marks.index(1)
        chance = (1 - p) ** first * p * np.prod([c if mark else 1 - c for mark in marks[first + 1 :]])
        cells[history] = round(people * chance)
    made = CaptureTable.from_full("ABCDE", cells.astype(np.int64))
    for family in (Family.MB, Family.MBH):
        found = fit_family(made, family)
        assert found.estimate == pytest.approx(people, rel=2e-3)
        assert found.parameters[2] == pytest.approx(log(c / (1 - c)), rel=1e-2)
        assert exp(found.parameters[1]) * (1 - c) == pytest.approx(1 - p, rel=1e-2)


def test_as_many_people_first_reached_by_the_second_list_are_no_population_and_no_division_by_zero() -> None:
    two = CaptureTable.from_rows("AB", [[1, 0, 60], [1, 1, 40], [0, 1, 100]])
    with pytest.raises(NoEstimateError, match="no population is possible") as refused:
        fit_family(two, Family.MB)
    assert refused.value.details["ratio"] == pytest.approx(1)
    with pytest.raises(NoEstimateError, match="not identifiable"):
        fit_family(two, Family.MBH)


def test_the_answer_says_that_it_depends_on_the_order_of_the_columns() -> None:
    found = estimate_family(table("Ned_5"), Family.MB)
    assert found.settings["order"] == "IO, K, P, R, Z"
    assert [caution.code for caution in found.warnings] == ["order-of-lists"]
    assert "ordre des colonnes" in FRENCH["order-of-lists"]
    other = estimate_family(table("Ned_5").reordered(["K", "IO", "P", "R", "Z"]), Family.MB)
    assert other.estimate != pytest.approx(found.estimate, rel=1e-3)
    assert found.interval is not None and found.observed < found.interval.low < found.estimate < found.interval.high
    assert not estimate_family(table("Ned_5"), Family.MT).warnings
