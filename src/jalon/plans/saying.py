"""Statements of a table, held close: those that the part has not, and how they are written: what many say is made ready once
for the database. No record is made of each; their citations go with them."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from jalon.core import bulk
from jalon.core.citing import Sources
from jalon.core.models import Citation, Part
from jalon.core.records import same_columns
from jalon.core.taken import moments
from jalon.facts.common import Statement
from jalon.facts.evaluation import EvidenceKind
from jalon.facts.part import PartFacts
from jalon.facts.sayings import Saying, Sayings
from jalon.plans import models
from jalon.plans.appending import column_of, one_citation

BATCH = 5_000
OWN = ("uid", "subject_uid", "topic", "revision")
SAID = tuple(name for name in same_columns(models.Statement) if name not in OWN)
CITED = ("subject_uid", "locator")


def not_said(part: Part, sayings: Sayings) -> Sayings:
    """Those that the part has not. One that a person withdrew it has; one that only an undone import had said, it has not."""
    if not models.Statement.objects.of_part(part).exists():
        return sayings
    undone = moments(part)
    return Sayings(one for some in sayings.pieces(BATCH) for one in _left(part, some, undone))


def _left(part: Part, some: list[Saying], undone: list[datetime]) -> Iterator[Saying]:
    # by uid alone: SQLite would go through all rows of the part for each piece
    rows = models.Statement.objects.filter(uid__in=[uuid.UUID(bytes=one.uid) for one in some])
    found = rows.exclude(withdrawn_at__in=undone).values_list("uid", "part_id")
    known = {uid.bytes for uid, owner in found if owner == part.pk}
    return (one for one in some if one.uid not in known)


def statements_in_evidence(part: Part, facts: PartFacts) -> frozenset[str]:
    """The statements of the part that its assessments name as evidence, for a part whose statements are not read."""
    evidence = (one for item in facts.assessments for one in item.evidence if one.kind is EvidenceKind.STATEMENT)
    uids = {one.of for one in evidence if one.of}
    rows = models.Statement.objects.of_part(part).live().filter(uid__in=uids) if uids else ()
    return frozenset(str(row.uid) for row in rows)


class Writing:
    """Statements that a part takes in at one moment. `IntegrityError` when one bears a uid that is taken."""

    def __init__(self, part: Part, sources: Sources, revisions: Mapping[uuid.UUID, int], at: datetime) -> None:
        """`revisions`: of what stood before under the same uids."""
        self._part, self._sources = part, sources
        self._revisions = {uid.bytes: number for uid, number in revisions.items()}
        self._same = {"part_id": part.pk, "withdrawn_reason": "", "created_at": at, "updated_at": at}
        self._rows, self._cites = bulk.Table(models.Statement), bulk.Table(Citation)

    def append(self, sayings: Sayings) -> None:
        """Write them, without their citations."""
        ready, later = self._rows.uid, self._revisions
        for some in sayings.pieces(bulk.BATCH):
            uids, subjects, topics, _locators, said = zip(*some, strict=True)
            known = {one: ready(uuid.UUID(one).bytes) for one in set(subjects)}
            names, rest = _alike(said, lambda one: self._rows.ready(self._said(one)))
            revisions = (later.get(uid, 0) + 1 for uid in uids)
            own = zip(map(ready, uids), map(known.__getitem__, subjects), topics, revisions, rest, strict=True)
            self._rows.insert_ready((*OWN, *names), ((*row[:-1], *row[-1]) for row in own))

    def cite(self, sayings: Sayings) -> None:
        """Write their citations: one table after the other, whose indexes stay in memory meanwhile."""
        ready = self._cites.uid
        for some in sayings.pieces(bulk.BATCH):
            names, rest = _alike([one.said for one in some], self._cited)
            cites = zip(some, rest, strict=True)
            self._cites.insert_ready((*CITED, *names), ((ready(one.uid), one.locator, *row) for one, row in cites))

    def _said(self, said: Statement) -> dict[str, Any]:
        return {name: column_of(models.Statement, name, (said,))[0] for name in SAID} | self._same

    def _cited(self, said: Statement) -> dict[str, Any]:
        return one_citation(self._cites, self._part, self._sources, said.citations[0])


def _alike(
    said: Sequence[Statement], ready: Callable[[Statement], Mapping[str, Any]]
) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """The columns that one of them fills, and what each holds in these: what many say is made ready once."""
    once = {key: ready(one) for key, one in {id(one): one for one in said}.items()}
    columns = tuple(dict.fromkeys(name for one in once.values() for name in one))
    rows = {key: tuple(one.get(name) for name in columns) for key, one in once.items()}
    return columns, (rows[id(one)] for one in said)
