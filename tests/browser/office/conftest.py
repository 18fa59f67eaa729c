"""The invented house of the office's tests, served to a real browser."""

from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from playwright.sync_api import Browser, Page

from jalon.core.models import User
from tests.integration.office.conftest import PASSWORD, House, house, publication
from tests.second_factor import shown

__all__ = ["House", "house", "publication"]

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SignIn = Callable[[Page, User], None]


@pytest.fixture
def sign_in(live_server: object) -> SignIn:
    """Signs in by the form, as people do."""

    def signed_in(page: Page, user: User) -> None:
        page.goto(f"{live_server}/bureau/")
        page.fill("[name=login]", user.email)
        page.fill("[name=password]", PASSWORD)
        page.click("main form:not(#mfa_login) button")
        page.wait_for_url(f"{live_server}/bureau/**")

    return signed_in


@pytest.fixture
def second_page(browser: Browser) -> Iterator[Page]:
    """Another person's browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def give_totp(user: User) -> None:
    """A real account with a second factor."""
    user.demo = False
    user.save()
    TOTP.activate(user, SECRET)


def code() -> str:
    """What the application shows."""
    return shown(SECRET)
