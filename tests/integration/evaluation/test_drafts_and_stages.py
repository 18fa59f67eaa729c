"""Drafts are the team's; stages go as the table says; what was adopted stays; nothing waits for a reply."""

from datetime import date

import pytest

from jalon.core import parts
from jalon.core.enums import Role
from jalon.core.errors import Forbidden, Invalid
from jalon.core.models import User
from jalon.evaluation import actions, selectors
from jalon.evaluation.actions.evaluation import reply_is_open
from jalon.evaluation.enums import Stage
from jalon.evaluation.models import Evaluation
from jalon.evaluation.stages import MOVES
from jalon.facts.common import OrgRef, Text, When
from jalon.facts.evaluation import (
    Adoption,
    Assessed,
    EvaluationState,
    Inquiry,
    Response,
    RightOfReply,
    Signature,
    SignatureState,
)
from tests.integration.plans.conftest import person

Team = tuple[User, User, User]
BODY = OrgRef(name="Mission fictive")


def moved(evaluation: Evaluation, by: User, *stages: Stage) -> Evaluation:
    for stage in stages:
        evaluation.refresh_from_db()
        actions.move_stage(evaluation=evaluation, to=stage, by=by, expected_revision=evaluation.revision)
    evaluation.refresh_from_db()
    return evaluation


def test_another_editor_of_the_body_neither_sees_nor_writes_a_draft(evaluation: Evaluation, team: Team) -> None:
    other = person("other@evaluator.example", Role.EDITOR, evaluation.part.owner)
    assert selectors.evaluations_page(evaluation.part.slug, other).evaluations == ()
    assert len(selectors.evaluations_page(evaluation.part.slug, team[1]).evaluations) == 1
    with pytest.raises(Forbidden):
        actions.edit_evaluation(
            evaluation=evaluation, by=other, expected_revision=evaluation.revision, title=Text(value="Pris")
        )


def test_who_signs_sees_what_is_to_be_signed(evaluation: Evaluation, signer: User) -> None:
    assert selectors.evaluation_page(str(evaluation.uid), signer).row.evaluation.slug == "essai"


def test_a_draft_is_in_no_fact_of_the_part(evaluation: Evaluation) -> None:
    assert parts.collect(evaluation.part)["evaluations"] == ()


def test_publishing_is_for_who_signs_and_counts_what_was_not_assessed(
    evaluation: Evaluation, team: Team, signer: User, measures: tuple[str, str]
) -> None:
    actions.assess(evaluation=evaluation, object=Assessed.MEASURE, subjects=(measures[0],), level="done", by=team[0])
    moved(evaluation, team[0], Stage.COLLECT, Stage.DRAFT, Stage.ADOPT)
    with pytest.raises(Forbidden):
        moved(evaluation, team[0], Stage.PUBLISH)
    moved(evaluation, signer, Stage.PUBLISH)
    collected = parts.collect(evaluation.part)
    assert [fact.slug for fact in collected["evaluations"]] == ["essai"]
    assert [fact.level for fact in collected["assessments"]] == ["done"]
    assert selectors.evaluation_page(str(evaluation.uid), signer).not_assessed(measures) == (measures[1],)


@pytest.mark.parametrize("stage", list(Stage))
def test_only_the_moves_of_the_table_are_made(evaluation: Evaluation, signer: User, stage: Stage) -> None:
    for to in set(Stage) - set(MOVES[stage]):
        Evaluation.objects.filter(pk=evaluation.pk).update(stage=stage)
        evaluation.refresh_from_db()
        with pytest.raises(Invalid):
            actions.move_stage(evaluation=evaluation, to=to, by=signer, expected_revision=evaluation.revision)


