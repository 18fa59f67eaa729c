"""The French register on a server of this machine, without database."""

import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, Route

from jalon.demo import fictional, france
from jalon.publication.keys import instance_key
from jalon.publication.reader import Reader, open_reader
from jalon.publication.store import Store
from tests.publishing import Publisher


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test that fails says why itself."""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the register, one Release of the French parts and the invented ones; the test database stays refused."""
    var = tmp_path_factory.mktemp("register")
    Publisher(Store(var / "publication"), instance_key(var / "keys")).release(*france.parts(), *fictional.parts())
    with override_settings(JALON=settings.JALON.model_copy(update={"var_dir": Path(var)})):
        server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), _Server, _Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def reader(register: str) -> Reader:
    """What the register publishes."""
    return open_reader()


def alone(context: BrowserContext, register: str) -> list[str]:
    """Cut the network: only the register answers. Gives the list of what was asked of other hosts."""
    others: list[str] = []

    def answer(route: Route) -> None:
        if route.request.url.startswith((register, "data:")):
            route.continue_()
        else:
            others.append(route.request.url)
            route.abort()

    context.route("**/*", answer)
    return others


@pytest.fixture
def bare(browser: Browser, register: str) -> Iterator[Page]:
    """A page without JavaScript."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
