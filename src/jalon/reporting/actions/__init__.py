"""Writes of this room. Keyword-only; `by` is who acts, `expected_revision` what the form was filled on.

Who edits the part runs its campaigns; who edits for a body, or holds its link, answers what it is asked. They raise
`core.errors`: Forbidden, Invalid (field -> message), Conflict (both texts), TooMany.
"""

from jalon.reporting.actions.answers import (
    open_ask,
    open_by_link,
    return_answers,
    return_by_link,
    save_draft,
    save_draft_by_link,
)
from jalon.reporting.actions.asks import (
    add_ask,
    edit_ask,
    restore_ask,
    revoke_links,
    send_ask,
    set_subjects,
    unvalidate_answers,
    validate_answers,
    validate_by_link,
    withdraw_ask,
)
from jalon.reporting.actions.campaign import (
    cancel_reminder,
    close_campaign,
    consolidate,
    create_campaign,
    edit_campaign,
    open_campaign,
    plan_reminder,
    reopen_campaign,
    restore_campaign,
    withdraw_campaign,
)
from jalon.reporting.actions.freezing import freeze_state, unfreeze_state
from jalon.reporting.actions.returns import (
    correct_line,
    decide,
    note_answer,
    receive_workbook,
    set_aside,
    take_up,
    undecide,
    undo_return,
    upload_by_link,
    upload_workbook,
    write_return,
)

__all__ = [
    "add_ask",
    "cancel_reminder",
    "close_campaign",
    "consolidate",
    "correct_line",
    "create_campaign",
    "decide",
    "edit_ask",
    "edit_campaign",
    "freeze_state",
    "note_answer",
    "open_ask",
    "open_by_link",
    "open_campaign",
    "plan_reminder",
    "receive_workbook",
    "reopen_campaign",
    "restore_ask",
    "restore_campaign",
    "return_answers",
    "return_by_link",
    "revoke_links",
    "save_draft",
    "save_draft_by_link",
    "send_ask",
    "set_aside",
    "set_subjects",
    "take_up",
    "undecide",
    "undo_return",
    "unfreeze_state",
    "unvalidate_answers",
    "upload_by_link",
    "upload_workbook",
    "validate_answers",
    "validate_by_link",
    "withdraw_ask",
    "withdraw_campaign",
    "write_return",
]
