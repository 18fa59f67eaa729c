"""Facts loaded into records and collected again are the same facts."""

from typing import Any

import pytest

from jalon.core.parts import sources
from jalon.demo import france
from jalon.facts.codec import normalised
from jalon.facts.part import PartFacts
from tests.integration.plans.conftest import make_part

pytestmark = pytest.mark.django_db

ROOMS = ("plans", "commitments")
FIELDS = ("plans", "sections", "measures", "statements", "means", "series", "acts")


def _collected(facts: PartFacts) -> dict[str, Any]:
    part = make_part(facts)
    rooms = [room for room in sources() if room.room in ROOMS]
    for room in rooms:
        room.load(part, facts, None)
    return {name: found for room in rooms for name, found in room.collect(part).items()}


@pytest.mark.parametrize("facts", france.parts(), ids=lambda facts: facts.header.slug)
def test_every_french_part_comes_back_as_it_went_in(facts: PartFacts) -> None:
    found = _collected(facts)
    wanted = normalised(facts)
    for name in FIELDS:
        assert found[name] == getattr(wanted, name)
