"""Settings that are no numbers, or not whole; tables at the edge of what arithmetic carries."""

from collections.abc import Callable
from math import inf, nan
from typing import Any

import numpy as np
import pytest

from jalon.methods.estimation import (
    AllTwoWay,
    Averaged,
    Best,
    Bootstrap,
    CaptureTable,
    Downhill,
    Family,
    LatentClasses,
    MainEffects,
    Model,
    NegativeBinomial,
    SettingError,
    Stepwise,
    TableError,
    Thresholding,
    Wald,
    dga,
    estimate,
    estimate_family,
    estimate_over_draws,
    fit,
)
from jalon.methods.estimation.existence import design
from jalon.methods.estimation.newton import by_regression
from tests.unit.methods.estimation.reference import table

DATA = table("UKdat_4")
NO_NUMBERS = (None, "x", nan, inf, True, [])
WHOLE: dict[str, Callable[[Any], object]] = {
    "order of the best": lambda value: Best(order=value),
    "order of the average": lambda value: Averaged(order=value),
    "top of the average": lambda value: Averaged(top=value),
    "replicates": lambda value: estimate(DATA, MainEffects(), Bootstrap(value)),
    "seed": lambda value: estimate(DATA, MainEffects(), Bootstrap(10, seed=value)),
    "workers": lambda value: estimate(DATA, MainEffects(), Bootstrap(10, workers=value)),
    "classes": lambda value: LatentClasses(classes=value),
    "draws": lambda value: LatentClasses(draws=value),
    "chains": lambda value: Thresholding(chains=value),
}
REAL: dict[str, Callable[[Any], object]] = {
    "level": lambda value: estimate(DATA, MainEffects(), Wald(value)),
    "level of a family": lambda value: estimate_family(DATA, Family.MT, value),
    "level of graphs": lambda value: dga(DATA, level=value),
    "threshold": Stepwise,
    "variance": lambda value: Thresholding(variance=value),
    "alpha": lambda value: LatentClasses(alpha_rate=value),
    "prior": lambda value: NegativeBinomial(value, 1.0),
}


@pytest.mark.parametrize("setting", WHOLE)
def test_a_whole_number_is_asked_for_in_our_own_words(setting: str) -> None:
    for value in (*NO_NUMBERS, 1.5, -7):
        with pytest.raises(SettingError, match="must be a whole number"):
            WHOLE[setting](value)


@pytest.mark.parametrize("setting", REAL)
def test_a_number_is_asked_for_in_our_own_words(setting: str) -> None:
    for value in NO_NUMBERS:
        with pytest.raises(SettingError, match="must be a finite number"):
            REAL[setting](value)


def test_orders_and_numbers_of_the_best_may_be_left_open_but_not_be_zero() -> None:
    assert Best(top=None).top is None and Downhill(order=None).order is None
    for wrong in (lambda: Best(top=0), lambda: Downhill(order=0), lambda: Averaged(top=0)):
        with pytest.raises(SettingError, match=r"is 0, it must be a whole number, at least 1"):
            wrong()


def test_more_people_than_there_are_is_no_table() -> None:
    with pytest.raises(TableError, match="more than 10,000,000,000 people"):
        CaptureTable.from_rows("AB", [[1, 0, 9_000_000_000], [0, 1, 9_000_000_000], [1, 1, 1]])


def test_a_table_with_nearly_everybody_on_all_lists_is_fitted() -> None:
    """Normal equations lose the maximum here; by symmetry it solves one equation in the three sums that are equal."""
    cells = np.array([0, *[1] * 14, 10**6], dtype=np.int64)
    found = fit(CaptureTable.from_full("ABCD", cells), Model.order_at_most(4, 2))
    sums = design(np.arange(1, 16), np.array([0, *found.model.terms])).T
    assert sums @ found.expected[1:] == pytest.approx(sums @ cells[1:], rel=1e-9)
    assert (sums[0] - sums[1]) @ found.expected[1:] == pytest.approx(7, rel=1e-6)
    answer = estimate(CaptureTable.from_full("ABCD", cells), AllTwoWay())
    assert answer.interval is not None and answer.interval.low < answer.estimate < answer.interval.high


def test_regressions_find_the_maximum_that_newton_finds() -> None:
    found = fit(DATA, Model.parse("[12,34]", 4))
    x = design(np.arange(1, 16), np.array([0, *found.model.terms]))
    assert by_regression(x, DATA.full()[1:].astype(float)) == pytest.approx(found.parameters, rel=1e-8)


@pytest.mark.parametrize("procedure", [MainEffects(), Averaged(order=1)])
def test_a_dark_figure_lost_beside_those_seen_is_pooled_over_draws_all_the_same(
    procedure: MainEffects | Averaged,
) -> None:
    cells = np.zeros(64, dtype=np.int64)
    cells[63], cells[63 - (1 << np.arange(6))] = 10**9, 1
    seen = CaptureTable.from_full("ABCDEF", cells)
    found = estimate_over_draws([seen, seen], procedure)
    assert found.interval is not None
    assert found.interval.low == found.estimate == found.interval.high == seen.observed


@pytest.mark.parametrize("person", [["a", 1], ["a", None], [["b"]], 3, [float("nan")], [{}]], ids=str)
def test_a_list_that_a_person_is_on_has_a_name(person: Any) -> None:
    with pytest.raises(TableError, match=r"is not the name of a list.*"):
        CaptureTable.from_people([["a", "b"], person])
