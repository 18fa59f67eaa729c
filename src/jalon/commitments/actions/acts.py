"""Writes of parliamentary acts. Same rules as those of plans: keyword-only, one transaction, one audit event."""

import uuid
from collections.abc import Mapping
from typing import Any, Unpack

from django.utils.translation import gettext as _

from jalon.commitments.enums import ActKind, Chamber
from jalon.commitments.fields import ActFields
from jalon.commitments.models import Act
from jalon.core import writing
from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require


@action(Permission.EDIT)
def add_act(
    *,
    part: Part,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[ActFields],
) -> Act:
    """An act (`kind`, `kind_printed`) in a part."""
    require(by, Permission.EDIT, part)
    writing.refuse(_wrong_codes(fields))
    row = Act(part=part, **fields)
    return writing.add(row, by=by, action="commitments.add_act", citations=citations, source_to_find=source_to_find)


@action(Permission.EDIT)
def edit_act(
    *,
    act: Act,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[ActFields],
) -> Act:
    """Write fields of an act; with `citations`, what supports it."""
    require(by, Permission.EDIT, act.part)
    writing.refuse(_wrong_codes(fields))
    return writing.edit(
        act, by=by, action="commitments.edit_act", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


@action(Permission.EDIT)
def withdraw_act(*, act: Act, reason: str, by: User | None, expected_revision: int) -> Act:
    """Take an act out of what the part says; it can be given back."""
    return writing.withdraw(
        act, by=by, action="commitments.withdraw_act", expected_revision=expected_revision, reason=reason
    )


@action(Permission.EDIT)
def restore_act(*, act: Act, by: User | None, expected_revision: int) -> Act:
    """Give a withdrawn act back."""
    return writing.restore(act, by=by, action="commitments.restore_act", expected_revision=expected_revision)


def _wrong_codes(fields: Mapping[str, Any]) -> dict[str, str]:
    """What a form may not write: packages may bring other codes, which are kept as they come."""
    problems = {}
    if "kind" in fields and fields["kind"] not in ActKind.values:
        problems["kind"] = _("Choisissez un genre\u00a0: %(kinds)s.") % {"kinds": ", ".join(map(str, ActKind.labels))}
    if fields.get("chamber") and fields["chamber"] not in Chamber.values:
        names = ", ".join(map(str, Chamber.labels))
        problems["chamber"] = _("Choisissez une chambre\u00a0: %(names)s.") % {"names": names}
    if not all(map(_is_uid, fields.get("measure_uids", ()))):
        problems["measure_uids"] = _("Désignez des mesures qui existent.")
    return problems


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
