"""Parliamentary acts: questions, amendments, reports, letters."""

from django.db import models

from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Records, Withdrawable, codes
from jalon.facts import parliament as facts
from jalon.facts.common import Confidence, OrgRef, Text, When
from jalon.facts.parliament import AnswerStatement


class Act(Withdrawable):
    """An act. `kind_printed` keeps the source's words; plan and measures are named by uid: they may be elsewhere."""

    says = facts.Act

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=40)
    kind_printed = models.TextField()
    chamber = models.CharField(max_length=40, null=True, blank=True)
    number = models.CharField(max_length=120, null=True, blank=True)
    author = models.TextField(null=True, blank=True)
    body = FactField(OrgRef, null=True)
    when = FactField(When, null=True)
    answered = FactField(When, null=True)
    topic = FactField(Text, null=True)
    asked = FactField(Text, many=True)
    answers = FactField(Text, many=True)
    fate = FactField(Text, null=True)
    plan_uid = models.UUIDField(null=True, blank=True, db_index=True)
    measure_uids = FactField(str, many=True)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)
    note = FactField(Text, null=True)
    statements = FactField(AnswerStatement, many=True)
    to = FactField(OrgRef, many=True)
    reference = models.CharField(max_length=200, null=True, blank=True, db_index=True)
    legislature = models.CharField(max_length=40, null=True, blank=True)
    heading = models.TextField(null=True, blank=True)
    renewed = FactField(When, many=True)
    closed = models.TextField(null=True, blank=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "id"]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.kind_printed, self.number]))
