"""Comparison of dates: yes, no, or unknown; slippage as a span."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.dates import (
    Answer,
    Edtf,
    Interval,
    Moment,
    Span,
    after,
    before,
    from_date,
    known_on,
    overlaps,
    parse,
    slippage,
)
from tests.unit.methods.dates_strategies import NEAR_YEARS, edtfs, moments


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("2019", "2020", Answer.YES),
        ("2020", "2019", Answer.NO),
        ("2019", "2019", Answer.UNKNOWN),
        ("2019-06", "2019", Answer.UNKNOWN),
        ("2019-06-01", "2019-06-01", Answer.NO),
        ("2019/2021", "2021-06", Answer.UNKNOWN),
        ("2019/2021", "2020-06", Answer.NO),
        ("2019/2021", "2022", Answer.YES),
        ("2019/..", "2022", Answer.NO),
        ("2019/", "2022", Answer.UNKNOWN),
        ("../2021", "2022", Answer.YES),
        ("2018", "../2021", Answer.NO),
        ("2018", "/2021", Answer.UNKNOWN),
        ("2022-02~", "2022-06", Answer.YES),
    ],
)
def test_before_is_yes_no_or_unknown(a: str, b: str, answer: Answer) -> None:
    assert before(parse(a), parse(b)) is answer
    assert after(parse(b), parse(a)) is answer


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("2019/2021", "2020-05", Answer.YES),
        ("2019/2021", "2021-05", Answer.UNKNOWN),
        ("2019/2021", "2022", Answer.NO),
        ("2019/2021", "2020/2024", Answer.YES),
        ("2019/2021", "2021/2024", Answer.UNKNOWN),
        ("2019-06", "2019-06", Answer.UNKNOWN),
        ("2019-06-01", "2019-06-01", Answer.YES),
        ("2019/..", "2150", Answer.YES),
        ("2019/", "2150", Answer.UNKNOWN),
        ("../2021", "1200", Answer.YES),
    ],
)
def test_overlap_is_yes_no_or_unknown(a: str, b: str, answer: Answer) -> None:
    assert overlaps(parse(a), parse(b)) is answer
    assert overlaps(parse(b), parse(a)) is answer


NEAR = edtfs(NEAR_YEARS)


@settings(max_examples=100)
@given(NEAR, NEAR)
def test_no_two_dates_are_both_before_and_after(a: Edtf, b: Edtf) -> None:
    assert (before(a, b), after(a, b)) != (Answer.YES, Answer.YES)
    if overlaps(a, b) is Answer.YES:
        assert before(a, b) is not Answer.YES
        assert after(a, b) is not Answer.YES


@st.composite
def _moment_and_day(draw: st.DrawFn) -> tuple[Moment, date]:
    moment = draw(moments(NEAR_YEARS))
    return moment, draw(st.dates(moment.earliest, moment.latest))


@settings(max_examples=100)
@given(_moment_and_day(), _moment_and_day())
def test_a_sure_answer_holds_for_every_day_the_dates_can_be(a: tuple[Moment, date], b: tuple[Moment, date]) -> None:
    (coarse_a, day_a), (coarse_b, day_b) = a, b
    said = before(coarse_a, coarse_b)
    assert said is Answer.UNKNOWN or (said is Answer.YES) == (day_a < day_b)
    met = overlaps(coarse_a, coarse_b)
    assert met is Answer.UNKNOWN or (met is Answer.YES) == (day_a == day_b)


@settings(max_examples=100)
@given(_moment_and_day(), _moment_and_day())
def test_the_slippage_of_any_true_days_lies_in_the_span(due: tuple[Moment, date], done: tuple[Moment, date]) -> None:
    span = slippage(due[0], done[0])
    assert span.min_days is not None
    assert span.max_days is not None
    assert span.min_days <= (done[1] - due[1]).days <= span.max_days


@pytest.mark.parametrize(
    ("due", "done", "span"),
    [
        ("2023-10-18", "2023-12-11", Span(54, 54)),
        ("2024-10-20", "2024-10-18", Span(-2, -2)),
        ("2018-12", "2019-10-18", Span(291, 321)),
        ("2024-02~", "2024-03-21", Span(21, 49, approximate=True)),
        ("2016-10-18?", "2016-10-20", Span(2, 2, approximate=True)),
        ("../2025", "2026-05", Span(121, None)),
        ("2025", "2026-05/..", Span(121, None)),
        ("2025/..", "2026-05", Span(None, 515)),
    ],
)
def test_slippage_is_a_span_of_days(due: str, done: str, span: Span) -> None:
    assert slippage(parse(due), parse(done)) == span


def test_only_two_days_give_an_exact_span() -> None:
    assert slippage(parse("2023-10-18"), parse("2023-12-11")).exact
    assert not slippage(parse("2023-10-18~"), parse("2023-12-11")).exact
    assert not Span(None, None).exact
    assert not Span(1, None).exact


def test_a_reversed_span_is_refused() -> None:
    with pytest.raises(ValueError, match="from 3 to 1 days"):
        Span(3, 1)


DAY = date(2021, 6, 15)


def _date(text: str | None) -> Edtf | None:
    return None if text is None else parse(text)


@pytest.mark.parametrize(
    ("said", "until", "answer"),
    [
        ("2021-06-15", None, Answer.YES),
        ("2021-06-16", None, Answer.NO),
        ("2021", None, Answer.UNKNOWN),
        ("2020", None, Answer.YES),
        ("2020", "2021-06-15", Answer.YES),
        ("2020", "2021-06-14", Answer.NO),
        ("2020", "2021", Answer.UNKNOWN),
        ("2021", "2021-05", Answer.NO),
        ("2020", "2021/..", Answer.YES),
        ("../2020", None, Answer.YES),
        ("2021/..", None, Answer.UNKNOWN),
        (None, None, Answer.UNKNOWN),
        (None, "2020", Answer.NO),
    ],
)
def test_a_statement_holds_from_when_it_was_said_until_it_stopped(
    said: str | None, until: str | None, answer: Answer
) -> None:
    assert known_on(_date(said), _date(until), DAY) is answer


@settings(max_examples=60)
@given(NEAR, st.dates(date(2018, 1, 1), date(2024, 1, 1)))
def test_once_known_without_end_a_statement_stays_known(said: Edtf, at: date) -> None:
    if known_on(said, None, at) is Answer.YES:
        assert known_on(said, None, at + timedelta(days=400)) is Answer.YES


def test_an_interval_of_days_is_compared_like_its_days() -> None:
    week = Interval(from_date(date(2021, 6, 7)), from_date(date(2021, 6, 13)))
    assert overlaps(week, parse("2021-06-13")) is Answer.YES
    assert before(week, parse("2021-06-14")) is Answer.YES
