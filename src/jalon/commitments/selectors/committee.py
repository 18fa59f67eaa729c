"""A follow-up committee as its members and the team of its part see it: never more than their visibility allows."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from jalon.commitments import models
from jalon.commitments.enums import DocumentKind, MinutesState
from jalon.commitments.mapping import COMMITTEE, DECISION, DOCUMENT, SESSION
from jalon.commitments.permissions import entered, may_see
from jalon.commitments.selectors.rows import cited_of
from jalon.core.models import User
from jalon.core.permissions import may_edit, may_view_draft
from jalon.facts import committee as facts
from jalon.facts.common import Text, Visibility
from jalon.facts.plan import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document with its kind and who may see it."""

    uid: str
    revision: int
    document: Document
    kind: DocumentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A decision with who may see it."""

    uid: str
    revision: int
    decision: facts.Decision
    visibility: Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A session. `session` has neither minutes nor documents: they stand beside it, each with its visibility."""

    uid: str
    revision: int
    session: facts.Session
    visibility: Visibility
    minutes: Text | None
    minutes_state: MinutesState
    minutes_visibility: Visibility
    documents: tuple[DocumentRow, ...]
    decisions: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteePage:
    """A committee with the sessions that the person may see, in the order of their dates."""

    uid: str
    revision: int
    part: str
    may_edit: bool
    committee: facts.Committee
    sessions: tuple[SessionRow, ...]


def committees_of(user: User) -> tuple[tuple[str, str], ...]:
    """(slug, title) of the live committees that the person's team keeps or whose shared papers they may see."""
    return tuple((row.slug, str(row)) for row in entered(user).order_by("slug"))


def committee_of(slug: str, user: User) -> models.Committee:
    """A live committee that the person may enter. `Committee.DoesNotExist` otherwise."""
    row: models.Committee = (
        models.Committee.objects.filter(withdrawn_at__isnull=True).select_related("part__owner").get(slug=slug)
    )
    if not _may_enter(user, row):
        raise models.Committee.DoesNotExist
    return row


def session_of(uid: str, user: User) -> models.Session:
    """A live session that the person may see. `Session.DoesNotExist` otherwise."""
    rows = models.Session.objects.filter(withdrawn_at__isnull=True, committee__withdrawn_at__isnull=True)
    row: models.Session = rows.select_related("committee__part__owner").get(uid=uuid.UUID(uid))
    if not _may_enter(user, row.committee):
        raise models.Session.DoesNotExist
    return row


def decision_of(uid: str, user: User) -> models.Decision:
    """A live decision that the person may see, to write to it. `Decision.DoesNotExist` otherwise."""
    rows = models.Decision.objects.filter(withdrawn_at__isnull=True, session__withdrawn_at__isnull=True)
    row: models.Decision = rows.select_related("session__committee__part__owner").get(uid=uuid.UUID(uid))
    if not _may_enter(user, row.session.committee):
        raise models.Decision.DoesNotExist
    return row


def document_of(uid: str, user: User) -> models.SessionDocument:
    """A live document of a session that the person may see. `SessionDocument.DoesNotExist` otherwise."""
    rows = models.SessionDocument.objects.filter(withdrawn_at__isnull=True, session__withdrawn_at__isnull=True)
    row: models.SessionDocument = rows.select_related("session__committee__part__owner").get(uid=uuid.UUID(uid))
    if not _may_enter(user, row.session.committee):
        raise models.SessionDocument.DoesNotExist
    return row


def _may_enter(user: User, committee: models.Committee) -> bool:
    """The team keeps it; the committee sees what is shared. What is public alone is read in the Release, not here."""
    return may_view_draft(user, committee.part) or may_see(user, committee, Visibility.COMMITTEE)


def committee_page(slug: str, user: User) -> CommitteePage:
    """The committee's sessions, documents and decisions. `Committee.DoesNotExist` when the person may not enter."""
    row = committee_of(slug, user)
    rows = list(row.sessions.filter(withdrawn_at__isnull=True).order_by("id"))
    documents = list(models.SessionDocument.objects.filter(session__in=rows, withdrawn_at__isnull=True))
    decisions = list(models.Decision.objects.filter(session__in=rows, withdrawn_at__isnull=True).order_by("id"))
    cites = cited_of(one.uid for one in (row, *rows, *documents, *decisions))
    papers: dict[int, list[DocumentRow]] = defaultdict(list)
    for paper in documents:
        papers[paper.session_id].append(
            DocumentRow(
                uid=str(paper.uid), revision=paper.revision, document=DOCUMENT.fact(paper, cites.get(paper.uid, ())),
                kind=DocumentKind(paper.kind),
            )
        )  # fmt: skip
    names = {one.pk: str(one.uid) for one in rows}
    decided: dict[int, list[DecisionRow]] = defaultdict(list)
    for decision in decisions:
        fact = DECISION.fact(decision, cites.get(decision.uid, ()), session=names[decision.session_id])
        decided[decision.session_id].append(
            DecisionRow(
                uid=fact.uid, revision=decision.revision, decision=fact, visibility=Visibility(decision.visibility)
            )
        )  # fmt: skip
    sessions = (
        SessionRow(
            uid=str(one.uid), revision=one.revision, visibility=Visibility(one.visibility), minutes=one.minutes,
            session=SESSION.fact(one, cites.get(one.uid, ()), committee=str(row.uid), minutes=None),
            minutes_state=MinutesState(one.minutes_state), minutes_visibility=Visibility(one.minutes_visibility),
            documents=tuple(papers[one.pk]), decisions=tuple(decided[one.pk]),
        )
        for one in rows
    )  # fmt: skip
    return CommitteePage(
        uid=str(row.uid), revision=row.revision, part=row.part.slug, may_edit=may_edit(user, row.part),
        committee=COMMITTEE.fact(row, cites.get(row.uid, ())),
        sessions=tuple(sorted(sessions, key=_by_date)),
    )  # fmt: skip


def _by_date(row: SessionRow) -> tuple[bool, str, str]:
    edtf = row.session.when.edtf if row.session.when else None
    return edtf is None, edtf or "", row.uid
