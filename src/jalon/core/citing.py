"""Citations of records, to and from facts: what supports each field, in order."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from jalon.core.errors import Invalid
from jalon.core.models import Citation, Part, Source
from jalon.facts import common

Citations = tuple[common.Citation, ...]
Cited = Mapping[uuid.UUID, Citations]
"""Subject -> its citations in order; subjects without any are absent."""

_COLUMNS = ("subject_uid", "source__uid", "field", "locator", "quote", "confidence")


def cited(part: Part, subjects: Iterable[uuid.UUID] | None = None, but: Iterable[QuerySet[Any]] = ()) -> Cited:
    """The citations of a part, or of some of its records; without those of the records `but`. One query."""
    rows = Citation.objects.filter(part=part).order_by("subject_uid", "order", "id")
    if subjects is not None:
        rows = rows.filter(subject_uid__in=list(subjects))
    for others in but:
        rows = rows.exclude(Exists(others.filter(uid=OuterRef("subject_uid"))))
    found: dict[uuid.UUID, list[common.Citation]] = defaultdict(list)
    for subject, source, *rest in rows.values_list(*_COLUMNS):
        found[subject].append(citation_fact(source, *rest))
    return {subject: tuple(citations) for subject, citations in found.items()}


def citation_fact(
    source: uuid.UUID, field: str, locator: str | None, quote: str | None, confidence: str
) -> common.Citation:
    """One citation as a fact."""
    return common.Citation(
        source=_text(source), field=field, locator=locator, quote=quote, confidence=common.Confidence(confidence)
    )


_text = lru_cache(maxsize=1024)(str)
"""A source is cited by many records."""


class Sources:
    """The sources of a part by uid, read once, to write many citations."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._ids = {str(uid): pk for uid, pk in Source.objects.filter(part=part).values_list("uid", "pk")}

    def id_of(self, uid: str) -> int:
        """The key of the source; `Invalid` when the part has none with this uid."""
        found = self._ids.get(uid)
        if found is None:
            message = _("La source %(uid)s n’est pas dans la partie «\u00a0%(part)s\u00a0».")
            raise Invalid({"citations": message % {"uid": uid, "part": self.part.slug}})
        return found

    def rows(self, subject: uuid.UUID, citations: Citations) -> list[Citation]:
        """Citations of one record, not yet saved."""
        return [
            Citation(
                part=self.part,
                subject_uid=subject,
                field=citation.field,
                source_id=self.id_of(citation.source),
                locator=citation.locator,
                quote=citation.quote,
                confidence=citation.confidence.value,
                order=order,
            )
            for order, citation in enumerate(citations)
        ]


def replace_citations(part: Part, subject: uuid.UUID, citations: Citations) -> None:
    """Write the citations of one record anew."""
    rows = Sources(part).rows(subject, citations)
    Citation.objects.filter(part=part, subject_uid=subject).delete()
    Citation.objects.bulk_create(rows)
