"""What is expected at a date, and late only when somebody looked after it."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.methods.dates import from_date, parse
from jalon.methods.progress import (
    Aim,
    Course,
    Dated,
    Expected,
    ExpectedReason,
    Late,
    Lateness,
    LateReason,
    Level,
    YesNo,
    expected_at,
    late,
)
from jalon.methods.progress.values import Value
from jalon.methods.quantities import Missing, Number, Precision, number

TODAY = date(2026, 6, 1)


def at(on: str, value: str | Value) -> Dated:
    return Dated(parse(on), number(value) if isinstance(value, str) else value)


MID, END = at("2025-12-31", "50"), at("2028-12-31", "100")


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2025, 12, 30), None),
        (date(2025, 12, 31), "50"),
        (date(2027, 7, 1), "50"),
        (date(2028, 12, 31), "100"),
        (date(2035, 1, 1), "100"),
    ],
)
def test_between_two_due_dates_the_last_due_value_is_expected(day: date, value: str | None) -> None:
    found = expected_at(day, [MID, END], baseline=at("2023-12-31", "0"))
    if value is None:
        assert found == Expected(None, why=ExpectedReason.NOTHING_DUE)
    else:
        assert found.value == number(value)


def test_the_order_in_which_expected_values_are_given_changes_nothing() -> None:
    assert expected_at(date(2027, 1, 1), [END, MID]).value == number("50")


def test_a_due_month_is_due_when_it_has_ended() -> None:
    targets = [at("2025-06", "50")]
    assert expected_at(date(2025, 6, 29), targets).value is None
    assert expected_at(date(2025, 6, 30), targets).due == parse("2025-06")


def test_on_a_line_the_expected_value_follows_the_days() -> None:
    targets = [at("2024-01-11", "20")]
    found = expected_at(date(2024, 1, 6), targets, baseline=at("2024-01-01", "10"), course=Course.LINEAR)
    assert found.value == number("15")


def test_after_the_line_its_last_value_is_expected_and_before_it_nothing() -> None:
    baseline, targets = at("2024-01-01", "10"), [at("2024-01-11", "20")]
    assert expected_at(date(2025, 1, 1), targets, baseline=baseline, course=Course.LINEAR).value == number("20")
    early = expected_at(date(2023, 1, 1), targets, baseline=baseline, course=Course.LINEAR)
    assert early.why is ExpectedReason.NOTHING_DUE


def test_a_line_between_years_is_known_within_bounds() -> None:
    found = expected_at(date(2024, 12, 31), [at("2026", "30")], baseline=at("2023", "10"), course=Course.LINEAR).value
    assert isinstance(found, Number)
    lowest = 10 + Fraction(
        20 * 366, 1096
    )  # from the last day of 2023 to the last of 2026: 2024 is over, 366 of 1,096 days
    highest = 10 + Fraction(20 * 730, 1096)  # from the first day of 2023 to the first of 2026: 730 of 1,096
    assert (found.value, found.low, found.high, found.precision) == (lowest, lowest, highest, Precision.ABOUT)


def test_a_line_needs_dates_in_a_certain_order() -> None:
    found = expected_at(date(2025, 3, 1), [at("2025", "30")], baseline=at("2025-02-01", "10"), course=Course.LINEAR)
    assert found.why is ExpectedReason.DATES_UNSURE


def test_no_line_runs_between_answers() -> None:
    found = expected_at(
        date(2025, 3, 1), [at("2026", YesNo(True))], baseline=at("2024", YesNo(False)), course=Course.LINEAR
    )
    assert found.why is ExpectedReason.NOT_NUMBERS


@given(st.integers(0, 1000), st.integers(1, 1000), st.integers(-100, 100), st.integers(-100, 100))
def test_the_line_passes_through_its_ends_and_stays_between(passed: int, length: int, first: int, last: int) -> None:
    start = date(2024, 1, 1)
    day, end = start + timedelta(min(passed, length)), start + timedelta(length)
    found = expected_at(
        day,
        [Dated(from_date(end), number(last))],
        baseline=Dated(from_date(start), number(first)),
        course=Course.LINEAR,
    ).value
    assert isinstance(found, Number)
    assert found.value == first + Fraction(last - first) * min(passed, length) / length


DUE = at("2025-12", "300")


@pytest.mark.parametrize(
    ("observed", "lateness", "why"),
    [
        ([], Lateness.CANNOT_BE_SAID, LateReason.NO_OBSERVATION_SINCE),
        ([at("2025-06", "200")], Lateness.CANNOT_BE_SAID, LateReason.NO_OBSERVATION_SINCE),
        ([at("2025-06", "320")], Lateness.NOT_LATE, LateReason.REACHED_BEFORE_DUE),
        ([at("2026-01", "299")], Lateness.LATE, None),
        ([at("2026-01", "300")], Lateness.NOT_LATE, None),
        ([at("2026-01", "200"), at("2026-03", "310")], Lateness.NOT_LATE, None),
        ([at("2025-06", "320"), at("2026-01", "200")], Lateness.LATE, None),
        ([at("2025-12", "200")], Lateness.POSSIBLY_LATE, LateReason.PERIODS_OVERLAP),
        ([at("2025-12", "300")], Lateness.NOT_LATE, None),
        ([at("2025/2026", "200")], Lateness.POSSIBLY_LATE, LateReason.PERIODS_OVERLAP),
        ([at("2026-01", "200"), at("2025/2026", "310")], Lateness.LATE, None),
        ([at("2026-01", number("280", Precision.ABOUT))], Lateness.POSSIBLY_LATE, LateReason.VALUES_UNSURE),
        ([at("2026-01", Missing("no answer"))], Lateness.CANNOT_BE_SAID, LateReason.NO_OBSERVATION_SINCE),
        ([at("2027-01", "200")], Lateness.CANNOT_BE_SAID, LateReason.NO_OBSERVATION_SINCE),
    ],
)
def test_late_needs_an_observation_after_the_due_date(
    observed: list[Dated], lateness: Lateness, why: LateReason | None
) -> None:
    found = late(Aim.INCREASE, DUE, observed, TODAY)
    assert (found.lateness, found.why) == (lateness, why)


@pytest.mark.parametrize("today", [date(2025, 11, 30), date(2025, 12, 31)])
def test_before_the_due_date_has_passed_nothing_is_late(today: date) -> None:
    assert late(Aim.INCREASE, DUE, [at("2025-11-01", "0")], today) == Late(Lateness.NOT_DUE)


def test_a_due_date_without_an_end_is_never_due() -> None:
    assert late(Aim.INCREASE, at("2025/..", "300"), [at("2026", "0")], TODAY).lateness is Lateness.NOT_DUE


@pytest.mark.parametrize("aim", [Aim.NOT_BELOW, Aim.NOT_ABOVE, Aim.MAINTAIN])
def test_a_floor_kept_earlier_says_nothing_of_the_due_date(aim: Aim) -> None:
    assert late(aim, DUE, [at("2025-06", "300")], TODAY).lateness is Lateness.CANNOT_BE_SAID


def test_a_level_not_reached_after_its_due_date_is_late() -> None:
    due = at("2025", Level("maturity", 2, 4))
    assert late(Aim.INCREASE, due, [at("2026-02", Level("maturity", 1, 4))], TODAY).lateness is Lateness.LATE


@pytest.mark.parametrize("value", [YesNo(False), Level("maturity", 0, 4)])
def test_a_value_of_another_kind_observes_nothing(value: Value) -> None:
    found = late(Aim.INCREASE, DUE, [at("2026-01", value)], TODAY)
    assert found == Late(Lateness.CANNOT_BE_SAID, LateReason.NO_OBSERVATION_SINCE)


def test_without_an_expected_value_nothing_is_late() -> None:
    found = late(Aim.INCREASE, at("2025", Missing("none was set")), [at("2026-01", "1")], TODAY)
    assert found.lateness is Lateness.CANNOT_BE_SAID


def test_the_observation_that_decides_is_named() -> None:
    deciding = at("2026-03", "250")
    assert late(Aim.INCREASE, DUE, [deciding, at("2026-01", "240")], TODAY).observation == deciding


DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(st.lists(st.tuples(DAYS, st.integers(0, 600)), max_size=5), DAYS, DAYS)
def test_nothing_is_late_without_an_exact_miss_after_the_due_date(
    seen: list[tuple[date, int]], due: date, today: date
) -> None:
    observed = [Dated(from_date(day), number(value)) for day, value in seen]
    found = late(Aim.INCREASE, Dated(from_date(due), number("300")), observed, today).lateness
    since = sorted((day, value) for day, value in seen if due < day <= today)
    if found is Lateness.LATE:
        assert since and any(value < 300 for day, value in since if day == since[-1][0])
    if since and all(value < 300 for _, value in since):
        assert found is Lateness.LATE
    if today <= due:
        assert found is Lateness.NOT_DUE
