"""The plan's tree above its measures."""

from django.db import models
from simple_history.models import HistoricalRecords

from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Withdrawable, codes
from jalon.facts import plan as facts
from jalon.facts.common import Confidence, Text
from jalon.plans.models.plan import Plan
from jalon.plans.querysets import OfPlan


class Section(Withdrawable):
    """A level of the tree, of any depth. `title` None: not read."""

    says = facts.Section

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    order = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=80, blank=True)
    title = FactField(Text, null=True)
    note = FactField(Text, null=True)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)

    objects = OfPlan.as_manager()
    history = HistoricalRecords(excluded_fields=["plan", "parent", "order", "confidence"])

    class Meta:
        ordering = ["plan_id", "order", "id"]

    @property
    def part(self) -> Part:
        """The part that says it."""
        return self.plan.part

    def __str__(self) -> str:
        return " ".join(filter(None, [self.label, self.title.value if self.title else ""]))
