"""Decomposable graph averaging: R's dga to the digit, the paper's example, brute force, and a cap that shows."""

from fractions import Fraction
from itertools import permutations
from math import factorial, lgamma, log
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln

from jalon.methods.estimation.bayes_dga import NegativeBinomial, dga, dga_posterior, log_gamma_ratio
from jalon.methods.estimation.bayes_graphs import decomposable_graphs
from jalon.methods.estimation.errors import EstimationError, ModelError, SettingError
from jalon.methods.estimation.tables import CaptureTable
from tests.unit.methods.estimation.reference import results, table


@pytest.mark.parametrize("r", results("dga::bma.cr"), ids=lambda r: f"{r['dataset']} {r['settings']['Nmissing_max']}")
def test_the_posterior_is_that_of_r_s_dga(r: dict[str, Any]) -> None:
    found = dga_posterior(table(r["dataset"]), r["settings"]["Nmissing_max"], delta=r["settings"]["delta"])
    assert found.mean == pytest.approx(r["posterior_mean"], rel=1e-9)
    assert [found.quantile(p) for p in (0.5, 0.025, 0.975)] == [r["estimate"], *r["ci"]]
    assert found.weights.max() == pytest.approx(r["max_model_posterior"], rel=1e-9)
    assert len(found.graphs) == r["n_models"] and found.probabilities.sum() == pytest.approx(1)


def test_the_example_of_madigan_and_york_is_found_again() -> None:
    # Spina bifida, upstate New York, 1969 to 1974: birth certificates, death certificates, medical rehabilitation.
    cells = np.array([0, 247, 49, 142, 60, 112, 4, 12])
    found = dga_posterior(
        CaptureTable.from_full(("birth", "death", "rehabilitation"), cells),
        300,
        delta=1.0,
        prior=NegativeBinomial(mean=13.14 * 55.17, shape=13.14),
    )
    total = found.observed + np.arange(301)
    estimator = (found.probabilities / total).sum() / (found.probabilities / total**2).sum()
    assert round(float(found.weights.max()), 2) == 0.37 and str(found.model(int(found.weights.argmax()))) == "[23,1]"
    assert round(float(estimator)) == 731
    assert total[found.probabilities.argmax()] == 728


def _exact(cells: dict[int, int], lists: int, cap: int) -> list[Fraction]:
    """Posterior of 0 to cap unseen people with one prior person in each history, in fractions: gammas are factorials."""
    graphs, seen = decomposable_graphs(lists), sum(cells.values())
    weights = []
    for unseen in range(cap + 1):
        filled = {**cells, 0: unseen}
        total = sum(_graph(filled, lists, graphs.cliques(g), graphs.separators(g)) for g in range(len(graphs)))
        many = Fraction(factorial(seen + unseen), factorial(unseen))
        weights.append(total * many / (seen + unseen))
    return [weight / sum(weights) for weight in weights]


def _graph(cells: dict[int, int], lists: int, cliques: tuple[int, ...], separators: tuple[int, ...]) -> Fraction:
    value = Fraction(1)
    for clique in cliques:
        value *= _marginal(cells, lists, clique)
    for separator in separators:
        value /= _marginal(cells, lists, separator)
    return value


def _marginal(cells: dict[int, int], lists: int, mask: int) -> Fraction:
    prior, everyone = 2 ** (lists - mask.bit_count()), sum(cells.values())
    value = Fraction(factorial(2**lists - 1), factorial(2**lists + everyone - 1))
    for cell in {history & mask for history in range(2**lists)}:
        people = sum(count for history, count in cells.items() if history & mask == cell)
        value *= Fraction(factorial(prior + people - 1), factorial(prior - 1))
    return value


@pytest.mark.parametrize("cells", [{1: 3, 2: 2, 4: 1, 3: 1}, {1: 1, 6: 4, 7: 2}, {1: 5, 2: 1, 8: 2, 9: 1, 5: 1, 14: 1}])
def test_small_tables_agree_with_every_graph_and_count_written_out_in_fractions(cells: dict[int, int]) -> None:
    lists = max(cells).bit_length()
    full = np.array([cells.get(history, 0) for history in range(1 << lists)])
    names = tuple("ABCD"[:lists])
    found = dga_posterior(CaptureTable.from_full(names, full), 40, delta=1.0)
    exact = [float(probability) for probability in _exact(cells, lists, 40)]
    assert found.probabilities == pytest.approx(np.array(exact), rel=1e-8, abs=1e-12)


def test_ned_5_s_limits_are_refused_under_a_cap_that_makes_them() -> None:
    found = dga(table("Ned_5"), max_missing=82340)
    assert found.estimate == 47903 and found.interval is None
    (caution,) = found.warnings
    assert caution.code == "cap_dependent" and "55456" in caution.text and "168992" in caution.text
    assert caution.values["high"] == 55456 and caution.values["doubled_high"] == 168992


def test_ned_5_s_cap_is_raised_until_the_limits_stay() -> None:
    found = dga(table("Ned_5"))
    assert found.interval is not None and not found.warnings
    assert found.interval.high == pytest.approx(210277, rel=0.005)  # the limit with 5,269,760 unseen at most
    assert found.settings["max_missing"] == 60 * found.observed


