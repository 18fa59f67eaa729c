"""« As of » takes both times: what was so on a day, and what the register had learned by a moment."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.facts.common import Known, OrgRef, Statement, StatementKind, Text, When
from jalon.facts.uids import stable_uid
from jalon.plans.state import AsOf, holding, state, states

FIRST = date(2015, 1, 1)
SUBJECT = stable_uid("measure")
LEAD = StatementKind.LEAD


def said(key: str, day: str | None, recorded: str = "2020-01-01T00:00:00Z", **more: object) -> Statement:
    return Statement(
        uid=stable_uid(key), kind=LEAD, subject=SUBJECT, recorded_at=recorded,
        organisation=OrgRef(name=key), said=When(edtf=day) if day else None, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def names(statements: tuple[Statement, ...]) -> list[str]:
    return [s.organisation.name for s in statements if s.organisation]


def test_nothing_said_is_not_looked_at_which_is_not_no() -> None:
    found = state((), LEAD)
    assert (found.known, found.latest) == (Known.NOT_LOOKED_AT, None)


def test_the_state_is_what_was_said_last() -> None:
    rows = (said("ONDRP", "2019-10"), said("SSMSI", "2021-01-01"))
    assert names(state(rows, LEAD).statements) == ["SSMSI", "ONDRP"]


def test_of_two_said_on_one_day_the_one_recorded_last_comes_first() -> None:
    rows = (said("late", "2019", "2022-01-01T00:00:00Z"), said("early", "2019", "2021-01-01T00:00:00Z"))
    assert names(state(rows, LEAD).statements) == ["late", "early"]


def test_a_lead_that_was_replaced_still_led_before() -> None:
    later = said("SSMSI", "2021-01-01")
    rows = (said("ONDRP", "2019-10", superseded_by=later.uid), later)
    assert names(state(rows, LEAD, AsOf(valid=date(2020, 6, 1))).statements) == ["ONDRP"]
    assert names(state(rows, LEAD, AsOf(valid=date(2022, 6, 1))).statements) == ["SSMSI"]


def test_a_correction_is_not_seen_before_it_was_recorded() -> None:
    right = said("right", "2019", "2023-05-01T12:00:00Z")
    rows = (said("wrong", "2019", "2020-01-01T00:00:00Z", superseded_by=right.uid), right)
    assert names(state(rows, LEAD, AsOf(known=datetime(2022, 1, 1, tzinfo=UTC))).statements) == ["wrong"]
    assert names(state(rows, LEAD, AsOf(known=datetime(2024, 1, 1, tzinfo=UTC))).statements) == ["right"]


def test_the_two_times_are_independent() -> None:
    rows = (said("told late", "2016", "2024-01-01T00:00:00Z"),)
    assert names(holding(rows, AsOf(date(2017, 1, 1), datetime(2025, 1, 1, tzinfo=UTC)))) == ["told late"]
    assert not holding(rows, AsOf(date(2017, 1, 1), datetime(2018, 1, 1, tzinfo=UTC)))
    assert not holding(rows, AsOf(date(2015, 1, 1), datetime(2025, 1, 1, tzinfo=UTC)))


def test_what_stopped_being_so_holds_no_more() -> None:
    rows = (said("ended", "2019-01-01", valid_until=When(edtf="2020-12-31")),)
    assert holding(rows, AsOf(valid=date(2020, 12, 31)))
    assert not holding(rows, AsOf(valid=date(2021, 1, 1)))


@pytest.mark.parametrize("when", [None, "unreadable", "2019-13"])
def test_what_was_said_on_a_day_nobody_knows_is_shown(when: str | None) -> None:
    assert holding((said("undated", when),), AsOf(valid=date(1999, 1, 1)))


def test_an_approximate_day_is_not_held_against_the_statement() -> None:
    rows = (said("about June", "2020-06~"),)
    assert holding(rows, AsOf(valid=date(2020, 6, 2)))
    assert not holding(rows, AsOf(valid=date(2020, 5, 31)))


def test_stated_absent_is_told_apart_from_nothing_said() -> None:
    rows = (said("nobody", "2019", known=Known.STATED_ABSENT),)
    assert state(rows, LEAD).known is Known.STATED_ABSENT


def test_kinds_do_not_mix() -> None:
    rows = (said("lead", "2019"), replace(said("phase", "2020"), kind=StatementKind.PHASE, text=Text(value="lancée")))
    assert set(states(rows)) == {LEAD, StatementKind.PHASE}


def test_known_needs_its_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        AsOf(known=datetime(2024, 1, 1))


# --- properties ------------------------------------------------------------------------------------------------------

days = st.integers(0, 3650).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def chains(draw: st.DrawFn) -> tuple[Statement, ...]:
    """Statements of exact days, some of them corrected later by one of the same day: nothing is ever rewritten."""
    rows: list[Statement] = []
    for number in range(draw(st.integers(1, 6))):
        day, learned = draw(days), draw(days)
        row = said(f"s{number}", day.isoformat(), f"{learned.isoformat()}T00:00:00Z")
        if draw(st.booleans()):
            corrected = f"{(learned + timedelta(days=draw(st.integers(1, 500)))).isoformat()}T00:00:00Z"
            rows.append(said(f"c{number}", day.isoformat(), corrected))
            row = replace(row, superseded_by=rows[-1].uid)
        rows.append(row)
    return tuple(draw(st.permutations(rows)))


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@settings(max_examples=80, deadline=None)
@given(chains(), days, days)
def test_nothing_is_shown_before_it_was_said_or_learned(rows: tuple[Statement, ...], valid: date, known: date) -> None:
    for row in holding(rows, AsOf(valid, at(known))):
        assert row.said is not None and row.said.edtf is not None
        assert date.fromisoformat(row.said.edtf) <= valid
        assert datetime.fromisoformat(row.recorded_at) <= at(known)


@settings(max_examples=80, deadline=None)
@given(chains(), days, days)
def test_what_is_learned_later_never_changes_what_was_known_earlier(
    rows: tuple[Statement, ...], valid: date, known: date
) -> None:
    moment = at(known)
    learned = tuple(row for row in rows if datetime.fromisoformat(row.recorded_at) <= moment)
    assert set(holding(rows, AsOf(valid, moment))) == set(holding(learned, AsOf(valid, moment)))


@settings(max_examples=80, deadline=None)
@given(chains(), days, days)
def test_a_correction_and_what_it_corrects_are_never_shown_together(
    rows: tuple[Statement, ...], valid: date, known: date
) -> None:
    held = holding(rows, AsOf(valid, at(known)))
    uids = {row.uid for row in held}
    assert not any(row.superseded_by in uids for row in held)


@settings(max_examples=50, deadline=None)
@given(chains())
def test_without_limits_everything_that_nothing_replaces_holds(rows: tuple[Statement, ...]) -> None:
    assert set(holding(rows)) == {row for row in rows if row.superseded_by is None}
