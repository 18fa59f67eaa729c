"""Steps held close: a table gives hundreds of thousands of sub-actions, which share all but their words, date and cell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple, overload
from uuid import UUID

from jalon.facts.common import When
from jalon.facts.plan import Step


class Placed(NamedTuple):
    """What is a step's own: its uid (16 bytes), the words of its title, its date, and the place that its citation names."""

    uid: bytes
    words: str
    due: When | None
    locator: str | None


class Steps(Sequence[Step]):
    """Steps of one measure in the order in which they were added, each made a fact when it is asked for: 200 bytes each where
    a fact, its title and its citation take 500. A uid is held once."""

    __slots__ = ("_rows", "said")

    def __init__(self, said: Step, rows: Sequence[Placed] = ()) -> None:
        """`said`: what all of them say, with one citation; what it holds of uid, words, date and locator counts for nothing."""
        self.said = said
        self._rows: dict[bytes, tuple[str, When | None, str | None]] = {one.uid: one[1:] for one in rows}

    def add(self, uid: bytes, words: str, due: When | None, locator: str | None) -> None:
        """One more (see `Placed`), unless its uid is there already."""
        self._rows.setdefault(uid, (words, due, locator))

    def has(self, uid: bytes) -> bool:
        """Whether there is a step of this uid."""
        return uid in self._rows

    def each(self) -> Iterator[Placed]:
        """All of them, none made a fact."""
        return (Placed(uid, *row) for uid, row in self._rows.items())

    def looked_at(self) -> Iterator[Any]:
        """The facts and texts of which they are made: the first step tells what all of them share."""
        yield from list(map(self._fact, islice(self.each(), 1)))
        for words, due, locator in self._rows.values():
            yield words
            if due is not None:
                yield due
            if locator is not None:
                yield locator

    def _fact(self, one: Placed) -> Step:
        title = replace(self.said.title, value=one.words)
        cites = (replace(self.said.citations[0], locator=one.locator),)
        return replace(self.said, uid=str(UUID(bytes=one.uid)), title=title, due=one.due, citations=cites)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Steps | tuple):
            return NotImplemented
        return len(self) == len(other) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # more can be added

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Step]:
        return map(self._fact, self.each())

    @overload
    def __getitem__(self, place: int) -> Step: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Step]: ...

    def __getitem__(self, place: int | slice) -> Step | Sequence[Step]:
        """Slow: for looking at a few."""
        found = list(self.each())[place]
        return self._fact(found) if isinstance(found, Placed) else [self._fact(one) for one in found]
