"""What statements are about: plans, measures, or the country; linked by name. Two queries for any number of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.common import COUNTRY_SUBJECT, Statement
from jalon.facts.plan import Measure, Plan
from jalon.portal.context import Context
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
        short = _("plan %(rank)s") % {"rank": owner.rank}
        return Link(self.ctx.links.measure(owner, measure), f"{short}, {number}{measure.titles[0].text.value}")


def subjects(ctx: Context, statements: Iterable[Statement]) -> Subjects:
    """The subjects of these statements."""
    plans = {plan.uid: plan for plan in ctx.reader.plans()}
    wanted = {s.subject for s in statements} - plans.keys() - {COUNTRY_SUBJECT}
    return Subjects(ctx, plans, ctx.reader.measures_by_uid(wanted))
