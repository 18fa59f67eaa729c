"""Values in time beside what is expected: nothing joined across a gap, nothing outside the drawing, doubts drawn."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.methods.charts import ChartError, Course, Doubt, Reading, Run, course_plot


def year(number: int, value: str | None, **members: object) -> Reading:
    amount = None if value is None else Decimal(value)
    return Reading(date(number, 1, 1), date(number, 12, 31), amount, value or "", **members)  # type: ignore[arg-type]


def plot(*readings: Reading, **members: object) -> Course:
    return course_plot([Run("a", readings)], **members)  # type: ignore[arg-type]


def test_years_that_follow_each_other_are_joined() -> None:
    assert len(plot(year(2020, "1"), year(2021, "2"), year(2022, "3")).lines) == 2


def test_a_missing_year_interrupts_the_line() -> None:
    assert plot(year(2020, "1"), year(2021, None), year(2022, "3")).lines == ()
    assert plot(year(2020, "1"), year(2022, "3")).lines == ()


def test_two_values_of_one_time_are_not_joined() -> None:
    assert plot(year(2020, "1"), year(2020, "2")).lines == ()


def test_half_years_are_joined_and_days_within_a_year() -> None:
    days = [Reading(date(2025, month, 30), date(2025, month, 30), Decimal(month)) for month in (6, 12)]
    assert len(plot(*days).lines) == 1


def test_a_run_of_expected_values_is_joined_only_by_its_path() -> None:
    marks = (year(2020, "1"), year(2023, "4"))
    course = course_plot([Run("expected", marks, joined=False)], path=marks)
    assert course.lines == ()
    assert len(course.path) == 1


def test_negative_values_have_their_own_side_of_zero() -> None:
    course = plot(year(2020, "-5"), year(2021, "5"))
    below, above = (point.y for point in course.points)
    assert above < course.zero_y < below
    assert course.ticks[0].value < 0


def test_doubts_and_provisional_values_are_told() -> None:
    points = plot(year(2020, "1", doubt=Doubt.UP), year(2021, "2", provisional=True)).points
    assert [(point.doubt, point.provisional) for point in points] == [(Doubt.UP, False), (None, True)]


def test_of_many_points_only_the_first_and_last_values_are_written() -> None:
    course = plot(*(year(1950 + n, str(n)) for n in range(60)))
    assert [point.label for point in course.points if point.label] == ["0", "59"]


@pytest.mark.parametrize(
    "readings", [(), (year(2020, None),), (year(2020, "Infinity"),), (year(1500, "1"), year(2020, "1"))]
)
def test_what_cannot_be_drawn_is_refused(readings: tuple[Reading, ...]) -> None:
    with pytest.raises(ChartError):
        plot(*readings)


def test_a_path_through_a_missing_value_is_refused() -> None:
    with pytest.raises(ChartError):
        plot(year(2020, "1"), path=(year(2021, None),))


@given(st.dictionaries(st.integers(1990, 2040), st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=30))
def test_every_point_lies_inside_and_greater_values_never_lie_lower(values: dict[int, Decimal]) -> None:
    course = plot(*(year(number, str(value)) for number, value in values.items()))
    assert all(0 <= point.y <= course.height and 0 <= point.x.value <= 100 for point in course.points)
    ordered = sorted(zip(values.values(), course.points, strict=True), key=lambda pair: pair[0])
    assert all(a[1].y >= b[1].y for a, b in pairwise(ordered))
