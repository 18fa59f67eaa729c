"""The page of a plan on the real French data: every number with its denominator, contradictions side by side."""

import pytest
from django.test import Client

from tests.pages import get

SECOND, THIRD = "/plans/plan-2-2019-2021/", "/plans/plan-3-2024-2027/"


def test_fifteen_of_forty_five_are_identified_and_six_more_attested(french: Client) -> None:
    page = get(french, SECOND)
    assert "15 mesures sur 45 sont identifiées par leur numéro." in page.main()
    assert "6 éléments sont attestés sans numéro ; ils n’entrent dans aucun décompte." in page.main()
    assert "21 entrées, dont 15 numérotées" in page.main()


def test_none_of_sixty_is_identified_and_nineteen_are_attested(french: Client) -> None:
    page = get(french, THIRD)
    assert "Aucune des 60 mesures annoncées n’est identifiée par son numéro." in page.main()
    assert "19 éléments sont attestés sans numéro" in page.main()


def test_no_lead_is_shown_as_named_by_a_plan(french: Client) -> None:
    for address, entries in ((SECOND, 21), (THIRD, 19)):
        words = get(french, address).main().replace("\u00a0", " ")
        assert "Pilotes nommés par le plan non lu ; vus à l’œuvre ou dits par un tiers" in words
        assert f"sur {entries}" in words
        assert "nommé dans le plan" not in words
    assert "vu à l’œuvre : MIPROF" in get(french, THIRD).main()


def test_the_strip_holds_every_number_and_links_those_that_are_known(french: Client) -> None:
    page = get(french, SECOND)
    strip = page.html.partition('<ol class="strip"')[2].partition("</ol>")[0]
    assert strip.count("<li>") == 45
    assert strip.count("<a href=") == 15
    assert f'href="{SECOND}mesures/16/"' in strip


def test_the_judge_of_six_numbers_is_shown_with_what_it_left_unread(french: Client) -> None:
    words = get(french, SECOND).section("saisie")
    assert "partiellement réalisée, 4" in words and "non réalisée, 2" in words and "verdict non lu, 39" in words
    assert "6 sur 45 verdicts lus un à un" in words
    assert "évaluation que la source dit faite et non diffusée" in words


def test_forty_four_and_forty_five_stand_side_by_side(french: Client) -> None:
    words = get(french, SECOND).section("dit")
    assert "≠ Deux nombres de mesures 45 mesures (Collectif, CCEM, Niamey guide et question AN 24191)" in words
    assert "44 mesures (CNCDH, infoMIE et CPDH)" in words
    assert "≠ Même auteur, même jour, deux décomptes" in words
    clash = words.partition("≠ Même auteur")[2]
    assert clash.index("sur 44") < clash.index("partiellement réalisées, pas vraiment opérationnelles")


def test_the_declared_count_is_drawn_one_sign_a_measure(french: Client) -> None:
    page = get(french, SECOND)
    drawing = page.html.partition('id="dit"')[2].partition('role="img"')[2].partition("</svg>")[0]
    assert [drawing.count(f'href="#{sign}"') for sign in ("sq-full", "sq-half", "sq-none")] == [3, 28, 14]
    words = page.section("dit")
    assert "CNCDH : réalisée 3, partiellement réalisée 28, non réalisée 14, sur 45" in words
    assert "Total 45 6" in words


def test_triangles_are_the_governments_own_scale(french: Client) -> None:
    page = get(french, THIRD)
    drawing = page.html.partition('id="dit"')[2].partition('role="img"')[2].partition("</svg>")[0]
    assert [drawing.count(f'href="#{sign}"') for sign in ("tri-full", "tri-none", "sq-full")] == [50, 10, 0]
    assert "« non engagée » est la différence avec le total : la source ne la compte pas." in page.section("dit")


def test_sections_hold_their_measures_and_unread_titles_say_so(french: Client) -> None:
    page = get(french, SECOND)
    assert "Mécanisme national de référence par circulaire" in page.section("section-2")
    assert "total de la section non lu" in page.section("section-2")
    assert "Devoir de vigilance" in page.section("section-aucune")
    assert "intitulé non lu" in get(french, "/plans/plan-1-2014-2016/").main()


def test_a_read_title_is_roman_and_a_summary_italic(french: Client) -> None:
    html = get(french, SECOND).html
    assert "<span>Créer un site gouvernemental dédié</span>" in html
    assert '<span class="gist">Mécanisme national de référence par circulaire, avec indicateurs</span>' in html


@pytest.mark.parametrize(
    ("query", "shown", "numbered"),
    [
        ("genre=mesure", 15, 15),
        ("genre=element", 6, 0),
        ("section=2", 3, 2),
        ("section=aucune", 4, 3),
        ("pilote=connu", 5, 3),
        ("pilote=non-lu", 16, 12),
        ("juge=cncdh", 7, 7),
        ("mot=mineurs", 3, 3),
        ("genre=mesure&section=1&juge=cncdh", 6, 6),
        ("genre=element&juge=cncdh", 0, 0),
    ],
)
def test_the_filter_sentence_narrows_the_list(french: Client, query: str, shown: int, numbered: int) -> None:
    page = get(french, f"{SECOND}?{query}")
    assert f"{shown} entrées affichées sur 21 saisies, dont {numbered} numérotées." in page.section("mesures")
    assert page.html.count('class="entry"') == shown
    if not shown:
        assert "Aucune mesure saisie ne répond à ces filtres." in page.main()


def test_the_selects_keep_what_was_chosen_and_the_two_times(french: Client) -> None:
    page = get(french, f"{SECOND}?genre=mesure&etat=2023-01-12")
    chosen = [e["value"] for e in page.all("option") if "selected" in e.attributes]
    assert "mesure" in chosen
    assert {"name": "etat", "value": "2023-01-12"}.items() <= {
        k: v for e in page.all("input") if e["type"] == "hidden" for k, v in e.attributes.items()
    }.items()


@pytest.mark.parametrize(
    "query", ["genre=x", "section=99", "pilote=peut-etre", "juge=personne-de-connu", "mot=%00", "genre=" + "a" * 300]
)
def test_a_filter_that_is_no_choice_is_refused_with_words(french: Client, query: str) -> None:
    page = get(french, f"{SECOND}?{query}", 400)
    assert "ne connaît pas la valeur" in page.main()
    assert any(e["href"] == SECOND for e in page.all("a"))


def test_means_overlaps_events_and_promises_are_there(french: Client) -> None:
    page = get(french, SECOND)
    assert "chaque ministère finance" in page.section("moyens")
    assert "Stratégie pauvreté 2018" in page.section("ailleurs") and "13.2" in page.section("ailleurs")
    assert "18 oct. 2019 lancement public" in page.section("evenements")
    assert "Publier le 2e plan" in page.section("promesses") and "tenu" in page.section("promesses")


def test_nothing_is_late_after_the_last_look(french: Client) -> None:
    page = get(french, THIRD)
    assert "après le dernier regard (déc. 2025)" in page.section("evenements").lower()
    assert "en retard" not in page.section("promesses")


def test_the_english_page_keeps_french_content_in_french(french: Client) -> None:
    page = get(french, "/en" + SECOND)
    assert "15 measures of 45 are identified by their number." in page.main()
    heading = page.all("h1")[0]
    assert heading["lang"] == "fr"
    assert '<html lang="en"' in page.html


def test_an_unknown_plan_is_a_page_of_its_own(french: Client) -> None:
    assert "Page introuvable" in get(french, "/plans/inconnu/", 404).main()
