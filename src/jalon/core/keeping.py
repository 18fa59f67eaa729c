"""What a record said before it was written, kept with the trace for undoing alone: exact, never shown, never sent out.

Keys of an event's changes that begin with `_` are private: no page, export, package or Release holds them.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import ForeignKey, Model, QuerySet

from jalon.core.citing import Citations
from jalon.core.fields import FactField
from jalon.core.models import AuditEvent
from jalon.facts import common

BEFORE, AFTER, PERSONAL = "_before", "_after", "_personal"
CITATIONS, MODEL = "citations", "_model"
MADE = {"id", "uid", "revision", "created_at", "updated_at"}
"""Columns that the machine fills."""
MOST = 200_000
"""Characters of what is kept of one write; beyond, nothing is, and undoing says so."""
FORGET_PEOPLE = timedelta(days=30)
"""How long earlier names and addresses of people are kept: as long as the letters that went to them."""
SHORTEST = 5
"""Characters of a name that is looked for among other words."""
_CITED = FactField(common.Citation, many=True)


class Exact(dict[str, Any]):
    """Plain JSON values that the trace keeps as they are, uncut and unmasked, under a private key."""


class Lost(Exception):
    """What was kept does not say any more what the record said: it points to something that is gone."""


def values(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """Fields of a record in plain JSON; a relation by the uid of its record."""
    return {name: _plain(row, row._meta.get_field(name)) for name in names}


def _plain(row: Model, field: Any) -> Any:
    value = getattr(row, field.name)
    if value is None:
        return None
    if isinstance(field, ForeignKey):
        return str(value.uid)
    if isinstance(field, FactField):
        return field.get_prep_value(value)
    value = field.to_python(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int) else str(value)


def read(model: type[Model], kept: Mapping[str, Any]) -> dict[str, Any]:
    """The fields again, as the record holds them; `Lost` when a relation points to nothing any more."""
    return {name: _value(model._meta.get_field(name), value) for name, value in kept.items()}


def _value(field: Any, value: Any) -> Any:
    if value is None or not isinstance(field, ForeignKey):
        return field.to_python(value)
    found = field.related_model._base_manager.filter(uid=uuid.UUID(value)).first()
    if found is None:
        raise Lost(field.name)
    return found


def citations_kept(citations: Citations) -> Any:
    """Citations in plain JSON."""
    return _CITED.get_prep_value(tuple(citations))


def citations_read(kept: Any) -> Citations:
    """The citations again."""
    found: Citations = _CITED.to_python(kept)
    return found


def kept(row: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Private keys for the trace: of what changed, what it was, and a mark of what it became.

    Names and addresses of people (`row.personal`) are apart, so that they can be forgotten.
    """
    changed = {name: value for name, value in before.items() if after[name] != value}
    people = {name: changed.pop(name) for name in getattr(row, "personal", ()) if name in changed}
    found: dict[str, Any] = {BEFORE: Exact(changed), AFTER: mark({name: after[name] for name in (*changed, *people)})}
    if people:
        found[PERSONAL] = Exact(people)
    return found if len(json.dumps(found, ensure_ascii=False)) <= MOST else {BEFORE: None}


def whole(row: Any, citations: Citations) -> dict[str, Any]:
    """Private keys for the trace of a record that is deleted: all it said, and what supported it."""
    names = [field.name for field in row._meta.concrete_fields if field.name not in MADE]
    said = values(row, names) | {CITATIONS: citations_kept(citations)}
    return {BEFORE: Exact(said) if len(json.dumps(said, ensure_ascii=False)) <= MOST else None, MODEL: row._meta.label}


def mark(values: Mapping[str, Any]) -> str:
    """Tells values from others without saying them."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def public(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes of an event without its private keys."""
    return {name: value for name, value in changes.items() if not name.startswith("_")}


def private(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The private keys alone."""
    return {name: value for name, value in changes.items() if name.startswith("_")}


def forget(events: QuerySet[AuditEvent]) -> int:
    """Erase the names and addresses of people that these events keep for undoing; gives how many events held some."""
    held = [event for event in events.filter(changes__has_key=PERSONAL) if event.changes[PERSONAL] is not None]
    for event in held:
        _erase(event)
    return len(held)


def forget_person(*said: str) -> None:
    """Erase what events keep of a person, by the names and addresses given, wherever it was said: alone, or among other
    words (« Lucie Martin, cheffe de bureau »)."""
    wanted = {text.casefold() for text in said if text}
    for event in AuditEvent.objects.filter(changes__has_key=PERSONAL):
        people = event.changes[PERSONAL] or {}
        if any(isinstance(text, str) and _names(text.casefold(), wanted) for text in people.values()):
            _erase(event)


def _names(text: str, wanted: Iterable[str]) -> bool:
    return any(text == one or (len(one) >= SHORTEST and one in text) for one in wanted)


def forget_old(now: datetime) -> int:
    """Erase what has been kept long enough."""
    return forget(AuditEvent.objects.filter(at__lt=now - FORGET_PEOPLE))


def _erase(event: AuditEvent) -> None:
    event.changes = {name: value for name, value in event.changes.items() if name != AFTER} | {PERSONAL: None}
    event.save(update_fields=["changes"])
