"""No page says more than what was read: nothing added, nothing sided with, nothing undotted, no code shown."""

from decimal import Decimal

import pytest
from django.test import Client

from jalon.facts.series import Precision
from jalon.portal.pages.contradictions import contradict
from jalon.publication.reader import open_reader
from tests.pages import get

PLAN_2, PLAN_3 = "/plans/plan-2-2019-2021/", "/plans/plan-3-2024-2027/"


def item(words: str) -> str:
    """The address of an attested item of the third plan."""
    plan = open_reader().plans()[2]
    found = next(m for m in open_reader().measures(plan.uid) if words in m.titles[0].text.value)
    return f"{PLAN_3}elements/{found.uid}/"


def test_the_overview_adds_no_measures_of_different_plans(french: Client) -> None:
    words = get(french, "/").main()
    assert "128" not in words and "105" not in words
    assert "ne s’additionnent pas d’un plan à l’autre" in words


def test_the_overview_shows_both_sides_of_the_last_count(french: Client) -> None:
    words = get(french, "/").section("plans")
    assert "3 réalisées sur 44" in words and "3 réalisées, 28 partielles, 14 non réalisées" in words


def test_a_measure_of_which_a_finding_was_read_is_not_said_to_be_silent(french: Client) -> None:
    words = get(french, f"{PLAN_2}mesures/8/").main()
    assert "Rien de ce qui a été dit de cette mesure n’a été lu" not in words
    assert "Dernier constat lu : SSMSI/MIPROF, décembre 2021." in words


def test_the_lead_that_another_one_followed_keeps_its_name(french: Client) -> None:
    assert "ONDRP (vu à l’œuvre)" in get(french, f"{PLAN_2}mesures/8/").section("histoire")


def test_what_only_the_editor_ties_to_a_measure_is_dotted_above_too(french: Client) -> None:
    lede = get(french, f"{PLAN_2}mesures/16/").html.partition('class="lede"')[2].partition("</div>")[0]
    for words in ("Demandé depuis 2013 (GRETA)", "Dernier jugement lu"):
        sentence = lede.partition(words)
        assert sentence[0].endswith('<span class="infer"><span>')
        assert "lien proposé, à confirmer" in sentence[2].partition("</p>")[0]


def test_a_deadline_that_nobody_was_read_to_promise_is_no_promise(french: Client) -> None:
    words = get(french, item("Plan national de formation")).main()
    assert "Promis à une date non lue" not in words
    assert "Échéance lue : 2025." in words


def test_what_an_amendment_asks_for_is_no_budget(french: Client) -> None:
    page = get(french, item("Mécanisme national"))
    facts = page.html.partition('<dl class="facts">')[2].partition("</dl>")[0]
    assert "€" not in facts


def test_who_takes_part_has_a_source(french: Client) -> None:
    facts = get(french, f"{PLAN_2}mesures/8/").html.partition("Partenaires</dt>")[2].partition("</dd>")[0]
    assert "associations et MIPROF" in facts and 'href="#s' in facts


def test_a_coordination_that_is_deduced_is_dotted(french: Client) -> None:
    line = get(french, PLAN_2).html.partition('class="period"')[2].partition("</p>")[0]
    assert '<span class="infer"><span>MIPROF' in line and 'href="#s' in line
    stated = get(french, "/plans/plan-1-2014-2016/").html.partition('class="period"')[2].partition("</p>")[0]
    assert "infer" not in stated and 'href="#s' in stated


def test_items_stand_under_the_axis_that_their_source_names(french: Client) -> None:
    words = get(french, PLAN_3).section("section-transversal")
    assert "0 mesure, 14 éléments attestés" in words
    assert "Axe : non lu" in get(french, PLAN_3).main()


def test_a_finding_of_the_calendar_names_what_it_is_about(french: Client) -> None:
    words = get(french, "/calendrier/").main()
    assert "Remettre le rapport d'État au Comité des droits de l'enfant : examiné" in words
    assert "Constat en retard" not in words and "Constat tenu " not in words
    assert "4e cycle : visite du 16 au 25 juin 2025 (rapport non vu) : non lu" in words
    assert "et al.." not in words


def test_a_slip_is_measured_from_the_last_date_and_says_so(french: Client) -> None:
    assert "tenu, 54 jours après l’échéance, la dernière annoncée" in get(french, PLAN_3).section("promesses")
    assert "la dernière annoncée" not in get(french, PLAN_2).section("promesses")


def test_a_programme_is_called_so(french: Client) -> None:
    assert "programme 137" in get(french, "/moyens/").main()


def test_no_code_of_the_records_is_found_by_search(french: Client) -> None:
    assert "not_yet_when_seen" not in get(french, "/recherche/?q=médiateurs").html


def test_a_date_is_said_to_be_deduced_once(french: Client) -> None:
    html = get(french, "/parlement/").html
    assert "PLF 2026" in html and "(déduit) (déduit)" not in get(french, "/parlement/").main()


def test_a_deduced_year_of_statistics_says_so(french: Client) -> None:
    html = get(french, "/statistiques/famille/enquetes/").html
    assert "2017 (déduit)" in html and ">2017</th>" not in html


def test_at_least_2800_does_not_contradict_2872(french: Client) -> None:
    words = get(french, "/statistiques/famille/enquetes/").main()
    assert "2 872 ou au moins 2 800" not in words and "au moins 2 800" in words
    assert "Les éditions se contredisent pour 2021 : 45 ou 44" in words


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (("2800", Precision.AT_LEAST), ("2872", Precision.EXACT), False),
        (("2800", Precision.AT_LEAST), ("2799", Precision.EXACT), True),
        (("2100", Precision.ROUNDED), ("2088", Precision.EXACT), False),
        (("2100", Precision.ROUNDED), ("2151", Precision.EXACT), True),
        (("0", Precision.ROUNDED), ("1", Precision.EXACT), True),
        (("1401", Precision.EXACT), ("1439", Precision.EXACT), True),
    ],
)
def test_values_contradict_only_when_no_number_can_be_both(
    one: tuple[str, Precision], other: tuple[str, Precision], clash: bool
) -> None:
    first, second = (Decimal(one[0]), one[1]), (Decimal(other[0]), other[1])
    assert contradict(first, second) is clash and contradict(second, first) is clash


def test_percentages_say_that_their_base_was_not_read(french: Client) -> None:
    assert "De quoi chaque pourcentage est la part : non lu" in get(french, "/statistiques/famille/justice/").main()


def test_what_was_not_read_is_said_in_the_language_of_the_page(french: Client) -> None:
    assert "author not read" in get(french, "/en/parlement/").main()
    assert "auteur non lu" not in get(french, "/en/parlement/").main()
    assert "section non lue" not in get(french, f"/en{PLAN_2}mesures/8/").main()


def test_a_body_is_not_made_to_say_what_another_says_of_it(french: Client) -> None:
    words = get(french, "/organismes/miprof/").main()
    assert "évaluation que la source dit faite et non diffusée" in words


def test_an_earlier_day_says_what_does_not_follow_it(french: Client) -> None:
    assert "sans date lue, sont ceux de la version" in get(french, f"{PLAN_3}?etat=2014-05-14").html


def test_a_hit_of_parliament_is_not_called_a_measure(french: Client) -> None:
    words = get(french, "/recherche/?q=mineurs").section("resultats")
    assert "Actes du Parlement, plan 1" in words
    assert "mesure 448" not in words
    assert "Mesures et éléments, plan 2, mesure 26" in words
