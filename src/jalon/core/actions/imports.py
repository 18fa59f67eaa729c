"""A file that was taken in is undone as a whole, whatever room took it in; and its undoing in its turn."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from jalon.core import audit, revisions, taken
from jalon.core.acting import action
from jalon.core.errors import Invalid
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require


@action(Permission.EDIT)
def put_back_import(
    *, part: Part, kept: Mapping[str, Any], again: bool, reason: str, by: User | None, expected_revision: int
) -> Part:
    """Withdraw what an import added, and write what it changed as it was; `again`: undo that undoing.

    `kept` is what the event to undo holds (`core.taken`). `Invalid`, naming records, when one was changed since.
    """
    require(by, Permission.EDIT, part)
    if not reason.strip():
        raise Invalid({"reason": _("Dites pourquoi\u00a0: la raison reste avec la fiche.")})
    revisions.claim(part, expected_revision)
    changes = {"reason": reason, **taken.put_back(part, kept, reason, by)}
    name = "part.redo_import" if again else "part.undo_import"
    audit.record(action=name, by=by, part=part, subject=part, changes=changes)
    part.refresh_from_db()
    return part
