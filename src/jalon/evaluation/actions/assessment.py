"""Writes of assessments, of what they rest on, and of the team's private notes on them."""

import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jalon.core import audit, filetypes, revisions, storage, writing
from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.errors import Conflict
from jalon.core.models import User
from jalon.core.permissions import Permission
from jalon.core.whole import changed, now
from jalon.evaluation.actions.common import check_whole, require_team
from jalon.evaluation.fields import AssessmentFields
from jalon.evaluation.levels import level_problems
from jalon.evaluation.models import Assessment, Evaluation, EvidenceItem, Note
from jalon.evaluation.places import judged_unseen, twice
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
    writing.refuse(unlocked(evaluation) | problems_of(row) | blind_problems(row) | twice(row))
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
    writing.refuse(unlocked(assessment.evaluation) | problems_of(changed(assessment, fields)))
    return writing.edit(
        assessment, by=by, action="evaluation.edit_assessment", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find or assessment.evaluation.own,
    )  # fmt: skip


@action(Permission.EDIT)
def write_note(*, assessment: Assessment, text: str, by: User | None, expected_revision: int) -> Note:
    """Write the team's private note; `expected_revision` is the note's, 0 when there was none. The trace has no text."""
    require_team(by, assessment.evaluation)
    note = set_note(assessment, text, expected_revision)
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


def set_note(assessment: Assessment, text: str, expected_revision: int) -> Note:
    """The private note of an assessment, written in place of the one of this revision, 0 for none."""
    writing.refuse(writing.check_values(facts.Assessment, {"topic": text}))
    note: Note | None = Note.objects.filter(assessment=assessment).first()
    if note is None:
        return _first_note(assessment, text, expected_revision)
    return revisions.write(note, expected_revision, text=text)


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


def problems_of(row: Assessment) -> dict[str, str]:
    """What is wrong in an assessment as it would be, besides its place."""
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


def blind_problems(row: Assessment) -> dict[str, str]:
    """A message when a new assessment is of what is judged unseen."""
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
