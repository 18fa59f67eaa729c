"""Whether a model has an estimate: exact rank, linear programme, and what Newton's method says by itself."""

import numpy as np
import pytest
from hypothesis import given, settings

from jalon.methods.estimation import CaptureTable, Model, NoEstimateError, Status, fit, fit_many, hierarchical_models
from jalon.methods.estimation.existence import Verdicts, design, supports
from tests.unit.methods.estimation.estimation_strategies import tables
from tests.unit.methods.estimation.reference import table as published


@settings(max_examples=5, deadline=None)
@given(tables(largest=8))
def test_verdicts_are_those_of_the_linear_programme_and_of_the_singular_values(table: CaptureTable) -> None:
    t = len(table.lists)
    every = hierarchical_models(t, t)
    counts = table.full().astype(float)
    found = supports(np.ascontiguousarray(every.terms.T), np.repeat(counts[:, None], len(every), axis=1))
    for place, answer in enumerate(fit_many(table, every)):
        active, live = found.active[:, place], found.live[:, place]
        x = design(np.flatnonzero(live), np.flatnonzero(active))
        identifiable = np.linalg.matrix_rank(x) == x.shape[1]
        exists = Verdicts().exists(active, live, counts)
        assert answer.status == (0 if exists else 1) + (0 if identifiable else 2)


def test_a_model_without_estimate_is_refused_with_what_to_do() -> None:
    with pytest.raises(NoEstimateError, match=r"model \[12,3\]: the likelihood has no maximum.*merge lists"):
        fit(published("Artificial_3"), Model.parse("[12,3]", 3))
    with pytest.raises(NoEstimateError, match="not identifiable: several dark figures fit equally well"):
        fit(published("Artificial_3"), Model.parse("[12,13,23]", 3))


def test_lists_that_share_nobody_have_a_parameter_at_minus_infinity() -> None:
    found = fit(published("Artificial_3"), Model.parse("[13,23]", 3))
    assert found.estimate == pytest.approx(296)
    assert found.minus_infinity == (0b101, 0b110)
    assert found.expected[[0b101, 0b110, 0b111]].tolist() == [0, 0, 0]
    assert found.status is Status.ESTIMABLE


def test_a_verdict_is_not_mistaken_for_that_of_a_model_with_other_live_histories() -> None:
    """[12,3] and [12,3] with an empty pair have the same active terms on this table, not the same histories."""
    table = CaptureTable.from_rows("ABC", [[0, 1, 0, 1], [1, 0, 0, 17], [1, 0, 1, 1], [0, 0, 1, 2]])
    every = hierarchical_models(3, 2)
    together = [found.status for found in fit_many(table, every)]
    assert together == [fit_many(table, [model])[0].status for model in every]


def test_the_linear_programme_is_asked_once_for_each_model_and_support() -> None:
    verdicts, model = Verdicts(), Model.parse("[12,3]", 3)
    row = np.zeros((8, 1), dtype=np.bool_)
    row[[0, *model.terms]] = True
    for factor in (1, 2, 3):
        counts = published("Artificial_3").full() * float(factor)
        found = supports(row, counts[:, None])
        assert not verdicts.exists(found.active[:, 0], found.live[:, 0], counts)
    assert verdicts.programmes == 1
