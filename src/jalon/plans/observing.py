"""Observations in bulk: appended in batches, deleted without reading them."""

from collections.abc import Iterable
from typing import Any

from jalon.core import bulk
from jalon.core.citing import Sources
from jalon.core.models import Part
from jalon.facts import common, series
from jalon.plans.models import Observation, ObservationCitation

BATCH = 10_000
CITED = ("source_id", "cited_field", "locator", "quote", "confidence")
COLUMNS = (
    "series_id", "order", "when", "value", "precision", "missing", "dimensions", "note", "status", "said", "numerator",
    "denominator", "withdrawn_reason", *CITED,
)  # fmt: skip


def write_observations(series_key: int, facts: Iterable[series.Observation], sources: Sources, start: int = 0) -> int:
    """Append observations to a series, `BATCH` at a time; returns how many."""
    further: list[tuple[int, common.Citation]] = []
    values = (_values(series_key, order, fact, sources, further) for order, fact in enumerate(facts, start))
    count = bulk.append(Observation, COLUMNS, values)
    _append_further(series_key, further, sources)
    return count


def forget_observations(part: Part) -> None:
    """Delete a part's observations. Raw: the ordinary way reads every row first."""
    for rows in (
        ObservationCitation.objects.filter(observation__series__part=part),
        Observation.objects.filter(series__part=part),
    ):
        rows._raw_delete(using=rows.db)


def _values(
    series_key: int, order: int, fact: series.Observation, sources: Sources, further: list[tuple[int, common.Citation]]
) -> tuple[Any, ...]:
    """The columns of an observation; what it cites besides is put aside with its order."""
    first = fact.citations[0] if fact.citations else None
    further += [(order, citation) for citation in fact.citations[1:]]
    said = (
        series_key, order, fact.when, fact.value, fact.precision.value, fact.missing, fact.dimensions, fact.note,
        fact.status.value if fact.status else None, fact.said, fact.numerator, fact.denominator, "",
    )  # fmt: skip
    if first is None:
        return (*said, None, "", None, None, common.Confidence.STATED.value)
    return (*said, sources.id_of(first.source), first.field, first.locator, first.quote, first.confidence.value)


def _append_further(series_key: int, further: list[tuple[int, common.Citation]], sources: Sources) -> None:
    """Second and later citations, once their observations have a key."""
    for start in range(0, len(further), BATCH):
        some = further[start : start + BATCH]
        orders = Observation.objects.filter(series=series_key, order__gte=some[0][0], order__lte=some[-1][0])
        keys = dict(orders.values_list("order", "pk"))
        rows = (
            (keys[order], sources.id_of(one.source), one.field, one.locator, one.quote, one.confidence.value)
            for order, one in some
        )
        bulk.append(ObservationCitation, ("observation_id", *CITED), rows)
