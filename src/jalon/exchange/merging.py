"""What an import adds to what a part says: new facts, changed facts, nothing taken away.

A table says less of a measure than the register knows: what the table leaves out stays. A workbook that the register
exported says all of it: what it says replaces.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from itertools import chain, islice
from typing import Any

from jalon.exchange.problems import CellProblem, Severity, shown
from jalon.facts.codec import normalised
from jalon.facts.common import Statement
from jalon.facts.held import Held
from jalon.facts.kinds import BY_CLASS
from jalon.facts.known import Known
from jalon.facts.part import PartFacts
from jalon.facts.plan import Means, Measure, MeasureKind
from jalon.facts.problems import N_, Problem
from jalon.facts.validation import MOST_PROBLEMS, held_problems, validate

TAKEN = ("sources", "plans", "sections", "measures", "statements", "means", "indicators")
"""The fields of `PartFacts` that an import fills, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Merged:
    """`whole`: what the part would say. `changes`: only what is new or changed, to be written. Counts by field.

    `rewritten`: statements of the register whose words the import would change. They stay as they are: words that were
    said never change, a new statement supersedes them. `uids`: of measures in the import → in the part.
    """

    whole: PartFacts
    changes: PartFacts
    added: Mapping[str, int]
    changed: Mapping[str, int]
    rewritten: tuple[Statement, ...] = ()
    uids: Mapping[str, str] = field(default_factory=dict)

    def holding(self, new: Mapping[str, Held[Any]]) -> "Merged":
        """The same with what the part has not of the statements and lines of means of a table, by field: they are too many to
        be held in `whole`."""
        given: dict[str, Any] = {name: self._with(name, held) for name, held in new.items()}
        counts = {name: self.added.get(name, 0) + len(new.get(name, ())) for name in TAKEN}
        added = {name: count for name, count in counts.items() if count}
        return replace(self, changes=replace(self.changes, **given), added=added)

    def _with(self, name: str, held: Held[Any]) -> Sequence[Any]:
        known = getattr(self.changes, name)
        return (*known, *held) if known else held

    @property
    def empty(self) -> bool:
        """The part says all of it already."""
        return not any(self.added.values()) and not any(self.changed.values())


def merge(current: PartFacts, taken: Mapping[str, tuple[Any, ...]], *, complete: bool) -> Merged:
    """The part's facts with those of an import. `complete`: a fact given replaces; otherwise its gaps are filled."""
    before = normalised(current)
    read = {name: tuple(taken.get(name, ())) for name in TAKEN}
    uids = _uids(before, read["measures"])
    given = _renamed(read, uids)
    nothing: dict[str, Any] = {name: () for name in _named(before)}
    draft = normalised(replace(before, **nothing, **given))
    whole: dict[str, Any] = {}
    changes: dict[str, Any] = {}
    added, changed = dict.fromkeys(TAKEN, 0), dict.fromkeys(TAKEN, 0)
    rewritten: list[Statement] = []
    for name in TAKEN:
        known = {fact.uid: fact for fact in getattr(before, name)}
        written = []
        for fact in getattr(draft, name):
            old = known.get(fact.uid)
            new = fact if old is None or complete else filled(old, fact)
            if isinstance(old, Statement) and new != old:
                rewritten += [fact] if complete else []
                continue
            if new != old:
                written.append(new)
                (added if old is None else changed)[name] += 1
                known[fact.uid] = new
        whole[name], changes[name] = tuple(known.values()), tuple(written)
    return Merged(
        replace(before, **whole),
        replace(before, **(nothing | changes)),
        {name: count for name, count in added.items() if count},
        {name: count for name, count in changed.items() if count},
        tuple(rewritten),
        uids,
    )


def _named(facts: PartFacts) -> tuple[str, ...]:
    return tuple(item.name for item in fields(facts) if item.name not in ("header", *TAKEN))


def filled(old: Any, new: Any) -> Any:
    """The new fact; what it leaves at its default stays as it was. Titles and citations known before are kept first."""
    kept = {
        item.name: getattr(old, item.name)
        for item in fields(new)
        if getattr(new, item.name) == (None if item.default is MISSING else item.default)
    }
    for name in ("titles", "citations", "steps", "keywords"):
        if hasattr(new, name):
            kept[name] = _joined(getattr(old, name), getattr(new, name), name)
    if isinstance(old, Measure):
        kept |= {"order": old.order, "kind": old.kind}
    return replace(new, **kept)


