"""A table of an evaluation beside its plan and what the evaluation says already: nothing is written here.

The office and `jalon import-evaluation` read tables through it.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from jalon.core.models import Part, User
from jalon.core.whole import now
from jalon.evaluation.levels import scale_of
from jalon.evaluation.models import Evaluation
from jalon.evaluation.permissions import of_the_team
from jalon.evaluation.places import unseen
from jalon.evaluation.selectors import AssessmentRow, assessment_rows, evaluation_of, scales_for
from jalon.exchange.assessment_levels import LevelReader
from jalon.exchange.assessment_tables import AssessmentTable, read_table, with_columns
from jalon.exchange.assessments_in import (
    AssessedRow,
    MeasureRef,
    ReadAssessments,
    Standing,
    Subjects,
    read_assessments,
)
from jalon.exchange.values import squeezed
from jalon.facts.common import Text, Wording
from jalon.facts.evaluation import Assessed, Assessment
from jalon.facts.evaluation import Scale as ScaleFact
from jalon.facts.standard_scales import STANDARD
from jalon.office.assessment_choices import TableChoices, to_make_again
from jalon.office.evaluation_plans import measures_for, subjects_for

TABLE, HERE = "table", "here"
"""What is kept where the table and the evaluation differ."""
FIELDS = ("level", "no_verdict", "text", "page", "paragraph")
PRIVATE = "private_note"
"""The team's note among the names of what differs: no field of the assessment bears it."""


@dataclass(frozen=True)
class Meant:
    """One assessment that a row would write. `stands` is the one of the same object that the evaluation has; `noted`:
    the row gives a private note that is not written yet."""

    row: AssessedRow
    fact: Assessment
    stands: AssessmentRow | None = None
    same: bool = False
    noted: bool = False
    clash: tuple[str, ...] = ()
    keep: str = ""

    @property
    def undecided(self) -> bool:
        """The table says otherwise than the evaluation, and nobody chose."""
        return bool(self.clash) and not self.keep

    @property
    def writes(self) -> bool:
        """It changes something, and may."""
        return (not self.same or self.noted) and (not self.clash or self.keep == TABLE)


@dataclass(frozen=True)
class Preview:
    """A run beside what stands: nothing of it is written."""

    choices: TableChoices
    table: AssessmentTable
    found: ReadAssessments
    measures: tuple[MeasureRef, ...]
    scale: ScaleFact | None
    meant: tuple[Meant, ...]
    evaluation: Evaluation | None = None
    subjects: Subjects = field(default_factory=Subjects)

    @property
    def to_write(self) -> tuple[Meant, ...]:
        """What would be written now."""
        return tuple(one for one in self.meant if one.writes)

    @cached_property
    def by_uid(self) -> Mapping[str, MeasureRef]:
        """The measures and sections of the plan."""
        return {one.uid: one for one in (*self.measures, *self.subjects.sections)}

    @property
    def waiting(self) -> int:
        """How many rows and conflicts a person has to decide."""
        found = self.found
        return found.count(Standing.ASKED) + len(found.blocked) + sum(one.undecided for one in self.meant)

    @property
    def state(self) -> str:
        """What the evaluation and its assessments were at: a form filled on another state is told so."""
        if self.evaluation is None:
            return "0"
        held = sum(one.stands.revision + one.stands.note_revision for one in self.meant if one.stands is not None)
        return f"{self.evaluation.revision}.{held}"


