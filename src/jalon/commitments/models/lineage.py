"""Which measures take up earlier ones, and which plans hold the same things."""

from django.db import models

from jalon.commitments.models.base import Told
from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Records, codes
from jalon.facts import lineage as facts
from jalon.facts.common import Text
from jalon.facts.lineage import LineageKind, OtherPlan, OverlapNature


class Lineage(Told):
    """What became of measures of one plan in a later one. Plans and measures are named by uid."""

    says = facts.Lineage

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="lineages")
    kind = models.CharField(max_length=20, choices=codes(LineageKind))
    earlier_plan_uid = models.UUIDField(db_index=True)
    later_plan_uid = models.UUIDField(db_index=True)
    earlier = FactField(str, many=True)
    later = FactField(str, many=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class OverlapLink(Told):
    """That a plan or measure overlaps another plan. A proposed double count stays here until a person confirms it."""

    says = facts.OverlapLink

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="overlap_links")
    plan_uid = models.UUIDField(db_index=True)
    measure_uid = models.UUIDField(null=True, blank=True, db_index=True)
    other = FactField(OtherPlan)
    natures = FactField(OverlapNature, many=True)
    item = FactField(Text, null=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "id"]

    def __str__(self) -> str:
        return str(self.other.title.value)
