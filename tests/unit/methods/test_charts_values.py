"""Plots of vintages, bars, unit squares."""

from decimal import Decimal
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.charts import (
    BarItem,
    ChartError,
    Datum,
    Percent,
    Plot,
    PlotPoint,
    Vintage,
    bar_chart,
    line_plot,
    nice_ticks,
    unit_squares,
)
from jalon.methods.charts.geometry import NARROW, text_width


def _data(*values: tuple[int, int | str]) -> tuple[Datum, ...]:
    return tuple(Datum(year, Decimal(value), str(value)) for year, value in values)


def _police() -> Plot:
    """Victims recorded by the French police: three vintages that contradict each other."""
    return line_plot(
        [
            Vintage("2021", _data((2016, 1401), (2017, 1263), (2018, 1445), (2019, 1460), (2020, 1243))),
            Vintage("2022", _data((2016, 1439), (2021, 1811))),
            Vintage("later", _data((2022, 2027), (2023, 2100), (2024, 2100))),
        ]
    )


def test_nothing_is_joined_across_vintages_or_missing_years() -> None:
    segments = _police().segments
    assert [segment.vintage for segment in segments] == ["2021"] * 4 + ["later"] * 2


def test_two_values_of_one_year_in_one_vintage_join_nothing() -> None:
    plot = line_plot([Vintage("v", _data((2020, 5), (2021, 44), (2021, 45), (2022, 6)))])
    assert plot.segments == ()
    assert len(plot.points) == 4


def test_a_survey_is_never_joined() -> None:
    plot = line_plot([Vintage("survey", _data((2019, 2573), (2020, 2259), (2021, 2872)), joined=False)])
    assert plot.segments == ()


def test_a_missing_year_keeps_its_place_on_the_axis() -> None:
    plot = _police()
    assert [year.label for year in plot.years] == [str(year) for year in range(2016, 2025)]
    gaps = {round(b.x.value - a.x.value, 6) for a, b in zip(plot.years, plot.years[1:], strict=False)}
    assert len(gaps) == 1


def test_the_axis_of_values_starts_at_zero_on_round_values() -> None:
    plot = _police()
    assert [str(tick.value) for tick in plot.ticks] == ["0", "500", "1000", "1500", "2000", "2500"]
    assert plot.ticks[0].y == plot.axis_y


