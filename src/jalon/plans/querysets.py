"""Querysets of this room's records: by part, by what the person may see, append-only for statements."""

from typing import Any

from jalon.core.records import Records

WORDS_STAY = "The words of a statement never change: make a new one that supersedes it."


class OfPlan(Records):
    """Pieces of a plan's description."""

    part_path = "plan__part"


class OfMeasure(Records):
    """Pieces of a measure."""

    part_path = "measure__plan__part"


class Statements(Records):
    """Statements: only what is outside their words can be written again."""

    changeable = frozenset({"superseded_by", "superseded_by_id", "withdrawn_at", "withdrawn_reason", "revision"})

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
