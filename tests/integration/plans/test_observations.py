"""Observations are appended in bulk, all or none, and never written over."""

from typing import Any

import pytest

from jalon.core.errors import Conflict, Invalid
from jalon.core.keeping import public
from jalon.core.models import AuditEvent, Part, User
from jalon.core.parts import collect
from jalon.facts.common import Citation, When
from jalon.facts.series import Dimension, Observation
from jalon.plans import actions, models, observing
from jalon.plans.selectors import unsourced
from tests import synthetic

Cites = tuple[Citation, ...]


@pytest.fixture
def series(part: Part) -> models.Series:
    found: models.Series = models.Series.objects.get(slug="victimes-fictives")
    return found


def _years(cites: Cites, count: int) -> list[Observation]:
    return [Observation(when=When(edtf=str(2000 + n)), value=str(n), citations=cites) for n in range(count)]


def _add(series: models.Series, by: User, observations: Any, **given: Any) -> int:
    return actions.add_observations(
        series=series, observations=iter(observations), by=by, expected_revision=series.revision, **given
    )


def test_they_come_after_those_that_were_there(part: Part, series: models.Series, editor: User, cites: Cites) -> None:
    new = _years(cites, 3)
    assert _add(series, editor, new) == 3
    (found,) = (one for one in collect(part)["series"] if one.uid == synthetic.SERIES)
    assert found.observations == (*synthetic.victims().observations, *new)


def test_one_event_tells_their_number_and_the_file(series: models.Series, editor: User, cites: Cites) -> None:
    before = AuditEvent.objects.count()
    _add(series, editor, _years(cites, 5), file_sha256="ab" * 32)
    event = AuditEvent.objects.order_by("-id")[0]
    assert AuditEvent.objects.count() == before + 1
    assert public(event.changes) == {"observations": 5, "file_sha256": "ab" * 32}


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": None}, {"value": "12,5"}, {"value": "1", "missing": "secret"}, {"value": "9" * 31},
        {"value": "1", "when": When(edtf="2024-13")}, {"value": "1", "note": "\x00"}, {"value": "1", "citations": ()},
        {"value": "1", "dimensions": (Dimension(name="sexe", value="\u202e"),)},
    ],
)  # fmt: skip
def test_one_that_cannot_be_names_its_line_and_none_is_kept(
    part: Part, series: models.Series, editor: User, cites: Cites, wrong: dict[str, Any]
) -> None:
    given = {"when": When(edtf="2024"), "citations": cites, **wrong}
    with pytest.raises(Invalid) as refused:
        _add(series, editor, [*_years(cites, 2), Observation(**given)])
    assert set(refused.value.problems) == {"observation 3"}
    assert series.observations.count() == 2


def test_zero_is_a_value_and_missing_has_a_reason(
    part: Part, series: models.Series, editor: User, cites: Cites
) -> None:
    new = [
        Observation(when=When(edtf="2024"), value="0", citations=cites),
        Observation(when=When(edtf="2025"), missing="non publié", citations=cites),
    ]
    _add(series, editor, new)
    found = {one.uid: one for one in collect(part)["series"]}[synthetic.SERIES]
    assert list(found.observations[-2:]) == new


def test_two_loadings_at_once_meet_a_conflict(series: models.Series, editor: User, cites: Cites) -> None:
    models.Series.objects.filter(pk=series.pk).update(revision=7)
    with pytest.raises(Conflict):
        _add(series, editor, _years(cites, 1))


def test_those_without_a_source_keep_the_part_from_being_signed(
    part: Part, series: models.Series, editor: User
) -> None:
    before = unsourced(part)
    _add(series, editor, _years((), 4), source_to_find=True)
    (new,) = [item for item in unsourced(part) if item not in before]
    assert (new.kind, new.label) == ("observation", "Victimes enregistrées (4)")


def test_many_are_written_in_batches_and_keep_their_order(
    part: Part, series: models.Series, editor: User, cites: Cites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observing, "BATCH", 7)
    twice = (*cites, *cites)
    new = _years(twice, 20)
    _add(series, editor, new)
    found = {one.uid: one for one in collect(part)["series"]}[synthetic.SERIES]
    assert list(found.observations[2:]) == new
    assert models.ObservationCitation.objects.count() == 20
