"""Bodies: ministries, missions, associations, committees, with dated names and office-holders."""

from django.db import models

from jalon.core.fields import FactField
from jalon.core.models.base import Recorded, new_uid
from jalon.facts.common import Text, When
from jalon.facts.directory import OrganisationKind


class Organisation(Recorded):
    """A body. Its current name is the one borne now among `names`; `parent` is its place in the tree.

    `part` is the DIRECTORY part that says it; None: a body that only this instance knows.
    """

    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in OrganisationKind])
    part = models.ForeignKey("core.Part", null=True, blank=True, on_delete=models.PROTECT, related_name="organisations")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    predecessors: models.ManyToManyField["Organisation", "Succession"] = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        through="core.Succession",
        through_fields=("organisation", "predecessor"),
        related_name="successors",
    )
    note = FactField(Text, null=True)
    fictional = models.BooleanField(default=False)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Succession(models.Model):
    """A body that came before another one; `order` keeps the order in which the source names them."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="successions")
    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "predecessor"], name="one_succession_per_pair"),
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("predecessor")), name="no_body_succeeds_itself"
            ),
        ]


class OrganisationName(models.Model):
    """A name with the span in which it was borne: `since` and `until` are dates as said."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    value = models.TextField()
    acronym = models.TextField(null=True, blank=True)
    lang = models.CharField(max_length=8, default="fr")
    since = FactField(When, null=True)
    until = FactField(When, null=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.value


class Office(models.Model):
    """An office of a body: who held it when; said vacant when `vacant`; otherwise an empty holder is not known.

    `uid` ties its citations to it; it is new whenever the directory is imported again.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offices")
    title = FactField(Text)
    holder = models.TextField(null=True, blank=True)
    vacant = models.BooleanField(default=False)
    since = FactField(When, null=True)
    until = FactField(When, null=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(vacant=False) | models.Q(holder__isnull=True), name="a_vacant_office_has_no_holder"
            )
        ]

    def __str__(self) -> str:
        return str(self.title.value)
