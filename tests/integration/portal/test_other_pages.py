"""The other public pages on the real French data."""

from datetime import timedelta

import pytest
from django.test import Client

from jalon.demo import france
from jalon.publication.reader import open_reader
from tests.pages import get
from tests.publishing import NOON, Publisher
from tests.synthetic import declarations_part, plan_part


def test_the_overview_gives_each_plan_its_denominator(french: Client) -> None:
    words = get(french, "/").main()
    assert "8 mesures sur 23 sont identifiées" in words
    assert "15 mesures sur 45 sont identifiées" in words
    assert "Aucune des 60 mesures annoncées" in words
    assert "Plans dont le texte n’a pas été lu : 3 sur 3." in words


def test_the_overview_puts_contradictions_side_by_side(french: Client) -> None:
    words = get(french, "/").section("conflits")
    assert "45 mesures" in words and "44 mesures" in words
    assert "3 réalisées, 28 partielles, 14 non réalisées" in words and "3 réalisées sur 44" in words
    assert "2019-2021 dans le texte" in words


def test_the_overview_names_the_latest_release_and_who_signed(french: Client) -> None:
    page = get(french, "/")
    assert open_reader().release.id[:12] in page.main()
    assert "Rédaction du registre (démonstration)" in page.section("publie")


def test_an_organisation_shows_how_one_knows_what_it_does(french: Client) -> None:
    words = get(french, "/organismes/miprof/").main()
    assert "Coordination :" in words and "Pilote (vu à l’œuvre) : plan 3" in words
    assert "nommé dans le plan" not in words


def test_an_organisation_shows_what_it_said(french: Client) -> None:
    words = get(french, "/organismes/cncdh/").main()
    assert "partiellement réalisée" in words and "2e plan national contre la traite : 44 mesures" in words


def test_the_list_of_organisations_is_whole(french: Client) -> None:
    links = {e["href"] for e in get(french, "/organismes/").all("a")}
    assert {f"/organismes/{body.slug}/" for body in open_reader().organisations()} <= links


def test_the_calendar_never_says_late_after_the_last_look(french: Client) -> None:
    assert "en retard" not in get(french, "/calendrier/").section("au-dela")
    beyond = get(french, "/calendrier/?etat=2026-11-21").section("au-dela")
    assert "15 juil. 2026 Échéance Transposer la directive 2024/1712" in beyond
    assert "date passée, issue inconnue, dernier regard en décembre 2025" in beyond
    assert "constaté" not in beyond


def test_the_calendar_filters_by_kind_plan_and_year(french: Client) -> None:
    page = get(french, "/calendrier/?genre=echeance&plan=plan-2-2019-2021&annee=2021")
    assert "Mécanisme national par circulaire" in page.main()
    assert page.html.count('<li class="claim"') == 1


@pytest.mark.parametrize("query", ["genre=x", "plan=x", "annee=1500", "annee=deux"])
def test_the_calendar_refuses_what_is_no_choice(french: Client, query: str) -> None:
    get(french, f"/calendrier/?{query}", 400)


def test_means_are_never_added_and_amendments_stand_apart(french: Client) -> None:
    page = get(french, "/moyens/")
    assert page.section("lignes").count("€") == 14 + 1  # one change is in millions
    assert "Total" not in page.main()
    assert "Amendement Sénat II-1154" in page.section("amendements") and "demande de retrait" in page.section(
        "amendements"
    )
    assert "Amendement" not in page.section("lignes")


def test_parliamentary_answers_are_summaries_that_can_be_opened(french: Client) -> None:
    words = get(french, "/parlement/").main()
    assert "à vérifier" in words and "chaque ministère finance ses mesures" in words
    assert "auteur non lu" in words


def test_each_source_says_what_cites_it(french: Client) -> None:
    reader = open_reader()
    counts = reader.citation_counts()
    most = max(counts, key=lambda uid: counts[uid])
    words = get(french, f"/sources/{most}/").main()
    assert "Mesures et éléments" in words and "Déclarations" in words
    page = get(french, "/sources/")
    shown = [e for e in page.all("a") if e["href"].startswith("/sources/0")]
    assert len(shown) == len({(source.address, source.note) for source in reader.all_sources()})


