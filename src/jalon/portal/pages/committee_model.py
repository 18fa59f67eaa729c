"""Page models of follow-up committees: only what a committee makes public is ever here."""

from dataclasses import dataclass

from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, Notes, Phrase, Ref
from jalon.ui.pieces import Table


@dataclass(frozen=True, slots=True)
class CommitteeRow:
    """A committee in the list."""

    url: str
    title: Phrase
    plan: Link | None
    held: int
    sessions: int
    fictional: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class CommitteesPage:
    """All committees."""

    head: Head
    rows: tuple[CommitteeRow, ...]
    notes: Notes


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A body that sits there, for which group, as what, while when."""

    body: Link | None
    group: str
    role: str
    since: Day | None
    until: Day | None
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session. `before`: the days that were named earlier. `attended` is as said; empty: not said. A document whose file
    is held here leads to it."""

    uid: str
    title: Phrase | None
    state: str
    day: Day | None
    before: tuple[Day, ...]
    place: str
    attended: str
    agenda: tuple[tuple[Phrase | None, tuple[Link, ...]], ...]
    attendance: tuple[tuple[Link | None, str], ...]
    minutes: Phrase | None
    documents: tuple[Link, ...]
    note: Phrase | None
    inferred: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision: who is to do it, for when, and what was said of it later."""

    uid: str
    text: Phrase | None
    session: str
    owner: Link | None
    due: Day | None
    measures: tuple[Link, ...]
    follow_ups: tuple[tuple[str, str, Phrase | None], ...]
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class CommitteePage:
    """One committee."""

    head: Head
    uid: str
    title: Phrase
    plan: Link | None
    lede: str
    known_until: Day | None
    note: Phrase | None
    fictional: bool
    members: tuple[MemberRow, ...]
    sessions: tuple[SessionRow, ...]
    decisions: tuple[DecisionRow, ...]
    attendance: Table | None
    ics_url: str
    top_notes: Notes
    session_notes: Notes
    decision_notes: Notes
