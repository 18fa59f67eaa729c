"""Statistics: series and their observations."""

from django.db import models

from jalon.core.fields import FactField
from jalon.core.models import Part, Source
from jalon.core.records import Records, Withdrawable, codes
from jalon.facts import series as facts
from jalon.facts.common import Confidence, OrgRef, Text, When
from jalon.facts.series import Dimension, Family, ObservationStatus, Precision


class Series(Withdrawable):
    """Observations of one indicator in one unit by one producer in one edition (vintage).

    `of_uid`: the indicator of a plan that it observes, of this part or of another.
    """

    says = facts.Series

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="series")
    slug = models.SlugField(max_length=120, unique=True)
    title = FactField(Text)
    producer = FactField(OrgRef)
    indicator = models.TextField()
    unit = models.CharField(max_length=120)
    family = models.CharField(max_length=20, choices=codes(Family))
    vintage = models.CharField(max_length=200, null=True, blank=True)
    multiple = models.BooleanField(default=False)
    do_not_add = models.BooleanField(default=False)
    note = FactField(Text, null=True)
    of_uid = models.UUIDField(null=True, blank=True, db_index=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.slug


class Observation(models.Model):
    """One published value, or missing with a reason. Append-only, many: its citation is in columns of its own.

    One written by mistake is withdrawn: kept, out of what the part says. `cited_field` empty: no citation. Further
    citations of one observation are `ObservationCitation`.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="observations")
    order = models.PositiveIntegerField()
    when = FactField(When)
    value = models.CharField(max_length=80, null=True, blank=True)
    precision = models.CharField(max_length=10, choices=codes(Precision), default=Precision.EXACT.value)
    missing = models.TextField(null=True, blank=True)
    dimensions = FactField(Dimension, many=True)
    note = models.TextField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=codes(ObservationStatus), null=True, blank=True)
    said = FactField(When, null=True)
    numerator = models.CharField(max_length=80, null=True, blank=True)
    denominator = models.CharField(max_length=80, null=True, blank=True)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cited_field = models.CharField(max_length=80, blank=True)
    locator = models.TextField(null=True, blank=True)
    quote = models.TextField(null=True, blank=True)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["series_id", "order", "id"]


class ObservationCitation(models.Model):
    """A second, third… source of one observation."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="further_citations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    cited_field = models.CharField(max_length=80, blank=True)
    locator = models.TextField(null=True, blank=True)
    quote = models.TextField(null=True, blank=True)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)

    class Meta:
        ordering = ["observation_id", "id"]
