"""Reports that people of a team asked for: what, how far it is, and the file, which is theirs alone."""

from enum import StrEnum

from django.db import models

from jalon.core.models import Part, User
from jalon.core.models.base import Recorded
from jalon.core.records import codes


class RunState(StrEnum):
    """Where a report is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class ReportRun(Recorded):
    """A report on a plan of a part. `release` empty: the working state. `asked` is a `kinds.Request` as JSON."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=20, choices=codes(RunState), default=RunState.WAITING.value)
    asked = models.JSONField(default=dict)
    release = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=250)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"
