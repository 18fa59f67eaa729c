"""What the team of a part says to itself about a record. It is no fact: no document, package or Release holds any of it."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from jalon.core.models.base import Recorded
from jalon.core.models.part import Part


class Comment(Recorded):
    """A dated remark on the record `subject_uid` of a part, read by the part's team alone. Earlier texts are kept."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="comments")
    subject_uid = models.UUIDField(db_index=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="mentioned_in", blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["part", "subject_uid"])

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return str(self.uid)
