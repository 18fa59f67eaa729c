"""Addresses of this room: where a record is shown."""

import uuid
from typing import Any

from django.urls import reverse

from jalon.commitments.models import Act
from jalon.core import models as core
from jalon.evaluation.models import Assessment, Evaluation
from jalon.office.commitment_places import place_of
from jalon.plans import models


def part(of: core.Part) -> str:
    """The page of a part."""
    return reverse("office:part", args=(of.slug,))


def subject(of: core.Part, uid: uuid.UUID | str) -> str:
    """The page of a plan, section or measure."""
    return reverse("office:subject", args=(of.slug, uid))


def of(where: core.Part, row: Any) -> str:
    """The page on which a record is read."""
    if isinstance(row, models.Plan):
        return reverse("office:plan", args=(where.slug, row.slug))
    if isinstance(row, models.Measure):
        return subject(where, row.uid)
    if isinstance(row, models.Statement):
        return subject(where, row.subject_uid) + f"#d-{row.uid}"
    if isinstance(row, models.Means):
        about = row.measure_uid or row.plan_uid
        return f"{subject(where, about)}#d-{row.uid}" if about else part(where)
    if isinstance(row, models.Document) and isinstance(row.owner, models.Plan):
        return reverse("office:plan", args=(where.slug, row.owner.slug)) + "#documents"
    if isinstance(row, models.Document):
        return subject(where, row.owner.uid)
    if isinstance(row, models.MeasureTitle | models.Step):
        return subject(where, row.measure.uid)
    if isinstance(row, models.PlanTitle | models.StatedNumber | models.PlanEvent | models.Overlap | models.Section):
        return reverse("office:plan", args=(where.slug, row.plan.slug))
    if isinstance(row, Act):
        return reverse("office:acts", args=(where.slug,))
    if isinstance(row, models.Indicator):
        return reverse("office:indicator", args=(where.slug, row.uid))
    if isinstance(row, models.IndicatorAnswer):
        return reverse("office:indicator", args=(where.slug, row.indicator_uid))
    if isinstance(row, models.Output):
        return reverse("office:output", args=(where.slug, row.uid))
    if isinstance(row, models.Series):
        return reverse("office:series", args=(where.slug, row.uid))
    if isinstance(row, core.Organisation):
        return reverse("office:body", args=(where.slug, row.uid))
    if isinstance(row, Evaluation):
        return reverse("office:evaluation", args=(where.slug, row.uid))
    if isinstance(row, Assessment):
        return reverse("office:assessment", args=(where.slug, row.evaluation.uid, row.uid))
    return place_of(where, row) or part(where)
