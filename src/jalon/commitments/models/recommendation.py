"""Recommendations and obligations, what answers them, and who looked and found that nothing does."""

from django.db import models

from jalon.commitments.models.base import Learned, Told
from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Records, Withdrawable, codes
from jalon.facts import recommendation as facts
from jalon.facts.common import Known, Link, OrgRef, Text, When
from jalon.facts.recommendation import RecommendationKind, Relation, StatePosition


class Recommendation(Learned):
    """What a body asks of the State. Its subject, and the earlier one that it repeats, may be in another part."""

    says = facts.Recommendation

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="recommendations")
    kind = models.CharField(
        max_length=20, choices=codes(RecommendationKind), default=RecommendationKind.RECOMMENDATION.value
    )
    known = models.CharField(max_length=20, choices=codes(Known), default=Known.GIVEN.value)
    body = FactField(OrgRef)
    texts = FactField(Text, many=True)
    subject_uid = models.UUIDField(db_index=True)
    link = models.CharField(max_length=10, choices=codes(Link), default=Link.STATED.value)
    instrument = models.TextField(null=True, blank=True)
    report = models.TextField(null=True, blank=True)
    cycle = models.TextField(null=True, blank=True)
    session = models.TextField(null=True, blank=True)
    symbol = models.TextField(null=True, blank=True)
    paragraph = models.TextField(null=True, blank=True)
    reference = models.CharField(max_length=200, null=True, blank=True, db_index=True)
    when = FactField(When, null=True)
    deadline = FactField(When, null=True)
    urgency = models.TextField(null=True, blank=True)
    themes = FactField(str, many=True)
    affected = FactField(str, many=True)
    sdgs = FactField(str, many=True)
    states = FactField(str, many=True)
    positions = FactField(StatePosition, many=True)
    repeats_uid = models.UUIDField(null=True, blank=True, db_index=True)
    note = FactField(Text, null=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "id"]

    def __str__(self) -> str:
        words = self.texts[0].value if self.texts else self.symbol or self.report or ""
        return f"{self.body.name}: {words}"


class RecommendationAnswer(Told):
    """That a measure answers a recommendation or not, as somebody says. Both are named by uid: they may be elsewhere."""

    says = facts.RecommendationAnswer

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="recommendation_answers")
    recommendation_uid = models.UUIDField(db_index=True)
    measure_uid = models.UUIDField(db_index=True)
    relation = models.CharField(max_length=20, choices=codes(Relation), null=True, blank=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "id"]

    def __str__(self) -> str:
        return f"{self.relation or self.link} {self.uid}"


class RecommendationReview(Withdrawable):
    """Somebody looked and found that no measure answers."""

    says = facts.RecommendationReview

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="recommendation_reviews")
    recommendation_uid = models.UUIDField(db_index=True)
    recorded_at = models.CharField(max_length=40)
    plans = FactField(str, many=True)
    said_by = FactField(OrgRef, null=True)
    said = FactField(When, null=True)
    text = FactField(Text, null=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "id"]

    def __str__(self) -> str:
        return f"review {self.uid}"
