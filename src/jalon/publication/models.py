"""Who signed and withdrew what, for the office and the trace. What was published itself is files (`store`)."""

from django.db import models


class SignedVersion(models.Model):
    """A version of a part that a member of its owner signed. The person is known here only, never in a Release."""

    part_uid = models.UUIDField(db_index=True)
    hash = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    signed_at = models.DateTimeField()
    signer_uid = models.UUIDField(null=True)
    signer = models.CharField(max_length=200)
    organisation = models.CharField(max_length=300)
    key = models.CharField(max_length=16)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["part_uid", "-number"]
        constraints = [models.UniqueConstraint(fields=["part_uid", "hash"], name="one_record_per_signed_version")]

    def __str__(self) -> str:
        return f"{self.part_uid} {self.number}"


class Withdrawn(models.Model):
    """Documents of a part that its owner withdrew."""

    part_uid = models.UUIDField(db_index=True)
    paths = models.JSONField()
    reason = models.CharField(max_length=10)
    words = models.TextField()
    withdrawn_at = models.DateTimeField()
    by_uid = models.UUIDField(null=True)
    by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-withdrawn_at", "-id"]

    def __str__(self) -> str:
        return f"{self.part_uid} {self.reason}"
