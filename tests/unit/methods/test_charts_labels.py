"""Labels on rows: inside the box, never touching on one row, the same every time."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.charts import Anchor, ChartError, Label, Percent, Stretch
from jalon.methods.charts.geometry import NARROW, shortened, text_width
from jalon.methods.charts.labels import MOST_ROWS, Wanted, place

POSITIONS = st.floats(0, 100).map(Percent)
TEXTS = st.text("abcdefgh é", min_size=1, max_size=60).map(str.strip).filter(bool)
WANTED = st.lists(st.tuples(POSITIONS, TEXTS), max_size=14).map(
    lambda pairs: [Wanted(f"k{index:02d}", x, text) for index, (x, text) in enumerate(pairs)]
)
WIDTHS = st.sampled_from([280, 600, 900])


def _touching(labels: list[Label], width: int) -> list[tuple[str, str]]:
    pairs = combinations(sorted(labels, key=lambda label: label.extent(width)), 2)
    return [(a.key, b.key) for a, b in pairs if a.row == b.row and a.extent(width)[1] > b.extent(width)[0]]


@settings(max_examples=100)
@given(WANTED, WIDTHS, st.sampled_from([1.0, 1.3, 4.0]))
def test_labels_of_one_row_never_touch_on_any_drawing_at_least_as_wide(
    wanted: list[Wanted], width: int, wider: float
) -> None:
    assert _touching(list(place(wanted, width)), int(width * wider)) == []


@settings(max_examples=100)
@given(WANTED, WIDTHS, st.sampled_from([1.0, 1.3, 4.0]))
def test_labels_stay_inside_the_box(wanted: list[Wanted], width: int, wider: float) -> None:
    shown = int(width * wider)
    for label in place(wanted, width):
        left, right = label.extent(shown)
        assert left >= 0
        assert right <= shown


@settings(max_examples=60)
@given(WANTED)
def test_labels_kept_on_a_small_screen_have_room_there(wanted: list[Wanted]) -> None:
    kept = [label for label in place(wanted, 600) if label.narrow]
    assert _touching(kept, NARROW) == []
    assert all(label.extent(NARROW)[0] >= 0 and label.extent(NARROW)[1] <= NARROW for label in kept)


@settings(max_examples=60)
@given(WANTED)
def test_the_order_of_the_data_changes_nothing(wanted: list[Wanted]) -> None:
    assert place(list(reversed(wanted)), 600) == place(wanted, 600)


@settings(max_examples=60)
@given(WANTED.filter(lambda wanted: len(wanted) <= MOST_ROWS))
def test_as_many_labels_as_rows_are_all_placed(wanted: list[Wanted]) -> None:
    assert sorted(label.key for label in place(wanted, 600)) == [one.key for one in wanted]


def test_a_label_that_finds_no_room_is_left_out() -> None:
    crowd = [Wanted(f"k{index:02d}", Percent(50), "tous le même jour") for index in range(40)]
    placed = place(crowd, 600)
    assert len(placed) == MOST_ROWS
    assert len({label.row for label in placed}) == MOST_ROWS


def test_an_empty_text_gets_no_label() -> None:
    assert place([Wanted("a", Percent(10), "")], 600) == ()


def test_labels_far_apart_share_the_nearest_row() -> None:
    placed = place([Wanted("a", Percent(0), "GRETA"), Wanted("b", Percent(60), "CNCDH")], 600)
    assert [label.row for label in placed] == [0, 0]


def test_close_labels_step_so_that_no_leader_crosses_a_text() -> None:
    near = [Wanted("a", Percent(10), "promis par circulaire"), Wanted("b", Percent(14), "échéance de la promesse")]
    first, second = place(near, 600)
    assert (first.row, second.row) == (1, 0)


def test_a_label_at_the_right_edge_reads_to_the_left() -> None:
    (label,) = place([Wanted("a", Percent(100), "absent")], 600)
    assert (label.anchor, label.dx) == (Anchor.END, -4)
    (label,) = place([Wanted("a", Percent(0), "absent")], 600)
    assert (label.anchor, label.dx) == (Anchor.START, 4)


@given(st.text(max_size=80), st.integers(10, 400))
def test_a_shortened_text_fits(text: str, width: int) -> None:
    short = shortened(text, width)
    assert text_width(short) <= max(width, 7)
    assert short == text or short.endswith("…")


def test_a_percent_prints_as_an_attribute() -> None:
    assert [str(Percent(value)) for value in (0, 7.142857, 50, 100)] == ["0%", "7.143%", "50%", "100%"]


@pytest.mark.parametrize("value", [-0.1, 100.1, float("nan"), float("inf")])
def test_a_position_out_of_the_box_is_refused(value: float) -> None:
    with pytest.raises(ChartError, match="expected 0 to 100"):
        Percent(value)


def test_a_reversed_stretch_is_refused() -> None:
    with pytest.raises(ChartError, match="from 3% to 2%"):
        Stretch(Percent(3), Percent(2))
