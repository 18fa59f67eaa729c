"""Records of this room."""

from jalon.reporting.models.ask import Ask, AskLine, Link
from jalon.reporting.models.campaign import Campaign, ConsolidatedLine, Reminder
from jalon.reporting.models.frozen import FrozenState
from jalon.reporting.models.letter import Letter
from jalon.reporting.models.returns import Draft, OutputDecision, Return, ReturnedCell, ReturnedLine

__all__ = [
    "Ask",
    "AskLine",
    "Campaign",
    "ConsolidatedLine",
    "Draft",
    "FrozenState",
    "Letter",
    "Link",
    "OutputDecision",
    "Reminder",
    "Return",
    "ReturnedCell",
    "ReturnedLine",
]
