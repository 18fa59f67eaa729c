"""A part: the working file of what one body publishes. Its drafts are seen by the owner's team alone."""

from django.db import models

from jalon.core.models.base import Recorded
from jalon.core.models.organisation import Organisation
from jalon.core.querysets import PartQuerySet
from jalon.facts.part import PartKind


class Part(Recorded):
    """Working state of a part. `synthetic` labels invented data wherever it is seen."""

    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in PartKind])
    title = models.CharField(max_length=300)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parts")
    lang = models.CharField(max_length=8, default="fr")
    synthetic = models.BooleanField(default=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
