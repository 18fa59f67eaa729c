"""Time axis, strands and ruler."""

from datetime import date
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.charts import (
    At,
    ChartError,
    Event,
    Percent,
    Period,
    Stretch,
    TimeAxis,
    TimedLine,
    TimeScale,
    time_axis,
    time_ruler,
    time_scale,
    year_ticks,
)
from jalon.methods.charts.geometry import text_width
from jalon.methods.dates import Edtf, parse
from tests.unit.methods.dates_strategies import NEAR_YEARS, edtfs

STRANDS = ("asked", "promised", "judged")
KNOWN_UNTIL = parse("2025-12")
DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))


@given(st.lists(DAYS, min_size=2, max_size=8))
def test_later_days_never_lie_to_the_left(days: list[date]) -> None:
    scale = time_scale([], days)
    positions = [scale.at(day) for day in sorted(days)]
    assert positions == sorted(positions)


def test_the_axis_runs_over_whole_years() -> None:
    scale = time_scale([parse("2013-01-28"), parse("2026-07")])
    assert (scale.first_year, scale.last_year) == (2013, 2026)
    assert scale.at(date(2013, 1, 1)) == Percent(0)
    assert scale.at(date(2027, 1, 1)) == Percent(100)


def test_a_day_out_of_the_axis_lies_at_its_edge() -> None:
    scale = TimeScale(2019, 2021)
    assert (scale.at(date(2018, 1, 1)), scale.at(date(2030, 1, 1))) == (Percent(0), Percent(100))


def test_a_year_is_drawn_over_its_whole_length() -> None:
    scale = TimeScale(2020, 2023)
    stretch = scale.stretch(parse("2021~"))
    assert stretch.x0 == scale.at(date(2021, 1, 1))
    assert stretch.x1 == scale.at(date(2022, 1, 1))


def test_an_open_end_runs_to_the_edge() -> None:
    scale = TimeScale(2020, 2023)
    assert scale.stretch(parse("2021/..")).x1 == Percent(100)
    assert scale.stretch(parse("../2021")).x0 == Percent(0)


def test_what_lies_after_the_known_until_date_is_hatched() -> None:
    scale = TimeScale(2013, 2026)
    assert scale.hatched(KNOWN_UNTIL) == Stretch(scale.at(date(2026, 1, 1)), Percent(100))
    assert scale.hatched(parse("2026")) is None
    assert scale.hatched(parse("2025/..")) is None
    assert scale.hatched(None) is None


def test_an_axis_without_a_date_is_refused() -> None:
    with pytest.raises(ChartError, match="without a date"):
        time_scale([])
    with pytest.raises(ChartError, match="in order"):
        TimeScale(2021, 2019)


@settings(max_examples=60)
@given(st.integers(1000, 2990), st.integers(1, 900), st.sampled_from([280, 600, 1000]))
def test_year_labels_never_touch(first: int, years: int, width: int) -> None:
    scale = TimeScale(first, min(first + years - 1, 2999))
    ticks = year_ticks(scale, width)
    assert [tick.x for tick in ticks] == sorted(tick.x for tick in ticks)
    for shown, labelled in ((width, ticks), (280, [tick for tick in ticks if tick.narrow])):
        edges = []
        for tick in labelled:
            length = text_width(tick.label)
            left = tick.x.pixels(shown) - {"start": 0, "middle": length / 2, "end": length}[tick.anchor]
            if tick.label:
                edges.append((left, left + length))
        assert all(a[1] <= b[0] for a, b in pairwise(edges))
        assert all(left >= -0.01 and right <= shown + 0.01 for left, right in edges)


def _measure_16() -> TimeAxis:
    """The real dates of measure 16 of the second French plan."""
    events = [
        Event("a", "asked", parse("2013-01-28"), "asked", "GRETA, 2013"),
        Event("b", "asked", parse("2024"), "asked", "OSCE, 2024"),
        Event("c", "promised", parse("2019-10-18"), "promised", "18 oct. 2019"),
        Event("d", "promised", parse("2021"), "due", "dû en 2021", At.END),
        Event("e", "promised", parse("2024-11-15~"), "due", "réunion due mi-nov. 2024", At.END),
        Event("f", "judged", parse("2023-01-12"), "judged", "CNCDH"),
        Event("g", "judged", parse("2025-12"), "absent", "absent, déc. 2025"),
    ]
    late = TimedLine("promised", "late", date(2021, 12, 31), date(2023, 1, 12))
    return time_axis(STRANDS, events, lines=[late], known_until=KNOWN_UNTIL, chosen=date(2026, 11, 21))


def test_measure_16_is_laid_out_strand_under_strand() -> None:
    axis = _measure_16()
    assert [row.name for row in axis.strands] == list(STRANDS)
    assert (axis.scale.first_year, axis.scale.last_year) == (2013, 2026)
    assert axis.hatched == Stretch(axis.scale.at(date(2026, 1, 1)), Percent(100))
    assert axis.chosen == axis.scale.at(date(2026, 11, 21))
    promised = axis.strands[1]
    assert [(line.kind, line.y) for line in promised.lines] == [("late", promised.y)]


def test_a_due_year_is_marked_at_its_end_and_shows_its_span() -> None:
    axis = _measure_16()
    due = next(mark for row in axis.strands for mark in row.marks if mark.key == "d")
    assert due.x == axis.scale.at(date(2022, 1, 1))
    assert due.span == axis.scale.stretch(parse("2021"))


