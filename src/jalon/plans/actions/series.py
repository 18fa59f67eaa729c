"""Writes of statistics: series, and observations appended in bulk."""

from collections.abc import Iterable, Iterator
from typing import Unpack

from django.db.models import Max
from django.utils.translation import gettext as _

from jalon.core.acting import action
from jalon.core.citing import Sources
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.revisions import claim
from jalon.core.writing import add, check_sourced, edit, refuse, trace
from jalon.facts.checking import problems_of_fact, sentence
from jalon.facts.series import Observation
from jalon.plans.fields import SeriesFields
from jalon.plans.models import Series
from jalon.plans.observing import write_observations


@action(Permission.EDIT)
def add_series(*, part: Part, by: User | None, **fields: Unpack[SeriesFields]) -> Series:
    """A series without observations yet. Sources are those of its observations."""
    require(by, Permission.EDIT, part)
    refuse(_taken(fields.get("slug", "")))
    return add(Series(part=part, **fields), by=by, action="plans.add_series", citations=(), source_to_find=True)


@action(Permission.EDIT)
def edit_series(*, series: Series, by: User | None, expected_revision: int, **fields: Unpack[SeriesFields]) -> Series:
    """Write fields of a series; its observations stay."""
    require(by, Permission.EDIT, series.part)
    refuse(_taken(fields.get("slug", ""), series))
    return edit(series, by=by, action="plans.edit_series", expected_revision=expected_revision, fields=fields)


@action(Permission.EDIT)
def add_observations(
    *,
    series: Series,
    observations: Iterable[Observation],
    by: User | None,
    expected_revision: int,
    file_sha256: str = "",
    source_to_find: bool = False,
) -> int:
    """Append observations, read as they come; returns how many. All of them, or none when one is refused.

    One audit event tells their number and the file's hash. A value published anew belongs to a series of its own
    vintage: observations are never written over.
    """
    require(by, Permission.EDIT, series.part)
    claim(series, expected_revision)
    last = series.observations.aggregate(last=Max("order"))["last"]
    start = 0 if last is None else last + 1
    checked = _checked(observations, source_to_find)
    count = write_observations(series.pk, checked, Sources(series.part), start)
    trace(series, by, "plans.add_observations", {"observations": count, "file_sha256": file_sha256})
    return count


def _checked(observations: Iterable[Observation], source_to_find: bool) -> Iterator[Observation]:
    """The observations, each checked as it passes; `Invalid` names the line, counted from 1."""
    for line, observation in enumerate(observations, 1):
        said = [sentence(problem, _) for problem in problems_of_fact(observation)]
        said += check_sourced(observation.citations, source_to_find).values()
        if said:
            refuse({f"observation {line}": " ".join(said)})
        yield observation


def _taken(slug: str, series: Series | None = None) -> dict[str, str]:
    others = Series.objects.filter(slug=slug).exclude(pk=series.pk if series else None)
    return {"slug": _("Cette adresse est déjà prise\u00a0; choisissez-en une autre.")} if others.exists() else {}
