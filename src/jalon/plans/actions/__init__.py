"""Writes of this room. Keyword-only; `by` is who acts, `expected_revision` what the form was filled on.

Each is one transaction and one audit event, and asks for the right to edit the part. They raise `core.errors`:
Forbidden, Invalid (field -> message), Conflict (both texts). None of them changes another part.
"""

from jalon.plans.actions.common import cite, restore, withdraw
from jalon.plans.actions.importing import import_facts
from jalon.plans.actions.indicator import add_indicator, answer_indicator, change_answer, edit_indicator
from jalon.plans.actions.measure import add_measure, edit_measure, move_measure
from jalon.plans.actions.output import add_output, edit_output
from jalon.plans.actions.pieces import add_document, add_means, add_step, edit_document, edit_means, edit_step
from jalon.plans.actions.plan import (
    add_event,
    add_overlap,
    add_stated_number,
    add_title,
    create_plan,
    edit_event,
    edit_overlap,
    edit_plan,
    edit_stated_number,
    edit_title,
    remove_piece,
)
from jalon.plans.actions.section import add_section, edit_section, move_section
from jalon.plans.actions.series import (
    add_observations,
    add_series,
    edit_series,
    restore_observation,
    withdraw_observation,
)
from jalon.plans.actions.statement import make_statement, supersede_statement
from jalon.plans.actions.undo import (
    put_back_piece,
    replace_again,
    restore_observations,
    take_back_statement,
    withdraw_observations,
)

__all__ = [
    "add_document",
    "add_event",
    "add_indicator",
    "add_means",
    "add_measure",
    "add_observations",
    "add_output",
    "add_overlap",
    "add_section",
    "add_series",
    "add_stated_number",
    "add_step",
    "add_title",
    "answer_indicator",
    "change_answer",
    "cite",
    "create_plan",
    "edit_document",
    "edit_event",
    "edit_indicator",
    "edit_means",
    "edit_measure",
    "edit_output",
    "edit_overlap",
    "edit_plan",
    "edit_section",
    "edit_series",
    "edit_stated_number",
    "edit_step",
    "edit_title",
    "import_facts",
    "make_statement",
    "move_measure",
    "move_section",
    "put_back_piece",
    "remove_piece",
    "replace_again",
    "restore",
    "restore_observation",
    "restore_observations",
    "supersede_statement",
    "take_back_statement",
    "withdraw",
    "withdraw_observation",
    "withdraw_observations",
]
