"""What changed between two frozen states of one plan: pure, in the order of the later one; lines that are gone come last."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.common import OrgRef
from jalon.facts.state import Declared, Reply, ReplyState, State, StateLine


class ChangeKind(StrEnum):
    """What kind of thing changed."""

    SUBJECT_ADDED = "subject_added"
    SUBJECT_REMOVED = "subject_removed"
    BODY_ADDED = "body_added"
    BODY_REMOVED = "body_removed"
    REPLY_STATE = "reply_state"
    DECLARED = "declared"
    CONSOLIDATED = "consolidated"


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange:
    """One thing that is different. `key` names the field declared; `before` and `after` are what each state says of it.

    For REPLY_STATE the two states of the reply; for CONSOLIDATED its words as declared fields under `consolidated`.
    A field that is in one state only was declared in that one: nothing says that it stopped being so.
    """

    kind: ChangeKind
    subject: str
    body: OrgRef | None = None
    key: str = ""
    before: Declared | None = None
    after: Declared | None = None
    state_before: ReplyState | None = None
    state_after: ReplyState | None = None


def state_changes(before: State, after: State) -> tuple[StateChange, ...]:
    """Every difference of two states of one plan. ValueError for states of two plans."""
    if before.plan != after.plan:
        raise ValueError(f"States of two plans are not compared: {before.plan}, {after.plan}.")
    old = {line.subject: line for line in before.lines}
    new = {line.subject for line in after.lines}
    found: list[StateChange] = []
    for line in after.lines:
        if line.subject not in old:
            found.append(StateChange(kind=ChangeKind.SUBJECT_ADDED, subject=line.subject))
        else:
            found += _line_changes(old[line.subject], line)
    gone = (line.subject for line in before.lines if line.subject not in new)
    found += [StateChange(kind=ChangeKind.SUBJECT_REMOVED, subject=subject) for subject in gone]
    return tuple(found)


def _line_changes(old: StateLine, new: StateLine) -> Iterator[StateChange]:
    before, after = _by_body(old), _by_body(new)
    for key, reply in after.items():
        if key not in before:
            yield StateChange(kind=ChangeKind.BODY_ADDED, subject=new.subject, body=reply.body, state_after=reply.state)
        else:
            yield from _reply_changes(new.subject, before[key], reply)
    for key, reply in before.items():
        if key not in after:
            yield StateChange(
                kind=ChangeKind.BODY_REMOVED, subject=new.subject, body=reply.body, state_before=reply.state
            )
    if old.consolidated != new.consolidated:
        texts = (
            None if t is None else Declared(key="consolidated", text=t) for t in (old.consolidated, new.consolidated)
        )
        first, second = texts
        yield StateChange(
            kind=ChangeKind.CONSOLIDATED, subject=new.subject, key="consolidated", before=first, after=second
        )


def _by_body(line: StateLine) -> Mapping[str, Reply]:
    """A body by its uid; one that the directory does not know by its name."""
    return {reply.body.uid or reply.body.name: reply for reply in line.replies}


def _reply_changes(subject: str, old: Reply, new: Reply) -> Iterator[StateChange]:
    if old.state is not new.state:
        yield StateChange(
            kind=ChangeKind.REPLY_STATE, subject=subject, body=new.body, state_before=old.state, state_after=new.state
        )
    before = {declared.key: declared for declared in old.declared}
    after = {declared.key: declared for declared in new.declared}
    for key in [*after, *(key for key in before if key not in after)]:
        if before.get(key) != after.get(key):
            yield StateChange(
                kind=ChangeKind.DECLARED, subject=subject, body=new.body, key=key, before=before.get(key),
                after=after.get(key),
            )  # fmt: skip
