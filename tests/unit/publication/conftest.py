"""A store, a key and a time; no database."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from jalon.publication.keys import InstanceKey, instance_key
from jalon.publication.store import Store
from tests.publishing import Publisher


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty publication directory."""
    return Store(tmp_path / "publication")


@pytest.fixture
def key(tmp_path: Path) -> InstanceKey:
    """The key of the instance."""
    return instance_key(tmp_path / "keys")


@pytest.fixture
def publisher(store: Store, key: InstanceKey) -> Publisher:
    """Signs and releases in a store."""
    return Publisher(store, key)


NOON = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)
