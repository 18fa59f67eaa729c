"""Promises: views side by side, slips as spans, nothing late after the last look."""

from dataclasses import replace
from datetime import date

from jalon.facts.common import COUNTRY_SUBJECT, Known, OrgRef, Text, When
from jalon.facts.promise import DueDate, Promise, PromiseView, Verdict
from jalon.facts.promising import Flag, certainly_before, state_of
from jalon.facts.uids import stable_uid
from jalon.methods.dates import Standing
from tests.synthetic import RECORDED

TODAY = date(2026, 11, 22)


def promise(*dues: str, made: str = "2023", known_until: str = "2025-12") -> Promise:
    chain = tuple(
        DueDate(uid=stable_uid(f"due/{rank}"), recorded_at=RECORDED, due=When(edtf=edtf))
        for rank, edtf in enumerate(dues)
    )
    return Promise(
        uid=stable_uid("promise"), text=Text(value="Publier"), recorded_at=RECORDED, subject=COUNTRY_SUBJECT,
        made=When(edtf=made), dues=chain, known_until=known_until,
    )  # fmt: skip


def view(verdict: Verdict, who: str | None = None, **said: object) -> PromiseView:
    key = f"{verdict}/{who}/{said}"
    return PromiseView(
        uid=stable_uid(key), promise=stable_uid("promise"), recorded_at=RECORDED, verdict=verdict,
        said_by=OrgRef(name=who) if who else None, **said,  # type: ignore[arg-type]
    )  # fmt: skip


def test_nothing_is_late_after_the_last_look() -> None:
    state = state_of(promise("2026-01"), [], None, TODAY)
    assert state.status.standing is Standing.OUTCOME_UNKNOWN
    assert state_of(promise("2027"), [], None, TODAY).status.standing is Standing.NOT_YET_DUE


def test_in_six_months_of_12_december_gives_a_span_and_no_single_number() -> None:
    kept = view(Verdict.KEPT, done=When(edtf="2025-06-27"))
    (one,) = state_of(promise("2025-06~", made="2024-12-12"), [kept], None, TODAY).views
    assert one.slip is not None and not one.slip.exact
    assert (one.slip.min_days, one.slip.max_days, one.slip.approximate) == (-3, 26, True)


def test_each_date_slips_from_its_own_due_date() -> None:
    kept = view(Verdict.KEPT, done=When(edtf="2023-12-11"))
    state = state_of(promise("2022", "2023-10-18", made="2021~"), [kept], None, TODAY)
    (one,) = state.views
    assert one.slip is not None and (one.slip.min_days, one.slip.max_days) == (54, 54)
    assert one.from_first is not None and (one.from_first.min_days, one.from_first.max_days) == (345, 709)
    assert (state.postponed, state.moved is not None) == (1, True)


def test_views_stand_side_by_side_and_disagree() -> None:
    views = [
        view(Verdict.KEPT, "Gouvernement", done=When(edtf="2024-01-02")),
        view(Verdict.NOT_KEPT, "Collectif", seen=When(edtf="2024-03")),
        view(Verdict.UNKNOWN, None, known=Known.NOT_FOUND, seen=When(edtf="2025-12")),
    ]
    state = state_of(promise("2023-12"), views, None, TODAY)
    assert state.disputed
    standings = {one.view.verdict: one.status.standing for one in state.latest_by_sayer()}
    assert standings[Verdict.KEPT] is Standing.KEPT
    # The Collectif looked after the date and found it not done: late then, not known since the last look.
    assert standings[Verdict.NOT_KEPT] is Standing.OUTCOME_UNKNOWN
    late = state_of(promise("2023-12"), views, None, date(2025, 1, 1)).views
    assert [one.status.standing for one in late if one.view.verdict is Verdict.NOT_KEPT] == [Standing.LATE]


def test_kept_before_made_is_flagged_only_when_it_is_certain() -> None:
    early = view(Verdict.KEPT, done=When(edtf="2022-11"))
    assert state_of(promise("2023-06"), [early], None, TODAY).flags == {Flag.KEPT_BEFORE_MADE}
    maybe = view(Verdict.KEPT, done=When(edtf="2023-01"))
    assert state_of(promise("2023-06"), [maybe], None, TODAY).flags == frozenset()
    assert state_of(promise("2022-01"), [], None, TODAY).flags == {Flag.DUE_BEFORE_MADE}


def test_dates_that_cannot_be_read_say_nothing() -> None:
    assert not certainly_before(When(printed="jadis"), When(edtf="2020"))
    assert not certainly_before(None, When(edtf="2020"))
    unread = replace(promise(), made=When(edtf="n’importe quoi"), known_until=None)
    assert state_of(unread, [], None, TODAY).status.standing is Standing.NO_DATE
