"""Files being imported: what was chosen, how far the reading is, what it found; and mappings kept for the next time."""

from enum import StrEnum

from django.db import models

from jalon.core.models import Part, StoredFile, User
from jalon.core.models.base import Recorded
from jalon.core.records import codes


class ImportState(StrEnum):
    """Where a file is on its way into a part."""

    OPEN = "open"  # small: compared whenever its page is shown
    READING = "reading"  # large: a job reads it
    READ = "read"  # a job has read and compared it
    WRITING = "writing"  # a job writes it
    DONE = "done"
    FAILED = "failed"


class ImportProfile(Recorded):
    """How a body's workbooks of one kind are read: a mapping with a name, for one part."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="import_profiles")
    name = models.CharField(max_length=80)
    body = models.TextField(help_text="JSON, as jalon.exchange.headers.Profile writes it")

    class Meta:
        ordering = ["part_id", "name"]
        constraints = [models.UniqueConstraint(fields=["part", "name"], name="one_profile_of_a_name")]

    def __str__(self) -> str:
        return self.name


class ImportRun(Recorded):
    """One file on its way into a part. The cursor says which rows are read: an interrupted reading goes on from there."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="imports")
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=20, choices=codes(ImportState))
    choices = models.JSONField(default=dict, blank=True)
    report = models.JSONField(default=dict, blank=True)
    part_revision = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    cursor_sheet = models.PositiveIntegerField(default=0)
    cursor_row = models.PositiveIntegerField(default=0)
    staged = models.PositiveBigIntegerField(default=0, help_text="bytes of read rows that are whole")
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.file} ({self.state})"
