"""A stratum, and what happens to those too sparse for a procedure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jalon.methods.estimation.choices import Procedure
from jalon.methods.estimation.errors import EstimationError, TableError
from jalon.methods.estimation.existence import Status
from jalon.methods.estimation.tables import CaptureTable


@dataclass(frozen=True)
class Stratum:
    """People of one year, sex, group…, on the lists that existed there. absent: names of those that did not."""

    name: str
    table: CaptureTable
    absent: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, table: CaptureTable, absent: Sequence[str] = ()) -> Stratum:
        """From a table over all the lists; `TableError` where somebody is on a list that is said not to exist."""
        for missing in absent:
            if missing not in table.lists:
                raise TableError(f"no list is named « {missing} »", where=f"stratum {name}")
            if on := table.sizes[table.lists.index(missing)]:
                raise TableError(f"{on} people are on « {missing} », said not to exist", where=f"stratum {name}")
        return cls(name, table.drop(*absent) if absent else table, tuple(absent))

    @classmethod
    def seen(cls, name: str, table: CaptureTable) -> Stratum:
        """The lists that nobody of the stratum is on are taken not to have existed there."""
        return cls.of(name, table, [n for n, size in zip(table.lists, table.sizes, strict=True) if size == 0])


@dataclass(frozen=True)
class Merged:
    """A stratum that is estimated, and the names of those it was made of."""

    stratum: Stratum
    names: tuple[str, ...]


def merged_where_sparse(
    strata: Sequence[Stratum], procedure: Procedure, *, ordered: bool, merge: bool
) -> tuple[Merged, ...]:
    """Strata without an estimate, put together with others of the same lists until each has one or none is left to try.

    The partner is the neighbour with fewer people on several lists where `ordered`, the stratum with the fewest
    elsewhere; ties go to the earlier.
    """
    kept = [Merged(stratum, (stratum.name,)) for stratum in strata]
    while merge:
        place = next((n for n, one in enumerate(kept) if not _has_estimate(one.stratum.table, procedure)), None)
        partner = None if place is None else _partner(kept, place, ordered)
        if place is None or partner is None:
            break
        first, last = sorted((place, partner))
        kept[first] = _together(kept[first], kept.pop(last))
    return tuple(kept)


def _has_estimate(table: CaptureTable, procedure: Procedure) -> bool:
    if len(table.lists) < 2 or not table.observed:
        return False
    try:
        return bool(procedure.bind(table)(table.full()[None].astype(np.float64)).status[0] == Status.ESTIMABLE)
    except EstimationError:
        return False


def _partner(kept: Sequence[Merged], place: int, ordered: bool) -> int | None:
    alike = [
        n for n, one in enumerate(kept) if n != place and one.stratum.table.lists == kept[place].stratum.table.lists
    ]
    if ordered:
        alike = [n for n in alike if abs(n - place) == 1]
    return min(alike, key=lambda n: (_overlapping(kept[n].stratum.table), n), default=None)


def _overlapping(table: CaptureTable) -> int:
    return int(table.counts[table.histories & (table.histories - 1) > 0].sum())


def _together(one: Merged, other: Merged) -> Merged:
    cells = one.stratum.table.full() + other.stratum.table.full()
    present = np.flatnonzero(cells).astype(np.int64)
    names = (*one.names, *other.names)
    table = CaptureTable(one.stratum.table.lists, present, cells[present])
    return Merged(Stratum(" + ".join(names), table, one.stratum.absent), names)
