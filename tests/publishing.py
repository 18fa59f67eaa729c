"""Signing and releasing in a store, for tests that need a Release."""

from dataclasses import dataclass
from datetime import UTC, datetime

from jalon.facts.part import PartFacts
from jalon.publication import parts, releases
from jalon.publication.keys import InstanceKey
from jalon.publication.parts import PartVersion
from jalon.publication.reader import Reader, open_reader
from jalon.publication.records import ReleaseInfo
from jalon.publication.store import Store
from tests.synthetic import declarations_part, plan_part

NOON = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Publisher:
    """One instance's store and key."""

    store: Store
    key: InstanceKey

    def sign(self, facts: PartFacts, at: datetime = NOON) -> PartVersion:
        """Sign a part."""
        return parts.sign_off(self.store, facts, signer=facts.header.owner.name, at=at, key=self.key)

    def release(self, *signed: PartFacts, at: datetime = NOON) -> ReleaseInfo:
        """Sign the parts and make the Release."""
        for facts in signed:
            self.sign(facts, at)
        return releases.build(self.store, key=self.key, at=at)

    def publish_all(self) -> Reader:
        """A Release of the invented plans and of the coalition's declarations, read."""
        self.release(plan_part(), declarations_part())
        return open_reader(store=self.store)
