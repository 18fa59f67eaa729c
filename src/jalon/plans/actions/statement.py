"""Writes of dated statements: append-only. A correction is a new statement that supersedes the old one."""

import uuid
from collections.abc import Mapping
from typing import Any, Unpack

from django.utils.translation import gettext as _

from jalon.core.acting import action
from jalon.core.citing import Citations, cited
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.revisions import claim
from jalon.core.whole import now
from jalon.core.writing import add, insert, refuse, required, trace
from jalon.facts.common import Known, StatementKind
from jalon.plans.fields import StatementFields
from jalon.plans.models import Measure, Plan, Section, Statement

BODIES = (StatementKind.COORDINATOR, StatementKind.LEAD, StatementKind.CO_LEAD, StatementKind.PARTNER)
"""Statements that name a body."""

WORDED = (StatementKind.PHASE, StatementKind.PROGRESS, StatementKind.ASKED, StatementKind.PROMISED)
"""Statements that are nothing without their words."""


@action(Permission.EDIT)
def make_statement(
    *,
    part: Part,
    kind: StatementKind,
    subject: uuid.UUID,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[StatementFields],
) -> Statement:
    """What somebody said of a plan, section or measure, of this part or of another body's.

    The register learns it now: `recorded_at` is never asked for.
    """
    require(by, Permission.EDIT, part)
    refuse(withdrawn_subject(subject) | wrong_words(kind, fields))
    row = Statement(part=part, kind=kind.value, subject_uid=subject, recorded_at=now(), **fields)
    return add(row, by=by, action="plans.make_statement", citations=citations, source_to_find=source_to_find)


@action(Permission.EDIT)
def supersede_statement(
    *,
    statement: Statement,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[StatementFields],
) -> Statement:
    """A new statement in the place of another: what is not given is taken over. The old one stays as it was."""
    require(by, Permission.EDIT, statement.part)
    words: dict[str, Any] = {name: getattr(statement, name) for name in StatementFields.__annotations__} | dict(fields)
    refuse(_replaced(statement) | wrong_words(StatementKind(statement.kind), words))
    if citations is None:
        citations = cited(statement.part, [statement.uid]).get(statement.uid, ())
    row = Statement(
        part=statement.part, kind=statement.kind, subject_uid=statement.subject_uid, recorded_at=now(), **words
    )
    claim(statement, expected_revision, dict(fields))
    insert(row, by=by, citations=citations, source_to_find=source_to_find)
    Statement.objects.filter(pk=statement.pk).update(superseded_by=row)
    statement.superseded_by = row
    trace(row, by, "plans.supersede_statement", {"supersedes": str(statement.uid), "added": str(row)})
    return row


def wrong_words(kind: StatementKind, words: Mapping[str, Any]) -> dict[str, str]:
    """What a statement of this kind must say, and must not say when it says that something is not known."""
    if (words.get("known") or Known.GIVEN) != Known.GIVEN:
        names = [name for name in ("organisation", "due") if words.get(name)]
        return {name: _("Laissez ce champ vide, ou dites que l’information est donnée.") for name in names}
    if kind in BODIES:
        return required({"organisation": words.get("organisation")})
    if kind is StatementKind.DEADLINE:
        return required({"due": words.get("due")})
    if kind in WORDED:
        return required({"text": words.get("text")})
    said = words.get("text") or words.get("outcome") or words.get("counts")
    return {} if said else {"text": _("Dites ce qui est déclaré\u00a0: des mots, un résultat ou un décompte.")}


def _replaced(statement: Statement) -> dict[str, str]:
    if statement.withdrawn_at is not None:
        return {"statement": _("Cette déclaration est retirée\u00a0: rendez-la d’abord.")}
    if statement.superseded_by_id is None:
        return {}
    return {"statement": _("Une autre déclaration remplace déjà celle-ci\u00a0: corrigez la dernière.")}


def withdrawn_subject(subject: uuid.UUID) -> dict[str, str]:
    """Nothing is said of what is withdrawn. A subject not kept here is another instance's: signing checks it."""
    for model in (Plan, Section, Measure):
        if model.objects.filter(uid=subject, withdrawn_at__isnull=False).exists():
            return {"subject": _("Ce dont il est question est retiré.")}
    return {}
