"""All that a part says in this room and that is public, as facts in canonical order.

Nothing else leaves: committee-only sessions, decisions and documents, minutes that are a draft or the committee's own, and
overlaps that nobody has confirmed stay in the database.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from jalon.commitments import models
from jalon.commitments.enums import MinutesState
from jalon.commitments.mapping import (
    ACT,
    ANSWER,
    COMMITTEE,
    DECISION,
    DOCUMENT,
    DUE,
    LINEAGE,
    OVERLAP,
    PROMISE,
    RECOMMENDATION,
    REVIEW,
    SESSION,
    VIEW,
    Mapped,
)
from jalon.core.citing import Cited, cited
from jalon.core.models import Part
from jalon.core.parts import Reserved
from jalon.facts import committee, promise
from jalon.facts.common import Link, Visibility


def collect(part: Part, cites: Cited) -> Mapping[str, tuple[Any, ...]]:
    """Fields of `PartFacts`. Leaves out what is withdrawn, what is said of it in the part, and what is not public."""
    gone = withdrawn(part)
    sessions = public_sessions(part)
    return {
        "acts": _all(ACT, part, cites),
        "recommendations": _all(RECOMMENDATION, part, cites),
        "recommendation_answers": _all(ANSWER, part, cites, ~Q(recommendation_uid__in=gone)),
        "recommendation_reviews": _all(REVIEW, part, cites, ~Q(recommendation_uid__in=gone)),
        "promises": _ordered(promises(models.Promise.objects.of_part(part).live(), cites)),
        "promise_views": _all(VIEW, part, cites, ~Q(promise_uid__in=gone)),
        "committees": _all(COMMITTEE, part, cites),
        "sessions": _ordered(_sessions(sessions, cites)),
        "decisions": _ordered(_decisions(part, sessions, cites)),
        "lineages": _all(LINEAGE, part, cites),
        "overlap_links": _all(OVERLAP, part, cites, ~Q(link=Link.PROPOSED)),
    }


def withdrawn(part: Part) -> list[uuid.UUID]:
    """The recommendations and promises of a part that were withdrawn: nothing is said of them there."""
    rows = (models.Recommendation.objects.of_part(part), models.Promise.objects.of_part(part))
    return [uid for found in rows for uid in found.filter(withdrawn_at__isnull=False).values_list("uid", flat=True)]


def reserved(part: Part) -> Reserved:
    """What a committee may keep to itself, and overlaps that wait for a person, with the sources that they cite."""
    kinds = (models.Session, models.SessionDocument, models.Decision, models.OverlapLink)
    subjects = frozenset(uid for kind in kinds for uid in kind.objects.of_part(part).values_list("uid", flat=True))
    cites = cited(part, subjects) if subjects else {}
    told = [one for citations in cites.values() for one in citations]
    for said in models.Decision.objects.of_part(part).values_list("follow_ups", flat=True):
        told += [one for follow_up in said for one in follow_up.citations]
    return Reserved(subjects, frozenset(one.source for one in told))


def public_sessions(part: Part) -> QuerySet[models.Session]:
    """The sessions that leave with the part: live, public, of a live committee."""
    rows: QuerySet[models.Session] = models.Session.objects.of_part(part).live()
    return rows.filter(visibility=Visibility.PUBLIC, committee__withdrawn_at__isnull=True).select_related("committee")


def public_documents(sessions: QuerySet[models.Session]) -> QuerySet[models.SessionDocument]:
    """The documents that leave with them: live and public."""
    rows: QuerySet[models.SessionDocument] = models.SessionDocument.objects.filter(session__in=sessions)
    return rows.filter(withdrawn_at__isnull=True, visibility=Visibility.PUBLIC).order_by("order", "id")


def promises(rows: QuerySet[models.Promise], cites: Cited) -> Iterator[promise.Promise]:
    """Promises with their chains: two queries."""
    found = list(rows)
    dues: dict[int, list[promise.DueDate]] = defaultdict(list)
    live = models.DueDate.objects.filter(promise__in=[row.pk for row in found], withdrawn_at__isnull=True)
    for row in live.order_by("order", "id"):
        dues[row.promise_id].append(DUE.fact(row, cites.get(row.uid, ())))
    for one in found:
        yield PROMISE.fact(one, cites.get(one.uid, ()), dues=tuple(dues[one.pk]))


def _sessions(rows: QuerySet[models.Session], cites: Cited) -> Iterator[committee.Session]:
    documents: dict[int, list[Any]] = defaultdict(list)
    for document in public_documents(rows):
        documents[document.session_id].append(DOCUMENT.fact(document, cites.get(document.uid, ())))
    for row in rows:
        yield session_fact(row, cites, documents[row.pk])


def session_fact(row: models.Session, cites: Cited, documents: Iterable[Any] = ()) -> committee.Session:
    """A session as the public may read it: with its minutes once they are adopted and public."""
    public = row.minutes_state == MinutesState.ADOPTED and row.minutes_visibility == Visibility.PUBLIC
    found: committee.Session = SESSION.fact(
        row, cites.get(row.uid, ()), committee=str(row.committee.uid), documents=tuple(documents),
        minutes=row.minutes if public else None,
    )  # fmt: skip
    return found


def _decisions(part: Part, sessions: QuerySet[models.Session], cites: Cited) -> Iterator[committee.Decision]:
    """The public decisions of public sessions, with what was said of them at public sessions."""
    held = {str(uid) for uid in sessions.values_list("uid", flat=True)}
    rows = models.Decision.objects.of_part(part).live().filter(visibility=Visibility.PUBLIC, session__in=sessions)
    for row in rows.select_related("session"):
        fact: committee.Decision = DECISION.fact(row, cites.get(row.uid, ()), session=str(row.session.uid))
        yield replace(fact, follow_ups=tuple(one for one in fact.follow_ups if one.session in held))


def _all(kind: Mapped, part: Part, cites: Cited, *tests: Q) -> tuple[Any, ...]:
    rows = kind.model.objects.of_part(part).live().filter(*tests)
    return _ordered(kind.fact(row, cites.get(row.uid, ())) for row in rows)


def _ordered(facts: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(facts, key=lambda fact: fact.uid))
