"""Pages of recommendations: no link is not « no measure answers », proposals are marked, denominators are said."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from jalon.demo import france
from jalon.facts.common import COUNTRY_SUBJECT, Link, OrgRef, Text, When
from jalon.facts.part import PartFacts, PartKind
from jalon.facts.recommendation import (
    Position,
    Recommendation,
    RecommendationAnswer,
    RecommendationReview,
    Relation,
    StatePosition,
)
from jalon.facts.uids import stable_uid
from jalon.publication.reader import open_reader
from tests.pages import get
from tests.publishing import Publisher
from tests.synthetic import COALITION, measure_uid, plan_part

GRETA = OrgRef(name="GRETA (inventé)")
NOW = "2026-01-02T00:00:00Z"


def asked(key: str, **more: object) -> Recommendation:
    """An invented recommendation."""
    plain = {"body": GRETA, "recorded_at": NOW, "texts": (Text(value=f"Demande {key}", lang="fr"),),
             "subject": COUNTRY_SUBJECT, "when": When(edtf="2020-05-04"), "themes": ("Hébergement",)}  # fmt: skip
    return Recommendation(uid=stable_uid(f"asked/{key}"), **(plain | more))  # type: ignore[arg-type]


def part() -> PartFacts:
    """One answered, one reviewed, one disputed, one with nothing, one that repeats it."""
    uid = measure_uid(1)
    answers = (("a", Relation.ANSWERS), ("d", Relation.IN_PART), ("e", Relation.UNRELATED))
    return replace(
        plan_part(),
        recommendations=(
            asked("a", urgency="exhorte", deadline=When(edtf="2026-07-15"), positions=(StatePosition(position=Position.NOTED),)),
            asked("b"), asked("c", themes=()), asked("d"), asked("e", repeats=stable_uid("asked/c"), when=When(edtf="2024")),
        ),
        recommendation_answers=tuple(
            RecommendationAnswer(uid=stable_uid(f"answer/{key}"), recommendation=stable_uid(f"asked/{key}"), measure=uid,
                                 recorded_at=NOW, relation=relation, said_by=COALITION, link=Link.STATED)
            for key, relation in answers
        ),
        recommendation_reviews=tuple(
            RecommendationReview(uid=stable_uid(f"review/{key}"), recommendation=stable_uid(f"asked/{key}"), recorded_at=NOW,
                                 said_by=COALITION, text=Text(value="Plan relu en entier.", lang="fr"))
            for key in ("b", "d")
        ),
    )  # fmt: skip


@pytest.fixture
def invented(publisher: Publisher) -> Client:
    """A register of these alone."""
    publisher.release(part())
    return Client()


def test_the_french_ones_say_how_many_were_read_and_how_many_nothing_ties(french: Client) -> None:
    page = get(french, "/recommandations/").main()
    assert "Textes lus : 63 sur 69." in page
    assert "Aucun lien enregistré avec une mesure : 52 sur 63 ; cela ne dit pas qu’aucune ne répond." in page
    assert "Examinées, aucune mesure ne répond : 0 sur 63." in page
    assert "Lien proposé, que personne n’a décidé : 11 sur 63." in page
    english = get(french, "/en/recommandations/").main()
    assert "No link to a measure recorded: 52 of 63" in english


@pytest.mark.parametrize(
    ("query", "count"),
    [("organisme=greta", 20), ("annee=2013", None), ("couverture=proposed", 11), ("couverture=not_read", 6),
     ("couverture=reviewed_none", 0), ("plan=plan-2-2019-2021&couverture=proposed", 9)],
)  # fmt: skip
def test_they_are_narrowed(french: Client, query: str, count: int | None) -> None:
    page = get(french, f"/recommandations/?{query}")
    reader = open_reader()
    expected = count if count is not None else sum(
        (one.when.edtf or "").startswith("2013") for one in reader.recommendations() if one.when
    )  # fmt: skip
    assert f"{expected} sur 69 recommandations" in page.section("liste")
    assert len(page.all("li", "claim")) == expected


@pytest.mark.parametrize("query", ["organisme=rien", "annee=20x", "theme=x", "plan=rien", "couverture=oui", "page=9"])
def test_a_value_that_is_no_choice_is_refused_with_words(french: Client, query: str) -> None:
    get(french, f"/recommandations/?{query}", 400)


def test_each_french_one_has_its_page_and_its_permanent_address(french: Client) -> None:
    uid = open_reader().recommendation_answers()[0].recommendation
    page = get(french, f"/recommandations/{uid}/")
    assert "lien proposé, à confirmer" in page.section("reponses") and "mesure 16" in page.section("reponses")
    assert "la rédaction du registre" in page.section("reponses")
    assert "défaillance majeure" in page.section("reponses")
    assert french.get(f"/id/{uid}/").headers["Location"] == f"/recommandations/{uid}/#d-{uid}"
    get(french, "/recommandations/00000000-0000-7000-8000-000000000000/", 404)


def test_the_french_matrix_has_honest_denominators(french: Client) -> None:
    page = get(french, "/recommandations/couverture/")
    table = page.section("tableau")
    assert "Tous les organismes tous, chacune une fois 13 sur 14 sans lien" in table
    assert "37 sur 46 sans lien lien proposé, non décidé : 9 ; faite après la fin du plan : 17" in table
    assert "Aucun thème n’est enregistré" in table
    assert "Aucun examen n’est enregistré" in page.section("examinees")
    numbered = sum(m.number is not None for p in france.parts() for m in p.measures if m.plan == _plan_uid(2))
    assert f"plan 2 : 14 sur {numbered}" in page.section("mesures") or f"sur {numbered}" in page.section("mesures")


def _plan_uid(rank: int) -> str:
    return next(plan.uid for part in france.parts() for plan in part.plans if plan.rank == rank)


def test_reviewed_is_not_unlinked_and_disputes_are_said(invented: Client) -> None:
    page = get(invented, "/recommandations/couverture/")
    assert "Demande b" in page.section("examinees") and "Demande b" not in page.section("sans-lien")
    assert "Demande c" in page.section("sans-lien") and "Demande c" not in page.section("examinees")
    assert "Plan relu en entier." in get(invented, f"/recommandations/{stable_uid('asked/b')}/").section("reponses")
    assert "les avis diffèrent" in get(invented, f"/recommandations/{stable_uid('asked/d')}/").main()


def test_an_answer_says_who_and_how_and_what_repeats_it_is_listed(invented: Client) -> None:
    page = get(invented, f"/recommandations/{stable_uid('asked/a')}/")
    assert f"Selon {COALITION.name}" in page.section("reponses") and "Répond" in page.section("reponses")
    assert "exhorte" in page.main() and "15 juil. 2026" in page.main() and "Notée" in page.main()
    again = get(invented, f"/recommandations/{stable_uid('asked/e')}/")
    assert "Demande c" in again.section("memes")
    assert "Sans rapport" in again.section("reponses") and "Aucun lien enregistré." in again.main()
    assert "dite aussi dans 1 autre texte" in get(invented, "/recommandations/").main()


def test_what_was_asked_later_is_not_shown_on_an_earlier_day(invented: Client) -> None:
    page = get(invented, "/recommandations/?etat=2021-01-01").section("liste")
    assert "Demande e" not in page and "4 sur 4 recommandations" in page
    assert get(invented, "/recommandations/?theme=hebergement&etat=2021-01-01").section("liste").count("Demande ") == 3


def test_what_is_asked_for_real_is_shown_beside_plans_that_are_all_invented_and_these_are_labelled(
    publisher: Publisher,
) -> None:
    facts = part()
    header = replace(
        facts.header, uid=stable_uid("recueil"), slug="recueil", kind=PartKind.COMMITMENTS, synthetic=False
    )
    real = PartFacts(header=header, recommendations=facts.recommendations)
    nothing: dict[str, Any] = {"recommendations": (), "recommendation_answers": (), "recommendation_reviews": ()}
    publisher.release(replace(facts, **nothing), real)
    visitor, one = Client(), facts.recommendations[0].uid
    matrix = get(visitor, "/recommandations/couverture/")
    assert "Demande a" in matrix.section("sans-lien") and "4 sur 4 sans lien" in matrix.section("tableau")
    assert "Plan 2 (fictif)" in matrix.section("tableau") and "plan 2 (fictif)" in matrix.section("mesures")
    page = get(visitor, f"/recommandations/{one}/")
    assert "plan 2 (fictif)" in page.main()
    assert "Demande a" in get(visitor, "/recommandations/").section("liste")


def test_a_page_of_which_everything_is_invented_says_so_in_its_band(invented: Client) -> None:
    for path in ("/recommandations/", "/recommandations/couverture/"):
        page = get(invented, path)
        assert "fictif" in page.main() and "Données fictives." in page.html
