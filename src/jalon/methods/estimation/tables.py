"""Capture histories: how many people were on exactly these lists.

A person known to several bodies is on several lists. With t lists there are 2^t - 1 histories that can be observed; the
history « on no list » is the dark figure, which the rest of the package estimates. Histories are bitmasks: bit i is list
i, so that with the lists (LA, NG, PF) the history 0b101 is « on LA and PF, not on NG ».
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jalon.methods.estimation import columns
from jalon.methods.estimation.errors import TableError

MOST_LISTS = 16  # 65,535 histories: a fit still takes seconds
MOST_PEOPLE = 10**10  # more than there are people; up to there likelihoods keep ten digits


@dataclass(frozen=True, eq=False)
class CaptureTable:
    """Counts of people by capture history, each history once, those of nobody left out.

    lists: names of the t lists (1 to 16), each different.
    histories: (m,) int64, ascending bitmasks between 1 and 2^t - 1.
    counts: (m,) int64, people with exactly that history, at least 1.

    The constructor checks the shape only: a bootstrap replicate or a stratum may have a list nobody is on. The readers
    (`from_rows`, `from_csv`, `from_frame`, `from_people`, `from_parquet`) also refuse what cannot be estimated from.
    Every method raises `TableError`.
    """

    lists: tuple[str, ...]
    histories: NDArray[np.int64]
    counts: NDArray[np.int64]

    def __post_init__(self) -> None:
        _refuse_names(self.lists)
        histories, counts = np.asarray(self.histories), np.asarray(self.counts)
        if histories.ndim != 1 or histories.shape != counts.shape or {histories.dtype.kind, counts.dtype.kind} - {"i"}:
            raise TableError("histories and counts are not two vectors of integers of the same length")
        if histories.size and (np.any(np.diff(histories) <= 0) or histories[0] < 1 or histories[-1] >> len(self.lists)):
            raise TableError("histories are not ascending bitmasks between 1 and 2^lists - 1")
        if np.any(counts < 1):
            raise TableError("a history has a count under 1", advice="Leave out the histories of nobody")
        for name, values in (("histories", histories), ("counts", counts)):
            frozen = values.astype(np.int64)
            frozen.setflags(write=False)
            object.__setattr__(self, name, frozen)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CaptureTable):
            return NotImplemented
        same = self.lists == other.lists and np.array_equal(self.histories, other.histories)
        return same and np.array_equal(self.counts, other.counts)

    def __hash__(self) -> int:
        return hash((self.lists, self.histories.tobytes(), self.counts.tobytes()))

    @property
    def observed(self) -> int:
        """People on at least one list."""
        return int(self.counts.sum())

    @property
    def sizes(self) -> tuple[int, ...]:
        """People on each list, in the order of `lists`."""
        return tuple(int(self.counts[self.histories >> n & 1 == 1].sum()) for n in range(len(self.lists)))

    def full(self) -> NDArray[np.int64]:
        """(2^t,) counts by bitmask, zeros included; position 0, the unknown, holds 0."""
        cells = np.zeros(1 << len(self.lists), dtype=np.int64)
        cells[self.histories] = self.counts
        return cells

    def overlap(self, *lists: str) -> int:
        """People on all of these lists at once, whatever else they are on."""
        mask = sum(1 << self._position(name) for name in set(lists))
        return int(self.counts[self.histories & mask == mask].sum())

    @classmethod
    def from_full(cls, lists: Sequence[str], cells: NDArray[np.int64]) -> CaptureTable:
        """The inverse of `full`: `cells` (2^t,) non-negative integers by bitmask, position 0 holding 0."""
        cells = np.asarray(cells)
        if cells.shape != (1 << len(lists),) or cells[0] != 0:
            raise TableError(f"cells are not {1 << len(lists)} counts by bitmask with 0 at position 0")
        present = np.flatnonzero(cells).astype(np.int64)
        return cls(tuple(lists), present, cells[present])

    @classmethod
    def from_rows(cls, lists: Sequence[str], rows: Iterable[Sequence[Any]]) -> CaptureTable:
        """From rows of t marks (0 or 1) and a count each; the counts of rows with the same history add up."""
        width = len(lists) + 1
        kept = [tuple(row) for row in rows]
        for number, row in enumerate(kept, start=1):
            if len(row) != width:
                raise TableError(
                    f"{len(row)} values, expected {width}: {len(lists)} lists and a count", where=f"row {number}"
                )
        marks = {name: [row[n] for row in kept] for n, name in enumerate(lists)}
        _refuse_names(tuple(lists))
        return cls._read(lists, marks, [row[-1] for row in kept])

    @classmethod
    def from_frame(cls, frame: Any, *, lists: Sequence[str] | None = None, count: str | None = "count") -> CaptureTable:
        """From a frame: pandas, polars, Arrow, a DuckDB relation, or a mapping of names to equally long columns.

        lists: names of the 0/1 columns; all columns but `count` by default. count: column of the counts, None where
        each row is one person.
        """
        found = columns.of_frame(frame)
        names = columns.list_names(found, lists, count)
        return cls._read(names, {name: found[name] for name in names}, found[count] if count else None)

    @classmethod
    def from_csv(cls, source: Any, *, lists: Sequence[str] | None = None, count: str | None = "count") -> CaptureTable:
        """From CSV: `source` is the text itself or an open text file; no file is opened here.

        The first line names the columns; separators are commas, semicolons or tabs. `lists` and `count` as in
        `from_frame`.
        """
        return cls.from_frame(columns.of_csv(source), lists=lists, count=count)

    @classmethod
    def by_stratum(
        cls, source: Any, by: str, *, lists: Sequence[str] | None = None, count: str | None = "count"
    ) -> dict[str, CaptureTable]:
        """One table for each value of the column `by`, such as a year or an age group, in order of the values.

        source: CSV as for `from_csv`, or a frame. Every table has all the lists, also those on which nobody of the
        stratum is; a missing value is refused, since unknown is a stratum of its own.
        """
        found = (
            columns.of_csv(source) if isinstance(source, str) or hasattr(source, "read") else columns.of_frame(source)
        )
        groups = columns.groups(found, by)
        names = columns.list_names({name: found[name] for name in found if name != by}, lists, count)
        marks = {name: columns.marks(name, found[name]) for name in names}
        people = columns.counts(found[count]) if count else np.ones(len(found[by]), dtype=np.int64)
        return {
            value: cls._tallied(names, {name: marks[name][rows] for name in names}, people[rows])
            for value, rows in groups.items()
        }

    @classmethod
    def from_parquet(
        cls, path: str, *, lists: Sequence[str] | None = None, count: str | None = "count"
    ) -> CaptureTable:
        """From a Parquet file, which DuckDB opens (the extra `estimation`)."""
        return cls.from_frame(columns.of_parquet(path), lists=lists, count=count)

    @classmethod
    def from_people(cls, people: Iterable[Iterable[str]], *, lists: Sequence[str] | None = None) -> CaptureTable:
        """From one item a person: the names of the lists that person is on, in any order.

        lists: all the names, in the wanted order; by default those met, sorted. A person on no list is refused, since
        who is on no list is what is to be estimated.
        """
        memberships = [_named(person, number) for number, person in enumerate(people, start=1)]
        names = tuple(lists) if lists is not None else tuple(sorted(frozenset[str]().union(*memberships)))
        _refuse_names(names)
        for number, person in enumerate(memberships, start=1):
            if unknown := person - set(names):
                raise TableError(
                    f"on « {min(unknown)} », which is none of {', '.join(names)}", where=f"person {number}"
                )
        return cls._read(names, {name: [int(name in person) for person in memberships] for name in names}, None)

    @classmethod
    def _read(cls, lists: Sequence[str], marks: Mapping[str, Any], counts: Any) -> CaptureTable:
        _refuse_names(tuple(lists))
        read = {name: columns.marks(name, marks[name]) for name in lists}
        people = np.ones_like(read[lists[0]]) if counts is None else columns.counts(counts)
        table = cls._tallied(lists, read, people)
        _refuse_degenerate(table)
        return table

    @classmethod
    def _tallied(
        cls, lists: Sequence[str], marks: Mapping[str, NDArray[np.int64]], people: NDArray[np.int64]
    ) -> CaptureTable:
        _refuse_names(tuple(lists))
        histories = np.zeros_like(people)
        for position, name in enumerate(lists):
            histories |= marks[name] << position
        if unseen := np.flatnonzero((histories == 0) & (people > 0)).tolist():
            advice = "People on no list are what is to be estimated: remove the row"
            raise TableError("people on no list", where=f"row {unseen[0] + 1}", advice=advice)
        if people.sum(dtype=np.float64) > MOST_PEOPLE:
            raise TableError(
                "the counts add up to more than 10,000,000,000 people", advice="Look for a count that is no count"
            )
        return _tally(tuple(lists), histories, people)

    def merge(self, lists: Sequence[str], into: str) -> CaptureTable:
        """The table in which `lists` are one list named `into`, at the place of the first of them.

        A person on any of them is on the merged list: what to do with lists that refer people to each other.
        """
        positions = sorted({self._position(name) for name in lists})
        if len(positions) < 2:
            raise TableError("fewer than two lists to merge", where=", ".join(lists))
        mask = sum(1 << n for n in positions)
        joined = np.where(self.histories & mask, self.histories | 1 << positions[0], self.histories)
        kept = [n for n in range(len(self.lists)) if n not in positions[1:]]
        names = [into if n == positions[0] else self.lists[n] for n in kept]
        return _tally(tuple(names), _pick(joined, kept), self.counts)

    def drop(self, *lists: str) -> CaptureTable:
        """The table without these lists; people who were on no other become unseen and leave it."""
        gone = {self._position(name) for name in lists}
        kept = [n for n in range(len(self.lists)) if n not in gone]
        if not kept:
            raise TableError("no list remains", where=", ".join(lists))
        return _tally(tuple(self.lists[n] for n in kept), _pick(self.histories, kept), self.counts)

    def reordered(self, lists: Sequence[str]) -> CaptureTable:
        """The same table with its lists in this order (a permutation of `lists`)."""
        order = [self._position(name) for name in lists]
        if sorted(order) != list(range(len(self.lists))):
            raise TableError("not the same lists", where=", ".join(lists))
        return _tally(tuple(lists), _pick(self.histories, order), self.counts)

    def _position(self, name: str) -> int:
        if name not in self.lists:
            raise TableError(f"no list is named « {name} »", advice=f"The lists are {', '.join(self.lists)}")
        return self.lists.index(name)


def _pick(histories: NDArray[np.int64], positions: Sequence[int]) -> NDArray[np.int64]:
    """The bits at `positions`, packed in that order."""
    picked = np.zeros_like(histories)
    for new, old in enumerate(positions):
        picked |= (histories >> old & 1) << new
    return picked


def _tally(lists: tuple[str, ...], histories: NDArray[np.int64], people: NDArray[np.int64]) -> CaptureTable:
    """Adds up the people of each history; leaves out nobody's and the unseen."""
    cells = np.zeros(1 << len(lists), dtype=np.int64)
    np.add.at(cells, histories, people)
    cells[0] = 0
    present = np.flatnonzero(cells).astype(np.int64)
    return CaptureTable(lists, present, cells[present])


