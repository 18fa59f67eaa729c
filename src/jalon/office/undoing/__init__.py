"""What can be undone: for each action of the trace the one that reverses it, or why none does.

Nothing is undone behind the trace's back: undoing runs an action, with its right, its revision and its own event.
"""

from jalon.office.undoing.registry import reversal_of, why_not
from jalon.office.undoing.reversal import Refused, Reversal, Shown, TwoTexts, Undo

__all__ = ["Refused", "Reversal", "Shown", "TwoTexts", "Undo", "reversal_of", "why_not"]
