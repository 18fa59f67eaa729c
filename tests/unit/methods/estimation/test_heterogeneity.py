"""M0, Mt, Mh and Mth: the figures of Rcapture, and what is refused. Mb and Mbh: test_behaviour."""

from typing import Any

import pytest

from jalon.methods.estimation import CaptureTable, Family, Model, NoEstimateError, estimate_family, fit, fit_family
from tests.unit.methods.estimation import reference
from tests.unit.methods.estimation.reference import table

ROWS = [
    (result["dataset"], row)
    for result in reference.results("Rcapture::closedp.t")
    for row in result["table"]
    if row["model"] not in ("Mb", "Mbh")
]


@pytest.mark.parametrize(("of", "row"), ROWS, ids=[f"{of} {row['model']}" for of, row in ROWS])
def test_every_family_is_that_of_rcapture(of: str, row: dict[str, Any]) -> None:
    found = fit_family(table(of), Family(row["model"]))
    assert (found.estimate, found.aic, found.bic) == pytest.approx((row["N"], row["aic"], row["bic"]), rel=1e-6)
    assert (found.deviance, found.df) == (pytest.approx(row["dev"], rel=1e-6), row["df"])
    # Rcapture adds the Poisson variance of the dark figure, and takes errors from the step before the last.
    dark = found.dark_figure
    assert (dark + (dark * found.standard_error) ** 2) ** 0.5 == pytest.approx(row["se"], rel=5e-4)


def test_mt_is_the_model_of_main_effects() -> None:
    found, same = fit_family(table("UKdat"), Family.MT), fit(table("UKdat"), Model.main(6))
    assert (found.estimate, found.loglik, found.standard_error) == pytest.approx(
        (same.estimate, same.loglik, same.standard_error)
    )


def test_chao_s_bound_says_which_parameters_were_below_zero() -> None:
    assert fit_family(table("UKdat_5"), Family.MH_CHAO).left_out == (3, 5)


def test_two_lists_cannot_tell_how_unequally_people_are_reached() -> None:
    two = CaptureTable.from_rows("AB", [[1, 0, 50], [0, 1, 40], [1, 1, 9]])
    assert fit_family(two, Family.MT).estimate == pytest.approx(59 * 49 / 9)
    with pytest.raises(NoEstimateError, match="family Mth Darroch: its parameters are not identifiable"):
        fit_family(two, Family.MTH_DARROCH)


def test_lists_without_overlap_have_no_estimate() -> None:
    apart = CaptureTable.from_rows("ABC", [[1, 0, 0, 5], [0, 1, 0, 6], [0, 0, 1, 7]])
    for family in Family:
        with pytest.raises(NoEstimateError, match="no maximum"):
            fit_family(apart, family)


def test_the_result_says_how_it_was_made() -> None:
    found = estimate_family(table("Ned_5"), Family.MTH_GAMMA, level=0.9)
    assert (found.method, found.model, found.level, found.observed) == ("family", "Mth Gamma3.5", 0.9, 8234)
    assert found.interval is not None and found.interval.low < found.estimate < found.interval.high
