"""Measures by evaluations: each cell in its evaluator's words, counts with what was not assessed, and who disagrees.

Two verdicts are set against each other only on one scale, or through one published crosswalk; never through two. Links
that the register's editor proposes, and verdicts on a group as a whole, are shown and disagree with nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jalon.facts.common import Link, OrgRef
from jalon.facts.crosswalks import translation
from jalon.facts.evaluation import Assessed, Assessment, Crosswalk, Evaluation, EvaluationState, Scale

Cells = Mapping[tuple[str, str], tuple[Assessment, ...]]
"""(subject, evaluation) -> its assessments, those that give a level first; absent: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One evaluation over the measures compared: every measure is counted once, so the counts add up to `total`.

    `levels` by code of its own scale, best first, zeros included; `reasons` by code of `NoVerdict`; `words`: judged in
    words alone; `no_agreement`: the assessors found no level; `in_group`: judged within a group or theme only; `not_assessed`:
    nothing is said of them here. `without_evidence` counts verdicts (levels and words) that show nothing.
    """

    evaluation: Evaluation
    scale: Scale | None
    total: int
    levels: Mapping[str, int]
    reasons: Mapping[str, int]
    words: int
    no_agreement: int
    in_group: int
    not_assessed: int
    without_evidence: int

    @property
    def assessed(self) -> int:
        """How many measures have a verdict of their own."""
        return sum(self.levels.values()) + self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A level that one evaluation gives, and how it reads on the scale of the comparison."""

    evaluation: str
    said: str
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Different levels of one subject on `scale` (uid); `crosswalk` when some were read through it."""

    subject: str
    scale: str
    readings: tuple[Reading, ...]
    crosswalk: Crosswalk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one evaluator says otherwise in a later evaluation, on one scale. None: no level there."""

    subject: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All evaluations of a plan side by side. `latest` are the uids of the last evaluation of each evaluator.

    `beside` holds, by evaluation, what it says of the plan, of sections, themes and gaps: all that is in no cell.
    """

    measures: tuple[str, ...]
    columns: tuple[Column, ...]
    latest: tuple[str, ...]
    cells: Cells
    beside: Mapping[str, tuple[Assessment, ...]]
    disagreements: Mapping[str, tuple[Disagreement, ...]]

    def cell(self, subject: str, evaluation: str) -> tuple[Assessment, ...]:
        """What an evaluation says of a subject."""
        return self.cells.get((subject, evaluation), ())

    def level(self, subject: str, evaluation: str) -> str | None:
        """The level that an evaluation gives a subject by itself."""
        return own_level(self.cell(subject, evaluation))

    def changes(self, before: str, after: str) -> tuple[Change, ...]:
        """Where two evaluations on one scale differ, in the order of the measures; empty when their scales differ."""
        scales = {column.evaluation.uid: column.evaluation.scale for column in self.columns}
        if scales[before] is None or scales[before] != scales[after]:
            return ()
        pairs = ((uid, self.level(uid, before), self.level(uid, after)) for uid in self.measures)
        return tuple(Change(subject=uid, before=one, after=two) for uid, one, two in pairs if one != two)


def compare(
    measures: Sequence[str],
    evaluations: Iterable[Evaluation],
    assessments: Iterable[Assessment],
    scales: Iterable[Scale],
    crosswalks: Iterable[Crosswalk] = (),
) -> Comparison:
    """Set the evaluations of one plan side by side. Time grows with the number of assessments, not of pairs.

    Superseded assessments are left out. Columns go by date, then by evaluator.
    """
    by_scale = {scale.uid: scale for scale in scales}
    ordered = tuple(sorted(evaluations, key=_by_date))
    cells, beside = _cells(frozenset(measures), {item.uid for item in ordered}, assessments)
    columns = tuple(_column(item, by_scale.get(item.scale or ""), measures, cells) for item in ordered)
    latest = _latest(ordered)
    return Comparison(
        measures=tuple(measures),
        columns=columns,
        latest=latest,
        cells=cells,
        beside=beside,
        disagreements=_disagreements(measures, [c for c in columns if c.evaluation.uid in latest], cells, crosswalks),
    )


def evaluator_key(body: OrgRef) -> str:
    """What makes two evaluations those of one evaluator: the directory's uid, or the name as printed."""
    return body.uid or body.name


def rounds(evaluations: Iterable[Evaluation]) -> dict[str, tuple[Evaluation, ...]]:
    """The evaluations of each evaluator, oldest first."""
    found: dict[str, list[Evaluation]] = defaultdict(list)
    for item in sorted(evaluations, key=_by_date):
        found[evaluator_key(item.evaluator)].append(item)
    return {key: tuple(items) for key, items in found.items()}


def rests_on(evaluations: Iterable[Evaluation]) -> dict[str, frozenset[str]]:
    """Evaluation -> all those that it rests on, by itself or through another: agreement with them is no evidence."""
    named = {item.uid: {one.evaluation for one in item.rests_on if one.evaluation} for item in evaluations}
    return {uid: frozenset(_reached(uid, named)) for uid in named}


def own_level(cell: Sequence[Assessment]) -> str | None:
    """The level that a cell gives its subject by itself, not as one of a group, and not by a link only proposed."""
    return next((a.level for a in cell if a.level is not None and _speaks_of_it(a)), None)


def _speaks_of_it(item: Assessment) -> bool:
    return item.object in (Assessed.MEASURE, Assessed.SECTION, Assessed.PLAN) and item.link is Link.STATED


