"""A text too long to be searched is cut, and the page says so."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.pages import get


def test_what_is_too_long_is_cut_and_said(french: Client) -> None:
    page = get(french, "/recherche/?q=" + "traite " * 1500)
    assert "seul son début a été cherché" in page.main()
    assert page.main().count("traite " * 40) == 0


def test_a_short_search_says_nothing_of_it(french: Client) -> None:
    assert "seul son début" not in get(french, "/recherche/?q=traite").main()


def other_language(client: Client, query: str) -> str:
    """The address of the same search in English."""
    page = get(client, f"/recherche/?{query}")
    return next(e["href"] for e in page.all("a") if e["hreflang"] == "en")


@pytest.mark.parametrize(
    "query", ["q=" + "traite+" * 1500, "q=" + "%F0%9F%A6%8A" * 900, "q=x&" + "x" * 5000 + "=1", "q=x" + "&a=b" * 900]
)
def test_the_link_to_the_other_language_is_not_as_long_as_what_was_written(french: Client, query: str) -> None:
    assert len(other_language(french, query)) < 4100


def test_a_long_search_in_the_other_language_is_the_same_search(french: Client) -> None:
    address = other_language(french, "q=" + "%20%20traite" * 400 + "&genre=measure")
    asked = parse_qs(urlsplit(address).query)
    assert asked["genre"] == ["measure"]
    assert asked["q"][0].strip() == ("traite " * 200)[:200].strip()


def test_a_short_address_is_repeated_as_it_is(french: Client) -> None:
    assert other_language(french, "q=foyer%20s%C3%BBr&etat=").endswith("/?q=foyer%20s%C3%BBr&etat=")


def test_of_more_hits_than_are_counted_the_page_says_that_there_are_more(
    french: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jalon.publication.search.COUNTED", 25)
    words = get(french, "/recherche/?q=traite").main()
    assert "Plus de " in words and "premiers se lisent ici" in words and "Sources, plus de 25" in words
    one = get(french, "/recherche/?q=traite&genre=sources").main()
    assert "Plus de 25 résultats" in one and "Les 25 premiers se lisent ici" in one
    assert "Plus de 25" not in get(french, "/recherche/?q=traite&genre=plan").main().replace("Sources, plus de 25", "")


def test_of_hits_that_are_all_counted_none_is_said_to_be_beyond(french: Client) -> None:
    assert "lus de " not in get(french, "/recherche/?q=traite").main()
