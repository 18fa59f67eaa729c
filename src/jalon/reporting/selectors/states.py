"""The state that would be frozen, what is different from the one before, and letters before they go."""

import uuid
from datetime import datetime

from jalon.core.models import User
from jalon.core.models.base import new_uid
from jalon.facts.state import ReplyState, State
from jalon.facts.state_changes import state_changes
from jalon.reporting.enums import LetterKind
from jalon.reporting.freezing import previous_of, state_of
from jalon.reporting.letters import LINK_TO_COME, Words, compose, reminders_sent
from jalon.reporting.models import FrozenState, Reminder
from jalon.reporting.selectors.campaign import ask_of_team, campaign_of, campaign_page
from jalon.reporting.selectors.pages import FreezePage


def freeze_page(slug: str, user: User, now: datetime) -> FreezePage:
    """What would be frozen now, or what was. `Campaign.DoesNotExist` otherwise."""
    campaign = campaign_of(slug, user)
    held = FrozenState.objects.live().filter(campaign=campaign).first()
    before = previous_of(campaign)
    state = held.fact if held else state_of(campaign, str(new_uid()), campaign.slug, now)
    states = [reply.state for line in state.lines for reply in line.replies]
    told = campaign_page(slug, user, now)
    return FreezePage(
        campaign=slug, state=state, previous=before.fact if before else None,
        changes=state_changes(before.fact, state) if before else (), blocking=told.blocking,
        silent=sum(found is ReplyState.SILENT for found in states),
        unvalidated=sum(
            reply.returned is not None and reply.validated is None for line in state.lines for reply in line.replies
        ),
    )  # fmt: skip


def states_of_plan(plan: str, user: User) -> tuple[State, ...]:
    """The live states of a plan that the person's team keeps, oldest first. One query."""
    rows = FrozenState.objects.visible_to(user).live().order_by("frozen_at", "id")
    return tuple(row.fact for row in rows if row.fact.plan == plan)


def reminder_words(reminder_uid: str, ask_uid: str, user: User) -> Words:
    """A planned reminder as it would go to a body, its link left to come. `DoesNotExist` for another team's."""
    reminder: Reminder = Reminder.objects.visible_to(user).get(uid=uuid.UUID(reminder_uid))
    ask = ask_of_team(ask_uid, user)
    if ask.campaign_id != reminder.campaign_id:
        raise Reminder.DoesNotExist
    return compose(ask, LetterKind(reminder.kind), reminders_sent(ask) + 1, link=LINK_TO_COME)


def invitation_words(ask_uid: str, user: User) -> Words:
    """The first letter as it would go to a body."""
    return compose(ask_of_team(ask_uid, user), LetterKind.INVITATION, link=LINK_TO_COME)
