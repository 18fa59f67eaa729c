"""Lineage of measures: where one comes from, what became of it, how much of a plan was carried over. Pure.

Only what a person decided counts; what is proposed is undecided, and widens the bounds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from jalon.facts.common import Link
from jalon.facts.lineage import Lineage, LineageKind
from jalon.facts.plan import Measure, MeasureKind

CARRIED = frozenset({LineageKind.IDENTICAL, LineageKind.REWORDED, LineageKind.SPLIT, LineageKind.MERGED})
"""Kinds by which a measure goes on in a later plan."""

Ends = Callable[[Lineage], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One lineage on the way from a measure, and the measures at its far end (none: new, or dropped).

    `distance` counts the lineages on the way, this one included.
    """

    lineage: Lineage
    ends: tuple[str, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a plan's identified measures are carried over: `carried` to `carried + undecided` of `of`.

    `not_carried` are those of which a person decided that they are new, or dropped. `of` counts identified measures
    alone; `attested` items, whose number was not read, are told apart and enter nothing.
    """

    carried: int
    not_carried: int
    undecided: int
    proposed: int
    of: int
    attested: int

    @property
    def low(self) -> Fraction | None:
        """The least it can be; None when no measure is identified."""
        return Fraction(self.carried, self.of) if self.of else None

    @property
    def high(self) -> Fraction | None:
        """The most it can be."""
        return Fraction(self.carried + self.undecided, self.of) if self.of else None


def ancestry(measure: str, lineages: Iterable[Lineage]) -> tuple[Step, ...]:
    """What a measure comes from, the nearest first."""
    ways: dict[str, list[Lineage]] = defaultdict(list)
    for lineage in sorted(lineages, key=lambda one: one.uid):
        for uid in lineage.later:
            ways[uid].append(lineage)
    return _steps(measure, ways, lambda lineage: lineage.earlier)


def progeny(measure: str, lineages: Iterable[Lineage]) -> tuple[Step, ...]:
    """What became of a measure, the nearest first."""
    ways: dict[str, list[Lineage]] = defaultdict(list)
    for lineage in sorted(lineages, key=lambda one: one.uid):
        for uid in lineage.earlier:
            ways[uid].append(lineage)
    return _steps(measure, ways, lambda lineage: lineage.later)


def _steps(measure: str, ways: Mapping[str, list[Lineage]], far: Ends) -> tuple[Step, ...]:
    """Each lineage once, in as many turns as it has: a circle, or many ways to one measure, must not hang a page.

    What is only proposed is told of the measure itself, and leads no further.
    """
    found: list[Step] = []
    taken: set[str] = set()
    met, here, distance = {measure}, [measure], 1
    while here:
        beyond: list[str] = []
        for lineage in (one for uid in here for one in ways.get(uid, ())):
            decided = lineage.link is Link.STATED
            if lineage.uid in taken or not (decided or distance == 1):
                continue
            taken.add(lineage.uid)
            found.append(Step(lineage, far(lineage), distance))
            fresh = [uid for uid in far(lineage) if decided and uid not in met]
            met.update(fresh)
            beyond.extend(fresh)
        here, distance = beyond, distance + 1
    return tuple(found)


def circle(lineages: Iterable[Lineage]) -> list[str]:
    """Measures that descend from themselves, in order, the first again at the end; empty: none does."""
    above: dict[str, list[str]] = defaultdict(list)
    for lineage in lineages:
        for later in lineage.later:
            above[later].extend(lineage.earlier)
    done: set[str] = set()
    for start in list(above):
        if found := _walk(start, above, done):
            return found
    return []


def _walk(start: str, above: Mapping[str, list[str]], done: set[str]) -> list[str]:
    """Depth first without recursion: chains may be long, and files hostile."""
    way: list[str] = [start]
    waiting = [iter(above.get(start, ()))]
    while waiting:
        nearest = next(waiting[-1], None)
        if nearest is None:
            done.add(way.pop())
            waiting.pop()
        elif nearest in way:
            return [*way[way.index(nearest) :], nearest]
        elif nearest not in done:
            way.append(nearest)
            waiting.append(iter(above.get(nearest, ())))
    return []


def carried_over(
    measures: Iterable[Measure], lineages: Iterable[Lineage], earlier_plan: str, later_plan: str
) -> tuple[Share, Share]:
    """(of the later plan: measures that take up an earlier one; of the earlier plan: measures that were taken up)."""
    held = [measure for measure in measures if measure.plan in (earlier_plan, later_plan)]
    between = [one for one in lineages if (one.earlier_plan, one.later_plan) == (earlier_plan, later_plan)]
    return _share(held, between, later_plan, later=True), _share(held, between, earlier_plan, later=False)


def _share(measures: list[Measure], between: list[Lineage], plan: str, *, later: bool) -> Share:
    own = [measure for measure in measures if measure.plan == plan]
    identified = {m.uid for m in own if m.kind is MeasureKind.MEASURE and m.number is not None}
    ends: dict[str, set[str]] = {"carried": set(), "not": set(), "proposed": set()}
    for lineage in between:
        what = "carried" if lineage.kind in CARRIED else "not"
        ends[what if lineage.link is Link.STATED else "proposed"].update(lineage.later if later else lineage.earlier)
    carried = identified & ends["carried"]
    refused = (identified & ends["not"]) - carried
    undecided = identified - carried - refused
    return Share(
        carried=len(carried), not_carried=len(refused), undecided=len(undecided),
        proposed=len(undecided & ends["proposed"]), of=len(identified), attested=len(own) - len(identified),
    )  # fmt: skip
