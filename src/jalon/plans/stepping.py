"""Steps in bulk: tables of sub-actions have hundreds of thousands, and nothing else of an import names them."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone

from jalon.core import bulk
from jalon.core.citing import Sources
from jalon.core.models import Citation, Part
from jalon.facts.plan import Measure
from jalon.facts.plan import Step as Fact
from jalon.plans.models import Step

COLUMNS = ("uid", "measure_id", "order", "revision", "title", "due", "done")
CITED = ("subject_uid", "order", "source_id", "field", "locator", "quote", "confidence")
Placed = tuple[Measure, int, Fact]
"""A step, its measure, its place among the steps of the measure."""


def steps_of(measures: Iterable[Measure]) -> Iterator[Placed]:
    """All steps, in order."""
    return ((measure, order, step) for measure in measures for order, step in enumerate(measure.steps))


def write_steps(
    part: Part, steps: Iterable[Placed], keys: Mapping[str, int], revisions: Mapping[uuid.UUID, int]
) -> None:
    """Append steps whose uids are free, with what they cite. `keys`: of their measures, by uid."""
    placed, sources, now = list(steps), Sources(part), timezone.now()
    times = {"created_at": now, "updated_at": now, "withdrawn_reason": ""}
    bulk.append(Step, COLUMNS, (_values(one, keys, revisions) for one in placed), times)
    cited = (row for _measure, _order, fact in placed for row in _cited(fact, sources))
    bulk.append(Citation, CITED, cited, {"part_id": part.pk})


def _values(one: Placed, keys: Mapping[str, int], revisions: Mapping[uuid.UUID, int]) -> tuple[Any, ...]:
    measure, order, fact = one
    uid = uuid.UUID(fact.uid)
    return uid, keys[measure.uid], order, revisions.get(uid, 0) + 1, fact.title, fact.due, fact.done


def _cited(fact: Fact, sources: Sources) -> Iterator[tuple[Any, ...]]:
    uid = uuid.UUID(fact.uid)
    for order, one in enumerate(fact.citations):
        yield uid, order, sources.id_of(one.source), one.field, one.locator, one.quote, one.confidence.value
