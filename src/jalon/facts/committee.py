"""Facts of follow-up committees: who sits in them, their sessions, what was decided, what became of it.

Only what a committee makes public is ever a fact. Draft minutes and committee-only documents stay in the database.
"""

from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.common import Citation, Confidence, OrgRef, Text, When
from jalon.facts.plan import Document


class Group(StrEnum):
    """Which side a member sits for."""

    ADMINISTRATION = "administration"
    ASSOCIATION = "association"
    UNION = "union"
    COMPANY = "company"
    OTHER = "other"


class SessionState(StrEnum):
    """Where a session stands. POSTPONED: put off without a new date."""

    PLANNED = "planned"
    HELD = "held"
    POSTPONED = "postponed"


class Presence(StrEnum):
    """Whether a body came."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class DecisionState(StrEnum):
    """Where a decision stands, as said at a later session."""

    DONE = "done"
    UNDER_WAY = "under_way"
    NOT_DONE = "not_done"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A body that sits in a committee, for which group, and while when. `role` in the source's words (présidence)."""

    body: OrgRef
    group: Group | None = None
    role: str | None = None
    since: When | None = None
    until: When | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """A body of bodies that follows a plan, or the policy as a whole (`plan` None)."""

    uid: str
    slug: str
    title: Text
    plan: str | None = None
    members: tuple[Member, ...] = ()
    known_until: str | None = None
    note: Text | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """A point of the agenda, and the measures that it is about."""

    title: Text
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """A body at a session. `persons`: how many came, if said. A body that no line names: not known."""

    body: OrgRef
    presence: Presence
    group: Group | None = None
    persons: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session of a committee. `when` is its day, or the day on which it was to be held; None: no date is known.

    `before` are the days that were named earlier, in order. `attended` is how many people came in all, if said.
    `minutes` are public and adopted; `documents` are public.
    """

    uid: str
    committee: str
    state: SessionState
    title: Text | None = None
    when: When | None = None
    before: tuple[When, ...] = ()
    place: str | None = None
    agenda: tuple[AgendaItem, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    attended: int | None = None
    minutes: Text | None = None
    documents: tuple[Document, ...] = ()
    confidence: Confidence = Confidence.STATED
    note: Text | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What was said of a decision at a later session (its uid). `said`: another day than that of the session."""

    session: str
    state: DecisionState
    text: Text | None = None
    said_by: OrgRef | None = None
    said: When | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a session (its uid) decided: in what words, who is to do it, for when; and what was said of it since."""

    uid: str
    session: str
    text: Text
    owner: OrgRef | None = None
    due: When | None = None
    measures: tuple[str, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    note: Text | None = None
    citations: tuple[Citation, ...] = ()
