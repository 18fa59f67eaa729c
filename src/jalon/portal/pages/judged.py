"""What is judged of one plan at the times of the page: evaluations, assessments, claims, scales, crosswalks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from jalon.facts.common import Known, When
from jalon.facts.evaluation import Assessment, Claim, Crosswalk, Evaluation, Scale
from jalon.facts.plan import Measure, MeasureKind, Plan, Section
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.errors import NotFound
from jalon.portal.pages.strips import WIDEST


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan and what is said of it on the day of the page; what was said later is not there yet."""

    plan: Plan
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    evaluations: tuple[Evaluation, ...]
    assessments: tuple[Assessment, ...]
    claims: tuple[Claim, ...]
    scales: Mapping[str, Scale]
    crosswalks: tuple[Crosswalk, ...]

    @property
    def identified(self) -> tuple[Measure, ...]:
        """Measures known by their number: only they enter « n of N »."""
        return tuple(m for m in self.measures if m.kind is MeasureKind.MEASURE and m.number is not None)

    @property
    def total(self) -> int | None:
        """The number of measures that is stated first."""
        return self.plan.stated_numbers[0].value if self.plan.stated_numbers else None

    @property
    def units(self) -> tuple[str, ...]:
        """All measures of the plan, for counts: the uids of those identified, then a name for each of the others."""
        known = tuple(measure.uid for measure in self.identified)
        return (*known, *(f"unidentified-{number}" for number in range(len(known), min(self.total or 0, WIDEST))))

    @property
    def evaluation(self) -> dict[str, Evaluation]:
        """Evaluations by uid."""
        return {item.uid: item for item in self.evaluations}


def gather(ctx: Context, slug: str) -> Judged:
    """Read a plan and what is judged of it: eight queries. Raises NotFound."""
    plan = ctx.reader.plan(slug)
    if plan is None:
        raise NotFound(slug)
    return gather_plan(ctx, plan)


def gather_plan(ctx: Context, plan: Plan) -> Judged:
    """What is judged of a plan: seven queries."""
    at = ctx.asof.state
    evaluations = tuple(item for item in ctx.reader.evaluations_of_plan(plan.uid) if happened(item.said, at))
    return Judged(
        plan=plan,
        sections=ctx.reader.sections(plan.uid),
        measures=ctx.reader.measures(plan.uid),
        evaluations=evaluations,
        assessments=standing(ctx.reader.assessments_of_plan(plan.uid), evaluations, at),
        claims=standing_claims(ctx.reader.claims_of_plan(plan.uid), evaluations, at),
        scales={scale.uid: scale for scale in ctx.reader.scales()},
        crosswalks=tuple(item for item in ctx.reader.crosswalks() if happened(item.when, at)),
    )


def standing(items: Iterable[Assessment], evaluations: Iterable[Evaluation], at: date | None) -> tuple[Assessment, ...]:
    """The assessments of these evaluations said by that day; one that only a later one replaces still stands."""
    known = {item.uid for item in evaluations}
    held = [item for item in items if item.evaluation in known and happened(item.said, at)]
    uids = {item.uid for item in held}
    return tuple(
        item if item.superseded_by is None or item.superseded_by in uids else replace(item, superseded_by=None)
        for item in held
    )


def standing_claims(items: Iterable[Claim], evaluations: Iterable[Evaluation], at: date | None) -> tuple[Claim, ...]:
    """The claims said by that day; those without a date of their own have that of their evaluation."""
    by_uid = {item.uid: item for item in evaluations}
    dated = [replace(item, said=item.said or _said(item, by_uid)) for item in items]
    held = [
        item for item in dated if happened(item.said, at) and (item.evaluation is None or item.evaluation in by_uid)
    ]
    uids = {item.uid for item in held}
    return tuple(item for item in held if item.superseded_by is None or item.superseded_by not in uids)


def _said(item: Claim, by_uid: Mapping[str, Evaluation]) -> When | None:
    found = by_uid.get(item.evaluation or "")
    return found.said if found else None


def undefined(claim: Claim, scales: Mapping[str, Scale]) -> bool:
    """Whether somebody looked for a definition of what is counted and none is published."""
    if claim.definition is not None:
        return False
    scale = scales.get(claim.scale or "")
    levels = scale.levels if scale else ()
    return claim.definition_known is Known.NOT_FOUND or any(one.definition_known is Known.NOT_FOUND for one in levels)
