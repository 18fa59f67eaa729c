"""The plans that an evaluation may be of, and their measures: drafts of the person's teams, then what is published."""

from typing import Any

from jalon.core.models import User
from jalon.exchange.assessments_in import MeasureRef, Subjects
from jalon.office.around import cut, published
from jalon.plans.models import Measure, MeasureTitle, Plan, PlanTitle, Section


def _drafts(user: User | None) -> Any:
    """The plans in hand that a person sees. None: the instance itself, which sees all."""
    return (Plan.objects.all() if user is None else Plan.objects.visible_to(user)).live()


def plan_named(name: str, user: User | None) -> str:
    """The uid of the plan of this uid, slug or code; empty when there is none, or more than one."""
    rows = list(_drafts(user).values_list("uid", "slug", "code"))
    reader = published()
    rows += [(one.uid, one.slug, one.code) for one in (reader.plans() if reader else ())]
    found = {str(uid) for uid, *names in rows if name and name in (str(uid), *names)}
    return found.pop() if len(found) == 1 else ""


def plans_for(user: User | None) -> tuple[tuple[str, str], ...]:
    """Plans by uid and title, each once."""
    rows = list(_drafts(user).order_by("slug"))
    titles: dict[int, str] = {}
    for key, text in PlanTitle.objects.filter(plan__in=rows).order_by("order", "id").values_list("plan_id", "text"):
        titles.setdefault(key, text.value)
    found = {str(row.uid): cut(titles.get(row.pk, row.slug)) for row in rows}
    reader = published()
    for plan in reader.plans() if reader else ():
        found.setdefault(plan.uid, cut(plan.titles[0].text.value if plan.titles else plan.slug))
    return tuple(found.items())


def subjects_for(plan_uid: str, user: User | None) -> Subjects:
    """The sections of a plan, those withdrawn too when it is a draft, and the plan itself."""
    plan = _drafts(user).filter(uid=plan_uid).first() if plan_uid else None
    if plan is not None:
        rows = Section.objects.filter(plan=plan).order_by("order", "id")
        sections = tuple(
            MeasureRef(str(row.uid), row.label, row.title.value if row.title else "", gone=row.withdrawn_at is not None)
            for row in rows
        )
        return Subjects(sections, plan_uid)
    reader = published()
    if not plan_uid or reader is None or plan_uid not in {one.uid for one in reader.plans()}:
        return Subjects()
    known = reader.sections(plan_uid)
    return Subjects(
        tuple(MeasureRef(one.uid, one.label, one.title.value if one.title else "") for one in known), plan_uid
    )


def measures_for(plan_uid: str, user: User | None) -> tuple[MeasureRef, ...]:
    """The measures of a plan in its order; in a draft, those that left it too. Empty when the plan is not to be seen."""
    plan = _drafts(user).filter(uid=plan_uid).first() if plan_uid else None
    if plan is not None:
        return _drafted(plan)
    reader = published()
    return tuple(
        MeasureRef(one.uid, one.number or "", one.titles[0].text.value if one.titles else "")
        for one in (reader.measures(plan_uid) if reader else ())
    )


def _drafted(plan: Plan) -> tuple[MeasureRef, ...]:
    titles: dict[int, str] = {}
    named = MeasureTitle.objects.filter(measure__plan=plan).order_by("order", "id")
    for key, text in named.values_list("measure_id", "text"):
        titles.setdefault(key, text.value)
    rows = Measure.objects.filter(plan=plan).order_by("order", "id")
    found = [
        MeasureRef(str(row.uid), row.number or "", titles.get(row.pk, ""), gone=row.withdrawn_at is not None)
        for row in rows
    ]
    live = {one.number for one in found if not one.gone}
    return tuple(one for one in found if not (one.gone and one.number in live))  # its number was given again
