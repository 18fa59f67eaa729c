"""Reading EDTF: what is read, what is refused, and what the refusal says."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.dates import DateError, DateProblem, Interval, Moment, Precision, from_date, parse
from tests.unit.methods.dates_strategies import edtfs


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31), Precision.YEAR),
        ("2025-06", date(2025, 6, 1), date(2025, 6, 30), Precision.MONTH),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
        ("2026-07-15", date(2026, 7, 15), date(2026, 7, 15), Precision.DAY),
        ("201X", date(2010, 1, 1), date(2019, 12, 31), Precision.DECADE),
        ("2024-XX", date(2024, 1, 1), date(2024, 12, 31), Precision.YEAR),
        ("2024-XX-XX", date(2024, 1, 1), date(2024, 12, 31), Precision.YEAR),
        ("2024-05-XX", date(2024, 5, 1), date(2024, 5, 31), Precision.MONTH),
        ("2024-21", date(2024, 3, 1), date(2024, 5, 31), Precision.SEASON),
        ("2024-22", date(2024, 6, 1), date(2024, 8, 31), Precision.SEASON),
        ("2024-23", date(2024, 9, 1), date(2024, 11, 30), Precision.SEASON),
        ("2023-24", date(2023, 12, 1), date(2024, 2, 29), Precision.SEASON),
        ("2019/2021", date(2019, 1, 1), date(2021, 12, 31), Precision.YEAR),
        ("2019/2021-10", date(2019, 1, 1), date(2021, 10, 31), Precision.YEAR),
        ("../2021", None, date(2021, 12, 31), Precision.YEAR),
        ("/2021", None, date(2021, 12, 31), Precision.YEAR),
        ("2019/..", date(2019, 1, 1), None, Precision.YEAR),
        ("2019-10-18/", date(2019, 10, 18), None, Precision.DAY),
    ],
)
def test_a_date_has_its_first_day_last_day_and_precision(
    text: str, earliest: date | None, latest: date | None, precision: Precision
) -> None:
    edtf = parse(text)
    assert (edtf.earliest, edtf.latest, edtf.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2021", False, False),
        ("2021~", True, False),
        ("2016-10-18?", False, True),
        ("2021-05%", True, True),
        ("2026-01~/2026-03", True, False),
        ("2026-01/2026-03?", False, True),
        ("../2026-03~", True, False),
    ],
)
def test_qualifiers_flag_the_whole_date(text: str, approximate: bool, uncertain: bool) -> None:
    edtf = parse(text)
    assert (edtf.approximate, edtf.uncertain) == (approximate, uncertain)


def test_an_approximate_month_keeps_its_period() -> None:
    about = parse("2026-01~")
    assert (about.earliest, about.latest) == (date(2026, 1, 1), date(2026, 1, 31))


@settings(max_examples=100)
@given(edtfs())
def test_a_date_written_and_read_again_is_the_same(edtf: Interval | Moment) -> None:
    assert parse(str(edtf)) == edtf
    assert str(parse(str(edtf))) == str(edtf)


@settings(max_examples=100)
@given(edtfs())
def test_the_first_day_is_never_after_the_last(edtf: Interval | Moment) -> None:
    if edtf.earliest is not None and edtf.latest is not None:
        assert edtf.earliest <= edtf.latest


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_a_calendar_day_is_its_own_period(day: date) -> None:
    moment = from_date(day)
    assert str(moment) == day.isoformat()
    assert (moment.earliest, moment.latest) == (day, day)


@pytest.mark.parametrize(
    ("text", "problem", "position", "read"),
    [
        ("2023-02-30", DateProblem.DAY, 8, "30"),
        ("2023-02-29", DateProblem.DAY, 8, "29"),
        ("2023-04-00", DateProblem.DAY, 8, "00"),
        ("2019-13", DateProblem.MONTH, 5, "13"),
        ("2019-00", DateProblem.MONTH, 5, "00"),
        ("2019-20", DateProblem.MONTH, 5, "20"),
        ("2019-25", DateProblem.MONTH, 5, "25"),
        ("0999", DateProblem.YEAR, 0, "0999"),
        ("3000", DateProblem.YEAR, 0, "3000"),
        ("300X", DateProblem.YEAR, 0, "300X"),
        ("2019/3000", DateProblem.YEAR, 5, "3000"),
        ("201X-05", DateProblem.MONTH, 5, "05"),
        ("2024-XX-15", DateProblem.DAY, 8, "15"),
        ("2019-24-01", DateProblem.DAY, 8, "01"),
        ("2021/2019", DateProblem.REVERSED, 5, "2019"),
        ("2021-06~/2021-05", DateProblem.REVERSED, 9, "2021-05"),
        ("../..", DateProblem.EMPTY_INTERVAL, 0, "../.."),
        ("/", DateProblem.EMPTY_INTERVAL, 0, "/"),
        ("/..", DateProblem.EMPTY_INTERVAL, 0, "/.."),
        ("2019/06/12", DateProblem.FORM, 7, "/"),
        ("2019?-06", DateProblem.FORM, 5, "-06"),
        ("2019-1", DateProblem.FORM, 4, "-1"),
        ("2019-06-1", DateProblem.FORM, 7, "-1"),
        ("2019~?", DateProblem.FORM, 5, "?"),
        ("2019\n", DateProblem.FORM, 4, "\n"),
        ("20XX", DateProblem.FORM, 0, "20XX"),
        ("~2019", DateProblem.FORM, 0, "~2019"),
        ("-2019", DateProblem.FORM, 0, "-2019"),
        ("Y12019", DateProblem.FORM, 0, "Y12019"),
        ("2019-06-12T10:00", DateProblem.FORM, 10, "T10:00"),
        ("[2019,2020]", DateProblem.FORM, 0, "[2019,2020]"),
        ("2024-xx", DateProblem.FORM, 4, "-xx"),
        (" 2019", DateProblem.FORM, 0, " 2019"),
        ("٢٠١٩", DateProblem.FORM, 0, "٢٠١٩"),
        ("", DateProblem.FORM, 0, ""),
    ],
)
def test_anything_else_is_refused_saying_what_and_where(
    text: str, problem: DateProblem, position: int, read: str
) -> None:
    with pytest.raises(DateError) as caught:
        parse(text)
    error = caught.value
    assert (error.problem, error.position, error.read, error.text) == (problem, position, read, text)


def test_the_refusal_names_what_was_read_where_and_what_was_expected() -> None:
    with pytest.raises(
        DateError, match=r"'2023-02-30', character 9: read '30', expected a day of 2023-02 \(01 to 28\)"
    ):
        parse("2023-02-30")


def test_a_megabyte_is_refused_with_a_short_message() -> None:
    with pytest.raises(DateError) as caught:
        parse("2019-" * 200_000)
    assert len(str(caught.value)) < 400


@settings(max_examples=100)
@given(st.text(alphabet="0123456789X-/.?~% ", max_size=24))
def test_any_text_is_a_date_that_prints_back_or_a_date_error(text: str) -> None:
    try:
        edtf = parse(text)
    except DateError as error:
        assert error.expected
        assert 0 <= error.position <= len(text)
    else:
        assert str(edtf) == text


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        ("2019", None, "05"),
        ("2019", "5", None),
        ("2019", "05", "1"),
        ("19", None, None),
        ("2019", "٠٥", None),
        ("201X", "05", None),
    ],
)
def test_a_moment_cannot_be_built_by_hand_wrongly(year: str, month: str | None, day: str | None) -> None:
    with pytest.raises(DateError):
        Moment(year, month, day)