def test_what_was_adopted_stays_until_one_goes_back(
    evaluation: Evaluation, team: Team, measures: tuple[str, str]
) -> None:
    lead = team[0]
    made = actions.assess(
        evaluation=evaluation, object=Assessed.MEASURE, subjects=(measures[0],), level="done", by=lead
    )
    moved(evaluation, lead, Stage.COLLECT, Stage.DRAFT, Stage.ADOPT)
    made.refresh_from_db()
    with pytest.raises(Invalid):
        actions.edit_assessment(assessment=made, level="partial", by=lead, expected_revision=made.revision)
    moved(evaluation, lead, Stage.DRAFT)
    made = selectors.assessment_of(str(made.uid), lead)
    actions.edit_assessment(assessment=made, level="partial", by=lead, expected_revision=made.revision)
    assert selectors.assessment_of(str(made.uid), lead).level == "partial"


def test_the_right_of_reply_closes_by_itself_and_blocks_nothing(evaluation: Evaluation, team: Team) -> None:
    lead = team[0]
    moved(evaluation, lead, Stage.COLLECT, Stage.DRAFT, Stage.REPLY)
    actions.open_reply(
        evaluation=evaluation, opened=When(edtf="2020-01-01"), closes=When(edtf="2020-02-01"), invited=(BODY,), by=lead,
        expected_revision=evaluation.revision,
    )  # fmt: skip
    evaluation.refresh_from_db()
    late = Response(body=BODY, text=Text(value="Trop tard"))
    with pytest.raises(Invalid):
        actions.record_response(evaluation=evaluation, response=late, by=lead, expected_revision=evaluation.revision)
    assert moved(evaluation, lead, Stage.ADOPT).stage == Stage.ADOPT


@pytest.mark.parametrize(
    ("day", "is_open"), [(date(2026, 1, 9), False), (date(2026, 1, 10), True), (date(2026, 1, 31), True), (date(2026, 2, 1), False)]
)  # fmt: skip
def test_both_days_of_the_right_of_reply_are_in_it(day: date, is_open: bool) -> None:
    reply = RightOfReply(opened=When(edtf="2026-01-10"), closes=When(edtf="2026-01-31"))
    assert reply_is_open(reply, day) is is_open


def test_votes_that_do_not_add_up_are_refused_and_nothing_is_kept(evaluation: Evaluation, team: Team) -> None:
    wrong = Adoption(body="plénière", votes_for=30, votes_against=3, abstentions=2, votes=40)
    with pytest.raises(Invalid) as refused:
        actions.record_adoption(
            evaluation=evaluation, adoption=wrong, by=team[0], expected_revision=evaluation.revision
        )
    assert "35" in str(refused.value) and "40" in str(refused.value)
    evaluation.refresh_from_db()
    assert evaluation.adoption is None


def test_a_body_that_signs_after_abstaining_has_signed(evaluation: Evaluation, team: Team) -> None:
    for state in (SignatureState.ABSTAINED, SignatureState.SIGNED):
        evaluation.refresh_from_db()
        actions.record_signature(
            evaluation=evaluation, signature=Signature(body=BODY, state=state), by=team[0],
            expected_revision=evaluation.revision,
        )  # fmt: skip
    evaluation.refresh_from_db()
    assert [signature.state for signature in evaluation.signatures] == [SignatureState.SIGNED]


def test_what_is_known_and_not_shared_keeps_its_requests(evaluation: Evaluation, team: Team) -> None:
    row = actions.add_evaluation(
        part=evaluation.part, by=team[0], own=False, slug="interne", plan_uid=evaluation.plan_uid, evaluator=BODY,
        title=Text(value="Interne"), state=EvaluationState.KNOWN_NOT_SHARED, source_to_find=True,
    )  # fmt: skip
    asked = Inquiry(asked=When(edtf="2026-03-02"), to=BODY, silent_until=When(edtf="2026-06-02"))
    actions.ask_for(evaluation=row, inquiry=asked, by=team[0], expected_revision=row.revision)
    (fact,) = parts.collect(evaluation.part)["evaluations"]
    assert fact.requests == (asked,)
    with pytest.raises(Invalid):
        actions.ask_for(evaluation=evaluation, inquiry=asked, by=team[0], expected_revision=evaluation.revision)
