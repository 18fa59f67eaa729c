"""No personal field ever in a log: what the room does with a person's name, address and links is written nowhere."""

import base64
import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator

import pytest
import structlog
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jalon.core import due, logs, outbox
from jalon.core.actions import hand_over, invitations
from jalon.core.enums import Role
from jalon.core.models import User
from tests.integration.core import make

NAME = "Hippolyte Quatrefages"
EMAIL = "hippolyte.quatrefages@exemple.fr"


@pytest.fixture
def written() -> Iterator[Callable[[], str]]:
    """What the configuration of service writes, as lines of JSON."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    config = logs.logging_config(as_json=True)
    logging.config.dictConfig(config)
    for handler in root.handlers:
        handler.setStream(stream)
    yield stream.getvalue
    root.handlers[:] = before
    root.setLevel(level)


def test_a_life_of_an_account_leaves_no_person_in_the_logs(
    db: None, client: Client, written: Callable[[], str], settings: object
) -> None:
    body = make.body()
    make.signatory(body)
    sent = invitations.invite(by=None, email=EMAIL, role=Role.SIGNATORY, organisation=body)
    token = invitations.token_of(sent)
    where = reverse("account_invitation", args=[token])
    client.post(where, {"display_name": NAME, "password": make.PASSWORD, "again": make.PASSWORD})
    Client().get(where)
    for password in ("fausse-phrase-77",) * 6:
        Client().post(reverse("account_login"), {"login": EMAIL, "password": password})
    Client().get(f"/nulle/part/?q={EMAIL}")
    Client().post(reverse("account_reset_password"), {"email": EMAIL})

    def away(letter: object) -> None:
        raise ConnectionRefusedError(f"550 {EMAIL} unknown")

    outbox.send_due(timezone.now(), away)
    leaver = User.objects.get(email=EMAIL)
    hand_over(by=None, leaver=leaver, expected_revision=leaver.revision)
    text = written()
    assert "letter_failed" in text
    for secret in (NAME, "Hippolyte", "quatrefages", EMAIL, token, make.PASSWORD, "127.0.0.1"):
        assert secret not in text


def test_a_job_that_fails_is_logged_with_its_place_and_without_its_message(
    db: None, written: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import datetime, timedelta

    monkeypatch.setattr(due, "_jobs", {})

    def breaks(now: datetime) -> None:
        raise ValueError(f"Key (email)=({EMAIL}) already exists for {NAME}")

    due.register(due.Job("essai", timedelta(days=1), breaks))
    due.run_due(timezone.now())
    [line] = [json.loads(text) for text in written().splitlines()]
    assert (line["event"], line["job"], line["error"], line["level"]) == ("job_failed", "essai", "ValueError", "error")
    assert "test_logs.py" in line["where"]
    assert "breaks" in line["where"]
    assert NAME not in str(line)
    assert EMAIL not in str(line)


def test_an_error_of_a_page_is_logged_without_its_message(written: Callable[[], str]) -> None:
    try:
        raise RuntimeError(NAME)
    except RuntimeError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/bureau/")
    [line] = [json.loads(text) for text in written().splitlines()]
    assert (line["error"], line["event"]) == ("RuntimeError", "Internal Server Error: /bureau/")
    assert NAME not in str(line)


@given(st.text(min_size=1, max_size=30), st.sampled_from(["person", "name", "email", "user", "autre", "subject"]))
def test_a_string_under_a_key_that_is_not_known_to_be_plain_is_hidden(value: str, key: str) -> None:
    found = logs.no_persons(None, "info", {"event": "x", key: value})
    assert found[key] == logs.HIDDEN or logs.HEX_OR_UID.fullmatch(value)


@given(st.from_regex(r"[A-Za-z0-9._+-]{1,20}@[a-z0-9-]{1,10}\.[a-z]{2,5}", fullmatch=True))
def test_an_address_in_free_text_is_hidden(address: str) -> None:
    for text in (address, f"<{address}>", f"user={address};", f"'{address}'", address.replace("@", "%40")):
        assert address not in logs.masked(text)
        assert address.replace("@", "%40") not in logs.masked(text)


def test_uids_hashes_and_ordinary_words_stay_readable() -> None:
    for text in (
        "01938c2e-7b1a-7000-8000-0123456789ab",
        "a" * 64,
        "/plans/plan-3/mesures/16/",
        "/plans/plan-national-de-lutte-2024-2027-version-longue/",
        "core.outbox",
        "auth.py:139:parse_authentication_response",
    ):
        assert logs.masked(text) == text


@given(st.binary(min_size=24, max_size=60), st.booleans())
def test_random_tokens_are_hidden(noise: bytes, as_hex: bool) -> None:
    token = (b"\x00\xff" * 8 + noise).hex() if as_hex else "A9" + base64.urlsafe_b64encode(noise).decode().strip("=")
    if not logs.HEX_OR_UID.fullmatch(token):
        assert token not in logs.masked(f"/bureau/compte/mot-de-passe/nouveau/1-{token}/")


def test_numbers_and_the_request_id_stay(written: Callable[[], str]) -> None:
    with structlog.contextvars.bound_contextvars(request_id="0123456789abcdef"):
        structlog.get_logger("jalon.essai").info("compte", total=3, complete=True)
    [line] = [json.loads(text) for text in written().splitlines()]
    assert (line["total"], line["complete"], line["request_id"]) == (3, True, "0123456789abcdef")
