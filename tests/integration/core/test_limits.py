"""Limits: counted for every worker together, for the address that really asks."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from jalon.core.errors import TooMany
from jalon.core.limits import client_address, count, limited
from tests.integration.core.conftest import Threads


def test_attempts_beyond_the_limit_are_refused_until_the_window_is_over(db: None) -> None:
    for _ in range(3):
        count("essai", "192.0.2.1", limit=3, seconds=3600)
    with pytest.raises(TooMany) as refused:
        count("essai", "192.0.2.1", limit=3, seconds=3600)
    assert 0 < refused.value.seconds <= 3600


def test_others_and_other_things_are_counted_apart(db: None) -> None:
    count("essai", "192.0.2.1", limit=1, seconds=3600)
    count("essai", "192.0.2.2", limit=1, seconds=3600)
    count("autre", "192.0.2.1", limit=1, seconds=3600)


def test_attempts_at_the_same_moment_are_all_counted(threads: Threads) -> None:
    results = threads.race(*[lambda: count("essai", "192.0.2.9", limit=4, seconds=36000)] * 8)
    assert sum(result is None for result in results) == 4
    assert sum(isinstance(result, TooMany) for result in results) == 4


def test_a_limited_view_answers_429_with_the_time_to_wait(db: None) -> None:
    @limited("vue", limit=2, seconds=3600)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    make = RequestFactory()
    assert [view(make.post("/")).status_code for _ in range(3)] == [200, 200, 429]
    assert 0 < int(view(make.post("/"))["Retry-After"]) <= 3600
    assert view(make.get("/")).status_code == 200


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "", "203.0.113.5"),
        (0, "198.51.100.1", "203.0.113.5"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "10.0.0.2", "203.0.113.5"),
        (1, "", "203.0.113.5"),
    ],
)
def test_the_address_is_the_one_that_the_outermost_trusted_proxy_saw(
    settings: Any, proxies: int, header: str, address: str
) -> None:
    settings.JALON = settings.JALON.model_copy(update={"trusted_proxies": proxies})
    given = {"HTTP_X_FORWARDED_FOR": header} if header else {}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="203.0.113.5", **given)) == address
