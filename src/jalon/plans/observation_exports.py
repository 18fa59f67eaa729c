"""The live observations of a part as a table that comes back without a difference."""

from collections.abc import Iterator
from datetime import datetime

from jalon.core.models import Part
from jalon.exchange.observations_out import Told, export_observations
from jalon.facts import common, series
from jalon.plans import models, reading
from jalon.plans.imports import header_of


def observations_of(part: Part, kind: str, made: datetime) -> bytes:
    """XLSX, ODS or CSV of every live series of the part. `exchange.problems.Refused` for a text that no cell holds."""
    rows = list(models.Series.objects.of_part(part).live().order_by("slug"))
    codes = dict(models.Indicator.objects.filter(uid__in=[row.of_uid for row in rows]).values_list("uid", "code"))
    observed = models.Observation.objects.filter(series__in=rows, withdrawn_at=None)
    names: dict[str, None] = {}
    for dimensions in observed.values_list("dimensions", flat=True).order_by("dimensions").distinct():
        names.update((one.name, None) for one in dimensions)
    told = (Told(reading.series_fact(row, ()), codes.get(row.of_uid) or "", _observations(row)) for row in rows)
    return export_observations(header_of(part), told, tuple(sorted(names)), kind, made)


def _observations(row: models.Series) -> Iterator[series.Observation]:
    """With their first citation: further ones stay in the register."""
    found = row.observations.filter(withdrawn_at=None).order_by("order", "id")
    columns = found.values_list(*reading.OBSERVATION, *reading.CITED)
    none: list[common.Citation] = []
    return (reading.observation_fact(tuple(values), none) for values in columns.iterator(chunk_size=10_000))
