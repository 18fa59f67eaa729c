"""Versioned vocabularies and territories, as a DIRECTORY part says them."""

from django.db import models

from jalon.core.models.base import Recorded
from jalon.core.models.part import Part


class Vocabulary(Recorded):
    """One version of a vocabulary, e.g. forms_of_exploitation. A later version leaves this one as it was."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="vocabularies")
    slug = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    fr = models.TextField()
    en = models.TextField()

    class Meta:
        ordering = ["slug", "version"]
        verbose_name_plural = "vocabularies"
        constraints = [
            models.UniqueConstraint(fields=["part", "slug", "version"], name="one_vocabulary_per_slug_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.slug} v{self.version}"


class Term(models.Model):
    """A term: `broader` is the code of a wider term of the same version, `source` where its definition is."""

    vocabulary = models.ForeignKey(Vocabulary, on_delete=models.CASCADE, related_name="terms")
    code = models.CharField(max_length=120)
    fr = models.TextField()
    en = models.TextField()
    broader = models.CharField(max_length=120, null=True, blank=True)
    source = models.TextField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["vocabulary", "code"], name="one_term_per_code")]

    def __str__(self) -> str:
        return self.code


class Territory(Recorded):
    """A country, region, département or overseas collectivity; `code` is INSEE's."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="territories")
    code = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    name = models.TextField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children")

    class Meta:
        ordering = ["level", "code"]
        verbose_name_plural = "territories"

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
