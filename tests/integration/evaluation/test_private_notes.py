"""The private note is read by the team in the office, and is in no fact, package, trace, log or error."""

import logging

import pytest
from django.utils import timezone

from jalon.core import parts
from jalon.core.citing import cited
from jalon.core.enums import Role
from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.models import AuditEvent, Part, Source, User
from jalon.evaluation import actions, selectors
from jalon.evaluation.enums import Stage
from jalon.evaluation.models import Evaluation, Member, Note, Rating, Reconciliation
from jalon.facts.codec import canonical, split
from jalon.facts.common import Citation, OrgRef, Text, When
from jalon.facts.evaluation import Assessed, Inquiry
from jalon.facts.part import PartFacts, PartHeader, PartKind
from tests.integration.plans.conftest import person

SECRET = "rappeler-la-personne-entendue"


def _facts(part: Part) -> PartFacts:
    owner = OrgRef(name="Évaluateur fictif", uid=str(part.owner.uid))
    header = PartHeader(uid=str(part.uid), slug=part.slug, kind=PartKind.EVALUATION, title=part.title, owner=owner)
    return PartFacts(header=header, **parts.collect(part))


@pytest.fixture
def noted(evaluation: Evaluation, team: tuple[User, User, User], measures: tuple[str, str]) -> Evaluation:
    lead, alice, bruno = team
    made = actions.assess(
        evaluation=evaluation, object=Assessed.MEASURE, subjects=(measures[0],), level="done", by=lead
    )
    actions.write_note(assessment=made, text=SECRET, by=lead, expected_revision=0)
    actions.share_out(
        evaluation=evaluation, shares={measures[1]: (alice, bruno)}, blind=True, by=lead,
        expected_revision=evaluation.revision,
    )  # fmt: skip
    actions.rate(
        evaluation=evaluation, subject=measures[1], by=alice, expected_revision=0, level="done", private_note=SECRET
    )
    Evaluation.objects.filter(pk=evaluation.pk).update(stage=Stage.PUBLISH)
    evaluation.refresh_from_db()
    return evaluation


def test_it_is_in_no_document_of_the_part(noted: Evaluation) -> None:
    blobs = split(_facts(noted.part))
    assert any(path.startswith("assessments/") for path in blobs)
    assert not any(SECRET.encode() in blob for blob in blobs.values())


def test_it_is_in_no_trace_and_no_log(
    noted: Evaluation, team: tuple[User, User, User], caplog: pytest.LogCaptureFixture
) -> None:
    assessment = noted.assessments.get()
    with caplog.at_level(logging.DEBUG):
        actions.write_note(assessment=assessment, text=f"{SECRET}, encore", by=team[0], expected_revision=1)
    assert SECRET not in caplog.text
    said = str(list(AuditEvent.objects.values()))
    assert "write_note" in {event.action.partition(".")[2] for event in AuditEvent.objects.all()}
    assert SECRET not in said


def test_no_fact_has_room_for_it() -> None:
    from jalon.evaluation.reading import columns_of
    from jalon.facts import evaluation as facts

    names = set(facts.Assessment.__dataclass_fields__)
    assert not {name for name in names if "private" in name or name == "team_note"}
    assert all("private" not in name for name in columns_of.__annotations__)
    assert {field.name for field in Note._meta.fields}.isdisjoint({"evaluation"})


def test_a_loaded_package_leaves_it_where_it_is(noted: Evaluation) -> None:
    said = _facts(noted.part)
    parts.load(noted.part, said, None)
    assert Note.objects.get().text == SECRET
    assert Rating.objects.get().private_note == SECRET
    assert canonical(_facts(noted.part)) == canonical(said)


def test_the_team_reads_it_and_others_do_not(noted: Evaluation, team: tuple[User, User, User], people: object) -> None:
    page = selectors.evaluation_page(str(noted.uid), team[1])
    assert [row.note for row in page.assessments] == [SECRET]
    with pytest.raises(Evaluation.DoesNotExist):
        selectors.evaluation_page(str(noted.uid), people.editor)  # type: ignore[attr-defined]


def test_publishing_opens_the_teams_own_work_to_nobody_else(noted: Evaluation, team: tuple[User, User, User]) -> None:
    other = person("other@evaluator.example", Role.EDITOR, noted.part.owner)
    page = selectors.evaluation_page(str(noted.uid), other)  # it is published: the body reads it, and writes nothing
    assert [row.note for row in page.assessments] == [""] and not page.may_edit
    subject = Rating.objects.get().subject_uid
    Rating.objects.update(given_at=timezone.now())
    Reconciliation.objects.create(evaluation=noted, subject_uid=subject, opened_at=timezone.now())
    assert selectors.ratings_of(noted, team[2]) and selectors.blind_table(noted, team[2])
    assert not selectors.ratings_of(noted, other) and not selectors.blind_table(noted, other)
    with pytest.raises(Reconciliation.DoesNotExist):
        selectors.reconciliation_of(noted, str(subject), other)
    with pytest.raises(Forbidden):  # nor does she enter the team by herself, to read it then
        actions.add_member(evaluation=noted, user=other, by=other, expected_revision=noted.revision)
    with pytest.raises(Forbidden):
        actions.write_note(assessment=noted.assessments.get(), text="x", by=other, expected_revision=1)


def test_the_last_of_a_team_stays_so_that_the_draft_opens_to_nobody_else(
    evaluation: Evaluation, team: tuple[User, User, User]
) -> None:
    other = person("other@evaluator.example", Role.EDITOR, evaluation.part.owner)
    members = list(Member.objects.filter(evaluation=evaluation))
    for member in members[:-1]:
        actions.end_member(member=member, by=members[-1].user, expected_revision=member.revision)
    with pytest.raises(Invalid, match="dernière personne"):
        actions.end_member(member=members[-1], by=members[-1].user, expected_revision=members[-1].revision)
    assert selectors.evaluations_page(evaluation.part.slug, other).evaluations == ()


def test_two_who_write_it_at_once_see_both_texts(noted: Evaluation, team: tuple[User, User, User]) -> None:
    assessment = noted.assessments.get()
    with pytest.raises(Conflict) as refused:
        actions.write_note(assessment=assessment, text="autre", by=team[1], expected_revision=0)
    assert Note.objects.get().text == SECRET
    assert refused.value.current == 1


def test_a_source_that_a_draft_alone_cites_does_not_leave_with_the_part(
    noted: Evaluation, team: tuple[User, User, User]
) -> None:
    part = noted.part
    own, inner = (Source.objects.create(part=part, key=key, title=SECRET, address=key) for key in ("n1", "n2"))
    cites = (Citation(source=str(own.uid)),)
    draft = actions.add_evaluation(
        part=part, by=team[0], slug="brouillon", plan_uid=noted.plan_uid, title=Text(value="Brouillon"), citations=cites,
        evaluator=OrgRef(name="Évaluateur fictif"),
    )  # fmt: skip
    asked = Inquiry(asked=When(edtf="2026-11"), citations=(Citation(source=str(inner.uid)),))
    Evaluation.objects.filter(pk=draft.pk).update(requests=(asked,))
    said = _facts(part)
    assert {str(own.uid), str(inner.uid)}.isdisjoint(one.uid for one in said.sources)
    parts.load(part, said, None)
    assert _facts(part) == said
    assert cited(part, [draft.uid])[draft.uid] == cites and Source.objects.filter(pk=inner.pk).exists()
    Evaluation.objects.filter(pk=draft.pk).update(stage=Stage.PUBLISH)
    assert {str(own.uid), str(inner.uid)} <= {one.uid for one in _facts(part).sources}
