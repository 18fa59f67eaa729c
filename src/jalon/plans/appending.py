"""Steps, statements and lines of means appended in bulk: tables have hundreds of thousands, and nothing else of an import
needs their keys. No record is made of each; their citations go with them."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Any

from jalon.core import bulk
from jalon.core.citing import Sources
from jalon.core.models import Citation, Part
from jalon.core.records import same_columns
from jalon.core.uids import optional_uid, read_uid
from jalon.facts.common import Statement
from jalon.facts.plan import Means, Measure, Step
from jalon.plans import models

CITED = ("subject_uid", "order", "source_id", "field", "locator", "quote", "confidence")
Placed = tuple[Measure, int, Step]
"""A step, its measure, its place among the steps of the measure."""
Row = tuple[Any, tuple[Any, ...]]
"""A fact with the values of the columns that it does not hold itself."""
_uid = lru_cache(maxsize=1024)(optional_uid)
"""What statements and means speak of is named by many of them."""


def steps_of(measures: Iterable[Measure]) -> Iterator[Placed]:
    """All steps, in order."""
    return ((measure, order, step) for measure in measures for order, step in enumerate(measure.steps))


class Appending:
    """Rows that a part takes in at one moment. `IntegrityError` when one bears a uid that is taken."""

    def __init__(self, part: Part, sources: Sources, revisions: Mapping[uuid.UUID, int], at: datetime) -> None:
        """`revisions`: of what stood before under the same uids."""
        self.part, self.sources, self.revisions, self.at = part, sources, revisions, at

    def steps(self, steps: Iterable[Placed], keys: Mapping[str, int]) -> None:
        """`keys`: of the measures, by uid."""
        rows = ((step, (keys[measure.uid], order)) for measure, order, step in steps)
        self._append(models.Step, rows, ("measure_id", "order"), {"withdrawn_reason": ""})

    def statements(self, facts: Iterable[Statement]) -> None:
        """Whatever replaces another one is linked afterwards."""
        rows = ((fact, (_uid(fact.subject),)) for fact in facts)
        same = {"part_id": self.part.pk, "withdrawn_reason": ""}
        self._append(models.Statement, rows, ("subject_uid",), same)

    def means(self, facts: Iterable[Means]) -> None:
        """The plan and the measure of a line may be another body's."""
        rows = ((fact, (_uid(fact.plan), _uid(fact.measure))) for fact in facts)
        same = {"part_id": self.part.pk, "withdrawn_reason": ""}
        self._append(models.Means, rows, ("plan_uid", "measure_uid"), same)

    def _append(self, model: Any, rows: Iterable[Row], more: tuple[str, ...], same: Mapping[str, Any]) -> None:
        names, waiting, revisions = same_columns(model), iter(rows), self.revisions
        columns, read = ("uid", "revision", *more, *names), _reader(model, names)
        times = {**same, "created_at": self.at, "updated_at": self.at}
        while some := [(read_uid(row[0].uid), *row) for row in islice(waiting, bulk.BATCH)]:
            values = ((uid, revisions.get(uid, 0) + 1, *rest, *read(fact)) for uid, fact, rest in some)
            bulk.append(model, columns, values, times)
            cited = (row for uid, fact, _rest in some for row in self._cited(uid, fact))
            bulk.append(Citation, CITED, cited, {"part_id": self.part.pk})

    def _cited(self, uid: uuid.UUID, fact: Any) -> Iterator[tuple[Any, ...]]:
        for order, one in enumerate(fact.citations):
            source = self.sources.id_of(one.source)
            yield uid, order, source, one.field, one.locator, one.quote, one.confidence.value


def _reader(model: Any, names: tuple[str, ...]) -> Callable[[Any], list[Any]]:
    """What a fact holds in these members, codes as plain texts."""
    read = attrgetter(*names)
    coded = [place for place, name in enumerate(names) if model._meta.get_field(name).choices]

    def values(fact: Any) -> list[Any]:
        held = list(read(fact))
        for place in coded:
            held[place] = getattr(held[place], "value", held[place])
        return held

    return values