def _joined(old: tuple[Any, ...], new: tuple[Any, ...], name: str) -> tuple[Any, ...]:
    def sameness(item: Any) -> Any:
        return item.text if name == "titles" else getattr(item, "uid", item)

    later = {sameness(item): item for item in new}
    merged = [_again(item, later.pop(sameness(item), item), name) for item in old]
    return (*merged, *later.values())


def _again(old: Any, new: Any, name: str) -> Any:
    """A step that is known already keeps what the table does not say of it: when it was done, what else it cites."""
    return filled(old, new) if name == "steps" and new is not old else new


def _uids(current: PartFacts, measures: tuple[Measure, ...]) -> dict[str, str]:
    """A measure of a number that the plan has already is that measure, whatever its uid in the table."""
    numbers = {(m.plan, m.number): m.uid for m in current.measures if m.number and m.kind is MeasureKind.MEASURE}
    return {m.uid: numbers.get((m.plan, m.number), m.uid) for m in measures if m.number}


def _renamed(taken: dict[str, tuple[Any, ...]], uids: Mapping[str, str]) -> dict[str, Any]:
    if all(old == new for old, new in uids.items()):
        return taken
    said = tuple(replace(one, subject=uids.get(one.subject, one.subject)) for one in taken["statements"])
    means = tuple(replace(one, measure=uids.get(one.measure or "", one.measure)) for one in taken["means"])
    measures = tuple(replace(one, uid=uids.get(one.uid, one.uid)) for one in taken["measures"])
    return taken | {"measures": measures, "statements": said, "means": means}


def problems_of(
    merged: Merged, known: Known, places: Mapping[str, str], held: Iterable[Held[Any]] = ()
) -> tuple[CellProblem, ...]:
    """What would keep the part from being written, at the cells that say it: numbers twice, cycles, unknown objects.

    `held`: what a table says of its measures, each looked at by itself."""
    held = tuple(held)
    lines = () if held else merged.changes.means
    ours = _touched(merged) | {BY_CLASS[Means].key_of(line) for line in lines}
    cells = {merged.uids.get(uid, uid): at for uid, at in places.items()}
    found = [_placed(one, cells.get(_name(one), "")) for one in validate(merged.whole, known) if _name(one) in ours]
    left = max(0, MOST_PROBLEMS - len(found))
    told = chain.from_iterable(map(held_problems, held))
    found += [_placed(one, at or "") for at, one in islice(told, left)]
    return (*found, *(_said_already(one, places) for one in merged.rewritten))


def _said_already(one: Statement, places: Mapping[str, str]) -> CellProblem:
    sheet, _mark, address = places.get(one.uid, "").rpartition("!")
    found = shown(one.text.value if one.text else one.uid)
    expected = N_("Cette déclaration est déjà dans le registre en d’autres termes : ce qui a été dit ne change pas.")
    remedy = N_("Laissez-la telle quelle, et ajoutez une ligne pour la déclaration nouvelle.")
    return CellProblem(sheet, address, found, expected, remedy, Severity.ERROR)


def _touched(merged: Merged) -> frozenset[str]:
    """The names of documents that the import changes. Problems that the part had before are not the file's."""
    changes, said = merged.changes, merged.changes.statements
    touched = {fact.uid for name in TAKEN if name not in ("statements", "means") for fact in getattr(changes, name)}
    touched |= said.subjects if isinstance(said, Held) else {fact.subject for fact in said}
    return frozenset(touched | {fact.plan for fact in changes.sections} | {"sources", "country", "part"})


def _name(problem: Problem) -> str:
    return problem.path.rpartition("/")[2].removesuffix(".json")


def _placed(problem: Problem, place: str) -> CellProblem:
    sheet, _mark, address = place.rpartition("!")
    return CellProblem(sheet, address, problem.found, problem.expected, problem.remedy, Severity.ERROR, problem.params)
