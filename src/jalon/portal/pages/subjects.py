"""What statements are about: plans, measures, or the country; linked by name. Two queries for any number of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.common import COUNTRY_SUBJECT, Statement
from jalon.facts.plan import Measure, Plan
from jalon.portal.context import Context
from jalon.portal.invented import plan_words
from jalon.portal.pieces import Link


@dataclass(frozen=True, slots=True)
class Subjects:
    """Plans and measures by uid."""

    ctx: Context
    plans: Mapping[str, Plan]
    measures: Mapping[str, Measure]

    def link(self, uid: str) -> Link | None:
        """The subject by its short name; None when the register does not show it."""
        if uid == COUNTRY_SUBJECT:
            return Link("", _("le pays, hors plan"))
        plan = self.plans.get(uid)
        if plan:
            return Link(self.ctx.links.plan(plan), plan.titles[0].text.value, plan.titles[0].text.lang)
        measure = self.measures.get(uid)
        owner = self.plans.get(measure.plan) if measure else None
        if measure is None or owner is None:
            return None
        number = _("mesure %(n)s, ") % {"n": measure.number} if measure.number else ""
        short = plan_words(self.ctx, owner)
        title = measure.titles[0].text
        lang = title.lang if title.lang != self.ctx.lang else None
        return Link(self.ctx.links.measure(owner, measure), f"{short}, {number}{title.value}", lang)


def named_subject(ctx: Context, uid: str, plan: Plan | None) -> Link | None:
    """A plan, section or measure of `plan` by name, or the country; None when the register does not show it."""
    measure = None if plan is None or uid == plan.uid else ctx.reader.measure(uid)
    plans = {plan.uid: plan} if plan else {}
    found = Subjects(ctx, plans, {uid: measure} if measure else {}).link(uid)
    if found or plan is None:
        return found
    section = next((s for s in ctx.reader.sections(plan.uid) if s.uid == uid), None)
    title = section.title.value if section and section.title else _("intitulé non lu")
    url = ctx.links.plan(plan) + f"#d-{uid}"
    return Link(url, f"{plan_words(ctx, plan)}, {section.label} {title}") if section else None


def subjects(ctx: Context, statements: Iterable[Statement]) -> Subjects:
    """The subjects of these statements."""
    plans = {plan.uid: plan for plan in ctx.reader.plans()}
    wanted = {s.subject for s in statements} - plans.keys() - {COUNTRY_SUBJECT}
    return Subjects(ctx, plans, ctx.reader.measures_by_uid(wanted))
