"""A query composed once answers as the queryset it was written from, whatever the values."""

import uuid
from typing import Any

import pytest
from django.db.models import QuerySet

from jalon.core.composed import Composed
from jalon.core.models import Organisation, Part

pytestmark = pytest.mark.django_db


def _made(count: int) -> list[Part]:
    owner = Organisation.objects.create(slug="mission", kind="public_body")
    return [
        Part.objects.create(slug=f"part-{n}", kind="plan", title=f"Partie {n}", owner=owner, synthetic=n % 2 == 0)
        for n in range(count)
    ]


def _of_owner(owner: int, but: uuid.UUID) -> QuerySet[Any]:
    rows = Part.objects.filter(owner=owner, kind="plan").exclude(uid=but).order_by("slug")
    return rows.values_list("pk", "uid", "synthetic", "created_at", "title")


def test_it_gives_the_same_values_as_the_queryset_again_and_again() -> None:
    parts = _made(4)
    composed = Composed(("pk", "uid", "synthetic", "created_at", "title"), int, uuid.UUID, write=_of_owner)
    for but in parts:
        found = composed.rows(but.owner_id, but.uid)
        assert [tuple(row) for row in found] == list(_of_owner(but.owner_id, but.uid))
        assert [row.title for row in found] == [part.title for part in parts if part != but]
        assert all(isinstance(row.uid, uuid.UUID) and row.synthetic in (True, False) for row in found)


def test_another_value_has_another_answer() -> None:
    (part,) = _made(1)
    composed = Composed(("pk",), int, write=lambda key: Part.objects.filter(pk=key).values_list("pk"))
    assert [row.pk for row in composed.rows(part.pk)] == [part.pk]
    assert composed.rows(part.pk + 1) == []


def test_a_query_that_does_not_ask_for_its_value_is_refused() -> None:
    composed = Composed(("pk",), int, write=lambda key: Part.objects.values_list("pk"))
    with pytest.raises(ValueError, match="does not ask"):
        composed.rows(1)
