"""A table taken into an evaluation is undone as a whole, for its team alone; its undoing too; or nothing moves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from django.utils.translation import override

from jalon.core import keeping, taken
from jalon.core.citing import cited
from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.models import AuditEvent, Part, Source, User
from jalon.evaluation import actions, selectors
from jalon.evaluation.actions.taking import Noted
from jalon.evaluation.enums import Stage
from jalon.evaluation.models import Assessment, Evaluation, EvidenceItem, Note
from jalon.facts.common import Citation, OrgRef, Text, When, Wording
from jalon.facts.evaluation import Assessed, Criterion, Evidence, EvidenceKind, Finding, Reliance
from jalon.facts.evaluation import Assessment as Fact
from jalon.facts.standard_scales import DONE, ENGAGED
from jalon.facts.uids import uuid7

pytestmark = pytest.mark.django_db
Team = tuple[User, User, User]
SECRET = "motsecretdenote"
MADE = {"id", "revision", "created_at", "updated_at", "assessment", "evaluation"}


def page(number: str) -> Evidence:
    return Evidence(kind=EvidenceKind.PAGE, url=f"https://a.example/{number}", seen=When(edtf="2026-01-01"))


def fact(object: Assessed, *subjects: str, uid: str = "", **more: Any) -> Fact:
    return Fact(
        uid=uid or uuid7(), evaluation="", object=object, subjects=subjects, recorded_at="2026-11-22T00:00:00Z", **more
    )


def said(evaluation: Evaluation) -> dict[str, Any]:
    """All that an evaluation says, and its team's notes, in plain values."""
    rows = Assessment.objects.live().filter(evaluation=evaluation)
    found: list[Any] = [*Evaluation.objects.live().filter(pk=evaluation.pk), *rows]
    found += EvidenceItem.objects.filter(assessment__in=rows)
    found += Note.objects.filter(assessment__in=rows)
    cites = cited(evaluation.part)
    return {
        f"{type(row).__name__} {row.uid}": (
            keeping.values(row, [one.name for one in row._meta.concrete_fields if one.name not in MADE]),
            cites.get(row.uid),
        )
        for row in found
    }


def fresh(evaluation: Evaluation) -> Evaluation:
    found: Evaluation = Evaluation.objects.select_related("part__owner").get(pk=evaluation.pk)
    return found


def last() -> AuditEvent:
    return AuditEvent.objects.latest("id")


def undo(evaluation: Evaluation, by: User | None, event: AuditEvent | None = None) -> None:
    """Undo a table, or the undoing of one, as its page does."""
    event, row = event or last(), fresh(evaluation)
    run = actions.redo_taking if event.action == "evaluation.undo_taking" else actions.undo_taking
    run(evaluation=row, kept=event.changes, reason="une erreur", by=by, expected_revision=row.revision)


def refused(evaluation: Evaluation, by: User | None, event: AuditEvent) -> str:
    """Why undoing is refused; nothing moved, nothing was traced."""
    before, events = said(evaluation), AuditEvent.objects.count()
    with pytest.raises(Invalid) as why:
        undo(evaluation, by, event)
    assert (said(evaluation), AuditEvent.objects.count()) == (before, events)
    return " ".join(why.value.problems.values())


@pytest.fixture
def standing(evaluation: Evaluation, team: Team, measures: tuple[str, str]) -> tuple[Assessment, Assessment]:
    """A measure assessed with all that may hang from it, and a theme with nothing."""
    lead, source = team[0], Source.objects.create(part=evaluation.part, key="avant", address="Rapport fictif")
    one = actions.assess(
        evaluation=evaluation, object=Assessed.MEASURE, subjects=(measures[0],), level="done", by=lead,
        text=Text(value="Avant", lang="fr"), citations=(Citation(source=str(source.uid), locator="p. 2"),),
    )  # fmt: skip
    for number in "12":
        actions.add_evidence(assessment=one, evidence=page(number), by=lead)
    gone = one.evidence_items.last()
    assert gone is not None
    actions.withdraw(record=gone, reason="erreur", by=lead, expected_revision=1)
    actions.write_note(assessment=one, text=SECRET, by=lead, expected_revision=0)
    theme = actions.assess(
        evaluation=evaluation, object=Assessed.THEME, subjects=(), topic="Données", text=Text(value="Peu"), by=lead
    )
    return one, theme


