"""Evaluations side by side and one by one: each on its own scale, what is not assessed counted, silence said."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from jalon.facts.common import Known
from jalon.facts.evaluation import Criterion, Finding
from jalon.facts.part import PartFacts
from tests.integration.portal.conftest import publisher_in
from tests.integration.portal.test_queries import queries
from tests.pages import get
from tests.publishing import Publisher
from tests.synthetic import COALITION, measure
from tests.synthetic_evaluations import EARLY, LATE, OTHER, evaluated_part, judged

COMPARISON = "/plans/plan-fictif-2/comparaison/"


@pytest.fixture
def visitor(publisher: Publisher) -> Client:
    """A visitor of a register that holds the invented evaluations."""
    publisher.release(evaluated_part())
    return Client()


def test_two_evaluators_on_one_scale_disagree_and_the_third_on_its_own_does_not(visitor: Client) -> None:
    page = get(visitor, COMPARISON)
    said = page.section("tableau")
    assert "En désaccord, sur une même échelle." in said
    assert "Rapporteur fictif, 1er sept. 2022 : réalisée" in said.replace("\u202f", " ")
    assert "engagée" in said and "par la correspondance" not in said
    only = get(visitor, COMPARISON + "?montrer=desaccord").section("tableau")
    assert "Former les enquêteurs" in only and "Ouvrir des centres" not in only


def test_a_published_crosswalk_is_the_only_way_between_two_scales(publisher: Publisher) -> None:
    publisher.release(evaluated_part(walk=True))
    said = get(Client(), COMPARISON).section("tableau")
    assert "par la correspondance publiée par Rapporteur fictif, 12 janv. 2023" in said
    scales = get(Client(), "/echelles/")
    assert "des moyens sont alloués" in scales.section("correspondances")
    assert "la correspondance ne le nomme pas" in scales.section("correspondances")


def test_a_level_of_another_day_is_not_there_before_it_was_said(visitor: Client) -> None:
    page = get(visitor, COMPARISON + "?etat=2021-12-31")
    assert "Rapporteur fictif" not in page.main() and "En désaccord, sur" not in page.section("tableau")
    get(visitor, "/evaluations/rapporteur-2022/?etat=2021-12-31", 404)


def test_what_is_not_assessed_is_counted(visitor: Client) -> None:
    said = get(visitor, COMPARISON).section("portee")
    assert "réalisée 0, partiellement réalisée 0, non réalisée 1, demandé, sans réponse 1, non évaluées 0" in said
    assert "réalisée 1, partiellement réalisée 0, non réalisée 0, non évaluées 1" in said
    assert "ce qu’elle couvre n’est pas connu" in said


def test_rounds_of_one_evaluator_are_compared_on_its_scale_alone(visitor: Client) -> None:
    said = get(visitor, COMPARISON).section("suite")
    assert "réalisée → non réalisée" in said and "Change de niveau : 2 sur 3 entrées" not in said
    assert "Change de niveau : 1 sur 3 entrées" in said


@pytest.mark.parametrize(
    ("query", "shown", "left_out"),
    [
        ("montrer=sans-preuve", "Former les", "Ouvrir des"),
        ("depuis=2022-08-01", "Former les", "Ouvrir des"),
        ("depuis=2022-06-01", "Ouvrir des", "Une campagne"),
        ("montrer=jugees", "Former les", "Ouvrir des"),
    ],
)
def test_filters_keep_the_measures_that_meet_them(visitor: Client, query: str, shown: str, left_out: str) -> None:
    said = get(visitor, f"{COMPARISON}?{query}").section("tableau")
    assert shown in said and left_out not in said


def test_measures_stand_under_their_form_and_their_lead(visitor: Client) -> None:
    assert "Travail forcé" in get(visitor, COMPARISON + "?grouper=forme").section("tableau")
    by_lead = get(visitor, COMPARISON + "?grouper=organisme").section("tableau")
    assert "Mission de coordination fictive" in by_lead and "Pilote non lu" in by_lead


@pytest.mark.parametrize(
    "query", ["grouper=x", "montrer=x", "evaluations=x", "vue=x", "depuis=hier", "depuis=1900-01-01"]
)
def test_a_filter_that_is_none_is_said(visitor: Client, query: str) -> None:
    get(visitor, f"{COMPARISON}?{query}", 400)


def test_conflicting_counts_stand_together_and_a_total_is_counted_only_of_a_whole_plan(publisher: Publisher) -> None:
    facts = evaluated_part()
    publisher.release(facts)
    said = get(Client(), COMPARISON).section("comptes")
    assert "Deux comptes qui se contredisent" in said and said.count("aucune définition n’est publiée") == 2
    assert "un à un, le registre lit : engagée 1, non engagée 0 ; sans niveau lu : 1 sur 2" in said
    more = tuple(replace(one, total=60) for one in facts.claims)
    publisher.release(replace(facts, claims=more))
    assert "ne peut être comparé : 2 sur 60 mesures identifiées" in get(Client(), COMPARISON).section("comptes")


def test_silence_and_votes_that_are_not_said_are_words(visitor: Client) -> None:
    said = get(visitor, "/evaluations/collectif-2022/").section("adoption")
    assert "Nous contestons" in said and "Rapporteur fictif invité, n’a pas répondu : silence" in said
    assert "pour 30 contre non lu abstentions 1" in said and "s’est abstenu" in said
    hidden = get(visitor, "/evaluations/interne-2022/")
    assert "sans réponse, constaté : 30 juin 2023" in hidden.section("demandes")
    assert "n’est pas diffusée" in hidden.main()


def test_few_measures_judged_blind_give_a_table_and_no_coefficient(visitor: Client) -> None:
    said = get(visitor, "/evaluations/collectif-2022/").section("accord")
    assert "Pas de coefficient" in said and "partiellement réalisée ; non réalisée" in said
    assert "Alpha de Krippendorff" not in said


def test_no_coefficient_between_an_evaluation_and_the_one_it_rests_on(publisher: Publisher) -> None:
    publisher.release(large(12))
    said = get(Client(), COMPARISON).section("accord")
    assert "s’appuie sur Collectif fictif" in said and "Alpha" not in said
    assert "Dénominateur : 14 mesures." in said
    assert "1. Former les enquêteurs" in said.partition("disputées")[2]


def test_independent_evaluations_of_enough_measures_have_a_coefficient(publisher: Publisher) -> None:
    facts = large(12)
    free = tuple(replace(one, rests_on=()) for one in facts.evaluations)
    publisher.release(replace(facts, evaluations=free))
    said = get(Client(), COMPARISON).section("accord")
    assert "Alpha de Krippendorff" in said and "12 sur 13" in said
    assert "On ne sait pas si les évaluateurs connaissaient" in said


def test_verdicts_without_evidence_are_marked_on_every_page(visitor: Client) -> None:
    assert "sans preuve lue" in get(visitor, COMPARISON).section("tableau")
    assert "personne n’a cherché" in get(visitor, "/evaluations/rapporteur-2022/").section("appreciations")
    said = get(visitor, "/plans/plan-fictif-2/mesures/1/").section("juge")
    assert said.count("sans preuve lue") == 3  # four verdicts, one of which shows a page
    assert "sans preuve lue" in get(visitor, "/plans/plan-fictif-2/").main()


@pytest.mark.parametrize("name", ["preuves", "correspondances", "appreciations", "evaluations", "comptes-declares"])
def test_the_tables_of_evaluations_hold_what_the_pages_say(publisher: Publisher, name: str) -> None:
    publisher.release(evaluated_part(walk=True))
    read = Client().get(f"/donnees/{name}.json").json()
    expected = {"preuves": 1, "correspondances": 1, "appreciations": 6, "evaluations": 5, "comptes-declares": 2}
    assert len(read["rows"]) == expected[name]
    for row in read["rows"]:
        assert name != "preuves" or (row["url"], row["page"]) == ("https://exemple.invalid/preuve", "4")
        assert name != "correspondances" or (row["of"], row["to"], row["text"]) == (
            "engaged",
            "partial",
            "des moyens sont alloués",
        )
        assert name != "evaluations" or row["votes_against"] is None


def large(measures: int) -> PartFacts:
    """The invented evaluations over as many more measures."""
    facts = evaluated_part(walk=True)
    numbers = range(100, 100 + measures)
    said = tuple(judged(of, number, "done") for number in numbers for of in (EARLY, LATE, OTHER))
    more = tuple(measure(number, f"Mesure inventée {number}") for number in numbers)
    return replace(facts, measures=(*facts.measures, *more), assessments=(*facts.assessments, *said))


@pytest.mark.parametrize(
    ("address", "most"),
    [
        (COMPARISON, 14),
        (COMPARISON + "?grouper=organisme", 15),
        (COMPARISON + "?grouper=forme", 15),
        ("/evaluations/", 7),
        ("/evaluations/collectif-2022/", 14),
        ("/echelles/", 8),
        ("/plans/plan-fictif-2/audit/", 12),
    ],
)
def test_pages_ask_the_index_as_often_for_a_large_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, most: int
) -> None:
    found = []
    for measures in (1, 60):
        var = tmp_path / str(measures)
        publisher_in(var).release(large(measures))
        found.append(queries(var, address, monkeypatch)[0])
    assert found[0] == found[1] <= most


def test_scripts_in_texts_are_words(publisher: Publisher) -> None:
    facts = evaluated_part()
    bad = replace(facts.evaluations[0], evaluator=replace(COALITION, uid=None, name="<script>alert(1)</script>"))
    publisher.release(replace(facts, evaluations=(bad, *facts.evaluations[1:])))
    for path in (COMPARISON, "/evaluations/", "/evaluations/collectif-2021/", "/plans/plan-fictif-2/audit/"):
        assert "<script>alert" not in get(Client(), path).html


def test_a_plan_without_any_evaluation_says_so(publisher: Publisher) -> None:
    facts = evaluated_part()
    publisher.release(replace(facts, evaluations=(), assessments=(), claims=()))
    assert "Aucune évaluation de ce plan n’a été lue." in get(Client(), COMPARISON).main()


def test_the_french_comparison_says_what_it_cannot_compare(french: Client) -> None:
    second = get(french, "/plans/plan-2-2019-2021/comparaison/")
    assert "réalisée 3, partiellement réalisée 28, non réalisée 14, sur 45" in second.section("portee")
    assert "ne peut être comparé : 15 sur 45 mesures identifiées" in second.section("comptes")
    assert "Connue, non diffusée" in second.section("portee")
    third = get(french, "/plans/plan-3-2024-2027/comparaison/").section("comptes")
    assert "ne peut être comparé : 0 sur 60 mesures identifiées" in third
    assert "aucune définition n’est publiée" in third


def test_the_audit_page_says_first_that_the_plan_was_not_read(french: Client) -> None:
    second = get(french, "/plans/plan-2-2019-2021/audit/")
    assert second.main().index("n’a pas été lu") < second.main().index("Qui a demandé quoi")
    assert "ne peut être dit" in second.section("mesures")
    third = get(french, "/plans/plan-3-2024-2027/audit/").section("criteres")
    assert "pilote : absent, dit la source. Collectif, janv. 2024" in third


def test_the_audit_shows_what_the_plan_is_said_to_lack_without_an_object_even_without_a_source(
    publisher: Publisher,
) -> None:
    facts = evaluated_part()
    lacking = Finding(criterion=Criterion.MEN_AND_BOYS, known=Known.STATED_ABSENT)
    gap, rest = facts.assessments[-1], facts.assessments[:-1]
    assert not gap.subjects and not gap.citations
    audit = "/plans/plan-fictif-2/audit/"
    publisher.release(facts)
    assert "Aucun constat lu." in get(Client(), audit).section("criteres")
    publisher.release(replace(facts, assessments=(*rest, replace(gap, findings=(lacking,)))))
    said = get(Client(), audit).section("criteres")
    assert "manque dit sans objet nommé, compté pour aucune mesure : hommes et garçons" in said
    assert "rien n’est prévu" in said and "Aucun constat lu." not in said
