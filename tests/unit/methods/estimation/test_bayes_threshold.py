"""Bayesian thresholding: R's estimates, an independent posterior, chains that move where R's stands still."""

from typing import Any

import numpy as np
import pytest

from jalon.methods.estimation.bayes_threshold import LogLinearDraws, Thresholding, bayesthresh, sample
from jalon.methods.estimation.diagnostics import convergence
from jalon.methods.estimation.errors import NoEstimateError, SettingError
from jalon.methods.estimation.models import Model
from jalon.methods.estimation.tables import CaptureTable
from tests.unit.methods.estimation.reference import results, table

QUICK = Thresholding(chains=8, draws=400)


def _of_r(name: str) -> dict[str, Any]:
    return next(r for r in results("MSE::estimate_population_bayesthresh") if r["dataset"] == name)


def _retained(name: str) -> Model:
    """The model R kept."""
    lists = table(name).lists
    pairs = [sum(1 << lists.index(part) for part in pair.split(":")) for pair in _of_r(name)["retained"]]
    return Model.of(len(lists), pairs)


@pytest.mark.parametrize("name", ["UKdat", "UKdat_4", "Ned_5", "NewOrl_5"])
def test_the_model_is_r_s_and_the_quantiles_are_within_its_monte_carlo_error(name: str) -> None:
    r, found = _of_r(name), bayesthresh(table(name), QUICK)
    assert found.model == str(_retained(name))
    assert found.interval is not None
    assert found.estimate == pytest.approx(r["estimate"], rel=0.01)
    assert found.interval.low == pytest.approx(r["quantiles"]["2.5%"], rel=0.035)
    assert found.interval.high == pytest.approx(r["quantiles"]["97.5%"], rel=0.035)


def test_ned_hangs_on_one_interaction_and_says_so() -> None:
    found = bayesthresh(table("Ned"), Thresholding(chains=8, draws=1000))
    (caution,) = found.warnings
    assert caution.code == "close_call" and caution.values["pair"] == "P and R"
    assert caution.values["other"] == pytest.approx(_of_r("Ned")["estimate"], rel=0.03)  # R decided the other way
    assert found.estimate == pytest.approx(54000, rel=0.02)


def test_neworl_s_chains_move_where_r_s_is_stuck() -> None:
    r, found = _of_r("NewOrl"), bayesthresh(table("NewOrl"), Thresholding(chains=4, draws=250))
    assert set(r["quantiles"].values()) == {r["estimate"]}  # one draw, and R prints it five times
    assert found.interval is not None and found.details["unique"] > 800
    assert found.interval.low < 700 and found.interval.high < r["estimate"] * 1.1


def test_draws_that_never_moved_keep_no_interaction_and_get_no_interval() -> None:
    terms = np.array([0, 1, 2, 3])
    stuck = LogLinearDraws(terms, np.full((2, 100, 4), 7.2))
    assert stuck.ratios() == {3: 0.0}
    assert not convergence(stuck.totals(186)).trusted


def test_the_posterior_is_that_of_importance_sampling() -> None:
    cells = np.array([0, 12, 9, 3, 11, 2, 4, 1])
    small, model = CaptureTable.from_full(("A", "B", "C"), cells), Model.of(3, [0b011])
    drawn = sample(small, model, Thresholding(chains=32, draws=500), np.random.default_rng(1))
    found = np.quantile(drawn.totals(42), [0.025, 0.5, 0.975])
    assert found == pytest.approx(_importance(cells, model.terms, drawn), rel=0.03)


