"""Signing in: password, lock-out, second factor, closed and demonstration accounts, sessions that end."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from jalon.core.actions import hand_over
from jalon.core.models import AuditEvent, Outbox, User
from tests.integration.core import make
from tests.second_factor import shown

LOGIN = "/bureau/compte/connexion/"


@pytest.fixture
def user(db: None) -> User:
    return make.person("camille", make.PASSWORD)


def sign_in(client: Client, user: User, password: str = make.PASSWORD, **extra: Any) -> Any:
    return client.post(LOGIN, {"login": user.email, "password": password}, **extra)


def signed_in(client: Client) -> bool:
    """Whether a page of the account opens."""
    return client.get(reverse("account_change_password")).status_code == 200


def code(user: User) -> str:
    """The one-time code of this moment, as the person's telephone shows it."""
    totp = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).wrap()
    secret = totp.instance.data["secret"]
    from allauth.mfa.utils import decrypt

    return shown(decrypt(secret))


def with_totp(user: User) -> User:
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    TOTP.activate(user, generate_totp_secret())
    return user


def test_address_and_password_sign_in_and_leave_a_trace(client: Client, user: User) -> None:
    assert sign_in(client, user).status_code == 302
    assert signed_in(client)
    assert AuditEvent.objects.get(action="account.sign_in").actor_uid == user.uid


def test_the_address_may_be_typed_in_capitals(client: Client, user: User) -> None:
    client.post(LOGIN, {"login": user.email.upper(), "password": make.PASSWORD})
    assert signed_in(client)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client: Client, user: User) -> None:
    wrong = sign_in(client, user, "fausse-phrase-77")
    unknown = client.post(LOGIN, {"login": "personne@exemple.fr", "password": make.PASSWORD})
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert not signed_in(client)


def test_five_wrong_passwords_lock_the_account_for_that_address_only(client: Client, user: User) -> None:
    answers = [sign_in(client, user, "fausse-phrase-77").status_code for _ in range(6)]
    assert answers[-1] == 429
    locked = sign_in(client, user)
    assert (locked.status_code, locked["Retry-After"]) == (429, "900")
    assert not signed_in(client)
    assert AuditEvent.objects.filter(action="account.locked_out", subject_uid=user.uid).exists()
    sign_in(client, user, REMOTE_ADDR="192.0.2.77")
    assert signed_in(client)


def test_nobody_opens_an_account_alone(client: Client, db: None) -> None:
    data = {"email": "x@exemple.fr", "password1": make.PASSWORD, "password2": make.PASSWORD}
    assert client.post("/bureau/compte/inscription/", data).status_code == 200
    assert not User.objects.exists()


def test_with_one_time_codes_the_password_alone_does_not_sign_in(client: Client, user: User) -> None:
    answer = sign_in(client, with_totp(user))
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    client.post(answer["Location"], {"code": "000000"})
    assert not signed_in(client)
    client.post(answer["Location"], {"code": code(user)})
    assert signed_in(client)


def test_a_one_time_code_serves_once(client: Client, user: User) -> None:
    sign_in(client, with_totp(user))
    now = code(user)
    client.post(reverse("mfa_authenticate"), {"code": now})
    other = Client()
    sign_in(other, user)
    other.post(reverse("mfa_authenticate"), {"code": now})
    assert (signed_in(client), signed_in(other)) == (True, False)


def test_a_recovery_code_signs_in_once(client: Client, user: User) -> None:
    codes = RecoveryCodes.activate(with_totp(user)).get_unused_codes()
    results = []
    for given in (codes[0], codes[0], codes[1]):
        fresh = Client()
        sign_in(fresh, user)
        fresh.post(reverse("mfa_authenticate"), {"code": given})
        results.append(signed_in(fresh))
    assert results == [True, False, True]


def test_secrets_of_second_factors_are_sealed_in_the_database(user: User) -> None:
    RecoveryCodes.activate(with_totp(user))
    from allauth.mfa.utils import decrypt

    for row in Authenticator.objects.filter(user=user):
        sealed = row.data.get("secret") or row.data["seed"]
        assert decrypt(sealed) not in str(row.data)


def test_a_second_factor_is_set_up_in_the_pages_and_announced_by_letter(
    client: Client, user: User, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, user)
    asked_again = client.get(reverse("mfa_activate_totp"))["Location"]
    page = client.post(asked_again, {"password": make.PASSWORD}, follow=True)
    assert page.status_code == 200
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": shown(secret)})
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert AuditEvent.objects.filter(action="account.second_factor_added", actor_uid=user.uid).exists()
    assert Outbox.objects.filter(recipient=user.email, kind="totp_activated").exists()


def test_a_new_password_ends_every_other_session(client: Client, user: User) -> None:
    elsewhere = Client()
    sign_in(client, user)
    sign_in(elsewhere, user)
    new = "prairie-lanterne-4488"
    data = {"oldpassword": make.PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), data)
    pages = [one.get(reverse("account_change_password")).status_code for one in (client, elsewhere)]
    assert pages == [200, 302]
    assert AuditEvent.objects.filter(action="account.password").count() == 1


def test_a_forgotten_password_is_set_anew_through_the_outbox(client: Client, user: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere, user)
    client.post(reverse("account_reset_password"), {"email": user.email})
    letter = Outbox.objects.get()
    link = next(word for word in letter.body.split() if "mot-de-passe/nouveau" in word)
    path = link.partition("://")[2].partition("/")[2]
    answer = client.get(f"/{path}", follow=True)
    new = "prairie-lanterne-4488"
    client.post(answer.redirect_chain[-1][0], {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert elsewhere.get(reverse("account_change_password")).status_code == 302


def test_asking_for_an_unknown_address_looks_the_same(client: Client, user: User) -> None:
    known = client.post(reverse("account_reset_password"), {"email": user.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "personne@exemple.fr"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_closing_an_account_ends_its_sessions_at_once(client: Client, user: User) -> None:
    sign_in(client, user)
    assert client.get(reverse("account_change_password")).status_code == 200
    hand_over(by=None, leaver=user, expected_revision=user.revision)
    assert client.get(reverse("account_change_password")).status_code == 302
    sign_in(client, user)
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("demo", "address", "opens"),
    [
        (True, "http://localhost:8000", True),
        (False, "http://localhost:8000", False),
        (True, "https://jalon.example.org", False),
    ],
)
def test_demonstration_accounts_open_on_a_demonstration_on_loopback_only(
    client: Client, db: None, settings: Any, demo: bool, address: str, opens: bool
) -> None:
    # A real Environment refuses the last case already, at start; this is the second lock.
    settings.JALON = settings.JALON.model_copy(update={"demo": demo, "base_url": address})
    sign_in(client, make.person("demo", make.PASSWORD, demo=True))
    assert signed_in(client) == opens


def test_a_session_of_a_demonstration_account_is_worth_nothing_once_the_demonstration_is_over(
    client: Client, db: None, settings: Any
) -> None:
    settings.JALON = settings.JALON.model_copy(update={"demo": True})
    sign_in(client, make.person("demo", make.PASSWORD, demo=True))
    settings.JALON = settings.JALON.model_copy(update={"demo": False})
    assert client.get(reverse("account_change_password")).status_code == 302


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_sign_in_pages_are_in_both_languages(client: Client, db: None, name: str) -> None:
    french = client.get(reverse(name))
    english = client.get("/en" + reverse(name))
    assert french.status_code == english.status_code == 200
    assert b'lang="fr"' in french.content
    assert b'lang="en"' in english.content
