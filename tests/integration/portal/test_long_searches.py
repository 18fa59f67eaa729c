"""A text too long to be searched is cut, and the page says so."""

from django.test import Client

from tests.pages import get


def test_what_is_too_long_is_cut_and_said(french: Client) -> None:
    page = get(french, "/recherche/?q=" + "traite " * 1500)
    assert "seul son début a été cherché" in page.main()
    assert page.main().count("traite " * 40) == 0


def test_a_short_search_says_nothing_of_it(french: Client) -> None:
    assert "seul son début" not in get(french, "/recherche/?q=traite").main()
