"""What stands at the end of the page of a plan: other plans that hold the same thing, its dated events."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from jalon.facts.common import Confidence
from jalon.facts.lineage import OverlapLink
from jalon.facts.plan import Measure, Overlap, Plan
from jalon.portal import committed_words as terms
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.pages.plan_model import EventRow, OverlapRow
from jalon.portal.pages.subjects import Subjects
from jalon.portal.pieces import Day, Link, Notebook, day, phrase, read_date


def overlap_rows(
    overlaps: Iterable[Overlap], plan: Plan, measures: Mapping[str, Measure], ctx: Context, book: Notebook
) -> tuple[OverlapRow, ...]:
    """Other plans that hold the same thing, as their sources say."""
    return tuple(
        OverlapRow(
            measure=_measure_link(measures.get(overlap.measure or ""), plan, ctx),
            item=phrase(overlap.item, ctx.lang),
            other_plan=phrase(overlap.other_plan, ctx.lang),
            other_measure=overlap.other_measure or "",
            note=phrase(overlap.note, ctx.lang),
            inferred=overlap.confidence is Confidence.INFERRED,
            refs=book.refs(overlap.citations),
        )
        for overlap in overlaps
    )


def told_there(ctx: Context, plan: Plan) -> tuple[OverlapLink, ...]:
    """The overlaps with this plan that are recorded from the side of another one, by the day of the page. One query; the
    index holds those that are confirmed alone."""
    found = ctx.reader.overlaps_about([plan.uid])
    return tuple(
        one for one in found
        if one.other.plan == plan.uid and one.plan != plan.uid and happened(one.said, ctx.asof.state)
    )  # fmt: skip


def rows_there(
    links: Sequence[OverlapLink], plan: Plan, measures: Mapping[str, Measure], ctx: Context, book: Notebook
) -> tuple[OverlapRow, ...]:
    """The same from this plan's side: its measure first, then the plan that says it, according to whom. Two queries."""
    if not links:
        return ()
    plans = {one.uid: one for one in ctx.reader.plans()}
    theirs = ctx.reader.measures_by_uid({one.measure for one in links if one.measure})
    named = Subjects(ctx, plans, theirs)
    return tuple(
        OverlapRow(
            measure=_measure_link(measures.get(one.other.measure or ""), plan, ctx),
            item=phrase(one.item, ctx.lang),
            other_plan=phrase(plans[one.plan].titles[0].text, ctx.lang),
            other_measure=(theirs[one.measure].number or "") if one.measure in theirs else "",
            note=phrase(one.text, ctx.lang),
            inferred=one.confidence is Confidence.INFERRED,
            refs=book.refs(one.citations),
            there=named.link(one.measure or one.plan),
            told=_("enregistré du côté de l’autre plan, selon %(who)s") % {"who": terms.sayer(one.said_by)},
            fictional=one.uid in ctx.reader.invented,
        )
        for one in links
        if one.plan in plans
    )


def _measure_link(measure: Measure | None, plan: Plan, ctx: Context) -> Link | None:
    if measure is None:
        return None
    number = _("Mesure %(n)s") % {"n": measure.number} if measure.number else measure.titles[0].text.value
    return Link(ctx.links.measure(plan, measure), number)


def events(plan: Plan, ctx: Context, book: Notebook) -> tuple[EventRow, ...]:
    """The dated events of a plan, oldest first, up to the day of « as of »."""
    limit = read_date(plan.known_until)
    shown = [event for event in plan.events if happened(event.when, ctx.asof.state)]
    rows = [(day(event.when, ctx.lang), event) for event in shown]
    return tuple(
        EventRow(
            day=when,
            text=phrase(event.text, ctx.lang),
            inferred=event.confidence is Confidence.INFERRED,
            beyond=_beyond(when, limit.latest if limit else None),
            refs=book.refs(event.citations),
        )
        for when, event in sorted(rows, key=lambda pair: pair[0].sort if pair[0] else ctx.today)
    )


def _beyond(when: Day | None, last: object) -> bool:
    return when is not None and last is not None and when.sort > last  # type: ignore[operator]
