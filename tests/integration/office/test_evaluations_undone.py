"""Everything done in evaluations is undone by another action, or the list says why nothing undoes it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from jalon.core.models import Citation as CitationRow
from jalon.evaluation import actions
from jalon.evaluation.enums import Stage
from jalon.evaluation.models import Evaluation, Share
from jalon.facts.common import Citation, OrgRef, Text, When
from jalon.facts.evaluation import Adoption, Evidence, EvidenceKind
from jalon.facts.standard_scales import DONE
from jalon.office.undoing import reversal_of, why_not
from jalon.office.undoing.registry import UNKNOWN
from jalon.office.words import ACTIONS
from tests import synthetic
from tests.integration.evaluation.test_permissions import ACTIONS as WRITES
from tests.integration.evaluation.test_permissions import REFUSED_HERE, every_call
from tests.integration.office.campaigns import signed
from tests.integration.office.conftest import House
from tests.integration.office.test_evaluating import ONE, TWO
from tests.integration.office.test_undoing import each, last, undo

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NEVER = {"write_note", "rate", "open_reconciliation", "reconcile"}
"""Actions that nothing undoes: each has its own reason."""
SAME = {"cite", "edit_evidence", "put_back_course"}
"""Called with what stands already: the page says that nothing changed. Below they change something."""


@pytest.fixture
def row(house: House) -> Evaluation:
    """A draft whose team is two editors."""
    made = actions.add_evaluation(
        part=house.part, by=house.editor, slug="essai", plan_uid=UUID(synthetic.PLAN), evaluator=OrgRef(name="E"),
        title=Text(value="Évaluation fictive"), scale_uid=UUID(DONE.uid),
    )  # fmt: skip
    actions.add_member(evaluation=made, user=house.second_editor, by=house.editor, expected_revision=made.revision)
    made.refresh_from_db()
    return made


def test_each_action_on_evaluations_is_undone_by_another_or_says_why(house: House, row: Evaluation) -> None:
    team = signed(house.editor)

    def run(name: str) -> Callable[[], Any]:
        def call() -> tuple[int, bool]:
            given = every_call(Evaluation.objects.get(pk=row.pk), house.editor, (ONE, TWO))[name]
            getattr(actions, name)(by=house.editor, **given)
            event = last()
            assert event.action == f"evaluation.{name}"
            status, page = undo(team, event)
            assert status in {200, 302}, (name, status, re.findall(r'class="errors"[^<]*<[^<]*', page))
            assert (last().pk > event.pk) is (status == 302), name
            return status, bool(re.search(r'<p class="lede">\w', page))

        return call

    found = each({name: run(name) for name in WRITES if name not in REFUSED_HERE})
    assert {name for name, (status, said) in found.items() if status != 302 and not said} == set()
    assert {name for name, (status, _said) in found.items() if status != 302} == (NEVER - REFUSED_HERE) | SAME
    for name in WRITES:
        code = f"evaluation.{name}"
        assert code in ACTIONS
        assert (reversal_of(code) is None) is (name in NEVER), name
        assert name not in NEVER or why_not(code) != str(UNKNOWN), name


def test_what_was_written_comes_back_as_it_was_and_only_for_the_team(house: House, row: Evaluation) -> None:
    by, team = house.editor, signed(house.editor)
    made = actions.assess(
        evaluation=row, object="measure", subjects=(ONE,), level="done", text=Text(value="Un", lang="en"), by=by
    )  # type: ignore[arg-type]
    actions.edit_assessment(assessment=made, by=by, expected_revision=1, text=Text(value="Deux"), level="partial")
    edited = last()
    assert undo(team, edited)[0] == 302
    made.refresh_from_db()
    assert (made.text, made.level) == (Text(value="Un", lang="en"), "done")
    cite = (Citation(source=synthetic.SOURCE),)
    actions.cite(record=made, citations=cite, by=by, expected_revision=made.revision)
    assert undo(team, last())[0] == 302
    assert not CitationRow.objects.filter(subject_uid=made.uid).exists()
    page = Evidence(kind=EvidenceKind.PAGE, url="https://a.example/", seen=When(edtf="2026-01-01"))
    item = actions.add_evidence(assessment=made, evidence=page, by=by)
    actions.edit_evidence(item=item, evidence=replace(page, page="4"), by=by, expected_revision=1)
    assert undo(team, last())[0] == 302
    item.refresh_from_db()
    assert item.fact == page
    actions.record_adoption(evaluation=row, adoption=Adoption(body="plénière"), by=by, expected_revision=row.revision)
    adopted = last()
    actions.move_stage(evaluation=row, to=Stage.COLLECT, by=by, expected_revision=row.revision)
    moved = last()
    for event in (adopted, moved):  # each is undone by itself
        assert undo(team, event)[0] == 302
    row.refresh_from_db()
    assert (row.adoption, row.stage) == (None, Stage.PREPARE)
    opened = {"opened": When(edtf="2026-01-01"), "closes": When(edtf="2026-02-01"), "invited": (OrgRef(name="M"),)}
    actions.open_reply(evaluation=row, by=by, expected_revision=row.revision, **opened)  # type: ignore[arg-type]
    assert undo(team, last())[0] == 302
    assert undo(team, last())[0] == 302  # and that is undone in its turn
    row.refresh_from_db()
    assert row.reply is not None
    outside = signed(house.reader)
    assert edited.pk and outside.get(f"/bureau/parties/{house.part.slug}/defaire/{edited.pk}/").status_code == 404
    assert "appréciation modifiée" not in outside.get(f"/bureau/parties/{house.part.slug}/defaire/").content.decode()
    assert "appréciation modifiée" in team.get(f"/bureau/parties/{house.part.slug}/defaire/").content.decode()


def test_measures_are_shared_out_as_before_and_a_person_leaves_and_comes_back(house: House, row: Evaluation) -> None:
    by, team, both = house.editor, signed(house.editor), (house.editor, house.second_editor)

    def shared() -> set[tuple[str, str, bool]]:
        return set(Share.objects.values_list("subject_uid", "user__display_name", "blind"))

    actions.share_out(evaluation=row, shares={ONE: both}, blind=True, by=by, expected_revision=row.revision)
    before = shared()
    actions.share_out(evaluation=row, shares={ONE: (by,), TWO: (by,)}, by=by, expected_revision=row.revision)
    assert undo(team, last())[0] == 302
    assert shared() == before and len(before) == 2
    member = row.members.get(user=house.second_editor, ended_at=None)
    actions.end_member(member=member, by=by, expected_revision=member.revision)
    assert undo(team, last())[0] == 302
    assert row.members.filter(ended_at=None).count() == 2
    assert undo(team, last())[0] == 302
    assert row.members.filter(ended_at=None).count() == 1
