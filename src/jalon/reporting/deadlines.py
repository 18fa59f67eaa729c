"""Until when a body may answer, on the machine's calendar."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from jalon.reporting.models import Ask

GRACE = timedelta(days=7)
"""How long a link stays good after the last day on which an answer is asked for."""


def due_of(ask: Ask) -> date:
    """The last day on which a body is asked to answer: its own, else that of the campaign."""
    return ask.due or ask.campaign.closes


def expires(ask: Ask) -> datetime:
    """The end (UTC) of the last day on which the body's links are good."""
    last = max(due_of(ask), ask.campaign.closes) + GRACE
    return datetime.combine(last + timedelta(days=1), time(), tzinfo=timezone.get_current_timezone()).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The day of a moment where the instance is."""
    return timezone.localtime(moment).date()
