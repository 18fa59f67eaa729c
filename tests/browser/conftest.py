"""Pages as a person meets them: the system chromium, a live server on this machine."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from jalon.config.catalogues import compile_all
from jalon.ui.i18n import PACKAGE

# Playwright keeps an event loop in the thread of the tests; Django's database checks would refuse to run there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
list(compile_all(PACKAGE))

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",  # no other host has an address
)

LEFT = "net::ERR_ABORTED"
"""A font or picture still on its way when the person goes on to the next page: nothing failed."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's chromium, silent towards the network. Ours, not pytest-playwright's, whose base_url warns."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a session of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def heard(page: Page) -> list[str]:
    """What the browser complains of: refused by the security policy, not found, failed."""
    return complaints(page)


def complaints(page: Page) -> list[str]:
    """The list in which the page's complaints will stand, one line each."""
    said: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(f"{message.text} {message.location['url']}")

    def failed(request: Request) -> None:
        if request.failure != LEFT:
            said.append(f"failed: {request.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", failed)
    return said


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test that fails says why itself."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the product on a server of this machine, for pages that ask no database: it stays refused."""
    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(all => all.violations)")
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    """Whether something is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
