"""Pages of indicators: what is expected, observed, answered and computed; nothing known is never shown as zero."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from jalon.demo import fictional
from jalon.demo.fictional.makings import cited, indicator_uid, on, said, uid
from jalon.facts.common import OrgRef
from jalon.facts.part import PartFacts
from jalon.facts.series import Family, Observation, Series
from jalon.publication.keys import instance_key
from jalon.publication.store import Store
from tests.integration.portal.test_queries import queries
from tests.pages import Seen, get
from tests.publishing import Publisher

TRAINED = "/indicateurs/professionnels-formes-fictif/"


def test_it_says_who_proposes_it_of_what_and_in_what(demonstrated: Client) -> None:
    page = get(demonstrated, TRAINED)
    assert "Proposé par Mission M (fictive)" in page.main()
    assert "plan fictif, mesure 1" in page.main()
    assert "de processus : ce qui est fait" in page.main()
    assert "Méthode non dit" in page.main()
    assert "Données fictives." in page.words


def test_a_revised_value_stands_and_the_first_stays_readable(demonstrated: Client) -> None:
    page = get(demonstrated, TRAINED)
    values = page.section("valeurs")
    assert "205" in values
    assert "210" not in values
    revised = page.section("revisions")
    assert "210 1 remplacée, provisoire" in revised
    assert "205 1 valeur en vigueur, révisé" in revised


def test_a_missing_value_gives_its_reason_and_interrupts_the_line(demonstrated: Client) -> None:
    page = get(demonstrated, TRAINED)
    assert "comptage non tenu ce semestre" in page.section("valeurs")
    figure = page.html.partition('id="valeurs"')[2].partition("</svg></div>")[0]
    assert figure.count('class="s-ink"') == 2 + 2  # two joins of A, none of B; two doubts of B


def test_each_series_is_judged_by_itself_with_the_reason(demonstrated: Client) -> None:
    said_of = get(demonstrated, TRAINED).section("avancement")
    assert "Cible non atteinte. Selon Organisme A (fictif) : 290" in said_of
    assert "Ne peut être dit : la valeur est dite « environ », sans marge. Selon Organisme B (fictif)" in said_of


def test_late_needs_a_value_observed_after_the_due_date(demonstrated: Client) -> None:
    assert "30 juin 2026 : pas encore dû" in get(demonstrated, TRAINED).section("avancement")
    after = get(demonstrated, f"{TRAINED}?etat=2026-11-01").section("avancement")
    assert "date passée, aucune valeur depuis" in after
    assert "en retard" not in after.replace("« En retard »", "").lower().partition("chaque série")[0]


def test_no_answer_recorded_is_no_refusal(demonstrated: Client) -> None:
    answers = get(demonstrated, TRAINED).section("reponses")
    assert "Collectif D (fictif)" in answers
    assert "Repris" in answers
    assert "Les autres organismes : aucune réponse enregistrée. Une absence de réponse n’est pas un refus." in answers
    silent = get(demonstrated, "/indicateurs/delai-orientation-fictif/").section("reponses")
    assert "Aucune réponse enregistrée." in silent


def test_what_is_counted_is_a_lower_bound_with_its_outputs(demonstrated: Client) -> None:
    counted = get(demonstrated, "/indicateurs/participants-fictif/?etat=2026-11-01").section("compte")
    assert "au moins 127" in counted
    assert "3 sur 5 réalisations disent cette quantité" in counted
    assert "Formation au repérage (fictif), 11 mars 2025" in counted


def test_a_formula_links_what_it_reads_and_keeps_its_bound(demonstrated: Client) -> None:
    page = get(demonstrated, "/indicateurs/taille-fictif/?etat=2026-11-01")
    formula = page.section("formule")
    assert "val(participants) / val(sessions)" in formula
    assert "/indicateurs/participants-fictif/" in page.html
    assert "25.4" not in formula
    assert "env. 25 d’après ce qui a été lu, sans borne connue" in formula  # of two lower bounds nothing more is sure
    assert "des réalisations peuvent manquer, ou ne pas dire la quantité" in formula
    assert "au moins 25,4" not in formula


def test_an_indicator_without_values_shows_no_zero(demonstrated: Client) -> None:
    page = get(demonstrated, "/indicateurs/places-ouvertes-fictif/")
    assert "Aucune valeur n’a été lue : ce n’est pas un zéro." in page.section("valeurs")
    assert "Aucune valeur observée : ne peut être dit." in page.section("avancement")


def test_lists_say_what_is_not_known(demonstrated: Client) -> None:
    page = get(demonstrated, "/indicateurs/")
    assert "Places d’accueil ouvertes au 31 décembre (fictif)" in page.main()
    assert "Dernière valeur : non lu." in page.main()
    assert page.main().count("fictif") > 8
    measure = get(demonstrated, "/plans/plan-fictif/mesures/3/")
    assert "Places d’accueil ouvertes" in measure.section("indicateurs")


def test_it_speaks_english(demonstrated: Client) -> None:
    page = get(demonstrated, "/en" + TRAINED)
    assert "What was observed, and by whom" in page.main()
    assert "No answer is not a refusal." in page.main()


def test_an_address_that_is_none_is_not_found(demonstrated: Client) -> None:
    assert demonstrated.get("/indicateurs/rien/").status_code == 404


@pytest.mark.parametrize("address", [TRAINED, "/indicateurs/charte-fictif/", "/indicateurs/taille-fictif/"])
def test_no_id_stands_twice(demonstrated: Client, address: str) -> None:
    ids = Seen(get(demonstrated, address).html).ids
    assert len(ids) == len(set(ids))


# --- what it costs ---------------------------------------------------------------------------------------------------


def observed_by(bodies: int) -> PartFacts:
    """The invented plan with as many more series of its first indicator."""
    facts = fictional.parts()[1]
    more = tuple(
        Series(
            uid=uid("more", n), slug=f"autre-{n}", title=said(f"Autre {n} (fictif)"), producer=OrgRef(name=f"Autre {n}"),
            indicator="formes", unit="personnes", family=Family.FOLLOW_UP, of=indicator_uid("formes"),
            observations=(Observation(when=on("2025"), value=str(n), citations=cited()),),
        )
        for n in range(bodies)
    )  # fmt: skip
    return replace(facts, series=(*facts.series, *more))


def test_it_asks_the_index_as_often_for_one_series_as_for_thirty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = []
    for bodies in (1, 30):
        var = tmp_path / str(bodies)
        publisher = Publisher(Store(var / "publication"), instance_key(var / "keys"))
        publisher.release(fictional.parts()[0], observed_by(bodies))
        with override_settings(JALON=settings.JALON.model_copy(update={"var_dir": var})):
            costs.append(queries(var, TRAINED, monkeypatch)[0])
    assert costs[0] == costs[1] <= 16


def test_clauses_are_parted_as_each_language_parts_them(demonstrated: Client) -> None:
    french, english = (get(demonstrated, f"{prefix}/indicateurs/").main() for prefix in ("", "/en"))
    assert "Cible non atteinte ; ne peut être dit" in french.replace("\u00a0", " ")
    assert "Target not reached; cannot be said" in english
