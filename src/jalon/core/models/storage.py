"""Private files: the row says whose file it is and what it is; the content lies on disk under its SHA-256."""

from django.db import models

from jalon.core.models.base import Recorded
from jalon.core.models.part import Part


class StoredFile(Recorded):
    """A file of a part. Two parts that hold the same content have two rows and one content."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=120)
    name = models.CharField(max_length=200, help_text="as the person named it, made safe")
    scanned = models.BooleanField(default=False, help_text="a virus scanner was configured, and found nothing")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["part", "sha256"], name="one_row_per_part_and_content")]

    def __str__(self) -> str:
        return self.name
