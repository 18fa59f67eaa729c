"""Every action of the room asks for the right to edit its part, expects a revision, and is refused to everybody else."""

from inspect import signature
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from jalon.core import taken
from jalon.core.acting import MARK
from jalon.core.errors import Forbidden
from jalon.core.matrix import Permission
from jalon.core.models import AuditEvent, User
from jalon.evaluation import actions
from jalon.evaluation.enums import Stage
from jalon.evaluation.models import Crosswalk, Evaluation, Member, Reconciliation, Scale
from jalon.facts.common import OrgRef, Text, When
from jalon.facts.evaluation import (
    Adoption,
    Assessed,
    Evidence,
    EvidenceKind,
    Inquiry,
    Response,
    Signature,
    SignatureState,
)
from jalon.facts.standard_scales import DONE, ENGAGED, OGP_COMPLETION
from tests.integration.core.permission_matrix import every_action

pytestmark = pytest.mark.once

ACTIONS = sorted(name for name in actions.__all__ if hasattr(getattr(actions, name), MARK))
BODY, TEXT, WHEN = OrgRef(name="Mission fictive"), Text(value="Essai"), When(edtf="2026-01-01")
KEPT = {taken.REF: "1", taken.TAKEN: {"rows": [], "appended": {}}}
"""What the event of a table that changed nothing keeps."""
NEW = {"add_scale", "add_crosswalk", "add_claim", "add_evaluation", "take_evaluation", "assess", "add_evidence"}
"""Actions that write a new record on an older one that they do not change: no revision to expect."""
REFUSED_HERE = {"rate", "restore", "add_member", "record_response", "ask_for", "open_reconciliation"}
"""Actions that need more than the records below: the tests of blind ratings and of stages call them."""


def every_call(evaluation: Evaluation, lead: User, measures: tuple[str, str]) -> dict[str, dict[str, Any]]:
    """Each action by its name, with arguments that it takes; `by` is left to the caller."""
    part = evaluation.part
    made = actions.assess(
        evaluation=evaluation, object=Assessed.MEASURE, subjects=(measures[0],), level="done", by=lead
    )
    page = Evidence(kind=EvidenceKind.PAGE, url="https://example.org/", seen=WHEN)
    item = actions.add_evidence(assessment=made, evidence=page, by=lead)
    claim = actions.add_claim(part=part, by=lead, said_by=BODY, text=TEXT, source_to_find=True)
    scale = Scale.objects.create(part=part, slug="s", owner=BODY, title=TEXT, levels=DONE.levels)
    walk = Crosswalk.objects.create(part=part, slug="c", from_uid=ENGAGED.uid, to_uid=DONE.uid, author=BODY, when=WHEN)
    open_ = Reconciliation.objects.create(evaluation=evaluation, subject_uid=measures[1], opened_at="2026-01-01T00:00Z")
    member = Member.objects.filter(evaluation=evaluation).exclude(user=lead).first()
    evaluation.refresh_from_db()
    on, old = {"evaluation": evaluation}, {"expected_revision": evaluation.revision}
    signed = Signature(body=BODY, state=SignatureState.SIGNED)
    assert member is not None
    return {
        "add_scale": {"part": part, "slug": "n", "owner": BODY, "title": TEXT, "levels": DONE.levels},
        "edit_scale": {"scale": scale, "expected_revision": 1, "note": TEXT},
        "add_crosswalk": {
            "part": part, "slug": "d", "from_uid": DONE.uid, "to_uid": OGP_COMPLETION.uid, "author": BODY, "when": WHEN,
        },
        "edit_crosswalk": {"crosswalk": walk, "expected_revision": 1, "note": TEXT},
        "add_claim": {"part": part, "said_by": BODY, "text": TEXT, "source_to_find": True},
        "edit_claim": {"claim": claim, "expected_revision": 1, "note": TEXT, "source_to_find": True},
        "add_evaluation": {
            "part": part, "slug": "n", "plan_uid": evaluation.plan_uid, "evaluator": BODY, "title": TEXT,
        },
        "edit_evaluation": {**on, **old, "note": TEXT},
        "move_stage": {**on, **old, "to": Stage.COLLECT},
        "record_adoption": {**on, **old, "adoption": Adoption(body="plénière")},
        "record_signature": {**on, **old, "signature": signed},
        "open_reply": {**on, **old, "opened": WHEN, "closes": WHEN, "invited": (BODY,)},
        "record_response": {**on, **old, "response": Response(body=BODY, text=TEXT)},
        "put_back_course": {**on, **old, "adoption": None},
        "ask_for": {**on, **old, "inquiry": Inquiry(asked=WHEN)},
        "add_member": {**on, **old, "user": lead},
        "end_member": {"member": member, "expected_revision": member.revision},
        "share_out": {**on, **old, "shares": {measures[0]: (lead,)}},
        "rate": {**on, "expected_revision": 0, "subject": measures[1], "level": "done"},
        "open_reconciliation": {**on, **old, "subjects": [measures[1]]},
        "reconcile": {"reconciliation": open_, "expected_revision": open_.revision, "level": "done"},
        "assess": {**on, "object": Assessed.THEME, "subjects": (), "topic": "thème", "text": TEXT},
        "edit_assessment": {"assessment": made, "expected_revision": made.revision, "text": TEXT},
        "write_note": {"assessment": made, "expected_revision": 0, "text": "note"},
        "add_evidence": {"assessment": made, "evidence": page},
        "edit_evidence": {"item": item, "expected_revision": item.revision, "evidence": page},
        "take_assessments": {**on, **old, "said": ()},
        "take_evaluation": {
            "part": part, "said": (),
            "fields": {"slug": "t", "plan_uid": evaluation.plan_uid, "evaluator": BODY, "title": TEXT},
        },
        "undo_taking": {**on, **old, "kept": KEPT, "reason": "erreur"},
        "redo_taking": {**on, **old, "kept": KEPT, "reason": "erreur"},
        "cite": {"record": claim, "expected_revision": claim.revision, "citations": (), "source_to_find": True},
        "withdraw": {"record": claim, "expected_revision": claim.revision, "reason": "erreur"},
        "restore": {"record": claim, "expected_revision": claim.revision},
    }  # fmt: skip


