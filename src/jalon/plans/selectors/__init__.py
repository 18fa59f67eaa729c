"""Reads of this room: frozen page models for the office. Nothing here returns a record, nothing counts on templates
not to query."""

from jalon.plans.money import NotAddable, total, totals
from jalon.plans.selectors.checklist import unsourced, withdrawn
from jalon.plans.selectors.indicator import indicator_page, indicator_rows, indicators_about
from jalon.plans.selectors.measure import measure_of, measure_page, statement_history, text_history
from jalon.plans.selectors.output import output_page, output_rows, outputs_about
from jalon.plans.selectors.plan import counts, my_plans, plan_of, plan_page
from jalon.plans.state import NOW, AsOf, State, holding, state, states

__all__ = [
    "NOW",
    "AsOf",
    "NotAddable",
    "State",
    "counts",
    "holding",
    "indicator_page",
    "indicator_rows",
    "indicators_about",
    "measure_of",
    "measure_page",
    "my_plans",
    "output_page",
    "output_rows",
    "outputs_about",
    "plan_of",
    "plan_page",
    "state",
    "statement_history",
    "states",
    "text_history",
    "total",
    "totals",
    "unsourced",
    "withdrawn",
]
