"""Writes the trace of an action, inside its transaction."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from jalon.core.keeping import Exact
from jalon.core.models import AuditEvent, Organisation, Part, User
from jalon.core.request_id import current_request_id

SECRET_WORDS = ("password", "token", "secret", "recovery", "passkey", "credential", "session")
ADDRESS = re.compile(r"\b([\w.+%-])[\w.+%-]*@([\w-]+(?:\.[\w-]+)+)\b")
LONGEST = 500
"""Characters of a text that the trace keeps: it tells of a change, it is no copy of the record."""


def record(
    *,
    action: str,
    by: User | None,
    part: Part | None = None,
    subject: Any = None,
    changes: dict[str, Any] | None = None,
    organisation: Organisation | None = None,
) -> AuditEvent:
    """One event; `subject` is any record with a uid. `by` None: the instance itself (command line, due job).

    `organisation` is the body whose signatories may read it: that of the part unless said.
    """
    body = organisation or (part.owner if part else None)
    subject_uid: uuid.UUID | None = getattr(subject, "uid", None)
    return AuditEvent.objects.create(
        action=action,
        actor_uid=by.uid if by else None,
        actor=redacted(str(by))[:200] if by else "instance",
        organisation_uid=body.uid if body else None,
        organisation=str(body)[:300] if body else "",
        part_uid=part.uid if part else None,
        subject_uid=subject_uid,
        subject=redacted(str(subject))[:300] if subject is not None else "",
        changes=redacted(changes or {}),
        request_id=current_request_id(),
    )


def redacted(value: Any, key: str = "") -> Any:
    """Plain JSON values without secrets: addresses masked, whatever is named like a secret left out, texts cut.

    What is kept for undoing (`Exact`) stays as it is.
    """
    if isinstance(value, Exact):
        return dict(value)
    if any(word in key.lower() for word in SECRET_WORDS):
        return "[…]"
    if isinstance(value, Mapping):
        return {str(name): redacted(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redacted(inner) for inner in value]
    if value is None or isinstance(value, bool | int):
        return value
    return _cut(ADDRESS.sub(r"\1…@\2", str(value)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
