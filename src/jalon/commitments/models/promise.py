"""Promises, the chain of their due dates, and what became of them according to whom."""

from typing import TYPE_CHECKING

from django.db import models

from jalon.commitments.models.base import Learned
from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Records, Withdrawable, codes
from jalon.facts import promise as facts
from jalon.facts.common import Known, Link, OrgRef, Text, When
from jalon.facts.promise import Verdict

if TYPE_CHECKING:
    from django.db.models import Manager


class Promise(Learned):
    """Who promised what to whom. Its subject may be in another part."""

    says = facts.Promise

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="promises")
    text = FactField(Text)
    subject_uid = models.UUIDField(db_index=True)
    link = models.CharField(max_length=10, choices=codes(Link), default=Link.STATED.value)
    said_by = FactField(OrgRef, null=True)
    to = FactField(OrgRef, many=True)
    made = FactField(When, null=True)
    known_until = models.CharField(max_length=40, null=True, blank=True)
    note = FactField(Text, null=True)

    objects = Records.as_manager()
    dues: "Manager[DueDate]"

    class Meta:
        ordering = ["part_id", "id"]

    def __str__(self) -> str:
        return str(self.text.value)


class OfPromise(Records):
    """Pieces of a promise."""

    part_path = "promise__part"


class DueDate(Withdrawable):
    """A date of the chain. Its words never change: a new date stands beside it; one entered in error is withdrawn."""

    says = facts.DueDate

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="dues")
    order = models.PositiveIntegerField(default=0)
    recorded_at = models.CharField(max_length=40)
    due = FactField(When, null=True)
    said = FactField(When, null=True)
    said_by = FactField(OrgRef, null=True)
    text = FactField(Text, null=True)

    objects = OfPromise.as_manager()

    class Meta:
        ordering = ["promise_id", "order", "id"]

    @property
    def part(self) -> Part:
        """The part that says it."""
        found: Part = self.promise.part
        return found

    def __str__(self) -> str:
        return str(self.due.edtf or self.due.printed if self.due else "")


class PromiseView(Learned):
    """What somebody found of a promise, of this part or of another's."""

    says = facts.PromiseView

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="promise_views")
    promise_uid = models.UUIDField(db_index=True)
    verdict = models.CharField(max_length=20, choices=codes(Verdict))
    known = models.CharField(max_length=20, choices=codes(Known), default=Known.GIVEN.value)
    said_by = FactField(OrgRef, null=True)
    done = FactField(When, null=True)
    seen = FactField(When, null=True)
    outcome = models.TextField(null=True, blank=True)
    text = FactField(Text, null=True)
    link = models.CharField(max_length=10, choices=codes(Link), default=Link.STATED.value)
    note = FactField(Text, null=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "id"]

    def __str__(self) -> str:
        return f"{self.verdict} {self.uid}"
