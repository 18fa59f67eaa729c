"""What a session is told: measure by measure what is dated since the last one, dates that passed, open decisions, questions.

Nothing here is invented to fill a page: what nobody read stays unknown, and after the date until which somebody looked
nothing is late.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from jalon.facts import comparing
from jalon.facts.committee import Decision, DecisionState, FollowUp
from jalon.facts.common import StatementKind, Text, When
from jalon.facts.comparing import Comparison
from jalon.facts.parliament import Act
from jalon.facts.plan import Measure
from jalon.facts.promising import PromiseState, state_of
from jalon.facts.state import ReplyState, State
from jalon.methods import dates
from jalon.methods.dates import Answer, Edtf, Standing
from jalon.portal.pages import promises
from jalon.portal.pages.groups import measure_order
from jalon.portal.pieces import read_date
from jalon.reports.briefing.sessions import Papers, Place, day_of
from jalon.reports.builders.plan_sections import Subject, subject
from jalon.reports.context import PaperContext

QUESTION = "question"
SILENT = (ReplyState.SILENT, ReplyState.OPENED)
OPENED_BY = (StatementKind.PROMISED, StatementKind.DEADLINE)


@dataclass(frozen=True, slots=True)
class News:
    """Something dated since the last session: a statement, an output, an act or a step reached. `sure`: certainly after
    it, not only perhaps, as its date is not precise."""

    fact: object
    uid: str
    on: When
    sure: bool


@dataclass(frozen=True, slots=True)
class Due:
    """Something that somebody is expected to have done: a promise, a deadline or a step, with where it stands in words."""

    subject: str
    uids: tuple[str, ...]
    text: Text | None
    topic: str
    due: When | None
    standing: Standing
    words: str
    of: object


@dataclass(frozen=True, slots=True)
class Told:
    """One measure. `undated` counts what is said of it without a date: it may be new or old."""

    measure: Measure
    of: Subject
    news: tuple[News, ...]
    undated: int
    dues: tuple[Due, ...]
    questions: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A decision with the last that was said of it; `standing` and `words` say where its date stands."""

    decision: Decision
    last: FollowUp | None
    standing: Standing
    words: str

    @property
    def open(self) -> bool:
        """Nobody said that it was done, or dropped."""
        return self.last is None or self.last.state not in (DecisionState.DONE, DecisionState.DROPPED)


@dataclass(frozen=True, slots=True)
class Book:
    """All of it. `subjects` are the plans that it speaks of; `whole`: no point of the agenda names a measure."""

    place: Place
    subjects: tuple[Subject, ...]
    whole: bool
    told: tuple[Told, ...]
    of_plans: tuple[Due, ...]
    decisions: tuple[Followed, ...]
    questions: tuple[Act, ...]
    silent: tuple[tuple[State, str, tuple[str, ...]], ...]
    """(state, subject, names of the bodies that were asked and sent nothing back)."""
    compared: tuple[tuple[Subject, Comparison], ...]
    disputed: tuple[PromiseState, ...]
    """Promises of which two people who looked do not say the same."""
    papers: Papers | None = None

    @property
    def dues(self) -> tuple[Due, ...]:
        """Of the plans, then of their measures."""
        return (*self.of_plans, *(due for one in self.told for due in one.dues))


def gathered(ctx: PaperContext, place: Place, papers: Papers | None = None) -> Book:
    """Read all that the book says. A number of queries that grows with the plans spoken of, not with their measures."""
    agenda = list(dict.fromkeys(uid for item in place.session.agenda for uid in item.measures))
    subjects = _subjects(ctx, place, agenda)
    measures = _measures(subjects, agenda)
    acts = _acts(ctx, subjects, [m.uid for _of, m in measures], whole=not agenda)
    outputs = ctx.reader.outputs_of(m.uid for _of, m in measures)
    since = day_of(place.previous)
    told = tuple(_told(of, measure, acts, outputs, since) for of, measure in measures)
    decisions = papers.decisions if papers else ctx.reader.decisions()
    return Book(
        place=place,
        subjects=subjects,
        whole=not agenda,
        told=told,
        of_plans=tuple(due for of in subjects for due in _dues(of, of.it.held_of_whole, ())),
        decisions=tuple(_followed(one, place, ctx) for one in decisions if one.session in _sessions(place)),
        questions=tuple(act for act in acts if unanswered(act)),
        silent=tuple(_silent(ctx, subjects, {m.uid for _of, m in measures}, whole=not agenda)),
        compared=tuple(_compared(of, [m for one, m in measures if one is of]) for of in subjects),
        disputed=_disputed(ctx, subjects, {m.uid for _of, m in measures}, whole=not agenda),
        papers=papers,
    )


