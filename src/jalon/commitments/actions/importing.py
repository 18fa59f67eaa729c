"""One file taken in: one action, one event with the file's hash and what it added and changed. Nothing is taken away."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models as db
from django.utils import timezone

from jalon.commitments.loading import Loading
from jalon.commitments.mapping import ACT, RECOMMENDATION, Mapped
from jalon.core import audit, directory, revisions, taken
from jalon.core.acting import action
from jalon.core.models import Citation, Part, Source, User
from jalon.core.permissions import Permission, require
from jalon.core.uids import read_uid
from jalon.facts.part import PartFacts

KEPT = {"id", "uid", "part", "created_at", "withdrawn_at", "withdrawn_reason"}
"""Columns that no import writes again."""


@action(Permission.EDIT)
def take_recommendations(
    *, part: Part, facts: PartFacts, file: str, sha256: str, counts: Mapping[str, Any], by: User | None,
    expected_revision: int,
) -> Part:  # fmt: skip
    """Write recommendations with their sources, new or changed (same uid), into the part. `facts` holds nothing else.

    `Conflict` when the part changed since the file was compared with it; `Invalid` says what cannot be.
    """
    return _take(RECOMMENDATION, "commitments.import_recommendations", part, facts, file, sha256, counts, by,
                 expected_revision)  # fmt: skip


@action(Permission.EDIT)
def take_acts(
    *, part: Part, facts: PartFacts, file: str, sha256: str, counts: Mapping[str, Any], by: User | None,
    expected_revision: int,
) -> Part:  # fmt: skip
    """Write parliamentary acts with their sources, new or changed (same uid), into the part."""
    return _take(ACT, "commitments.import_acts", part, facts, file, sha256, counts, by, expected_revision)


def known_references(part: Part, model: Any) -> dict[str, str]:
    """The identifier that a record was imported under, to its uid: a second import of it changes it."""
    rows = model.objects.of_part(part).exclude(reference=None).values_list("reference", "uid")
    return {reference: str(uid) for reference, uid in rows}


def _take(
    kind: Mapped, name: str, part: Part, facts: PartFacts, file: str, sha256: str, counts: Mapping[str, Any],
    by: User | None, expected_revision: int,
) -> Part:  # fmt: skip
    require(by, Permission.EDIT, part)
    revisions.claim(part, expected_revision)
    said = getattr(facts, kind.attribute)
    watch = taken.Watch(part, len(said) + len(facts.sources), lambda: _written(kind, part, facts))
    directory.take_sources(part, facts)
    _write(kind, part, said)
    changes = {"file": file[:300], "sha256": sha256, **counts, **watch.kept()}
    audit.record(action=name, by=by, part=part, subject=part, changes=changes)
    part.refresh_from_db()
    return part


def _written(kind: Mapped, part: Part, facts: PartFacts) -> tuple[taken.Rows, ...]:
    uids = [read_uid(fact.uid) for fact in getattr(facts, kind.attribute)]
    sources = Source.objects.filter(part=part, uid__in=[fact.uid for fact in facts.sources])
    return taken.Rows(sources), taken.Rows(kind.model.objects.of_part(part).filter(uid__in=uids))


def _write(kind: Mapped, part: Part, facts: Sequence[Any]) -> None:
    """Add the records whose uid is new, write the others again under a higher revision."""
    rows = kind.model.objects.of_part(part).filter(uid__in=[read_uid(fact.uid) for fact in facts])
    known = {row.uid: row for row in rows}
    loading = Loading(part)
    before = {uid: row.revision for uid, row in known.items()}
    todo = [loading.row(kind, fact, before, part=part) for fact in facts]
    loading.write(kind.model, [row for row in todo if row.uid not in known])
    old = [row for row in todo if row.uid in known]
    Citation.objects.filter(part=part, subject_uid__in=list(known)).delete()
    for row in old:
        row.pk, row.updated_at = known[row.uid].pk, timezone.now()
    columns: list[db.Field[Any, Any]] = [one for one in kind.model._meta.concrete_fields if one.name not in KEPT]
    if old:
        kind.model.objects.bulk_update(old, [one.name for one in columns], batch_size=500)
        taken.revive(part, kind.model, known, taken.moments(part))
    Citation.objects.bulk_create(loading.citations, batch_size=5_000)
