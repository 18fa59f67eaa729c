"""A file compared with what a part says, then taken in: the steps that the command, the pages and the jobs share.

compared = compare(part, data, "plan.xlsx", choices)      # nothing is written
compared.problems, compared.merged.added                   # shown to whoever decides
take(compared, by=user, valid_rows_only=False)             # one action, one event
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from jalon.core import parts
from jalon.core.errors import Invalid
from jalon.core.models import Organisation, Part, Term, Territory, User
from jalon.core.taken import MOST_ROWS
from jalon.core.taken_large import MOST_ADDED
from jalon.exchange.headers import Header, Profile
from jalon.exchange.merging import Merged, merge, problems_of
from jalon.exchange.plans_in import assemble
from jalon.exchange.plans_out import facts_of_plan, read_exported
from jalon.exchange.problems import CellProblem, Severity
from jalon.exchange.sheets import Workbook, read_workbook
from jalon.exchange.tables import Table, table_of
from jalon.facts.common import OrgRef
from jalon.facts.held import Held
from jalon.facts.known import Known
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.facts.series import Observation
from jalon.plans import models, taking_in
from jalon.plans.actions import import_facts
from jalon.plans.choices import Choices
from jalon.plans.import_reading import (
    Reading,
    about,
    batches,
    counted,
    lines_of,
    open_tables,
    plan_of,
    refuse_table,
    source_of,
    when,
)
from jalon.plans.indicator_tables import read_table
from jalon.plans.observation_imports import compare_observations
from jalon.plans.paying import parted
from jalon.plans.saying import not_said, statements_in_evidence


@dataclass(frozen=True)
class Compared:
    """A file beside what the part says at `revision`. `table`: what the file holds.

    `observations`: those that it adds, by uid of their series; `same` counts values that the part has already. `checked`:
    among the problems, those of the facts, `assembled`: those of the rows put together. `steps`: sub-actions and other steps that the rows give.
    """

    part: Part
    revision: int
    file: str
    sha256: str
    merged: Merged
    problems: tuple[CellProblem, ...]
    rows: int
    refused: int
    table: Table
    headers: tuple[Header, ...] = ()
    profile: Profile | None = None
    observations: Mapping[str, Sequence[Observation]] = field(default_factory=dict)
    same: int = 0
    checked: tuple[CellProblem, ...] = ()
    assembled: tuple[CellProblem, ...] = ()
    steps: int = 0

    @property
    def undoable(self) -> bool:
        """Can be taken back as a whole once it is written."""
        changes = self.merged.changes
        if taking_in.size(changes) <= MOST_ROWS:
            return True
        added_alone = not self.merged.changed and not self.observations
        return added_alone and sum(map(len, taking_in.alone(changes).values())) <= MOST_ADDED

    @property
    def errors(self) -> tuple[CellProblem, ...]:
        """What keeps the file, or its rows, out."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    def report(self, translate: Any = str) -> dict[str, Any]:
        """For programs: what was read, what would be written, what is wrong where, and the mapping."""
        columns = [
            {"sheet": header.sheet, "row": one.row(header.row), "column": one.letters, "title": one.title, "field": one.field,
             "confidence": one.confidence}
            for header in self.headers
            for one in header.columns
        ]  # fmt: skip
        return {
            "file": self.file,
            "sha256": self.sha256,
            "table": self.table.value,
            "rows": self.rows,
            "refused": self.refused,
            "same": self.same,
            "steps": self.steps,
            "undoable": self.undoable,
            "added": dict(self.merged.added),
            "changed": dict(self.merged.changed),
            "problems": [one.as_json(translate) for one in self.problems],
            "mapping": columns,
        }


def compare(part: Part, data: bytes, name: str, choices: Choices, by: User | None = None) -> Compared:
    """Read the file and compare. `exchange.problems.Refused` for a file that is not read; nothing is written.

    `by` is whose parts are seen where a table of observations names indicators; None: all of them.
    """
    book = read_workbook(data, name)
    sha256 = hashlib.sha256(data).hexdigest()
    table = table_of(book, choices.profile)
    if table in (Table.PLAN, Table.OBSERVATIONS):
        reading, tables = open_tables(book, sha256, table, choices)
        lines = [batch for sheet, header in tables for batch in batches(reading, sheet, header, part.lang)]
        rows = (row for _number, given, _problems in lines for row in given)
        problems = tuple(one for _number, _given, found in lines for one in found)
        return compare_rows(part, replace(reading, rows=sum(map(counted, lines))), rows, problems, by)
    return compare_whole(part, book, sha256, table, choices)


def compare_rows(
    part: Part, reading: Reading, rows: Iterable[Any], problems: tuple[CellProblem, ...], by: User | None,
    checked: tuple[CellProblem, ...] | None = None,
) -> Compared:  # fmt: skip
    """The rows of measures or observations, read before, beside what the part says now.

    `checked`: what checking found at this revision of the part, so that it is not done twice; None: not checked.
    """
    part.refresh_from_db()
    refuse_table(part, reading.table)
    told = (*reading.notes, *problems)
    if reading.table is Table.PLAN:
        return _measured(part, reading, rows, told, checked)
    return _observed(part, reading, rows, told, by)


def compare_whole(part: Part, book: Workbook, sha256: str, table: Table, choices: Choices) -> Compared:
    """A workbook that a register exported, or definitions of indicators: read at once."""
    part.refresh_from_db()
    refuse_table(part, table)
    current = facts_now(part)
    exported = read_exported(book) if table is Table.EXPORTED else None
    if exported is None:
        return _indicators(part, current, book, sha256, choices)
    merged = merge(current, exported.facts, complete=True)
    problems = (*exported.problems, *problems_of(merged, known_here(), {}))
    return Compared(part, part.revision, book.name, sha256, merged, problems, exported.rows, exported.refused, table)


