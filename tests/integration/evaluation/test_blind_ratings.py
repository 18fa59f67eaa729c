"""An assessor never sees another's rating or note before reconciliation opens, by any read, trace or export."""

import json

import pytest

from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.models import AuditEvent, User
from jalon.evaluation import actions, selectors
from jalon.evaluation.models import Assessment, Evaluation, Rating
from jalon.facts.common import Text
from jalon.facts.evaluation import Assessed, Dissent

SECRET = "phrase qui ne sort pas"

Team = tuple[User, User, User]


@pytest.fixture
def shared(evaluation: Evaluation, team: Team, measures: tuple[str, str]) -> Evaluation:
    """The first measure is rated blind by two."""
    lead, alice, bruno = team
    actions.share_out(
        evaluation=evaluation, shares={measures[0]: (alice, bruno)}, blind=True, by=lead,
        expected_revision=evaluation.revision,
    )  # fmt: skip
    evaluation.refresh_from_db()
    return evaluation


def rated(evaluation: Evaluation, subject: str, by: User, level: str, give: bool = True) -> Rating:
    return actions.rate(
        evaluation=evaluation, subject=subject, by=by, expected_revision=0, level=level, give=give,
        text=Text(value=f"{level} {SECRET}"), private_note=f"note de {by.email} {SECRET}",
    )  # fmt: skip


def opened(evaluation: Evaluation, subject: str, by: User) -> None:
    evaluation.refresh_from_db()
    actions.open_reconciliation(evaluation=evaluation, subjects=[subject], by=by, expected_revision=evaluation.revision)


def test_each_reads_only_its_own_until_reconciliation_opens(
    shared: Evaluation, team: Team, measures: tuple[str, str], signer: User
) -> None:
    lead, alice, bruno = team
    rated(shared, measures[0], alice, "done")
    rated(shared, measures[0], bruno, "partial")
    for reader, expected in ((alice, ["done"]), (bruno, ["partial"]), (lead, []), (signer, [])):
        assert [row.level for row in selectors.ratings_of(shared, reader)] == expected
        assert selectors.blind_table(shared, reader) == {}
    assert selectors.given_count(shared, lead) == {measures[0]: 2}


def test_after_it_opens_the_team_reads_the_levels_and_never_the_other_s_note(
    shared: Evaluation, team: Team, measures: tuple[str, str]
) -> None:
    lead, alice, bruno = team
    rated(shared, measures[0], alice, "done")
    rated(shared, measures[0], bruno, "partial")
    opened(shared, measures[0], lead)
    rows = selectors.ratings_of(shared, alice)
    assert {row.level for row in rows} == {"done", "partial"}
    assert [bool(row.private_note) for row in rows] == [row.mine for row in rows]
    assert selectors.blind_table(shared, lead) == {measures[0]: {str(alice.uid): "done", str(bruno.uid): "partial"}}


def test_a_rating_changes_no_more_once_they_are_read_together(
    shared: Evaluation, team: Team, measures: tuple[str, str]
) -> None:
    lead, alice, bruno = team
    mine = rated(shared, measures[0], alice, "done")
    rated(shared, measures[0], bruno, "partial")
    opened(shared, measures[0], lead)
    with pytest.raises(Invalid):
        actions.rate(evaluation=shared, subject=measures[0], by=alice, expected_revision=mine.revision, level="partial")


def test_reconciliation_waits_for_both(shared: Evaluation, team: Team, measures: tuple[str, str]) -> None:
    lead, alice, bruno = team
    rated(shared, measures[0], alice, "done")
    with pytest.raises(Invalid):
        opened(shared, measures[0], lead)
    rated(shared, measures[0], bruno, "partial", give=False)
    with pytest.raises(Invalid):
        opened(shared, measures[0], lead)


def test_the_trace_of_a_rating_does_not_say_it(shared: Evaluation, team: Team, measures: tuple[str, str]) -> None:
    rated(shared, measures[0], team[1], "done")
    event = AuditEvent.objects.order_by("-id").first()
    assert event is not None and event.action == "evaluation.rate"
    said = json.dumps(event.changes, default=str)
    assert "done" not in said and SECRET not in said


def test_who_is_not_asked_does_not_rate(shared: Evaluation, team: Team, measures: tuple[str, str]) -> None:
    with pytest.raises(Forbidden):
        rated(shared, measures[0], team[0], "done")
    with pytest.raises(Forbidden):
        rated(shared, measures[1], team[1], "done")


def test_what_is_rated_blind_is_not_assessed_beside(shared: Evaluation, team: Team, measures: tuple[str, str]) -> None:
    with pytest.raises(Invalid):
        actions.assess(evaluation=shared, object=Assessed.MEASURE, subjects=(measures[0],), level="done", by=team[1])


def test_what_is_agreed_keeps_the_levels_given_and_not_who_gave_them(
    shared: Evaluation, team: Team, measures: tuple[str, str]
) -> None:
    lead, alice, bruno = team
    rated(shared, measures[0], bruno, "partial")
    rated(shared, measures[0], alice, "done")
    opened(shared, measures[0], lead)
    row = selectors.reconciliation_of(shared, measures[0], lead)
    made = actions.reconcile(
        reconciliation=row, by=lead, expected_revision=row.revision, level="partial", text=Text(value="Convenu"),
        dissents=(Dissent(level="done", text=Text(value="Je maintiens")),),
    )  # fmt: skip
    assert (made.level, made.blind, made.subjects) == ("partial", ("done", "partial"), (measures[0],))
    assert Rating.objects.filter(evaluation=shared).count() == 2


def test_no_agreement_is_a_result(shared: Evaluation, team: Team, measures: tuple[str, str]) -> None:
    lead, alice, bruno = team
    rated(shared, measures[0], alice, "done")
    rated(shared, measures[0], bruno, "not_done")
    opened(shared, measures[0], lead)
    row = selectors.reconciliation_of(shared, measures[0], lead)
    made = actions.reconcile(reconciliation=row, by=lead, expected_revision=row.revision, no_agreement=True)
    assert (made.no_agreement, made.level, made.blind) == (True, None, ("done", "not_done"))


def test_two_windows_of_one_assessor_lose_nothing(shared: Evaluation, team: Team, measures: tuple[str, str]) -> None:
    rated(shared, measures[0], team[1], "done", give=False)
    with pytest.raises(Conflict) as refused:
        rated(shared, measures[0], team[1], "partial", give=False)
    assert ("level", "done", "partial") in {(f.field, f.current, f.submitted) for f in refused.value.fields}


def test_what_was_given_is_not_shared_out_anew(shared: Evaluation, team: Team, measures: tuple[str, str]) -> None:
    lead, alice, _bruno = team
    rated(shared, measures[0], alice, "done")
    with pytest.raises(Invalid):
        actions.share_out(
            evaluation=shared, shares={measures[0]: (lead, alice)}, blind=True, by=lead,
            expected_revision=shared.revision,
        )  # fmt: skip
    assert Assessment.objects.filter(evaluation=shared).count() == 0
