"""Writes that only undoing needs: what was added to a list of a record is taken out of it again."""

from jalon.commitments.actions.common import edit
from jalon.commitments.models import Decision
from jalon.core.acting import action
from jalon.core.models import User
from jalon.core.permissions import Permission
from jalon.facts.committee import FollowUp


@action(Permission.EDIT)
def put_back_follow_ups(
    *, decision: Decision, follow_ups: tuple[FollowUp, ...], by: User | None, expected_revision: int
) -> Decision:
    """Write what was said of a decision as it stood before: how saying something of it is undone."""
    fields = {"follow_ups": follow_ups}
    return edit(decision, by, expected_revision, fields, session=str(decision.session.uid))
