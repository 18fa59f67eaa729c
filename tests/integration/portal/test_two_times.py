"""« As of »: what was so on a day, according to what was known in a version."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from jalon.demo import france
from tests.pages import get
from tests.publishing import NOON, Publisher

SECOND, SIXTEEN = "/plans/plan-2-2019-2021/", "/plans/plan-2-2019-2021/mesures/16/"


def test_a_day_keeps_only_what_had_been_said_by_then(french: Client) -> None:
    before, after = get(french, f"{SECOND}?etat=2023-01-11"), get(french, f"{SECOND}?etat=2023-01-12")
    assert "28 partielles" not in before.main() and "28 partielles" in after.main()
    assert "Ce qui était vrai : 11 janv. 2023." in before.words
    assert before.html.partition('class="strip"')[2].partition("</ol>")[0].count("sq-half") == 0


def test_a_promise_stands_as_it_stood_that_day(french: Client) -> None:
    assert "Date à venir." in get(french, f"{SIXTEEN}?etat=2020-06-01").main()
    assert "Non fait, constaté le 12 janvier 2023." in get(french, f"{SIXTEEN}?etat=2023-06-01").main()
    assert "depuis, issue inconnue" in get(french, f"{SIXTEEN}?etat=2026-06-01").main()


def test_a_day_after_the_last_look_says_so_and_is_hatched(french: Client) -> None:
    page = get(french, f"{SECOND}?etat=2026-06-01")
    assert "Ce jour est après le dernier regard (décembre 2025)." in page.words
    assert 'class="f-hatch"' in page.html.partition('class="ruler"')[2].partition("</svg>")[0]


def test_links_and_downloads_stay_at_the_same_times(french: Client) -> None:
    page = get(french, f"{SECOND}?etat=2023-01-12")
    inside = [e["href"] for e in page.all("a") if "/mesures/" in e["href"]]
    assert inside and all("etat=2023-01-12" in href for href in inside)
    csv = next(e["href"] for e in page.all("a") if ".csv" in e["href"])
    assert french.get(csv).status_code == 200
    assert any(e["href"] == SECOND for e in page.all("a")), "a link leads back to the latest state"


def test_an_older_version_is_opened_by_the_beginning_of_its_number(publisher: Publisher, client: Client) -> None:
    directory, first, *rest = france.parts()
    old = publisher.release(directory, first)
    publisher.release(*rest, at=NOON + timedelta(days=3))
    page = get(client, f"/?version={old.id[:8]}")
    assert "Ce qui était su : version publiée le 20 janv. 2026." in page.words
    assert "1er plan national" in page.main() and "2e plan national" not in page.main()
    assert get(client, f"/?version={old.id}").main() == page.main()
    assert client.get(f"{SECOND}?version={old.id[:8]}").status_code == 404
    assert client.get(SECOND).status_code == 200


def test_the_number_of_the_current_version_is_the_current_state(french: Client) -> None:
    from jalon.publication.reader import open_reader

    page = get(french, f"/?version={open_reader().release.id[:10]}")
    assert "Revenir au dernier état" not in page.words


@pytest.mark.parametrize(
    "query",
    ["etat=2023-02-30", "etat=12/01/2023", "etat=hier", "etat=2023", "etat=0001-01-01", "etat=9999-12-31", "etat=%00", "etat=２０２３-01-12",
     "version=00000000", "version=abc", "version=zzzzzzzz", "version=%27", "version=../../x"],
)  # fmt: skip
def test_a_value_that_cannot_be_read_gives_words_and_the_current_state(french: Client, query: str) -> None:
    for address in (SECOND, SIXTEEN, "/", "/statistiques/", "/donnees/mesures.csv"):
        page = get(french, f"{address}?{query}", 400)
        assert "Cette adresse contient une valeur qui ne se lit pas" in page.main()
        assert any(e["href"] == address for e in page.all("a"))


def test_what_was_replaced_is_current_before_its_replacement(publisher: Publisher, client: Client) -> None:
    from jalon.facts.common import StatementKind, When
    from tests.synthetic import measure_uid, plan_part, statement, text

    later = statement(
        "later", measure_uid(1), StatementKind.LEAD, said=When(edtf="2022-05-01"), organisation=None, text=text("B")
    )
    first = replace(
        statement(
            "first", measure_uid(1), StatementKind.JUDGED, said=When(edtf="2020-05-01"), text=text("Premier avis")
        ),
        superseded_by=later.uid,
    )
    second = replace(later, kind=StatementKind.JUDGED, text=text("Avis révisé"))
    facts = plan_part()
    publisher.release(replace(facts, statements=(*facts.statements, first, second)))
    from jalon.publication.reader import open_reader

    slug = next(p.slug for p in open_reader().plans() if p.rank == 2)
    address = f"/plans/{slug}/mesures/1/"
    now, then = get(client, address), get(client, f"{address}?etat=2021-01-01")
    assert "Avis révisé" in now.section("juge") and "Premier avis" not in now.section("juge")
    assert "Premier avis" in now.section("histoire")
    assert "Premier avis" in then.section("juge") and "Avis révisé" not in then.main()


def test_every_state_of_a_page_names_the_latest_as_the_one_to_cite(french: Client) -> None:
    page = get(french, f"{SECOND}?etat=2023-01-12&genre=mesure")
    canonical = next(e["href"] for e in page.all("link") if e["rel"] == "canonical")
    assert canonical.endswith(SECOND)


def test_a_search_keeps_the_two_times_and_says_what_it_covers(french: Client) -> None:
    page = get(french, "/recherche/?q=mecanisme&etat=2020-06-01")
    assert "ne change rien à cette page" in page.words
    kinds = [e["href"] for e in page.all("a") if "genre=" in e["href"]]
    assert kinds and all("etat=2020-06-01" in href for href in kinds)
    hits = [e["href"] for e in page.all("a") if "/mesures/" in e["href"]]
    assert hits and all("etat=2020-06-01" in href for href in hits)
