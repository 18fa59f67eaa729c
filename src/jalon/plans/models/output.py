"""The ledger of outputs: what was carried out."""

from django.db import models

from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Records, Withdrawable, codes
from jalon.facts import output as facts
from jalon.facts.common import Confidence, OrgRef, Text, When
from jalon.facts.output import Amount, OutputType


class Output(Withdrawable):
    """Something carried out. `subjects` are uids of measures, sections or plans, of this part or of others.

    Money is a decimal string: SQLite would lose digits after the fifteenth. The territory is named by uid.
    """

    says = facts.Output

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="outputs")
    type = models.CharField(max_length=20, choices=codes(OutputType), db_index=True)
    title = FactField(Text)
    when = FactField(When)
    subjects = FactField(str, many=True)
    territory_uid = models.UUIDField(null=True, blank=True, db_index=True)
    place = models.TextField(null=True, blank=True)
    carried_out_by = FactField(OrgRef, many=True)
    counterparts = FactField(OrgRef, many=True)
    beneficiaries = FactField(OrgRef, many=True)
    professions = FactField(str, many=True)
    channels = FactField(str, many=True)
    languages = FactField(str, many=True)
    property_type = models.TextField(null=True, blank=True)
    amounts = FactField(Amount, many=True)
    money = models.CharField(max_length=80, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    years = FactField(When, null=True)
    said_by = FactField(OrgRef, null=True)
    said = FactField(When, null=True)
    note = FactField(Text, null=True)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "id"]

    def __str__(self) -> str:
        return str(self.title.value)


class OutputSubject(models.Model):
    """`Output.subjects` once more, one row each, written with it: what is found by subject is found by index."""

    output = models.ForeignKey(Output, on_delete=models.CASCADE, related_name="subject_rows")
    subject_uid = models.UUIDField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["output", "subject_uid"], name="one_row_of_a_subject")]
