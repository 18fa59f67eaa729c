"""Jobs of this room that come due: letters, and what is not to be kept longer than it serves."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from jalon.core import keeping, outbox, storage
from jalon.core.due import Job, register
from jalon.core.models import Invitation, Outbox

KEEP_LETTERS = timedelta(days=30)
KEEP_INVITATIONS = timedelta(days=90)
KEEP_ATTEMPTS = timedelta(days=7)
KEEP_TASKS_DAYS = 30


def register_jobs() -> None:
    """Called from CoreConfig.ready()."""
    register(Job("core.outbox", timedelta(minutes=1), _letters))
    register(Job("core.forget", timedelta(days=1), forget))
    register(Job("core.sweep_files", timedelta(days=1), _files))


def _letters(now: datetime) -> None:
    outbox.send_due(now)


def _files(now: datetime) -> None:
    storage.sweep(now)


def forget(now: datetime) -> None:
    """Delete sent letters, what those that were given up said and to whom, old attempts to sign in, ended sessions and results of tasks, the addresses of
    invitations that came to nothing, and the names and addresses that were kept for undoing."""
    Outbox.objects.filter(sent_at__lt=now - KEEP_LETTERS).delete()
    outbox.forget_dead(now - KEEP_LETTERS)
    Invitation.objects.filter(accepted_at__isnull=True, expires_at__lt=now - KEEP_INVITATIONS).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - KEEP_ATTEMPTS).delete()
    keeping.forget_old(now)
    SessionStore.clear_expired()
    call_command("prune_db_task_results", min_age_days=KEEP_TASKS_DAYS, queue_name="*", verbosity=0)
