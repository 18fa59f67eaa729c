"""What signing a part now would change: fact by fact, in words, against the version that was signed last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jalon.core.models import Part
from jalon.facts.kinds import KINDS, PART
from jalon.facts.part import PartFacts
from jalon.office import labels
from jalon.publication import parts
from jalon.publication.diff import members
from jalon.publication.errors import BlobMissing
from jalon.publication.models import SignedVersion
from jalon.publication.parts import PartVersion
from jalon.publication.reader import default_store
from jalon.publication.words import fact_name

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that comes, goes or changes; `words` is empty for the first two."""

    how: str
    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """The version that was signed last."""

    number: int
    hash: str
    at: datetime
    signer: str
    key: str


@dataclass(frozen=True, slots=True)
class Differences:
    """`facts` counts the facts that would be signed; `gone`: the last version cannot be compared, it was withdrawn."""

    last: Signed | None
    changes: tuple[Change, ...]
    facts: int
    gone: bool = False

    @property
    def removed(self) -> int:
        """How many facts would no longer be said."""
        return sum(change.how == REMOVED for change in self.changes)


def last_signed(part: Part) -> Signed | None:
    """The last version of a part; None: never signed."""
    version = parts.current_version(default_store(), str(part.uid))
    if version is None:
        return None
    person = SignedVersion.objects.filter(part_uid=part.uid, hash=version.hash).values_list("signer", flat=True).first()
    at = datetime.fromisoformat(version.signed_at)
    return Signed(version.number, version.hash, at, person or version.signer, version.signature.key)


def differences(part: Part, facts: PartFacts) -> Differences:
    """What the facts say that the last version did not, and the reverse."""
    last = last_signed(part)
    now = dict(_keyed(facts))
    version = parts.current_version(default_store(), str(part.uid))
    before = _before(version)
    if before is None:
        return Differences(last, (), len(now), gone=True)
    return Differences(last, tuple(_changes(before, now)), len(now))


def _before(version: PartVersion | None) -> dict[str, Any] | None:
    if version is None:
        return {}
    try:
        return dict(_keyed(parts.facts_of(default_store(), version)))
    except BlobMissing:
        return None


def _keyed(facts: PartFacts) -> Iterator[tuple[str, Any]]:
    """Facts by kind and uid; the header is left out: its number and reason are those of the version."""
    for kind in KINDS:
        if kind is not PART:
            yield from ((f"{kind.name}/{fact.uid}", fact) for fact in getattr(facts, kind.attribute))


def _changes(before: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    for key, fact in now.items():
        old = before.get(key)
        if old is None:
            yield Change(ADDED, fact_name(fact))
        elif old != fact:
            yield Change(CHANGED, fact_name(fact), tuple(members(old, fact)))
    for key, fact in before.items():
        if key not in now:
            yield Change(REMOVED, fact_name(fact))


def kind_label(part: Part) -> str:
    """What the part holds, in words."""
    return labels.label({kind.value: words for kind, words in labels.PART.items()}, part.kind)
