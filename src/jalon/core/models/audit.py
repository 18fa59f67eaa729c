"""Who did what, when. Labels, no foreign keys: the trace outlives what it tells of."""

from django.db import models


class AuditEvent(models.Model):
    """One action, one event, written in the same transaction. A bulk action is one event with counts and file hash."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    action = models.CharField(max_length=80)
    actor_uid = models.UUIDField(null=True, db_index=True)
    actor = models.CharField(max_length=200)
    organisation_uid = models.UUIDField(null=True, db_index=True)
    organisation = models.CharField(max_length=300, blank=True)
    part_uid = models.UUIDField(null=True, db_index=True)
    subject_uid = models.UUIDField(null=True, db_index=True)
    subject = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}".strip()
