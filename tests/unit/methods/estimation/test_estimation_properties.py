"""What must hold on every table, whatever the figures."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import gammaln

from jalon.methods.estimation import (
    Best,
    CaptureTable,
    Downhill,
    EstimationError,
    Fit,
    Model,
    NoEstimateError,
    Refusal,
    Status,
    Stepwise,
    estimate,
    fit,
    fit_many,
    hierarchical_models,
    rank,
)
from jalon.methods.estimation.existence import design
from tests.unit.methods.estimation.estimation_strategies import models, permuted, tables, tables_with_models
from tests.unit.methods.estimation.reference import table as published

CHOSEN = (Stepwise(0.05), Best(order=2), Downhill())
few, fewer = settings(max_examples=30, deadline=None), settings(max_examples=5, deadline=None)


@few
@given(tables_with_models())
def test_a_fit_has_the_sums_of_the_counts_and_only_finite_figures(drawn: tuple[CaptureTable, Model]) -> None:
    table, model = drawn
    found = fit_many(table, [model])[0]
    if isinstance(found, Refusal):
        assert found.status in (Status.NO_MAXIMUM, Status.NOT_IDENTIFIABLE, Status.NEITHER)
        return
    histories, terms = np.arange(1, 1 << len(table.lists)), np.array([0, *model.terms])
    sums = design(histories, terms).T
    assert sums @ found.expected[1:] == pytest.approx(sums @ table.full()[1:], rel=1e-7, abs=1e-7)
    figures = (
        found.estimate,
        found.dark_figure,
        found.standard_error,
        found.loglik,
        found.deviance,
        found.aic,
        found.bic,
    )
    assert np.isfinite(figures).all()
    assert found.estimate >= found.observed == table.observed


@few
@given(tables_with_models(), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_changes_nothing(drawn: tuple[CaptureTable, Model], random: object) -> None:
    table, model = drawn
    order = list(range(len(table.lists)))
    random.shuffle(order)  # type: ignore[attr-defined]
    other = table.reordered([table.lists[n] for n in order])
    moved = Model.of(model.lists, [permuted(term, order) for term in model.terms])
    _same(fit_many(table, [model])[0], fit_many(other, [moved])[0])


@fewer
@given(tables(lists=3))
def test_a_chosen_estimate_does_not_depend_on_the_order_of_the_lists(table: CaptureTable) -> None:
    values = rank_values(table)
    if len(values) < 2 or values[1] - values[0] < 1e-6:
        return  # equally good models may be chosen either way
    found = [_total(table.reordered(list(lists))) for lists in permutations(table.lists)]
    assert found == pytest.approx([found[0]] * len(found), rel=1e-6)


def rank_values(table: CaptureTable) -> list[float]:
    """BIC of the estimable models, ascending; empty where there are none."""
    try:
        found = rank(table, hierarchical_models(len(table.lists), 2))
    except NoEstimateError:
        return []
    return [float(value) for value in found.values[: found.estimable]]


def _total(table: CaptureTable) -> float:
    return estimate(table, Best(order=2)).estimate


@few
@given(st.permutations(range(4)))
def test_overlaps_too_unlikely_for_a_figure_are_taken_in_an_order_that_no_list_order_changes(order: list[int]) -> None:
    full = np.array([0, 7, 92000, 22, 1, 5000, 3600, 360, 6, 880, 100, 2300, 43, 350, 79, 7])
    table = CaptureTable.from_full(("a", "b", "c", "d"), full)
    other = table.reordered([table.lists[n] for n in order])
    found, moved = (estimate(held, Stepwise(0.02)) for held in (table, other))
    assert moved.estimate == pytest.approx(found.estimate, rel=1e-6)
    assert moved.observed == found.observed


@few
@given(tables(lists=3), st.randoms(use_true_random=False))
def test_order_of_rows_and_splitting_a_history_over_rows_change_nothing(table: CaptureTable, random: object) -> None:
    rows = []
    for history, count in zip(table.histories.tolist(), table.counts.tolist(), strict=True):
        marks = [history >> n & 1 for n in range(3)]
        rows += [[*marks, count // 2], [*marks, count - count // 2]]
    random.shuffle(rows)  # type: ignore[attr-defined]
    try:
        assert CaptureTable.from_rows(table.lists, rows) == table
    except EstimationError as error:
        assert "nobody is on" in str(error) or "exactly the same people" in str(error)


@few
@given(tables_with_models(), st.integers(2, 9))
def test_counts_times_k_scale_the_estimate_by_k(drawn: tuple[CaptureTable, Model], k: int) -> None:
    table, model = drawn
    first = fit_many(table, [model])[0]
    again = fit_many(CaptureTable(table.lists, table.histories, table.counts * k), [model])[0]
    assert first.status == again.status
    if isinstance(first, Fit) and isinstance(again, Fit):
        assert again.estimate == pytest.approx(k * first.estimate, rel=1e-7)


@fewer
@given(tables())
def test_batched_equals_one_by_one(table: CaptureTable) -> None:
    every = hierarchical_models(len(table.lists), 2)
    together = fit_many(table, every)
    for place in range(0, len(every), 3):
        _same(together[place], fit_many(table, [every[place]])[0], rel=1e-9)


@few
@given(tables(largest=30, empty=False), st.data())
def test_a_brute_force_optimiser_agrees(table: CaptureTable, data: st.DataObject) -> None:
    model = data.draw(models(len(table.lists)))
    found = fit(table, model)
    histories = np.arange(1, 1 << len(table.lists))
    x, counts = design(histories, np.array([0, *model.terms])), table.full()[1:]

    def loss(parameters: np.ndarray) -> float:
        logs = np.minimum(x @ parameters, 200)
        return float(np.exp(logs).sum() - counts @ logs + gammaln(counts + 1).sum())

    def slope(parameters: np.ndarray) -> np.ndarray:
        return x.T @ (np.exp(np.minimum(x @ parameters, 200)) - counts)

    start = np.zeros(x.shape[1])
    by_force = minimize(loss, start, jac=slope, method="BFGS", options={"gtol": 1e-9, "maxiter": 5000})
    assert -found.loglik <= by_force.fun + 1e-7
    assert by_force.fun == pytest.approx(-found.loglik, rel=1e-6, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(tables())
def test_no_procedure_gives_less_than_was_seen_or_anything_but_a_number(table: CaptureTable) -> None:
    for procedure in CHOSEN:
        try:
            found = estimate(table, procedure)
        except NoEstimateError as error:
            assert error.advice
            continue
        assert np.isfinite(found.estimate) and found.estimate >= found.observed
        assert (
            found.interval is not None and found.observed <= found.interval.low <= found.estimate <= found.interval.high
        )


def test_relabelling_the_uk_s_lists_leaves_stepwise_bic_and_downhill_where_they_were() -> None:
    table = published("UKdat_5")
    other = table.reordered(["GP", "PFNCA", "LA", "GO", "NG"])
    for procedure in (Stepwise(), Best(order=3), Downhill()):
        assert estimate(other, procedure).estimate == pytest.approx(estimate(table, procedure).estimate, rel=1e-9)


def _same(one: Fit | Refusal, other: Fit | Refusal, rel: float = 1e-7) -> None:
    assert one.status == other.status
    if isinstance(one, Fit) and isinstance(other, Fit):
        assert other.estimate == pytest.approx(one.estimate, rel=rel)
        assert (other.loglik, other.deviance) == pytest.approx((one.loglik, one.deviance), rel=rel, abs=1e-7)
        assert other.standard_error == pytest.approx(one.standard_error, rel=1e-5)
