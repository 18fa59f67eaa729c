"""Everything that has a date: events of plans, due dates, statements, acts; before a page makes words of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jalon.facts.common import Statement, StatementKind, Text, When
from jalon.facts.parliament import Act
from jalon.facts.plan import PlanEvent
from jalon.portal.asof import happened, held
from jalon.portal.context import Context
from jalon.portal.pages import promises
from jalon.portal.pieces import day

DUE, EVENT, ACT = "echeance", "evenement", "parlement"
KIND_OF: dict[StatementKind, str] = {
    StatementKind.PROMISED: "promesse",
    StatementKind.OUTCOME: "constat",
    StatementKind.PROGRESS: "constat",
    StatementKind.PHASE: "constat",
    StatementKind.JUDGED: "jugement",
    StatementKind.ASKED: "demande",
}


@dataclass(frozen=True, slots=True)
class Dated:
    """A dated fact. `subject` is the uid of the plan or measure; `standing` is set for due dates."""

    sort: date
    when: When
    kind: str
    fact: Statement | PlanEvent | Act
    subject: str
    text: Text | None
    standing: str = ""


def kinds() -> dict[str, str]:
    """The kinds of dates as the filter names them."""
    return {
        DUE: _("échéances"),
        EVENT: _("événements"),
        "promesse": _("promesses"),
        "constat": _("constats"),
        "jugement": _("jugements"),
        "demande": _("demandes"),
        ACT: _("actes du Parlement"),
    }


def statements(ctx: Context, plan: str | None) -> tuple[Statement, ...]:
    """The statements of one plan, or of the whole Release."""
    if plan is None:
        found = ctx.reader.statements_all()
    else:
        found = tuple(s for group in ctx.reader.statements_of_plan(plan).values() for s in group)
    return held(found, ctx.asof.state)


def dated(ctx: Context, plan: str | None, said: Sequence[Statement]) -> list[Dated]:
    """All dated facts of one plan, or of all, oldest first. What bears no date that can be read is left out."""
    plans = [p for p in ctx.reader.plans() if plan in (None, p.uid)]
    acts = [act for act in ctx.reader.acts() if plan in (None, act.plan)]
    limits = {p.uid: p.known_until for p in plans}
    found = [
        *_events(((p.uid, event) for p in plans for event in p.events), ctx),
        *_said(said, ctx),
        *_dues(said, limits, ctx),
        *_acts(acts, ctx),
    ]
    return sorted(found, key=lambda d: (d.sort, d.kind, d.fact.uid))


def _make(
    when: When | None,
    kind: str,
    fact: Statement | PlanEvent | Act,
    subject: str,
    text: Text | None,
    ctx: Context,
    standing: str = "",
) -> Iterable[Dated]:
    found = day(when, ctx.lang)
    if when and found and found.sort > date.min:
        yield Dated(found.sort, when, kind, fact, subject, text, standing)


def _events(events: Iterable[tuple[str, PlanEvent]], ctx: Context) -> Iterable[Dated]:
    for plan, event in events:
        if happened(event.when, ctx.asof.state):
            yield from _make(event.when, EVENT, event, plan, event.text, ctx)


def _said(said: Sequence[Statement], ctx: Context) -> Iterable[Dated]:
    for s in said:
        if s.kind in KIND_OF:
            yield from _make(s.said, KIND_OF[s.kind], s, s.subject, s.text or s.note, ctx)


def _dues(said: Sequence[Statement], limits: dict[str, str], ctx: Context) -> Iterable[Dated]:
    """Due dates, with what can honestly be said of each: a date that a later one replaced is over, not late."""
    known = max(limits.values(), default=ctx.today.isoformat())
    for promise in promises.promises_of(said):
        last = promise.dues[-1] if promise.dues else None
        for s in promise.dues:
            words = (
                promises.standing(promise, known, ctx.today, ctx.lang)[1]
                if s is last
                else _("remplacée par une autre date")
            )
            yield from _make(s.due, DUE, s, s.subject, s.text, ctx, words)


def _acts(acts: Sequence[Act], ctx: Context) -> Iterable[Dated]:
    for act in acts:
        if happened(act.when, ctx.asof.state):
            yield from _make(act.when, ACT, act, act.plan or "", act.topic, ctx)
