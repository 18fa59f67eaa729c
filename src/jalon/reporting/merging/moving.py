"""Which lines a person moved in a sheet, told so that few of them are named: the others kept their order."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from jalon.exchange.sheets import Row
from jalon.reporting.merging.locating import Table
from jalon.reporting.merging.model import Accident, AccidentKind, Template

NAMED = 3
"""More moved lines than that are told as one: the sheet was sorted."""


def moved_rows(table: Table, template: Template, rows: Mapping[str, Row]) -> Iterator[Accident]:
    """The lines that do not stand where they were among the others, one accident each, or one for a sorted sheet."""
    order = [line for line in template.lines if line.key in rows]
    places = [rows[line.key].number for line in order]
    kept = longest_rise(places)
    moved = [line for index, line in enumerate(order) if index not in kept]
    if len(moved) > NAMED:
        first, last = min(places), max(places)
        address = table.at(f"{first}:{last}")
        yield Accident(kind=AccidentKind.ROWS_SORTED, address=address, found=str(len(moved)), was=str(len(order)))
        return
    for line in moved:
        yield Accident(
            kind=AccidentKind.ROW_MOVED, address=table.span(rows[line.key]), found=line.label, line=line.key,
            was=str(order.index(line) + 1),
        )  # fmt: skip


def longest_rise(numbers: Sequence[int]) -> frozenset[int]:
    """Places of a longest strictly rising subsequence (patience sorting, Fredman 1975): what was not moved."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(tails[at - 1] if at else -1)
        ends[at : at + 1] = [number]
        tails[at : at + 1] = [place]
    found: list[int] = []
    place = tails[-1] if tails else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return frozenset(found)
