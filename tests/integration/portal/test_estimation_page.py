"""The page on estimation: says first that it gives nothing about France, labels its example, has a table for each drawing."""

import re

import pytest
from django.test import Client

from jalon.portal.pages.estimation import example
from tests.pages import get

ADDRESS = "/statistiques/estimation/"


@pytest.mark.parametrize(
    ("prefix", "none", "label", "why"),
    [
        ("", "Cette page ne donne aucun chiffre sur la France", "Royaume-Uni, 2013", "Aucune source française"),
        ("/en", "This page gives no figure about France", "United Kingdom, 2013", "No French source"),
    ],
)
def test_it_says_what_it_is_not_before_any_figure(french: Client, prefix: str, none: str, label: str, why: str) -> None:
    words = get(french, prefix + ADDRESS).main()
    assert words.index(none) < words.index(why) < words.index(label) < words.index("744")


def test_every_drawing_is_labelled_united_kingdom_and_has_its_table(french: Client) -> None:
    html = get(french, "/en" + ADDRESS).html
    drawings = re.findall(r'<svg[^>]*class="mse-plot".*?</svg>', html, re.DOTALL)
    assert len(drawings) == 3 and html.count("<table") == 3
    for drawing in drawings:
        assert "<title" in drawing and "United Kingdom, 2013" in drawing and "<desc" in drawing
        assert " style=" not in drawing


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_method_of_the_example_has_a_name_and_its_figure(french: Client, prefix: str) -> None:
    words = get(french, prefix + ADDRESS).main()
    for row in example()["methods"]:
        shown = f"{round(row['estimate']):,}"
        assert (shown if prefix else shown.replace(",", " ")) in words
    assert "Whitehead" in words and "Binette" in words and example()["command"] in words


def test_the_index_of_statistics_leads_to_it(french: Client) -> None:
    assert ADDRESS in get(french, "/statistiques/").html
