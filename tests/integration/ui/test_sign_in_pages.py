"""The sign-in pages, in the register's look and both languages."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import translation

PASSWORD = "violette-cheval-9731"


@pytest.fixture
def person(db: None) -> Any:
    return get_user_model().objects.create_user("camille@exemple.invalid", PASSWORD, display_name="Camille")


@pytest.fixture
def known(client: Client, person: Any) -> Client:
    """Signed in, and confirmed a moment ago."""
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def page(client: Client, name: str, lang: str = "fr", **kwargs: Any) -> str:
    with translation.override(lang):
        address = reverse(name, kwargs=kwargs or None)
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code, response.headers.get("Location"))
    return response.content.decode()


def check(source: str) -> None:
    """In the register's look, with nothing that the security policy refuses."""
    assert "ui/css/office.css" in source and 'class="masthead"' in source
    assert " style=" not in source and "data:image" not in source
    for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", source, flags=re.DOTALL):
        assert "application/json" in attributes or not body.strip()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "french", "english"),
    [
        ("account_login", "Se connecter", "Sign in"),
        ("account_reset_password", "Mot de passe oublié", "Forgotten password"),
        ("account_reset_password_done", "Courriel envoyé", "Email sent"),
        ("account_inactive", "Compte fermé", "Account closed"),
    ],
)
def test_pages_before_sign_in_speak_both_languages(client: Client, name: str, french: str, english: str) -> None:
    in_french, in_english = page(client, name), page(client, name, "en")
    check(in_french)
    assert f'<h1 id="titre">{french}</h1>' in in_french
    assert f'<h1 id="titre">{english}</h1>' in in_english


@pytest.mark.parametrize(
    ("name", "french"),
    [
        ("account_logout", "Se déconnecter"),
        ("account_change_password", "Changer de mot de passe"),
        ("account_reauthenticate", "Confirmer que c’est vous"),
        ("mfa_index", "Second facteur"),
        ("mfa_activate_totp", "Installer une application de codes"),
        ("mfa_list_webauthn", "Clés d’accès"),
        ("mfa_add_webauthn", "Ajouter une clé d’accès"),
    ],
)
def test_pages_of_the_account_are_in_the_registers_look(known: Client, name: str, french: str) -> None:
    source = page(known, name)
    check(source)
    assert f'<h1 id="titre">{french}</h1>' in source


def test_the_code_to_scan_is_drawn_in_the_page_and_given_in_letters(known: Client) -> None:
    source = page(known, "mfa_activate_totp")
    assert '<svg class="qr"' in source
    assert re.search(r'<span class="secret">[A-Z2-7]{16,}</span>', source)


def test_a_passkey_page_names_its_button_and_fields_to_the_script(known: Client) -> None:
    source = page(known, "mfa_add_webauthn")
    (settings,) = re.findall(r'data-allauth-onload="allauth\.webauthn\.forms\.addForm"[^>]*>(.*?)</script>', source)
    for wanted in re.findall(r'"(?:add|credential|passwordless|data)": "([^"]+)"', settings):
        assert f'id="{wanted}"' in source
    assert 'src="/static/mfa/js/webauthn.js"' in source


def test_a_wrong_password_is_said_first_and_in_the_title(client: Client, person: Any) -> None:
    response = client.post(reverse("account_login"), {"login": person.email, "password": "faux"})
    source = response.content.decode()
    assert "<title>Erreur" in source
    assert source.index('class="errors"') < source.index('<h1 id="titre"')


def test_an_empty_form_ties_each_error_to_its_field(client: Client, person: Any) -> None:
    source = client.post(reverse("account_login"), {}).content.decode()
    assert 'href="#id_login"' in source and 'id="id_login"' in source
    assert 'aria-describedby="id_login_erreur"' in source


def test_a_second_factor_is_asked_with_a_way_back(client: Client, person: Any) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(person, generate_totp_secret())
    response = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True)
    source = response.content.decode()
    check(source)
    assert "Donnez le code à six chiffres" in source
    assert 'form="logout-from-stage"' in source and 'id="logout-from-stage"' in source


def test_recovery_codes_are_shown_to_be_kept(known: Client, person: Any) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    source = page(known, "mfa_view_recovery_codes")
    check(source)
    assert len(re.findall(r"<li>[\w-]{8,}</li>", source)) == 10
    check(page(known, "mfa_generate_recovery_codes"))
    check(page(known, "mfa_deactivate_totp"))
    assert "10 codes non employés" in page(known, "mfa_index")


def test_keys_can_be_renamed_and_removed(known: Client, person: Any) -> None:
    data = {"name": "Clé bleue", "credential": {"clientExtensionResults": {}}}
    key = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
    assert "Clé bleue" in page(known, "mfa_list_webauthn")
    assert 'value="Clé bleue"' in page(known, "mfa_edit_webauthn", pk=key.pk)
    assert "Clé bleue" in page(known, "mfa_remove_webauthn", pk=key.pk)


def test_a_used_reset_link_says_so_and_offers_another(client: Client, person: Any) -> None:
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "a1-b2"})
    source = client.get(address, follow=True).content.decode()
    assert "Ce lien ne vaut plus" in source
    assert reverse("account_reset_password") in source
