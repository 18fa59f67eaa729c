"""The page of one evaluation: its scale, period, adoption, right of reply, what it rests on, and all that it says."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from jalon.facts.common import OrgRef
from jalon.facts.comparing import compare
from jalon.facts.evaluation import Adoption, Evaluation, Reliance, RightOfReply
from jalon.facts.plan import Measure, Plan
from jalon.portal import verdicts, words
from jalon.portal.asof import happened
from jalon.portal.context import Bodies, Context
from jalon.portal.errors import NotFound
from jalon.portal.pages import covering
from jalon.portal.pages.agreeing import shown
from jalon.portal.pages.assessed import Asked, inquiry, row
from jalon.portal.pages.counted import claims
from jalon.portal.pages.evaluation_model import EvaluationPage, ReplyRow
from jalon.portal.pages.fact_list import Fact
from jalon.portal.pages.head import Head
from jalon.portal.pages.judged import Judged, gather_plan
from jalon.portal.pieces import Link, Phrase, day, phrase


def build(ctx: Context, slug: str) -> EvaluationPage:
    """The page: ten queries. Raises NotFound, also for an evaluation later than the day of the page."""
    item = ctx.reader.evaluation(slug)
    plan = ctx.reader.plan_by_uid(item.plan) if item else None
    if item is None or plan is None or not happened(item.said, ctx.asof.state):
        raise NotFound(slug)
    it = gather_plan(ctx, plan)
    own = tuple(one for one in it.assessments if one.evaluation == item.uid)
    said = tuple(one for one in it.claims if one.evaluation == item.uid)
    book, bodies = ctx.notebook(item, own, said), ctx.bodies()
    named = _subjects(it, plan, ctx)
    asked = Asked(ctx, book, bodies)
    title = phrase(item.title, ctx.lang, refs=book.refs(item.citations)) or Phrase(item.slug)
    facts, top_notes = tuple(_facts(item, it, ctx)), book.turn()
    process = _process(item, named, asked)
    mine = _only(it, item)
    counts = claims(mine, ctx, book, bodies)
    claim_notes = book.turn()
    measures = {measure.uid: measure for measure in it.measures}
    scale = it.scales.get(item.scale or "")
    rows = tuple(row(one, scale, named, asked) for one in sorted(own, key=lambda one: _order(one.subjects, measures)))
    return EvaluationPage(
        head=_head(item, plan, ctx),
        uid=item.uid,
        title=title,
        evaluator=bodies.link(item.evaluator),
        plan=named[plan.uid],
        comparison=ctx.links.to("comparison", plan.slug),
        day=day(item.said, ctx.lang),
        fictional=item.uid in ctx.reader.invented,
        kept_back=verdicts.kept_back(item),
        facts=facts,
        top_notes=top_notes,
        **process,
        process_notes=book.turn(),
        **_counts(mine, item, ctx),
        claims=counts,
        claim_notes=claim_notes,
        agreement=shown(own, it.units, scale, measures, named, ctx),
        assessments=rows,
        assessment_notes=book.turn(),
    )


def _only(it: Judged, item: Evaluation) -> Judged:
    """The same plan with this evaluation alone."""
    return Judged(
        plan=it.plan, sections=it.sections, measures=it.measures, evaluations=(item,),
        assessments=tuple(one for one in it.assessments if one.evaluation == item.uid),
        claims=tuple(one for one in it.claims if one.evaluation == item.uid), scales=it.scales, crosswalks=(),
    )  # fmt: skip


def _order(subjects: tuple[str, ...], measures: Mapping[str, Measure]) -> tuple[bool, int]:
    """The plan and themes first, then measures in the order of the plan."""
    found = [measures[uid].order for uid in subjects if uid in measures]
    return bool(found), min(found, default=0)


def _subjects(it: Judged, plan: Plan, ctx: Context) -> dict[str, Link]:
    """The plan, its sections and its measures by name."""
    title = plan.titles[0].text
    named = {plan.uid: Link(ctx.links.plan(plan), title.value, title.lang)}
    for section in it.sections:
        words_ = f"{section.label}. {section.title.value}" if section.title else section.label
        named[section.uid] = Link(
            ctx.links.plan(plan) + f"#d-{section.uid}", words_, section.title.lang if section.title else None
        )
    for measure in it.measures:
        text = measure.titles[0].text
        number = f"{measure.number}. " if measure.number else ""
        named[measure.uid] = Link(ctx.links.measure(plan, measure), f"{number}{text.value}", text.lang)
    return named


def _head(item: Evaluation, plan: Plan, ctx: Context) -> Head:
    title = plan.titles[0].text
    crumbs = (
        Link(ctx.links.to("evaluations"), _("Évaluations")),
        Link(ctx.links.to("comparison", plan.slug), title.value, title.lang),
        Link("", item.title.value, item.title.lang),
    )
    files = tuple(
        Link(ctx.links.table("appreciations", form, evaluation=item.slug), form.upper())
        for form in ("csv", "json", "xlsx")
    )
    return Head(
        title=item.title.value, section="evaluations", crumbs=crumbs, description=item.title.value, downloads=files
    )


# --- what it is ------------------------------------------------------------------------------------------------------


def _facts(item: Evaluation, it: Judged, ctx: Context) -> Iterator[Fact]:
    unread = str(words.NOT_READ)
    kind = str(verdicts.KIND[item.kind]) if item.kind else ""
    printed = Phrase(item.kind_printed, "fr" if ctx.lang != "fr" else None) if item.kind_printed else None
    yield Fact(_("Sorte"), tuple(one for one in (Phrase(kind), printed) if one), unread)
    yield Fact(_("Échelle"), (Phrase(verdicts.scale_words(item, it.scales, ctx.lang)),))
    for label, when in ((_("Regardé jusqu’au"), item.as_of), (_("Période"), item.period)):
        found = day(when, ctx.lang)
        yield Fact(label, (Phrase(found.words, inferred=found.inferred),) if found else (), unread)
    method = phrase(item.method, ctx.lang)
    yield Fact(_("Méthode"), (method,) if method else (), unread)
    rests = tuple(_reliance(one, it, ctx) for one in item.rests_on)
    yield Fact(_("Repose sur"), rests, _("rien de dit"))
    yield from _chain(item, it, ctx)
    note = phrase(item.note, ctx.lang)
    if note:
        yield Fact(_("Remarque"), (note,))


def _reliance(one: Reliance, it: Judged, ctx: Context) -> Phrase:
    found = it.evaluation.get(one.evaluation or "")
    name = verdicts.name(found, ctx.lang) if found else ""
    both = " ".join(part for part in (one.words or "", f"({name})" if one.words and name else name) if part)
    return Phrase(both or str(words.NOT_READ))


def _chain(item: Evaluation, it: Judged, ctx: Context) -> Iterator[Fact]:
    """What it succeeds or corrects, and what succeeds or corrects it."""
    pairs = (
        (_("Succède à"), item.follows), (_("Corrige"), item.corrects),
        *((_("Suivie de"), one.uid) for one in it.evaluations if one.follows == item.uid),
        *((_("Corrigée par"), one.uid) for one in it.evaluations if one.corrects == item.uid),
    )  # fmt: skip
    for label, uid in pairs:
        found = it.evaluation.get(uid or "")
        if found:
            link = Link(ctx.links.to("evaluation", found.slug), verdicts.name(found, ctx.lang))
            yield Fact(label, link=link)


# --- how it was made -------------------------------------------------------------------------------------------------


def _process(item: Evaluation, named: Mapping[str, Link], asked: Asked) -> dict[str, Any]:
    ctx, bodies = asked.ctx, asked.bodies
    signed = tuple(
        (bodies.link(one.body), str(verdicts.SIGNED[one.state]), day(one.when, ctx.lang), phrase(one.text, ctx.lang))
        for one in item.signatures
    )
    return {
        "requests": tuple(inquiry(one, asked) for one in item.requests),
        "adoption": _adopted(item.adoption, ctx),
        "votes": tuple(_votes(item.adoption)) if item.adoption else (),
        "adoption_refs": asked.book.refs(item.adoption.citations) if item.adoption else (),
        "signatures": signed,
        "reply": _window(item.reply, ctx),
        "replies": tuple(_replies(item.reply, named, ctx, bodies)) if item.reply else (),
    }


def _adopted(adoption: Adoption | None, ctx: Context) -> str:
    if adoption is None:
        return ""
    when = day(adoption.when, ctx.lang)
    parts = [adoption.body, when.words if when else "", adoption.printed or ""]
    return ", ".join(part for part in parts if part)


def _votes(adoption: Adoption) -> Iterator[tuple[str, str]]:
    """Only the numbers that are said: one that is not is unknown, never zero."""
    labels = (
        (_("pour"), adoption.votes_for),
        (_("contre"), adoption.votes_against),
        (_("abstentions"), adoption.abstentions),
    )
    for label, count in labels:
        yield label, words.number(count) if count is not None else ""
    if adoption.votes is not None:
        yield _("votes en tout"), words.number(adoption.votes)


def _window(reply: RightOfReply | None, ctx: Context) -> str:
    if reply is None:
        return ""
    opened, closes = day(reply.opened, ctx.lang), day(reply.closes, ctx.lang)
    shown_ = {
        "opened": opened.words if opened else words.NOT_READ,
        "closes": closes.words if closes else words.NOT_READ,
    }
    return _("Droit de réponse ouvert : %(opened)s ; clos : %(closes)s.") % shown_


def _replies(reply: RightOfReply, named: Mapping[str, Link], ctx: Context, bodies: Bodies) -> Iterator[ReplyRow]:
    """Each body invited, and each other that answered all the same."""
    every: dict[str, OrgRef] = {}
    for body in (*reply.invited, *(one.body for one in reply.responses)):
        every.setdefault(body.uid or body.name, body)
    for key, body in every.items():
        said = tuple(
            (phrase(one.text, ctx.lang), day(one.said, ctx.lang), named.get(one.subject or ""))
            for one in reply.responses
            if (one.body.uid or one.body.name) == key
        )
        yield ReplyRow(bodies.link(body), said)


def _counts(mine: Judged, item: Evaluation, ctx: Context) -> dict[str, Any]:
    """Its counts over the measures of the plan, what is not assessed in the denominator."""
    found = compare([m.uid for m in mine.identified], (item,), mine.assessments, mine.scales.values())
    of = max(mine.total or 0, len(mine.identified))
    column = found.columns[0]
    if verdicts.kept_back(item) or not of:
        return {"counts": "", "bar": ()}
    return {
        "counts": covering.counts_words(column, of, len(found.beside.get(item.uid, ())), ctx.lang),
        "bar": covering.bar(column, of),
    }
