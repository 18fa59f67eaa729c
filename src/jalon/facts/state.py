"""Facts of a frozen state: what bodies declared for a session of the follow-up committee, and who stayed silent."""

from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.common import Citation, OrgRef, Text, When


class ReplyState(StrEnum):
    """Where one body stands for one subject when the state is frozen."""

    SILENT = "silent"  # asked, nothing came back
    OPENED = "opened"  # link followed or file fetched, nothing came back
    RETURNED = "returned"
    NOTHING_TO_REPORT = "nothing_to_report"
    VALIDATED = "validated"  # returned, then validated by the body's hierarchy


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One field of a reply as the body declared it. `key` names the field; one of text, when, value says it.

    `indicator` is the uid of the indicator that a `value` observes.
    """

    key: str
    text: Text | None = None
    when: When | None = None
    value: str | None = None
    indicator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one body declared for its own part of a subject. Dates are days (EDTF) of the machine that received it.

    `validated_by` is the function of whoever validated in the body's hierarchy, never a name.
    """

    body: OrgRef
    state: ReplyState
    returned: When | None = None
    validated: When | None = None
    validated_by: str | None = None
    declared: tuple[Declared, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLine:
    """A measure, attested item or section that bodies were asked about, in the order of the plan.

    `consolidated` is the owner's own sentence over several replies; it replaces none of them.
    """

    subject: str
    replies: tuple[Reply, ...]
    consolidated: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The state of a plan frozen for a session. `frozen_at` is UTC; `previous` the state before it, if any.

    `period` is the time the declarations speak of; `closes` when replies were due.
    """

    uid: str
    slug: str
    plan: str
    title: Text
    session: When
    period: When
    frozen_at: str
    lines: tuple[StateLine, ...] = ()
    closes: When | None = None
    previous: str | None = None
    note: Text | None = None
    citations: tuple[Citation, ...] = ()
