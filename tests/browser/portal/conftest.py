"""The French register on a server of this machine, without database."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page, Request

from jalon.demo import fictional, france
from jalon.publication.keys import instance_key
from jalon.publication.reader import Reader, open_reader
from jalon.publication.store import Store
from tests.browser.conftest import complaints, served
from tests.publishing import Publisher


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the register, one Release of the French parts and the invented ones; the test database stays refused."""
    var = tmp_path_factory.mktemp("register")
    Publisher(Store(var / "publication"), instance_key(var / "keys")).release(*france.parts(), *fictional.parts())
    with override_settings(JALON=settings.JALON.model_copy(update={"var_dir": Path(var)})), served() as address:
        yield address


@pytest.fixture
def reader(register: str) -> Reader:
    """What the register publishes."""
    return open_reader()


@dataclass
class Visit:
    """A page that goes from address to address of the register, and what it asked of other hosts."""

    page: Page
    others: list[str]
    heard: list[str]


@pytest.fixture(scope="module")
def visit(browser: Browser, register: str) -> Iterator[Visit]:
    """One visitor of all pages: the register keeps nothing of a visit, so that each page is met as the first one."""
    context = browser.new_context()
    page = context.new_page()
    found = Visit(page, [], complaints(page))

    def asked(request: Request) -> None:
        if not request.url.startswith((register, "data:")):
            found.others.append(request.url)

    context.on("request", asked)
    yield found
    context.close()


@pytest.fixture
def bare(browser: Browser, register: str) -> Iterator[Page]:
    """A page without JavaScript."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
