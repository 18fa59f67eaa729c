"""What the records of every domain room share: what a person may see of them, and soft withdrawal."""

from dataclasses import fields
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from jalon.core.models.base import Recorded
from jalon.core.models.part import Part

if TYPE_CHECKING:
    from jalon.core.models import User


def codes(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """Choices of a column: the codes alone. Labels for people are in each room's `enums.py`, out of the migrations."""
    return [(member.value, member.value) for member in enum]


@cache
def same_columns(model: Any) -> tuple[str, ...]:
    """The columns of a record that bear the name, and hold the value, of a field of its fact (`model.says`)."""
    columns = {column.name for column in model._meta.concrete_fields if not column.is_relation} - {"uid"}
    return tuple(field.name for field in fields(model.says) if field.name in columns)


class Records(models.QuerySet[Any]):
    """Records of a part; `part_path` leads from the record to it."""

    part_path = "part"

    def visible_to(self, user: "User") -> Self:
        """Those of parts that the person's team keeps."""
        return self.filter(**{f"{self.part_path}__in": Part.objects.visible_to(user)})

    def of_part(self, part: Part) -> Self:
        """Those of one part."""
        return self.filter(**{self.part_path: part})

    def live(self) -> Self:
        """Those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def standing(self) -> Self:
        """Those that still say something of what they hang from: it is not taken away under them."""
        return self.live() if hasattr(self.model, "withdrawn_at") else self


class Withdrawable(Recorded):
    """A record that can be withdrawn and given back: kept in the database, out of what the part says."""

    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        abstract = True