def compare_table(part: Part, data: bytes, name: str, choices: TableChoices, by: User | None) -> Preview:
    """The table beside the plan and what the evaluation says already. `Refused` when the file is not to be read."""
    evaluation = (
        evaluation_of(choices.evaluation, by) if choices.evaluation and not to_make_again(choices, by) else None
    )
    table = read_table(data, name, choices.table)
    table = with_columns(table, {int(place): code for place, code in choices.columns.items()})
    plan = str(evaluation.plan_uid) if evaluation else choices.new.plan
    measures, subjects = measures_for(plan, by), subjects_for(plan, by)
    wanted = evaluation.scale_uid if evaluation else uuid.UUID(choices.new.scale) if choices.new.scale else None
    scale = scale_of(wanted)
    levels = LevelReader(scale, (*scales_for(by), *STANDARD))
    stands = _standing(evaluation, by) if evaluation else {}
    blind = frozenset(uid for uid in unseen(evaluation) if _key_of(uid) not in stands) if evaluation else frozenset()
    found = read_assessments(table, measures, levels, choices.decisions, subjects, blind)
    meant = _meant(found, choices, stands, part.lang)
    return Preview(choices, table, found, measures, scale, meant, evaluation, subjects)


def _standing(evaluation: Evaluation, by: User | None) -> dict[object, AssessmentRow]:
    """What the evaluation says of each object; the private notes for its team, and for who runs the machine (`None`)."""
    live = evaluation.assessments.live().filter(superseded_uid__isnull=True).select_related("evaluation")
    rows = assessment_rows(live, notes=by is None or of_the_team(by, evaluation))
    return {_key(row.assessment): row for row in rows}


def _meant(
    found: ReadAssessments, choices: TableChoices, stands: Mapping[object, AssessmentRow], lang: str
) -> tuple[Meant, ...]:
    meant = []
    for row in found.ready:
        several = row.object is Assessed.GROUP
        for subjects in (row.subjects,) if several else ((uid,) for uid in row.subjects) if row.subjects else ((),):
            fact = _fact(row, subjects, lang)
            meant.append(_beside(row, fact, stands.get(_key(fact)), choices.kept.get(str(row.number), "")))
    return tuple(meant)


def _key(fact: Assessment) -> object:
    """What tells one object of an evaluation from another: its subjects, or the words for what has none."""
    return (fact.object, frozenset(fact.subjects) or squeezed(fact.topic or "").casefold())


def _key_of(measure: str) -> object:
    return (Assessed.MEASURE, frozenset((measure,)))


def _fact(row: AssessedRow, subjects: tuple[str, ...], lang: str) -> Assessment:
    text = Text(value=row.text, lang=lang, wording=Wording.VERBATIM) if row.text else None
    return Assessment(
        uid=str(uuid.uuid4()), evaluation="", object=row.object, recorded_at=now(), subjects=subjects, topic=row.topic,
        level=row.level.level, no_verdict=row.level.no_verdict, text=text, page=row.page or None,
        paragraph=row.paragraph or None,
    )  # fmt: skip


def _beside(row: AssessedRow, fact: Assessment, held: AssessmentRow | None, keep: str) -> Meant:
    """What the table does not say stays as it stands; where both say something else, a person chooses."""
    if held is None:
        return Meant(row, fact, noted=bool(row.note))
    old = held.assessment
    judged = (old.level, old.no_verdict) != (None, None) or old.text is not None
    given: dict[str, Any] = {"level": fact.level, "no_verdict": fact.no_verdict}
    given |= {name: getattr(fact, name) for name in ("text", "page", "paragraph") if getattr(fact, name) is not None}
    differs = [name for name, value in given.items() if not _alike(getattr(old, name), value)]
    clash = tuple(name for name in differs if getattr(old, name) is not None or (judged and name in FIELDS[:2]))
    noted = bool(row.note) and squeezed(row.note) != squeezed(held.note)
    clash += (PRIVATE,) if noted and held.note else ()
    merged = replace(old, **given, superseded_by=None)
    kept = keep if keep in (TABLE, HERE) else ""
    return Meant(row, merged, held, same=not differs, noted=noted, clash=clash, keep=kept)


def _alike(old: Any, new: Any) -> bool:
    if isinstance(old, Text) and isinstance(new, Text):
        return squeezed(old.value) == squeezed(new.value)
    return bool(old == new)
