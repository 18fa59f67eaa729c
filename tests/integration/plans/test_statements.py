"""Statements are append-only: correcting writes a new one, the old one stays as it was."""

from dataclasses import replace

import pytest
from django.utils import timezone

from jalon.core.errors import Conflict, Invalid
from jalon.core.models import Part, User
from jalon.core.parts import collect
from jalon.facts.common import Citation, Known, OrgRef, StatementKind, Text, When
from jalon.plans import actions
from jalon.plans.models import Measure, Statement
from jalon.plans.selectors import AsOf, measure_page, statement_history

Cites = tuple[Citation, ...]
DGCS = OrgRef(name="DGCS")


@pytest.fixture
def lead(part: Part, measure: Measure) -> Statement:
    found: Statement = Statement.objects.get(subject_uid=measure.uid, kind="lead")
    return found


def test_the_words_of_a_saved_statement_cannot_be_saved_again(lead: Statement) -> None:
    lead.organisation = DGCS
    with pytest.raises(TypeError, match="never change"):
        lead.save()
    with pytest.raises(TypeError, match="never change"):
        lead.save(update_fields=["organisation"])
    assert Statement.objects.get(pk=lead.pk).organisation != DGCS


def test_words_cannot_be_changed_in_bulk_either(lead: Statement) -> None:
    with pytest.raises(TypeError):
        Statement.objects.filter(pk=lead.pk).update(text=Text(value="autre"))
    with pytest.raises(TypeError):
        Statement.objects.bulk_update([lead], ["kind"])


def test_a_correction_is_a_new_statement_and_the_old_one_stays(lead: Statement, editor: User) -> None:
    words = {name: getattr(lead, name) for name in ("organisation", "said", "recorded_at", "basis")}
    new = actions.supersede_statement(statement=lead, by=editor, expected_revision=lead.revision, organisation=DGCS)
    old = Statement.objects.get(pk=lead.pk)
    assert {name: getattr(old, name) for name in words} == words
    assert old.superseded_by == new
    assert (new.organisation, new.said, new.kind) == (DGCS, old.said, old.kind)


def test_a_correction_keeps_the_sources_unless_others_are_given(lead: Statement, editor: User, cites: Cites) -> None:
    first = actions.supersede_statement(statement=lead, by=editor, expected_revision=lead.revision, organisation=DGCS)
    second = actions.supersede_statement(
        statement=first, by=editor, expected_revision=first.revision, organisation=DGCS, citations=cites
    )
    found = {row.uid: row for row in collect(lead.part)["statements"]}
    assert found[str(first.uid)].citations == found[str(lead.uid)].citations != ()
    assert found[str(second.uid)].citations == cites


def test_what_is_already_replaced_is_not_replaced_twice(lead: Statement, editor: User) -> None:
    actions.supersede_statement(statement=lead, by=editor, expected_revision=lead.revision, organisation=DGCS)
    lead.refresh_from_db()
    with pytest.raises(Invalid, match="remplace déjà"):
        actions.supersede_statement(statement=lead, by=editor, expected_revision=lead.revision, organisation=DGCS)


def test_two_corrections_at_once_meet_a_conflict_with_both_texts(lead: Statement, editor: User) -> None:
    seen = Statement.objects.get(pk=lead.pk)
    Statement.objects.filter(pk=lead.pk).update(revision=lead.revision + 1)
    with pytest.raises(Conflict) as met:
        actions.supersede_statement(statement=seen, by=editor, expected_revision=seen.revision, outcome="kept")
    assert [(f.field, f.current, f.submitted) for f in met.value.fields] == [("outcome", "", "kept")]
    assert not Statement.objects.filter(outcome="kept").exists()


def test_withdrawing_a_correction_brings_the_old_statement_back(lead: Statement, editor: User) -> None:
    new = actions.supersede_statement(statement=lead, by=editor, expected_revision=lead.revision, organisation=DGCS)
    actions.withdraw(record=new, reason="saisie par erreur", by=editor, expected_revision=new.revision)
    facts = {row.uid: row for row in collect(lead.part)["statements"]}
    assert str(new.uid) not in facts
    assert facts[str(lead.uid)].superseded_by is None
    page = measure_page("plan-fictif-2", "1", editor)
    latest = page.states[StatementKind.LEAD].latest
    assert latest is not None and latest.uid == str(lead.uid)


