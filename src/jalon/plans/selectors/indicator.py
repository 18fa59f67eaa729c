"""Indicators as a team works on them: the values that stand, what is counted or computed, how far, what is answered."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jalon.core.models import Part, User
from jalon.facts import computing, reckoning
from jalon.facts.common import COUNTRY_SUBJECT
from jalon.facts.indicator import Answer, Indicator
from jalon.facts.output import Output
from jalon.facts.reckoning import CountedValue, Verdict
from jalon.facts.series import Series
from jalon.methods.formula import FormulaCycle, Outcome
from jalon.methods.progress import Progress
from jalon.methods.quantities import Missing, Number
from jalon.plans import following, models, reading
from jalon.plans.reading import Around
from jalon.plans.selectors.pages import PartLine, Revised
from jalon.plans.selectors.rows import around_rows, part_line, revised, sourced_uids

NONE = Around()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesLine:
    """A series of an indicator, with what can be said of it by itself. `own`: of the part of the page."""

    uid: str
    revision: int
    part: str
    own: bool
    series: Series
    verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """What a body answers, with the part that says it."""

    answer: Answer
    revision: int
    part: str
    own: bool
    sourced: bool


@dataclass(frozen=True, slots=True)
class ComputedValue:
    """What a formula gives at one time (EDTF; empty: today). `progress` None: no target, direction or value."""

    when: str
    outcome: Outcome
    progress: Progress | None
    unsettled: Mapping[str, Missing] = field(default_factory=dict)
    """Of what it lacks, by code: why no series could be chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPage:
    """An indicator with its series side by side. `cycle` names formulas that need one another, if they do."""

    part: PartLine
    indicator: Revised[Indicator]
    series: tuple[SeriesLine, ...]
    answers: tuple[AnswerLine, ...]
    counted: CountedValue | None = None
    counted_progress: Progress | None = None
    computed: tuple[ComputedValue, ...] = ()
    cycle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """An indicator in a list, with its series that the person may see."""

    uid: str
    revision: int
    indicator: Indicator
    part: str
    own: bool
    sourced: bool
    series: tuple[SeriesLine, ...]
    answers: tuple[AnswerLine, ...]


def indicator_of(uid: uuid.UUID, user: User) -> models.Indicator:
    """A live indicator of the person's teams. `Indicator.DoesNotExist` otherwise."""
    rows = models.Indicator.objects.visible_to(user).live().select_related("part__owner")
    found: models.Indicator = rows.get(uid=uid)
    return found


def indicator_page(uid: uuid.UUID, user: User, today: date) -> IndicatorPage:
    """An indicator with all that the person may see of it, in a fixed number of queries."""
    row = indicator_of(uid, user)
    around = around_rows(row.part, [row])
    fact = following.indicator_fact(row, around)
    beside = _beside(row) if row.formula else {}
    chain = computing.chain(fact, beside.values()) if fact.formula else None
    held = {fact.uid: fact} | ({one.uid: one for one in chain.used.values()} if chain else {})
    series = series_of(held, row.part, user, today)
    outputs = _outputs(held.values(), user)
    counted = reckoning.counted(fact.counted, outputs[fact.uid]) if fact.counted else None
    values, cycle = _computed(chain, series, outputs, str(row.part.owner.uid)) if chain else ((), ())
    return IndicatorPage(
        part=part_line(row.part, user),
        indicator=revised(row, fact, around),
        series=tuple(series[fact.uid]),
        answers=tuple(answers_of([uid], row.part, user)[str(uid)]),
        counted=counted,
        counted_progress=reckoning.case_of(fact, counted.number) if counted else None,
        computed=values,
        cycle=cycle,
    )


def _beside(row: models.Indicator) -> dict[str, Indicator]:
    rows = models.Indicator.objects.of_part(row.part).live().exclude(pk=row.pk)
    return {str(one.uid): following.indicator_fact(one, NONE) for one in rows}


def indicator_rows(found: Sequence[models.Indicator], part: Part, user: User, today: date) -> tuple[IndicatorRow, ...]:
    """Indicators in a list, in their order; `part` of each must be loaded. A fixed number of queries."""
    facts = {str(row.uid): following.indicator_fact(row, NONE) for row in found}
    series = series_of(facts, part, user, today)
    answers = answers_of([row.uid for row in found], part, user)
    sourced = sourced_uids(*{row.part_id for row in found})
    return tuple(
        IndicatorRow(
            uid=str(row.uid), revision=row.revision, indicator=facts[str(row.uid)], part=row.part.slug,
            own=row.part_id == part.pk, sourced=row.uid in sourced, series=tuple(series[str(row.uid)]),
            answers=tuple(answers[str(row.uid)]),
        )
        for row in found
    )  # fmt: skip


def indicators_about(subject: uuid.UUID, part: Part, user: User, today: date) -> tuple[IndicatorRow, ...]:
    """The indicators of one subject that the person may see: the part's, and drafts of their other parts."""
    rows = models.Indicator.objects.visible_to(user).live().filter(subject_uid=subject).select_related("part")
    return indicator_rows(list(rows.order_by("slug")), part, user, today)


# --- series ----------------------------------------------------------------------------------------------------------


