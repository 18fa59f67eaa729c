"""Where a promise stands on a day: real cases of the French plans, and the rule that nothing is late unlooked."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.dates import Edtf, Outcome, Span, Standing, Status, parse, status_on
from tests.unit.methods.dates_strategies import NEAR_YEARS, edtfs

KNOWN_UNTIL = parse("2025-12")
THEN = date(2025, 12, 31)


def _stands(due: str | None, outcome: tuple[bool, str] | None, today: date) -> Status:
    seen = None if outcome is None else Outcome(outcome[0], parse(outcome[1]))
    return status_on(None if due is None else parse(due), seen, KNOWN_UNTIL, today)


def test_a_promise_kept_after_its_date_is_kept_and_says_by_how_much() -> None:
    status = _stands("2023-10-18", (True, "2023-12-11"), THEN)
    assert (status.standing, status.slip) == (Standing.KEPT, Span(54, 54))


def test_a_promise_kept_later_was_not_kept_yet_on_an_earlier_day() -> None:
    assert _stands("2018-12", (True, "2019-10-18"), date(2018, 11, 1)).standing is Standing.NOT_YET_DUE
    assert _stands("2018-12", (True, "2019-10-18"), date(2019, 6, 1)).standing is Standing.OUTCOME_UNKNOWN


def test_a_date_to_come_is_not_yet_due_until_its_last_day() -> None:
    assert _stands("2026-07-15", None, date(2026, 7, 15)).standing is Standing.NOT_YET_DUE
    assert _stands("2026", None, date(2026, 12, 31)).standing is Standing.NOT_YET_DUE
    assert _stands("2026/..", None, date(2030, 1, 1)).standing is Standing.NOT_YET_DUE


def test_a_date_passed_after_the_last_look_is_not_late() -> None:
    status = _stands("2026-07-15", None, date(2026, 11, 21))
    assert status == Status(Standing.OUTCOME_UNKNOWN, last_looked=KNOWN_UNTIL)


def test_found_not_done_after_the_due_date_is_late() -> None:
    status = _stands("2021", (False, "2023-01-12"), THEN)
    assert status == Status(Standing.LATE, last_looked=parse("2023-01-12"), found_not_done=parse("2023-01-12"))


def test_a_lateness_seen_once_is_unknown_after_the_last_look_but_not_forgotten() -> None:
    status = _stands("2021", (False, "2023-01-12"), date(2026, 11, 21))
    assert status.standing is Standing.OUTCOME_UNKNOWN
    assert (status.last_looked, status.found_not_done) == (KNOWN_UNTIL, parse("2023-01-12"))


def test_found_not_done_within_the_due_year_is_not_late() -> None:
    assert _stands("2022", (False, "2022-10"), THEN).standing is Standing.OUTCOME_UNKNOWN
    assert _stands("2016", (False, "2016-03-09"), date(2016, 6, 1)).standing is Standing.NOT_YET_DUE


def test_nobody_saw_the_outcome() -> None:
    assert _stands("2023-09", None, THEN) == Status(Standing.OUTCOME_UNKNOWN, last_looked=KNOWN_UNTIL)
    assert _stands("2023-09", None, date(2024, 2, 1)).last_looked == parse("2024-02-01")


@pytest.mark.parametrize("outcome", [None, (False, "2025-12")])
def test_without_a_due_date_nothing_is_late(outcome: tuple[bool, str] | None) -> None:
    assert _stands(None, outcome, THEN).standing is Standing.NO_DATE


def test_without_a_due_date_a_promise_can_be_kept() -> None:
    assert _stands(None, (True, "2014-05-14"), THEN) == Status(Standing.KEPT)


NEAR = edtfs(NEAR_YEARS)
OUTCOMES = st.none() | st.builds(Outcome, st.booleans(), NEAR)


@settings(max_examples=100)
@given(st.none() | NEAR, OUTCOMES, NEAR, st.dates(date(2017, 1, 1), date(2024, 1, 1)))
def test_nothing_is_late_unlooked_or_after_the_known_until_date(
    due: Edtf | None, outcome: Outcome | None, known_until: Edtf, today: date
) -> None:
    status = status_on(due, outcome, known_until, today)
    if status.standing is Standing.LATE:
        assert outcome is not None and not outcome.done
        assert due is not None and due.latest is not None
        assert outcome.on.earliest is not None and due.latest < outcome.on.earliest <= today
        assert known_until.latest is None or today <= known_until.latest
    if status.standing is Standing.KEPT:
        assert outcome is not None and outcome.done