def test_a_result_says_how_it_was_made() -> None:
    found = dga(table("UKdat_5"), level=0.8)
    assert found.method == "dga" and found.models_considered == 822 and found.observed == 2744
    assert found.settings == {"delta": 2**-5, "prior": "1/N", "max_missing": 82320, "prior_of_graphs": "uniform"}
    assert found.model == "[123,25,34]"
    assert found.interval is not None and found.interval.level == 0.8
    assert 10387 < found.interval.low < found.estimate < found.interval.high < 33510
    assert found.estimate == 22990 and found.details["posterior_mean"] == pytest.approx(21282.24, abs=0.01)


def test_six_lists_are_averaged_over_all_graphs() -> None:
    found = dga(table("UKdat"))
    assert found.models_considered == 18154
    assert (found.estimate, found.interval and found.interval.high) == (12315, 26195)


@pytest.mark.parametrize("order", list(permutations(range(4)))[5::6])
def test_relabelling_lists_changes_nothing(order: tuple[int, ...]) -> None:
    one = table("UKdat_4")
    found, other = dga(one), dga(one.reordered([one.lists[n] for n in order]))
    assert (found.estimate, found.interval) == (other.estimate, other.interval)
    assert other.details["posterior_mean"] == pytest.approx(found.details["posterior_mean"], rel=1e-10)


tables = st.lists(st.integers(0, 40), min_size=7, max_size=7).filter(lambda counts: sum(counts) > 0)


@settings(max_examples=20, deadline=None)
@given(tables, st.permutations(range(3)), st.sampled_from(["1/N", "flat", NegativeBinomial(300, 2)]))
def test_any_table_sums_to_one_whatever_the_order_of_lists(
    counts: list[int], order: list[int], prior: str | NegativeBinomial
) -> None:
    one = CaptureTable.from_full(("A", "B", "C"), np.array([0, *counts]))
    found = dga_posterior(one, 5000, prior=prior)
    other = dga_posterior(one.reordered([one.lists[n] for n in order]), 5000, prior=prior)
    assert found.probabilities.sum() == pytest.approx(1) and found.probabilities.min() >= 0
    assert other.probabilities == pytest.approx(found.probabilities, rel=1e-6, abs=1e-10)


@settings(max_examples=20, deadline=None)
@given(tables, st.floats(0.01, 3))
def test_few_points_give_what_all_integers_give(counts: list[int], delta: float) -> None:
    one = CaptureTable.from_full(("A", "B", "C"), np.array([0, *counts]))
    found = dga_posterior(one, 3000, delta=delta)
    assert found.probabilities == pytest.approx(_at_all_integers(one, 3000, delta), rel=1e-6, abs=1e-10)


def _at_all_integers(one: CaptureTable, cap: int, delta: float) -> np.ndarray:
    """Written anew: no panels, no factorised ratios."""
    graphs, x, logs = decomposable_graphs(3), np.arange(cap + 1.0), []
    n = one.observed
    for row in graphs.terms:
        value = gammaln(n + x + 1) - gammaln(x + 1) - np.log(n + x)
        for mask in np.flatnonzero(row):
            prior = delta * 2 ** (3 - int(mask).bit_count())
            part = gammaln(8 * delta) - gammaln(8 * delta + n + x)
            for cell in {history & int(mask) for history in range(8)}:
                people = sum(int(c) for h, c in enumerate(one.full()) if h & int(mask) == cell)
                part = part + gammaln(people + prior + (x if cell == 0 else 0)) - gammaln(prior)
            value = value + row[mask] * part
        logs.append(value)
    weights = np.exp(np.array(logs) - np.max(logs)).sum(axis=0)
    return weights / weights.sum()


@given(st.floats(0, 1e5), st.floats(0.01, 1e4))
def test_the_ratio_of_gammas_is_that_of_the_library(x: float, a: float) -> None:
    found = log_gamma_ratio(np.array([x]), np.array([a]))[0]
    scale = 1 + abs(lgamma(x + a)) + abs(lgamma(x + 1))
    assert abs(found - (lgamma(x + a) - lgamma(x + 1))) < 1e-14 * scale


def test_the_ratio_of_gammas_keeps_its_digits_where_logarithms_cancel() -> None:
    assert log_gamma_ratio(np.array([1e12]), np.array([2.0]))[0] == pytest.approx(log(1e12 + 1), rel=1e-15)


@pytest.mark.parametrize(
    "wrong", [{"level": 1.0}, {"delta": 0.0}, {"delta": float("nan")}, {"prior": "jeffreys"}, {"max_missing": 0}]
)
def test_settings_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(SettingError):
        dga(table("UKdat_4"), **wrong)  # type: ignore[arg-type]


def test_seven_lists_or_two_are_refused_with_what_to_do() -> None:
    two = CaptureTable.from_full(("A", "B"), np.array([0, 5, 6, 2]))
    with pytest.raises(ModelError, match="Two lists"):
        dga(two)
    with pytest.raises(EstimationError, match="Merge or drop lists"):
        dga(table("NewOrl"))


@pytest.mark.parametrize(("mean", "shape"), [(0, 1), (5, -1), (float("inf"), 1)])
def test_a_prior_without_mean_or_shape_is_refused(mean: float, shape: float) -> None:
    with pytest.raises(SettingError):
        NegativeBinomial(mean, shape)
