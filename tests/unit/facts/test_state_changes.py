"""What changed between two states, in the words of each; nothing changed between a state and itself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.common import OrgRef, Text, When
from jalon.facts.state import Declared, Reply, ReplyState, State, StateLine
from jalon.facts.state_changes import ChangeKind, state_changes
from jalon.facts.uids import stable_uid

A, B = (OrgRef(name=f"Organisme {letter}", uid=stable_uid(f"body/{letter}")) for letter in "AB")
PLAN = stable_uid("plan")

DECLARED = st.lists(
    st.builds(lambda key, text: Declared(key=key, text=Text(value=text)), st.sampled_from(["phase", "progress"]), st.sampled_from("xyz")),
    max_size=2, unique_by=lambda declared: declared.key,
).map(tuple)  # fmt: skip
REPLIES = st.lists(
    st.builds(Reply, body=st.sampled_from([A, B]), state=st.just(ReplyState.RETURNED), declared=DECLARED),
    max_size=2, unique_by=lambda reply: reply.body.uid,
).map(tuple)  # fmt: skip
LINES = st.lists(
    st.builds(StateLine, subject=st.sampled_from(["1", "2", "3"]), replies=REPLIES),
    max_size=3, unique_by=lambda line: line.subject,
).map(tuple)  # fmt: skip


def state(*lines: StateLine) -> State:
    """A state of the plan."""
    return State(
        uid=stable_uid("state"), slug="session", plan=PLAN, title=Text(value="Session"), session=When(edtf="2026-12"),
        period=When(edtf="2026"), frozen_at="2026-12-01T09:00:00Z", lines=lines,
    )  # fmt: skip


def line(*replies: Reply, sentence: str = "") -> StateLine:
    """The first measure."""
    return StateLine(subject="1", replies=replies, consolidated=Text(value=sentence) if sentence else None)


def said(text: str, body: OrgRef = A, state: ReplyState = ReplyState.RETURNED) -> Reply:
    """A reply in words."""
    return Reply(body=body, state=state, declared=(Declared(key="progress", text=Text(value=text)),))


@given(LINES)
def test_a_state_is_not_different_from_itself(lines: tuple[StateLine, ...]) -> None:
    assert state_changes(state(*lines), state(*lines)) == ()


@given(LINES, LINES)
def test_going_back_tells_as_many_changes_the_other_way(old: tuple[StateLine, ...], new: tuple[StateLine, ...]) -> None:
    there, back = state_changes(state(*old), state(*new)), state_changes(state(*new), state(*old))
    swapped = {
        ChangeKind.SUBJECT_ADDED: ChangeKind.SUBJECT_REMOVED, ChangeKind.SUBJECT_REMOVED: ChangeKind.SUBJECT_ADDED,
        ChangeKind.BODY_ADDED: ChangeKind.BODY_REMOVED, ChangeKind.BODY_REMOVED: ChangeKind.BODY_ADDED,
    }  # fmt: skip
    turned = {
        replace(
            change, kind=swapped.get(change.kind, change.kind), before=change.after, after=change.before,
            state_before=change.state_after, state_after=change.state_before,
        )
        for change in there
    }  # fmt: skip
    assert turned == set(back)


def test_words_that_changed_are_told_with_both_texts() -> None:
    [change] = state_changes(state(line(said("Dix"))), state(line(said("Douze"))))
    assert (change.kind, change.body, change.key) == (ChangeKind.DECLARED, A, "progress")
    assert change.before and change.before.text == Text(value="Dix")
    assert change.after and change.after.text == Text(value="Douze")


def test_a_body_that_was_silent_and_answers_is_told() -> None:
    silent = Reply(body=A, state=ReplyState.SILENT)
    kinds = [change.kind for change in state_changes(state(line(silent)), state(line(said("Douze"))))]
    assert kinds == [ChangeKind.REPLY_STATE, ChangeKind.DECLARED]


def test_a_body_asked_for_the_first_time_and_a_new_sentence_are_told() -> None:
    before, after = state(line(said("Dix"))), state(line(said("Dix"), said("Six", B), sentence="Seize en tout."))
    first, second = state_changes(before, after)
    assert (first.kind, first.body) == (ChangeKind.BODY_ADDED, B)
    assert second.kind is ChangeKind.CONSOLIDATED and second.after and second.after.text == Text(value="Seize en tout.")


def test_states_of_two_plans_are_not_compared() -> None:
    with pytest.raises(ValueError, match="two plans"):
        state_changes(state(), replace(state(), plan=stable_uid("other")))
