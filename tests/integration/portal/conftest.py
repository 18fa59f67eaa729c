"""The portal on the real French parts and on invented ones. No database: whatever asks for one fails."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from jalon.demo import fictional, france
from jalon.publication.keys import instance_key
from jalon.publication.store import Store
from tests.publishing import Publisher


def publisher_in(var: Path) -> Publisher:
    """The store and the key of a var folder."""
    return Publisher(Store(var / "publication"), instance_key(var / "keys"))


@pytest.fixture(scope="session")
def french_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with one Release of the French parts. Read only."""
    var = tmp_path_factory.mktemp("france") / "var"
    publisher_in(var).release(*france.parts())
    return var


@pytest.fixture
def french(french_var: Path, settings: Settings) -> Client:
    """A visitor of the French register."""
    settings.JALON = settings.JALON.model_copy(update={"var_dir": french_var})
    return Client()


@pytest.fixture(scope="session")
def demonstration_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with one Release of the whole demonstration: the French parts, and the invented ones. Read only."""
    var = tmp_path_factory.mktemp("demonstration") / "var"
    publisher_in(var).release(*france.parts(), *fictional.parts())
    return var


@pytest.fixture
def demonstrated(demonstration_var: Path, settings: Settings) -> Client:
    """A visitor of the demonstration."""
    settings.JALON = settings.JALON.model_copy(update={"var_dir": demonstration_var})
    return Client()


@pytest.fixture
def publisher(tmp_path: Path, settings: Settings) -> Publisher:
    """An instance of this test alone, with nothing published."""
    settings.JALON = settings.JALON.model_copy(update={"var_dir": tmp_path})
    return publisher_in(tmp_path)
