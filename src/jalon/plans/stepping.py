"""Steps in bulk: tables of sub-actions have hundreds of thousands, and nothing else of an import names them."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.utils import timezone

from jalon.core import bulk
from jalon.core.citing import Sources
from jalon.core.models import Citation, Part
from jalon.core.uids import read_uid
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
    """Append steps with what they cite; `IntegrityError` when one bears a uid that is taken. `keys`: of their measures, by
    uid."""
    waiting, sources, now = iter(steps), Sources(part), timezone.now()
    times = {"created_at": now, "updated_at": now, "withdrawn_reason": ""}
    while some := [(read_uid(one[2].uid), one) for one in islice(waiting, bulk.BATCH)]:
        bulk.append(Step, COLUMNS, (_values(uid, one, keys, revisions) for uid, one in some), times)
        cited = (row for uid, (_measure, _order, fact) in some for row in _cited(uid, fact, sources))
        bulk.append(Citation, CITED, cited, {"part_id": part.pk})


def _values(
    uid: uuid.UUID, one: Placed, keys: Mapping[str, int], revisions: Mapping[uuid.UUID, int]
) -> tuple[Any, ...]:
    measure, order, fact = one
    return uid, keys[measure.uid], order, revisions.get(uid, 0) + 1, fact.title, fact.due, fact.done


def _cited(uid: uuid.UUID, fact: Fact, sources: Sources) -> Iterator[tuple[Any, ...]]:
    for order, one in enumerate(fact.citations):
        yield uid, order, sources.id_of(one.source), one.field, one.locator, one.quote, one.confidence.value
