"""Statements of a table, held close: those that the part has not, and how they are written."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from jalon.core.models import Part
from jalon.core.taken import moments
from jalon.facts.evaluation import EvidenceKind
from jalon.facts.part import PartFacts
from jalon.facts.sayings import Saying, Sayings
from jalon.plans import holding, models


def not_said(part: Part, sayings: Sayings) -> Sayings:
    """Those that the part has not. One that a person withdrew it has; one that only an undone import had said, it has not."""
    if not models.Statement.objects.of_part(part).exists():
        return sayings
    undone = moments(part)
    return Sayings(one for some in sayings.pieces(holding.BATCH) for one in _left(part, some, undone))


def _left(part: Part, some: list[Saying], undone: list[datetime]) -> Iterator[Saying]:
    known = holding.known_uids(part, models.Statement, some, undone)
    return (one for one in some if one.uid not in known)


def statements_in_evidence(part: Part, facts: PartFacts) -> frozenset[str]:
    """The statements of the part that its assessments name as evidence, for a part whose statements are not read."""
    evidence = (one for item in facts.assessments for one in item.evidence if one.kind is EvidenceKind.STATEMENT)
    uids = {one.of for one in evidence if one.of}
    rows = models.Statement.objects.of_part(part).live().filter(uid__in=uids) if uids else ()
    return frozenset(str(row.uid) for row in rows)


class Writing(holding.Writing):
    """Statements that a part takes in at one moment."""

    model, own = models.Statement, ("subject_uid", "topic")

    def _own(self, some: Any) -> Sequence[Sequence[Any]]:
        return self._subjects(some.subject), some.topic
