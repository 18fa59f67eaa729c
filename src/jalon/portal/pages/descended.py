"""Where a measure comes from and what became of it: generation by generation, with what evaluators said of each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jalon.facts.common import Confidence, Known, Statement, StatementKind
from jalon.facts.common import Link as LinkKind
from jalon.facts.descent import CARRIED, Step, ancestry, progeny
from jalon.facts.lineage import LineageKind
from jalon.facts.plan import Measure, Plan
from jalon.portal import committed_words as terms
from jalon.portal import marks, words
from jalon.portal.asof import current, held
from jalon.portal.context import Bodies, Context
from jalon.portal.pages.carried import MeasureRow, known, measure_row, name
from jalon.portal.pages.claims import Claim, claim, oldest_first
from jalon.portal.pieces import Day, Link, Notebook, Phrase, Ref, day, phrase


@dataclass(frozen=True, slots=True)
class Generation:
    """One plan on the way. `gap`: no measure stands there (new, or dropped). `relation` says how it is tied, `sayer`
    according to whom; both empty for the measure itself (`here`)."""

    label: str
    measures: tuple[MeasureRow, ...] = ()
    here: bool = False
    gap: str = ""
    proposed: bool = False
    inferred: bool = False
    relation: str = ""
    sayer: str = ""
    day: Day | None = None
    why: Phrase | None = None
    page: Link | None = None
    judged: tuple[Claim, ...] = ()
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Descent:
    """The way of a measure from plan to plan. `first` and `never` are said only of decided lineages."""

    generations: tuple[Generation, ...] = ()
    first: str = ""
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """What is read for it: the steps, the measures on them, what was judged of these."""

    measure: Measure
    up: tuple[Step, ...]
    down: tuple[Step, ...]
    measures: dict[str, Measure]
    judged: Mapping[str, Sequence[Statement]]

    @property
    def chain(self) -> list[Measure]:
        """The measures that it was decided to come from, and itself."""
        carried = [step for step in self.up if _decided(step) and step.lineage.kind in CARRIED]
        before = (self.measures.get(uid) for step in carried for uid in step.ends)
        return [self.measure, *filter(None, before)]


def _decided(step: Step) -> bool:
    return step.lineage.link is LinkKind.STATED


def gather(ctx: Context, measure: Measure, own: Iterable[Statement]) -> Way:
    """One query when no lineage names the measure, three when one does. `own`: what holds of the measure itself."""
    lineages = known(ctx)
    up, down = ancestry(measure.uid, lineages), progeny(measure.uid, lineages)
    uids = {uid for step in (*up, *down) for uid in step.ends} - {measure.uid}
    said = ctx.reader.statements(sorted(uids)) if uids else {}
    judged = {uid: _judgements(current(held(group, ctx.asof.state))) for uid, group in said.items()}
    return Way(
        measure=measure,
        up=up,
        down=down,
        measures=ctx.reader.measures_by_uid(uids) if uids else {},
        judged={**judged, measure.uid: _judgements(own)},
    )


def _judgements(said: Iterable[Statement]) -> Sequence[Statement]:
    return oldest_first(one for one in said if one.kind is StatementKind.JUDGED)


def build(it: Way, ctx: Context, book: Notebook, bodies: Bodies) -> Descent:
    """The model: the oldest plan first, then the measure itself, then what became of it."""
    if not it.up and not it.down:
        return Descent()
    plan = _plans(ctx).get(it.measure.plan)
    own = measure_row(it.measure.uid, {it.measure.uid: it.measure}, plan, ctx)
    here = Generation(_label(plan, ctx), (own,), here=True)
    told = {it.measure.uid}  # what was judged of a measure stands once, though two lineages lead to it
    before = tuple(_generation(step, it, told, ctx, book, bodies, earlier=True) for step in reversed(it.up))
    after = tuple(_generation(step, it, told, ctx, book, bodies, earlier=False) for step in it.down)
    return Descent((*before, here, *after), _first(it, ctx), tuple(_never(it, ctx)))


def _plans(ctx: Context) -> dict[str, Plan]:
    return {plan.uid: plan for plan in ctx.reader.plans()}


def _label(plan: Plan | None, ctx: Context) -> str:
    if plan is None:
        return _("plan non lu")
    period = day(plan.period, ctx.lang)
    said = capfirst(name(plan, ctx))
    return f"{said}, {period.words}" if period else said


def _generation(
    step: Step, it: Way, told: set[str], ctx: Context, book: Notebook, bodies: Bodies, *, earlier: bool
) -> Generation:
    one = step.lineage
    before, after = _plans(ctx).get(one.earlier_plan), _plans(ctx).get(one.later_plan)
    plan = before if earlier else after
    judged = oldest_first(s for uid in step.ends if uid not in told for s in it.judged.get(uid, ()))
    told.update(step.ends)
    gaps = {LineageKind.NEW: _("rien de tel avant"), LineageKind.DROPPED: _("abandonnée : rien ne la reprend")}
    return Generation(
        label=_label(plan, ctx),
        measures=tuple(measure_row(uid, it.measures, plan, ctx) for uid in step.ends),
        gap="" if step.ends else gaps.get(one.kind, ""),
        proposed=not _decided(step),
        inferred=one.confidence is Confidence.INFERRED,
        relation=_relation(step, before, after, ctx),
        sayer=terms.sayer(one.said_by),
        day=day(one.said, ctx.lang),
        why=phrase(one.text, ctx.lang),
        page=_page(before, after, one.uid, ctx),
        judged=tuple(claim(s, ctx, book, bodies) for s in judged),
        refs=book.refs(one.citations),
    )


def _relation(step: Step, before: Plan | None, after: Plan | None, ctx: Context) -> str:
    """« Reprise en d’autres mots, du plan 1 au plan 2 »."""
    kind = capfirst(str(terms.LINEAGE[step.lineage.kind]))
    if before is None or after is None:
        return kind
    said = {"kind": kind, "earlier": name(before, ctx), "later": name(after, ctx)}
    return _("%(kind)s, du %(earlier)s au %(later)s") % said


def _page(before: Plan | None, after: Plan | None, uid: str, ctx: Context) -> Link | None:
    if before is None or after is None:
        return None
    return Link(ctx.links.to("lineage", after.slug, before.slug) + f"#d-{uid}", _("les deux textes côte à côte"))


def _first(it: Way, ctx: Context) -> str:
    """« Inscrite pour la première fois dans le plan 1 (2014-2016), mesure 3 »: by what persons decided alone."""
    plans = _plans(ctx)
    chain = [one for one in it.chain if one.plan in plans]
    if len(chain) < 2:
        return ""
    plan = min((plans[one.plan] for one in chain), key=lambda one: (one.rank, one.uid))
    if plan.uid == it.measure.plan:
        return ""
    numbers = [_("mesure %(n)s") % {"n": one.number} for one in chain if one.plan == plan.uid and one.number]
    said = {
        "plan": _label(plan, ctx),
        "measures": words.and_list(tuple(numbers)) or _("élément attesté, numéro non lu"),
    }
    return _("Inscrite pour la première fois : %(plan)s, %(measures)s.") % said


def _never(it: Way, ctx: Context) -> Iterable[str]:
    """For each evaluator whose every verdict on these measures was read, on its own scale, and none of them the best
    level: that it never said so. An opinion in words, or a link that only the register proposes, says nothing here."""
    if len(it.chain) < 2:
        return
    by: dict[str, list[Statement]] = defaultdict(list)
    for statement in (s for one in it.chain for s in it.judged.get(one.uid, ())):
        if statement.said_by:
            by[statement.said_by.name].append(statement)
    for who, said in by.items():
        levels = [marks.level_of(s) if _counts(s) else None for s in said]
        best = {scale.levels[0] for s in said if (scale := marks.scale_of(s))}
        if None in levels or 0 in levels or not best:
            continue
        days = [found.words for s in oldest_first(said) if (found := day(s.said, ctx.lang))]
        shown = {
            "who": who, "level": _(" ou ").join(sorted(best)), "n": words.number(len(said)),
            "last": days[-1] if days else str(words.NOT_READ),
        }  # fmt: skip
        yield _("Jamais dite « %(level)s » par %(who)s : verdicts lus, %(n)s ; le dernier, %(last)s.") % shown


def _counts(statement: Statement) -> bool:
    return statement.link is LinkKind.STATED and statement.known is Known.GIVEN and not statement.counts
