"""Refusals as the whole product answers them: in words, with the security policy, in the language of the address."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    """Somebody who sees error pages as in service, not the exceptions behind them."""
    return Client(raise_request_exception=False)


def test_an_unknown_address_has_a_page_in_each_language(visitor: Client) -> None:
    french, english = visitor.get("/nulle/part/"), visitor.get("/en/no/where/")
    assert french.status_code == english.status_code == 404
    assert 'lang="fr"' in french.content.decode()[:200]
    assert 'lang="en"' in english.content.decode()[:200]


def test_a_method_that_an_address_does_not_take_is_said(visitor: Client) -> None:
    response = visitor.post("/design/")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "Méthode refusée" in response.content.decode()


def test_a_form_from_elsewhere_is_refused_with_the_security_policy() -> None:
    response = Client(enforce_csrf_checks=True).post("/bureau/compte/connexion/", {"login": "x"})
    assert response.status_code == 403
    assert "rechargez la page" in response.content.decode()
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_design_page_carries_a_policy_without_inline_anything(visitor: Client) -> None:
    policy = visitor.get("/design/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "style-src 'self'" in policy and "script-src 'self'" in policy
