"""The registry of rooms that hold facts of a part: publication collects and loads through it, importing no room."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jalon.core.models import Part, User
from jalon.facts.part import PartFacts


@dataclass(frozen=True, slots=True)
class PartSource:
    """One room's share of a part: `collect` gives fields of PartFacts, `load` replaces the room's records of the part."""

    room: str
    collect: Callable[[Part], Mapping[str, tuple[Any, ...]]]
    load: Callable[[Part, PartFacts, User | None], None]


_sources: dict[str, PartSource] = {}


def register(source: PartSource) -> None:
    """Called from each room's AppConfig.ready()."""
    _sources[source.room] = source


def sources() -> tuple[PartSource, ...]:
    """All rooms, core first (others refer to its organisations and sources)."""
    return tuple(sorted(_sources.values(), key=lambda s: (s.room != "core", s.room)))
