"""Sources and citations: every fact has one."""

from django.db import models

from jalon.core.models.base import Recorded
from jalon.core.models.part import Part
from jalon.facts.common import Confidence


class Source(Recorded):
    """A public document or page that a part cites."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="sources")
    key = models.TextField(blank=True)
    address = models.TextField(blank=True)
    url = models.TextField(null=True, blank=True)
    title = models.TextField(null=True, blank=True)
    note = models.TextField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title or self.address


class Citation(models.Model):
    """What supports a field of a fact. The subject is named by its uid: any citable record of the part.

    Observations, which are many, carry their citations in columns of their own.
    """

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="citations")
    subject_uid = models.UUIDField(db_index=True)
    field = models.TextField(blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    locator = models.TextField(null=True, blank=True)
    quote = models.TextField(null=True, blank=True)
    confidence = models.CharField(
        max_length=10, choices=[(c.value, c.value) for c in Confidence], default=Confidence.STATED.value
    )
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["subject_uid", "order", "id"]
