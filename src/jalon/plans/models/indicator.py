"""Indicators that bodies propose, and what other bodies answer to them."""

from django.db import models
from simple_history.models import HistoricalRecords

from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Records, Withdrawable, codes
from jalon.facts import indicator as facts
from jalon.facts.common import Confidence, OrgRef, Text, When
from jalon.facts.indicator import (
    Accumulation,
    AnswerKind,
    Baseline,
    Breakdown,
    Direction,
    Expected,
    IndicatorKind,
    Level,
    ResultLevel,
    ValueKind,
)
from jalon.facts.output import Counted

CODES = ("code", "kind", "level", "value_kind", "direction", "accumulation", "frequency", "interpolated", "confidence")
SHAPES = ("levels", "breakdowns", "baseline", "expected", "counted")


class Indicator(Withdrawable):
    """What a body proposes to measure of a plan, section or measure, its own or another's, or of the country.

    Its observations are in series, of this part or of others, whose `of_uid` is its uid.
    """

    says = facts.Indicator

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="indicators")
    slug = models.SlugField(max_length=120, unique=True)
    subject_uid = models.UUIDField(db_index=True)
    title = FactField(Text)
    unit = models.CharField(max_length=120)
    code = models.CharField(max_length=120, null=True, blank=True)
    definition = FactField(Text, null=True)
    kind = models.CharField(max_length=20, choices=codes(IndicatorKind), null=True, blank=True)
    level = models.CharField(max_length=20, choices=codes(ResultLevel), null=True, blank=True)
    value_kind = models.CharField(max_length=20, choices=codes(ValueKind), default=ValueKind.NUMBER.value)
    direction = models.CharField(max_length=20, choices=codes(Direction), null=True, blank=True)
    accumulation = models.CharField(max_length=20, choices=codes(Accumulation), default=Accumulation.PERIODIC.value)
    frequency = models.CharField(max_length=200, null=True, blank=True)
    method = FactField(Text, null=True)
    numerator = FactField(Text, null=True)
    denominator = FactField(Text, null=True)
    levels = FactField(Level, many=True)
    breakdowns = FactField(Breakdown, many=True)
    baseline = FactField(Baseline, null=True)
    expected = FactField(Expected, many=True)
    interpolated = models.BooleanField(default=False)
    formula = models.TextField(null=True, blank=True)
    counted = FactField(Counted, null=True)
    note = FactField(Text, null=True)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)

    objects = Records.as_manager()
    history = HistoricalRecords(excluded_fields=["part", "slug", "subject_uid", *CODES, *SHAPES])

    class Meta:
        ordering = ["part_id", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "code"],
                condition=models.Q(withdrawn_at__isnull=True, code__isnull=False),
                name="one_indicator_of_a_code",
            )
        ]

    def __str__(self) -> str:
        return str(self.title.value)


class IndicatorAnswer(Withdrawable):
    """What a body answers to an indicator proposed by another, in a part of its own. The indicator is named by uid."""

    says = facts.Answer

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="answers")
    indicator_uid = models.UUIDField(db_index=True)
    answer = models.CharField(max_length=20, choices=codes(AnswerKind))
    said_by = FactField(OrgRef)
    said = FactField(When, null=True)
    text = FactField(Text, null=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "id"]

    def __str__(self) -> str:
        return f"{self.said_by.name}: {self.answer}"
