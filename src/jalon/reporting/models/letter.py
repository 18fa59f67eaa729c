"""The letters of a campaign: which was written to whom and why. What became of each is known to the outbox."""

from django.db import models
from django.db.models import Q

from jalon.core.models.base import Recorded
from jalon.reporting.enums import LetterKind
from jalon.reporting.models.ask import Ask, AskRecords
from jalon.reporting.models.campaign import Reminder


class Letter(Recorded):
    """A letter put in the outbox, whose row `outbox_uid` names. Of each planned reminder a body has one at most."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="letters")
    reminder = models.ForeignKey(Reminder, null=True, blank=True, on_delete=models.SET_NULL, related_name="letters")
    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    number = models.PositiveIntegerField(default=0, help_text="which reminder to this body it is, from 1")
    recipient = models.EmailField()
    outbox_uid = models.UUIDField(db_index=True)
    posted_at = models.DateTimeField(db_index=True)

    objects = AskRecords.as_manager()

    class Meta:
        ordering = ["posted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ask", "reminder", "recipient"],
                condition=Q(reminder__isnull=False),
                name="one_letter_of_a_reminder",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"
