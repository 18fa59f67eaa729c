"""From plan to plan: what was taken up according to whom, with its bounds; overlaps that are confirmed, and no others."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from jalon.facts.common import Link
from jalon.facts.lineage import OtherPlan, OverlapNature
from jalon.publication.keys import instance_key
from jalon.publication.reader import open_reader
from jalon.publication.store import Store
from tests.pages import get
from tests.publishing import Publisher
from tests.synthetic import MISSION, measure_uid, text
from tests.synthetic_lineages import THIRD, descended, overlap

SECRET = "Zyzzyva"
PAIR = "/plans/plan-fictif-2/filiation/plan-fictif-1/"
HEIR = "/plans/plan-fictif-2/mesures/2/"


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three invented plans, published. Read only."""
    var = tmp_path_factory.mktemp("lineages")
    Publisher(Store(var / "publication"), instance_key(var / "keys")).release(descended())
    return var


@pytest.fixture
def visitor(var: Path) -> Iterator[Client]:
    with override_settings(JALON=settings.JALON.model_copy(update={"var_dir": var})):
        yield Client()


def test_a_measure_shows_where_it_comes_from_and_what_became_of_it(visitor: Client) -> None:
    said = get(visitor, HEIR).section("filiation")
    assert "Inscrite pour la première fois : Plan 1, 2014–2016, mesure 1." in said
    assert "Jamais dite « réalisée » par Évaluateur fictif : verdicts lus, 2 ; le dernier, 2022." in said
    assert "Reprise en d’autres mots, du plan 1 au plan 2 : selon Mission" in said
    assert said.index("Héberger les victimes") < said.index("Cette fiche") < said.index("Des centres d’accueil sûrs")
    assert "Reprise à l’identique, du plan 2 au plan 3" in said and "Collectif fictif" in said
    assert "non réalisée" in said  # the evaluator's own word on its own scale
    english = get(visitor, "/en" + HEIR).section("filiation")
    assert "First written" in english and "never" in english.lower()


def test_a_proposal_stays_a_proposal_and_silence_is_not_novelty(visitor: Client) -> None:
    proposed = get(visitor, "/plans/plan-fictif-2/mesures/1/").section("filiation")
    assert "Lien proposé, à confirmer par une personne." in proposed
    assert "Inscrite pour la première fois" not in proposed and "Jamais dite" not in proposed
    dropped = get(visitor, "/plans/plan-fictif-1/mesures/3/").section("filiation")
    assert "Abandonnée : rien ne la reprend" in dropped and "Aucune ligne ne la reprend" in dropped
    silent = get(visitor, f"/plans/plan-fictif-2/elements/{measure_uid(900)}/").section("filiation")
    assert "Ce n’est pas dire qu’elle est nouvelle." in silent


def test_two_plans_are_laid_side_by_side_with_bounds_for_what_is_not_decided(visitor: Client) -> None:
    page = get(visitor, PAIR)
    assert "Mesures du plan 2 qui en reprennent une du plan 1 : de 1 à 2 sur 2." in page.main()
    part = page.section("part")
    assert "de 1 à 2 sur 3" in part and "dont proposées : 1" in part  # of the earlier plan: one taken up, one dropped
    assert "1 élément attesté" in part
    taken = page.section("reprises")
    assert "Héberger les victimes" in taken and "Ouvrir des centres d’hébergement sûrs" in taken
    assert "Le texte est le même à deux mots près" in taken
    assert "Un numéro vert" in page.section("abandonnees") and "rien ne la reprend" in page.section("abandonnees")
    assert "Aucune mesure n’est dite nouvelle." in page.section("nouvelles")
    assert "Former les policiers" in page.section("proposees")
    assert "plan 2 : 0 sur 2" in page.section("muettes")
    assert "Depuis le plan 1 Mesures qui en reprennent une : de 1 à 2 sur 2 ; non décidées : 1." in get(
        visitor, "/plans/plan-fictif-2/"
    ).section("filiation")
    get(visitor, "/plans/plan-fictif-1/filiation/plan-fictif-2/", 404)
    get(visitor, "/plans/plan-fictif-3/filiation/plan-fictif-1/", 404)
    before = get(visitor, PAIR + "?etat=2023-01-01")  # nobody had said anything but a proposal without a date
    assert "de 0 à 2 sur 2" in before.main()


def test_overlaps_that_are_confirmed_stand_in_the_matrix_and_the_list(visitor: Client) -> None:
    page = get(visitor, "/recoupements/")
    assert "2 recoupements" in page.section("tableau") and "même argent, même organisme" in page.section("tableau")
    assert "Même ligne de crédits" in page.section("liste") and "le plan entier" in page.section("liste")
    assert "mesure 7" in page.section("liste") and MISSION.name in page.section("liste")


