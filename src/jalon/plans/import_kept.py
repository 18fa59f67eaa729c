"""What a job would write of a table of measures, kept with what it read, so that it is not put together a second time.

Steps and statements, which are many, are kept in columns, the other facts as they are signed. What is kept holds at the
revision of the part with which the table was compared.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import IO, Any, TypeVar

from pydantic import TypeAdapter

from jalon.core.models import Part
from jalon.exchange.merging import TAKEN, Merged
from jalon.exchange.tables import Table
from jalon.facts.codec import canonical, decode_bodies
from jalon.facts.common import Statement, When
from jalon.facts.kinds import KINDS
from jalon.facts.part import PartFacts
from jalon.facts.plan import Measure, Step
from jalon.facts.sayings import Sayings
from jalon.facts.steps import Placed, Steps
from jalon.plans.import_reading import Reading
from jalon.plans.import_staging import ASSEMBLED, CHECKED, KEPT, Staged, write_line, write_problem
from jalon.plans.imports import Compared, header_of

T = TypeVar("T")
MOST = 20_000
"""Facts kept one by one: with more, putting them together again is as fast."""
PIECE, FEW = 10_000, 500
"""Statements in a line, and measures of which a line holds the steps."""
COUNTS, FACTS, STEP, STEPS, SAID, SAYINGS = "counts", "facts", "step", "steps", "said", "sayings"
"""What a line holds, by its first member."""
_STEP = TypeAdapter(Step)
_CLASSES = {kind.attribute: kind.cls for kind in KINDS if kind.attribute in TAKEN and kind.cls is not Statement}


# --- writing ---------------------------------------------------------------------------------------------------------


def keep(file: IO[str], compared: Compared) -> None:
    """Add to what was read what checking found, and what would be written where nothing keeps it from being so."""
    for problem in compared.checked:
        write_problem(file, problem, CHECKED)
    changes = compared.merged.changes
    one_by_one = sum(len(getattr(changes, name)) for name in _CLASSES)
    if compared.table is not Table.PLAN or compared.checked or one_by_one > MOST:
        return
    if not isinstance(changes.statements, Sayings):
        return
    for problem in compared.assembled:
        write_problem(file, problem, ASSEMBLED)
    for line in _lines(compared, changes, changes.statements):
        write_line(file, KEPT, line)


def _lines(compared: Compared, changes: PartFacts, sayings: Sayings) -> Iterator[list[Any]]:
    merged = compared.merged
    yield [COUNTS, dict(merged.added), dict(merged.changed), compared.refused, compared.steps]
    for name in _CLASSES:
        facts = getattr(changes, name)
        bare = (replace(one, steps=()) if isinstance(getattr(one, "steps", None), Steps) else one for one in facts)
        yield from ([FACTS, name, [canonical(one).decode() for one in some]] for some in _pieces(bare, FEW))
    yield from _steps(changes.measures)
    yield from _sayings(sayings)


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


def _sayings(sayings: Sayings) -> Iterator[list[Any]]:
    """What is said, each before the statements that say it; subjects are named once a line, by their place in it."""
    places: dict[int, int] = {}
    for some in sayings.pieces(PIECE):
        for one in some:
            if id(one.said) not in places:
                places[id(one.said)] = len(places)
                yield [SAID, canonical(one.said).decode()]
        subjects = {uid: place for place, uid in enumerate(dict.fromkeys(one.subject for one in some))}
        uids, named, topics, locators, said = zip(*some, strict=True)
        about, says = [subjects[one] for one in named], [places[id(one)] for one in said]
        yield [SAYINGS, list(subjects), b"".join(uids).hex(), about, topics, locators, says]


def _pieces(facts: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(facts)
    while some := list(islice(waiting, size)):
        yield some


# --- reading ---------------------------------------------------------------------------------------------------------


def kept(part: Part, reading: Reading, staged: Staged) -> Compared | None:
    """The table as it was compared; None when what would be written was not kept. What is said is said now."""
    part.refresh_from_db()
    found = _Reading(datetime.now(UTC))
    for line in staged.kept():
        found.take(*json.loads(line))
    if not found.counts:
        return None
    added, changed, refused, steps = found.counts
    changes = PartFacts(header=header_of(part), **found.facts())
    problems = (*reading.notes, *staged.problems(), *staged.problems(ASSEMBLED))
    return Compared(
        part, part.revision, reading.name, reading.sha256, Merged(changes, changes, added, changed), problems,
        reading.rows, refused, Table.PLAN, reading.headers, reading.profile, steps=steps,
    )  # fmt: skip


class _Reading:
    """Takes lines in order."""

    def __init__(self, now: datetime) -> None:
        self.counts: tuple[Any, ...] = ()
        self._now, self._today = now.strftime("%Y-%m-%dT%H:%M:%SZ"), now.date().isoformat()
        self._facts: dict[str, list[Any]] = {name: [] for name in _CLASSES}
        self._step: Step | None = None
        self._said: list[Statement] = []
        self._sayings = Sayings()
        self._dates: dict[tuple[str | None, ...], When] = {}

    def take(self, kind: str, *line: Any) -> None:
        """One line."""
        if kind == COUNTS:
            self.counts = line
        elif kind == FACTS:
            self._facts[line[0]] += decode_bodies(_CLASSES[line[0]], line[1])
        elif kind == STEP:
            self._step = _STEP.validate_json(line[0])
        elif kind == STEPS:
            self._take_steps(*line)
        elif kind == SAID:
            self._said += (replace(one, recorded_at=self._now) for one in decode_bodies(Statement, line))
        else:
            self._take_sayings(*line)

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

    def _take_sayings(
        self, subjects: list[str], uids: str, about: list[int], topics: list[str | None], locators: list[str | None],
        said: list[int],
    ) -> None:  # fmt: skip
        words: dict[str | None, str | None] = {}  # a lead and a stage are said of one topic
        named = map(subjects.__getitem__, about)
        held = (words.setdefault(topic, topic) for topic in topics)
        for one in zip(_uids(uids), named, held, locators, map(self._said.__getitem__, said), strict=True):
            self._sayings.add(*one)

    def facts(self) -> dict[str, Any]:
        """By the fields of `PartFacts`."""
        plans = [replace(one, known_until=self._today) for one in self._facts["plans"]]
        held = {name: tuple(facts) for name, facts in self._facts.items()}
        return held | {"plans": tuple(plans), "statements": self._sayings}


def _uids(digits: str) -> Iterator[bytes]:
    """One by one, of sixteen bytes each."""
    data = bytes.fromhex(digits)
    return (data[start : start + 16] for start in range(0, len(data), 16))
