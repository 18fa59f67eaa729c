"""The French parts go into the records of the domain rooms and come out with the same facts."""

from dataclasses import replace
from typing import Any

import pytest

from jalon.core.citing import cited
from jalon.core.models import Organisation, Part, Source
from jalon.core.parts import sources
from jalon.demo.france import parts
from jalon.facts import codec
from jalon.facts.part import PartFacts

pytestmark = pytest.mark.django_db

DOMAIN = ("plans", "sections", "measures", "statements", "means", "acts", "series")


def _part(facts: PartFacts, owner: Organisation) -> Part:
    """The working file of a part with its sources, as core keeps them."""
    header = facts.header
    part = Part.objects.create(uid=header.uid, slug=header.slug, kind=header.kind, title=header.title, owner=owner)
    for source in facts.sources:
        columns = {name: getattr(source, name) for name in ("uid", "key", "address", "url", "title", "note")}
        Source.objects.create(part=part, **columns)
    return part


def test_what_a_part_says_is_the_same_after_the_database() -> None:
    owner = Organisation.objects.create(slug="essai", kind="register")
    rooms = [room for room in sources() if room.room != "core"]
    assert {room.room for room in rooms} >= {"plans", "commitments"}
    for facts in parts():
        part = _part(facts, owner)
        for room in rooms:
            room.load(part, facts, None)
        collected = {name: value for room in rooms for name, value in room.whole(part, cited(part)).items()}
        assert set(DOMAIN) <= set(collected)
        changes: dict[str, Any] = {name: collected[name] for name in DOMAIN}
        again = replace(facts, **changes)
        assert codec.split(again) == codec.split(facts)
