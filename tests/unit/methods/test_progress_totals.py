"""Observations over periods: cumulative counts are not added again, sums are whole or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.methods.progress import Counting, Total, TotalReason, total
from jalon.methods.quantities import Missing, Number, Precision, number
from tests.unit.methods.progress_strategies import EXACT

HALVES = ("2024-S1", "2024-S2", "2025-S1", "2025-S2")


def values(*texts: str | None) -> dict[str, Number | Missing]:
    return {
        period: Missing("no answer") if text is None else number(text)
        for period, text in zip(HALVES, texts, strict=False)
    }


def test_a_cumulative_count_is_not_added_again() -> None:
    found = total(values("10", "25", "40", "60"), HALVES, Counting.CUMULATIVE)
    assert found == Total(number("60"), 4, 4, None, "2025-S2")


def test_a_cumulative_count_without_its_last_period_says_of_when_it_is() -> None:
    found = total(values("10", "25", None), HALVES, Counting.CUMULATIVE)
    assert found == Total(number("25"), 2, 4, TotalReason.LAST_PERIOD_MISSING, "2024-S2")


def test_a_cumulative_count_that_goes_down_is_told() -> None:
    found = total(values("10", "25", "20", "60"), HALVES, Counting.CUMULATIVE)
    assert (found.value, found.why) == (number("60"), TotalReason.FELL)


def test_rounding_alone_is_no_fall() -> None:
    observed = {"2024-S1": number("104"), "2024-S2": number("100", Precision.ROUNDED)}
    assert total(observed, HALVES[:2], Counting.CUMULATIVE).why is None


def test_periods_are_added_when_the_indicator_says_so() -> None:
    found = total(values("10", "15", "15", "20"), HALVES, Counting.SUMMED)
    assert found == Total(number("60"), 4, 4, None, "2025-S2")


def test_a_partial_sum_is_no_total() -> None:
    found = total(values("10", None, "15", "20"), HALVES, Counting.SUMMED)
    assert found == Total(None, 3, 4, TotalReason.PARTIAL, "2025-S2")


def test_a_period_of_zero_is_there() -> None:
    assert total(values("10", "0", "15", "20"), HALVES, Counting.SUMMED).value == number("45")


def test_periods_are_not_added_unless_the_indicator_says_so() -> None:
    found = total(values("10", "15", "15", "20"), HALVES, Counting.PERIODIC)
    assert found.value == number("20")


def test_a_sum_with_at_least_is_at_least() -> None:
    observed = values("10", "15") | {"2024-S2": number("15", Precision.AT_LEAST)}
    found = total(observed, HALVES[:2], Counting.SUMMED).value
    assert found is not None
    assert (found.value, found.precision) == (25, Precision.AT_LEAST)


@pytest.mark.parametrize("counting", Counting)
def test_an_observation_of_another_period_is_refused(counting: Counting) -> None:
    found = total(values("1") | {"2031-S1": number("5")}, HALVES, counting)
    assert (found.value, found.why) == (None, TotalReason.NOT_LISTED)


@pytest.mark.parametrize("counting", Counting)
@pytest.mark.parametrize("observed", [{}, values(None, None)])
def test_no_value_in_any_period_is_no_total(counting: Counting, observed: dict[str, Number | Missing]) -> None:
    assert total(observed, HALVES, counting) == Total(None, 0, 4, TotalReason.NOTHING)


@given(st.lists(EXACT, min_size=4, max_size=4), st.permutations(HALVES))
def test_the_order_in_which_observations_come_changes_nothing(figures: list[Number], order: list[str]) -> None:
    by_period = dict(zip(HALVES, figures, strict=True))
    for counting in Counting:
        assert total({one: by_period[one] for one in order}, HALVES, counting) == total(by_period, HALVES, counting)


def test_a_period_listed_twice_would_be_added_twice_and_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        total(values("10"), ("2024-S1", "2024-S1"), Counting.SUMMED)
