"""A plan's description: what it is, its titles, the numbers of measures said of it, its events, its overlaps."""

from django.db import models
from simple_history.models import HistoricalRecords

from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.models.base import Recorded
from jalon.core.records import Records, Withdrawable, codes
from jalon.facts import plan as facts
from jalon.facts.common import Confidence, OrgRef, Text, When
from jalon.facts.plan import LevelName
from jalon.plans.querysets import OfPlan


class Plan(Withdrawable):
    """A plan as one part describes it. `known_until` (EDTF): after it, nobody looked and nothing is late."""

    says = facts.Plan

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="plans")
    slug = models.SlugField(max_length=120, unique=True)
    rank = models.PositiveIntegerField()
    period = FactField(When)
    known_until = models.CharField(max_length=40)
    text_read = models.BooleanField(default=False)
    country = models.CharField(max_length=2, default="FR")
    code = models.SlugField(max_length=60, null=True, blank=True)
    period_notes = FactField(Text, many=True)
    stated_sections = models.PositiveIntegerField(null=True, blank=True)
    levels = FactField(LevelName, many=True)
    financing = FactField(Text, null=True)
    preparation = FactField(Text, null=True)
    notes = FactField(Text, many=True)

    objects = Records.as_manager()
    history = HistoricalRecords(
        excluded_fields=[
            "part",
            "slug",
            "rank",
            "period",
            "known_until",
            "text_read",
            "country",
            "code",
            "stated_sections",
        ]
    )

    class Meta:
        ordering = ["rank", "id"]

    def __str__(self) -> str:
        return self.slug


class PlanPiece(Recorded):
    """A piece of a plan's description, in the order in which it is told."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="%(class)ss")
    order = models.PositiveIntegerField(default=0)

    objects = OfPlan.as_manager()

    class Meta:
        abstract = True
        ordering = ["plan_id", "order", "id"]

    @property
    def part(self) -> Part:
        """The part that says it."""
        return self.plan.part


class PlanTitle(PlanPiece):
    """A title of the plan: read in a source (verbatim) or described (summary)."""

    says = facts.Title

    text = FactField(Text)

    history = HistoricalRecords(excluded_fields=["plan", "order"])

    def __str__(self) -> str:
        return str(self.text.value)


class StatedNumber(PlanPiece):
    """How many measures a source says the plan has. Conflicting numbers stay side by side."""

    says = facts.StatedNumber

    value = models.PositiveIntegerField()
    said_by = FactField(OrgRef, many=True)
    note = FactField(Text, null=True)

    def __str__(self) -> str:
        return str(self.value)


class PlanEvent(PlanPiece):
    """A dated event in the life of the plan."""

    says = facts.PlanEvent

    when = FactField(When)
    text = FactField(Text)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)

    def __str__(self) -> str:
        return str(self.text.value)


class Overlap(PlanPiece):
    """Another plan or strategy that holds the same measure. Measures are named by uid: theirs may be elsewhere."""

    says = facts.Overlap

    other_plan = FactField(Text)
    measure_uid = models.UUIDField(null=True, blank=True)
    other_measure = models.TextField(null=True, blank=True)
    item = FactField(Text, null=True)
    note = FactField(Text, null=True)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)

    def __str__(self) -> str:
        return str(self.other_plan.value)
