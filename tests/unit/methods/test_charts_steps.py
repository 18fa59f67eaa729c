"""Step curves with their interval."""

import pytest

from jalon.methods.charts import ChartError, Percent, Stair, Staircase, step_plot


def test_a_curve_starts_at_zero_and_ends_at_the_last_day_known() -> None:
    drawn = step_plot([Staircase("soon", (Stair(100, 0.5, 0.2, 0.8), Stair(900, 1.0)), 800)], height=128)
    assert [(line.x0, line.y0, line.x1, line.y1) for line in drawn.lines] == [
        (Percent(9), 100, Percent(20), 100), (Percent(20), 100, Percent(20), 57), (Percent(20), 57, Percent(97), 57),
    ]  # fmt: skip
    [band] = drawn.bands
    assert (band.across.x0, band.across.x1, band.y, band.height) == (Percent(20), Percent(97), 31, 52)
    assert [(tick.value, tick.labelled) for tick in drawn.years] == [(0, True), (1, True), (2, True)]


def test_the_band_holds_the_intervals_of_both_readings() -> None:
    drawn = step_plot(
        [Staircase("soon", (Stair(10, 0.6, 0.5, 0.7),), 40), Staircase("late", (Stair(20, 0.4, 0.1, 0.5),), 30)],
        height=142,
    )
    heights = [(band.y, band.y + band.height) for band in drawn.bands]
    assert heights == [(44, 64), (44, 104), (44, 64)]
    assert max(line.x1 for line in drawn.lines if line.curve == "late") < Percent(97), (
        "after its last day nothing is known"
    )


def test_many_years_are_labelled_where_there_is_room() -> None:
    drawn = step_plot([Staircase("soon", (), 30 * 366)], width=280)
    assert [tick.value for tick in drawn.years if tick.labelled] == [0, 10, 20, 30]
    assert not drawn.bands and len(drawn.lines) == 1


@pytest.mark.parametrize(("stairs", "until"), [([], 0), ([Stair(1, 1.2)], 10), ([Stair(1, 0.5, -0.1, 0.6)], 10)])
def test_what_cannot_be_drawn_is_refused(stairs: list[Stair], until: int) -> None:
    with pytest.raises(ChartError):
        step_plot([Staircase("soon", tuple(stairs), until)])
