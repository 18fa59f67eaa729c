"""Work that waits: letters to send, jobs that come due."""

from django.db import models
from django.db.models import Q

from jalon.core.models.base import Recorded


class Outbox(Recorded):
    """A letter, written in the transaction that calls for it. Its body is emptied once it is sent."""

    kind = models.CharField(max_length=60)
    recipient = models.EmailField()
    subject = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "outbox"
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(sent_at__isnull=True, dead_at__isnull=True), name="outbox_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class DueJob(models.Model):
    """A job that returns. Who holds the lease runs it; a lease that ran out is free again."""

    name = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField(db_index=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
