"""Lines of means of a table, held close."""

from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from jalon.facts.held import Held
from jalon.facts.plan import Means


class Paying(NamedTuple):
    """One line of means, in two: `said` is what others may say too; what it holds of uid, measure, words of the item, amount,
    words of the note and locator counts for nothing. `uid`: 16 bytes; `note`: empty for none."""

    uid: bytes
    measure: str
    item: str
    amount: str | None
    note: str
    locator: str | None
    said: Means

    @property
    def fact(self) -> Means:
        """The line itself."""
        said = self.said
        return replace(
            said, uid=str(UUID(bytes=self.uid)), measure=self.measure, item=replace(said.item, value=self.item),
            amount=self.amount, note=replace(said.note, value=self.note) if self.note and said.note else None,
            citations=(replace(said.citations[0], locator=self.locator),),
        )  # fmt: skip


class Payings(Held[Means]):
    """Lines of means held close."""

    row = Paying
