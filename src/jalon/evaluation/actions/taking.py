"""Tables taken into an evaluation, each by one action and one event; undone as a whole, and that in its turn.

What an event keeps of earlier levels, texts, citations and notes is private to it (`core.taken`).
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from jalon.core import taken, writing
from jalon.core.acting import action
from jalon.core.citing import Citations, Sources
from jalon.core.hanging import refuse_named
from jalon.core.models import Citation, Part, User
from jalon.core.permissions import Permission, require
from jalon.core.revisions import claim
from jalon.core.whole import now
from jalon.evaluation.actions.assessment import blind_problems, problems_of, set_note
from jalon.evaluation.actions.common import require_team
from jalon.evaluation.actions.evaluation import new_evaluation
from jalon.evaluation.fields import EvaluationFields
from jalon.evaluation.levels import level_problems
from jalon.evaluation.models import Assessment, Evaluation, EvidenceItem, Note
from jalon.evaluation.places import place_taken, still_used, twice, unseen
from jalon.evaluation.reading import columns_of
from jalon.evaluation.unlocking import unlocked
from jalon.facts import evaluation as facts
from jalon.facts.evaluation import Assessed

Kept = Mapping[str, Any]
"""The changes of the event to undo."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A private note of a table; `expected_revision` is that of the note it takes the place of, 0 when there is none."""

    text: str
    expected_revision: int = 0


Notes = Mapping[str, Noted]
"""By the uid of their assessment."""
NONE: Notes = MappingProxyType({})


@action(Permission.EDIT)
def take_assessments(
    *, evaluation: Evaluation, said: tuple[facts.Assessment, ...], by: User | None, expected_revision: int,
    file_sha256: str = "", source_to_find: bool = False, notes: Notes = NONE,
) -> Mapping[str, int]:  # fmt: skip
    """Many assessments at once, from a table: those whose uid is here already are written anew, the others added.

    All of them, or none when one is refused (`Invalid` names its place, counted from 1). One event tells their numbers,
    and keeps what they wrote over. Private notes that the table does not give stay. `expected_revision` is the
    evaluation's.
    """
    require_team(by, evaluation)
    claim(evaluation, expected_revision)
    writing.refuse(unlocked(evaluation))
    watch = _watch(evaluation, said, notes)
    return _take(watch, evaluation, said, notes, by, "take_assessments", file_sha256, source_to_find)


@action(Permission.EDIT)
def take_evaluation(
    *, part: Part, fields: EvaluationFields, said: tuple[facts.Assessment, ...], by: User | None, own: bool = True,
    citations: Citations = (), file_sha256: str = "", source_to_find: bool = False, notes: Notes = NONE,
) -> tuple[Evaluation, Mapping[str, int]]:  # fmt: skip
    """A new evaluation (as `add_evaluation`) with the assessments of its table: one action, one event."""
    require(by, Permission.EDIT, part)
    row = new_evaluation(part, own, fields)
    watch = _watch(row, said, notes)
    writing.insert(row, by=by, citations=citations, source_to_find=source_to_find or own)
    return row, _take(watch, row, said, notes, by, "take_evaluation", file_sha256, source_to_find)


def _watch(evaluation: Evaluation, said: Iterable[facts.Assessment], notes: Notes) -> taken.Watch:
    uids = {uuid.UUID(one) for one in (*(fact.uid for fact in said), *notes)}
    return taken.Watch(evaluation.part, len(uids) + len(notes), lambda: _written(evaluation, uids))


def _written(evaluation: Evaluation, uids: set[uuid.UUID]) -> Iterator[taken.Rows]:
    """What a table may write, as it stands: the evaluation itself when it is made with its table."""
    yield taken.Rows(Evaluation.objects.filter(uid=evaluation.uid))
    rows = Assessment.objects.filter(evaluation__uid=evaluation.uid, uid__in=uids)
    yield taken.Rows(rows)
    for model in (EvidenceItem, Note):
        yield taken.Rows(model.objects.filter(assessment__in=rows), "assessment")


def _take(
    watch: taken.Watch, evaluation: Evaluation, said: Iterable[facts.Assessment], notes: Notes, by: User | None,
    name: str, file_sha256: str, source_to_find: bool,
) -> Mapping[str, int]:  # fmt: skip
    known = {row.uid: row for row in Assessment.objects.filter(evaluation=evaluation)}
    counts, sources = {"added": 0, "changed": 0}, Sources(evaluation.part)
    for place, fact in enumerate(said, 1):
        row = known.get(uuid.UUID(fact.uid))
        counts["changed" if row else "added"] += 1
        _write(row or Assessment(uid=uuid.UUID(fact.uid), revision=0), evaluation, fact, sources, place, source_to_find)
    for row in Assessment.objects.filter(evaluation=evaluation, uid__in=notes):
        set_note(row, notes[str(row.uid)].text, notes[str(row.uid)].expected_revision)
    counts |= {"notes": len(notes)} if notes else {}
    hashed = {"file_sha256": file_sha256} if file_sha256 else {}
    writing.trace(evaluation, by, f"evaluation.{name}", counts | hashed | watch.kept())
    return counts


