"""The design pages in a browser: accessible, legible at every width and theme, usable with the keyboard alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import scrolls_sideways, served, violations

ADDRESSES = ["/design/", "/design/bureau/"]


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """Where the design pages are served, without database."""
    with served() as address:
        yield address


@pytest.mark.parametrize(
    ("address", "width", "theme"),
    [
        ("/design/", 1280, "light"),
        ("/design/", 320, "dark"),
        ("/design/bureau/", 1280, "dark"),
        ("/en/design/bureau/", 320, "light"),
    ],
)
def test_axe_finds_nothing(base: str, page: Page, address: str, width: int, theme: Any) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(base + address)
    assert violations(page) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_wider_than_a_narrow_screen_or_cut_at_twice_the_size(base: str, page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto(base + address)
    assert not scrolls_sideways(page)
    page.set_viewport_size({"width": 640, "height": 600})  # 1280 px at 200 %
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_browser_refuses_nothing_and_misses_nothing(base: str, page: Page, heard: list[str], address: str) -> None:
    page.goto(base + address, wait_until="networkidle")
    assert [line for line in heard if "favicon" not in line] == []


def test_the_first_tab_skips_to_the_content(base: str, page: Page) -> None:
    page.goto(base + "/design/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_a_marker_opens_the_folded_notes_and_the_note_leads_back(base: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto(base + "/design/")
    note = page.locator("#s1")
    assert not note.is_visible()
    page.locator("a[href='#s1']").first.click()
    assert note.is_visible()
    note.locator("a[href='#r1']").click()
    assert page.url.endswith("#r1")


def test_notes_stand_open_beside_the_text_on_a_wide_screen(base: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(base + "/design/")
    box, text = page.locator("#s1").bounding_box(), page.locator("h1").bounding_box()
    assert box is not None and text is not None
    assert box["x"] > text["x"] + text["width"] and box["height"] > 0


def test_nothing_moves_for_those_who_ask_for_stillness(base: str, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(base + "/design/")
    moving = "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
    assert page.evaluate(moving) == 0


def test_printed_pages_keep_their_notes_and_lose_their_controls(base: str, page: Page) -> None:
    page.emulate_media(media="print")
    page.goto(base + "/design/")
    assert page.locator("#s1").is_visible()
    assert not page.locator(".filter").first.is_visible()


def test_everything_is_there_without_javascript(base: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 600})
    page = context.new_page()
    page.goto(base + "/design/")
    page.locator("summary").first.click()
    assert page.locator("#s1").is_visible()
    context.close()