def test_the_history_tells_every_version_withdrawn_ones_too(lead: Statement, editor: User) -> None:
    new = actions.supersede_statement(statement=lead, by=editor, expected_revision=lead.revision, organisation=DGCS)
    last = actions.supersede_statement(statement=new, by=editor, expected_revision=1, said=When(edtf="2024"))
    actions.withdraw(record=last, reason="erreur", by=editor, expected_revision=1)
    rows = statement_history(str(new.uid), editor)
    assert {(row.statement.uid, row.withdrawn) for row in rows} == {
        (str(lead.uid), False), (str(new.uid), False), (str(last.uid), True),
    }  # fmt: skip


def test_what_was_known_before_the_correction_is_still_told(lead: Statement, editor: User) -> None:
    before = timezone.now()
    later = Statement(
        part=lead.part, kind="lead", subject_uid=lead.subject_uid, organisation=DGCS, said=lead.said,
        recorded_at="2099-01-01T00:00:00Z",
    )  # fmt: skip
    later.save()
    Statement.objects.filter(pk=lead.pk).update(superseded_by=later)
    then = measure_page("plan-fictif-2", "1", editor, AsOf(known=before)).states[StatementKind.LEAD]
    now = measure_page("plan-fictif-2", "1", editor).states[StatementKind.LEAD]
    assert [row.uid for row in then.statements] == [str(lead.uid)]
    assert [row.uid for row in now.statements] == [str(later.uid)]


def test_the_hour_of_recording_is_now_and_never_asked_for(
    part: Part, measure: Measure, editor: User, cites: Cites
) -> None:
    row = actions.make_statement(
        part=part, kind=StatementKind.LEAD, subject=measure.uid, by=editor, citations=cites, organisation=DGCS
    )
    assert row.recorded_at.endswith("Z")
    assert abs((timezone.now() - timezone.datetime.fromisoformat(row.recorded_at)).total_seconds()) < 3600
    with pytest.raises(TypeError):
        actions.make_statement(  # type: ignore[call-overload]
            part=part, kind=StatementKind.LEAD, subject=measure.uid, by=editor, citations=cites,
            organisation=DGCS, recorded_at="2000-01-01T00:00:00Z",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "words", "field"),
    [
        (StatementKind.LEAD, {}, "organisation"),
        (StatementKind.DEADLINE, {"text": Text(value="bientôt")}, "due"),
        (StatementKind.PROGRESS, {}, "text"),
        (StatementKind.JUDGED, {}, "text"),
        (StatementKind.LEAD, {"known": Known.NOT_FOUND, "organisation": DGCS}, "organisation"),
        (StatementKind.PROGRESS, {"text": Text(value="  \x00")}, "text"),
        (StatementKind.PROGRESS, {"text": Text(value="vu \u202e")}, "text"),
        (StatementKind.DEADLINE, {"due": When(edtf="2024-13")}, "due"),
    ],
)
def test_a_statement_that_says_nothing_or_what_cannot_be_is_refused(
    part: Part, measure: Measure, editor: User, cites: Cites, kind: StatementKind, words: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.make_statement(part=part, kind=kind, subject=measure.uid, by=editor, citations=cites, **words)  # type: ignore[arg-type]
    assert set(refused.value.problems) == {field}


def test_nothing_is_said_of_a_withdrawn_measure(part: Part, measure: Measure, editor: User, cites: Cites) -> None:
    actions.withdraw(record=measure, reason="doublon", by=editor, expected_revision=measure.revision)
    with pytest.raises(Invalid, match="retiré"):
        actions.make_statement(
            part=part, kind=StatementKind.LEAD, subject=measure.uid, by=editor, citations=cites, organisation=DGCS
        )


def test_changing_the_sources_of_a_statement_leaves_its_words(lead: Statement, editor: User, cites: Cites) -> None:
    before = {row.uid: row for row in collect(lead.part)["statements"]}[str(lead.uid)]
    actions.cite(record=lead, citations=cites, by=editor, expected_revision=lead.revision)
    after = {row.uid: row for row in collect(lead.part)["statements"]}[str(lead.uid)]
    assert after == replace(before, citations=cites)
