"""One recommendation or obligation: its words, what answers it according to whom, who looked, and where it was said before."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from jalon.facts.common import Confidence, Statement, StatementKind
from jalon.facts.common import Link as LinkKind
from jalon.facts.coverage import Line
from jalon.facts.recommendation import Recommendation, RecommendationAnswer
from jalon.portal import committed_words as terms
from jalon.portal import words
from jalon.portal.asof import current, held
from jalon.portal.context import Bodies, Context
from jalon.portal.errors import NotFound
from jalon.portal.invented import plan_label
from jalon.portal.pages.asked import Asked, AskedRow, asked, place, row, words_of
from jalon.portal.pages.claims import Claim, claim, oldest_first
from jalon.portal.pages.fact_list import Fact
from jalon.portal.pages.head import Head
from jalon.portal.pages.subjects import Subjects
from jalon.portal.pieces import Day, Link, Notebook, Notes, Phrase, Ref, day, phrase

Judged = Mapping[str, tuple[Statement, ...]]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A measure said to answer it, how, according to whom; and what evaluators said of that measure."""

    uid: str
    measure: Link
    relation: str
    proposed: bool
    sayer: str
    day: Day | None
    why: Phrase | None
    inferred: bool
    judged: tuple[Claim, ...]
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """Somebody looked at these plans, and found that no measure answers."""

    uid: str
    plans: str
    sayer: str
    day: Day | None
    why: Phrase | None
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class RecommendationPage:
    """The page of one recommendation. `covers`: (plan, what is recorded of it)."""

    head: Head
    uid: str
    title: Phrase
    body: Link | None
    day: Day | None
    texts: tuple[Phrase, ...]
    facts: tuple[Fact, ...]
    note: Phrase | None
    inferred: bool
    disputed: bool
    fictional: bool
    positions: tuple[tuple[str, Day | None, Phrase | None, tuple[Ref, ...]], ...]
    cover: str
    covers: tuple[tuple[Link, str], ...]
    answers: tuple[AnswerRow, ...]
    reviews: tuple[ReviewRow, ...]
    same: tuple[AskedRow, ...]
    permanent: str
    top_notes: Notes
    answer_notes: Notes
    same_notes: Notes


def build(ctx: Context, uid: str) -> RecommendationPage:
    """One recommendation: nine queries at most. Raises NotFound."""
    known = asked(ctx, uid)
    line = known.line(uid)
    if line is None:
        raise NotFound(uid)
    one = line.recommendation
    said = _judgements(line, ctx)
    same = [other for other in known.coverage.lines if other.first == line.first and other is not line]
    book = ctx.notebook(one, line.answers, line.reviews, said, [other.recommendation for other in same])
    bodies = ctx.bodies()
    title = words_of(one, ctx) or Phrase(", ".join(part for part in (place(one), str(words.NOT_READ)) if part))
    top = _facts(line, ctx)
    refs = book.refs(one.citations)
    positions = tuple(
        (str(terms.POSITION[p.position]), day(p.said, ctx.lang), phrase(p.text, ctx.lang), book.refs(p.citations))
        for p in one.positions
    )
    top_notes = book.turn()
    first = {a.measure: a.uid for a in reversed(line.answers)}  # opinions on a measure are shown once
    answers = tuple(
        _answer(a, known, said if first[a.measure] == a.uid else {}, ctx, book, bodies)
        for a in line.answers
        if a.measure in known.measures
    )
    reviews = _reviews(line, known, ctx, book)
    answer_notes = book.turn()
    rows = tuple(row(other, str(terms.COVER[other.cover]), ctx, book) for other in same)
    return RecommendationPage(
        head=_head(one, title, ctx),
        uid=uid,
        title=Phrase(title.value, title.lang, title.summary, title.translated, title.verbatim, refs=refs),
        body=bodies.link(one.body),
        day=day(one.when, ctx.lang),
        texts=tuple(p for text in one.texts if (p := phrase(text, ctx.lang)) and p.value != title.value),
        facts=top,
        note=phrase(one.note, ctx.lang),
        inferred=one.confidence is Confidence.INFERRED,
        disputed=line.disputed,
        fictional=uid in ctx.reader.invented,
        positions=positions,
        cover=str(terms.COVER[line.cover]),
        covers=tuple((_plan(plan.uid, known, ctx), str(terms.COVER[line.plans[plan.uid]])) for plan in known.plans),
        answers=answers,
        reviews=reviews,
        same=rows,
        permanent=settings.JALON.base_url + ctx.links.to("permanent", uid).partition("?")[0],
        top_notes=top_notes,
        answer_notes=answer_notes,
        same_notes=book.turn(),
    )


