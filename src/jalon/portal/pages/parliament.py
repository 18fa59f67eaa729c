"""Parliament: questions, amendments, reports and letters, with what was asked, answered and decided."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.facts.common import Confidence
from jalon.facts.parliament import Act
from jalon.facts.plan import Measure, Plan
from jalon.methods import dates
from jalon.portal import words
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, Notebook, Notes, Phrase, Ref, day, phrase, read_date


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One thing that an answer says and that can be checked later; measures that it is about."""

    uid: str
    text: Phrase | None
    measures: tuple[Link, ...]
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act, whole."""

    uid: str
    day: Day | None
    answered: Day | None
    delay: str
    kind: Phrase
    chamber: str
    number: str
    author: str
    to: str
    renewed: tuple[Day, ...]
    closed: str
    topic: Phrase | None
    asked: tuple[Phrase, ...]
    answers: tuple[Phrase, ...]
    statements: tuple[StatementRow, ...]
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
    measures = ctx.reader.measures_by_uid(uid for act in acts for uid in _concerned(act))
    book = ctx.notebook(acts)
    rows = tuple(_row(act, plans, measures, ctx, book) for act in sorted(acts, key=_sort, reverse=True))
    downloads = tuple(Link(ctx.links.table("actes", form), form.upper()) for form in ("csv", "json", "xlsx"))
    head = Head(title=_("Parlement"), section="parliament", crumbs=(Link("", _("Parlement")),), downloads=downloads)
    return ParliamentPage(head, rows, book.turn())


def _concerned(act: Act) -> tuple[str, ...]:
    """The measures of an act, and those of each thing that its answer says."""
    return (*act.measures, *(uid for one in act.statements for uid in one.measures))


def delay_words(act: Act, lang: str) -> str:
    """How long the answer took, as an interval; empty where one of the two dates is not known, or they contradict."""
    asked, answered = (read_date(when.edtf) if when else None for when in (act.when, act.answered))
    if asked is None or answered is None:
        return ""
    span = dates.slippage(asked, answered)
    low, high = span.min_days, span.max_days
    if low is None or high is None or high < 0:
        return ""
    low = max(low, 0)
    if low == high:
        return ngettext("%(n)s jour", "%(n)s jours", low) % {"n": words.number(low)}
    return _("%(low)s à %(high)s jours") % {"low": words.number(low), "high": words.number(high)}


def _sort(act: Act) -> str:
    return (act.when.edtf or "") if act.when else ""


def _row(act: Act, plans: dict[str, Plan], measures: dict[str, Measure], ctx: Context, book: Notebook) -> ActRow:
    plan = plans.get(act.plan or "")
    return ActRow(
        uid=act.uid,
        day=day(act.when, ctx.lang),
        answered=day(act.answered, ctx.lang),
        delay=delay_words(act, ctx.lang),
        kind=kind_words(act, ctx.lang),
        chamber=words.label(words.CHAMBER, act.chamber),
        number=act.number or "",
        author=act.author or (act.body.name if act.body else ""),
        to=", ".join(one.name for one in act.to),
        renewed=tuple(found for one in act.renewed if (found := day(one, ctx.lang))),
        closed=act.closed or "",
        topic=phrase(act.topic, ctx.lang),
        asked=tuple(p for text in act.asked if (p := phrase(text, ctx.lang))),
        answers=tuple(p for text in act.answers if (p := phrase(text, ctx.lang))),
        statements=tuple(
            StatementRow(
                one.uid,
                phrase(one.text, ctx.lang),
                tuple(_measure(measures[uid], plans, ctx) for uid in one.measures if uid in measures),
                book.refs(one.citations),
            )
            for one in act.statements
        ),
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
