"""What a campaign may ask about: the plan itself, its sections, its measures and attested items, in the plan's order."""

import uuid
from dataclasses import dataclass

from jalon.facts.common import Text
from jalon.plans.models import Measure, MeasureTitle, Plan, PlanTitle, Section

UNTITLED = Text(value="—")


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to ask about: how people know it, and its place in the plan."""

    uid: uuid.UUID
    number: str
    title: Text
    order: int


def subjects_of(plan_uid: uuid.UUID) -> dict[uuid.UUID, Subject]:
    """Every live subject of a plan: the plan, then sections, then measures. Five queries, however many."""
    plan = Plan.objects.live().get(uid=plan_uid)
    titles = dict(
        reversed(list(PlanTitle.objects.filter(plan=plan).order_by("order", "id").values_list("plan_id", "text")))
    )
    found = [(plan.uid, "", titles.get(plan.pk, UNTITLED))]
    sections = Section.objects.live().filter(plan=plan).order_by("order", "id")
    found += [(row.uid, row.label, row.title or UNTITLED) for row in sections]
    named = MeasureTitle.objects.filter(measure__plan=plan).order_by("-order", "-id").values_list("measure_id", "text")
    first = dict(named)
    measures = Measure.objects.live().filter(plan=plan).order_by("order", "id")
    found += [(row.uid, row.number or "", first.get(row.pk, UNTITLED)) for row in measures]
    return {uid: Subject(uid, number, title, order) for order, (uid, number, title) in enumerate(found)}