def _indicators(part: Part, current: PartFacts, book: Workbook, sha256: str, choices: Choices) -> Compared:
    source = source_of(part, book.name, sha256, choices.title or PurePath(book.name).stem)
    read = read_table(part, current, book, source, choices)
    taken = {"sources": (source,), "indicators": read.indicators} if read.indicators else {}
    merged = merge(current, taken, complete=False)
    places = {one.uid: one.citations[0].locator or "" for one in read.indicators}
    problems = (*read.problems, *problems_of(merged, known_here(), places))
    headers = (read.header,) if read.header else ()
    refused = read.rows - len(read.indicators)
    return Compared(
        part, part.revision, book.name, sha256, merged, problems, read.rows, refused, Table.INDICATORS, headers,
        choices.profile,
    )  # fmt: skip


def _measured(
    part: Part, reading: Reading, rows: Iterable[Any], told: tuple[CellProblem, ...],
    checked: tuple[CellProblem, ...] | None,
) -> Compared:  # fmt: skip
    """Statements are many: they are not gathered with all that the part says, but looked for by their uids."""
    current = PartFacts(header=header_of(part), **parts.collect_few(part))
    read = assemble(rows, about(part, current, reading))
    given: dict[str, Any] = {}
    held: tuple[Held[Any], ...] = ()
    if read.facts.measures:
        known_lines, lines = parted(part, read.facts.means)
        given = vars(read.facts) | {"statements": (), "means": known_lines}
    merged = merge(current, given, complete=False)
    if given:
        said = not_said(part, read.facts.statements.of(merged.uids))
        merged = merged.holding({"statements": said, "means": lines.of(merged.uids)})
        held = said, read.facts.means
    known = replace(known_here(), statements=statements_in_evidence(part, current))
    found = problems_of(merged, known, read.places, held) if checked is None else checked
    return Compared(
        part, part.revision, reading.name, reading.sha256, merged, (*told, *read.problems, *found), reading.rows,
        lines_of(told) + read.refused, Table.PLAN, reading.headers, reading.profile, checked=found,
        assembled=read.problems, steps=sum(len(one.steps) for one in read.facts.measures),
    )  # fmt: skip


def _observed(
    part: Part, reading: Reading, rows: Iterable[Any], told: tuple[CellProblem, ...], by: User | None
) -> Compared:
    """Observations are many: they are not gathered with all that the part says, but compared with their like."""
    source = source_of(part, reading.name, reading.sha256, reading.title)
    found = compare_observations(part, by, rows, reading.headers, source, when(reading.choices.said))
    changes = PartFacts(header=header_of(part), sources=found.sources, series=found.series)
    added = {"sources": len(found.sources), "series": len(found.series), "observations": found.count}
    merged = Merged(changes, changes, {name: count for name, count in added.items() if count}, {})
    return Compared(
        part, part.revision, reading.name, reading.sha256, merged, (*told, *found.problems), reading.rows,
        lines_of(told) + found.refused, Table.OBSERVATIONS, reading.headers, reading.profile, found.observations,
        found.same,
    )  # fmt: skip


def known_here() -> Known:
    """What facts of this instance may name besides the part itself."""
    terms: dict[str, set[str]] = {}
    for slug, code in Term.objects.values_list("vocabulary__slug", "code"):
        terms.setdefault(slug, set()).add(code)
    return Known(
        plans=frozenset(map(str, models.Plan.objects.values_list("uid", flat=True))),
        measures=frozenset(map(str, models.Measure.objects.values_list("uid", flat=True))),
        organisations=frozenset(map(str, Organisation.objects.values_list("uid", flat=True))),
        territories=frozenset(map(str, Territory.objects.values_list("uid", flat=True))),
        terms={slug: frozenset(codes) for slug, codes in terms.items()},
    )


def facts_now(part: Part) -> PartFacts:
    """What the part says in its working state, under its header."""
    collected: dict[str, Any] = parts.collect(part)
    return PartFacts(header=header_of(part), **collected)


def header_of(part: Part) -> PartHeader:
    """Who says what the part says."""
    return PartHeader(
        uid=str(part.uid), slug=part.slug, kind=PartKind(part.kind), title=part.title,
        owner=OrgRef(name=str(part.owner), uid=str(part.owner.uid)), lang=part.lang, synthetic=part.synthetic,
    )  # fmt: skip


def plan_facts(part: Part, slug: str) -> PartFacts:
    """What the part says of one plan. `Invalid` names its plans when there is no such one."""
    facts = facts_now(part)
    return facts_of_plan(facts, plan_of(facts, slug).uid)


def take(compared: Compared, *, by: User | None, valid_rows_only: bool) -> Part:
    """Write it. All or nothing unless `valid_rows_only`: `Invalid` when a row has an error. An import without a
    difference writes nothing."""
    if compared.errors and not valid_rows_only:
        message = _(
            "Le fichier a %(count)d erreurs\u00a0: rien n’est écrit. Corrigez-le, ou n’importez que les lignes valables."
        )
        raise Invalid({"file": message % {"count": len(compared.errors)}})
    if compared.merged.empty:
        return compared.part
    counts = {
        "rows": compared.rows,
        "refused": compared.refused,
        "added": dict(compared.merged.added),
        "changed": dict(compared.merged.changed),
    }
    return import_facts(
        part=compared.part, facts=compared.merged.changes, observations=compared.observations,
        file=PurePath(compared.file).name, sha256=compared.sha256, counts=counts, by=by,
        expected_revision=compared.revision,
    )  # fmt: skip
