"""The page of a measure on the real French data: what became of measure 16, and since when it is asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from jalon.demo import france
from jalon.publication.reader import open_reader
from tests.pages import get
from tests.publishing import NOON, Publisher

SIXTEEN = "/plans/plan-2-2019-2021/mesures/16/"


def item(client: Client, words: str) -> str:
    """The address of an attested item of the third plan."""
    plan = open_reader().plans()[2]
    found = next(m for m in open_reader().measures(plan.uid) if words in m.titles[0].text.value)
    return f"/plans/{plan.slug}/elements/{found.uid}/"


def test_it_says_what_was_promised_for_when_and_what_was_found(french: Client) -> None:
    words = get(french, SIXTEEN).main()
    assert "Promis le 18 octobre 2019, échéance : 2021." in words
    assert "Non fait, constaté le 12 janvier 2023 ; depuis, issue inconnue, dernier regard en décembre 2025." in words
    assert "Demandé depuis 2013 (GRETA) (lien proposé, à confirmer)." in words
    assert "16 sur 45 ou 44" in words


def test_what_was_not_read_is_written_so(french: Client) -> None:
    page = get(french, SIXTEEN)
    facts = page.html.partition('<dl class="facts">')[2].partition("</dl>")[0]
    assert facts.count('class="unknown"') == 4  # lead, partners, plan, budget
    assert "Échéance" in facts and "2021" in facts


def test_the_axis_and_its_table_hold_the_same_dates(french: Client) -> None:
    page = get(french, SIXTEEN)
    words = page.section("dates")
    for strand in ("Demandé", "Promis", "Constaté, jugé"):
        assert strand in words
    drawing = page.html.partition('id="dates"')[2].partition("</figure>")[0].partition("<table")[0]
    signs = [drawing.count(f'href="#{sign}"') for sign in ("asked", "promised", "due", "missed")]
    rows = page.html.partition('id="dates"')[2].partition("</table>")[0]
    assert signs == [rows.count(f"<div>{label}") for label in ("Demandé", "Promis", "Échéance", "Constat<")]
    assert 'class="f-hatch"' in drawing and 'class="s-late"' in drawing and 'class="s-open"' in drawing


def test_a_link_that_the_editors_propose_is_marked_so(french: Client) -> None:
    words = get(french, SIXTEEN).section("demande")
    assert words.count("Lien proposé, à confirmer.") == 9
    assert "9 demandes lues, de 5 organismes, la première : 2013." in words


def test_a_summary_is_never_in_quotation_marks(french: Client) -> None:
    for address in (SIXTEEN, item(french, "Mécanisme national")):
        assert "<q" not in get(french, address).html


def test_the_section_that_is_inferred_is_dotted(french: Client) -> None:
    html = get(french, SIXTEEN).html
    assert '<span class="infer">déduit</span>' in html.partition("<h1")[0].partition("<main")[2]


def test_every_marker_leads_to_a_note_and_back(french: Client) -> None:
    page = get(french, SIXTEEN)
    markers = {e["href"] for e in page.all("a") if e["href"].startswith("#s")}
    assert markers and all(marker[1:] in page.ids for marker in markers)
    backs = {e["href"] for e in page.all("a") if e["href"].startswith("#r")}
    assert backs and all(back[1:] in page.ids for back in backs)


def test_parliament_and_the_absence_of_a_link_to_other_plans(french: Client) -> None:
    page = get(french, SIXTEEN)
    assert "question écrite AN, n° 24191" in page.section("parlement")
    assert "Aucune source lue ne relie cette mesure à celle d’un autre plan." in page.section("ailleurs")
    assert "Stratégie pauvreté 2018" in get(french, "/plans/plan-2-2019-2021/mesures/17/").section("ailleurs")


def test_an_attested_item_has_a_page_and_no_number(french: Client) -> None:
    page = get(french, item(french, "Mécanisme national"))
    assert "élément attesté, numéro non lu" in page.main()
    assert "Sans échéance lue ; non fait, constaté en décembre 2025 (lien proposé, à confirmer)." in page.main()
    assert "vu à l’œuvre : MIPROF" in page.main()


def test_a_postponed_promise_keeps_its_first_date_in_history(french: Client) -> None:
    plan = open_reader().plans()[2]
    assert "Publier le 3e plan" in get(french, f"/plans/{plan.slug}/").section("promesses")
    words = get(french, f"/plans/{plan.slug}/").section("promesses")
    assert "2022, puis 18 oct. 2023" in words


def test_a_promise_that_recurs_and_was_kept_says_so(french: Client) -> None:
    words = get(french, "/plans/plan-2-2019-2021/mesures/9/").main()
    assert "tenu" in words and "Promis le 18 octobre 2019" in words


def test_another_release_shows_what_it_changed(publisher: Publisher, client: Client) -> None:
    directory, *rest = france.parts()
    publisher.release(directory, *rest)
    part = next(p for p in rest if p.plans and p.plans[0].rank == 2)
    sixteen = next(m for m in part.measures if m.number == "16")
    longer = replace(sixteen, keywords=(*sixteen.keywords, "circulaire"))
    changed = replace(part, measures=tuple(longer if m is sixteen else m for m in part.measures))
    publisher.release(changed, at=NOON + timedelta(days=1))
    words = get(client, SIXTEEN).section("histoire")
    assert "circulaire" in words and "21 janv. 2026" in words


@pytest.mark.parametrize("number", ["99", "0", "16a", "%20", "../16", "16%00"])
def test_a_number_that_is_not_there_is_not_found(french: Client, number: str) -> None:
    assert french.get(f"/plans/plan-2-2019-2021/mesures/{number}/").status_code == 404


def test_an_item_of_another_plan_is_not_found(french: Client) -> None:
    uid = item(french, "Mécanisme national").rstrip("/").rpartition("/")[2]
    assert french.get(f"/plans/plan-2-2019-2021/elements/{uid}/").status_code == 404
    assert french.get("/plans/plan-2-2019-2021/elements/nothing/").status_code == 404


def test_an_address_that_two_parts_cite_is_printed_once(french: Client) -> None:
    page = get(french, "/organismes/cncdh/")
    printed = [e["href"] for e in page.all("a") if e["rel"] == "noreferrer"]
    assert printed and len(printed) == len(set(printed))
