"""Facts of a table, held close, as they are written: what many say is made ready once for the database. No record is made of
each; their citations go with them."""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from jalon.core import bulk
from jalon.core.citing import Sources
from jalon.core.models import Citation, Part
from jalon.core.records import same_columns
from jalon.facts.held import Held
from jalon.plans.appending import column_of, one_citation

BATCH = 5_000
CITED = ("subject_uid", "locator")


def known_uids(part: Part, model: Any, some: Sequence[Any], but: Sequence[datetime] = ()) -> frozenset[bytes]:
    """The uids of those that the part has, live or withdrawn; not those withdrawn at one of these moments."""
    # by uid alone: SQLite would go through all rows of the part for each piece
    rows = model.objects.filter(uid__in=[uuid.UUID(bytes=one.uid) for one in some])
    found = rows.exclude(withdrawn_at__in=but) if but else rows
    return frozenset(uid.bytes for uid, owner in found.values_list("uid", "part_id") if owner == part.pk)


class Writing(ABC):
    """Facts that a part takes in at one moment. `IntegrityError` when one bears a uid that is taken."""

    model: ClassVar[Any]
    own: ClassVar[tuple[str, ...]]
    """Columns that the facts do not share, uid and revision aside."""

    def __init__(self, part: Part, sources: Sources, revisions: Mapping[uuid.UUID, int], at: datetime) -> None:
        """`revisions`: of what stood before under the same uids."""
        self._part, self._sources = part, sources
        self._revisions = {uid.bytes: number for uid, number in revisions.items()}
        self._same = {"part_id": part.pk, "withdrawn_reason": "", "created_at": at, "updated_at": at}
        self._rows, self._cites = bulk.Table(self.model), bulk.Table(Citation)
        self._shared = tuple(name for name in same_columns(self.model) if name not in self.own)

    def append(self, held: Held[Any]) -> None:
        """Write them, without their citations."""
        later = self._revisions
        for some in held.columns(bulk.BATCH):
            names, rest = _alike(some.said, lambda one: self._rows.ready(self._said(one)))
            revisions = (later.get(uid, 0) + 1 for uid in some.uid)
            own = zip(map(self._rows.uid, some.uid), revisions, *self._own(some), rest, strict=True)
            self._rows.insert_ready(("uid", "revision", *self.own, *names), ((*mine, *shared) for *mine, shared in own))

    def cite(self, held: Held[Any]) -> None:
        """Write their citations: one table after the other, whose indexes stay in memory meanwhile."""
        for some in held.columns(bulk.BATCH):
            names, rest = _alike(some.said, self._cited)
            cites = zip(map(self._cites.uid, some.uid), some.locator, rest, strict=True)
            self._cites.insert_ready((*CITED, *names), ((uid, at, *shared) for uid, at, shared in cites))

    @abstractmethod
    def _own(self, some: Any) -> Sequence[Sequence[Any]]:
        """What the columns `own` hold, as the driver takes it. `some`: a row of columns."""

    def _said(self, said: Any) -> dict[str, Any]:
        return {name: column_of(self.model, name, (said,))[0] for name in self._shared} | self._same

    def _cited(self, said: Any) -> dict[str, Any]:
        return one_citation(self._cites, self._part, self._sources, said.citations[0])

    def _subjects(self, abouts: Sequence[str]) -> list[Any]:
        """The uids of what they speak of, ready: each is named by many."""
        known = {about: self._rows.uid(uuid.UUID(about).bytes) for about in set(abouts)}
        return [known[about] for about in abouts]


def _alike(
    said: Sequence[Any], ready: Callable[[Any], Mapping[str, Any]]
) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """The columns that one of them fills, and what each holds in these: what many say is made ready once."""
    once = {key: ready(one) for key, one in {id(one): one for one in said}.items()}
    columns = tuple(dict.fromkeys(name for one in once.values() for name in one))
    rows = {key: tuple(one.get(name) for name in columns) for key, one in once.items()}
    return columns, (rows[id(one)] for one in said)