def take(evaluation: Evaluation, by: User, rows: tuple[Fact, ...], **more: Any) -> AuditEvent:
    row = fresh(evaluation)
    actions.take_assessments(
        evaluation=row, said=rows, by=by, expected_revision=row.revision, source_to_find=True, **more
    )
    return last()


@pytest.fixture
def table(
    evaluation: Evaluation, team: Team, measures: tuple[str, str], standing: tuple[Assessment, Assessment]
) -> AuditEvent:
    """A table over the two, and of a measure, a group, a gap and the plan besides, with notes."""
    one, theme = standing
    source = Source.objects.create(part=evaluation.part, key="tableau", address="Tableau fictif")
    cites = (Citation(source=str(source.uid), quote="tel quel"),)
    second = fact(Assessed.MEASURE, measures[1], level="partial", citations=cites, evidence=(page("3"),), page="7")
    rows = (
        fact(Assessed.MEASURE, measures[0], uid=str(one.uid), level="not_done", citations=cites, evidence=(page("4"),)),
        second,
        fact(Assessed.GROUP, *measures, text=Text(value="Ensemble", wording=Wording.VERBATIM)),
        fact(Assessed.GAP, topic="Mineurs", text=Text(value="Rien"), findings=(Finding(criterion=Criterion.DEADLINE),)),
    )
    notes = {str(one.uid): Noted("note du tableau", 1), second.uid: Noted("autre note"), str(theme.uid): Noted("vu")}
    return take(evaluation, team[0], rows, notes=notes, file_sha256="0" * 64)


def test_all_that_a_table_wrote_goes_comes_back_and_goes_again(
    evaluation: Evaluation, team: Team, standing: tuple[Assessment, Assessment], request: pytest.FixtureRequest
) -> None:
    before, events = said(evaluation), AuditEvent.objects.count()
    event = request.getfixturevalue("table")
    after = said(evaluation)
    assert len(after) == len(before) + 5  # three assessments and two notes; two items instead of two
    assert AuditEvent.objects.count() == events + 1
    told = {name: value for name, value in event.changes.items() if not name.startswith("_")}
    assert told == {"added": 3, "changed": 1, "notes": 3, "file_sha256": "0" * 64}
    for expected in (before, after, before):
        undo(evaluation, team[1])
        assert said(evaluation) == expected
    assert AuditEvent.objects.count() == events + 4
    assert {last().action, last().subject_uid} == {"evaluation.undo_taking", evaluation.uid}


def test_notes_are_in_private_keys_apart_and_forgotten_with_which_the_table_stays(
    evaluation: Evaluation, team: Team, table: AuditEvent
) -> None:
    undo(evaluation, team[0])
    for event in (table, last()):
        event.refresh_from_db()
        assert SECRET not in str(keeping.public(event.changes)) + str(event.changes[taken.TAKEN]) + event.subject
        assert "note du tableau" not in str(keeping.public(event.changes)) + str(event.changes[taken.TAKEN])
    assert SECRET in str(table.changes[keeping.PERSONAL])
    keeping.forget_old(timezone.now() + timedelta(days=31))
    assert not any(SECRET in str(changes) for changes in AuditEvent.objects.values_list("changes", flat=True))
    assert "trente jours" in refused(evaluation, team[0], last())


def test_what_was_changed_since_or_hung_on_it_is_named(
    evaluation: Evaluation, team: Team, table: AuditEvent, measures: tuple[str, str]
) -> None:
    lead = team[0]
    gap = Assessment.objects.get(topic="Mineurs")
    actions.edit_assessment(assessment=gap, by=lead, expected_revision=gap.revision, text=Text(value="Peu"))
    why = refused(evaluation, lead, table)
    assert "Changées depuis l’import (1)" in why and "Mineurs" in why
    actions.edit_assessment(assessment=gap, by=lead, expected_revision=gap.revision, text=Text(value="Rien"))
    item = actions.add_evidence(assessment=gap, evidence=page("9"), by=lead)
    assert "Rattachées depuis" in refused(evaluation, lead, table)
    actions.withdraw(record=item, reason="x", by=lead, expected_revision=item.revision)
    actions.write_note(assessment=gap, text=SECRET, by=lead, expected_revision=0)
    why = refused(evaluation, lead, table)
    assert "Rattachées depuis" in why and SECRET not in why
    actions.write_note(assessment=gap, text="", by=lead, expected_revision=1)
    note = Note.objects.get(text="vu")
    actions.write_note(assessment=note.assessment, text="revu", by=lead, expected_revision=1)
    assert "Changées depuis" in refused(evaluation, lead, table)
    actions.write_note(assessment=note.assessment, text="vu", by=lead, expected_revision=2)
    undo(evaluation, lead, table)
    assert not Assessment.objects.live().filter(topic="Mineurs").exists()


