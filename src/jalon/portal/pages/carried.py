"""From one plan to another: which pairs of plans can be compared, and how much was carried over, with its bounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from jalon.facts.descent import Share, carried_over
from jalon.facts.lineage import Lineage
from jalon.facts.plan import Measure, Plan
from jalon.portal import words
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.invented import apart, plan_words
from jalon.portal.pieces import Link, Phrase, phrase


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure in a lineage: its number, its own words, its page (empty: the register does not show it)."""

    number: str
    title: Phrase
    url: str


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """What a plan took from another, or left to it: a sentence, and the page that tells it measure by measure."""

    link: Link
    said: str


def known(ctx: Context) -> tuple[Lineage, ...]:
    """The lineages that were said by the day of the page: one query."""
    return tuple(one for one in ctx.reader.lineages() if happened(one.said, ctx.asof.state))


def pairs(ctx: Context, lineages: Iterable[Lineage]) -> tuple[tuple[Plan, Plan], ...]:
    """(earlier, later): neighbours by rank, the invented apart from the real; and any two plans that a lineage ties."""
    plans = {plan.uid: plan for plan in ctx.reader.plans()}
    found: dict[tuple[str, str], None] = {}
    for invented in (False, True):
        group = [uid for uid in plans if (uid in ctx.reader.invented) is invented]
        found |= dict.fromkeys(pairwise(group))
    found |= dict.fromkeys((one.earlier_plan, one.later_plan) for one in lineages)
    return tuple((plans[a], plans[b]) for a, b in found if a in plans and b in plans and a != b)


def rows(ctx: Context, plan: Plan) -> tuple[CarriedRow, ...]:
    """What the page of a plan says of the plans before and after it: two queries."""
    lineages, measures = known(ctx), ctx.reader.measures_all()
    return tuple(
        _row(earlier, later, plan, carried_over(measures, lineages, earlier.uid, later.uid), ctx)
        for earlier, later in pairs(ctx, lineages)
        if plan.uid in (earlier.uid, later.uid)
    )


def _row(earlier: Plan, later: Plan, plan: Plan, shares: tuple[Share, Share], ctx: Context) -> CarriedRow:
    url = ctx.links.to("lineage", later.slug, earlier.slug)
    if plan.uid == later.uid:
        share, link = shares[0], Link(url, _("Depuis le %(plan)s") % {"plan": name(earlier, ctx)})
        said = _("mesures qui en reprennent une : %(share)s")
    else:
        share, link = shares[1], Link(url, _("Vers le %(plan)s") % {"plan": name(later, ctx)})
        said = _("mesures reprises : %(share)s")
    if not share.of:
        return CarriedRow(link, share_words(share) + ".")
    undecided = _("non décidées : %(n)s") % {"n": words.number(share.undecided)}
    return CarriedRow(link, words.clauses((said % {"share": share_words(share)}, undecided)) + ".")


def name(plan: Plan, ctx: Context) -> str:
    """« plan 2 »; an invented plan among real ones, which has no rank there, by its title."""
    return plan.titles[0].text.value if apart(plan, ctx) else plan_words(ctx, plan)


def share_words(share: Share) -> str:
    """« 3 sur 17 », or « de 3 à 12 sur 17 » while some are not decided."""
    if not share.of:
        return _("aucune mesure identifiée")
    most = share.carried + share.undecided
    if most == share.carried:
        return words.n_of(share.carried, share.of)
    bounds = {"low": words.number(share.carried), "high": words.n_of(most, share.of)}
    return _("de %(low)s à %(high)s") % bounds


def measure_row(uid: str, measures: dict[str, Measure], plan: Plan | None, ctx: Context) -> MeasureRow:
    """A measure in its own words; by its uid alone when the Release does not hold it."""
    measure = measures.get(uid)
    title = phrase(measure.titles[0].text, ctx.lang) if measure else None
    url = ctx.links.measure(plan, measure) if plan and measure else ""
    return MeasureRow((measure.number or "") if measure else "", title or Phrase(uid), url)
