"""A campaign: for which session and period, of which plan, what is asked, and when it is asked again."""

from django.db import models

from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.models.base import Recorded
from jalon.core.records import Records, Withdrawable
from jalon.facts.common import Text, When
from jalon.reporting.enums import CampaignState, LetterKind
from jalon.reporting.keys import new_key
from jalon.reporting.merging.model import Column


class Campaign(Withdrawable):
    """What a body asks others for a session. It is a process of its part: only the frozen state leaves it.

    `template` is the version of the workbooks: it rises when columns change after some were sent. `key` is written in
    each workbook, hidden.
    """

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="campaigns")
    plan_uid = models.UUIDField(db_index=True)
    slug = models.SlugField(max_length=120, unique=True)
    title = FactField(Text)
    session = FactField(When)
    period = FactField(When)
    opens = models.DateField(null=True, blank=True)
    closes = models.DateField()
    instructions = FactField(Text, null=True)
    columns = FactField(Column, many=True)
    validation = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT)
    template = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=20, unique=True, default=new_key)

    objects = Records.as_manager()

    class Meta:
        ordering = ["-closes", "slug"]

    @property
    def language(self) -> str:
        """The language that the asking part is written in: French unless English."""
        return "en" if self.part.lang.startswith("en") else "fr"

    def __str__(self) -> str:
        return str(self.title.value)


class CampaignRecords(Records):
    """Records of a campaign."""

    part_path = "campaign__part"


class Reminder(Recorded):
    """A letter planned for an hour: to those who returned nothing by then, once each.

    `copy`: the superior that an ask names reads it too.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=LetterKind.choices, default=LetterKind.REMINDER)
    at = models.DateTimeField(db_index=True)
    copy = models.BooleanField(default=False)

    objects = CampaignRecords.as_manager()

    class Meta:
        ordering = ["campaign_id", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "at"], name="one_reminder_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[LetterKind.REMINDER, LetterKind.CLOSING]), name="what_is_planned_reminds"
            ),
        ]

    @property
    def part(self) -> Part:
        """The part that asks."""
        return self.campaign.part

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class ConsolidatedLine(Recorded):
    """The asking body's own sentence over the replies about one subject. It replaces none of them."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="consolidated")
    subject_uid = models.UUIDField(db_index=True)
    text = FactField(Text, null=True)

    objects = CampaignRecords.as_manager()

    class Meta:
        ordering = ["campaign_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "subject_uid"], name="one_consolidated_line_of_a_subject")
        ]

    @property
    def part(self) -> Part:
        """The part that says it."""
        return self.campaign.part

    def __str__(self) -> str:
        return str(self.subject_uid)
