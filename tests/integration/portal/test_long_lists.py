"""Long lists come in pages: sources, bodies, series. Nothing is lost between two pages, downloads hold all rows."""

import csv
import io
from dataclasses import replace

import pytest
from django.test import Client

from jalon.facts.common import Source
from jalon.facts.part import PartFacts
from jalon.portal.kept import once_a_release
from jalon.publication.reader import Reader, open_reader
from tests.pages import Seen
from tests.publishing import Publisher
from tests.synthetic import plan_part, stable_uid

MANY = 130
LISTS = {
    "/sources/": ("/sources/0", "sources", 3 * MANY),
    "/organismes/": ("/organismes/corps-", "organismes", MANY),
    "/statistiques/": ("/statistiques/serie-", "series", MANY),
}


def long_part() -> PartFacts:
    """The invented part with many more bodies, series and sources."""
    facts = plan_part()
    body, series, source = facts.organisations[0], facts.series[0], facts.sources[0]
    bodies = tuple(replace(body, uid=stable_uid(f"corps{n}"), slug=f"corps-{n}") for n in range(MANY))
    more = tuple(replace(series, uid=stable_uid(f"serie{n}"), slug=f"serie-{n}") for n in range(MANY))
    sources: tuple[Source, ...] = tuple(
        replace(source, uid=stable_uid(f"source{n}"), key=f"L{n}", address=f"https://exemple.invalid/{n}")
        for n in range(3 * MANY)
    )
    return replace(
        facts,
        organisations=(*facts.organisations, *bodies),
        series=(*facts.series, *more),
        sources=(*facts.sources, *sources),
    )


@pytest.fixture
def long(publisher: Publisher) -> Client:
    """A visitor of a register with long lists."""
    publisher.release(long_part())
    return Client()


def get(client: Client, address: str) -> Seen:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return Seen(answer.content.decode())


@pytest.mark.parametrize("address", LISTS)
def test_every_row_is_on_one_page_and_only_one(long: Client, address: str) -> None:
    prefix, _table, least = LISTS[address]
    seen: list[str] = []
    here = address
    for _page in range(20):
        page = get(long, here)
        rows = [e["href"] for e in page.all("a") if e["href"].startswith(prefix)]
        assert 0 < len(rows) <= 200
        seen += rows
        after = [e["href"] for e in page.all("a") if e["rel"] == "next"]
        if not after:
            break
        here = after[0]
    assert len(seen) == len(set(seen)) >= least


@pytest.mark.parametrize("address", LISTS)
def test_pages_keep_the_other_values_of_the_address(long: Client, address: str) -> None:
    page = get(long, f"{address}?etat=2021-06-01")
    after = next(e["href"] for e in page.all("a") if e["rel"] == "next")
    assert "etat=2021-06-01" in after and "page=2" in after


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("number", ["0", "99", "x", "-1", "1" * 400])
def test_a_page_that_is_none_is_refused_and_the_last_one_named(long: Client, address: str, number: str) -> None:
    answer = long.get(f"{address}?page={number}")
    assert answer.status_code == 400
    assert "n’existe pas" in answer.content.decode()


@pytest.mark.parametrize("address", LISTS)
def test_the_download_of_a_page_holds_all_rows(long: Client, address: str) -> None:
    _prefix, table, least = LISTS[address]
    answer = long.get(f"/donnees/{table}.csv")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) - 1 >= least


@pytest.mark.parametrize("address", [*LISTS, "/recherche/?q=traite"])
def test_a_list_that_does_not_follow_the_day_says_so(long: Client, address: str) -> None:
    mark = "&" if "?" in address else "?"
    words = get(long, f"{address}{mark}etat=2021-06-01").words
    assert "ne change rien à cette page" in words and "suivent ce jour" not in words
    assert "ne change rien à cette page" not in get(long, address).words
    assert "suivent ce jour" in get(long, "/plans/plan-fictif-2/?etat=2021-06-01").words


def test_what_a_list_works_out_is_worked_out_once_for_each_release(publisher: Publisher) -> None:
    asked: list[tuple[str, str]] = []

    @once_a_release
    def noted(reader: Reader, lang: str) -> int:
        asked.append((reader.release.id, lang))
        return len(asked)

    publisher.release(plan_part())
    first = open_reader()
    assert [noted(first, "fr"), noted(first, "fr"), noted(first, "en")] == [1, 1, 2]
    publisher.release(long_part())
    assert noted(open_reader(), "fr") == 3 and len(asked) == 3
