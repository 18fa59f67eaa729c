"""All that was said of one measure, at the times of the page."""

from dataclasses import dataclass

from jalon.facts.common import Statement, StatementKind
from jalon.facts.indicator import Indicator
from jalon.facts.lineage import OverlapLink
from jalon.facts.output import Output
from jalon.facts.parliament import Act
from jalon.facts.plan import Means, Measure, Plan, Section
from jalon.facts.state import State
from jalon.portal.asof import current, happened, held
from jalon.portal.context import Context
from jalon.portal.pages import descended, outputs_rows
from jalon.portal.pages.claims import latest_first
from jalon.portal.pages.descended import Way
from jalon.portal.pages.plan_lists import told_there

JUDGING = (StatementKind.JUDGED, StatementKind.PROGRESS)


@dataclass(frozen=True, slots=True)
class Material:
    """All facts about one measure at the times of the page."""

    plan: Plan
    measure: Measure
    sections: tuple[Section, ...]
    held: tuple[Statement, ...]
    said: tuple[Statement, ...]
    means: tuple[Means, ...]
    acts: tuple[Act, ...]
    indicators: tuple[Indicator, ...]
    outputs: tuple[Output, ...]
    states: tuple[State, ...]
    way: Way
    there: tuple[OverlapLink, ...]
    """Overlaps with this measure that are recorded from the side of another plan."""

    def of(self, *kinds: StatementKind) -> list[Statement]:
        """Statements of these kinds that hold, newest first."""
        return latest_first(s for s in self.said if s.kind in kinds)


def gather(ctx: Context, plan: Plan, measure: Measure) -> Material:
    """Read what concerns a measure."""
    was = held(ctx.reader.statements([measure.uid]).get(measure.uid, ()), ctx.asof.state)
    acts = tuple(act for act in ctx.reader.acts() if measure.uid in act.measures and happened(act.when, ctx.asof.state))
    lines = ctx.reader.means_of_measure(measure.uid)
    outputs = outputs_rows.up_to(ctx.reader.outputs_of([measure.uid]), ctx)
    states = tuple(s for s in ctx.reader.states_of(plan.uid) if happened(s.session, ctx.asof.state))
    return Material(
        plan,
        measure,
        ctx.reader.sections(plan.uid),
        was,
        current(was),
        lines,
        acts,
        ctx.reader.indicators_of(measure.uid),
        outputs,
        states,
        descended.gather(ctx, measure, current(was)),
        tuple(one for one in told_there(ctx, plan) if one.other.measure == measure.uid),
    )
