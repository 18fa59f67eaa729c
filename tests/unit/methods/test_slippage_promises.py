"""Promises: how far from their dates, who is followed how long, and what is said beside a curve. Invented promises."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.dates import Answer, Span, Standing, parse
from jalon.methods.slippage import (
    End,
    Excluded,
    Fate,
    Followed,
    Keeping,
    LeftOut,
    Promise,
    TooFew,
    curve,
    follow,
    left_out_in_words,
    slip,
    time_to_keep,
    told_in_words,
    too_few_in_words,
)
from jalon.methods.slippage.keeping import Finding, Told

TODAY = date(2026, 3, 1)
KNOWN = "2025-12"


def promise(
    made: str | None = "2024-01-01",
    dues: tuple[str, ...] = (),
    fate: Fate = Fate.UNKNOWN,
    on: str | None = None,
    key: str = "p",
    known: str = KNOWN,
) -> Promise:
    return Promise(
        key,
        None if made is None else parse(made),
        tuple(map(parse, dues)),
        fate,
        None if on is None else parse(on),
        parse(known),
    )


def one(made: Promise) -> Followed | Excluded:
    inside, outside = follow([made])
    (found,) = (*inside, *outside)
    return found


def test_a_kept_promise_is_as_far_from_its_first_date_as_from_its_last_plus_what_it_was_postponed() -> None:
    found = slip(promise(dues=("2024-06-30", "2024-12-31"), fate=Fate.KEPT, on="2025-01-10"), TODAY)
    assert (found.from_first, found.from_last) == (Span(194, 194), Span(10, 10))
    assert found.shifts == (Span(184, 184),) and found.postponed == Span(184, 184)
    assert (found.standing, found.on_time, found.at_least) == (Standing.KEPT, Answer.NO, False)


def test_every_revision_is_kept_even_one_that_brings_the_date_forward() -> None:
    found = slip(promise(dues=("2024-06-30", "2024-12-31", "2024-09-30")), TODAY)
    assert [span.min_days for span in found.shifts] == [184, -92]
    assert found.postponed == Span(92, 92)


def test_slippage_between_approximate_dates_is_an_interval() -> None:
    found = slip(promise(dues=("2025-06~",), fate=Fate.KEPT, on="2025-06"), TODAY)
    assert found.from_first == Span(-29, 29, approximate=True)
    assert found.on_time is Answer.UNKNOWN


def test_a_promise_seen_not_done_after_its_date_is_late_by_that_much_at_least() -> None:
    found = slip(promise(dues=("2024-06",), fate=Fate.NOT_KEPT, on="2024-08-31"), date(2025, 6, 1))
    assert (found.standing, found.from_last, found.at_least) == (Standing.LATE, Span(62, None), True)
    assert found.on_time is None


@pytest.mark.parametrize("fate", [Fate.UNKNOWN, Fate.NOT_KEPT, Fate.IN_PART])
def test_nothing_is_late_after_the_day_until_which_somebody_looked(fate: Fate) -> None:
    found = slip(promise(dues=("2024-06",), fate=fate, on="2024-08-31"), TODAY)
    assert (found.standing, found.from_last, found.at_least) == (Standing.OUTCOME_UNKNOWN, None, False)


def test_a_date_to_come_and_a_promise_without_date() -> None:
    assert slip(promise(dues=("2027",)), TODAY).standing is Standing.NOT_YET_DUE
    assert slip(promise(), TODAY).standing is Standing.NO_DATE
    undated = slip(promise(fate=Fate.KEPT), TODAY)
    assert (undated.standing, undated.from_first, undated.on_time) == (Standing.KEPT, None, None)


def test_a_dropped_promise_has_no_standing_and_keeps_its_revisions() -> None:
    found = slip(promise(dues=("2024-06", "2025-06"), fate=Fate.DROPPED, on="2025-01"), TODAY)
    assert found.standing is None and found.from_first is None
    assert found.postponed is not None


def test_an_approximate_date_is_followed_from_its_shortest_to_its_longest() -> None:
    assert one(promise("2024-01", fate=Fate.KEPT, on="2024-03")) == Followed("p", End.KEPT, 30, 90, Fate.KEPT)


def test_a_promise_kept_on_a_day_not_known_was_kept_by_the_day_until_which_somebody_looked() -> None:
    assert one(promise("2025-12-01", fate=Fate.KEPT)) == Followed("p", End.KEPT, 0, 30, Fate.KEPT)
    assert one(promise("2025-12-01", fate=Fate.KEPT, on="2025/..")) == Followed("p", End.KEPT, 0, 30, Fate.KEPT)
    assert one(promise("2025-12-01", fate=Fate.DROPPED, on="2026")) == Followed("p", End.DROPPED, 31, 395, Fate.DROPPED)


def test_an_unknown_outcome_counts_until_somebody_last_looked_and_no_longer() -> None:
    assert one(promise(fate=Fate.UNKNOWN, on="2024-01-11")) == Followed("p", End.OPEN, 10, 10, Fate.UNKNOWN)
    assert one(promise(fate=Fate.IN_PART, on="2024-01-11")) == Followed("p", End.OPEN, 10, 10, Fate.IN_PART)
    assert one(promise(fate=Fate.UNKNOWN)) == Excluded("p", LeftOut.NEVER_SEEN, Fate.UNKNOWN)
    assert one(promise(fate=Fate.NOT_KEPT, on="2024-01-01")) == Excluded("p", LeftOut.NEVER_SEEN, Fate.NOT_KEPT)


def test_what_cannot_be_placed_in_time_is_left_out_with_its_reason() -> None:
    assert one(promise(None, fate=Fate.KEPT, on="2025")) == Excluded("p", LeftOut.NO_MADE_DATE, Fate.KEPT)
    assert one(promise("../2020", fate=Fate.KEPT, on="2025")) == Excluded("p", LeftOut.NO_MADE_DATE, Fate.KEPT)
    before = one(promise("2024-05", fate=Fate.KEPT, on="2024-04-30"))
    assert before == Excluded("p", LeftOut.ENDED_BEFORE_MADE, Fate.KEPT)
    assert {left_out_in_words(why, "fr") for why in LeftOut}.isdisjoint(left_out_in_words(why, "en") for why in LeftOut)


def test_a_promise_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        follow([promise(), promise()])


def followed_until(days: int, fate: Fate, key: int) -> Promise:
    on = date.fromordinal(date(2024, 1, 1).toordinal() + days).isoformat()
    return promise(fate=fate, on=on, key=str(key))


def test_under_ten_promises_at_risk_there_is_a_list_and_no_curve() -> None:
    nine = [followed_until(30 * n, Fate.KEPT, n) for n in range(1, 10)]
    found = time_to_keep([*nine, promise(key="never")])
    assert isinstance(found, TooFew)
    assert (found.at_risk, found.needed, len(found.followed), len(found.excluded)) == (9, 10, 9, 1)
    assert "il y en a 9" in too_few_in_words(found, "fr") and "there are 9" in too_few_in_words(found, "en")
    assert isinstance(time_to_keep([*nine, followed_until(5, Fate.NOT_KEPT, 10)]), Keeping)


def test_both_readings_and_what_is_said_beside_them() -> None:
    promises = [followed_until(30 * n, Fate.KEPT, n) for n in range(1, 9)]
    promises += [
        promise("2024-01", fate=Fate.KEPT, on="2025", key="vague"),
        followed_until(100, Fate.DROPPED, 11),
        followed_until(50, Fate.IN_PART, 12),
        promise(key="never"),
    ]
    found = time_to_keep(promises)
    assert isinstance(found, Keeping)
    assert (found.soonest.total, found.counted(End.KEPT), found.counted(End.DROPPED)) == (11, 9, 1)
    assert [told.code for told in found.told] == [*Finding]
    said = [told_in_words(told, lang) for told in found.told for lang in ("fr", "en")]
    assert len(set(said)) == 2 * len(Finding) and all("{" not in text for text in said)
    assert "sans suite connue\u00a0: 1 sur 11" in said[4]
    assert found.bounds[0].of == 12 and found.bounds[-1].possibly == 11 and found.bounds[-1].certainly == 9
    assert found.soonest.points != found.latest.points


def test_exact_dates_with_known_ends_say_nothing_of_readings() -> None:
    found = time_to_keep([followed_until(30 * n, Fate.KEPT, n) for n in range(1, 12)])
    assert isinstance(found, Keeping)
    assert [told.code for told in found.told] == [Finding.POINTWISE, Finding.NOT_DRAWN]
    assert found.soonest == found.latest
    assert Told(Finding.NOT_DRAWN, {"promises": 11}) in found.told


DAYS = st.integers(0, 60)
SPANS = st.tuples(DAYS, DAYS, st.sampled_from(Fate), DAYS)


def built(rows: list[tuple[int, int, Fate, int]]) -> list[Promise]:
    """Promises made on a day and seen between two days."""
    start = date(2024, 1, 1).toordinal()
    found = []
    for number, (one_end, other_end, fate, made) in enumerate(rows):
        low, high = (date.fromordinal(start + made + n).isoformat() for n in sorted((one_end, other_end)))
        found.append(
            promise(date.fromordinal(start + made).isoformat(), fate=fate, on=f"{low}/{high}", key=str(number))
        )
    return found


@given(st.lists(SPANS, min_size=10, max_size=14))
@settings(max_examples=25, deadline=None)
def test_both_readings_lie_within_the_bounds(rows: list[tuple[int, int, Fate, int]]) -> None:
    found = time_to_keep(built(rows))
    if isinstance(found, TooFew):
        return
    for read in (found.soonest, found.latest):
        for bound in found.bounds:
            point = read.at(bound.days)
            if point is not None:
                assert bound.certainly / bound.of <= point.incidence + 1e-9
                assert point.incidence <= bound.possibly / bound.of + 1e-9


@given(st.lists(SPANS, min_size=10, max_size=14), st.data())
@settings(max_examples=25, deadline=None)
def test_without_open_promises_every_reading_lies_between_the_two(
    rows: list[tuple[int, int, Fate, int]], data: st.DataObject
) -> None:
    known = [(a, b, fate if fate is Fate.DROPPED else Fate.KEPT, made) for a, b, fate, made in rows]
    found = time_to_keep(built(known))
    assert isinstance(found, Keeping)
    days = [data.draw(st.integers(one.shortest, one.longest)) for one in found.followed]
    read = curve(days, [one.end for one in found.followed])
    for day in range(read.until + 1):
        middle, first, last = read.at(day), found.soonest.at(day), found.latest.at(day)
        assert middle is not None
        if first is not None:
            assert middle.incidence <= first.incidence + 1e-9
        if last is not None:
            assert middle.incidence >= last.incidence - 1e-9


def test_the_level_of_the_limits_is_the_one_asked() -> None:
    promises = [followed_until(30 * n, Fate.KEPT, n) for n in range(1, 12)]
    wide, narrow = (time_to_keep(promises, level).soonest.points[3].limits for level in (0.99, 0.8))  # type: ignore[union-attr]
    assert wide is not None and narrow is not None
    assert wide.low < narrow.low < narrow.high < wide.high


def test_another_reading_of_a_promise_is_another_key() -> None:
    first = promise(fate=Fate.KEPT, on="2024-02-01")
    inside, _ = follow([first, replace(first, key="q", fate=Fate.NOT_KEPT)])
    assert [one.end for one in inside] == [End.KEPT, End.OPEN]
