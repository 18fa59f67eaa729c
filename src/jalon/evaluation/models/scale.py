"""Scales and the readings of one on another."""

from django.db import models

from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Records, Withdrawable
from jalon.facts import evaluation as facts
from jalon.facts.common import OrgRef, Text, When
from jalon.facts.evaluation import CrosswalkPair, ScaleLevel


class Scale(Withdrawable):
    """The levels of one evaluator, best first, in its words. Other parts may use it: they name it by uid."""

    says = facts.Scale

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="scales")
    slug = models.SlugField(max_length=120)
    owner = FactField(OrgRef)
    title = FactField(Text)
    levels = FactField(ScaleLevel, many=True)
    since = FactField(When, null=True)
    note = FactField(Text, null=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "slug"], condition=models.Q(withdrawn_at__isnull=True), name="one_live_scale_of_a_slug"
            )
        ]

    def __str__(self) -> str:
        return str(self.title.value)


class Crosswalk(Withdrawable):
    """How its author reads one scale on another, level by level, with reasons."""

    says = facts.Crosswalk

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="crosswalks")
    slug = models.SlugField(max_length=120)
    from_uid = models.UUIDField(db_index=True)
    to_uid = models.UUIDField(db_index=True)
    author = FactField(OrgRef)
    when = FactField(When)
    pairs = FactField(CrosswalkPair, many=True)
    note = FactField(Text, null=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "slug"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_live_crosswalk_of_a_slug",
            )
        ]

    def __str__(self) -> str:
        return self.slug
