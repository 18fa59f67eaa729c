"""Writes of assessments, of what they rest on, and of the team's private notes on them."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jalon.core import audit, filetypes, revisions, storage, writing
from jalon.core.acting import action
from jalon.core.citing import Citations, Sources
from jalon.core.errors import Conflict
from jalon.core.models import Citation, User
from jalon.core.permissions import Permission
from jalon.core.revisions import claim
from jalon.core.whole import changed, now
from jalon.evaluation.actions.common import check_whole, require_team
from jalon.evaluation.fields import AssessmentFields
from jalon.evaluation.levels import level_problems
from jalon.evaluation.models import Assessment, Evaluation, EvidenceItem, Note
from jalon.evaluation.places import judged_unseen, twice
from jalon.evaluation.reading import columns_of
from jalon.evaluation.unlocking import unlocked
from jalon.facts import evaluation as facts
from jalon.facts.evaluation import Assessed, EvidenceKind


@action(Permission.EDIT)
def assess(
    *, evaluation: Evaluation, object: Assessed, subjects: tuple[str, ...], by: User | None,
    citations: Citations = (), source_to_find: bool = False, **fields: Unpack[AssessmentFields],
) -> Assessment:  # fmt: skip
    """What the evaluation says of one object: a level of its scale, a reason for none, or words."""
    require_team(by, evaluation)
    row = Assessment(evaluation=evaluation, object=object, subjects=subjects, recorded_at=now(), **fields)
    writing.refuse(unlocked(evaluation) | _problems(row) | _blind(row) | twice(row))
    return writing.add(
        row, by=by, action="evaluation.assess", citations=citations, source_to_find=source_to_find or evaluation.own
    )


@action(Permission.EDIT)
def edit_assessment(
    *, assessment: Assessment, by: User | None, expected_revision: int, citations: Citations | None = None,
    source_to_find: bool = False, **fields: Unpack[AssessmentFields],
) -> Assessment:  # fmt: skip
    """Write fields of an assessment: who saved meanwhile loses nothing, both texts are shown."""
    require_team(by, assessment.evaluation)
    writing.refuse(unlocked(assessment.evaluation) | _problems(changed(assessment, fields)))
    return writing.edit(
        assessment, by=by, action="evaluation.edit_assessment", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find or assessment.evaluation.own,
    )  # fmt: skip


@action(Permission.EDIT)
def write_note(*, assessment: Assessment, text: str, by: User | None, expected_revision: int) -> Note:
    """Write the team's private note; `expected_revision` is the note's, 0 when there was none. The trace has no text."""
    require_team(by, assessment.evaluation)
    writing.refuse(writing.check_values(facts.Assessment, {"topic": text}))
    note: Note | None = Note.objects.filter(assessment=assessment).first()
    if note is None:
        note = _first_note(assessment, text, expected_revision)
    else:
        revisions.write(note, expected_revision, text=text)
    audit.record(action="evaluation.write_note", by=by, part=assessment.part, subject=assessment, changes={})
    return note


@action(Permission.EDIT)
def add_evidence(
    *, assessment: Assessment, evidence: facts.Evidence, by: User | None, content: BinaryIO | None = None
) -> EvidenceItem:
    """One thing that the assessment rests on. With `content` the file is kept for the team, its type and hash read from
    it: a file that is not what its name tells is refused."""
    require_team(by, assessment.evaluation)
    stored = None
    if content is not None:
        stored = storage.put(content, part=assessment.part, name=evidence.name or "", by=by)
        evidence = replace(
            evidence, kind=EvidenceKind.FILE, sha256=stored.sha256, size=stored.size, media_type=stored.media_type,
            name=stored.name,
        )  # fmt: skip
    order = writing.next_order(assessment.evidence_items.all())
    row = EvidenceItem(assessment=assessment, order=order, kind=evidence.kind, fact=evidence, stored=stored)
    writing.refuse(unlocked(assessment.evaluation) | _lies(evidence) | check_whole(row))
    return writing.add(row, by=by, action="evaluation.add_evidence", citations=(), source_to_find=True)


@action(Permission.EDIT)
def edit_evidence(
    *, item: EvidenceItem, evidence: facts.Evidence, by: User | None, expected_revision: int
) -> EvidenceItem:
    """Say otherwise what the assessment rests on. The file of one that has one stays: add another for another file."""
    require_team(by, item.assessment.evaluation)
    if item.stored is not None:
        kept = {name: getattr(item.fact, name) for name in ("kind", "sha256", "size", "media_type", "name")}
        evidence = replace(evidence, **kept)
    fields = {"kind": evidence.kind, "fact": evidence}
    writing.refuse(unlocked(item.assessment.evaluation) | _lies(evidence) | check_whole(changed(item, fields)))
    return writing.edit(
        item, by=by, action="evaluation.edit_evidence", expected_revision=expected_revision, fields=fields
    )


@action(Permission.EDIT)
def take_assessments(
    *, evaluation: Evaluation, said: tuple[facts.Assessment, ...], by: User | None, expected_revision: int,
    file_sha256: str = "", source_to_find: bool = False,
) -> Mapping[str, int]:  # fmt: skip
    """Many assessments at once, from a table: those whose uid is here already are written anew, the others added.

    All of them, or none when one is refused (`Invalid` names its place, counted from 1). One event tells their numbers.
    Private notes of those written anew stay. `expected_revision` is the evaluation's.
    """
    require_team(by, evaluation)
    claim(evaluation, expected_revision)
    writing.refuse(unlocked(evaluation))
    live = {row.uid: row for row in Assessment.objects.filter(evaluation=evaluation)}
    counts, sources = {"added": 0, "changed": 0}, Sources(evaluation.part)
    for place, fact in enumerate(said, 1):
        row = live.get(uuid.UUID(fact.uid))
        counts["changed" if row else "added"] += 1
        _take(row or Assessment(uid=uuid.UUID(fact.uid), revision=0), evaluation, fact, sources, place, source_to_find)
    changes = {**counts, "file_sha256": file_sha256} if file_sha256 else dict(counts)
    writing.trace(evaluation, by, "evaluation.take_assessments", changes)
    return counts


def _take(
    row: Assessment, evaluation: Evaluation, fact: facts.Assessment, sources: Sources, place: int, to_find: bool
) -> None:
    for name, value in (columns_of(Assessment, fact) | {"withdrawn_at": None, "withdrawn_reason": ""}).items():
        setattr(row, name, value)
    row.evaluation, row.revision, row.recorded_at = evaluation, row.revision + 1, row.recorded_at or now()
    problems = _problems(row) | _blind(row) | (twice(row) if row._state.adding else {})
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


def _first_note(assessment: Assessment, text: str, expected_revision: int) -> Note:
    """Two people may write the first one at the same moment: the second is shown the first's."""
    if expected_revision:
        raise Conflict(expected=expected_revision, current=0)
    try:
        with transaction.atomic():
            return Note.objects.create(assessment=assessment, text=text)
    except IntegrityError:
        note = Note.objects.get(assessment=assessment)
        raise revisions.conflict(note, 0, {"text": text}) from None


def _problems(row: Assessment) -> dict[str, str]:
    found = check_whole(row) | level_problems(row.evaluation, [row.level])
    for subject in row.subjects:
        if not _is_uid(subject):
            found["subjects"] = _("Désignez des objets du plan qui existent.")
    return found


def _is_uid(text: Any) -> bool:
    try:
        uuid.UUID(text)
    except (ValueError, AttributeError, TypeError):
        return False
    return True


def _blind(row: Assessment) -> dict[str, str]:
    mine = tuple(subject for subject in row.subjects if _is_uid(subject))
    return judged_unseen(changed(row, {"subjects": mine})) if row._state.adding else {}


def _lies(evidence: facts.Evidence) -> dict[str, str]:
    """A name and a type that tell two different things."""
    if evidence.media_type is None:
        return {}
    told = filetypes.ALLOWED.get(Path(evidence.name or "").suffix.lower())
    if told == evidence.media_type:
        return {}
    message = _("«\u00a0%(name)s\u00a0» ne se termine pas comme un fichier %(type)s.")
    return {"media_type": message % {"name": evidence.name or "", "type": evidence.media_type}}
