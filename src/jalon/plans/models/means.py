"""Lines of means: money, posts, or in kind. Never added across kinds, years or programmes."""

from django.db import models

from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Records, Withdrawable, codes
from jalon.facts import plan as facts
from jalon.facts.common import Confidence, Text, When
from jalon.facts.plan import MeansKind


class Means(Withdrawable):
    """A line. Amounts are decimal strings: SQLite would lose digits after the fifteenth. Plan and measure by uid."""

    says = facts.Means

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="means")
    item = FactField(Text)
    kind = models.CharField(max_length=20, choices=codes(MeansKind))
    when = FactField(When)
    amount = models.CharField(max_length=80, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    plan_uid = models.UUIDField(null=True, blank=True, db_index=True)
    measure_uid = models.UUIDField(null=True, blank=True, db_index=True)
    programme = models.TextField(null=True, blank=True)
    change = models.TextField(null=True, blank=True)
    fate = FactField(Text, null=True)
    posts = models.CharField(max_length=80, null=True, blank=True)
    in_kind = FactField(Text, null=True)
    note = FactField(Text, null=True)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "id"]
        verbose_name_plural = "means"

    def __str__(self) -> str:
        return str(self.item.value)