def test_a_day_has_no_span_and_an_approximate_day_is_flagged() -> None:
    marks = {mark.key: mark for row in _measure_16().strands for mark in row.marks}
    assert marks["c"].span is None
    assert marks["e"].span is None
    assert (marks["e"].approximate, marks["e"].uncertain) == (True, False)


EVENTS = st.lists(
    st.tuples(st.sampled_from(STRANDS), edtfs(NEAR_YEARS), st.text("abc é", max_size=40), st.sampled_from(At)),
    min_size=1,
    max_size=12,
).map(
    lambda rows: [
        Event(f"e{index}", strand, when, "x", text.strip(), at) for index, (strand, when, text, at) in enumerate(rows)
    ]
)


@settings(max_examples=100)
@given(EVENTS)
def test_everything_lies_inside_the_drawing_in_its_own_strand(events: list[Event]) -> None:
    axis = time_axis(STRANDS, events)
    top = 0
    for row in axis.strands:
        assert top < row.title_y < row.y < row.bottom <= axis.axis_y < axis.tick_y < axis.height
        for mark in row.marks:
            assert row.title_y < mark.y <= row.y
        for label in row.labels:
            assert row.title_y < label.y < min(mark.y for mark in row.marks)
        top = row.bottom
    assert sum(len(row.marks) for row in axis.strands) == len(events)


@settings(max_examples=60)
@given(EVENTS)
def test_marks_of_one_strand_never_lie_on_each_other(events: list[Event]) -> None:
    axis = time_axis(STRANDS, events)
    for row in axis.strands:
        for a, b in combinations(row.marks, 2):
            assert a.y != b.y or abs(a.x.pixels(axis.width) - b.x.pixels(axis.width)) >= 13.99


@settings(max_examples=40)
@given(EVENTS)
def test_the_layout_is_the_same_every_time(events: list[Event]) -> None:
    assert time_axis(STRANDS, events) == time_axis(STRANDS, list(reversed(events)))


def test_an_empty_strand_keeps_its_place() -> None:
    axis = time_axis(STRANDS, [Event("a", "judged", parse("2020"), "x", "vu")])
    assert [len(row.marks) for row in axis.strands] == [0, 0, 1]


def test_bad_events_are_refused() -> None:
    event = Event("a", "judged", parse("2020"), "x")
    with pytest.raises(ChartError, match="'judged': expected one of asked, promised"):
        time_axis(("asked", "promised"), [event])
    with pytest.raises(ChartError, match="one key"):
        time_axis(STRANDS, [event, event])
    with pytest.raises(ChartError, match="without a date"):
        time_axis(STRANDS, [])
    with pytest.raises(ChartError, match="width 20 px"):
        time_axis(STRANDS, [event], width=20)
    with pytest.raises(ChartError, match="the earlier"):
        time_axis(STRANDS, [event], lines=[TimedLine("asked", "late", date(2020, 2, 1), date(2020, 1, 1))])


PLANS = (
    Period("p1", "1er plan", parse("2014/2016")),
    Period("p2", "2e plan", parse("2019/2021")),
    Period("p3", "3e plan", parse("2024/2027")),
)


def test_the_ruler_shows_the_plans_the_chosen_day_and_what_is_not_known_yet() -> None:
    ruler = time_ruler(PLANS, date(2026, 11, 21), known_until=KNOWN_UNTIL)
    assert (ruler.scale.first_year, ruler.scale.last_year) == (2014, 2027)
    assert [bar.row for bar in ruler.bars] == [0, 0, 0]
    assert [label.text for label in ruler.labels] == ["1er plan", "2e plan", "3e plan"]
    assert ruler.hatched is not None and ruler.hatched.x0 < ruler.chosen


def test_periods_that_share_a_year_lie_on_two_rows() -> None:
    periods = [Period("a", "plan", parse("2019/2022")), Period("b", "stratégie", parse("2021/2024"))]
    ruler = time_ruler(periods, date(2022, 1, 1))
    assert [bar.row for bar in ruler.bars] == [0, 1]


@settings(max_examples=60)
@given(st.lists(st.tuples(edtfs(NEAR_YEARS), st.text("abc", max_size=30)), max_size=8), DAYS)
def test_bars_and_labels_of_one_row_of_the_ruler_never_touch(rows: list[tuple[Edtf, str]], chosen: date) -> None:
    periods = [Period(f"p{index}", text, when) for index, (when, text) in enumerate(rows)]
    ruler = time_ruler(periods, chosen)
    for a, b in combinations(ruler.bars, 2):
        assert a.row != b.row or a.stretch.x1 <= b.stretch.x0 or b.stretch.x1 <= a.stretch.x0
    for label, other in combinations(ruler.labels, 2):
        (left_a, right_a), (left_b, right_b) = label.extent(ruler.width), other.extent(ruler.width)
        assert label.row != other.row or right_a <= left_b or right_b <= left_a
    assert all(0 <= bar.y < ruler.axis_y < ruler.height for bar in ruler.bars)
    assert all(0 < label.y < ruler.axis_y for label in ruler.labels)
    assert len(ruler.labels) == sum(1 for _, text in rows if text)


def test_two_periods_of_one_key_are_refused() -> None:
    with pytest.raises(ChartError, match="one key"):
        time_ruler([PLANS[0], PLANS[0]], date(2020, 1, 1))
