"""Addresses of letters are forgotten: as long after as the letters themselves, and at once when what was asked is withdrawn.

That a letter was written, when and why, stays told; of the address its first letter and its domain do.
"""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from jalon.core import outbox
from jalon.core.audit import ADDRESS
from jalon.core.due import Job, register
from jalon.core.keeping import FORGET_PEOPLE
from jalon.reporting.models import Ask, Letter

EVERY = timedelta(days=1)


def register_jobs() -> None:
    """Called from ReportingConfig.ready()."""
    register(Job("reporting.forget", EVERY, forget))


def forget(now: datetime) -> None:
    """Forget the addresses of old letters, but those that are written to today."""
    _mask(Letter.objects.filter(posted_at__lt=now - FORGET_PEOPLE))


def forget_letters(asks: QuerySet[Ask], now: datetime) -> None:
    """What these bodies were asked is withdrawn: no letter that waits goes out, earlier addresses are forgotten."""
    letters = Letter.objects.filter(ask__in=asks)
    outbox.stop(list(letters.values_list("outbox_uid", flat=True)), now)
    _mask(letters)


def _mask(letters: QuerySet[Letter]) -> None:
    earlier = letters.exclude(recipient=F("ask__contact")).exclude(recipient=F("ask__superior"))
    for letter in earlier.exclude(recipient__contains="…"):
        # Its number keeps it apart from another address of the same letter and domain, to which the same reminder went.
        masked = ADDRESS.sub(rf"\1…{letter.pk}@\2", letter.recipient)
        Letter.objects.filter(pk=letter.pk).update(recipient=masked)
