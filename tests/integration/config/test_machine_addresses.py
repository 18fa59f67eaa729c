"""What machines ask: alive, ready, figures, robots, where to report a flaw."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory

from jalon.config import observe, views
from jalon.core.loopback import from_loopback


def test_alive_needs_no_database(client: Client) -> None:
    """Without the database mark, any query fails the test."""
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_ready_says_what_is_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_release", lambda: "nothing published")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": "ok", "release": "nothing published"}


@pytest.mark.django_db
def test_not_ready_while_migrations_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jalon.core.upgrade.waiting_migrations", lambda alias="default": ["core.0099_later"])
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "core.0099_later" in answer.json()["database"]


@pytest.mark.django_db
def test_not_ready_on_a_database_of_a_newer_version(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jalon.core.upgrade.unknown_migrations", lambda alias="default": ["core.9999_future"])
    assert "newer version (core.9999_future)" in client.get("/readyz").json()["database"]


def test_figures_are_for_this_machine_only(client: Client) -> None:
    assert b"jalon_requests_total" in client.get("/metrics", REMOTE_ADDR="127.0.0.1").content
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404


@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST"]
)
def test_what_came_through_a_proxy_is_not_from_here(client: Client, header: str) -> None:
    """The proxy's own address is loopback: it must not open what is for this machine."""
    extra: dict[str, Any] = {header: "127.0.0.1"}
    assert client.get("/metrics", REMOTE_ADDR="127.0.0.1", **extra).status_code == 404


@pytest.mark.parametrize(
    ("address", "local"),
    [("127.0.0.1", True), ("::1", True), ("127.3.2.1", True), ("10.0.0.1", False), ("", False), ("localhost", False)],
)
def test_loopback_is_told_by_the_number(address: str, local: bool) -> None:
    assert from_loopback(RequestFactory().get("/", REMOTE_ADDR=address)) is local


def test_robots_stay_out_of_the_signed_in_pages(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert b"Disallow: /bureau/" in answer.content


def test_a_researcher_of_flaws_finds_an_address(client: Client) -> None:
    """RFC 9116: Contact and Expires are needed, and Expires is not far off nor past."""
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert fields["Contact"].startswith(("https://", "mailto:", "http://localhost"))
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=300) < expires - datetime.now(UTC) < timedelta(days=366)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/robots.txt"])
def test_machine_addresses_are_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/", "portal"),
        ("/en/plans/plan-3/", "portal"),
        ("/bureau/compte/connexion/", "office"),
        ("/en/bureau/", "office"),
        ("/static/ui/a.css", "static"),
        ("/healthz", "machine"),
    ],
)
def test_figures_name_rooms_never_addresses(path: str, room: str) -> None:
    assert observe.room_of(path) == room
