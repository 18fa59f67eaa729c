"""Writes the trace of an action, inside its transaction."""

import uuid
from typing import Any

from jalon.core.models import AuditEvent, Part, User


def record(
    *,
    action: str,
    by: User | None,
    part: Part | None = None,
    subject: Any = None,
    changes: dict[str, Any] | None = None,
) -> AuditEvent:
    """One event; `subject` is any record with a uid. `by` None: the instance itself (command line, due job)."""
    subject_uid: uuid.UUID | None = getattr(subject, "uid", None)
    return AuditEvent.objects.create(
        action=action,
        actor_uid=by.uid if by else None,
        actor=str(by) if by else "instance",
        organisation=str(part.owner) if part else "",
        part_uid=part.uid if part else None,
        subject_uid=subject_uid,
        subject=str(subject)[:300] if subject is not None else "",
        changes=changes or {},
    )