def _by_date(item: Evaluation) -> tuple[str, str, str]:
    return ((item.said.edtf or "") if item.said else "", item.evaluator.name, item.uid)


def _latest(ordered: Sequence[Evaluation]) -> tuple[str, ...]:
    """The last evaluation of each evaluator; one that nobody has read does not take the place of what it published."""
    last: dict[str, str] = {}
    for item in ordered:
        key = evaluator_key(item.evaluator)
        if key not in last or item.state is EvaluationState.PUBLISHED:
            last[key] = item.uid
    return tuple(last.values())


def _cells(
    measures: frozenset[str], wanted: set[str], assessments: Iterable[Assessment]
) -> tuple[Cells, dict[str, tuple[Assessment, ...]]]:
    cells: dict[tuple[str, str], tuple[Assessment, ...]] = {}
    beside: dict[str, list[Assessment]] = defaultdict(list)
    for item in assessments:
        if item.superseded_by is not None or item.evaluation not in wanted:
            continue
        placed = False
        for subject in item.subjects:
            if subject in measures:
                key, placed = (subject, item.evaluation), True
                before = cells.get(key, ())
                cells[key] = (item, *before) if item.level is not None else (*before, item)
        if not placed:
            beside[item.evaluation].append(item)
    return cells, {uid: tuple(items) for uid, items in beside.items()}


def _column(evaluation: Evaluation, scale: Scale | None, measures: Sequence[str], cells: Cells) -> Column:
    kinds: Counter[str] = Counter()
    levels: Counter[str] = Counter({level.code: 0 for level in scale.levels} if scale else {})
    reasons: Counter[str] = Counter()
    bare = 0
    for subject in measures:
        kind, item = _counted(cells.get((subject, evaluation.uid), ()))
        kinds[kind] += 1
        if item is None:
            continue
        if kind == "level" and item.level is not None:
            levels[item.level] += 1
        elif kind == "reason" and item.no_verdict is not None:
            reasons[item.no_verdict.value] += 1
        bare += kind in ("level", "words") and item.without_evidence
    return Column(
        evaluation=evaluation, scale=scale, total=len(measures), levels=dict(levels), reasons=dict(reasons),
        words=kinds["words"], no_agreement=kinds["no_agreement"], in_group=kinds["group"],
        not_assessed=kinds["nothing"], without_evidence=bare,
    )  # fmt: skip


def _counted(cell: Sequence[Assessment]) -> tuple[str, Assessment | None]:
    """How a measure is counted: the first of level, words, no agreement, reason that speaks of it; then the group's."""
    own = [item for item in cell if item.object is Assessed.MEASURE]
    for item in own:
        if item.level is not None:
            return "level", item
    for item in own:
        return ("words" if item.has_verdict else "no_agreement" if item.no_agreement else "reason"), item
    return ("group", None) if cell else ("nothing", None)


def _disagreements(
    measures: Sequence[str], columns: Sequence[Column], cells: Cells, crosswalks: Iterable[Crosswalk]
) -> dict[str, tuple[Disagreement, ...]]:
    by_scale: dict[str, list[str]] = defaultdict(list)
    for column in columns:
        if column.evaluation.scale:
            by_scale[column.evaluation.scale].append(column.evaluation.uid)
    found: dict[str, list[Disagreement]] = defaultdict(list)
    for scale, uids in by_scale.items():
        if len(uids) > 1:
            for item in _on_one_scale(scale, uids, measures, cells):
                found[item.subject].append(item)
    for crosswalk in crosswalks:
        here, there = by_scale.get(crosswalk.to_scale, []), by_scale.get(crosswalk.from_scale, [])
        if here and there:
            for item in _across(crosswalk, here, there, measures, cells):
                found[item.subject].append(item)
    return {subject: tuple(items) for subject, items in found.items()}


def _readings(subject: str, uids: Sequence[str], cells: Cells) -> Iterator[Reading]:
    for uid in uids:
        cell = cells.get((subject, uid))
        level = own_level(cell) if cell else None
        if level is not None:
            yield Reading(evaluation=uid, said=level, read=level)


def _on_one_scale(scale: str, uids: Sequence[str], measures: Sequence[str], cells: Cells) -> Iterator[Disagreement]:
    for subject in measures:
        readings = tuple(_readings(subject, uids, cells))
        if len({reading.read for reading in readings}) > 1:
            yield Disagreement(subject=subject, scale=scale, readings=readings)


def _across(
    crosswalk: Crosswalk, here: Sequence[str], there: Sequence[str], measures: Sequence[str], cells: Cells
) -> Iterator[Disagreement]:
    """Levels of the scale that a crosswalk leads to against those read through it; without equivalent: not compared."""
    to = translation(crosswalk)
    for subject in measures:
        native = tuple(_readings(subject, here, cells))
        said = tuple(_readings(subject, there, cells)) if native else ()
        read = tuple(
            Reading(evaluation=one.evaluation, said=one.said, read=level)
            for one in said
            if (level := to.get(one.said)) is not None
        )
        if native and read and len({one.read for one in (*native, *read)}) > 1:
            yield Disagreement(
                subject=subject, scale=crosswalk.to_scale, readings=(*native, *read), crosswalk=crosswalk
            )


def _reached(start: str, named: Mapping[str, set[str]]) -> set[str]:
    todo, seen = list(named.get(start, ())), set[str]()
    while todo:
        uid = todo.pop()
        if uid not in seen:
            seen.add(uid)
            todo.extend(named.get(uid, ()))
    return seen
