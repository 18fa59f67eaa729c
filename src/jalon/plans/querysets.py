"""Querysets of this room's records: by part, by what the person may see, append-only for statements."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from jalon.core.models import Part
from jalon.core.records import Records

if TYPE_CHECKING:
    from jalon.core.models import User

WORDS_STAY = "The words of a statement never change: make a new one that supersedes it."


class OfPlan(Records):
    """Pieces of a plan's description."""

    part_path = "plan__part"


class OfMeasure(Records):
    """Pieces of a measure."""

    part_path = "measure__plan__part"


class OfPlanOrMeasure(Records):
    """Documents: each belongs to a plan or to a measure."""

    def visible_to(self, user: "User") -> Self:
        """Those of parts that the person's team keeps."""
        parts = Part.objects.visible_to(user)
        return self.filter(Q(plan__part__in=parts) | Q(measure__plan__part__in=parts))

    def of_part(self, part: Part) -> Self:
        """Those of one part."""
        return self.filter(Q(plan__part=part) | Q(measure__plan__part=part))


class Statements(Records):
    """Statements: only what is outside their words can be written again."""

    changeable = frozenset(
        {"superseded_by", "superseded_by_id", "withdrawn_at", "withdrawn_reason", "revision", "updated_at"}
    )

    def update(self, **kwargs: Any) -> int:
        """Refuses to write words again."""
        if not set(kwargs) <= self.changeable:
            raise TypeError(WORDS_STAY)
        return super().update(**kwargs)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        """Refuses to write words again."""
        if not set(fields) <= self.changeable:
            raise TypeError(WORDS_STAY)
        return super().bulk_update(objs, fields, batch_size)
