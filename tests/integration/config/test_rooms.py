"""A portal and an office in processes of their own."""

import pytest
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from jalon.config.rooms import ServedRooms


def answer_of(monkeypatch: pytest.MonkeyPatch, rooms: str, path: str) -> int:
    monkeypatch.setattr(settings, "JALON", settings.JALON.model_copy(update={"rooms": rooms}))

    def inside(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("page")

    return ServedRooms(inside)(RequestFactory().get(path)).status_code


@pytest.mark.parametrize("path", ["/bureau/", "/en/bureau/compte/connexion/"])
def test_a_portal_serves_no_signed_in_page(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    assert answer_of(monkeypatch, "portal", path) == 404
    assert answer_of(monkeypatch, "office", path) == 200


@pytest.mark.parametrize("path", ["/", "/en/plans/plan-3/"])
def test_an_office_serves_no_public_page(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    assert answer_of(monkeypatch, "office", path) == 404
    assert answer_of(monkeypatch, "portal", path) == 200


@pytest.mark.parametrize("rooms", ["portal", "office"])
@pytest.mark.parametrize("path", ["/healthz", "/static/ui/a.css", "/robots.txt"])
def test_both_answer_machines_and_give_their_style(monkeypatch: pytest.MonkeyPatch, rooms: str, path: str) -> None:
    assert answer_of(monkeypatch, rooms, path) == 200


def test_one_process_for_all_pays_nothing_for_it() -> None:
    with pytest.raises(MiddlewareNotUsed):
        ServedRooms(lambda _request: HttpResponse())
