"""Every answer carries the headers that shut what we do not use, and the name of its request."""

import re
from typing import Any

import pytest
from django.test import Client

from jalon.core.models import AuditEvent
from tests.integration.core import make

PAGES = ["/bureau/compte/connexion/", "/nulle/part/", "/healthz"]


@pytest.mark.parametrize("path", PAGES)
def test_sensors_are_off_and_passkeys_are_ours(client: Client, db: None, path: str) -> None:
    policy = client.get(path)["Permissions-Policy"]
    assert "camera=()" in policy
    assert "geolocation=()" in policy
    assert "publickey-credentials-get=(self)" in policy


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_names_its_request(client: Client, db: None, path: str) -> None:
    names = {client.get(path)["X-Request-ID"] for _ in range(2)}
    assert len(names) == 2
    assert all(re.fullmatch(r"[0-9a-f]{16}", name) for name in names)


@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [(1, "abcdef-123456", True), (0, "abcdef-123456", False), (1, "court", False), (1, "a\nb injecté partout", False)],
)
def test_a_given_request_id_is_taken_from_a_trusted_proxy_only(
    client: Client, settings: Any, proxies: int, given: str, taken: bool
) -> None:
    settings.JALON = settings.JALON.model_copy(update={"trusted_proxies": proxies})
    assert (client.get("/healthz", HTTP_X_REQUEST_ID=given)["X-Request-ID"] == given) == taken


def test_the_trace_bears_the_name_of_the_request_that_caused_it(client: Client, db: None) -> None:
    user = make.person("camille", make.PASSWORD)
    answer = client.post(PAGES[0], {"login": user.email, "password": make.PASSWORD})
    assert AuditEvent.objects.get(action="account.sign_in").request_id == answer["X-Request-ID"]


def test_the_policy_of_contents_forbids_other_hosts_and_inline_code(client: Client, db: None) -> None:
    policy = client.get(PAGES[0])["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy
