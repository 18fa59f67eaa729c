"""Letters: written with what calls for them, sent by the tick, tried again for two days, then said dead.

A letter is in the database before anything is sent: a rolled back action sends nothing, a mail server that is away
loses nothing.
"""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from jalon.core.models import Outbox

log = structlog.get_logger("jalon.outbox")

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
ATTEMPTS = 15
"""With waits doubling from one minute to six hours: two days, then the letter is dead and the operator sees it."""
HOLD = timedelta(minutes=5)
"""A letter taken by a sender that died is free again after this."""
BATCH = 50

Send = Callable[[Outbox], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    dead: int = 0


def post(*, kind: str, to: str, subject: str, body: str) -> Outbox:
    """Put a letter in the outbox, in the running transaction."""
    line = " ".join(subject.split())[:300]
    return Outbox.objects.create(kind=kind[:60], recipient=to, subject=line, body=body, due_at=timezone.now())


def send_due(now: datetime, send: Send | None = None) -> Sent:
    """Send the letters that are due. Without a mail server they stay, and nothing is tried."""
    deliver = send or _smtp()
    if deliver is None:
        return Sent()
    outcomes = [_try(letter, now, deliver) for letter in _take(now)]
    return Sent(sent=outcomes.count("sent"), failed=outcomes.count("failed"), dead=outcomes.count("dead"))


def _take(now: datetime) -> list[Outbox]:
    """Letters that no other sender has: each is taken by moving its time, in one conditional UPDATE."""
    waiting = Outbox.objects.filter(due_at__lte=now, sent_at__isnull=True, dead_at__isnull=True).order_by(
        "due_at", "id"
    )
    taken = []
    for letter in waiting[:BATCH]:
        if Outbox.objects.filter(pk=letter.pk, due_at=letter.due_at).update(due_at=now + HOLD):
            taken.append(letter)
    return taken


def _try(letter: Outbox, now: datetime, send: Send) -> str:
    letter.attempts += 1
    try:
        send(letter)
    except Exception as error:  # noqa: BLE001  # whatever a mail server does, the next letter goes out
        return _failed(letter, now, error)
    letter.sent_at, letter.body, letter.last_error = now, "", ""
    letter.save(update_fields=["attempts", "sent_at", "body", "last_error", "updated_at"])
    log.info("letter_sent", kind=letter.kind, uid=str(letter.uid), attempts=letter.attempts)
    return "sent"


def _failed(letter: Outbox, now: datetime, error: Exception) -> str:
    dead = letter.attempts >= ATTEMPTS
    letter.last_error = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
    letter.dead_at = now if dead else None
    letter.due_at = now + wait_after(letter.attempts)
    letter.save(update_fields=["attempts", "last_error", "dead_at", "due_at", "updated_at"])
    log.warning("letter_failed", kind=letter.kind, uid=str(letter.uid), attempts=letter.attempts, dead=dead)
    return "dead" if dead else "failed"


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: one minute, doubled each time, at most six hours."""
    doublings: int = 2 ** min(attempts - 1, 20)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def stop(uids: Collection[uuid.UUID], now: datetime) -> int:
    """Letters that wait are not sent any more, and forget to whom they were written and what they said; gives how many."""
    waiting = Outbox.objects.filter(uid__in=uids, sent_at__isnull=True)
    return waiting.update(dead_at=now, recipient="", subject="", body="", last_error="")


def forget_dead(before: datetime) -> None:
    """Letters given up before then forget to whom they were written and what they said: that they were given up stays."""
    Outbox.objects.filter(dead_at__lt=before).update(recipient="", subject="", body="")


def again(letter: Outbox) -> None:
    """Give a dead letter a new life. The caller saw that it has not forgotten to whom it was written."""
    letter.dead_at, letter.attempts, letter.due_at = None, 0, timezone.now()
    letter.save(update_fields=["dead_at", "attempts", "due_at", "updated_at"])


def _smtp() -> Send | None:
    """Sends through the server of JALON_SMTP_URL; None when there is none."""
    url: str = settings.JALON.smtp_url
    if not url:
        return None
    connection = smtp_connection(url)

    def send(letter: Outbox) -> None:
        EmailMessage(
            letter.subject, letter.body, settings.JALON.mail_from, [letter.recipient], connection=connection
        ).send()

    return send


def smtp_connection(url: str) -> BaseEmailBackend:
    """smtp://user:password@host:587 (STARTTLS), smtps://…:465 (TLS), smtp://localhost:25 (plain: loopback only)."""
    parts = urlsplit(url)
    direct = parts.scheme == "smtps"
    local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or (465 if direct else 587),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=direct,
        use_tls=not direct and not local,
        timeout=20,
    )
