"""Observations in bulk: appended in batches, deleted without reading them."""

from collections.abc import Iterable, Iterator
from itertools import islice

from jalon.core.citing import Sources
from jalon.core.models import Part
from jalon.facts import common, series
from jalon.plans.models import Observation, ObservationCitation

BATCH = 10_000


def write_observations(series_key: int, facts: Iterable[series.Observation], sources: Sources, start: int = 0) -> int:
    """Append observations to a series, `BATCH` at a time; returns how many."""
    numbered = enumerate(facts, start)
    count = 0
    while batch := list(islice(numbered, BATCH)):
        rows = [_row(series_key, order, fact, sources) for order, fact in batch]
        Observation.objects.bulk_create(rows)
        further = (_further(row, fact, sources) for row, (_order, fact) in zip(rows, batch, strict=True))
        ObservationCitation.objects.bulk_create(citation for citations in further for citation in citations)
        count += len(batch)
    return count


def forget_observations(part: Part) -> None:
    """Delete a part's observations. Raw: the ordinary way reads every row first."""
    for rows in (
        ObservationCitation.objects.filter(observation__series__part=part),
        Observation.objects.filter(series__part=part),
    ):
        rows._raw_delete(using=rows.db)


def _row(series_key: int, order: int, fact: series.Observation, sources: Sources) -> Observation:
    first = fact.citations[0] if fact.citations else None
    return Observation(
        series_id=series_key,
        order=order,
        when=fact.when,
        value=fact.value,
        precision=fact.precision.value,
        missing=fact.missing,
        dimensions=fact.dimensions,
        note=fact.note,
        status=fact.status.value if fact.status else None,
        said=fact.said,
        numerator=fact.numerator,
        denominator=fact.denominator,
        source_id=sources.id_of(first.source) if first else None,
        cited_field=first.field if first else "",
        locator=first.locator if first else None,
        quote=first.quote if first else None,
        confidence=(first.confidence if first else common.Confidence.STATED).value,
    )


def _further(row: Observation, fact: series.Observation, sources: Sources) -> Iterator[ObservationCitation]:
    for citation in fact.citations[1:]:
        yield ObservationCitation(
            observation=row,
            source_id=sources.id_of(citation.source),
            cited_field=citation.field,
            locator=citation.locator,
            quote=citation.quote,
            confidence=citation.confidence.value,
        )
