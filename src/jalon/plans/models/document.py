"""Documents tied to a plan or to one of its measures."""

from django.db import models

from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Withdrawable, codes
from jalon.facts import plan as facts
from jalon.facts.common import Text, Visibility, When
from jalon.plans.models.measure import Measure
from jalon.plans.models.plan import Plan
from jalon.plans.querysets import OfPlanOrMeasure

OF_ONE_THING = models.Q(plan__isnull=True, measure__isnull=False) | models.Q(plan__isnull=False, measure__isnull=True)


class Document(Withdrawable):
    """A document of a plan (its own text, a mid-term report) or of a measure, in the order in which it is told.

    Only a PUBLIC one leaves with the part; `sha256` and `size` when the instance holds the file.
    """

    says = facts.Document

    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.CASCADE, related_name="documents")
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.CASCADE, related_name="documents")
    order = models.PositiveIntegerField(default=0)
    title = FactField(Text)
    when = FactField(When, null=True)
    visibility = models.CharField(max_length=10, choices=codes(Visibility), default=Visibility.PUBLIC.value)
    media_type = models.CharField(max_length=120, null=True, blank=True)
    sha256 = models.CharField(max_length=64, null=True, blank=True, db_index=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)

    objects = OfPlanOrMeasure.as_manager()

    class Meta:
        ordering = ["plan_id", "measure_id", "order", "id"]
        constraints = [models.CheckConstraint(condition=OF_ONE_THING, name="document_of_a_plan_or_of_a_measure")]

    @property
    def owner(self) -> Plan | Measure:
        """The plan or measure that it belongs to."""
        found = self.measure or self.plan
        if found is None:  # the database refuses it; a row not yet saved can be so
            raise ValueError("A document belongs to a plan or to a measure.")
        return found

    @property
    def part(self) -> Part:
        """The part that says it."""
        return self.owner.part

    def __str__(self) -> str:
        return str(self.title.value)
