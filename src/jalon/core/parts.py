"""The registry of rooms that hold facts of a part: publication collects and loads through it, importing no room."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from jalon.core.citing import Cited, cited
from jalon.core.models import Part, User
from jalon.facts.common import Citation
from jalon.facts.part import PartFacts
from jalon.facts.walking import inside


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A fact without a source: it keeps its part from being signed. `kind` is the record's name in lower case."""

    kind: str
    uid: str
    label: str


def _none(part: Part) -> tuple[Unsourced, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Reserved:
    """Records of a part that may be nobody else's (`subjects`), which a package leaves where they are, and the uids of
    the sources that they cite: what names a private paper is as private as the paper."""

    subjects: frozenset[uuid.UUID] = frozenset()
    sources: frozenset[str] = frozenset()

    def __or__(self, other: "Reserved") -> "Reserved":
        return Reserved(self.subjects | other.subjects, self.sources | other.sources)


def _nothing(part: Part) -> Reserved:
    return Reserved()


@dataclass(frozen=True, slots=True)
class Many:
    """A field of `PartFacts` whose facts are many, so that whoever does not need them leaves them: how they are collected, and
    their records, which citations name."""

    collect: Callable[[Part, Cited], tuple[Any, ...]]
    rows: Callable[[Part], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class PartSource:
    """One room's share of a part: `collect` gives fields of PartFacts, from the citations of the part read once; `load` replaces the room's records of the part.

    `unsourced` lists its facts without a source; `reserved` says what of it may be private; `many`: fields that `collect` leaves.
    """

    room: str
    collect: Callable[[Part, Cited], Mapping[str, tuple[Any, ...]]]
    load: Callable[[Part, PartFacts, User | None], None]
    unsourced: Callable[[Part], tuple[Unsourced, ...]] = _none
    reserved: Callable[[Part], Reserved] = _nothing
    many: Mapping[str, Many] = field(default_factory=dict)

    def whole(self, part: Part, cites: Cited) -> dict[str, tuple[Any, ...]]:
        """All fields of the room."""
        return {**self.collect(part, cites), **{name: one.collect(part, cites) for name, one in self.many.items()}}


_sources: dict[str, PartSource] = {}


def register(source: PartSource) -> None:
    """Called from each room's AppConfig.ready()."""
    _sources[source.room] = source


def sources() -> tuple[PartSource, ...]:
    """All rooms, core first (others refer to its organisations and sources)."""
    return tuple(sorted(_sources.values(), key=lambda s: (s.room != "core", s.room)))


def load(part: Part, facts: PartFacts, by: User | None) -> None:
    """Replace all that the part says by what a package says, in one transaction and with one event in the trace.

    `Invalid` or `FactsError` from any room undoes everything.
    """
    from jalon.core import audit, directory

    with transaction.atomic():
        for source in sources():
            source.load(part, facts, by)
        directory.forget_sources(part, facts)
        counts = {item.name: len(getattr(facts, item.name)) for item in fields(facts) if item.name != "header"}
        audit.record(action="part.load", by=by, part=part, subject=part, changes={k: n for k, n in counts.items() if n})


def collect(part: Part) -> dict[str, tuple[Any, ...]]:
    """Fields of `PartFacts` from every room, without the sources that private records alone cite."""
    cites = cited(part)
    found = {name: facts for source in sources() for name, facts in source.whole(part, cites).items()}
    if private := reserved(part).sources:
        private -= sources_in(fact for facts in found.values() for fact in facts)
        found["sources"] = tuple(one for one in found["sources"] if one.uid not in private)
    return found


def collect_few(part: Part) -> dict[str, tuple[Any, ...]]:
    """The same without the fields of many facts, and with every source: what an import is compared with. Never published."""
    cites = cited(part, but=[one.rows(part) for source in sources() for one in source.many.values()])
    return {name: facts for source in sources() for name, facts in source.collect(part, cites).items()}


def sources_in(facts: Iterable[Any]) -> frozenset[str]:
    """The uids of the sources that facts cite, at any depth."""
    return frozenset(item.source for fact in facts for item in inside(fact) if isinstance(item, Citation))


def reserved(part: Part) -> Reserved:
    """What may be private of a part, in all rooms."""
    found = Reserved()
    for source in sources():
        found |= source.reserved(part)
    return found


def unsourced(part: Part) -> tuple[Unsourced, ...]:
    """The facts of a part, in all rooms, that still wait for a source."""
    return tuple(found for source in sources() for found in source.unsourced(part))
