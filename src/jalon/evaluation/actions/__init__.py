"""Writes of this room. Keyword-only; `by` is who acts, `expected_revision` what the form was filled on.

Each is one transaction and one audit event, and asks for the right to edit the part; those on a draft ask besides that
the person be of its team. They raise `core.errors`: Forbidden, Invalid (field -> message), Conflict (both texts).
"""

from jalon.evaluation.actions.assessment import (
    add_evidence,
    assess,
    edit_assessment,
    edit_evidence,
    write_note,
)
from jalon.evaluation.actions.common import cite, restore, withdraw
from jalon.evaluation.actions.evaluation import (
    add_evaluation,
    ask_for,
    edit_evaluation,
    move_stage,
    open_reply,
    put_back_course,
    record_adoption,
    record_response,
    record_signature,
)
from jalon.evaluation.actions.scale import (
    add_claim,
    add_crosswalk,
    add_scale,
    edit_claim,
    edit_crosswalk,
    edit_scale,
)
from jalon.evaluation.actions.taking import redo_taking, take_assessments, take_evaluation, undo_taking
from jalon.evaluation.actions.team import (
    add_member,
    end_member,
    open_reconciliation,
    rate,
    reconcile,
    share_out,
)

__all__ = [
    "add_claim",
    "add_crosswalk",
    "add_evaluation",
    "add_evidence",
    "add_member",
    "add_scale",
    "ask_for",
    "assess",
    "cite",
    "edit_assessment",
    "edit_claim",
    "edit_crosswalk",
    "edit_evaluation",
    "edit_evidence",
    "edit_scale",
    "end_member",
    "move_stage",
    "open_reconciliation",
    "open_reply",
    "put_back_course",
    "rate",
    "reconcile",
    "record_adoption",
    "record_response",
    "record_signature",
    "redo_taking",
    "restore",
    "share_out",
    "take_assessments",
    "take_evaluation",
    "undo_taking",
    "withdraw",
    "write_note",
]