def unanswered(act: Act) -> bool:
    """A question of which no answer was read, and that is not known to be closed."""
    return act.kind == QUESTION and act.answered is None and not act.said and act.closed is None


def is_after(on: Edtf, since: Edtf | None) -> Answer:
    """Whether a date comes after the last session; all of them do when none was held."""
    return Answer.YES if since is None else dates.before(since, on)


def _sessions(place: Place) -> set[str]:
    return {place.session.uid, *(one.uid for one in place.earlier)}


def _subjects(ctx: PaperContext, place: Place, agenda: Sequence[str]) -> tuple[Subject, ...]:
    """The plans of the agenda's measures; without any, the plan that the committee follows."""
    plans = {measure.plan for measure in ctx.reader.measures_by_uid(agenda).values()}
    if not plans and place.committee.plan:
        plans = {place.committee.plan}
    return tuple(subject(ctx, plan.slug) for plan in ctx.reader.plans() if plan.uid in plans)


def _measures(subjects: Sequence[Subject], agenda: Sequence[str]) -> list[tuple[Subject, Measure]]:
    """In the order of the agenda; without any, of the plan."""
    known = {m.uid: (of, m) for of in subjects for m in sorted(of.it.measures, key=measure_order)}
    return [known[uid] for uid in agenda if uid in known] if agenda else list(known.values())


def _acts(ctx: PaperContext, subjects: Sequence[Subject], measures: Sequence[str], *, whole: bool) -> tuple[Act, ...]:
    """The acts about these measures; those about the plan too when all of it is spoken of."""
    wanted, plans = set(measures), {of.it.plan.uid for of in subjects}
    return tuple(act for act in ctx.reader.acts() if wanted.intersection(act.measures) or (whole and act.plan in plans))


def _told(of: Subject, measure: Measure, acts: Iterable[Act], outputs: Iterable[object], since: Edtf | None) -> Told:
    mine = tuple(act for act in acts if measure.uid in act.measures)
    said = of.it.said.get(measure.uid, ())
    facts: list[tuple[object, str, When | None]] = [(s, s.uid, s.said) for s in said]
    facts += [(o, o.uid, o.when) for o in outputs if measure.uid in o.subjects]  # type: ignore[attr-defined]  # outputs
    facts += [(act, act.uid, act.answered or act.when) for act in mine]
    facts += [(step, step.uid, step.done) for step in measure.steps if step.done]
    return Told(
        measure=measure,
        of=of,
        news=tuple(sorted(_news(facts, since), key=lambda one: (_first(one.on), one.uid))),
        undated=sum(read_date(on.edtf if on else None) is None for _fact, _uid, on in facts),
        dues=tuple(_dues(of, of.it.held.get(measure.uid, ()), (measure,))),
        questions=tuple(act for act in mine if unanswered(act)),
    )


def _news(facts: Iterable[tuple[object, str, When | None]], since: Edtf | None) -> Iterator[News]:
    for fact, uid, on in facts:
        when = read_date(on.edtf) if on else None
        if on is not None and when is not None and (answer := is_after(when, since)) is not Answer.NO:
            yield News(fact, uid, on, answer is Answer.YES)


def _first(on: When) -> date:
    when = read_date(on.edtf)
    return (when.earliest or when.latest or date.max) if when else date.max


