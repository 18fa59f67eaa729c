"""Dated statements: who said what of a plan, section or measure, and when the register learned it."""

from typing import Any

from django.db import models

from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Withdrawable, codes
from jalon.facts import common as facts
from jalon.facts.common import Basis, Confidence, Count, Known, Link, OrgRef, StatementKind, Text, When
from jalon.plans.querysets import WORDS_STAY, Statements


class Statement(Withdrawable):
    """Append-only: its words never change. A correction is a new statement, named by `superseded_by` of the old one.

    `subject_uid` is a plan, section or measure, of this part or of another body's. `recorded_at` (UTC, to the
    second) is when the register learned it.
    """

    says = facts.Statement

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=20, choices=codes(StatementKind))
    subject_uid = models.UUIDField(db_index=True)
    recorded_at = models.CharField(max_length=40)
    known = models.CharField(max_length=20, choices=codes(Known), default=Known.GIVEN.value)
    said_by = FactField(OrgRef, null=True)
    organisation = FactField(OrgRef, null=True)
    basis = models.CharField(max_length=30, choices=codes(Basis), null=True, blank=True)
    text = FactField(Text, null=True)
    said = FactField(When, null=True)
    valid_until = FactField(When, null=True)
    due = FactField(When, null=True)
    outcome = models.TextField(null=True, blank=True)
    scale = models.TextField(null=True, blank=True)
    counts = FactField(Count, many=True)
    total = models.IntegerField(null=True, blank=True)
    link = models.CharField(max_length=10, choices=codes(Link), default=Link.STATED.value)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)
    note = FactField(Text, null=True)
    topic = models.TextField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="supersedes"
    )

    objects = Statements.as_manager()

    class Meta:
        ordering = ["subject_uid", "recorded_at", "id"]

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Writes a new statement, or what is outside the words of an old one."""
        if not self._state.adding and (update_fields is None or not set(update_fields) <= Statements.changeable):
            raise TypeError(WORDS_STAY)
        super().save(*args, update_fields=update_fields, **kwargs)

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"
