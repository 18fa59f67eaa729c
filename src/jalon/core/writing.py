"""One write of one record of a part: the right, the checks, the record, its citations, the trace, the part's revision.

Domain rooms build their actions from these; each call is one step of one action, inside its transaction.
"""

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core import audit, keeping, revisions
from jalon.core.citing import Citations, Sources, cited, replace_citations
from jalon.core.errors import Invalid
from jalon.core.models import Citation, Part, User
from jalon.core.permissions import Permission, require
from jalon.facts.checking import faults_of, sentence


class PartRecord(Protocol):
    """A record of a part, with a uid and a revision. `says` is the class of the fact it holds."""

    uid: uuid.UUID
    revision: int

    @property
    def part(self) -> Part:
        """The part that says it."""


R = TypeVar("R", bound=Any)


def insert(row: R, *, by: User | None, citations: Citations, source_to_find: bool = False) -> R:
    """Save a new record of a part with its citations. The action that inserts several traces them once."""
    require(by, Permission.EDIT, row.part)
    values = {column.name: getattr(row, column.name) for column in row._meta.concrete_fields if not column.is_relation}
    problems = check_values(row.says, values)
    refuse(problems | check_sourced(citations, source_to_find))
    revisions.check_columns(row, values.keys() - {"id"})
    row._history_user = by
    row.save(force_insert=True)
    Citation.objects.bulk_create(Sources(row.part).rows(row.uid, citations))
    return row


def add(row: R, *, by: User | None, action: str, citations: Citations, source_to_find: bool = False) -> R:
    """Save a new record of a part with its citations, and trace it."""
    insert(row, by=by, citations=citations, source_to_find=source_to_find)
    trace(row, by, action, {"added": str(row)})
    return row


def edit(
    row: R,
    *,
    by: User | None,
    action: str,
    expected_revision: int,
    fields: Mapping[str, Any],
    citations: Citations | None = None,
    source_to_find: bool = False,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> R:
    """Write fields of a record, and its citations unless None. `Conflict`, with both texts, if it was changed since.

    The trace keeps what they were, for undoing, and `more`.
    """
    require(by, Permission.EDIT, row.part)
    problems = check_values(row.says, fields)
    if citations is not None:
        problems |= check_sourced(citations, source_to_find)
    refuse(problems)
    before, kept = {name: revisions.as_text(getattr(row, name)) for name in fields}, keeping.values(row, fields)
    row._history_user = by
    revisions.write(row, expected_revision, **fields)
    changes: dict[str, Any] = {
        name: [before[name], revisions.as_text(value)]
        for name, value in fields.items()
        if before[name] != revisions.as_text(value)
    }
    now = keeping.values(row, fields)
    if citations is not None:
        was = cited(row.part, [row.uid]).get(row.uid, ())
        changes |= _cite(row, was, citations)
        kept[keeping.CITATIONS], now[keeping.CITATIONS] = map(keeping.citations_kept, (was, citations))
    trace(row, by, action, changes | keeping.kept(row, kept, now) | dict(more))
    return row


def _cite(row: Any, before: Citations, citations: Citations) -> dict[str, Any]:
    """Replace the citations; what changed, for the trace."""
    replace_citations(row.part, row.uid, citations)
    if before == citations:
        return {}
    return {"citations": [[c.source for c in before], [c.source for c in citations]]}


def withdraw(
    row: R,
    *,
    by: User | None,
    action: str,
    expected_revision: int,
    reason: str,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> R:
    """Take a record out of what the part says. It is kept, with the reason, and can be given back.

    `more`: what else the trace keeps.
    """
    if not reason.strip():
        raise Invalid({"reason": _("Dites pourquoi\u00a0: la raison reste avec la fiche.")})
    if row.withdrawn_at is not None:
        raise Invalid({"record": _("Cette fiche est déjà retirée.")})
    fields = {"withdrawn_at": timezone.now(), "withdrawn_reason": reason}
    return edit(row, by=by, action=action, expected_revision=expected_revision, fields=fields, more=more)


def restore(row: R, *, by: User | None, action: str, expected_revision: int) -> R:
    """Give a withdrawn record back."""
    if row.withdrawn_at is None:
        raise Invalid({"record": _("Cette fiche n’est pas retirée.")})
    fields = {"withdrawn_at": None, "withdrawn_reason": ""}
    return edit(row, by=by, action=action, expected_revision=expected_revision, fields=fields)


def remove(row: Any, *, by: User | None, action: str, expected_revision: int) -> None:
    """Delete a piece of a record; the trace shows its text, and keeps it whole so that it can be put back."""
    require(by, Permission.EDIT, row.part)
    part, uid, changes = row.part, row.uid, {"removed": str(row)}
    changes |= keeping.whole(row, cited(row.part, [row.uid]).get(row.uid, ()))
    row._history_user = by
    revisions.remove(row, expected_revision)
    Citation.objects.filter(part=part, subject_uid=uid).delete()
    trace(row, by, action, changes, part=part)


def put_back(row: R, *, by: User | None, action: str, citations: Citations) -> R:
    """Save a piece that was removed once more, as it was: its uid and its place too. `Invalid` if it is there."""
    if type(row)._base_manager.filter(uid=row.uid).exists():
        raise Invalid({"record": _("Cette fiche n’est pas supprimée.")})
    return add(row, by=by, action=action, citations=citations, source_to_find=not citations)


def trace(row: Any, by: User | None, action: str, changes: dict[str, Any], part: Part | None = None) -> None:
    """One audit event; the part's revision rises, so that what was reviewed is not signed with the change."""
    part = part or row.part
    audit.record(action=action, by=by, part=part, subject=row, changes=changes)
    revisions.bump(part)


def check_values(says: type, fields: Mapping[str, Any]) -> dict[str, str]:
    """What the rules of signed documents refuse in these fields, in words, by field."""
    found: dict[str, str] = {}
    for name, value in fields.items():
        for fault in faults_of(says, name, value):
            found.setdefault(name, sentence(fault, _))
    return found


def check_sourced(citations: Citations, source_to_find: bool) -> dict[str, str]:
    """A fact rests on a source, or is marked as waiting for one, which keeps the part from being signed."""
    if citations or source_to_find:
        return {}
    message = _(
        "Citez une source, ou cochez «\u00a0source à trouver\u00a0»\u00a0: la partie ne pourra pas être signée."
    )
    return {"citations": message}


def refuse(problems: Mapping[str, str]) -> None:
    """`Invalid` if there is any problem."""
    if problems:
        raise Invalid(dict(problems))


def required(values: Mapping[str, Any]) -> dict[str, str]:
    """A message for each value that is missing or blank."""
    empty = (name for name, value in values.items() if value is None or (isinstance(value, str) and not value.strip()))
    return {name: _("Ce champ est nécessaire.") for name in empty}


def next_order(rows: models.QuerySet[Any]) -> int:
    """The order of a record that comes last."""
    last = rows.aggregate(last=models.Max("order"))["last"]
    return 0 if last is None else int(last) + 1
