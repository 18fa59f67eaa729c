"""Invented data beside real data: labelled wherever it is seen, and in no count of what is real."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.plan import Plan
from jalon.portal.context import Context


def real(plans: tuple[Plan, ...], ctx: Context, here: str = "") -> tuple[Plan, ...]:
    """The plans that are not invented; on the page of an invented one (`here`), those that are.

    All of them in a register that holds nothing else: there, nothing can be mistaken for anything real.
    """
    wanted = here in ctx.reader.invented
    return tuple(plan for plan in plans if (plan.uid in ctx.reader.invented) is wanted) or plans


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things of a list are real, and how many invented: never one figure."""

    real: int
    invented: int


def tally(invented: Iterable[bool]) -> Tally:
    """Count, given for each thing whether it is invented."""
    found = list(invented)
    return Tally(found.count(False), found.count(True))


def apart(plan: Plan, ctx: Context) -> bool:
    """Whether the plan is an invented one among real ones: it has no rank with them."""
    invented = ctx.reader.invented
    return plan.uid in invented and any(one.uid not in invented for one in ctx.reader.plans())


def plan_words(ctx: Context, plan: Plan) -> str:
    """« plan 2 », or « plan fictif » for one that is invented: it has no rank among the country's."""
    if apart(plan, ctx):
        return _("plan fictif")
    return _("plan %(rank)s") % {"rank": plan.rank}


def plan_label(ctx: Context, plan: Plan) -> str:
    """The same where it may stand beside what is real although no plan is: « plan 2 (fictif) »."""
    said = plan_words(ctx, plan)
    return _("%(plan)s (fictif)") % {"plan": said} if plan.uid in ctx.reader.invented and not apart(plan, ctx) else said
