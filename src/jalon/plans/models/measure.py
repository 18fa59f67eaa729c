"""Measures and attested items, with their titles and steps. A measure has no status: statements about it do."""

from django.db import models
from simple_history.models import HistoricalRecords

from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.models.base import Recorded
from jalon.core.records import Withdrawable, codes
from jalon.facts import plan as facts
from jalon.facts.common import Confidence, Text, When
from jalon.facts.plan import MeasureKind
from jalon.plans.models.plan import Plan
from jalon.plans.models.section import Section
from jalon.plans.querysets import OfMeasure, OfPlan

LISTS = ("keywords", "forms", "target_groups")


class Measure(Withdrawable):
    """A numbered measure, or an item attested without its number. A plan has one live measure of a number."""

    says = facts.Measure

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="measures")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    order = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=codes(MeasureKind), default=MeasureKind.MEASURE.value)
    number = models.CharField(max_length=40, null=True, blank=True)
    section_confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)
    section_words = models.TextField(null=True, blank=True)
    group = FactField(Text, null=True)
    planned = FactField(Text, null=True)
    keywords = FactField(str, many=True)
    forms = FactField(str, many=True)
    target_groups = FactField(str, many=True)
    note = FactField(Text, null=True)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)

    objects = OfPlan.as_manager()
    history = HistoricalRecords(
        excluded_fields=["plan", "section", "order", "kind", "section_confidence", *LISTS, "confidence"]
    )

    class Meta:
        ordering = ["plan_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                condition=models.Q(withdrawn_at__isnull=True, number__isnull=False, kind=MeasureKind.MEASURE.value),
                name="one_measure_of_a_number",
            )
        ]

    @property
    def part(self) -> Part:
        """The part that says it."""
        return self.plan.part

    def __str__(self) -> str:
        return self.number or str(self.uid)


class MeasurePiece(Recorded):
    """A piece of a measure, in the order in which it is told."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="%(class)ss")
    order = models.PositiveIntegerField(default=0)

    objects = OfMeasure.as_manager()

    class Meta:
        abstract = True
        ordering = ["measure_id", "order", "id"]

    @property
    def part(self) -> Part:
        """The part that says it."""
        return self.measure.plan.part


class MeasureTitle(MeasurePiece):
    """A title of the measure: read in a source (verbatim) or described (summary)."""

    says = facts.Title

    text = FactField(Text)

    history = HistoricalRecords(excluded_fields=["measure", "order"])

    def __str__(self) -> str:
        return str(self.text.value)


class Step(MeasurePiece, Withdrawable):
    """A step (jalon). `done` is when it was reached, None while not known to be."""

    says = facts.Step

    title = FactField(Text)
    due = FactField(When, null=True)
    done = FactField(When, null=True)

    def __str__(self) -> str:
        return str(self.title.value)