def test_what_is_adopted_or_published_stays_as_it_is(evaluation: Evaluation, team: Team, table: AuditEvent) -> None:
    for stage in (Stage.ADOPT, Stage.CO_SIGN, Stage.PUBLISH):
        Evaluation.objects.filter(pk=evaluation.pk).update(stage=stage)
        assert "Le texte est adopté" in refused(evaluation, team[0], table)
        with override("en"):
            assert "adopted" in refused(evaluation, team[0], table)
    Evaluation.objects.filter(pk=evaluation.pk).update(stage=Stage.REPLY)
    undo(evaluation, team[0], table)


def test_the_team_alone_undoes_it(evaluation: Evaluation, team: Team, table: AuditEvent, people: Any) -> None:
    from jalon.core.enums import Role
    from tests.integration.plans.conftest import person

    other = person("other@evaluator.example", Role.EDITOR, evaluation.part.owner)
    before, events = said(evaluation), AuditEvent.objects.count()
    for stage in (Stage.DRAFT, Stage.PUBLISH):
        Evaluation.objects.filter(pk=evaluation.pk).update(stage=stage)
        for by in (other, people.editor, people.nobody):
            with pytest.raises(Forbidden):
                undo(evaluation, by, table)
    assert evaluation.uid in selectors.not_of_team(other) and evaluation.uid not in selectors.not_of_team(team[2])
    Evaluation.objects.filter(pk=evaluation.pk).update(stage=evaluation.stage)
    row = fresh(evaluation)
    with pytest.raises(Conflict):
        actions.undo_taking(
            evaluation=row, kept=table.changes, reason="x", by=team[0], expected_revision=row.revision - 1
        )
    with pytest.raises(Invalid):
        actions.undo_taking(
            evaluation=fresh(evaluation), kept=table.changes, reason=" ", by=team[0], expected_revision=row.revision
        )
    assert (said(evaluation), AuditEvent.objects.count()) == (before, events)


def test_nothing_comes_back_where_its_place_was_taken_meanwhile(
    evaluation: Evaluation, team: Team, measures: tuple[str, str]
) -> None:
    lead = team[0]
    take(evaluation, lead, (fact(Assessed.MEASURE, measures[1], level="done"),), notes={})
    undo(evaluation, lead)
    undone = last()
    again = actions.assess(evaluation=fresh(evaluation), object=Assessed.MEASURE, subjects=(measures[1],), level="done", by=lead)  # fmt: skip
    assert "Déjà appréciées à nouveau (1)" in refused(evaluation, lead, undone)
    actions.withdraw(record=again, reason="x", by=lead, expected_revision=again.revision)
    row = fresh(evaluation)
    actions.edit_evaluation(evaluation=row, scale_uid=UUID(ENGAGED.uid), by=lead, expected_revision=row.revision)
    assert "n’est pas un niveau" in refused(evaluation, lead, undone)
    actions.edit_evaluation(evaluation=row, scale_uid=UUID(DONE.uid), by=lead, expected_revision=row.revision)
    actions.share_out(evaluation=row, shares={measures[1]: team[1:]}, blind=True, by=lead, expected_revision=row.revision)  # fmt: skip
    assert "Jugées en aveugle depuis (1)" in refused(evaluation, lead, undone)
    row.refresh_from_db()
    actions.share_out(evaluation=row, shares={measures[1]: ()}, by=lead, expected_revision=row.revision)
    undo(evaluation, lead, undone)
    assert Assessment.objects.live().get().subjects == (measures[1],)


def test_a_note_written_since_its_table_was_undone_is_not_lost(
    evaluation: Evaluation, team: Team, standing: tuple[Assessment, Assessment]
) -> None:
    lead, theme = team[0], standing[1]
    take(evaluation, lead, (), notes={str(theme.uid): Noted("du tableau")})
    undo(evaluation, lead)
    undone = last()
    assert not Note.objects.filter(assessment=theme).exists()
    actions.write_note(assessment=theme, text=SECRET, by=lead, expected_revision=0)
    why = refused(evaluation, lead, undone)
    assert "Notes privées écrites depuis (1)" in why and SECRET not in why
    actions.write_note(assessment=theme, text="", by=lead, expected_revision=1)
    undo(evaluation, lead, undone)
    assert Note.objects.get(assessment=theme).text == "du tableau"