def _write(
    row: Assessment, evaluation: Evaluation, fact: facts.Assessment, sources: Sources, place: int, to_find: bool
) -> None:
    for name, value in (columns_of(Assessment, fact) | {"withdrawn_at": None, "withdrawn_reason": ""}).items():
        setattr(row, name, value)
    row.evaluation, row.revision, row.recorded_at = evaluation, row.revision + 1, row.recorded_at or now()
    problems = problems_of(row) | blind_problems(row) | (twice(row) if row._state.adding else {})
    problems |= writing.check_sourced(fact.citations, to_find or evaluation.own)
    writing.refuse({f"{place}.{name}": message for name, message in problems.items()})
    row.save()
    if fact.evidence:
        row.evidence_items.all().delete()
        items = [EvidenceItem(assessment=row, order=n, kind=one.kind, fact=one) for n, one in enumerate(fact.evidence)]
        EvidenceItem.objects.bulk_create(items)
    if fact.citations:
        Citation.objects.filter(part=evaluation.part, subject_uid=row.uid).delete()
        Citation.objects.bulk_create(sources.rows(row.uid, fact.citations))


# --- undoing ---------------------------------------------------------------------------------------------------------


@action(Permission.EDIT)
def undo_taking(
    *, evaluation: Evaluation, kept: Kept, reason: str, by: User | None, expected_revision: int,
    named: Callable[[Any], str] = str,
) -> Evaluation:  # fmt: skip
    """Withdraw what a table added, the evaluation too when it was made with it, and write what it changed as it was.

    `kept` is what the event of the table holds. `Invalid`, naming records in the words of `named`, when one was changed
    since, or something hangs from what goes; what is adopted or published changes no more.
    """
    return _put_back("undo_taking", evaluation, kept, reason, by, expected_revision, named)


@action(Permission.EDIT)
def redo_taking(
    *, evaluation: Evaluation, kept: Kept, reason: str, by: User | None, expected_revision: int,
    named: Callable[[Any], str] = str,
) -> Evaluation:  # fmt: skip
    """Undo the undoing of a table. `Invalid` besides when the place of what comes back was taken meanwhile."""
    return _put_back("redo_taking", evaluation, kept, reason, by, expected_revision, named)


def _put_back(
    name: str, evaluation: Evaluation, kept: Kept, reason: str, by: User | None, expected_revision: int,
    named: Callable[[Any], str],
) -> Evaluation:  # fmt: skip
    require_team(by, evaluation)
    writing.refuse(writing.required({"reason": reason}))
    claim(evaluation, expected_revision)
    writing.refuse(unlocked(evaluation))
    entries = taken.entries_of(kept)
    uids = {one.uid for one in entries}
    _notes_free(entries, named)
    changes = {"reason": reason, **taken.put_back(evaluation.part, kept, reason, by, named)}
    evaluation.refresh_from_db()
    if str(evaluation.uid) in uids:
        writing.refuse(still_used(evaluation) if evaluation.withdrawn_at else place_taken(evaluation))
    _places_free(evaluation, uids, named)
    writing.trace(evaluation, by, f"evaluation.{name}", changes)
    return evaluation


def _places_free(evaluation: Evaluation, uids: set[str], named: Callable[[Any], str]) -> None:
    """`Invalid` when an assessment that stands again is of an object that was assessed, or is judged unseen, since; or
    gives a level of another scale than the evaluation now has."""
    every = list(Assessment.objects.live().filter(evaluation=evaluation))
    mine = [row for row in every if str(row.uid) in uids]
    said = Counter(_place(row) for row in every if row.superseded_uid is None)
    again = [row for row in mine if row.object in (Assessed.MEASURE, Assessed.SECTION) and said[_place(row)] > 1]
    refuse_named(sorted(map(named, again)), _("Déjà appréciées à nouveau"))
    blind = unseen(evaluation)
    judged = [row for row in mine if blind.intersection(row.subjects)]
    refuse_named(sorted(map(named, judged)), _("Jugées en aveugle depuis"))
    writing.refuse(level_problems(evaluation, [row.level for row in mine]))


def _place(row: Assessment) -> tuple[str, tuple[str, ...]]:
    return row.object, tuple(row.subjects)


def _notes_free(entries: Iterable[taken.Entry], named: Callable[[Any], str]) -> None:
    """`Invalid` when a note would come back where the team wrote another since; one that was emptied makes way."""
    back = {one.owner: one.uid for one in entries if one.label == Note._meta.label and not one.mark}
    others = Note.objects.filter(assessment__uid__in=back).exclude(uid__in=back.values())
    others.filter(text="").delete()
    refuse_named(sorted(map(named, others.exclude(text=""))), _("Notes privées écrites depuis"))
