"""What follows a plan on its page: indicators, outputs by type, place and section, states for each session."""

from typing import Any

from jalon.facts.plan import Measure, Plan, Section
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.pages import indicators, outputs_rows, states
from jalon.portal.pages.indicator_model import Listed
from jalon.portal.pages.subjects import Subjects
from jalon.portal.pieces import Notebook

LISTED = 40


def followed(
    plan: Plan, sections: tuple[Section, ...], measures: tuple[Measure, ...], ctx: Context, book: Notebook
) -> dict[str, Any]:
    """Members of the page model: six queries, whatever the plan holds. Outputs are counted here and listed on their page."""
    subjects = Subjects(ctx, {plan.uid: plan}, {measure.uid: measure for measure in measures})
    found = ctx.reader.indicators_of_plan(plan.uid)
    under = {plan.uid, *(section.uid for section in sections), *subjects.measures}
    outputs = outputs_rows.up_to(ctx.reader.outputs_of(under), ctx)
    path = ctx.links.to("outputs")
    address = f"{path}{'&' if '?' in path else '?'}plan={plan.slug}"
    frozen = [state for state in ctx.reader.states_of(plan.uid) if happened(state.session, ctx.asof.state)]
    return {
        "indicators": indicators.listed(ctx, found, subjects, LISTED) if found else Listed(),
        "outputs": outputs_rows.ledger(outputs, (), address, ctx, book),
        "outputs_url": address,
        "output_sections": outputs_rows.by_section(outputs, sections, measures, address),
        "states": tuple(states.row(state, plan, ctx) for state in reversed(frozen)),
        "plan_uid": plan.uid,
        "fictional": plan.uid in ctx.reader.invented,
    }