@pytest.fixture
def with_its_table(home: Part, evaluation: Evaluation, measures: tuple[str, str]) -> Callable[..., Evaluation]:
    """Makes an evaluation with its table."""

    def make(by: User, own: bool = True) -> Evaluation:
        fields: Any = {
            "slug": "tableau", "plan_uid": evaluation.plan_uid, "evaluator": OrgRef(name="Fictif"),
            "title": Text(value="Évaluation du tableau"), "scale_uid": UUID(DONE.uid),
        }  # fmt: skip
        rows = (fact(Assessed.MEASURE, measures[0], level="done"), fact(Assessed.MEASURE, measures[1], level="partial"))
        row, counts = actions.take_evaluation(
            part=home, fields=fields, said=rows, by=by, own=own, source_to_find=True,
            notes={rows[0].uid: Noted("note")},
        )  # fmt: skip
        assert counts == {"added": 2, "changed": 0, "notes": 1}
        return row

    return make


@pytest.mark.parametrize("own", [True, False], ids=["made here", "recorded"])
def test_an_evaluation_made_by_its_table_goes_and_comes_back_with_it(
    with_its_table: Callable[..., Evaluation], team: Team, own: bool
) -> None:
    lead, events = team[0], AuditEvent.objects.count()
    row = with_its_table(lead, own)
    after = said(row)
    assert AuditEvent.objects.count() == events + 1 and len(after) == 4
    actions.add_member(evaluation=fresh(row), user=lead, by=lead, expected_revision=row.revision)
    event = AuditEvent.objects.get(action="evaluation.take_evaluation")
    undo(row, lead, event)
    undone = last()
    assert said(row) == {} and fresh(row).withdrawn_at is not None
    other = actions.add_evaluation(
        part=row.part, by=lead, own=own, slug=row.slug, plan_uid=row.plan_uid, evaluator=row.evaluator, title=row.title,
        source_to_find=True,
    )  # fmt: skip
    with pytest.raises(Invalid, match="adresse"):
        undo(row, lead, undone)
    actions.withdraw(record=other, reason="x", by=lead, expected_revision=other.revision)
    undo(row, lead, undone)
    assert said(row) == after


def test_an_evaluation_that_others_rest_on_or_that_was_written_since_stays(
    with_its_table: Callable[..., Evaluation], evaluation: Evaluation, team: Team, measures: tuple[str, str]
) -> None:
    lead = team[0]
    row = with_its_table(lead)
    event = last()
    claim = actions.add_claim(
        part=row.part, by=lead, said_by=OrgRef(name="Fictif"), text=Text(value="2 sur 2"), evaluation_uid=row.uid,
        source_to_find=True,
    )  # fmt: skip
    assert "Rattachées depuis" in refused(row, lead, event)
    actions.withdraw(record=claim, reason="x", by=lead, expected_revision=claim.revision)
    for rests in ((Reliance(evaluation=str(row.uid)),), ()):
        other = fresh(evaluation)
        actions.edit_evaluation(evaluation=other, rests_on=rests, by=lead, expected_revision=other.revision)
        assert not rests or "renvoie à celle-ci" in refused(row, lead, event)
    rated = row.ratings.create(user=lead, subject_uid=UUID(measures[0]), text=Text(value=SECRET))
    why = refused(row, lead, event)
    assert "Rattachées depuis" in why and SECRET not in why
    rated.delete()
    row = fresh(row)
    actions.move_stage(evaluation=row, to=Stage.COLLECT, by=lead, expected_revision=row.revision)
    assert "Changées depuis" in refused(row, lead, event)
    actions.move_stage(evaluation=row, to=Stage.PREPARE, by=lead, expected_revision=row.revision)
    undo(row, lead, event)
    assert not Evaluation.objects.live().filter(pk=row.pk).exists()


def test_too_large_a_table_keeps_nothing_and_is_not_undone(
    evaluation: Evaluation, team: Team, measures: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taken, "MOST_ROWS", 1)
    rows = tuple(fact(Assessed.MEASURE, uid, level="done") for uid in measures)
    event = take(evaluation, team[0], rows)
    assert event.changes[taken.TAKEN] is None
    assert "pas été gardé" in refused(evaluation, team[0], event)