@pytest.mark.parametrize(
    ("maximum", "ticks"),
    [
        ("0", ["0", "1"]),
        ("1", ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        ("7", ["0", "2", "4", "6", "8"]),
        ("100", ["0", "20", "40", "60", "80", "100"]),
        ("6457", ["0", "2000", "4000", "6000", "8000"]),
        ("29871581", ["0", "10000000", "20000000", "30000000"]),
    ],
)
def test_nice_ticks(maximum: str, ticks: list[str]) -> None:
    assert [str(tick) for tick in nice_ticks(Decimal(maximum))] == ticks


def test_counts_get_whole_ticks() -> None:
    assert nice_ticks(Decimal(1), whole=True) == (Decimal(0), Decimal(1))
    assert [tick.value for tick in line_plot([Vintage("v", _data((2020, 3)))]).ticks] == [0, 1, 2, 3]


@settings(max_examples=100)
@given(st.decimals("0", "1e12", places=3), st.integers(1, 9))
def test_ticks_are_few_even_and_hold_the_maximum(maximum: Decimal, most: int) -> None:
    ticks = nice_ticks(maximum, most)
    assert ticks[0] == 0
    assert len(ticks) <= most + 1
    assert ticks[-1] >= maximum
    assert len({b - a for a, b in pairwise(ticks)}) == 1


VINTAGES = st.lists(
    st.lists(st.tuples(st.integers(2005, 2030), st.decimals("0", "1e6", places=1)), min_size=1, max_size=8),
    min_size=1,
    max_size=3,
).map(
    lambda rows: [
        Vintage(f"v{index}", tuple(Datum(year, value, str(value)) for year, value in data))
        for index, data in enumerate(rows)
    ]
)


@settings(max_examples=100)
@given(VINTAGES)
def test_every_point_lies_inside_and_greater_values_never_lie_lower(vintages: list[Vintage]) -> None:
    plot = line_plot(vintages)
    assert all(0 < point.y <= plot.axis_y < plot.year_y < plot.height for point in plot.points)
    by_value = sorted(plot.points, key=lambda point: point.value)
    assert [point.y for point in by_value] == sorted((point.y for point in by_value), reverse=True)
    by_year = sorted(plot.points, key=lambda point: point.year)
    assert [point.x for point in by_year] == sorted(point.x for point in by_year)
    assert len(plot.points) == sum(len(vintage.data) for vintage in vintages)


def _box(point: PlotPoint, width: int) -> tuple[float, float, float, float]:
    half, baseline = text_width(point.label) / 2, point.label_y or 0
    return point.x.pixels(width) - half, baseline - 11, point.x.pixels(width) + half, baseline + 3


@settings(max_examples=100)
@given(VINTAGES)
def test_values_beside_points_never_touch_and_stay_off_the_ticks(vintages: list[Vintage]) -> None:
    plot = line_plot(vintages)
    for width, shown in (
        (plot.width, [point for point in plot.points if point.label_y is not None]),
        (NARROW, [point for point in plot.points if point.narrow]),
    ):
        boxes = [_box(point, width) for point in shown]
        assert all(box[0] >= 0 and box[2] <= width and box[1] >= 0 and box[3] <= plot.axis_y for box in boxes)
        ticks = [
            (0.0, tick.label_y - 11.0, float(text_width(str(tick.value))), tick.label_y + 3.0) for tick in plot.ticks
        ]
        for a, b in [*combinations(boxes, 2), *product(boxes, ticks)]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


@given(VINTAGES)
def test_segments_join_neighbouring_years_of_one_vintage(vintages: list[Vintage]) -> None:
    plot = line_plot(vintages)
    column = 91 / len(plot.years)
    for segment in plot.segments:
        assert segment.x1.value - segment.x0.value == pytest.approx(column)


@settings(max_examples=40)
@given(st.integers(1, 200), st.sampled_from([280, 600]))
def test_years_under_the_axis_never_touch(count: int, width: int) -> None:
    plot = line_plot([Vintage("v", _data((1900, 1), (1900 + count - 1, 2)))], width=width)
    for shown, years in ((width, plot.years), (NARROW, [year for year in plot.years if year.narrow])):
        centres = [year.x.pixels(shown) for year in years if year.label]
        assert all(b - a >= 28 for a, b in pairwise(centres))
        assert all(14 <= centre <= shown - 14 for centre in centres)


@pytest.mark.parametrize("value", ["-1", "NaN", "Infinity"])
def test_what_cannot_be_drawn_is_refused(value: str) -> None:
    with pytest.raises(ChartError, match="expected zero or more"):
        line_plot([Vintage("v", (Datum(2020, Decimal(value)),))])
    with pytest.raises(ChartError, match="expected zero or more"):
        nice_ticks(Decimal(value))
    with pytest.raises(ChartError, match="bar of"):
        bar_chart([BarItem("a", Decimal(value))])


def test_empty_or_immense_plots_are_refused() -> None:
    with pytest.raises(ChartError, match="without a value"):
        line_plot([Vintage("v", ())])
    with pytest.raises(ChartError, match="at most 200"):
        line_plot([Vintage("v", _data((1000, 1), (2999, 1)))])
    with pytest.raises(ChartError, match="height 50 px"):
        line_plot([Vintage("v", _data((2020, 1)))], height=50)
    with pytest.raises(ChartError, match="one at least"):
        nice_ticks(Decimal(1), 0)


def test_a_missing_bar_is_no_bar_and_zero_is_a_bar() -> None:
    chart = bar_chart([BarItem("a", Decimal(1044)), BarItem("b", None), BarItem("c", Decimal(0))])
    assert [bar.length for bar in chart.bars] == [Percent(78), None, Percent(0)]


def test_bars_of_nothing_but_zeros_have_no_length() -> None:
    assert bar_chart([BarItem("a", Decimal(0))]).bars[0].length == Percent(0)
    assert bar_chart([]).height == 0


def test_drawings_can_share_a_scale() -> None:
    assert bar_chart([BarItem("a", Decimal(20))], maximum=Decimal(40)).bars[0].length == Percent(39)
    with pytest.raises(ChartError, match="bar of 50: expected 0 to 40"):
        bar_chart([BarItem("a", Decimal(50))], maximum=Decimal(40))


@settings(max_examples=60)
@given(st.lists(st.decimals("0", "1e9", places=2), max_size=12))
def test_bars_are_in_proportion_row_under_row(values: list[Decimal]) -> None:
    chart = bar_chart([BarItem(str(index), value) for index, value in enumerate(values)])
    lengths = [bar.length.value for bar in chart.bars if bar.length is not None]
    assert [length for _, length in sorted(zip(values, lengths, strict=True))] == sorted(lengths)
    assert all(a.y + a.height < b.label_y for a, b in zip(chart.bars, chart.bars[1:], strict=False))
    assert all(bar.label_y < bar.y < bar.y + bar.height <= chart.height for bar in chart.bars)


def test_fifteen_of_forty_five_are_squares_in_rows() -> None:
    chart = unit_squares([("identified", 15), ("attested", 6), ("unknown", 24)])
    assert len(chart.squares) == 45
    assert [square.kind for square in chart.squares[14:16]] == ["identified", "attested"]
    assert (chart.width, chart.height) == (280, 52)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(max_size=5), st.integers(0, 60)), max_size=5), st.integers(1, 40))
def test_there_is_one_square_a_unit_inside_the_drawing(groups: list[tuple[str, int]], columns: int) -> None:
    chart = unit_squares(groups, columns=columns)
    assert len(chart.squares) == sum(count for _, count in groups)
    assert len({(square.x, square.y) for square in chart.squares}) == len(chart.squares)
    for square in chart.squares:
        assert 0 <= square.x <= chart.width - chart.size
        assert 0 <= square.y <= chart.height - chart.size


@pytest.mark.parametrize(
    ("groups", "columns", "message"),
    [([("a", -1)], 15, "-1 squares of 'a'"), ([("a", 1001)], 15, "at most 1000"), ([("a", 1)], 0, "0 columns")],
)
def test_impossible_squares_are_refused(groups: list[tuple[str, int]], columns: int, message: str) -> None:
    with pytest.raises(ChartError, match=message):
        unit_squares(groups, columns=columns)
