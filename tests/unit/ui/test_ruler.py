"""Geometry of the time ruler."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jalon.ui.ruler import Period, ruler

FIRST = Period("1er plan", date(2019, 1, 1), date(2021, 12, 31))
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def share(position: str) -> float:
    return float(position.removesuffix("%"))


def test_a_ruler_goes_from_the_first_year_to_the_end_of_the_last() -> None:
    drawn = ruler([FIRST], chosen=date(2026, 11, 21), known_until=date(2025, 12, 31), lang="fr")
    assert drawn.spans[0].start == "0.00%"
    assert [tick.label for tick in drawn.ticks] == [str(year) for year in range(2019, 2028)]
    assert drawn.ticks[-1].at == "100.00%"


def test_a_year_beside_the_end_has_a_tick_and_no_label() -> None:
    long = Period("long", date(2006, 1, 1), date(2026, 1, 1))
    drawn = ruler([long], chosen=date(2026, 1, 1), known_until=None, lang="fr")
    assert [tick.label for tick in drawn.ticks[:3]] == ["2006", "", "2008"]


def test_what_lies_after_the_last_look_is_hatched() -> None:
    drawn = ruler([FIRST], chosen=date(2026, 11, 21), known_until=date(2025, 12, 31), lang="fr")
    assert round(share(drawn.known) + share(drawn.unknown_width), 1) == 100
    assert share(drawn.chosen) > share(drawn.known)
    assert "Après le 31 décembre 2025" in drawn.words


def test_without_a_known_end_nothing_is_hatched() -> None:
    drawn = ruler([FIRST], chosen=date(2026, 1, 1), known_until=None, lang="fr")
    assert (drawn.known, drawn.unknown_width) == ("", "")


def test_a_long_ruler_labels_some_years_only() -> None:
    drawn = ruler(
        [Period("long", date(1950, 1, 1), date(2026, 1, 1))], chosen=date(2026, 1, 1), known_until=None, lang="fr"
    )
    labelled = [tick for tick in drawn.ticks if tick.label]
    assert len(drawn.ticks) == 78
    assert len(labelled) < 20


@given(DAYS, DAYS, DAYS, st.none() | DAYS)
def test_every_position_is_on_the_ruler_and_periods_run_forward(
    a: date, b: date, chosen: date, known: date | None
) -> None:
    drawn = ruler([Period("p", min(a, b), max(a, b))], chosen=chosen, known_until=known, lang="en")
    (span,) = drawn.spans
    positions = [span.start, span.end, drawn.chosen, *(tick.at for tick in drawn.ticks)]
    assert all(0 <= share(position) <= 100 for position in positions)
    assert share(span.start) <= share(span.end)
