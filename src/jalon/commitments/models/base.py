"""What the records of this room share."""

from django.db import models

from jalon.core.fields import FactField
from jalon.core.records import Withdrawable, codes
from jalon.facts.common import Confidence, Link, OrgRef, Text, When


class Learned(Withdrawable):
    """A record that says when the register learned it (UTC, to the second): second time of « as of »."""

    recorded_at = models.CharField(max_length=40)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)

    class Meta:
        abstract = True


class Told(Learned):
    """Somebody's word: who says it, when, why; stated by a source or a person, or only proposed."""

    said_by = FactField(OrgRef, null=True)
    said = FactField(When, null=True)
    text = FactField(Text, null=True)
    link = models.CharField(max_length=10, choices=codes(Link), default=Link.STATED.value)

    class Meta:
        abstract = True
