"""Limits of replicates, and what is said when they mean little."""

from math import inf

import numpy as np
import pytest
from scipy.stats import norm

from jalon.methods.estimation import Averaged, Bootstrap, Kind, MainEffects, Profile, SettingError, Stepwise, estimate
from jalon.methods.estimation.bootstrap import Limits, acceleration, bca, percentile, sample_quantile
from tests.unit.methods.estimation import reference
from tests.unit.methods.estimation.reference import table

RANDOM = np.random.default_rng(20260101)
EVEN = np.sort(RANDOM.lognormal(7, 0.3, 2000))
FLAT = np.array([5.0, 5.0, 5.0]), np.array([1, 1, 1])


def _codes(limits: Limits) -> set[str]:
    return {caution.code for caution in limits.cautions}


def test_quantiles_are_those_of_numpy_s_eighth_definition() -> None:
    for p in (0.0, 0.001, 0.025, 0.5, 0.9, 0.975, 1.0):
        assert sample_quantile(EVEN, p) == pytest.approx(np.quantile(EVEN, p, method="median_unbiased"))


def test_without_bias_and_skewness_bca_is_the_percentile_interval() -> None:
    middle = float(np.median(EVEN))
    one, other = bca(EVEN, middle, *FLAT, 0.9).interval, percentile(EVEN, middle, 0.9).interval
    assert one is not None and other is not None
    assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=1e-3)


def test_bca_shifts_by_the_share_below_and_the_skewness() -> None:
    left_out, people = np.array([10.0, 12.0, 17.0]), np.array([4, 2, 1])
    fall = np.average(left_out, weights=people) - left_out
    a = (people * fall**3).sum() / (6 * (people * fall**2).sum() ** 1.5)
    assert acceleration(left_out, people) == pytest.approx(a)
    total = float(np.quantile(EVEN, 0.4))
    z = norm.ppf(np.mean(total > EVEN))
    at = [norm.cdf(z + (z + q) / (1 - a * (z + q))) for q in norm.ppf([0.025, 0.975])]
    found = bca(EVEN, total, left_out, people, 0.95).interval
    assert found is not None
    assert (found.low, found.high) == pytest.approx(np.quantile(EVEN, at, method="median_unbiased"))


def test_bca_collapsing_on_the_smallest_replicate_is_said() -> None:
    """New Orleans, forty replicates of R: its limits at 95 and at 80 per cent are both the smallest replicate."""
    smallest = reference.samples("bootreps_SparseMSE_NewOrl_185_n40_seed1234", "NewOrl_185")[1]
    found = estimate(table("NewOrl_185"), Stepwise())
    for level in (0.95, 0.8):
        limits = bca(smallest, found.estimate, *FLAT, level)
        assert limits.interval is not None
        assert limits.interval.low == smallest.min()
        assert {"bca-on-minimum", "estimate-off-centre"} <= _codes(limits)
        text = next(caution.text for caution in limits.cautions if caution.code == "bca-on-minimum")
        assert "lower limit is the smallest of 40 replicates: 15% of them are below the estimate" in text


def test_a_sound_bootstrap_has_no_caution() -> None:
    found = estimate(table("UKdat_4"), MainEffects(), Bootstrap(500, seed=1))
    assert found.warnings == ()
    assert found.interval is not None
    assert found.interval.low < found.estimate < found.interval.high


@pytest.mark.parametrize("total", [1.0, 1e9])
def test_an_estimate_outside_all_replicates_has_no_bca_interval(total: float) -> None:
    limits = bca(EVEN, total, *FLAT, 0.95)
    assert limits.interval is None
    assert {"bca-undefined", "estimate-off-centre"} <= _codes(limits)


def test_an_estimate_outside_its_own_interval_is_said() -> None:
    assert "estimate-outside-interval" in _codes(percentile(EVEN, float(EVEN[3]), 0.95))


def test_replicates_without_estimate_count_as_infinite_and_are_said() -> None:
    few = np.concatenate([EVEN, [inf] * 10])
    many = np.concatenate([EVEN, [inf] * 500])
    middle = float(np.median(EVEN))
    assert "replicates-without-estimate" in _codes(percentile(few, middle, 0.95))
    limits = percentile(many, middle, 0.95)
    assert limits.interval is not None and limits.interval.high == inf
    assert "no-upper-limit" in _codes(limits)
    assert limits.interval.as_dict()["high"] is None


def test_equal_jackknife_values_have_no_acceleration_and_infinite_ones_stand_at_the_largest() -> None:
    assert acceleration(*FLAT) == 0
    people = np.array([1, 2, 3])
    assert acceleration(np.array([1.0, 2.0, inf]), people) == acceleration(np.array([1.0, 2.0, 2.0]), people)
    assert acceleration(np.array([inf, inf, inf]), people) == 0


def test_a_result_says_how_it_was_made() -> None:
    found = estimate(table("UKdat_5"), Stepwise(), Bootstrap(250, seed=9, level=0.8, kind=Kind.PERCENTILE)).as_dict()
    assert {
        "observed",
        "estimate",
        "interval",
        "level",
        "method",
        "settings",
        "models_considered",
        "warnings",
        "version",
    } <= set(found)
    assert found["settings"] == {"threshold": 0.02, "interval": "percentile", "replicates": 250, "seed": 9}
    assert (found["interval"]["level"], found["interval"]["method"]) == (0.8, "percentile")
    assert (found["method"], found["model"], found["observed"]) == ("stepwise", "[12,13,24,25,35,45]", 2744)
    assert found["models_considered"] == 7


def test_an_interval_that_forgets_the_choice_says_so() -> None:
    assert [one.code for one in estimate(table("UKdat_5"), Stepwise()).warnings] == ["interval-forgets-choice"]
    assert estimate(table("UKdat_5"), MainEffects()).warnings == ()


def test_interactions_at_minus_infinity_are_said_by_the_names_of_their_lists() -> None:
    caution = next(one for one in estimate(table("Ned"), Stepwise()).warnings if one.code == "no-overlap")
    assert caution.values == {"pairs": "I and K; K and R"}
    assert "I and K; K and R" in caution.text


def test_the_figures_of_the_fit_are_among_the_details() -> None:
    details = estimate(table("UKdat"), Stepwise()).details
    assert (details["loglik"], details["aic"], details["df"]) == (
        pytest.approx(-67.3295274882),
        pytest.approx(162.6590549763),
        49,
    )
    assert "loglik" not in estimate(table("UKdat_4"), Averaged()).details


def test_an_average_of_models_is_wider_than_its_best_model_and_has_no_profile() -> None:
    best, mean = (estimate(table("UKdat_5"), Averaged(order=2, top=top)) for top in (1, 100))
    assert best.estimate == pytest.approx(22991.33, abs=0.01)
    assert best.interval is not None and mean.interval is not None
    assert 12262 < mean.estimate < 22991
    assert mean.interval.high / mean.interval.low > 1.5 * best.interval.high / best.interval.low
    with pytest.raises(SettingError, match="no profile likelihood"):
        estimate(table("UKdat_5"), Averaged(), Profile())
