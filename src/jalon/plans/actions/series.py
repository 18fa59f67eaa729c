"""Writes of statistics: series, and observations appended in bulk."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Unpack

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core.acting import action
from jalon.core.citing import Sources
from jalon.core.errors import Invalid
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.revisions import claim
from jalon.core.writing import add, check_sourced, edit, refuse, trace
from jalon.facts.checking import problems_of_fact, sentence
from jalon.facts.series import Observation
from jalon.plans import models
from jalon.plans.fields import SeriesFields
from jalon.plans.models import Series
from jalon.plans.observing import write_observations


@action(Permission.EDIT)
def add_series(*, part: Part, by: User | None, **fields: Unpack[SeriesFields]) -> Series:
    """A series without observations yet. Sources are those of its observations."""
    require(by, Permission.EDIT, part)
    refuse(_taken(fields.get("slug", "")) | _of_withdrawn(fields.get("of_uid")))
    return add(Series(part=part, **fields), by=by, action="plans.add_series", citations=(), source_to_find=True)


@action(Permission.EDIT)
def edit_series(*, series: Series, by: User | None, expected_revision: int, **fields: Unpack[SeriesFields]) -> Series:
    """Write fields of a series; its observations stay."""
    require(by, Permission.EDIT, series.part)
    refuse(_taken(fields.get("slug", ""), series) | _of_withdrawn(fields.get("of_uid")))
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

    One audit event tells their number and the file's hash. Observations are never written over: a value that its
    producer revises is one more, with its status and when it was said; the last said of a period stands.
    """
    require(by, Permission.EDIT, series.part)
    claim(series, expected_revision)
    last = series.observations.aggregate(last=Max("order"))["last"]
    start = 0 if last is None else last + 1
    checked = _checked(observations, source_to_find)
    count = write_observations(series.pk, checked, Sources(series.part), start)
    trace(series, by, "plans.add_observations", {"observations": count, "file_sha256": file_sha256, "_first": start})
    return count


@action(Permission.EDIT)
def withdraw_observation(
    *, series: Series, order: int, reason: str, by: User | None, expected_revision: int
) -> models.Observation:
    """Take back an observation written by mistake (`order`: its place in the series); it is kept, with the reason."""
    row = _observation(series, order, by, expected_revision, withdrawn=False)
    if not reason.strip():
        refuse({"reason": _("Dites pourquoi\u00a0: la raison reste avec la fiche.")})
    row.withdrawn_at, row.withdrawn_reason = timezone.now(), reason
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    trace(series, by, "plans.withdraw_observation", {"observation": order, "value": row.value, "reason": reason})
    return row


@action(Permission.EDIT)
def restore_observation(*, series: Series, order: int, by: User | None, expected_revision: int) -> models.Observation:
    """Give back an observation that was taken back."""
    row = _observation(series, order, by, expected_revision, withdrawn=True)
    row.withdrawn_at, row.withdrawn_reason = None, ""
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    trace(series, by, "plans.restore_observation", {"observation": order, "value": row.value})
    return row


def _observation(
    series: Series, order: int, by: User | None, expected_revision: int, *, withdrawn: bool
) -> models.Observation:
    require(by, Permission.EDIT, series.part)
    claim(series, expected_revision)
    row = series.observations.filter(order=order, withdrawn_at__isnull=not withdrawn).first()
    if row is None:
        raise Invalid({"observation": _("Cette observation n’est plus dans cet état\u00a0: rechargez la page.")})
    found: models.Observation = row
    return found


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


def _of_withdrawn(indicator: uuid.UUID | None) -> dict[str, str]:
    """An indicator that is not kept here is another instance's: signing checks it."""
    gone = models.Indicator.objects.filter(withdrawn_at__isnull=False)
    if indicator is None or not gone.filter(uid=indicator).exists():
        return {}
    return {"of": _("Cet indicateur est retiré\u00a0: il n’attend plus d’observations.")}
