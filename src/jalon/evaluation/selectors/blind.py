"""Ratings given unseen: each person reads its own; those of others only from the moment reconciliation opens.

A private note is read by its author alone, always. Every read of ratings in the office goes through here.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from jalon.core.models import User
from jalon.evaluation.models import Evaluation, Rating, Reconciliation
from jalon.evaluation.permissions import of_the_team
from jalon.facts.common import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRow:
    """What one assessor says of one subject. `private_note` is empty unless the reader wrote it."""

    uid: str
    revision: int
    subject: str
    user: uuid.UUID
    name: str
    mine: bool
    level: str | None
    no_verdict: str | None
    text: Text | None
    private_note: str
    given_at: datetime | None


def ratings_of(evaluation: Evaluation, user: User, subject: str | None = None) -> tuple[RatingRow, ...]:
    """The ratings that this person may read now, of one subject or of all."""
    rows = _readable(evaluation, user).select_related("user").order_by("subject_uid", "id")
    if subject is not None:
        rows = rows.filter(subject_uid=uuid.UUID(subject))
    return tuple(_row(row, user) for row in rows)


def reconciliation_of(evaluation: Evaluation, subject: str, user: User) -> Reconciliation:
    """The reconciliation of a subject, to write what was agreed. `Reconciliation.DoesNotExist` when it is not open."""
    if not of_the_team(user, evaluation):
        raise Reconciliation.DoesNotExist
    row: Reconciliation = Reconciliation.objects.select_related("evaluation__part__owner", "assessment").get(
        evaluation=evaluation, subject_uid=uuid.UUID(subject)
    )
    return row


def given_count(evaluation: Evaluation, user: User) -> Mapping[str, int]:
    """How many ratings of each subject were given for good: a count, not what they say."""
    if not of_the_team(user, evaluation):
        return {}
    found: dict[str, int] = defaultdict(int)
    rows = Rating.objects.filter(evaluation=evaluation, given_at__isnull=False)
    for subject in rows.values_list("subject_uid", flat=True):
        found[str(subject)] += 1
    return dict(found)


def blind_table(evaluation: Evaluation, user: User) -> Mapping[str, Mapping[str, str]]:
    """Subject -> assessor (uid) -> level, or reason for none, as given unseen: only of subjects whose reconciliation has
    opened, for measuring agreement. What was agreed afterwards does not change it."""
    if not of_the_team(user, evaluation):
        return {}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows = Rating.objects.filter(evaluation=evaluation, subject_uid__in=_open(evaluation), given_at__isnull=False)
    for subject, person, level, reason in rows.values_list("subject_uid", "user__uid", "level", "no_verdict"):
        found[str(subject)][str(person)] = level or reason or ""
    return {subject: dict(said) for subject, said in found.items()}


def _open(evaluation: Evaluation) -> QuerySet[Reconciliation, uuid.UUID]:
    rows: QuerySet[Reconciliation] = Reconciliation.objects.filter(evaluation=evaluation)
    return rows.values_list("subject_uid", flat=True)


def _readable(evaluation: Evaluation, user: User) -> QuerySet[Rating]:
    rows: QuerySet[Rating] = Rating.objects.filter(evaluation=evaluation)
    if not of_the_team(user, evaluation):
        return rows.none()
    return rows.filter(Q(user=user) | Q(subject_uid__in=_open(evaluation), given_at__isnull=False))


def _row(row: Rating, reader: User) -> RatingRow:
    mine = row.user_id == reader.pk
    return RatingRow(
        uid=str(row.uid), revision=row.revision, subject=str(row.subject_uid), user=row.user.uid, name=str(row.user),
        mine=mine, level=row.level, no_verdict=row.no_verdict, text=row.text,
        private_note=row.private_note if mine else "", given_at=row.given_at,
    )  # fmt: skip
