"""The invented plans with their commitments, published; and the same part in the database with what its committee keeps."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from jalon.core.models import Part
from jalon.facts.part import PartFacts
from jalon.publication.keys import instance_key
from jalon.publication.store import Store
from tests import synthetic_commitments
from tests.integration.plans.conftest import bare, loaded, people
from tests.publishing import Publisher

__all__ = ["facts", "part", "people", "publisher"]


@pytest.fixture
def facts() -> PartFacts:
    return bare(synthetic_commitments.commitments())


@pytest.fixture
def part(db: None, facts: PartFacts) -> Part:
    return loaded(replace(facts))


@pytest.fixture
def publisher(tmp_path: Path, settings: Settings) -> Publisher:
    """An instance of this test alone, with nothing published."""
    settings.JALON = settings.JALON.model_copy(update={"var_dir": tmp_path})
    return Publisher(Store(tmp_path / "publication"), instance_key(tmp_path / "keys"))