def series_of(
    indicators: Mapping[str, Indicator], part: Part, user: User, today: date
) -> Mapping[str, list[SeriesLine]]:
    """The series of these indicators that the person may see, by indicator; two queries."""
    found_rows = models.Series.objects.visible_to(user).live().filter(of_uid__in=list(indicators))
    rows = list(found_rows.select_related("part").order_by("slug"))
    observed = _observations([row.pk for row in rows])
    found: dict[str, list[SeriesLine]] = defaultdict(list)
    for row in rows:
        fact = reading.series_fact(row, observed[row.pk])
        verdict = reckoning.verdict(indicators[str(row.of_uid)], fact.observations, today)
        found[str(row.of_uid)].append(
            SeriesLine(
                uid=fact.uid, revision=row.revision, part=row.part.slug, own=row.part_id == part.pk, series=fact,
                verdict=verdict,
            )
        )  # fmt: skip
    return found


def _observations(series: list[int]) -> Mapping[int, list[Any]]:
    """The observations of several series, with their first citation."""
    rows = models.Observation.objects.filter(series__in=series, withdrawn_at=None).order_by("series_id", "order", "id")
    found: dict[int, list[Any]] = defaultdict(list)
    for key, *values in rows.values_list("series_id", *reading.OBSERVATION, *reading.CITED):
        found[key].append(reading.observation_fact(tuple(values), []))
    return found


def answers_of(indicators: Iterable[uuid.UUID], part: Part, user: User) -> Mapping[str, list[AnswerLine]]:
    """The answers to these indicators that the person may see, by indicator."""
    found_rows = models.IndicatorAnswer.objects.visible_to(user).live().filter(indicator_uid__in=list(indicators))
    rows = list(found_rows.select_related("part").order_by("part__slug", "id"))
    sourced = sourced_uids(*{row.part_id for row in rows})
    found: dict[str, list[AnswerLine]] = defaultdict(list)
    for row in rows:
        found[str(row.indicator_uid)].append(
            AnswerLine(
                answer=following.answer_fact(row, NONE), revision=row.revision, part=row.part.slug,
                own=row.part_id == part.pk, sourced=row.uid in sourced,
            )
        )  # fmt: skip
    return found


# --- counted and computed --------------------------------------------------------------------------------------------


def _outputs(indicators: Iterable[Indicator], user: User) -> Mapping[str, list[Output]]:
    """The outputs that each counting indicator may count: those of its subject and of what is under it, each once."""
    counting = [one for one in indicators if one.counted]
    if not counting:
        return defaultdict(list)
    types = {one.counted.type.value for one in counting if one.counted}
    rows = models.Output.objects.visible_to(user).live().filter(type__in=types).order_by("uid")
    facts = [following.output_fact(row, NONE) for row in rows]
    trees = tree_of({one.subject for one in counting}, user)
    found: dict[str, list[Output]] = defaultdict(list)
    for one in counting:
        wanted = trees.get(one.subject, {one.subject})
        whole = one.subject == COUNTRY_SUBJECT
        found[one.uid] = [fact for fact in facts if whole or wanted.intersection(fact.subjects)]
    return found


def tree_of(subjects: Iterable[str], user: User) -> Mapping[str, set[str]]:
    """For each plan and section that the person may see: itself with all that is under it. Three queries."""
    wanted = set(subjects)
    plans = dict(models.Plan.objects.visible_to(user).filter(uid__in=wanted).values_list("uid", "pk"))
    lying = models.Section.objects.visible_to(user).live().values_list("uid", "plan_id", "parent__uid")
    below: dict[Any, set[Any]] = defaultdict(set)
    for uid, plan, parent in lying:
        below[parent or plan].add(uid)
    rows = models.Measure.objects.visible_to(user).live().values_list("uid", "plan_id", "section__uid")
    for uid, plan, section in rows:
        below[section or plan].add(uid)
    starts = {one: plans.get(uuid.UUID(one), uuid.UUID(one)) for one in wanted}
    return {one: {one, *map(str, _under(start, below))} for one, start in starts.items()}


def _under(start: Any, below: Mapping[Any, set[Any]]) -> set[Any]:
    found: set[Any] = set()
    waiting = [start]
    while waiting:
        more = below.get(waiting.pop(), set()) - found
        found |= more
        waiting += more
    return found


def _computed(
    chain: computing.Chain, series: Mapping[str, list[SeriesLine]], outputs: Mapping[str, list[Output]], owner: str
) -> tuple[tuple[ComputedValue, ...], tuple[str, ...]]:
    """The values of a formula at each time at which something that it reads is known."""
    if chain.broken:
        return (), ()
    values = {code: _known(one, series, outputs, owner) for code, one in chain.used.items() if not one.formula}
    own = chain.used[chain.own]
    try:
        found = [(time, computing.outcome(chain, values, time)) for time in computing.times(values)]
    except FormulaCycle as circle:
        return (), circle.cycle
    return tuple(
        ComputedValue(time, said, _progress(own, said), computing.unsettled(values, time, said)) for time, said in found
    ), ()


def _progress(indicator: Indicator, said: Outcome) -> Progress | None:
    number = getattr(said, "number", None)
    return reckoning.case_of(indicator, number) if isinstance(number, Number) else None


def _known(
    one: Indicator, series: Mapping[str, list[SeriesLine]], outputs: Mapping[str, list[Output]], owner: str
) -> dict[str, Number | Missing]:
    """What a formula may read of an indicator: what is observed, as the portal reads it, or what is counted today."""
    if one.counted:
        return {computing.NOW: reckoning.counted(one.counted, outputs[one.uid]).number or Missing("nothing counted")}
    return computing.observed(one, [line.series for line in series.get(one.uid, ())], owner)
