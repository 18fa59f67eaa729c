"""Demonstration accounts sign in from this machine only, whatever address the server listens on."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.test import RequestFactory

from jalon.core.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "signatory-0123456789"


@pytest.fixture(autouse=True)
def _demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "JALON", settings.JALON.model_copy(update={"demo": True}))


def sign_in(email: str, **meta: Any) -> object:
    request = RequestFactory().post("/bureau/compte/connexion/", **meta)
    return authenticate(request, email=email, password=PASSWORD)


@pytest.fixture
def demo_account() -> User:
    return User.objects.create_user("signatory@demo.invalid", PASSWORD, demo=True)


def test_from_this_machine_it_signs_in(demo_account: User) -> None:
    assert sign_in(demo_account.email, REMOTE_ADDR="127.0.0.1") == demo_account


@pytest.mark.parametrize(
    "meta",
    [{"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1"}],
    ids=["from another machine", "through a proxy"],
)
def test_from_elsewhere_it_does_not(demo_account: User, meta: dict[str, str]) -> None:
    assert sign_in(demo_account.email, **meta) is None


def test_an_ordinary_account_signs_in_from_anywhere() -> None:
    user = User.objects.create_user("person@example.org", PASSWORD)
    assert sign_in(user.email, REMOTE_ADDR="192.0.2.1") == user


def test_without_a_demonstration_its_accounts_are_closed(demo_account: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "JALON", settings.JALON.model_copy(update={"demo": False}))
    assert sign_in(demo_account.email, REMOTE_ADDR="127.0.0.1") is None
