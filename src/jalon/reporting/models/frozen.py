"""States that were frozen: documents, kept as they will be signed."""

from django.db import models

from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Records, Withdrawable
from jalon.facts.state import State
from jalon.reporting.models.campaign import Campaign


class FrozenState(Withdrawable):
    """A state as a part says it. `content` is the SHA-256 of what it says, without its own uid and hour.

    `campaign` None: it came with a package.
    """

    says = State

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="states")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="states")
    slug = models.SlugField(max_length=120)
    fact = FactField(State)
    content = models.CharField(max_length=64, db_index=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=200, blank=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["frozen_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(withdrawn_at__isnull=True), name="one_live_state_of_a_slug"
            )
        ]

    def __str__(self) -> str:
        return self.slug
