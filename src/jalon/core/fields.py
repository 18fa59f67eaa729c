"""Columns that hold facts of fixed shape (Text, When, OrgRef…) and give them back as frozen dataclasses."""

import json
from functools import cache, lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.json import KeyTransform
from pydantic import TypeAdapter

from jalon.facts.codec import plain

SHORT = 300
"""Facts of fewer characters (dates, bodies) come back in thousands of rows: read once, then shared."""


class FactField(models.JSONField):
    """A fact, or with `many` a tuple of facts, as JSON: defaults left out, texts in NFC, as in a signed document.

    `cls` is a dataclass of `jalon.facts`, or `str`. The column can still be searched by JSON path.
    """

    def __init__(self, cls: type, *args: Any, many: bool = False, **kwargs: Any) -> None:
        self.cls = cls
        self.many = many
        if many:
            kwargs.setdefault("default", tuple)
        if many or kwargs.get("null"):
            kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """For migrations."""
        name, path, args, kwargs = super().deconstruct()
        if self.many:
            kwargs["many"] = True
        return name, path, [self.cls, *args], kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The fact in the column; a path inside it stays plain JSON."""
        if value is None:
            return None
        if isinstance(expression, KeyTransform):
            return super().from_db_value(value, expression, connection)
        return (_short if len(value) < SHORT else _read)(self.cls, self.many, value)

    def get_prep_value(self, value: Any) -> Any:
        """Plain JSON values of the fact."""
        return super().get_prep_value(plain(value) if isinstance(value, tuple if self.many else self.cls) else value)

    def to_python(self, value: Any) -> Any:
        """The fact in plain values, as fixtures hold it."""
        return _read(self.cls, self.many, json.dumps(value)) if isinstance(value, dict | list) else value

    def validate(self, value: Any, model_instance: Any) -> None:
        """Refuses what is no such fact: the column's own check would refuse every dataclass."""
        if value is None and not self.null:
            raise ValidationError(self.error_messages["null"], code="null")
        if value is not None and not isinstance(value, tuple if self.many else self.cls):
            raise ValidationError(self.error_messages["invalid"], code="invalid")

    def value_to_string(self, obj: models.Model) -> Any:
        """Plain values, for fixtures."""
        return self.get_prep_value(self.value_from_object(obj))


@cache
def _adapter(cls: type, many: bool) -> TypeAdapter[Any]:
    return TypeAdapter(tuple[cls, ...] if many else cls)  # type: ignore[valid-type]  # a type made at run time


def _read(cls: type, many: bool, value: str) -> Any:
    return _adapter(cls, many).validate_json(value)


_short = lru_cache(maxsize=4096)(_read)
