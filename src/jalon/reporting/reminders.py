"""Reminders that go by themselves: at the hour planned, once to each body that returned nothing, twenty letters a day to
one address at most. What could not go on its day goes on the next ones; after three days it is left."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from jalon.core import audit
from jalon.core.due import Job, register
from jalon.reporting.deadlines import day_of, due_of
from jalon.reporting.enums import CampaignState, LetterKind
from jalon.reporting.letters import room_today, send, send_copy
from jalon.reporting.models import Ask, Letter, Reminder

EVERY = timedelta(minutes=1)
STALE = timedelta(days=3)
"""A machine that was away longer does not send what was planned before: a later reminder says the same."""


def register_jobs() -> None:
    """Called from ReportingConfig.ready()."""
    register(Job("reporting.reminders", EVERY, remind))


def remind(now: datetime) -> None:
    """Send what is due. Run again it sends nothing twice: a body has one letter of each reminder."""
    for reminder in due_reminders(now):
        for ask in recipients(reminder, now):
            _remind(reminder, ask, now)


def due_reminders(now: datetime) -> Iterator[Reminder]:
    """Planned for now or shortly before, of open campaigns; of several that are late, the last one of each campaign."""
    late = Reminder.objects.filter(at__lte=now, at__gt=now - STALE, campaign__withdrawn_at=None)
    states = {LetterKind.REMINDER: [CampaignState.OPEN], LetterKind.CLOSING: [CampaignState.OPEN, CampaignState.CLOSED]}
    last: dict[int, Reminder] = {}
    for row in late.select_related("campaign__part__owner").order_by("at", "id"):
        if row.campaign.state in states[LetterKind(row.kind)]:
            last[row.campaign_id] = row
    yield from last.values()


def recipients(reminder: Reminder, now: datetime) -> list[Ask]:
    """The bodies that were asked, have an address, returned nothing, and had no letter of this reminder.

    The letter that says that the time is over does not go to a body whose own time is not.
    """
    asks = Ask.objects.live().filter(campaign=reminder.campaign, asked_at__lt=reminder.at, returned_at=None)
    had = Letter.objects.filter(reminder=reminder).values("ask")
    rows = asks.exclude(contact="").exclude(pk__in=had).select_related("campaign__part__owner", "body")
    found = list(rows.order_by("order", "id"))
    if reminder.kind == LetterKind.CLOSING:
        return [ask for ask in found if due_of(ask) < day_of(now)]
    return found


def _remind(reminder: Reminder, ask: Ask, now: datetime) -> None:
    """One letter, in its own transaction: the state of the ask is read again, a return may have come meanwhile."""
    with transaction.atomic():
        current = Ask.objects.select_for_update().get(pk=ask.pk)
        again = Letter.objects.filter(reminder=reminder, ask=ask).exists()
        if current.returned_at is not None or again or not room_today(ask.contact, now):
            return
        letter = send(ask, LetterKind(reminder.kind), now, reminder=reminder)
        if reminder.copy and ask.superior and ask.superior != ask.contact and room_today(ask.superior, now):
            send_copy(ask, letter, now)
        audit.record(action="reporting.remind", by=None, part=ask.part, subject=ask, changes={"number": letter.number})
