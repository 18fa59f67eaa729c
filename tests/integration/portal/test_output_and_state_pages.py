"""Pages of outputs and of states for a session: counts with their denominators, silence said, nothing added that must not be."""

from urllib.parse import quote

import pytest
from django.test import Client

from jalon.publication.reader import open_reader
from tests.pages import get

SECOND, FIRST = "/etats/seance-juillet-2026-fictif/", "/etats/seance-janvier-2026-fictif/"
LATER = "etat=2026-11-20"


def test_the_ledger_says_how_many_say_where(demonstrated: Client) -> None:
    page = get(demonstrated, f"/realisations/?plan=plan-fictif&{LATER}")
    assert "5 sur 10 réalisations disent dans quel territoire." in page.main()
    assert "au moins 127 participants (3 sur 5 le disent)" in page.main()
    assert "Dont fictives" in page.main()


def test_real_and_invented_outputs_are_told_apart_in_counts(demonstrated: Client) -> None:
    reader_total = get(demonstrated, f"/realisations/?{LATER}").main()
    reader = open_reader()
    invented = sum(item.uid in reader.invented for item in reader.outputs())
    assert f"{invented} sur {len(reader.outputs())}" in reader_total
    assert "Les tableaux ne les comptent pas." in reader_total


def test_no_count_of_the_whole_ledger_adds_invented_outputs_to_real_ones(demonstrated: Client) -> None:
    tables = get(demonstrated, f"/realisations/?{LATER}").main().partition("Les réalisations, une à une")[0]
    reader = open_reader()
    real = [item for item in reader.outputs() if item.uid not in reader.invented]
    assert f"Dénominateur : {len(real)} réalisations." in tables.replace("\u00a0", " ")
    assert "127 participants" not in tables and "18 places" not in tables and "12\u202f000 exemplaires" not in tables


def test_money_is_added_to_no_other_money(demonstrated: Client) -> None:
    page = get(demonstrated, "/realisations/?sorte=grant")
    assert "234 000 € (2018)" in page.main()
    assert "240 000 € (2019)" in page.main()
    kinds = page.main().partition("Par territoire")[0]
    assert "€" not in kinds


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("sorte=training&territoire=75", "École de la magistrature, Paris"),
        ("annee=2025&plan=plan-3-2024-2027", "1er logement confisqué"),
        ("plan=plan-2-2019-2021", "Cœur bleu"),
        ("territoire=non-dit&sorte=call_for_projects", "réseau d’accueil"),
        ("plan=plan-fictif&section=a", "Formation au repérage (fictif)"),
    ],
)
def test_it_is_narrowed_by_a_sentence(demonstrated: Client, query: str, shown: str) -> None:
    assert shown in get(demonstrated, f"/realisations/?{query}").section("liste")


@pytest.mark.parametrize("query", ["sorte=rien", "annee=20x", "territoire=ZZ", "plan=rien", "section=a", "page=9"])
def test_a_value_that_is_no_choice_is_refused(demonstrated: Client, query: str) -> None:
    assert demonstrated.get(f"/realisations/?{query}").status_code == 400


def test_each_output_has_its_permanent_address(demonstrated: Client) -> None:
    get(demonstrated, "/realisations/")
    for item in open_reader().outputs():
        moved = demonstrated.get(f"/id/{item.uid}/")
        assert moved["Location"] == f"/realisations/{item.uid}/"
        page = get(demonstrated, f"/realisations/{item.uid}/")
        assert item.title.value in page.words
        assert f"/id/{item.uid}/" in page.main()


def test_an_output_deduced_from_its_source_says_so(demonstrated: Client) -> None:
    get(demonstrated, "/")
    paris = next(item for item in open_reader().outputs() if item.place == "Paris")
    page = get(demonstrated, f"/realisations/{paris.uid}/")
    assert "Cette fiche est déduite" in page.main()
    assert "dont n’est relevée de promesse que pour celle de Bordeaux" in page.main()


def test_pages_of_a_plan_and_a_measure_show_what_was_done(demonstrated: Client) -> None:
    plan = get(demonstrated, "/plans/plan-3-2024-2027/")
    assert "réalisations disent dans quel territoire." in plan.section("realisations")
    measure = get(demonstrated, "/plans/plan-2-2019-2021/mesures/41/")
    assert "Ralliement à la campagne Cœur bleu" in measure.section("realisations")
    without = get(demonstrated, "/plans/plan-1-2014-2016/mesures/1/")
    assert 'id="realisations"' not in without.html


# --- states ----------------------------------------------------------------------------------------------------------


def test_a_state_counts_what_was_asked_returned_validated_and_silent(demonstrated: Client) -> None:
    counts = get(demonstrated, SECOND).section("comptes")
    for words in ("réponses rendues 3 sur 5", "validées par la hiérarchie 2 sur 5", "silence 2 sur 5"):
        assert words in counts
    assert "Organisme C (fictif) 0 sur 2 0 sur 2 0 sur 2 2 sur 2" in counts
    assert "Rien n’est venu de : Organisme C (fictif). Un silence ne dit pas que rien n’a été fait." in counts


def test_it_says_that_it_is_declared_and_not_verified(demonstrated: Client) -> None:
    for address in (SECOND, "/etats/", "/plans/plan-fictif/"):
        assert "non vérifié" in get(demonstrated, address).main()


def test_what_changed_since_the_state_before_is_said(demonstrated: Client) -> None:
    page = get(demonstrated, SECOND)
    changes = page.section("change")
    assert "1 sur 4 lignes disent la même chose" in changes
    assert "210 personnes → 290 personnes" in changes
    assert "rien à signaler → validé par la hiérarchie" in changes
    assert 'id="change"' not in get(demonstrated, FIRST).html


def test_the_measure_names_the_states_that_speak_of_it(demonstrated: Client) -> None:
    declared = get(demonstrated, "/plans/plan-fictif/mesures/1/").section("declare")
    assert "Organisme A (fictif) : validé par la hiérarchie ; Organisme C (fictif) : silence" in declared


def test_the_search_finds_them_and_labels_what_is_invented(demonstrated: Client) -> None:
    hits = get(demonstrated, f"/recherche/?q={quote('fiche réflexe')}").main()
    assert "Réalisations" in hits
    assert "fictif" in hits
    assert "Séance de juillet 2026" in get(demonstrated, "/recherche/?q=juillet").main()


def test_an_invented_plan_enters_no_count_of_real_ones(demonstrated: Client) -> None:
    overview = get(demonstrated, "/")
    assert "Plans dont le texte n’a pas été lu : 3 sur 3." in overview.main()
    assert "n° 3 sur 3" in get(demonstrated, "/plans/plan-3-2024-2027/").main()
    assert "plan 99" not in overview.words
