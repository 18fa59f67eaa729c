"""Audit of a plan: whether it says of each measure what those who asked for it want said, before or after it starts.

Four states a criterion and a measure, as everywhere (`facts.common.Known`). A plan whose own text nobody read is not
readable: what it lacks cannot be told, and only what others say of it counts. A finding of an evaluator holds for
every measure of its subject; where something is given all the same, the measure keeps it and the finding is shown
against it. What an evaluator says the plan lacks without naming an object is a finding of the plan that is counted for
no measure: nobody said which it is of.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from jalon.facts.common import Basis, Known, Statement, StatementKind
from jalon.facts.evaluation import Assessed, Assessment, Criterion
from jalon.facts.indicator import Indicator
from jalon.facts.plan import Means, MeansKind, Measure, MeasureKind, Plan, Section

T = TypeVar("T")

OURS = "Jalon"
NAMED_BY: Mapping[Criterion, tuple[tuple[str, str], ...]] = {
    Criterion.DEADLINE: (("CNCDH", "2019-11-19"),),
    Criterion.DETAIL: (("CNCDH", "2019-11-19"),),
    Criterion.INDICATOR: (("CNCDH", "2019-11-19"), ("Collectif « Ensemble contre la traite »", "2024-01")),
    Criterion.COST: (("CNCDH", "2019-11-19"),),
    Criterion.FUNDING: (("CNCDH", "2019-11-19"),),
    Criterion.LEAD: (("Collectif « Ensemble contre la traite »", "2024-01"),),
    Criterion.MEANS: (("Collectif « Ensemble contre la traite »", "2024-01"),),
    Criterion.FORMS: (("CNCDH", "2023-01-12"),),
    Criterion.MEN_AND_BOYS: (("CNCDH", "2023-01-12"),),
    Criterion.TERRITORY: (("CNCDH", "2023-01-12"),),
    Criterion.BASELINE: ((OURS, ""),),
    Criterion.TARGET: ((OURS, ""),),
}
"""Who asked for each criterion, and when (EDTF): opinions of the CNCDH, JORFTEXT000039435027 and JORFTEXT000047011945;
the coalition on the limits of the third plan; the last two are this register's own."""

