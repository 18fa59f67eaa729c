"""The frozen models of pages of states: what bodies declared for a session, and who stayed silent."""

from dataclasses import dataclass

from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, Notes, Phrase
from jalon.ui.pieces import Count, Table


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state in a list."""

    url: str
    title: Phrase
    plan: Link | None
    session: Day | None
    period: Day | None
    counts: str
    fictional: bool


@dataclass(frozen=True, slots=True)
class StatesPage:
    """All states, the last session first."""

    head: Head
    rows: tuple[StateRow, ...]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field as the body declared it."""

    label: str
    text: Phrase | None
    value: str
    day: Day | None
    indicator: Link | None


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """What one body declared. `state` in words; `when`: returned, validated and by which function."""

    body: Link | None
    state: str
    came: bool
    when: str
    fields: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class LineRow:
    """One measure with its replies."""

    anchor: str
    about: Link | None
    replies: tuple[ReplyRow, ...]
    consolidated: Phrase | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What changed for one measure since the state before, in sentences."""

    about: Link | None
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatePage:
    """One state."""

    head: Head
    uid: str
    title: Phrase
    plan: Link | None
    plan_uid: str
    session: Day | None
    period: Day | None
    closes: Day | None
    frozen: Day | None
    note: Phrase | None
    fictional: bool
    counts: tuple[Count, ...]
    bodies: Table
    silent: tuple[Link, ...]
    lines: tuple[LineRow, ...]
    previous: Link | None
    changes: tuple[ChangeRow, ...]
    unchanged: str
    notes: Notes
