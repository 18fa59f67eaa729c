"""Facts held close: a table says the same few things of hundreds of thousands of sub-actions, each in a cell. What many share is
held once, what is each one's own in columns: 200 bytes each, where a fact and its citation take 500 or more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, ClassVar, Self, TypeVar, overload

Fact = TypeVar("Fact")
SIZE = 16
"""Bytes of a uid."""


class Held(Sequence[Fact]):
    """Facts in the order in which they were added, each made when it is asked for. A uid is held once.

    `row` is the named tuple of one: its uid (16 bytes), the uid of what it speaks of, what else is its own, and last `said`:
    a fact of what others may say too, with one citation. Its `fact` is the fact itself.
    """

    row: ClassVar[Any]

    def __init__(self, some: Iterable[Any] = ()) -> None:
        self._uids, self._seen = bytearray(), set[bytes]()
        self._columns: tuple[list[Any], ...] = tuple([] for _name in self.row._fields[1:])
        self._appends = tuple(column.append for column in self._columns)
        for one in some:
            self.add(*one)

    def add(self, uid: bytes, *own: Any) -> None:
        """One more (see `row`), unless its uid is there already."""
        if uid in self._seen:
            return
        self._seen.add(uid)
        self._uids += uid
        for append, value in zip(self._appends, own, strict=True):
            append(value)

    def extend(self, uids: bytes, *columns: Iterable[Any]) -> None:
        """Many more, in columns: uids of sixteen bytes each, of which none is there already. Nothing is added one by one to
        what was extended."""
        self._uids += uids
        for held, column in zip(self._columns, columns, strict=True):
            held.extend(column)

    @property
    def subjects(self) -> frozenset[str]:
        """What they speak of."""
        return frozenset(self._columns[0])

    def each(self) -> Iterator[Any]:
        """All of them, none made a fact."""
        uids = bytes(self._uids)
        return map(self.row, (uids[place : place + SIZE] for place in range(0, len(uids), SIZE)), *self._columns)

    def pieces(self, size: int) -> Iterator[list[Any]]:
        """The same, so many at a time."""
        waiting = self.each()
        while some := list(islice(waiting, size)):
            yield some

    def columns(self, size: int) -> Iterator[Any]:
        """The same, each piece as one `row` whose members are lists, as long as each other."""
        uids = bytes(self._uids)
        for start in range(0, len(self), size):
            last = min(start + size, len(self))
            cut = [uids[place * SIZE : (place + 1) * SIZE] for place in range(start, last)]
            yield self.row(cut, *(column[start:last] for column in self._columns))

    def of(self, subjects: Mapping[str, str]) -> Self:
        """The same, where what they speak of bears another uid; those that are not named keep theirs."""
        if all(old == new for old, new in subjects.items()):
            return self
        return self.__class__((uid, subjects.get(about, about), *rest) for uid, about, *rest in self.each())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Held | tuple):
            return NotImplemented
        return len(self) == len(other) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # more can be added

    def __len__(self) -> int:
        return len(self._uids) // SIZE

    def __iter__(self) -> Iterator[Fact]:
        return (one.fact for one in self.each())

    @overload
    def __getitem__(self, place: int) -> Fact: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Fact]: ...

    def __getitem__(self, place: int | slice) -> Fact | Sequence[Fact]:
        """Slow: for looking at a few."""
        found: Any = list(self.each())[place]
        return [one.fact for one in found] if isinstance(place, slice) else found.fact
