"""Taking back what took the place of something else, and putting back what was taken away."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models as db
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core import writing
from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.errors import Invalid
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.revisions import claim
from jalon.plans.models import (
    Measure,
    MeasureTitle,
    Overlap,
    Plan,
    PlanEvent,
    PlanTitle,
    Series,
    StatedNumber,
    Statement,
)

Piece = PlanTitle | MeasureTitle | StatedNumber | PlanEvent | Overlap
PIECES: dict[str, type[Any]] = {
    model._meta.label: model for model in (PlanTitle, MeasureTitle, StatedNumber, PlanEvent, Overlap)
}


@action(Permission.EDIT)
def take_back_statement(*, statement: Statement, reason: str, by: User | None, expected_revision: int) -> Statement:
    """Withdraw a statement that took another's place; the other one stands again. Gives the one that stands."""
    require(by, Permission.EDIT, statement.part)
    old: Statement | None = Statement.objects.filter(superseded_by=statement, withdrawn_at=None).first()
    if old is None:
        raise Invalid({"statement": _("Cette déclaration n’en remplace aucune.")})
    if statement.superseded_by_id is not None:
        writing.refuse({"statement": _("Une autre déclaration remplace déjà celle-ci\u00a0: corrigez la dernière.")})
    writing.withdraw(
        statement, by=by, action="plans.take_back_statement", expected_revision=expected_revision, reason=reason,
        more={"_stands": str(old.uid)},
    )  # fmt: skip
    Statement.objects.filter(superseded_by=statement).update(superseded_by=None)
    old.refresh_from_db()
    return old


@action(Permission.EDIT)
def replace_again(*, statement: Statement, old: Statement, by: User | None, expected_revision: int) -> Statement:
    """Give back a statement that was taken back, in the place of the one that stands since."""
    require(by, Permission.EDIT, statement.part)
    free = old.part == statement.part and old.subject_uid == statement.subject_uid and old.withdrawn_at is None
    if not free or old.superseded_by_id is not None:
        raise Invalid({"statement": _("L’ancienne déclaration n’est plus celle qui vaut\u00a0: corrigez la dernière.")})
    writing.restore(statement, by=by, action="plans.replace_again", expected_revision=expected_revision)
    Statement.objects.filter(pk=old.pk).update(superseded_by=statement)
    return statement


@action(Permission.EDIT)
def put_back_piece(
    *, part: Part, model: str, uid: uuid.UUID, fields: Mapping[str, Any], citations: Citations, by: User | None
) -> Piece:
    """Put back a piece of a description that was removed, with its uid, its place and its sources.

    `model` is one of `PIECES`; `fields` are all its columns, as they were.
    """
    require(by, Permission.EDIT, part)
    owner: Plan | Measure = fields["plan"] if "plan" in fields else fields["measure"]
    if owner.part != part:
        raise Invalid({"record": _("La fiche n’est pas dans cette partie.")})
    row = PIECES[model](uid=uid, **fields)
    return writing.put_back(row, by=by, action="plans.put_back_piece", citations=citations)  # type: ignore[no-any-return]


@action(Permission.EDIT)
def withdraw_observations(
    *, series: Series, first: int, count: int, reason: str, by: User | None, expected_revision: int
) -> int:
    """Take back what was added at once: `count` observations from the place `first`. Gives how many were still there."""
    require(by, Permission.EDIT, series.part)
    if not reason.strip():
        writing.refuse({"reason": _("Dites pourquoi\u00a0: la raison reste avec la fiche.")})
    claim(series, expected_revision)
    rows, at = _added(series, first, count).filter(withdrawn_at__isnull=True), timezone.now()
    done = rows.update(withdrawn_at=at, withdrawn_reason=reason)
    if not done:
        raise Invalid({"observation": _("Ces observations sont déjà retirées.")})
    told = {"observations": done, "reason": reason, "_first": first, "_count": count, "_at": at.isoformat()}
    writing.trace(series, by, "plans.withdraw_observations", told)
    return done


@action(Permission.EDIT)
def restore_observations(
    *, series: Series, first: int, count: int, at: str, by: User | None, expected_revision: int
) -> int:
    """Give back what was taken back at once, at the moment `at`. What was taken back on its own stays so."""
    require(by, Permission.EDIT, series.part)
    claim(series, expected_revision)
    rows = _added(series, first, count).filter(withdrawn_at=at)
    done = rows.update(withdrawn_at=None, withdrawn_reason="")
    if not done:
        raise Invalid({"observation": _("Ces observations ne sont pas retirées.")})
    told = {"observations": done, "_first": first, "_count": count}
    writing.trace(series, by, "plans.restore_observations", told)
    return done


def _added(series: Series, first: int, count: int) -> db.QuerySet[Any]:
    found: db.QuerySet[Any] = series.observations.filter(order__gte=first, order__lt=first + count)
    return found