def test_a_source_of_statistics_is_cited_by_its_series(french: Client) -> None:
    reader = open_reader()
    series = reader.series_by_slug(reader.series()[0].slug)
    assert series is not None
    uid = series.observations[0].citations[0].source
    assert "Statistiques" in get(french, f"/sources/{uid}/").main()


def test_search_marks_the_words_and_finds_without_accents(french: Client) -> None:
    page = get(french, "/recherche/?q=mecanisme+national")
    assert "<mark>Mécanisme</mark>" in page.html
    assert any(e["href"].endswith("/mesures/16/") for e in page.all("a"))


def test_search_narrows_by_kind_and_pages(french: Client) -> None:
    page = get(french, "/recherche/?q=traite&genre=plan")
    assert page.section("resultats").count("Plans") >= 3
    many = get(french, "/recherche/?q=victimes&page=2")
    assert "Page précédente" in many.words


@pytest.mark.parametrize(
    "query",
    [
        "q=",
        "q=%20%20",
        "q=%00",
        "q=%22%27%28%29*%3A^-",
        "q=AND",
        "q=" + "a" * 5000,
        "q=é",
        "q=<script>alert(1)</script>",
    ],
)
def test_odd_queries_are_answered_and_escaped(french: Client, query: str) -> None:
    page = get(french, f"/recherche/?{query}")
    assert "<script" not in page.html


def test_nothing_found_says_what_to_try(french: Client) -> None:
    assert "accents et terminaisons ne comptent pas" in get(french, "/recherche/?q=zzzzz").main()


@pytest.mark.parametrize("query", ["q=traite&page=0", "q=traite&page=99", "q=traite&page=x", "q=traite&genre=rien"])
def test_search_refuses_what_is_no_choice(french: Client, query: str) -> None:
    get(french, f"/recherche/?{query}", 400)


def test_versions_show_parts_hashes_and_differences(publisher: Publisher, client: Client) -> None:
    first = publisher.release(plan_part())
    second = publisher.release(declarations_part(), at=NOON + timedelta(days=2))
    listed = get(client, "/versions/")
    assert first.id[:12] in listed.main() and second.id[:12] in listed.main()
    one = get(client, f"/versions/{second.id[:12]}/")
    assert "Collectif fictif" in one.main()
    difference = get(client, f"/versions/{first.id[:12]}/{second.id[:12]}/")
    assert "nouveau dans cette version" in difference.main()
    back = get(client, f"/versions/{second.id[:12]}/{first.id[:12]}/")
    assert "n’est plus dans cette version" in back.main()
    assert "Ces deux versions disent la même chose." in get(client, f"/versions/{first.id[:9]}/{first.id}/").main()


@pytest.mark.parametrize("prefix", ["0000000", "abcdefabcdef", "f" * 64])
def test_a_version_that_is_not_there_is_not_found(french: Client, prefix: str) -> None:
    assert french.get(f"/versions/{prefix}/").status_code == 404


@pytest.mark.parametrize(
    "address", ["a-propos", "methode", "accessibilite", "mentions-legales", "confidentialite", "donnees"]
)
def test_pages_of_words_speak_both_languages(french: Client, address: str) -> None:
    one, other = get(french, f"/{address}/"), get(french, f"/en/{address}/")
    assert one.all("h1")[0].words != other.all("h1")[0].words
    assert len(one.main()) > 400 and len(other.main()) > 400


def test_the_accessibility_statement_is_honest(french: Client) -> None:
    words = get(french, "/accessibilite/").main()
    assert "Non conforme : aucun audit n’a été fait par un tiers." in words
    assert "Ce qui n’a pas été essayé" in words and "Défenseur des droits" in words


def test_the_data_page_describes_every_column(french: Client) -> None:
    page = get(french, "/donnees/")
    assert "measure_number" in page.main() and "If-None-Match" in page.main()


def test_without_a_release_every_page_says_so(publisher: Publisher, client: Client) -> None:
    for address in ("/", "/plans/x/", "/statistiques/", "/recherche/?q=a", "/donnees/plans.csv", "/atom.xml"):
        assert "Rien n’est encore publié ici" in get(client, address, 503).main()


def test_french_parts_are_eight(french: Client) -> None:
    assert len(france.parts()) == len(open_reader().parts()) == 8
