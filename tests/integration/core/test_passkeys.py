"""Passkeys: registered in the pages, then sign in alone or after the password; those of another site do not."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from jalon.core.accounts.second_factor import has_second_factor
from jalon.core.actions import hand_over
from jalon.core.models import User
from tests.integration.core import make
from tests.integration.core.soft_key import SoftKey
from tests.integration.core.test_sign_in import sign_in, signed_in

SITE = "jalon.example.org"


@pytest.fixture
def site(db: None, settings: Any) -> None:
    """An instance in service, where origins are checked."""
    settings.ALLOWED_HOSTS = [SITE, "localhost", "127.0.0.1"]


def browser(site: str = SITE) -> Client:
    return Client(SERVER_NAME=site)


def options(answer: Any) -> Any:
    """What the page's script hands to the browser."""
    return json.loads(json.dumps(answer))


def registered(client: Client, user: User, key: SoftKey, passwordless: bool = True) -> bool:
    sign_in(client, user)
    add = reverse("mfa_add_webauthn")
    asked_again = client.get(add)["Location"]
    page = client.post(asked_again, {"password": make.PASSWORD}, follow=True)
    answer = key.create(options(dict(page.context["js_data"]["creation_options"])))
    client.post(add, {"name": "Clé", "credential": json.dumps(answer), "passwordless": passwordless})
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()


@pytest.fixture
def user(site: None) -> User:
    return make.person("camille", make.PASSWORD)


@pytest.fixture
def key() -> SoftKey:
    return SoftKey(f"https://{SITE}", SITE)


def enter(client: Client, key: SoftKey) -> bool:
    """Sign in by passkey alone."""
    where = reverse("mfa_login_webauthn")
    asked = client.get(where, headers={"x-requested-with": "XMLHttpRequest"}).json()["request_options"]
    client.post(where, {"credential": json.dumps(key.get(asked))})
    return signed_in(client)


def test_a_passkey_signs_in_alone_and_counts_as_second_factor(user: User, key: SoftKey) -> None:
    assert registered(browser(), user, key)
    assert has_second_factor(user)
    assert enter(browser(), key)


def test_a_passkey_completes_the_password(user: User, key: SoftKey) -> None:
    registered(browser(), user, key)
    client = browser()
    where = sign_in(client, user)["Location"]
    assert not signed_in(client)
    page = client.get(where)
    asked = options(dict(page.context["js_data"]["request_options"]))
    client.post(where, {"credential": json.dumps(key.get(asked))})
    assert signed_in(client)


def test_a_passkey_of_another_site_is_refused(user: User) -> None:
    assert not registered(browser(), user, SoftKey("https://jalon.exemple.net", SITE))
    assert not registered(browser(), user, SoftKey(f"http://{SITE}", SITE))
    assert not registered(browser(), user, SoftKey(f"https://{SITE}", "exemple.net"))


def test_a_passkey_that_was_not_registered_does_not_sign_in(user: User, key: SoftKey) -> None:
    registered(browser(), user, key)
    stranger = SoftKey(f"https://{SITE}", SITE)
    stranger.id, stranger.user_handle = key.id, key.user_handle
    assert not enter(browser(), stranger)


def test_a_passkey_works_on_localhost_whatever_the_port_and_not_on_127_0_0_1(user: User) -> None:
    assert registered(browser("localhost"), user, SoftKey("http://localhost:8000", "localhost"))
    Authenticator.objects.all().delete()
    assert not registered(browser("127.0.0.1"), user, SoftKey("http://127.0.0.1:8000", "127.0.0.1"))


def test_an_answer_serves_once(user: User, key: SoftKey) -> None:
    registered(browser(), user, key)
    client, where = browser(), reverse("mfa_login_webauthn")
    asked = client.get(where, headers={"x-requested-with": "XMLHttpRequest"}).json()["request_options"]
    answer = json.dumps(key.get(asked))
    client.post(where, {"credential": answer})
    other = browser()
    other.get(where, headers={"x-requested-with": "XMLHttpRequest"})
    other.post(where, {"credential": answer})
    assert (signed_in(client), signed_in(other)) == (True, False)


def test_the_passkey_of_a_closed_account_opens_nothing(user: User, key: SoftKey) -> None:
    registered(browser(), user, key)
    hand_over(by=None, leaver=user, expected_revision=user.revision)
    assert not enter(browser(), key)
