"""What one body is asked: its lines, how and until when it may answer, the links that it holds."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jalon.core.fields import FactField
from jalon.core.models import Organisation, Part
from jalon.core.models.base import Recorded
from jalon.core.records import Records, Withdrawable
from jalon.facts.common import Text
from jalon.reporting.enums import Format, Way
from jalon.reporting.keys import new_key
from jalon.reporting.merging.model import Entry
from jalon.reporting.models.campaign import Campaign, CampaignRecords


class Ask(Withdrawable):
    """What a campaign asks of one body. Times are those of the machine.

    `due` None: when the campaign closes. `superior` reads reminders that say so. `validated_by` is a name: it never
    leaves the office; `validated_as`, the function, does. `template` is the version last sent to this body.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="asks")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="asked_in")
    order = models.PositiveIntegerField(default=0)
    way = models.CharField(max_length=10, choices=Way.choices)
    format = models.CharField(max_length=5, choices=Format.choices, default=Format.XLSX)
    contact = models.EmailField(blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    superior = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="fr")
    due = models.DateField(null=True, blank=True)
    key = models.CharField(max_length=20, unique=True, default=new_key)
    template = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    validated_at = models.DateTimeField(null=True, blank=True)
    validated_by = models.CharField(max_length=200, blank=True)
    validated_as = models.CharField(max_length=200, blank=True)

    objects = CampaignRecords.as_manager()
    personal: ClassVar[tuple[str, ...]] = ("contact", "contact_name", "superior", "validated_by")
    """Names and addresses of people: the trace keeps their earlier values apart, and forgets them."""

    class Meta:
        ordering = ["campaign_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "body"], condition=Q(withdrawn_at__isnull=True), name="one_live_ask_of_a_body"
            ),
            models.CheckConstraint(
                condition=Q(way=Way.ACCOUNT) | ~Q(contact=""), name="who_has_no_account_has_an_address"
            ),
        ]

    @property
    def part(self) -> Part:
        """The part that asks."""
        return self.campaign.part

    def __str__(self) -> str:
        return f"{self.campaign.slug} {self.body.slug}"


class AskRecords(Records):
    """Records of an ask."""

    part_path = "ask__campaign__part"


class AskLine(Withdrawable):
    """A measure, attested item or section of which the body is asked. `before`: what was written in when it was sent.

    `corrections` are what the asking body wrote over it since: a return that says otherwise meets them.
    """

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="lines")
    subject_uid = models.UUIDField(db_index=True)
    order = models.PositiveIntegerField(default=0)
    number = models.CharField(max_length=40, blank=True)
    title = FactField(Text)
    key = models.CharField(max_length=20, unique=True, default=new_key)
    before = FactField(Entry, many=True)
    corrections = FactField(Entry, many=True)

    objects = AskRecords.as_manager()

    class Meta:
        ordering = ["ask_id", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["ask", "subject_uid"], name="one_line_of_a_subject")]

    @property
    def part(self) -> Part:
        """The part that asks."""
        return self.ask.campaign.part

    def __str__(self) -> str:
        return " ".join(filter(None, [self.number, self.title.value]))


class Link(Recorded):
    """A personal link. Only the SHA-256 of its token is kept: each letter brings a new one, the earlier ones stay good."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = AskRecords.as_manager()

    class Meta:
        ordering = ["ask_id", "id"]

    def __str__(self) -> str:
        return str(self.uid)
