"""Writes of this room: keyword-only, `by=` who acts, one action one transaction, one event in the trace.

`by=None` is the instance itself: the command line and due jobs.
"""

from jalon.core.actions.leaving import end_membership, hand_over

__all__ = ["end_membership", "hand_over"]
