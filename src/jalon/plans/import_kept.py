"""What a job would write of a table of measures, kept with what it read, so that it is not put together a second time.

What is held close (steps, statements, lines of means) is kept in columns, the other facts as they are signed. What is kept holds
at the revision of the part with which the table was compared.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import IO, Any, TypeVar

from pydantic import TypeAdapter

from jalon.core.models import Part
from jalon.exchange.merging import TAKEN, Merged
from jalon.exchange.tables import Table
from jalon.facts.codec import canonical, decode_bodies
from jalon.facts.common import OrgRef, Statement, When
from jalon.facts.held import Held
from jalon.facts.kinds import KINDS
from jalon.facts.part import PartFacts
from jalon.facts.payings import Payings
from jalon.facts.plan import Means, Measure, Step
from jalon.facts.sayings import Sayings
from jalon.facts.steps import Placed, Steps
from jalon.plans.import_reading import Reading
from jalon.plans.import_staging import ASSEMBLED, CHECKED, KEPT, Staged, write_line, write_problem
from jalon.plans.imports import Compared, header_of

T = TypeVar("T")
MOST = 20_000
"""Facts kept one by one: with more, putting them together again is as fast."""
PIECE, FEW = 10_000, 500
"""Facts held close, and others, in a line."""
COUNTS, FACTS, STEP, STEPS, SAID, HELD, END = "counts", "facts", "step", "steps", "said", "held", "end"
"""What a line holds, by its first member; the last tells how many there are."""
FORM = 1
"""What lines look like: those of another form are not read."""
CLOSE: dict[str, tuple[type[Held[Any]], type[Any]]] = {"statements": (Sayings, Statement), "means": (Payings, Means)}
_STEP = TypeAdapter(Step)
_CLASSES = {kind.attribute: kind.cls for kind in KINDS if kind.attribute in TAKEN}


# --- writing ---------------------------------------------------------------------------------------------------------


def keep(file: IO[str], compared: Compared) -> None:
    """Add to what was read what checking found, and what would be written where nothing keeps it from being so."""
    for problem in compared.checked:
        write_problem(file, problem, CHECKED)
    if compared.table is not Table.PLAN or compared.checked:
        return
    changes = compared.merged.changes
    steps = sum(len(one.steps) for one in changes.measures if not isinstance(one.steps, Steps))
    if steps + sum(len(facts) for facts in _apart(changes).values()) > MOST:
        return
    for problem in compared.assembled:
        write_problem(file, problem, ASSEMBLED)
    count = 0
    for line in _lines(compared, changes):
        write_line(file, KEPT, line)
        count += 1
    write_line(file, KEPT, [END, count])


def _apart(changes: PartFacts) -> dict[str, Sequence[Any]]:
    """The facts that are not held close, by field."""
    found = {name: getattr(changes, name) for name in _CLASSES}
    return {name: () if isinstance(facts, Held) else facts for name, facts in found.items()}


def _lines(compared: Compared, changes: PartFacts) -> Iterator[list[Any]]:
    merged = compared.merged
    yield [COUNTS, FORM, dict(merged.added), dict(merged.changed), compared.refused, compared.steps]
    for name, facts in _apart(changes).items():
        bare = (replace(one, steps=()) if isinstance(getattr(one, "steps", None), Steps) else one for one in facts)
        yield from ([FACTS, name, [canonical(one).decode() for one in some]] for some in _pieces(bare, FEW))
    yield from _steps(changes.measures)
    for name in CLOSE:
        held = getattr(changes, name)
        if isinstance(held, Held):
            yield from _held(name, held)


def _steps(measures: Iterable[Measure]) -> Iterator[list[Any]]:
    """The steps of each measure, after what all of them share."""
    said: Step | None = None
    for number, measure in enumerate(measures):
        if not isinstance(measure.steps, Steps):
            continue
        if measure.steps.said is not said:
            said = measure.steps.said
            yield [STEP, canonical(said).decode()]
        uids, words, dues, locators = zip(*measure.steps.each(), strict=True)
        dated = [None if due is None else (due.edtf, due.printed, due.recurrence) for due in dues]
        yield [STEPS, number, b"".join(uids).hex(), words, dated, locators]


def _held(name: str, held: Held[Any]) -> Iterator[list[Any]]:
    """What others may say too, each before the facts that say it, which name it by its place."""
    places: dict[int, int] = {}
    for uids, *columns, said in held.columns(PIECE):
        for key, one in {id(one): one for one in said}.items():
            if key not in places:
                places[key] = len(places)
                yield [SAID, name, canonical(one).decode()]
        yield [HELD, name, b"".join(uids).hex(), *map(_once, columns), [places[id(one)] for one in said]]


def _once(column: Sequence[str | None]) -> list[Any]:
    """A column: its values, and where each is among them when they are repeated."""
    places = {value: place for place, value in enumerate(dict.fromkeys(column))}
    if len(places) * 2 > len(column):
        return [column]
    return [list(places), [places[value] for value in column]]


def _pieces(facts: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(facts)
    while some := list(islice(waiting, size)):
        yield some


# --- reading ---------------------------------------------------------------------------------------------------------


def kept(part: Part, reading: Reading, staged: Staged) -> Compared | None:
    """The table as it was compared; None when what would be written was not kept, or not as it is kept today. What is said is
    said now, by the owner as it is called now."""
    part.refresh_from_db()
    header = header_of(part)
    found = _Reading(header.owner, datetime.now(UTC))
    try:
        for line in staged.kept():
            found.take(*json.loads(line))
        added, changed, refused, steps = found.counts
    except (ValueError, LookupError, TypeError, AttributeError):  # mutilated, or of another version: the rows are there
        return None
    changes = PartFacts(header=header, **found.facts())
    problems = (*reading.notes, *staged.problems(), *staged.problems(ASSEMBLED))
    return Compared(
        part, part.revision, reading.name, reading.sha256, Merged(changes, changes, added, changed), problems,
        reading.rows, refused, Table.PLAN, reading.headers, reading.profile, steps=steps,
    )  # fmt: skip


class _Reading:
    """Takes lines in order. `counts` are there once the last one was taken, and none is missing."""

    def __init__(self, owner: OrgRef, now: datetime) -> None:
        self.counts: tuple[Any, ...] = ()
        self._owner, self._now, self._today = owner, now.strftime("%Y-%m-%dT%H:%M:%SZ"), now.date().isoformat()
        self._told: tuple[Any, ...] = ()
        self._lines = 0
        self._facts: dict[str, list[Any]] = {name: [] for name in _CLASSES}
        self._step: Step | None = None
        self._said: dict[str, list[Any]] = {name: [] for name in CLOSE}
        self._held: dict[str, Held[Any]] = {}
        self._dates: dict[tuple[str | None, ...], When] = {}

    def take(self, kind: str, *line: Any) -> None:
        """One line."""
        if kind == END and line == (self._lines,):
            self.counts = self._told
            return
        self._lines += 1
        if kind == COUNTS and line[0] == FORM:
            self._told = line[1:]
        elif kind == FACTS:
            self._facts[line[0]] += decode_bodies(_CLASSES[line[0]], line[1])
        elif kind == STEP:
            self._step = _STEP.validate_json(line[0])
        elif kind == STEPS:
            self._take_steps(*line)
        elif kind == SAID:
            name, body = line
            self._said[name] += map(self._today_said, decode_bodies(CLOSE[name][1], [body]))
        elif kind == HELD:
            self._take_held(*line)
        else:
            raise ValueError(f"No line of this kind is kept: {kind}.")

    def _today_said(self, fact: Any) -> Any:
        if not isinstance(fact, Statement):
            return fact
        by = fact.said_by
        return replace(fact, recorded_at=self._now, said_by=self._owner if by and by.uid == self._owner.uid else by)

    def _take_steps(
        self, number: int, uids: str, words: list[str], dues: list[list[str | None] | None], locators: list[str | None]
    ) -> None:
        measures, step = self._facts["measures"], self._step
        if step is None:
            raise ValueError("Steps are kept after what they share.")
        placed = map(Placed, _uids(uids), words, map(self._date, dues), locators)
        measures[number] = replace(measures[number], steps=Steps(step, list(placed)))

    def _date(self, said: list[str | None] | None) -> When | None:
        if said is None:
            return None
        key = tuple(said)
        if key not in self._dates:
            edtf, printed, recurrence = key
            self._dates[key] = When(edtf=edtf, printed=printed, recurrence=recurrence)
        return self._dates[key]

    def _take_held(self, name: str, uids: str, *columns: Any) -> None:
        *own, said = columns
        held = self._held.setdefault(name, CLOSE[name][0]())
        held.extend(bytes.fromhex(uids), *map(_each, own), map(self._said[name].__getitem__, said))

    def facts(self) -> dict[str, Any]:
        """By the fields of `PartFacts`."""
        plans = [replace(one, known_until=self._today) for one in self._facts["plans"]]
        found = {name: tuple(facts) for name, facts in self._facts.items()}
        return found | {"plans": tuple(plans)} | self._held


def _each(column: list[Any]) -> Iterable[str | None]:
    """The values of a column, one by one."""
    return map(column[0].__getitem__, column[1]) if len(column) == 2 else column[0]


def _uids(digits: str) -> Iterator[bytes]:
    """One by one, of sixteen bytes each."""
    data = bytes.fromhex(digits)
    return (data[start : start + 16] for start in range(0, len(data), 16))
