"""Documents tied to a measure."""

from django.db import models

from jalon.core.fields import FactField
from jalon.core.records import Withdrawable, codes
from jalon.facts import plan as facts
from jalon.facts.common import Text, Visibility, When
from jalon.plans.models.measure import MeasurePiece


class Document(MeasurePiece, Withdrawable):
    """A document. Only a PUBLIC one leaves with the part; `sha256` and `size` when the instance holds the file."""

    says = facts.Document

    title = FactField(Text)
    when = FactField(When, null=True)
    visibility = models.CharField(max_length=10, choices=codes(Visibility), default=Visibility.PUBLIC.value)
    media_type = models.CharField(max_length=120, null=True, blank=True)
    sha256 = models.CharField(max_length=64, null=True, blank=True, db_index=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.title.value)
