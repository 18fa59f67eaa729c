"""Reads of this room: frozen page models, in a fixed number of queries. What a person may not see does not exist."""

from jalon.reporting.selectors.answering import answer_page, answer_page_by_link, answering, my_asks, noting_page
from jalon.reporting.selectors.campaign import (
    ask_of_team,
    campaign_of,
    campaign_page,
    my_campaigns,
    my_editable_parts,
    returned_subjects,
    withdrawn_campaigns,
)
from jalon.reporting.selectors.correcting import standing_lines
from jalon.reporting.selectors.merge import merge_page, open_return_file, return_of
from jalon.reporting.selectors.receipts import receipt
from jalon.reporting.selectors.states import (
    freeze_page,
    invitation_words,
    proposed_outputs,
    reminder_words,
    states_of_plan,
)

__all__ = [
    "answer_page",
    "answer_page_by_link",
    "answering",
    "ask_of_team",
    "campaign_of",
    "campaign_page",
    "freeze_page",
    "invitation_words",
    "merge_page",
    "my_asks",
    "my_campaigns",
    "my_editable_parts",
    "noting_page",
    "open_return_file",
    "proposed_outputs",
    "receipt",
    "reminder_words",
    "return_of",
    "returned_subjects",
    "standing_lines",
    "states_of_plan",
    "withdrawn_campaigns",
]
