"""Error pages: both languages, no database, always something to read."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.test import RequestFactory

from jalon.core.errors import Forbidden
from jalon.ui import errors

STATUSES = sorted(errors.WORDS)


def request(path: str = "/plans/") -> HttpRequest:
    return RequestFactory().get(path)


def text(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_is_said_in_both_languages(status: int) -> None:
    french, english = errors.error_page(request(), status), errors.error_page(request("/en/plans/"), status)
    assert french.status_code == english.status_code == status
    assert '<html lang="fr">' in text(french) and 'lang="en"><h2>' in text(french)
    assert '<html lang="en">' in text(english) and 'lang="fr"><h2>' in text(english)
    assert french.headers["Content-Language"] == "fr"
    assert french.headers["Cache-Control"] == "no-store"


def test_the_two_languages_are_not_the_same_words() -> None:
    assert "Page not found" in text(errors.error_page(request("/en/x/"), 404))
    assert "Page introuvable" in text(errors.error_page(request("/x/"), 404))


def test_a_detail_is_shown_cut_and_escaped() -> None:
    found = text(errors.gone(request(), "Retiré le 3 mars <b>" + "x" * 1000))
    assert "Retiré le 3 mars &lt;b&gt;" in found
    assert "x" * 300 not in found


def test_what_the_product_says_is_shown_and_what_python_says_is_not() -> None:
    assert "pas de ce plan" in text(errors.forbidden(request(), Forbidden("Ce droit n’est pas de ce plan")))
    assert "secret" not in text(errors.bad_request(request(), ValueError("secret internal detail")))
    assert "tried" not in text(errors.not_found(request(), Exception({"tried": "patterns"})))


def test_a_body_over_the_limit_is_413() -> None:
    assert errors.bad_request(request(), RequestDataTooBig("too big")).status_code == 413


def test_a_page_that_cannot_be_made_still_says_what_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> str:
        raise OSError("no template")

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = errors.server_error(request("/en/"))
    assert response.status_code == 500
    assert "500. Error of the register" in text(response)


def test_refusals_carry_the_headers_that_machines_need() -> None:
    assert errors.method_not_allowed(request(), ("GET", "HEAD")).headers["Allow"] == "GET, HEAD"
    assert errors.too_many(request(), 60).headers["Retry-After"] == "60"
    assert errors.unavailable(request()).headers["Retry-After"] == "120"
    assert errors.too_large(request(), "20 Mo au plus").status_code == 413


def test_a_form_without_proof_of_origin_says_how_to_go_on() -> None:
    response = errors.csrf_failure(request(), reason="CSRF cookie not set.")
    assert response.status_code == 403
    assert "rechargez la page" in text(response)
    assert "CSRF cookie" not in text(response)


def through(response: HttpResponse) -> HttpResponse:
    found = errors.ErrorPages(lambda _request: response)(request())
    assert isinstance(found, HttpResponse)
    return found


def test_a_bare_refusal_gets_a_page_and_keeps_its_header() -> None:
    found = through(HttpResponseNotAllowed(["POST"]))
    assert found.status_code == 405
    assert found.headers["Allow"] == "POST"
    assert "Méthode refusée" in text(found)


def test_what_has_a_body_is_left_alone() -> None:
    answer = JsonResponse({"ready": False}, status=503)
    assert through(answer) is answer
    fine = HttpResponse(status=204)
    assert through(fine) is fine
