"""A loaded part with commitments, and the same people around it as for plans."""

import pytest

from jalon.core.models import Part
from jalon.facts.part import PartFacts
from tests import synthetic_commitments
from tests.integration.plans.conftest import bare, cites, editor, loaded, people
from tests.kept import kept

__all__ = ["cites", "editor", "facts", "part", "people"]


@pytest.fixture
def facts() -> PartFacts:
    return bare(synthetic_commitments.commitments())


@pytest.fixture
def part(db: None, facts: PartFacts) -> Part:
    return kept(("part", repr(facts)), lambda: loaded(facts))
