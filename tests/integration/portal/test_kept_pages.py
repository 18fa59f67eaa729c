"""The cache of public pages in the whole middleware, on the real French parts. The database is refused throughout."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from jalon.portal.cache import PUBLIC
from jalon.publication.reader import open_reader
from tests.publishing import NOON, Publisher
from tests.synthetic import plan_part

PER_REQUEST = {"X-Request-ID"}


def english(path: str) -> str:
    return f"/en{path}"


@pytest.fixture
def pages(french: Client) -> tuple[str, ...]:
    plan = open_reader().plans()[-1]
    return ("/", f"/plans/{plan.slug}/", "/parlement/", "/sources/", "/recherche/?q=mesure", "/donnees/plans.csv")


def test_the_kept_page_is_the_page_with_all_its_headers(french: Client, pages: tuple[str, ...]) -> None:
    for path in (*pages, *map(english, pages)):
        first, second = french.get(path), french.get(path)
        assert (first.status_code, first.content) == (200, second.content), path
        said = [{k: v for k, v in answer.items() if k not in PER_REQUEST} for answer in (first, second)]
        assert said[0] == said[1]
        assert said[0]["Cache-Control"] == PUBLIC
        assert "script-src 'self'" in said[0]["Content-Security-Policy"]
        assert {"X-Frame-Options", "X-Content-Type-Options", "Permissions-Policy", "Content-Language"} <= said[0].keys()
        assert not first.cookies and not second.cookies


def test_each_language_is_kept_apart(french: Client, pages: tuple[str, ...]) -> None:
    for path in pages[:-1]:
        answers = [french.get(address).content.decode() for address in (path, english(path)) * 2]
        assert answers[:2] == answers[2:]
        assert '<html lang="fr"' in answers[0] and '<html lang="en"' in answers[1]


def test_the_browser_that_asks_for_english_gets_the_address_it_asked_for(french: Client) -> None:
    first = french.get("/", headers={"accept-language": "en"})
    assert '<html lang="fr"' in first.content.decode()
    assert first.content == french.get("/", headers={"accept-language": "fr"}).content
    assert first["Vary"] == "Accept-Encoding"


def test_a_cookie_neither_enters_nor_leaves_the_memory(french: Client) -> None:
    french.cookies["sessionid"] = "of-somebody"
    assert not french.get("/").has_header("Cache-Control")
    french.cookies.clear()
    kept = french.get("/")
    french.cookies["sessionid"] = "of-another"
    again = french.get("/")
    assert (kept["ETag"], kept.content) == (again["ETag"], again.content)
    assert not again.cookies


def test_other_rooms_are_never_public(french: Client) -> None:
    for path in (
        "/healthz",
        "/robots.txt",
        "/design/",
        "/bureau/",
        "/plans/nulle-part/",
        "/donnees/rien.csv",
        "/id/x/",
    ):
        response = french.get(path)
        assert not response.get("Cache-Control", "").startswith("public"), path


def test_a_new_release_is_on_the_page_of_the_next_visitor(publisher: Publisher, client: Client) -> None:
    publisher.release(plan_part())
    before = [client.get("/").content for _visit in range(2)]
    facts = plan_part()
    plans = tuple(replace(p, country="BE") for p in facts.plans)
    made = publisher.release(replace(facts, plans=plans), at=NOON + timedelta(days=1))
    after = client.get("/")
    assert before[0] == before[1] != after.content
    assert made.id[:12] in after.content.decode()


def test_before_the_first_release_nothing_is_kept(publisher: Publisher, client: Client) -> None:
    assert client.get("/").status_code == 503
    publisher.release(plan_part())
    assert client.get("/").status_code == 200


def test_a_strange_host_is_refused_even_where_the_page_is_kept(french: Client) -> None:
    assert french.get("/").status_code == 200
    assert french.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("query", ["?version=zzzzzzz", "?etat=2023-02-30", "?version=%00", "?etat=1%0d%0a"])
def test_an_address_that_cannot_be_read_is_refused_each_time(french: Client, query: str) -> None:
    for _time in range(2):
        response = french.get("/" + query)
        assert (response.status_code, response.has_header("ETag")) == (400, False)
