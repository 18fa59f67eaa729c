"""Writes that lose nothing: a form filled on an older revision is refused with both texts."""

from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from jalon.core.errors import Conflict, FieldConflict, Invalid
from jalon.core.models import Part, User
from jalon.core.models.base import Recorded

R = TypeVar("R", bound=Recorded)


def write(instance: R, expected_revision: int, **fields: Any) -> R:
    """Set the fields if the record still has the expected revision, which rises by one.

    `Conflict` with both texts of each field otherwise, `Invalid` for values that the columns refuse. Two writers at
    the same moment: the conditional UPDATE lets one of them through, on SQLite as on PostgreSQL.
    """
    with transaction.atomic():
        claim(instance, expected_revision, fields)
        for name, value in fields.items():
            setattr(instance, name, value)
        check_columns(instance, fields)
        instance.save(update_fields=[*fields, "updated_at"])
    return instance


def claim(instance: Recorded | User, expected_revision: int, submitted: dict[str, Any] | None = None) -> None:
    """Raise the revision if it is the expected one, else `Conflict`. The row stays locked until the transaction ends."""
    # `__class__`, not `type`: the person of a request is a lazy object around the account.
    rows = instance.__class__._base_manager.filter(pk=instance.pk, revision=expected_revision)
    touched = {"updated_at": timezone.now()} if isinstance(instance, Recorded) else {}
    if rows.update(revision=F("revision") + 1, **touched) != 1:
        raise conflict(instance, expected_revision, submitted or {})
    instance.revision = expected_revision + 1


def remove(instance: Recorded, expected_revision: int) -> None:
    """Delete the record if nobody wrote to it meanwhile."""
    with transaction.atomic():
        claim(instance, expected_revision)
        instance.delete()


def bump(part: Part) -> None:
    """Raise a part's revision: something in it changed, so what was reviewed is no longer what would be signed."""
    Part.objects.filter(pk=part.pk).update(revision=F("revision") + 1, updated_at=timezone.now())
    part.refresh_from_db(fields=["revision", "updated_at"])


def conflict(instance: Recorded | User, expected: int, submitted: dict[str, Any]) -> Conflict:
    """What stands now beside what was submitted, for each field where they differ. Revision 0: deleted meanwhile."""
    current = instance.__class__._base_manager.filter(pk=instance.pk).first()
    pairs = ((name, as_text(getattr(current, name, None)), as_text(value)) for name, value in submitted.items())
    fields = tuple(FieldConflict(name, now, new) for name, now, new in pairs if now != new)
    return Conflict(expected=expected, current=current.revision if current else 0, fields=fields)


def as_text(value: Any) -> str:
    """A value as people read it; facts of the Text, When and OrgRef shapes by their words, lists line by line."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(map(as_text, value))
    for words in ("value", "printed", "edtf", "recurrence", "name"):
        found = getattr(value, words, None)
        if isinstance(found, str):
            return found
    if is_dataclass(value):  # any other fact: what it says, without what it leaves unsaid
        said = (getattr(value, field.name) for field in fields(value))
        return ", ".join(text for text in map(as_text, said) if text)
    return str(value)


def check_columns(instance: Model, names: Any) -> None:
    """`Invalid` unless the columns take these values: choices, lengths, required fields."""
    others = {field.name for field in instance._meta.fields} - set(names)
    try:
        instance.clean_fields(exclude=others)
    except ValidationError as error:
        raise Invalid({name: " ".join(messages) for name, messages in error.message_dict.items()}) from None
