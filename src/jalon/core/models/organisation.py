"""Bodies: ministries, missions, associations, committees, with dated names and office-holders."""

from django.db import models

from jalon.core.models.base import Recorded
from jalon.facts.directory import OrganisationKind


class Organisation(Recorded):
    """A body. Its current name is the latest of `names`; `parent` is its place in the tree."""

    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in OrganisationKind])
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    predecessors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="successors")
    note = models.TextField(blank=True)
    fictional = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.slug


class OrganisationName(models.Model):
    """A name with the span (EDTF) in which it was borne."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    value = models.CharField(max_length=300)
    acronym = models.CharField(max_length=40, blank=True)
    lang = models.CharField(max_length=8, default="fr")
    since = models.JSONField(null=True, blank=True)
    until = models.JSONField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]


class Office(models.Model):
    """An office of a body: who held it when; said vacant when `vacant`; otherwise an empty holder is not known."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offices")
    title = models.CharField(max_length=300)
    lang = models.CharField(max_length=8, default="fr")
    holder = models.CharField(max_length=200, blank=True)
    vacant = models.BooleanField(default=False)
    since = models.JSONField(null=True, blank=True)
    until = models.JSONField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