def _importance(cells: np.ndarray, terms: tuple[int, ...], drawn: LogLinearDraws) -> np.ndarray:
    """Weighted quantiles of Student proposals around the draws' centre; the density is written anew."""
    rng, flat = np.random.default_rng(2), drawn.values.reshape(-1, 1 + len(terms))
    width, degrees, many = 1 + len(terms), 5, 200_000
    root = np.linalg.cholesky(np.cov(flat.T) * 1.5)
    z = rng.standard_normal((many, width)) / np.sqrt(rng.chisquare(degrees, (many, 1)) / degrees)
    proposals = flat.mean(axis=0) + z @ root.T
    logs = np.full(many, 0.0)
    for history in range(1, len(cells)):
        mean = proposals[:, 0] + sum(proposals[:, 1 + n] for n, a in enumerate(terms) if a & history == a)
        logs += cells[history] * mean - np.exp(mean)
    pair = 1 + terms.index(0b011)
    logs += -(proposals[:, pair] ** 2) / 2 + (degrees + width) / 2 * np.log1p((z * z).sum(axis=1) / degrees)
    weights = np.exp(logs - logs.max())
    order = np.argsort(proposals[:, 0])
    cumulated = np.cumsum(weights[order]) / weights.sum()
    chosen = order[np.searchsorted(cumulated, [0.025, 0.5, 0.975])]
    return cells.sum() + np.exp(proposals[chosen, 0])


def test_triples_are_tried_only_where_their_pairs_stayed() -> None:
    rng = np.random.default_rng(3)
    cells = rng.poisson(np.exp([6, 5, 5, 5.2, 5, 5.2, 5.2, 8.0, 2, 1, 1, 1.2, 1, 1.2, 1.2, 4.0]))
    cells[0] = 0
    four = CaptureTable.from_full(("A", "B", "C", "D"), cells)
    found = bayesthresh(four, Thresholding(max_order=3, chains=8, draws=400))
    pairs = bayesthresh(four, QUICK)
    assert found.models_considered == 3 and pairs.models_considered == 2
    assert "123" in found.model and "4" in found.model.split(",")[-1]
    assert "123" not in pairs.model


def test_a_result_says_how_it_was_made() -> None:
    found = bayesthresh(table("UKdat_4"), QUICK, level=0.8)
    assert found.method == "bayesthresh" and found.observed == 2428 and found.level == 0.8
    assert found.settings == {
        "seed": 1, "variance": 1.0, "threshold": 2.0, "max_order": 2, "chains": 8, "burn_in": 200, "draws": 400,
    }  # fmt: skip
    assert found.interval is not None and found.interval.low < found.estimate < found.interval.high
    assert found.details["rhat"] < 1.01 and found.details["bulk_ess"] > 1000


def test_the_same_seed_gives_the_same_figure() -> None:
    short, other_seed = Thresholding(chains=2, draws=50), Thresholding(seed=2, chains=2, draws=50)
    one, again, other = (bayesthresh(table("UKdat_4"), chosen) for chosen in (short, short, other_seed))
    assert one == again and one.estimate != other.estimate


def test_lists_in_another_order_give_the_same_posterior() -> None:
    one = table("UKdat_4")
    found, other = bayesthresh(one, QUICK), bayesthresh(one.reordered(one.lists[::-1]), QUICK)
    assert other.estimate == pytest.approx(found.estimate, rel=0.01)


@pytest.mark.parametrize("cells", [[0, 5, 4, 0, 3, 0, 0, 0], [0, 5, 4, 0]])
def test_lists_that_share_nobody_leave_no_posterior(cells: list[int]) -> None:
    names = ("A", "B", "C")[: len(cells).bit_length() - 1]
    with pytest.raises(NoEstimateError, match="overlap too little"):
        bayesthresh(CaptureTable.from_full(names, np.array(cells)), QUICK)


@pytest.mark.parametrize(
    "wrong", [{"variance": 0.0}, {"threshold": -1.0}, {"max_order": 4}, {"chains": 0}, {"draws": 3}, {"seed": -1}]
)
def test_settings_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingError):
        Thresholding(**wrong)


def test_a_level_or_a_number_of_lists_out_of_range_is_refused() -> None:
    with pytest.raises(SettingError):
        bayesthresh(table("UKdat_4"), level=1.0)
    many = CaptureTable.from_full(tuple("ABCDEFGHIJK"), np.array([0] + [1] * 2047))
    with pytest.raises(SettingError, match="at most 10"):
        bayesthresh(many)
