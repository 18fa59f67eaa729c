"""Parliament: questions, amendments, reports and letters, with what was asked, answered and decided."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.common import Confidence
from jalon.facts.parliament import Act
from jalon.facts.plan import Measure, Plan
from jalon.portal import words
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, Notebook, Notes, Phrase, Ref, day, phrase


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act, whole."""

    uid: str
    day: Day | None
    answered: Day | None
    kind: Phrase
    chamber: str
    number: str
    author: str
    topic: Phrase | None
    asked: tuple[Phrase, ...]
    answers: tuple[Phrase, ...]
    fate: Phrase | None
    note: Phrase | None
    plan: Link | None
    measures: tuple[Link, ...]
    inferred: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ParliamentPage:
    """All acts, latest first."""

    head: Head
    acts: tuple[ActRow, ...]
    notes: Notes


def build(ctx: Context) -> ParliamentPage:
    """The page: five queries."""
    acts = [act for act in ctx.reader.acts() if happened(act.when, ctx.asof.state)]
    plans = {plan.uid: plan for plan in ctx.reader.plans()}
    measures = ctx.reader.measures_by_uid(uid for act in acts for uid in act.measures)
    book = ctx.notebook(acts)
    rows = tuple(_row(act, plans, measures, ctx, book) for act in sorted(acts, key=_sort, reverse=True))
    downloads = tuple(Link(ctx.links.table("actes", form), form.upper()) for form in ("csv", "json", "xlsx"))
    head = Head(title=_("Parlement"), section="parliament", crumbs=(Link("", _("Parlement")),), downloads=downloads)
    return ParliamentPage(head, rows, book.turn())


def _sort(act: Act) -> str:
    return (act.when.edtf or "") if act.when else ""


def _row(act: Act, plans: dict[str, Plan], measures: dict[str, Measure], ctx: Context, book: Notebook) -> ActRow:
    plan = plans.get(act.plan or "")
    return ActRow(
        uid=act.uid,
        day=day(act.when, ctx.lang),
        answered=day(act.answered, ctx.lang),
        kind=kind_words(act, ctx.lang),
        chamber=words.label(words.CHAMBER, act.chamber),
        number=act.number or "",
        author=act.author or (act.body.name if act.body else ""),
        topic=phrase(act.topic, ctx.lang),
        asked=tuple(p for text in act.asked if (p := phrase(text, ctx.lang))),
        answers=tuple(p for text in act.said if (p := phrase(text, ctx.lang))),
        fate=phrase(act.fate, ctx.lang),
        note=phrase(act.note, ctx.lang),
        plan=Link(ctx.links.plan(plan), plan.titles[0].text.value, plan.titles[0].text.lang) if plan else None,
        measures=tuple(_measure(measures[uid], plans, ctx) for uid in act.measures if uid in measures),
        inferred=act.confidence is Confidence.INFERRED,
        refs=book.refs(act.citations),
    )


def kind_words(act: Act, lang: str, *, numbered: bool = False) -> Phrase:
    """The kind of the act as its source prints it, in the language of its topic; with its number if wanted."""
    said_in = act.topic.lang if act.topic else "fr"
    number = f", n°\u00a0{act.number}" if numbered and act.number else ""
    return Phrase(act.kind_printed + number, said_in if said_in != lang else None)


def _measure(measure: Measure, plans: dict[str, Plan], ctx: Context) -> Link:
    label = _("mesure %(n)s") % {"n": measure.number} if measure.number else measure.titles[0].text.value
    plan = plans.get(measure.plan)
    return Link(ctx.links.measure(plan, measure) if plan else "", label)