def _dues(of: Subject, held: Iterable[object], measures: Iterable[Measure]) -> Iterator[Due]:
    """Promises, deadlines and steps that are not known to be done, the earliest first."""
    known, today, lang = of.it.plan.known_until, of.ctx.today, of.ctx.lang
    found = []
    for one in promises.promises_of(held):  # type: ignore[arg-type]  # statements of a material
        standing, words = promises.standing(one, known, today, lang)
        last = next((s.due for s in reversed(one.dues) if s.due), None)
        first = next(iter(one.of(*OPENED_BY)))
        found.append(
            Due(first.subject, tuple(s.uid for s in one.said), first.text, one.topic, last, standing, words, one)
        )
    limit = read_date(known) or dates.from_date(today)
    for measure in measures:
        for step in measure.steps:
            seen = read_date(step.done.edtf) if step.done else None
            status = dates.status_on(_read(step.due), dates.Outcome(True, seen) if seen else None, limit, today)
            if step.done is None or seen:
                words = promises.sentence_of(status, lang)
                found.append(Due(measure.uid, (step.uid,), step.title, "", step.due, status.standing, words, step))
    yield from sorted((one for one in found if one.standing is not Standing.KEPT), key=_by_due)


def _by_due(one: Due) -> tuple[date, tuple[str, ...]]:
    return (_first(one.due) if one.due else date.max, one.uids)


def _read(when: When | None) -> Edtf | None:
    return read_date(when.edtf) if when else None


def _followed(decision: Decision, place: Place, ctx: PaperContext) -> Followed:
    """Where a decision stands: a follow-up counts on the day of the session at which it was said."""
    order = {one.uid: rank for rank, one in enumerate((*place.earlier, place.session))}
    days = {one.uid: day_of(one) for one in (*place.earlier, place.session)}
    said = sorted((one for one in decision.follow_ups if one.session in order), key=lambda one: order[one.session])
    last = said[-1] if said else None
    on = days[last.session] if last else None
    outcome = None
    if last and on and last.state is not DecisionState.UNKNOWN:
        outcome = dates.Outcome(last.state is DecisionState.DONE, on)
    limit = read_date(place.committee.known_until) or dates.from_date(ctx.today)
    status = dates.status_on(_read(decision.due), outcome, limit, ctx.today)
    return Followed(decision, last, status.standing, promises.sentence_of(status, ctx.lang))


def _silent(
    ctx: PaperContext, subjects: Iterable[Subject], measures: set[str], *, whole: bool
) -> Iterator[tuple[State, str, tuple[str, ...]]]:
    """Who was asked for the last frozen state of each plan and sent nothing back."""
    for of in subjects:
        for state in ctx.reader.states_of(of.it.plan.uid)[-1:]:
            for line in state.lines:
                names = tuple(reply.body.name for reply in line.replies if reply.state in SILENT)
                if names and (whole or line.subject in measures):
                    yield state, line.subject, names


def _disputed(
    ctx: PaperContext, subjects: Iterable[Subject], measures: set[str], *, whole: bool
) -> tuple[PromiseState, ...]:
    known = {m.uid: of.it.plan.known_until for of in subjects for m in of.it.measures if m.uid in measures}
    for of in subjects if whole else ():
        known |= {uid: of.it.plan.known_until for uid in (of.it.plan.uid, *(s.uid for s in of.it.sections))}
    views = ctx.reader.promise_views() if known else ()
    states = (
        state_of(one, views, known[one.subject], ctx.today) for one in ctx.reader.promises() if one.subject in known
    )
    return tuple(state for state in states if state.disputed)


def _compared(of: Subject, measures: Sequence[Measure]) -> tuple[Subject, Comparison]:
    """The evaluations of a plan over those of these measures that are identified by their number."""
    read, numbered = of.ctx.reader, {m.uid for m in of.it.identified}
    evaluations = read.evaluations_of_plan(of.it.plan.uid)
    found = comparing.compare(
        [m.uid for m in measures if m.uid in numbered], evaluations, read.assessments_of_plan(of.it.plan.uid),
        read.scales(), read.crosswalks(),
    )  # fmt: skip
    return of, found
