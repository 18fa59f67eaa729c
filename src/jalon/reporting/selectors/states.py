"""The state that would be frozen, what is different from the one before, and letters before they go."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from jalon.core.models import User
from jalon.core.models.base import new_uid
from jalon.facts.state import ReplyState, State
from jalon.facts.state_changes import StateChange, state_changes
from jalon.plans.models import Indicator, Output
from jalon.reporting.bodies import body_name
from jalon.reporting.columns import OBSERVED, OUTPUTS, STANDARD, standard
from jalon.reporting.declaring import kept_value
from jalon.reporting.enums import LetterKind
from jalon.reporting.freezing import LineReply, previous_of, replies_of, state_of
from jalon.reporting.letters import LINK_TO_COME, Words, compose, reminders_sent
from jalon.reporting.merging.model import Column, ColumnKind
from jalon.reporting.models import AskLine, FrozenState, OutputDecision, Reminder, ReturnedCell
from jalon.reporting.selectors.campaign import ask_of_team, campaign_of, campaign_page
from jalon.reporting.selectors.pages import FreezePage, ProposedOutput, TakenOutput


def freeze_page(slug: str, user: User, now: datetime) -> FreezePage:
    """What would be frozen now, or what was. `Campaign.DoesNotExist` otherwise."""
    campaign = campaign_of(slug, user)
    held = FrozenState.objects.live().filter(campaign=campaign).first()
    before = previous_of(campaign, held)
    state = held.fact if held else state_of(campaign, str(new_uid()), campaign.slug, now)
    states = [reply.state for line in state.lines for reply in line.replies]
    told = campaign_page(slug, user, now)
    changes = state_changes(before.fact, state) if before else ()
    return FreezePage(
        campaign=slug, state=state, previous=before.fact if before else None,
        changes=changes, columns=(*campaign.columns, *columns_named(changes, campaign.columns)), blocking=told.blocking,
        silent=sum(found is ReplyState.SILENT for found in states),
        unvalidated=sum(
            reply.returned is not None and reply.validated is None for line in state.lines for reply in line.replies
        ),
    )  # fmt: skip


def columns_named(changes: Iterable[StateChange], columns: Iterable[Column]) -> Iterable[Column]:
    """The columns that changes name and the campaign does not ask: a change says what it is about. One query."""
    asked = {column.key for column in columns}
    keys = {change.key for change in changes if change.key} - asked
    yield from (standard(key) for key in STANDARD if key in keys)
    uids = [uuid.UUID(key.removeprefix(OBSERVED)) for key in sorted(keys) if key.startswith(OBSERVED)]
    for row in Indicator.objects.filter(uid__in=uids):
        title = row.title.value
        yield Column(key=f"{OBSERVED}{row.uid}", kind=ColumnKind.NUMBER, fr=title, en=title)


def proposed_outputs(slug: str, user: User) -> tuple[ProposedOutput, ...]:
    """The outputs that bodies told of, in the plan's order. `Campaign.DoesNotExist` for another team's campaign."""
    replies = replies_of(campaign_of(slug, user))
    lines = (
        AskLine.objects.filter(pk__in=list(replies)).select_related("ask__body").prefetch_related("ask__body__names")
    )
    told = [(line, cell) for line in lines.order_by("order", "id") if (cell := _told(replies[line.pk])) is not None]
    decided = {row.cell_id: row for row in OutputDecision.objects.filter(cell__in=[cell.pk for _line, cell in told])}
    uids = [uuid.UUID(uid) for row in decided.values() for uid in row.outputs]
    outputs = {str(row.uid): row for row in Output.objects.live().filter(uid__in=uids)}
    return tuple(_proposed(line, cell, replies[line.pk], decided.get(cell.pk), outputs) for line, cell in told)


def _told(reply: LineReply) -> ReturnedCell | None:
    cells = (cell for cell in reply.cells if cell.column == OUTPUTS and not reply.nothing)
    return next((cell for cell in cells if (value := kept_value(cell)) is not None and value.text), None)


def _proposed(
    line: AskLine,
    cell: ReturnedCell,
    reply: LineReply,
    decided: OutputDecision | None,
    outputs: Mapping[str, Output],
) -> ProposedOutput:
    """An output that was taken back since is proposed again."""
    value, taken = kept_value(cell), decided.outputs if decided else ()
    live = tuple(TakenOutput(uid=uid, title=outputs[uid].title) for uid in taken if uid in outputs)
    return ProposedOutput(
        body=body_name(line.ask.body), body_uid=str(line.ask.body.uid), fictional=line.ask.body.fictional,
        subject=str(line.subject_uid), number=line.number, title=line.title, words=value.text if value else "",
        received_at=reply.ret.received_at, source=str(reply.ret.source_uid) if reply.ret.source_uid else None,
        cell=cell.pk, revision=decided.revision if decided else 0, outputs=live,
        dismissed=decided.reason if decided and decided.dismissed_at else "",
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
