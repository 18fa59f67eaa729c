"""The state that would be frozen, what is different from the one before, and letters before they go."""

import uuid
from datetime import datetime

from jalon.core.models import User
from jalon.core.models.base import new_uid
from jalon.facts.state import ReplyState, State
from jalon.facts.state_changes import state_changes
from jalon.reporting.bodies import body_name
from jalon.reporting.columns import OUTPUTS
from jalon.reporting.declaring import kept_value
from jalon.reporting.enums import LetterKind
from jalon.reporting.freezing import LineReply, previous_of, replies_of, state_of
from jalon.reporting.letters import LINK_TO_COME, Words, compose, reminders_sent
from jalon.reporting.models import AskLine, FrozenState, Reminder
from jalon.reporting.selectors.campaign import ask_of_team, campaign_of, campaign_page
from jalon.reporting.selectors.pages import FreezePage, ProposedOutput


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


def proposed_outputs(slug: str, user: User) -> tuple[ProposedOutput, ...]:
    """The outputs that bodies told of, in the plan's order. `Campaign.DoesNotExist` for another team's campaign."""
    replies = replies_of(campaign_of(slug, user))
    lines = (
        AskLine.objects.filter(pk__in=list(replies)).select_related("ask__body").prefetch_related("ask__body__names")
    )
    found = ((line, replies[line.pk], _outputs(replies[line.pk])) for line in lines.order_by("order", "id"))
    return tuple(
        ProposedOutput(
            body=body_name(line.ask.body), body_uid=str(line.ask.body.uid), subject=str(line.subject_uid),
            title=line.title, words=words, received_at=reply.ret.received_at,
            source=str(reply.ret.source_uid) if reply.ret.source_uid else None,
        )
        for line, reply, words in found
        if words
    )  # fmt: skip


def _outputs(reply: LineReply) -> str:
    values = (kept_value(cell) for cell in reply.cells if cell.column == OUTPUTS and not reply.nothing)
    return next((value.text for value in values if value is not None), "")


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
