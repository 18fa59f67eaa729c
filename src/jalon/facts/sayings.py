"""Statements held close: a table says the same few things of hundreds of thousands of sub-actions, each in a cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple, overload
from uuid import UUID

from jalon.facts.common import Statement


class Saying(NamedTuple):
    """One statement, in two: `said` is what others may say too, with one citation; what it holds of uid, subject, topic
    and locator counts for nothing. `uid`: 16 bytes."""

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


class Sayings(Sequence[Statement]):
    """Statements in the order in which they were added, each made a fact when it is asked for: 200 bytes each where a fact
    and its citation take 500. A uid is held once."""

    def __init__(self, some: Iterable[Saying] = ()) -> None:
        self._uids: dict[bytes, None] = {}
        self._subjects: list[str] = []
        self._topics: list[str | None] = []
        self._locators: list[str | None] = []
        self._said: list[Statement] = []
        for one in some:
            self.add(*one)

    def add(self, uid: bytes, subject: str, topic: str | None, locator: str | None, said: Statement) -> None:
        """One more (see `Saying`), unless its uid is there already."""
        if uid in self._uids:
            return
        self._uids[uid] = None
        self._subjects.append(subject)
        self._topics.append(topic)
        self._locators.append(locator)
        self._said.append(said)

    @property
    def subjects(self) -> frozenset[str]:
        """What they speak of."""
        return frozenset(self._subjects)

    def each(self) -> Iterator[Saying]:
        """All of them, none made a fact."""
        return map(Saying, self._uids, self._subjects, self._topics, self._locators, self._said)

    def pieces(self, size: int) -> Iterator[list[Saying]]:
        """The same, so many at a time."""
        waiting = self.each()
        while some := list(islice(waiting, size)):
            yield some

    def of(self, subjects: Mapping[str, str]) -> "Sayings":
        """The same, where subjects bear another uid; those that are not named keep theirs."""
        if all(old == new for old, new in subjects.items()):
            return self
        return Sayings(one._replace(subject=subjects.get(one.subject, one.subject)) for one in self.each())

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Sayings | tuple) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # more can be added

    def __len__(self) -> int:
        return len(self._uids)

    def __iter__(self) -> Iterator[Statement]:
        return (one.fact for one in self.each())

    @overload
    def __getitem__(self, place: int) -> Statement: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Statement]: ...

    def __getitem__(self, place: int | slice) -> Statement | Sequence[Statement]:
        """Slow: for looking at a few."""
        found = list(self.each())[place]
        return found.fact if isinstance(found, Saying) else [one.fact for one in found]