def test_an_overlap_is_seen_from_the_other_plan_too_with_who_recorded_it(publisher: Publisher) -> None:
    facts = descended()
    third = OtherPlan(title=text("Plan fictif 3"), plan=THIRD, measure=measure_uid(1, 3), reference="1")
    told = overlap("there", (OverlapNature.SAME_ACTION,), measure=measure_uid(2), other=third, said_by=MISSION)
    likely = overlap("guess", (), link=Link.PROPOSED, other=third, text=text(SECRET))
    publisher.release(replace(facts, overlap_links=(told, likely)))
    for address in ("/plans/plan-fictif-3/", "/plans/plan-fictif-3/mesures/1/"):
        said = get(Client(), address).section("ailleurs")
        assert "Mesure 1 plan 2, mesure 2, Ouvrir des centres" in said and SECRET not in said
        assert f"Enregistré du côté de l’autre plan, selon {MISSION.name}" in said
    assert "Enregistré du côté" not in get(Client(), "/plans/plan-fictif-2/").section("ailleurs")
    publisher.release(replace(facts, overlap_links=(replace(told, other=replace(third, measure=None)),)))
    assert "le plan entier plan 2, mesure 2" in get(Client(), "/plans/plan-fictif-3/").section("ailleurs")
    assert "Enregistré du côté" not in get(Client(), "/plans/plan-fictif-3/mesures/1/").section("ailleurs")


def test_what_nobody_confirmed_leaves_by_no_public_door(visitor: Client) -> None:
    reader = open_reader()
    assert "rien" in get(visitor, f"/recherche/?q={SECRET}").ids
    addresses = ["/", "/recoupements/", "/plans/plan-fictif-2/", "/recherche/?q=double+compte", "/sources/"]
    addresses += [f"/donnees/{name}.json" for name in ("recoupements", "recoupements-entre-plans", "citations")]
    for address in addresses:
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode(), address
    package = zipfile.ZipFile(io.BytesIO(visitor.get("/donnees/jalon.zip").content))
    assert all(SECRET.encode() not in package.read(name) for name in package.namelist())
    assert {one.link for one in reader.overlap_links()} == {Link.STATED}
    hidden = overlap("likely", ()).uid
    assert visitor.get(f"/id/{hidden}/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("lineages", "/plans/plan-fictif-2/filiation/plan-fictif-1/#d-{uid}"),
        ("overlap_links", "/recoupements/#d-{uid}"),
        ("recommendation_answers", "/recommandations/{of}/#d-{uid}"),
        ("recommendation_reviews", "/recommandations/{of}/#d-{uid}"),
        ("sessions", "/comites/comite-fictif/#d-{uid}"),
        ("decisions", "/comites/comite-fictif/#d-{uid}"),
    ],
)
def test_each_has_a_permanent_address_that_leads_to_it(visitor: Client, kind: str, address: str) -> None:
    fact = getattr(descended(), kind)[0]
    wanted = address.format(uid=fact.uid, of=getattr(fact, "recommendation", ""))
    answer = visitor.get(f"/id/{fact.uid}/")
    assert (answer.status_code, answer["Location"]) == (301, wanted)
    assert f'id="d-{fact.uid}"' in visitor.get(wanted.partition("#")[0]).content.decode()


@pytest.mark.parametrize(
    ("words", "leads"),
    [
        ("deux mots près", PAIR),
        ("xylographique", "/recommandations/"),
        ("Même ligne de crédits", "/recoupements/#d-"),
        ("Chercher un local", "/comites/comite-fictif/#d-"),
    ],
)
def test_search_finds_them_and_every_hit_has_words(visitor: Client, words: str, leads: str) -> None:
    page = get(visitor, f"/recherche/?q={words}")
    links = [e for e in page.all("a") if e["href"].startswith(leads) and "#d-" in e["href"]]
    assert links and all(e.words.strip() for e in links)


def test_they_are_tables_and_the_feed_and_the_sitemap_know_them(var: Path, tmp_path: Path) -> None:
    publisher = Publisher(Store(tmp_path / "publication"), instance_key(tmp_path / "keys"))
    facts = descended()
    publisher.release(replace(facts, lineages=(), overlap_links=()))
    publisher.release(facts)
    with override_settings(JALON=settings.JALON.model_copy(update={"var_dir": tmp_path})):
        client = Client()
        rows = json.loads(client.get("/donnees/filiations.json?plan=plan-fictif-3").content)["rows"]
        assert [(r["kind"], r["later_plan"], r["earlier"], r["link"]) for r in rows] == [
            ("identical", "plan-fictif-3", measure_uid(2), "stated")
        ]
        text = client.get("/donnees/constats-sur-les-engagements.csv").content.decode()
        assert {row["verdict"] for row in csv.DictReader(io.StringIO(text))} == {"kept", "not_kept"}
        news = client.get("/atom.xml").content.decode()
        assert "filiation (reformulé)" in news and "Stratégie logement fictive" in news
        assert SECRET not in news
        sitemap = client.get("/sitemap.xml").content.decode()
        assert all(f"{address}</loc>" in sitemap for address in (PAIR, "/recoupements/"))
