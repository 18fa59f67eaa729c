"""The plans that an evaluation may be of, and their measures: drafts of the person's teams, then what is published."""

from jalon.core.models import User
from jalon.exchange.assessments_in import MeasureRef
from jalon.office.around import cut, published
from jalon.plans.models import Measure, MeasureTitle, Plan, PlanTitle


def plans_for(user: User) -> tuple[tuple[str, str], ...]:
    """Plans by uid and title, each once."""
    rows = list(Plan.objects.visible_to(user).live().order_by("slug"))
    titles: dict[int, str] = {}
    for key, text in PlanTitle.objects.filter(plan__in=rows).order_by("order", "id").values_list("plan_id", "text"):
        titles.setdefault(key, text.value)
    found = {str(row.uid): cut(titles.get(row.pk, row.slug)) for row in rows}
    reader = published()
    for plan in reader.plans() if reader else ():
        found.setdefault(plan.uid, cut(plan.titles[0].text.value if plan.titles else plan.slug))
    return tuple(found.items())


def measures_for(plan_uid: str, user: User) -> tuple[MeasureRef, ...]:
    """The measures of a plan in its order; in a draft, those that left it too. Empty when the plan is not to be seen."""
    plan = Plan.objects.visible_to(user).live().filter(uid=plan_uid).first()
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
