"""Records of this room whether they stand or were withdrawn, for who may see them: to give one back, to read its history."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from jalon.core.models import Part, User
from jalon.evaluation import models
from jalon.evaluation.permissions import of_its_team, visible_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A record that was withdrawn and can be given back. `row` is the record itself."""

    row: Any
    at: datetime
    reason: str


def kept_of(model: Any, user: User) -> QuerySet[Any]:
    """The records of a model that a person may see, those withdrawn too. What stands in a draft is its team's."""
    evaluations = visible_to(user)
    if model is models.Evaluation:
        return evaluations.select_related("part__owner")
    if model is models.Assessment:
        return model.objects.filter(evaluation__in=evaluations).select_related("evaluation__part__owner")
    if model is models.EvidenceItem:
        rows = model.objects.filter(assessment__evaluation__in=evaluations)
        return rows.select_related("assessment__evaluation__part__owner", "stored")
    rows = model.objects.visible_to(user).select_related("part__owner")
    if model is models.Claim:
        rows = rows.exclude(evaluation_uid__in=hidden_evaluations(user).values("uid"))
    return rows  # type: ignore[no-any-return]


def kept_in(model: Any, uid: uuid.UUID, part: Part, user: User) -> Any:
    """The record of this uid in the part, standing or withdrawn; None when the person may not see it."""
    return kept_of(model, user).filter(uid=uid, pk__in=model.objects.of_part(part)).first()


def gone_in_part(part: Part, user: User) -> tuple[Gone, ...]:
    """What was withdrawn from a part: evaluations, declared counts, scales and their readings, latest first."""
    kinds = (models.Evaluation, models.Claim, models.Scale, models.Crosswalk)
    return _gone(row for model in kinds for row in kept_of(model, user).filter(part=part, withdrawn_at__isnull=False))


def gone_in(evaluation: models.Evaluation) -> tuple[Gone, ...]:
    """What was withdrawn from an evaluation that the person sees: assessments, and evidence of those that stand."""
    said = models.Assessment.objects.filter(evaluation=evaluation)
    shown = models.EvidenceItem.objects.filter(assessment__in=said.live(), withdrawn_at__isnull=False)
    return _gone([*said.filter(withdrawn_at__isnull=False), *shown.select_related("assessment")])


def _gone(rows: Any) -> tuple[Gone, ...]:
    found = (Gone(row=row, at=row.withdrawn_at, reason=row.withdrawn_reason) for row in rows)
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def hidden_evaluations(user: User) -> QuerySet[models.Evaluation]:
    """The evaluations of the person's parts whose draft is another team's."""
    rows: QuerySet[models.Evaluation] = models.Evaluation.objects.visible_to(user).exclude(pk__in=visible_to(user))
    return rows


def not_of_team(user: User) -> frozenset[uuid.UUID]:
    """The evaluations that the person reads without being of their team. One query."""
    return frozenset(visible_to(user).exclude(of_its_team(user)).values_list("uid", flat=True))


def hidden_subjects(user: User) -> tuple[QuerySet[Any, uuid.UUID], ...]:
    """The uids of all that stands in drafts of other teams: the trace of a part does not tell of it."""
    hidden = hidden_evaluations(user)
    return (
        hidden.values_list("uid", flat=True),
        models.Assessment.objects.filter(evaluation__in=hidden).values_list("uid", flat=True),
        models.EvidenceItem.objects.filter(assessment__evaluation__in=hidden).values_list("uid", flat=True),
        models.Claim.objects.filter(evaluation_uid__in=hidden.values("uid")).values_list("uid", flat=True),
        models.EvidenceItem.objects.filter(assessment__evaluation__in=hidden, stored__isnull=False).values_list(
            "stored__uid", flat=True
        ),  # the trace names a file that is put
    )
