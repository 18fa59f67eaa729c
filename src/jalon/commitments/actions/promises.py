"""Writes of promises, of their chain of dates, and of what became of them. A new date erases no older one."""

import uuid
from collections.abc import Mapping
from typing import Any, Unpack

from django.utils.translation import gettext as _

from jalon.commitments.actions.common import add, edit
from jalon.commitments.fields import DueFields, PromiseFields, ViewFields
from jalon.commitments.models import DueDate, Promise, PromiseView
from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.revisions import claim
from jalon.core.whole import changed, now
from jalon.core.writing import next_order, refuse
from jalon.facts.common import When
from jalon.facts.promising import certainly_before


@action(Permission.EDIT)
def make_promise(
    *,
    part: Part,
    subject: uuid.UUID,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[PromiseFields],
) -> Promise:
    """A promise (`text`) about a measure, section, plan or the country. Its dates come with `add_due`."""
    row = Promise(part=part, subject_uid=subject, recorded_at=now(), **fields)
    return add(row, by, citations, source_to_find)


@action(Permission.EDIT)
def edit_promise(
    *,
    promise: Promise,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[PromiseFields],
) -> Promise:
    """Write fields of a promise; its dates and the views of others stay."""
    require(by, Permission.EDIT, promise.part)
    refuse(_made_too_late(promise, fields))
    return edit(promise, by, expected_revision, fields, citations, source_to_find)


@action(Permission.EDIT)
def add_due(
    *,
    promise: Promise,
    by: User | None,
    expected_revision: int,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[DueFields],
) -> DueDate:
    """A date of the promise, or that it was put off without one: last of its chain. The older ones stay."""
    require(by, Permission.EDIT, promise.part)
    claim(promise, expected_revision, dict(fields))
    row = DueDate(
        promise=promise, order=next_order(DueDate.objects.filter(promise=promise)), recorded_at=now(), **fields
    )
    return add(row, by, citations, source_to_find)


@action(Permission.EDIT)
def view_promise(
    *,
    part: Part,
    promise: uuid.UUID,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[ViewFields],
) -> PromiseView:
    """What somebody (`said_by`; nobody named: the register's desk) found of a promise (`verdict`), of whatever part."""
    require(by, Permission.EDIT, part)
    row = PromiseView(part=part, promise_uid=promise, recorded_at=now(), **fields)
    refuse(_kept_too_soon(row))
    return add(row, by, citations, source_to_find)


@action(Permission.EDIT)
def edit_view(
    *,
    view: PromiseView,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[ViewFields],
) -> PromiseView:
    """Write a view anew. The trace keeps what it was."""
    require(by, Permission.EDIT, view.part)
    refuse(_kept_too_soon(changed(view, fields)))
    return edit(view, by, expected_revision, fields, citations, source_to_find)


def _kept_too_soon(view: PromiseView) -> dict[str, str]:
    """A promise kept elsewhere is checked when the part is signed."""
    promise = Promise.objects.filter(uid=view.promise_uid).first()
    if promise is None:
        return {}
    if promise.withdrawn_at is not None:
        return {"promise": _("Cet engagement est retiré.")}
    return {"done": _too_soon()} if certainly_before(view.done, promise.made) else {}


def _made_too_late(promise: Promise, fields: Mapping[str, Any]) -> dict[str, str]:
    made: When | None = fields.get("made", promise.made)
    done = [view.done for view in PromiseView.objects.live().filter(promise_uid=promise.uid)]
    return {"made": _too_soon()} if any(certainly_before(one, made) for one in done) else {}


def _too_soon() -> str:
    return _("Un engagement n’est pas tenu avant d’avoir été pris\u00a0: corrigez l’une des deux dates.")