SPENT = frozenset(MeansKind) - {MeansKind.AMENDMENT, MeansKind.PRINCIPLE, MeansKind.FINDING}
LEADS = frozenset({StatementKind.LEAD, StatementKind.CO_LEAD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One criterion of one measure. `rests_on` are the uids of the facts that say so, `against` the findings that
    deny what is given. `elsewhere`: a body is seen acting or said to act, and the plan is not known to name it."""

    state: Known
    rests_on: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    elsewhere: bool = False


NOTHING = Cell(state=Known.NOT_LOOKED_AT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """A measure and its cells. `listed` is its number, None for an attested item."""

    uid: str
    number: str | None
    title: str
    cells: Mapping[Criterion, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A criterion over all measures listed: the four counts add up to their number."""

    criterion: Criterion
    given: int
    stated_absent: int
    looked_not_found: int
    not_looked_at: int

    @property
    def listed(self) -> int:
        """The denominator: measures and attested items that the register lists."""
        return self.given + self.stated_absent + self.looked_not_found + self.not_looked_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The answer. `readable`: the plan's own text was read. `stated` are the numbers of measures it is said to have."""

    plan: str
    readable: bool
    identified: int
    attested: int
    stated: tuple[int, ...]
    criteria: tuple[Tally, ...]
    measures: tuple[Audited, ...]
    findings: tuple[tuple[Criterion, str, Known], ...]
    """What evaluators found of the plan as a whole, or of what it lacks: criterion, uid of the assessment, state."""


def audit(
    plan: Plan,
    measures: Sequence[Measure],
    *,
    sections: Sequence[Section] = (),
    statements: Iterable[Statement] = (),
    means: Iterable[Means] = (),
    indicators: Iterable[Indicator] = (),
    assessments: Iterable[Assessment] = (),
    gaps: Iterable[Assessment] = (),
) -> Audit:
    """The audit of a plan from what is said of it; facts of other plans may be among them and count for nothing.

    `gaps` are assessments of evaluations of this plan: those of a gap without an object join its findings.
    """
    said = _Said(plan, sections, statements, means, indicators, assessments)
    rows = tuple(said.measure(measure) for measure in sorted(measures, key=lambda item: item.order))
    identified = sum(item.kind is MeasureKind.MEASURE and item.number is not None for item in measures)
    return Audit(
        plan=plan.slug,
        readable=plan.text_read,
        identified=identified,
        attested=len(rows) - identified,
        stated=tuple(dict.fromkeys(number.value for number in plan.stated_numbers)),
        criteria=tuple(_tally(criterion, rows) for criterion in Criterion),
        measures=rows,
        findings=(*said.found(plan.uid), *_found(item for item in gaps if unplaced(item))),
    )


def unplaced(item: Assessment) -> bool:
    """What an evaluator says that the plan lacks, without naming an object."""
    return item.object is Assessed.GAP and not item.subjects


def _found(assessments: Iterable[Assessment]) -> Iterator[tuple[Criterion, str, Known]]:
    for assessment in assessments:
        if assessment.superseded_by is None:
            for finding in assessment.findings:
                yield finding.criterion, assessment.uid, finding.known


def _tally(criterion: Criterion, rows: Sequence[Audited]) -> Tally:
    counts = Counter(row.cells[criterion].state for row in rows)
    return Tally(
        criterion=criterion,
        given=counts[Known.GIVEN],
        stated_absent=counts[Known.STATED_ABSENT],
        looked_not_found=counts[Known.NOT_FOUND],
        not_looked_at=counts[Known.NOT_LOOKED_AT],
    )


class _Said:
    """What is said of a plan and its measures, by subject."""

    def __init__(
        self,
        plan: Plan,
        sections: Sequence[Section],
        statements: Iterable[Statement],
        means: Iterable[Means],
        indicators: Iterable[Indicator],
        assessments: Iterable[Assessment],
    ) -> None:
        self.plan = plan
        self.parents = {section.uid: section.parent for section in sections}
        self.statements = _by(statements, lambda item: (item.subject,))
        self.means = _by(means, lambda item: (item.measure,))
        self.indicators = _by(indicators, lambda item: (item.subject,))
        self.assessments = _by(assessments, lambda item: item.subjects)

    def measure(self, measure: Measure) -> Audited:
        """The cells of a measure."""
        own = dict(self._own(measure))
        cells = {criterion: self._cell(criterion, measure, own.get(criterion, NOTHING)) for criterion in Criterion}
        title = measure.titles[0].text.value if measure.titles else ""
        number = measure.number if measure.kind is MeasureKind.MEASURE else None
        return Audited(uid=measure.uid, number=number, title=title, cells=cells)

    def found(self, subject: str) -> Iterator[tuple[Criterion, str, Known]]:
        """What evaluators found of a subject."""
        return _found(self.assessments.get(subject, ()))

    def _cell(self, criterion: Criterion, measure: Measure, own: Cell) -> Cell:
        """What is known of the measure itself, else the finding on the nearest of what it belongs to."""
        for subject in self._above(measure):
            found = [(uid, known) for kind, uid, known in self.found(subject) if kind is criterion]
            states = [known for _uid, known in found]
            if not found:
                continue
            if own.state is Known.GIVEN:
                denying = tuple(uid for uid, known in found if known is not Known.GIVEN)
                return Cell(state=own.state, rests_on=own.rests_on, against=denying)
            if own.state is Known.NOT_LOOKED_AT:
                state = next(kind for kind in Known if kind in states)
                rests_on = tuple(uid for uid, known in found if known is state)
                against = tuple(uid for uid, known in found if known is not state)
                return Cell(state=state, rests_on=rests_on, against=against, elsewhere=own.elsewhere)
        return own

    def _above(self, measure: Measure) -> Iterator[str]:
        """The measure, its sections from the nearest on, the plan."""
        yield measure.uid
        section, seen = measure.section, set[str]()
        while section is not None and section not in seen:
            seen.add(section)
            yield section
            section = self.parents.get(section)
        yield self.plan.uid

    def _own(self, measure: Measure) -> Iterator[tuple[Criterion, Cell]]:
        live = (item for item in self.statements.get(measure.uid, ()) if item.superseded_by is None)
        said = [item for item in live if not item.narrowed]  # a lead of one sub-action is none of the measure
        means = self.means.get(measure.uid, ())
        indicators = self.indicators.get(measure.uid, ())
        yield Criterion.LEAD, _lead([item for item in said if item.kind in LEADS])
        yield Criterion.DEADLINE, _told([item for item in said if item.kind is StatementKind.DEADLINE])
        yield Criterion.DETAIL, _given(step.uid for step in measure.steps)
        yield Criterion.INDICATOR, _given(item.uid for item in indicators)
        yield Criterion.COST, _given(item.uid for item in means if item.kind is MeansKind.PLANNED and item.amount)
        yield Criterion.FUNDING, _given(item.uid for item in means if item.programme or _pays(item))
        yield Criterion.MEANS, _given(item.uid for item in means if _has_means(item))
        yield Criterion.FORMS, _given([measure.uid] if measure.forms else [])
        yield Criterion.MEN_AND_BOYS, _men(measure)
        yield Criterion.BASELINE, _among(indicators, lambda item: bool(item.baseline and item.baseline.value))
        yield Criterion.TARGET, _among(indicators, lambda item: any(expected.final for expected in item.expected))


def _given(uids: Iterable[str]) -> Cell:
    found = tuple(uids)
    return Cell(state=Known.GIVEN, rests_on=found) if found else NOTHING


def _told(statements: Sequence[Statement]) -> Cell:
    """The best known of live statements: given before denied, denied before not found."""
    for known in (Known.GIVEN, Known.STATED_ABSENT, Known.NOT_FOUND):
        if found := tuple(item.uid for item in statements if item.known is known):
            return Cell(state=known, rests_on=found)
    return NOTHING


def _lead(statements: Sequence[Statement]) -> Cell:
    """A body that is seen acting, or that a third party names, does not show that the plan names it."""
    outside = (Basis.SEEN_ACTING, Basis.SAID_BY_THIRD_PARTY)
    named = [item for item in statements if item.known is not Known.GIVEN or item.basis not in outside]
    cell = _told(named)
    seen = len(named) < len(statements)
    return Cell(state=cell.state, rests_on=cell.rests_on, elsewhere=seen and cell.state is not Known.GIVEN)


def _has_means(item: Means) -> bool:
    return item.kind in SPENT and bool(item.amount or item.posts or item.in_kind)


def _pays(item: Means) -> bool:
    return item.kind is MeansKind.PRINCIPLE


def _men(measure: Measure) -> Cell:
    """Groups are recorded: somebody looked. Without a group nobody is known to have."""
    if "men" in measure.target_groups:
        return Cell(state=Known.GIVEN, rests_on=(measure.uid,))
    return Cell(state=Known.NOT_FOUND, rests_on=(measure.uid,)) if measure.target_groups else NOTHING


def _among(indicators: Sequence[Indicator], says: Callable[[Indicator], bool]) -> Cell:
    """Said by one of the measure's indicators; looked for and not found when it has some and none says it."""
    given = tuple(item.uid for item in indicators if says(item))
    if given or not indicators:
        return _given(given)
    return Cell(state=Known.NOT_FOUND, rests_on=tuple(item.uid for item in indicators))


def _by(items: Iterable[T], subjects: Callable[[T], Iterable[str | None]]) -> dict[str, list[T]]:
    held: dict[str, list[T]] = {}
    for item in items:
        for subject in subjects(item):
            if subject is not None:
                held.setdefault(subject, []).append(item)
    return held
