"""Lists of indicators: all of them by plan, and those of a measure, section or plan."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from jalon.facts import reckoning
from jalon.facts.common import COUNTRY_SUBJECT
from jalon.facts.indicator import Indicator
from jalon.facts.plan import Plan
from jalon.facts.series import Series
from jalon.methods.dates import Answer
from jalon.portal import terms, words
from jalon.portal.context import Context
from jalon.portal.pages.head import Head
from jalon.portal.pages.indicator_model import IndicatorRow, IndicatorsPage, Listed
from jalon.portal.pages.indicator_values import observed
from jalon.portal.pages.subjects import Subjects
from jalon.portal.pieces import Link, Phrase, day, in_language, phrase

READ_WITH_VALUES = 60
"""Indicators of a list whose last value is read; a longer list says where the values are."""


def listed(ctx: Context, indicators: Sequence[Indicator], subjects: Subjects | None = None, most: int = 200) -> Listed:
    """Rows for a page: three queries, of series, their values and the owners."""
    chosen = indicators[:most]
    series = _series(ctx, chosen)
    owners = ctx.reader.owners_of_indicators
    rows = tuple(_row(one, series.get(one.uid), owners, subjects, ctx) for one in chosen)
    return Listed(rows, len(indicators) - len(rows))


def _series(ctx: Context, chosen: Sequence[Indicator]) -> dict[str, list[Series]]:
    """The series of each indicator; nothing for a list too long to read them all."""
    if len(chosen) > READ_WITH_VALUES:
        return {}
    found: dict[str, list[Series]] = {one.uid: [] for one in chosen}
    slugs = [head.slug for head in ctx.reader.series() if head.of in found] if found else []
    for series in ctx.reader.series_by_slugs(slugs) if slugs else ():
        found[series.of or ""].append(series)
    return found


def _row(
    one: Indicator, series: list[Series] | None, owners: Mapping[str, str], subjects: Subjects | None, ctx: Context
) -> IndicatorRow:
    return IndicatorRow(
        uid=one.uid,
        url=ctx.links.to("indicator", one.slug),
        title=phrase(one.title, ctx.lang) or Phrase(one.slug),
        owner=owners.get(one.uid, ""),
        unit=in_language(one.unit, one.title.lang, ctx.lang),
        about=subjects.link(one.subject) if subjects else None,
        last=_last(one, series, ctx),
        aim=_aim(one, ctx),
        standing=_standing(one, series, ctx),
        fictional=one.uid in ctx.reader.invented,
    )


def _last(one: Indicator, series: list[Series] | None, ctx: Context) -> str:
    """The last value of each series, side by side; what is computed or counted is read on its page."""
    if one.formula:
        return _("calculé, voir la fiche")
    if one.counted:
        return _("compté sur les réalisations, voir la fiche")
    if series is None:
        return _("voir la fiche")
    found = []
    for seen in observed(series, ctx):
        last = next((s.now for s in reversed(seen.stands) if s.now.value is not None), None)
        if last and last.value is not None:
            when = day(last.when, ctx.lang)
            value = terms.value(last.value, one, last.precision)
            found.append(f"{value} ({when.words if when else words.NOT_READ}, {seen.name})")
    return words.clauses(found)


def _aim(one: Indicator, ctx: Context) -> str:
    goal = reckoning.target(one)
    if goal is None:
        return ""
    when = day(goal.when, ctx.lang)
    return f"{terms.value(goal.value, one)} ({when.words if when else words.NOT_READ})"


def _standing(one: Indicator, series: list[Series] | None, ctx: Context) -> str:
    """Reached or not when every series that can be judged says the same; else both are said."""
    said = {
        verdict.progress.reached
        for seen in observed(series or [], ctx)
        if (verdict := reckoning.verdict_of(one, seen.stands, ctx.today))
    }
    if {Answer.YES, Answer.NO} <= said:
        return _("les séries diffèrent : voir la fiche")
    return words.clauses(
        str(terms.REACHED[answer]) for answer in (Answer.YES, Answer.NO, Answer.UNKNOWN) if answer in said
    )


def listing(ctx: Context) -> IndicatorsPage:
    """All indicators by plan: six queries."""
    indicators = ctx.reader.indicators()
    plans = {plan.uid: plan for plan in ctx.reader.plans()}
    others = {one.subject for one in indicators} - plans.keys() - {COUNTRY_SUBJECT}
    measures = ctx.reader.measures_by_uid(others)
    found = listed(ctx, indicators, Subjects(ctx, plans, measures), most=len(indicators))
    places = ctx.reader.plans_of_indicators
    groups: dict[str | None, list[IndicatorRow]] = defaultdict(list)
    for row in found.rows:
        groups[places.get(row.uid)].append(row)
    head = Head(
        title=_("Indicateurs"),
        section="indicators",
        crumbs=(Link("", _("Indicateurs")),),
        downloads=tuple(Link(ctx.links.table("indicateurs", f), f.upper()) for f in ("csv", "json", "xlsx")),
    )
    return IndicatorsPage(
        head, tuple(_groups(groups, plans, ctx)), len(indicators), sum(r.fictional for r in found.rows)
    )


def _groups(
    groups: Mapping[str | None, list[IndicatorRow]], plans: Mapping[str, Plan], ctx: Context
) -> Iterable[tuple[Link | None, tuple[IndicatorRow, ...]]]:
    """In the order of the plans, those of the country last."""
    for uid, plan in plans.items():
        if uid in groups:
            title = plan.titles[0].text
            yield Link(ctx.links.plan(plan), title.value, title.lang), tuple(groups[uid])
    rest = [row for uid, rows in groups.items() if uid not in plans for row in rows]
    if rest:
        yield None, tuple(rest)
