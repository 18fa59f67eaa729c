"""Steps, statements and lines of means appended in bulk: tables have hundreds of thousands, and nothing else of an import
needs their keys. No record is made of each; their citations go with them."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from jalon.facts import common
from jalon.facts.common import Statement
from jalon.facts.plan import Means, Measure, Step
from jalon.plans import models

CITED = ("field", "locator", "quote", "confidence")
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
        self.part, self.sources, self.revisions = part, sources, revisions
        self.same = {"part_id": part.pk, "withdrawn_reason": "", "created_at": at, "updated_at": at}
        self.cites = bulk.Table(Citation)

    def steps(self, steps: Iterable[Placed], keys: Mapping[str, int]) -> None:
        """`keys`: of the measures, by uid."""
        rows = ((step, (keys[measure.uid], order)) for measure, order, step in steps)
        same = {name: value for name, value in self.same.items() if name != "part_id"}
        self._append(models.Step, rows, ("measure_id", "order"), same)

    def statements(self, facts: Iterable[Statement]) -> None:
        """Whatever replaces another one is linked afterwards."""
        rows = ((fact, (_uid(fact.subject),)) for fact in facts)
        self._append(models.Statement, rows, ("subject_uid",), self.same)

    def means(self, facts: Iterable[Means]) -> None:
        """The plan and the measure of a line may be another body's."""
        rows = ((fact, (_uid(fact.plan), _uid(fact.measure))) for fact in facts)
        self._append(models.Means, rows, ("plan_uid", "measure_uid"), self.same)

    def _append(self, model: Any, rows: Iterable[Row], more: tuple[str, ...], same: Mapping[str, Any]) -> None:
        names, waiting, table = same_columns(model), iter(rows), bulk.Table(model)
        ready = table.ready(same)
        while some := list(islice(waiting, bulk.BATCH)):
            facts, rest = zip(*some, strict=True)
            uids = [read_uid(fact.uid) for fact in facts]
            columns: dict[str, Any] = {"uid": uids, "revision": [self.revisions.get(uid, 0) + 1 for uid in uids]}
            columns |= dict(zip(more, zip(*rest, strict=True), strict=True))
            table.insert(columns | {name: column_of(model, name, facts) for name in names}, ready)
            self._cite(uids, facts)

    def _cite(self, uids: Sequence[uuid.UUID], facts: Sequence[Any]) -> None:
        cited = [
            (uid, order, one) for uid, fact in zip(uids, facts, strict=True) for order, one in enumerate(fact.citations)
        ]
        if not cited:
            return
        subjects, orders, cites = zip(*cited, strict=True)
        sources = [self.sources.id_of(one.source) for one in cites]
        columns = {"subject_uid": subjects, "order": orders, "source_id": sources}
        said = {name: column_of(Citation, name, cites) for name in CITED}
        self.cites.insert(columns | said, {"part_id": self.part.pk})


def one_citation(table: bulk.Table, part: Part, sources: Sources, cite: common.Citation) -> dict[str, Any]:
    """What the only citation of facts that differ in uid and locator says, ready for the table of citations."""
    said = {"field": cite.field, "quote": cite.quote, "confidence": cite.confidence.value, "order": 0}
    return table.ready(said | {"source_id": sources.id_of(cite.source), "part_id": part.pk})


def column_of(model: Any, name: str, facts: Iterable[Any]) -> list[Any]:
    """What facts hold in one member, codes as plain texts."""
    held = list(map(attrgetter(name), facts))
    if model._meta.get_field(name).choices:
        return [getattr(value, "value", value) for value in held]
    return held
