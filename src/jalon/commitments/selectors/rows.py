"""What the pages of this room share: a fact with the revision that a form about it is filled on."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from jalon.commitments import models
from jalon.commitments.collecting import public_documents, public_sessions
from jalon.commitments.mapping import BY_MODEL
from jalon.core.citing import Cited, citation_fact
from jalon.core.models import Citation, Part
from jalon.core.parts import Unsourced
from jalon.facts import common
from jalon.facts.common import Visibility

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A fact as it is worked on, with its revision, the slug of its part, and whether it cites a source."""

    fact: T
    revision: int
    part: str
    own: bool
    sourced: bool

    @property
    def uid(self) -> str:
        """The uid of the record."""
        return str(getattr(self.fact, "uid", ""))


def cited_of(uids: Iterable[uuid.UUID]) -> Cited:
    """The citations of records, of whatever part, in one query."""
    found: dict[uuid.UUID, list[common.Citation]] = defaultdict(list)
    columns = ("subject_uid", "source__uid", "field", "locator", "quote", "confidence")
    rows = Citation.objects.filter(subject_uid__in=list(uids)).order_by("order", "id")
    for subject, *rest in rows.values_list(*columns):
        found[subject].append(citation_fact(*rest))
    return {subject: tuple(cites) for subject, cites in found.items()}


def kept(rows: Iterable[Any], part: Part, cites: Cited | None = None) -> tuple[Kept[Any], ...]:
    """Records of one kind with their citations, in their order; `part` of each must be loaded. One query at most."""
    found = list(rows)
    known = cited_of(row.uid for row in found) if cites is None else cites
    return tuple(
        Kept(
            BY_MODEL[type(row)].fact(row, known.get(row.uid, ())), row.revision, row.part.slug, row.part == part,
            row.uid in known,
        )
        for row in found
    )  # fmt: skip


def foreign(facts: Iterable[Any]) -> tuple[Kept[Any], ...]:
    """Facts that are only read in the Release: of no part here, at no revision."""
    return tuple(Kept(one, 0, "", False, True) for one in facts)


def unsourced(part: Part) -> tuple[Unsourced, ...]:
    """The live facts of a part, those that will be published, that cite no source."""
    sourced = Citation.objects.filter(part=part).values("subject_uid")
    sessions = public_sessions(part)
    waiting: list[tuple[str, Any]] = [
        (model._meta.model_name, model.objects.of_part(part).live()) for model in _ALWAYS_PUBLIC
    ]
    waiting += [
        ("session", sessions),
        ("sessiondocument", public_documents(sessions)),
        ("decision", models.Decision.objects.of_part(part).live().filter(
            visibility=Visibility.PUBLIC, session__in=sessions
        )),
    ]  # fmt: skip
    return tuple(
        Unsourced(name, str(row.uid), str(row)) for name, rows in waiting for row in rows.exclude(uid__in=sourced)
    )


_ALWAYS_PUBLIC: tuple[Any, ...] = (
    models.Act, models.Recommendation, models.RecommendationAnswer, models.RecommendationReview, models.Promise,
    models.PromiseView, models.Committee, models.Lineage, models.OverlapLink,
)  # fmt: skip
