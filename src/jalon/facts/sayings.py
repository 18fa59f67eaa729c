"""Statements of a table, held close."""

from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from jalon.facts.common import Statement
from jalon.facts.held import Held


class Saying(NamedTuple):
    """One statement, in two: `said` is what others may say too; what it holds of uid, subject, topic and locator counts for
    nothing. `uid`: 16 bytes."""

    uid: bytes
    subject: str
    topic: str | None
    locator: str | None
    said: Statement

    @property
    def fact(self) -> Statement:
        """The statement itself."""
        cites = (replace(self.said.citations[0], locator=self.locator),)
        uid = str(UUID(bytes=self.uid))
        return replace(self.said, uid=uid, subject=self.subject, topic=self.topic, citations=cites)


class Sayings(Held[Statement]):
    """Statements held close."""

    row = Saying
