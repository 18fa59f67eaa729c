"""Counts of a frozen state with their denominators: what was asked, what came back, what was validated, who is silent."""

from collections.abc import Iterable
from dataclasses import dataclass

from jalon.facts.common import OrgRef
from jalon.facts.state import Reply, ReplyState, State

BACK = frozenset({ReplyState.RETURNED, ReplyState.NOTHING_TO_REPORT, ReplyState.VALIDATED})
"""Something came back: a declaration, or that there is nothing to report."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Replies asked for, by what became of them. `returned` counts all that came back; `validated` those that the
    body's hierarchy validated, « nothing to report » among them."""

    asked: int = 0
    returned: int = 0
    validated: int = 0
    nothing: int = 0
    opened: int = 0
    silent: int = 0


def tally(replies: Iterable[Reply]) -> Tally:
    """Counts of replies: one a body and subject."""
    found = tuple(replies)
    states = [reply.state for reply in found]
    return Tally(
        asked=len(states),
        returned=sum(state in BACK for state in states),
        validated=sum(reply.state is ReplyState.VALIDATED or reply.validated is not None for reply in found),
        nothing=states.count(ReplyState.NOTHING_TO_REPORT),
        opened=states.count(ReplyState.OPENED),
        silent=states.count(ReplyState.SILENT),
    )


def replies(state: State) -> tuple[Reply, ...]:
    """Every reply asked for."""
    return tuple(reply for line in state.lines for reply in line.replies)


def by_body(state: State) -> tuple[tuple[OrgRef, Tally], ...]:
    """Each body asked with its own counts, in the order in which the state names them."""
    groups: dict[str, list[Reply]] = {}
    for reply in replies(state):
        groups.setdefault(reply.body.uid or reply.body.name, []).append(reply)
    return tuple((group[0].body, tally(group)) for group in groups.values())
