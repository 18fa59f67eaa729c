"""Parliamentary acts: what may be written, by whom, and what is read back."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from jalon.commitments.actions import acts as actions
from jalon.commitments.enums import ActKind
from jalon.commitments.models import Act
from jalon.commitments.selectors import act_of, acts_about, acts_page, unsourced
from jalon.core.acting import MARK
from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import AuditEvent, Part, User
from jalon.core.parts import collect
from jalon.facts.common import Citation, OrgRef, Text, When
from tests import synthetic
from tests.integration.plans.conftest import People

Cites = tuple[Citation, ...]
ACTIONS = sorted(name for name, found in vars(actions).items() if hasattr(found, MARK))
QUESTION: dict[str, Any] = {"kind": ActKind.QUESTION.value, "kind_printed": "Question orale"}


@pytest.fixture
def act(part: Part) -> Act:
    found: Act = Act.objects.get(part=part)
    return found


def _calls(part: Part, cites: Cites) -> dict[str, dict[str, Any]]:
    act = Act.objects.filter(part=part, withdrawn_at=None).get()
    gone = Act.objects.create(part=part, **QUESTION, withdrawn_at="2026-01-01T00:00:00Z")
    return {
        "add_act": {"part": part, "citations": cites, **QUESTION},
        "edit_act": {"act": act, "expected_revision": 1, "number": "99"},
        "withdraw_act": {"act": act, "expected_revision": 1, "reason": "doublon"},
        "restore_act": {"act": gone, "expected_revision": 1},
    }


def test_every_action_asks_to_edit_and_is_called_here(part: Part, cites: Cites) -> None:
    assert {getattr(getattr(actions, name), MARK) for name in ACTIONS} == {(Permission.EDIT,)}
    assert sorted(_calls(part, cites)) == ACTIONS


@pytest.mark.parametrize("name", ACTIONS)
def test_others_are_refused_and_nothing_changes(part: Part, people: People, cites: Cites, name: str) -> None:
    given = _calls(part, cites)[name]
    before = AuditEvent.objects.count()
    users: list[Any] = [people.reader, people.committee, people.operator, people.outsider, AnonymousUser()]
    for by in users:
        with pytest.raises(Forbidden), transaction.atomic():
            getattr(actions, name)(by=by, **given)
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("name", ACTIONS)
def test_an_editor_writes_with_one_event(part: Part, editor: User, cites: Cites, name: str) -> None:
    given = _calls(part, cites)[name]
    before = AuditEvent.objects.count()
    getattr(actions, name)(by=editor, **given)
    assert AuditEvent.objects.count() == before + 1


def test_an_act_is_read_back_as_it_was_written(part: Part, editor: User, cites: Cites) -> None:
    words: dict[str, Any] = {
        "chamber": "senat", "number": "20805", "author": "Une sénatrice", "body": OrgRef(name="Sénat"),
        "when": When(edtf="2019-11-05"), "answered": When(printed="sans réponse"), "topic": Text(value="Bilan"),
        "asked": (Text(value="Où en est-on ?"),), "answers": (Text(value="On avance"),), "fate": Text(value="retirée"),
        "measure_uids": (synthetic.measure_uid(1),), "note": Text(value="vu"),
    }  # fmt: skip
    row = actions.add_act(part=part, by=editor, citations=cites, **QUESTION, **words)
    found = {fact.uid: fact for fact in collect(part)["acts"]}[str(row.uid)]
    assert found.measures == words.pop("measure_uids")
    assert {name: getattr(found, name) for name in words} == words
    assert found.citations == cites


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "speech"), ("kind", ""), ("kind_printed", ""), ("chamber", "lords"), ("when", When(edtf="2024-02-31")),
        ("measure_uids", ("16",)), ("topic", Text(value="\u2066")), ("note", Text(value="\x00")),
    ],
)  # fmt: skip
def test_an_impossible_value_is_refused_by_its_field(
    part: Part, editor: User, cites: Cites, field: str, value: object
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_act(part=part, by=editor, citations=cites, **{**QUESTION, field: value})
    assert set(refused.value.problems) == {field}


def test_an_act_without_a_source_is_refused_or_waits_for_one(part: Part, editor: User) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_act(part=part, by=editor, **QUESTION)
    assert set(refused.value.problems) == {"citations"}
    row = actions.add_act(part=part, by=editor, source_to_find=True, **QUESTION)
    assert [item.uid for item in unsourced(part)] == [str(row.uid)]


def test_two_writers_meet_a_conflict_with_both_texts(act: Act, editor: User) -> None:
    actions.edit_act(act=Act.objects.get(pk=act.pk), by=editor, expected_revision=1, number="A")
    with pytest.raises(Conflict) as met:
        actions.edit_act(act=act, by=editor, expected_revision=1, number="B")
    assert [(f.current, f.submitted) for f in met.value.fields] == [("A", "B")]


def test_a_withdrawn_act_leaves_the_part_and_comes_back(part: Part, act: Act, editor: User) -> None:
    before = collect(part)["acts"]
    actions.withdraw_act(act=act, by=editor, expected_revision=1, reason="doublon")
    assert collect(part)["acts"] == ()
    actions.restore_act(act=act, by=editor, expected_revision=2)
    assert collect(part)["acts"] == before


def test_pages_show_the_acts_of_ones_own_parts_alone(part: Part, act: Act, people: People) -> None:
    page = acts_page(part.slug, people.reader)
    assert [(row.act.uid, row.revision, row.sourced) for row in page.acts] == [(str(act.uid), 1, True)]
    assert not page.may_edit
    about = frozenset({synthetic.measure_uid(2)})
    assert [row.act.uid for row in acts_about(about, people.editor)] == [str(act.uid)]
    assert acts_about(frozenset({synthetic.measure_uid(1)}), people.editor) == ()
    assert acts_about(about, people.outsider) == ()
    for user in (people.outsider, people.operator):
        with pytest.raises(Part.DoesNotExist):
            acts_page(part.slug, user)
        with pytest.raises(Act.DoesNotExist):
            act_of(str(act.uid), user)