def _head(one: Recommendation, title: Phrase, ctx: Context) -> Head:
    short = title.value if len(title.value) < 90 else title.value[:88].rsplit(" ", 1)[0] + "…"
    crumbs = (Link(ctx.links.to("recommendations"), _("Recommandations")), Link("", short, title.lang))
    return Head(
        title=f"{one.body.name}{words.colon()}{short}",
        section="recommendations",
        crumbs=crumbs,
        description=title.value,
    )


def _facts(line: Line, ctx: Context) -> tuple[Fact, ...]:
    """What it is and where it stands; the urgency and the deadline always: « non dit » when they are not said."""
    one, unsaid = line.recommendation, _("non dit")
    deadline = day(one.deadline, ctx.lang)
    age = terms.age(line.age)
    always = (
        (_("Sorte"), str(terms.KIND[one.kind])),
        (_("Où elle se lit"), place(one)),
        (_("Âge au jour de la page"), age),
        (_("Degré d’urgence, dans les mots de l’organisme"), one.urgency or ""),
        (_("Échéance"), deadline.words if deadline else ""),
        (_("Thèmes"), " ; ".join(one.themes)),
    )
    sometimes = (
        (_("Instrument"), one.instrument or ""),
        (_("Personnes concernées"), " ; ".join(one.affected)),
        (_("Objectifs de développement durable"), " ; ".join(one.sdgs)),
        (_("États qui la font"), " ; ".join(one.states)),
        (_("Référence d’origine"), one.reference or ""),
    )
    found = [Fact(label, (Phrase(value),) if value else (), unsaid) for label, value in always]
    return (*found, *(Fact(label, (Phrase(value),)) for label, value in sometimes if value))


def _judgements(line: Line, ctx: Context) -> Judged:
    """What evaluators said of the measures that are tied to it, by measure, oldest first."""
    found = ctx.reader.statements({answer.measure for answer in line.answers})
    return {
        uid: tuple(s for s in oldest_first(current(held(group, ctx.asof.state))) if s.kind is StatementKind.JUDGED)
        for uid, group in found.items()
    }


def _answer(
    answer: RecommendationAnswer, known: Asked, said: Judged, ctx: Context, book: Notebook, bodies: Bodies
) -> AnswerRow:
    return AnswerRow(
        uid=answer.uid,
        measure=Subjects(ctx, {plan.uid: plan for plan in known.plans}, known.measures).link(answer.measure)
        or Link("", answer.measure),
        relation=str(terms.RELATION[answer.relation]) if answer.relation else _("sans dire comment"),
        proposed=answer.link is LinkKind.PROPOSED,
        sayer=terms.sayer(answer.said_by),
        day=day(answer.said, ctx.lang),
        why=phrase(answer.text, ctx.lang),
        inferred=answer.confidence is Confidence.INFERRED,
        judged=tuple(claim(s, ctx, book, bodies) for s in said.get(answer.measure, ())),
        refs=book.refs(answer.citations),
    )


def _reviews(line: Line, known: Asked, ctx: Context, book: Notebook) -> tuple[ReviewRow, ...]:
    return tuple(
        ReviewRow(
            uid=one.uid,
            plans=", ".join(_plan(uid, known, ctx).words for uid in one.plans) or _("tous les plans"),
            sayer=terms.sayer(one.said_by),
            day=day(one.said, ctx.lang),
            why=phrase(one.text, ctx.lang),
            refs=book.refs(one.citations),
        )
        for one in line.reviews
    )


def _plan(uid: str, known: Asked, ctx: Context) -> Link:
    plan = next((plan for plan in known.plans if plan.uid == uid), None)
    return Link(ctx.links.plan(plan), plan_label(ctx, plan)) if plan else Link("", uid)
