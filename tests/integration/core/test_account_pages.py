"""Every page of one's own account opens, in the language of its address, whatever second factors there are."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from jalon.core.models import User
from tests.integration.core import make
from tests.integration.core.soft_key import SoftKey
from tests.integration.core.test_passkeys import browser, registered
from tests.integration.core.test_sign_in import code, with_totp

BAD_ANSWERS = ["", "{}", "[]", "null", "12", "x", '{"id": "a", "response": {"userHandle": "???"}}', '{"id": [1]}']
PAGES = [
    "account_change_password",
    "account_reauthenticate",
    "account_logout",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
]


@pytest.fixture
def strong(db: None) -> tuple[Client, User]:
    """Somebody with one-time codes, recovery codes and a passkey, who has just confirmed the password."""
    user, client = make.person("camille", make.PASSWORD), browser("localhost")
    registered(client, user, SoftKey("http://localhost:8000", "localhost"), passwordless=False)
    with_totp(user)
    return client, user


@pytest.mark.parametrize("name", PAGES)
def test_the_page_opens_in_both_languages(strong: tuple[Client, User], name: str) -> None:
    client, _user = strong
    path = reverse(name)
    assert [client.get(path).status_code, client.get(f"/en{path}").status_code] == [200, 200]


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_a_passkey_has_its_pages(strong: tuple[Client, User], name: str) -> None:
    client, user = strong
    key = Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN)
    assert client.get(reverse(name, args=[key.pk])).status_code == 200


def test_nobody_touches_the_passkey_of_another(strong: tuple[Client, User]) -> None:
    _client, user = strong
    key = Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN)
    other, stranger = browser("localhost"), make.person("autre", make.PASSWORD)
    registered(other, stranger, SoftKey("http://localhost:8000", "localhost"), passwordless=False)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        path = reverse(name, args=[key.pk])
        assert other.get(path).status_code == 404
        assert other.post(path, {"name": "volée"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_the_confirmation_of_a_second_factor_opens(client: Client, db: None) -> None:
    user = with_totp(make.person("camille", make.PASSWORD))
    RecoveryCodes.activate(user)
    login = client.post(reverse("account_login"), {"login": user.email, "password": make.PASSWORD})
    page = client.get(login["Location"])
    assert page.status_code == 200
    client.post(login["Location"], {"code": code(user)})
    assert client.get(reverse("mfa_reauthenticate")).status_code == 200


def test_signing_out_asks_first_and_ends_the_session(strong: tuple[Client, User]) -> None:
    client, _user = strong
    client.get(reverse("account_logout"))
    assert client.get(reverse("mfa_index")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("mfa_index")).status_code == 302


def test_a_closed_account_has_a_page_that_says_so(client: Client, db: None) -> None:
    assert client.get(reverse("account_inactive")).status_code == 200


def test_answers_that_are_no_passkey_are_refused_without_an_error(client: Client, db: None) -> None:
    where = reverse("mfa_login_webauthn")
    for answer in BAD_ANSWERS:
        client.get(where, headers={"x-requested-with": "XMLHttpRequest"})
        assert client.post(where, {"credential": answer}).status_code in {200, 302}


def test_a_passkey_that_cannot_be_read_is_not_registered(strong: tuple[Client, User]) -> None:
    client, user = strong
    for answer in BAD_ANSWERS:
        client.get(reverse("mfa_add_webauthn"))
        assert client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": answer}).status_code == 200
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count() == 1
