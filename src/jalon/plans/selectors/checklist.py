"""What keeps a part from being signed, and what can be given back."""

import uuid
from typing import Any

from django.db.models import Count, Q

from jalon.core.models import Part
from jalon.core.parts import Unsourced
from jalon.plans import models
from jalon.plans.loading import CITABLE
from jalon.plans.selectors.pages import Withdrawn
from jalon.plans.selectors.rows import sourced_uids

TITLED: tuple[tuple[Any, Any, str], ...] = (
    (models.Plan, models.PlanTitle, "plan__uid"),
    (models.Measure, models.MeasureTitle, "measure__uid"),
)
"""Records that rest on the sources of their titles when they have none of their own."""

WITHDRAWABLE: tuple[Any, ...] = tuple(model for model in CITABLE if hasattr(model, "withdrawn_at"))


def unsourced(part: Part) -> tuple[Unsourced, ...]:
    """The live facts of a part that cite no source; series, for their observations without one."""
    sourced = sourced_uids(part.pk) | _by_their_titles(part)
    found = [
        Unsourced(model._meta.model_name, str(row.uid), str(row))
        for model in CITABLE
        if model is not models.Series
        for row in _live(model, part)
        if row.uid not in sourced
    ]
    return (*found, *_series(part))


def _live(model: Any, part: Part) -> Any:
    """The records that the part says, those of withdrawn owners left out."""
    rows = model.objects.of_part(part)
    paths = {field.name for field in model._meta.fields}
    if "withdrawn_at" in paths:
        rows = rows.live()
    if "plan" in paths:
        rows = rows.filter(plan__withdrawn_at=None).select_related("plan")
    if "measure" in paths:
        rows = rows.filter(measure__withdrawn_at=None, measure__plan__withdrawn_at=None)
    return rows


def _by_their_titles(part: Part) -> frozenset[uuid.UUID]:
    sourced = sourced_uids(part.pk)
    found: set[uuid.UUID] = set()
    for _model, titles, owner in TITLED:
        rows = titles.objects.of_part(part).values_list("uid", owner)
        found.update(owner_uid for uid, owner_uid in rows if uid in sourced)
    return frozenset(found)


def _series(part: Part) -> list[Unsourced]:
    missing = Count("observations", filter=Q(observations__source=None, observations__withdrawn_at=None))
    rows = models.Series.objects.of_part(part).live().annotate(missing=missing).filter(missing__gt=0)
    return [Unsourced("observation", str(row.uid), f"{row.title.value} ({row.missing})") for row in rows]


def withdrawn(part: Part) -> tuple[Withdrawn, ...]:
    """What was withdrawn from a part, latest first, with the reason."""
    found = [
        (row.withdrawn_at, model._meta.model_name, row)
        for model in WITHDRAWABLE
        for row in model.objects.of_part(part).filter(withdrawn_at__isnull=False)
    ]
    return tuple(
        Withdrawn(
            kind=kind, uid=str(row.uid), label=str(row), at=at.isoformat(), reason=row.withdrawn_reason,
            revision=row.revision,
        )
        for at, kind, row in sorted(found, key=lambda item: item[0], reverse=True)
    )  # fmt: skip
