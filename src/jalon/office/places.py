"""Addresses of this room: where a record is shown."""

import uuid
from typing import Any

from django.urls import reverse

from jalon.core import models as core
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
        return reverse("office:plan", args=(where.slug, row.uid))
    if isinstance(row, models.Measure):
        return subject(where, row.uid)
    if isinstance(row, models.Statement):
        return subject(where, row.subject_uid) + f"#d-{row.uid}"
    if isinstance(row, models.Means):
        return (
            subject(where, row.measure_uid or row.plan_uid) + f"#d-{row.uid}"
            if row.measure_uid or row.plan_uid
            else part(where)
        )
    if isinstance(row, models.MeasureTitle | models.Step | models.Document):
        return subject(where, row.measure.uid)
    if isinstance(row, models.PlanTitle | models.StatedNumber | models.PlanEvent | models.Overlap | models.Section):
        return reverse("office:plan", args=(where.slug, row.plan.uid))
    return part(where)