def test_every_public_write_is_an_action_that_asks_to_edit() -> None:
    assert sorted(actions.__all__) == ACTIONS
    marks = {name: getattr(getattr(actions, name), MARK) for name in ACTIONS}
    assert {name for name, mark in marks.items() if mark != (Permission.EDIT,)} == {"move_stage"}
    assert Permission.EDIT in marks["move_stage"]


def test_no_write_of_the_room_is_left_out() -> None:
    found = {name.rpartition(".")[2] for name, _call in every_action() if name.startswith("jalon.evaluation.")}
    assert found == set(ACTIONS)


def test_every_write_on_a_record_expects_its_revision() -> None:
    expecting = {name for name in ACTIONS if "expected_revision" in signature(getattr(actions, name)).parameters}
    assert expecting == set(ACTIONS) - NEW


def test_others_are_refused_and_nothing_changes(
    evaluation: Evaluation, team: tuple[User, User, User], people: Any, measures: tuple[str, str]
) -> None:
    calls = every_call(evaluation, team[0], measures)
    assert sorted(calls) == ACTIONS
    before = AuditEvent.objects.count()
    for name, given in calls.items():
        for by in (people.editor, people.signatory, people.operator, people.nobody, AnonymousUser()):
            with pytest.raises(Forbidden), transaction.atomic():
                getattr(actions, name)(by=by, **given)
    assert AuditEvent.objects.count() == before


def test_the_team_writes_with_one_event(
    evaluation: Evaluation, team: tuple[User, User, User], measures: tuple[str, str]
) -> None:
    calls = every_call(evaluation, team[0], measures)
    for name in sorted(set(ACTIONS) - REFUSED_HERE):
        before = AuditEvent.objects.count()
        with transaction.atomic():
            getattr(actions, name)(by=team[0], **_fresh(calls[name]))
            assert AuditEvent.objects.count() == before + 1, name
            transaction.set_rollback(True)


def _fresh(given: dict[str, Any]) -> dict[str, Any]:
    """The same with records as the database has them: an undone call leaves its values on them."""
    return {
        name: type(value)._base_manager.get(pk=value.pk) if hasattr(value, "_meta") else value
        for name, value in given.items()
    }
