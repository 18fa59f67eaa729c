"""Pages as a person meets them: the system chromium, a live server on this machine."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
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
def heard(page: Page) -> Iterator[list[str]]:
    """What the browser complains of: refused by the security policy, not found, failed."""
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
    yield said


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page, one line each."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    """Whether something is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
