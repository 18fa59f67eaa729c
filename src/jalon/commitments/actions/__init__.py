"""Writes of this room. Keyword-only; `by` is who acts, `expected_revision` what the form was filled on.

Each is one transaction and one audit event, and asks for the right to edit the part. They raise `core.errors`:
Forbidden, Invalid (field -> message), Conflict (both texts). None of them changes another part.
"""

from jalon.commitments.actions.acts import add_act, edit_act, restore_act, withdraw_act
from jalon.commitments.actions.committees import (
    add_committee,
    add_decision,
    add_document,
    add_session,
    edit_committee,
    edit_decision,
    edit_document,
    edit_session,
    follow_up,
    hold_session,
    postpone_session,
    write_minutes,
)
from jalon.commitments.actions.common import cite, restore, withdraw
from jalon.commitments.actions.importing import take_acts, take_recommendations
from jalon.commitments.actions.lineages import (
    confirm_overlap,
    decide_lineage,
    edit_lineage,
    edit_overlap,
    link_measures,
    link_overlap,
)
from jalon.commitments.actions.promises import add_due, edit_promise, edit_view, make_promise, view_promise
from jalon.commitments.actions.recommendations import (
    add_recommendation,
    answer_recommendation,
    edit_answer,
    edit_recommendation,
    edit_review,
    review_recommendation,
)
from jalon.commitments.actions.undo import put_back_follow_ups

__all__ = [
    "add_act",
    "add_committee",
    "add_decision",
    "add_document",
    "add_due",
    "add_recommendation",
    "add_session",
    "answer_recommendation",
    "cite",
    "confirm_overlap",
    "decide_lineage",
    "edit_act",
    "edit_answer",
    "edit_committee",
    "edit_decision",
    "edit_document",
    "edit_lineage",
    "edit_overlap",
    "edit_promise",
    "edit_recommendation",
    "edit_review",
    "edit_session",
    "edit_view",
    "follow_up",
    "hold_session",
    "link_measures",
    "link_overlap",
    "make_promise",
    "postpone_session",
    "put_back_follow_ups",
    "restore",
    "restore_act",
    "review_recommendation",
    "take_acts",
    "take_recommendations",
    "view_promise",
    "withdraw",
    "withdraw_act",
    "write_minutes",
]