def _named(person: object, number: int) -> frozenset[str]:
    """The names of the lists that a person is on; a name alone is one list."""
    names = [person] if isinstance(person, str) else list(person) if isinstance(person, Iterable) else [person]
    if wrong := [name for name in names if not isinstance(name, str)]:
        raise TableError(f"{wrong[0]!r} is not the name of a list", where=f"person {number}")
    return frozenset(name for name in names if isinstance(name, str))


def _refuse_names(lists: tuple[str, ...]) -> None:
    if not lists:
        raise TableError("no list")
    if len(lists) > MOST_LISTS:
        advice = "Merge lists that know the same people, or drop the smallest, before reading"
        raise TableError(f"{len(lists)} lists, at most {MOST_LISTS} can be read", advice=advice)
    for name in lists:
        if not isinstance(name, str) or not name.strip():
            raise TableError(f"a list has no name: {name!r}", advice="Name each list in the header")
        if lists.count(name) > 1:
            raise TableError(f"two lists are named « {name} »", advice="Give each its own name")


def _refuse_degenerate(table: CaptureTable) -> None:
    """What reads well but cannot be estimated from."""
    if len(table.lists) < 2:
        advice = "Overlaps between at least two lists are what an estimate rests on"
        raise TableError("one list only", where=table.lists[0], advice=advice)
    if not table.histories.size:
        raise TableError("nobody is on any list", advice="Check the column of counts")
    for name, size in zip(table.lists, table.sizes, strict=True):
        if size == 0:
            raise TableError("nobody is on this list", where=name, advice="Drop it: an empty list says nothing")
    for first, name in enumerate(table.lists):
        for second in range(first + 1, len(table.lists)):
            if np.array_equal(table.histories >> first & 1, table.histories >> second & 1):
                advice = "Keep one of them: a copy would make the overlap look complete and the dark figure vanish"
                raise TableError(
                    "exactly the same people are on both", where=f"{name}, {table.lists[second]}", advice=advice
                )
