"""What forms may write of each record: the fields of its fact, each optional, as typed keyword arguments."""

import uuid
from typing import TypedDict

from jalon.commitments.enums import DocumentKind
from jalon.facts.committee import AgendaItem, Attendance, Member, SessionState
from jalon.facts.common import Confidence, Known, Link, OrgRef, Text, Visibility, When
from jalon.facts.lineage import LineageKind, OtherPlan, OverlapNature
from jalon.facts.parliament import AnswerStatement
from jalon.facts.promise import Verdict
from jalon.facts.recommendation import RecommendationKind, Relation, StatePosition


class ActFields(TypedDict, total=False):
    """A parliamentary act."""

    kind: str
    kind_printed: str
    chamber: str | None
    number: str | None
    author: str | None
    body: OrgRef | None
    when: When | None
    answered: When | None
    topic: Text | None
    asked: tuple[Text, ...]
    answers: tuple[Text, ...]
    fate: Text | None
    plan_uid: uuid.UUID | None
    measure_uids: tuple[str, ...]
    confidence: Confidence
    note: Text | None
    statements: tuple[AnswerStatement, ...]
    to: tuple[OrgRef, ...]
    reference: str | None
    legislature: str | None
    heading: str | None
    renewed: tuple[When, ...]
    closed: str | None


class RecommendationFields(TypedDict, total=False):
    """A recommendation or an obligation. `subject_uid`: a plan, or the country (`COUNTRY_SUBJECT`)."""

    body: OrgRef
    kind: RecommendationKind
    known: Known
    texts: tuple[Text, ...]
    subject_uid: uuid.UUID
    link: Link
    instrument: str | None
    report: str | None
    cycle: str | None
    session: str | None
    symbol: str | None
    paragraph: str | None
    reference: str | None
    when: When | None
    deadline: When | None
    urgency: str | None
    themes: tuple[str, ...]
    affected: tuple[str, ...]
    sdgs: tuple[str, ...]
    states: tuple[str, ...]
    positions: tuple[StatePosition, ...]
    repeats_uid: uuid.UUID | None
    confidence: Confidence
    note: Text | None


class AnswerFields(TypedDict, total=False):
    """How a measure stands to a recommendation."""

    relation: Relation | None
    said_by: OrgRef | None
    said: When | None
    text: Text | None
    link: Link
    confidence: Confidence


class ReviewFields(TypedDict, total=False):
    """Who looked, when, why no measure answers."""

    plans: tuple[str, ...]
    said_by: OrgRef | None
    said: When | None
    text: Text | None


class PromiseFields(TypedDict, total=False):
    """A promise, without its chain of dates."""

    text: Text
    subject_uid: uuid.UUID
    link: Link
    said_by: OrgRef | None
    to: tuple[OrgRef, ...]
    made: When | None
    known_until: str | None
    confidence: Confidence
    note: Text | None


class DueFields(TypedDict, total=False):
    """A date of the chain. `due` None: put off without a date."""

    due: When | None
    said: When | None
    said_by: OrgRef | None
    text: Text | None


class ViewFields(TypedDict, total=False):
    """What somebody found of a promise."""

    verdict: Verdict
    known: Known
    said_by: OrgRef | None
    done: When | None
    seen: When | None
    outcome: str | None
    text: Text | None
    link: Link
    confidence: Confidence
    note: Text | None


class CommitteeFields(TypedDict, total=False):
    """A committee and who sits in it."""

    slug: str
    title: Text
    plan_uid: uuid.UUID | None
    members: tuple[Member, ...]
    known_until: str | None
    note: Text | None


class SessionFields(TypedDict, total=False):
    """A session, without its minutes (`write_minutes`)."""

    state: SessionState
    title: Text | None
    when: When | None
    before: tuple[When, ...]
    place: str | None
    agenda: tuple[AgendaItem, ...]
    attendance: tuple[Attendance, ...]
    attended: int | None
    confidence: Confidence
    note: Text | None
    visibility: Visibility


class DocumentFields(TypedDict, total=False):
    """A document of a session."""

    kind: DocumentKind
    title: Text
    when: When | None
    visibility: Visibility
    media_type: str | None
    sha256: str | None
    size: int | None


class DecisionFields(TypedDict, total=False):
    """What a session decided."""

    text: Text
    owner: OrgRef | None
    due: When | None
    measures: tuple[str, ...]
    note: Text | None
    visibility: Visibility


class LineageFields(TypedDict, total=False):
    """What became of measures of one plan in a later one."""

    kind: LineageKind
    earlier_plan_uid: uuid.UUID
    later_plan_uid: uuid.UUID
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    said_by: OrgRef | None
    said: When | None
    text: Text | None
    link: Link
    confidence: Confidence


class OverlapFields(TypedDict, total=False):
    """In what a plan overlaps another one."""

    measure_uid: uuid.UUID | None
    other: OtherPlan
    natures: tuple[OverlapNature, ...]
    item: Text | None
    said_by: OrgRef | None
    said: When | None
    text: Text | None
    link: Link
    confidence: Confidence
