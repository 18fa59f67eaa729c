"""The rows of the tables: from facts to cells, in the order of the columns."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from jalon.facts.common import COUNTRY_SUBJECT, Statement
from jalon.facts.plan import Measure, Plan
from jalon.facts.series import Series
from jalon.portal.asof import happened, held
from jalon.portal.context import Context
from jalon.portal.downloads.fields import (
    Params,
    Record,
    Value,
    asked_plan,
    asked_plans,
    name_of,
    source_uids,
    text_cells,
    when_cells,
)
from jalon.portal.errors import BadQuery


def plan_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for p in ctx.reader.plans():
        title = p.titles[0].text
        stated = "; ".join(f"{s.value} ({', '.join(o.name for o in s.said_by)})" for s in p.stated_numbers)
        first = p.stated_numbers[0].value if p.stated_numbers else None
        yield (
            p.uid,
            p.slug,
            p.rank,
            p.country,
            *text_cells(title),
            *when_cells(p.period),
            first,
            stated,
            p.text_read,
            p.known_until,
            source_uids(p.citations),
        )


def section_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for plan in asked_plans(ctx, params):
        for s in ctx.reader.sections(plan.uid):
            yield (
                s.uid,
                plan.slug,
                s.order,
                s.label,
                s.parent,
                *text_cells(s.title),
                s.confidence.value,
                source_uids(s.citations),
            )


def measure_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for plan in asked_plans(ctx, params):
        for m in ctx.reader.measures(plan.uid):
            title = m.titles[0].text
            yield (
                m.uid,
                plan.slug,
                m.number,
                m.kind.value,
                m.section,
                *text_cells(title),
                m.planned.value if m.planned else None,
                "; ".join(m.keywords),
                m.note.value if m.note else None,
                m.confidence.value,
                source_uids((*m.citations, *(c for t in m.titles for c in t.citations))),
            )


def statement_rows(ctx: Context, params: Params) -> Iterator[Record]:
    found = asked_statements(ctx, params)
    plans = {p.uid: p for p in ctx.reader.plans()}
    measures = ctx.reader.measures_by_uid({s.subject for s in found} - plans.keys())
    for s in held(found, ctx.asof.state):
        yield (
            s.uid,
            s.subject,
            *_place(s, plans, measures),
            s.kind.value,
            s.known.value,
            name_of(s.said_by),
            name_of(s.organisation),
            s.basis.value if s.basis else None,
            *text_cells(s.text),
            *when_cells(s.said),
            *when_cells(s.valid_until),
            *when_cells(s.due),
            s.outcome,
            s.scale,
            "; ".join(f"{c.label}: {c.value}" for c in s.counts),
            s.total,
            s.topic,
            s.link.value,
            s.confidence.value,
            s.note.value if s.note else None,
            s.superseded_by,
            s.recorded_at,
            source_uids(s.citations),
        )


def asked_statements(ctx: Context, params: Params) -> tuple[Statement, ...]:
    subject, plan = params.get("objet", "").strip(), asked_plan(ctx, params)
    if subject:
        if subject != COUNTRY_SUBJECT and ctx.reader.owner_of(subject) is None:
            message = _("Aucun plan ni aucune mesure ne porte l’identifiant « %(read)s ».")
            raise BadQuery("objet", message % {"read": subject[:40]})
        return ctx.reader.statements([subject]).get(subject, ())
    if plan:
        return tuple(s for group in ctx.reader.statements_of_plan(plan.uid).values() for s in group)
    return ctx.reader.statements_all()


def _place(s: Statement, plans: Mapping[str, Plan], measures: Mapping[str, Measure]) -> tuple[Value, Value]:
    """(plan, measure number) of a statement; both empty for the country."""
    if s.subject == COUNTRY_SUBJECT:
        return None, None
    measure = measures.get(s.subject)
    plan = plans.get(measure.plan if measure else s.subject)
    return (plan.slug if plan else None), (measure.number if measure else None)


def means_rows(ctx: Context, params: Params) -> Iterator[Record]:
    plan = asked_plan(ctx, params)
    slugs = {p.uid: p.slug for p in ctx.reader.plans()}
    for m in ctx.reader.means(plan.uid) if plan else ctx.reader.means_all():
        if happened(m.when, ctx.asof.state):
            yield (
                m.uid,
                slugs.get(m.plan or ""),
                m.measure,
                *text_cells(m.item),
                m.kind.value,
                *when_cells(m.when),
                m.amount,
                m.currency,
                m.programme,
                m.change,
                m.posts,
                m.fate.value if m.fate else None,
                m.note.value if m.note else None,
                m.confidence.value,
                source_uids(m.citations),
            )


def act_rows(ctx: Context, params: Params) -> Iterator[Record]:
    plan = asked_plan(ctx, params)
    slugs = {p.uid: p.slug for p in ctx.reader.plans()}
    for a in ctx.reader.acts():
        if happened(a.when, ctx.asof.state) and (plan is None or a.plan == plan.uid):
            yield (
                a.uid,
                a.kind,
                a.kind_printed,
                a.chamber,
                a.number,
                a.author,
                *when_cells(a.when),
                *when_cells(a.answered),
                *text_cells(a.topic),
                "; ".join(t.value for t in a.asked),
                "; ".join(t.value for t in a.said),
                a.fate.value if a.fate else None,
                slugs.get(a.plan or ""),
                " ".join(a.measures),
                a.confidence.value,
                source_uids(a.citations),
                "; ".join(body.name for body in a.to),
                a.reference,
                a.legislature,
                a.heading,
                "; ".join(when.edtf or when.printed or "" for when in a.renewed),
                a.closed,
                a.note.value if a.note else None,
            )


def event_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for plan in asked_plans(ctx, params):
        for e in plan.events:
            if happened(e.when, ctx.asof.state):
                yield (
                    e.uid,
                    plan.slug,
                    *when_cells(e.when),
                    *text_cells(e.text),
                    e.confidence.value,
                    source_uids(e.citations),
                )


def series_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for s in ctx.reader.series():
        yield (
            s.uid,
            s.slug,
            *text_cells(s.title),
            s.producer.name,
            s.indicator,
            s.unit,
            s.family.value,
            s.vintage,
            s.multiple,
            s.do_not_add,
            s.count,
            s.first,
            s.last,
            s.note.value if s.note else None,
            s.of,
        )


def observation_rows(ctx: Context, params: Params) -> Iterator[Record]:
    slug, of = params.get("serie", "").strip(), params.get("indicateur", "").strip()
    if of and (indicator := ctx.reader.indicator(of)) is None:
        raise BadQuery("indicateur", _("Aucun indicateur ne porte l’adresse « %(read)s ».") % {"read": of[:40]})
    if slug and ctx.reader.series_by_slug(slug) is None:
        raise BadQuery("serie", _("Aucune série ne porte l’adresse « %(read)s ».") % {"read": slug[:40]})
    heads = [head for head in ctx.reader.series() if not of or (indicator and head.of == indicator.uid)]
    for one in [slug] if slug else [head.slug for head in heads]:
        for series in ctx.reader.series_by_slugs([one]):
            yield from _observations(series, ctx)


def _observations(series: Series, ctx: Context) -> Iterator[Record]:
    for o in series.observations:
        if happened(o.when, ctx.asof.state):
            dimensions = "; ".join(f"{d.name}={d.value}" for d in o.dimensions)
            yield (
                series.slug,
                series.indicator,
                series.unit,
                series.vintage,
                *when_cells(o.when),
                o.value,
                o.precision.value,
                o.missing,
                dimensions,
                o.note,
                source_uids(o.citations),
                o.status.value if o.status else None,
                *when_cells(o.said),
                o.numerator,
                o.denominator,
            )


def organisation_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for o in ctx.reader.organisations():
        name = next((n for n in reversed(o.names) if n.until is None), o.names[-1] if o.names else None)
        yield (
            o.uid,
            o.slug,
            o.kind.value,
            name.value if name else None,
            name.acronym if name else None,
            name.lang if name else None,
            "; ".join(n.value for n in o.names),
            o.parent,
            " ".join(o.predecessors),
            o.fictional,
            source_uids(o.citations),
        )


def source_rows(ctx: Context, params: Params) -> Iterator[Record]:
    counts = ctx.reader.citation_counts()
    for s in ctx.reader.all_sources():
        yield (s.uid, s.key, s.address, s.url, s.title, s.note, counts.get(s.uid, 0))


# --- the tables ------------------------------------------------------------------------------------------------------
