"""Tables as files, on the demonstration and the real French parts: what they hold, by plan, by version, by day, and what is refused."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from jalon.facts.common import When
from jalon.facts.series import Observation
from jalon.portal.downloads.tables import TABLES
from jalon.publication.reader import open_reader
from tests.publishing import NOON, Publisher
from tests.synthetic import declarations_part, plan_part, victims

NAMES = sorted(TABLES.keys() - {"documents", "preuves", "correspondances"})
"""The demonstration holds no document, no evidence of a verdict and no crosswalk: `test_documents` and
`test_evaluation_pages` read those tables from invented ones."""
BY_PLAN = sorted(name for name in NAMES if "plan" in TABLES[name].filters)
EMPTY = ("filiations", "recommandations-examinees")
"""Nobody has said anything of the sort in the demonstration."""


def body(response: Any) -> bytes:
    return b"".join(response) if response.streaming else bytes(response.content)


def rows(client: Client, name: str, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/donnees/{name}.csv{query}")
    assert response.status_code == 200, body(response)[:300]
    return list(csv.DictReader(io.StringIO(body(response).decode(), newline=""), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_csv_and_json_say_the_same(demonstrated: Client, name: str) -> None:
    read = json.loads(demonstrated.get(f"/donnees/{name}.json").content)
    table = rows(demonstrated, name)
    header = body(demonstrated.get(f"/donnees/{name}.csv")).decode().splitlines()[0]
    assert [field["name"] for field in read["fields"]] == header.split(",")
    assert len(read["rows"]) == len(table) and bool(table) is (name not in EMPTY)
    for said, line in zip(read["rows"], table, strict=True):
        for column, value in said.items():
            cell = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
            assert line[column] in (cell, f"'{cell}")
    assert (read["release"], len(read["licence"]) > 20) == (open_reader().release.id, True)


@pytest.mark.parametrize("name", NAMES)
def test_every_table_opens_as_a_workbook(demonstrated: Client, name: str) -> None:
    response = demonstrated.get(f"/donnees/{name}.xlsx")
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        sheet, about = (book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    assert sheet.count("<row ") == len(rows(demonstrated, name)) + 1
    assert "<f>" not in sheet
    assert open_reader().release.id in about
    assert all(f"<t>{field.name}</t>" in about for field in TABLES[name].fields)


@pytest.mark.parametrize("name", BY_PLAN)
def test_the_tables_of_the_plans_are_those_of_the_whole(demonstrated: Client, name: str) -> None:
    """Filtered by each plan in turn, a table gives no row twice and none that the whole does not have."""
    whole = [tuple(row.values()) for row in rows(demonstrated, name)]
    parts = [
        tuple(r.values()) for plan in open_reader().plans() for r in rows(demonstrated, name, f"?plan={plan.slug}")
    ]
    assert len(parts) == len(set(parts)) or name == "citations"
    assert set(parts) <= set(whole)
    if name not in ("declarations", "moyens", "actes", "citations", "realisations"):  # some of these belong to no plan
        assert sorted(parts) == sorted(whole)
    assert bool(parts) is (name not in EMPTY)


def test_no_summary_is_given_for_a_reading(french: Client) -> None:
    reader = open_reader()
    said = {(row["uid"], row["text"]): row["wording"] for row in rows(french, "titres")}
    for plan in reader.plans():
        for measure in reader.measures(plan.uid):
            for title in measure.titles:
                assert said[measure.uid, title.text.value] == title.text.wording.value


def test_the_citations_lead_from_fact_to_source(french: Client) -> None:
    reader = open_reader()
    cited = {(row["uid"], row["place"], row["source"]) for row in rows(french, "citations")}
    plan = reader.plans()[1]
    for order, number in enumerate(plan.stated_numbers, start=1):
        assert {(plan.uid, f"stated_numbers.{order}", c.source) for c in number.citations} <= cited
    for event in plan.events:
        assert {(event.uid, "", c.source) for c in event.citations} <= cited
    for measure in reader.measures(plan.uid):
        for order, title in enumerate(measure.titles, start=1):
            places = {(f"titles.{order}.{c.field}".rstrip("."), c.source) for c in title.citations}
            assert {(measure.uid, *place) for place in places} <= cited


def test_the_files_name_says_table_plan_and_release(french: Client) -> None:
    reader = open_reader()
    slug, short = reader.plans()[0].slug, reader.release.id[:12]
    for form in ("csv", "xlsx"):
        said = french.get(f"/donnees/mesures.{form}?plan={slug}")["Content-Disposition"]
        assert said == f'attachment; filename="jalon-mesures-{slug}-{short}.{form}"'


def test_english_translates_meanings_and_no_column(french: Client) -> None:
    answers = [json.loads(french.get(f"{prefix}/donnees/moyens.json").content) for prefix in ("", "/en")]
    names = [[field["name"] for field in answer["fields"]] for answer in answers]
    titles = [[field["title"] for field in answer["fields"]] for answer in answers]
    assert names[0] == names[1]
    assert titles[0] != titles[1]
    assert answers[0]["rows"] == answers[1]["rows"]


@pytest.mark.parametrize(
    "address",
    ["mesures.csv?plan=aucun", "mesures.json?plan=%27%22%0d%0aX", "mesures.xlsx?plan=aucun", "observations.csv?serie=aucune",
     "sources.csv?plan=plan-1", "mesures.csv?pages=2", "plans.csv?version=abc", "plans.csv?version=ffffffffff",
     "plans.csv?etat=hier", "plans.json?etat=2023-02-30"],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_refused_in_words(french: Client, address: str) -> None:
    response = french.get(f"/donnees/{address}")
    assert response.status_code == 400
    assert "Content-Disposition" not in response
    assert "text/html" in response["Content-Type"]


@pytest.mark.parametrize("name", ["rien.csv", "plans.pdf", "plans.csv.exe", "PLANS.csv", "..csv"])
def test_an_unknown_table_or_form_is_not_found(french: Client, name: str) -> None:
    assert french.get(f"/donnees/{name}").status_code == 404


def test_who_asks_for_an_unknown_table_reads_which_there_are(french: Client) -> None:
    page = french.get("/donnees/rien.csv").content.decode()
    assert all(name in page for name in TABLES)


def test_an_earlier_version_gives_the_table_of_then(publisher: Publisher, client: Client) -> None:
    first = publisher.release(plan_part())
    publisher.release(declarations_part(), at=NOON + timedelta(days=1))
    then, now = rows(client, "organismes", f"?version={first.id[:8]}"), rows(client, "organismes")
    assert (len(then), len(now)) == (1, 2)
    assert first.id[:12] in client.get(f"/donnees/plans.csv?version={first.id[:8]}")["Content-Disposition"]


def test_a_new_release_gives_another_tag(publisher: Publisher, client: Client) -> None:
    publisher.release(plan_part())
    before = client.get("/donnees/organismes.csv")["ETag"]
    assert client.get("/donnees/organismes.csv", headers={"if-none-match": before}).status_code == 304
    publisher.release(declarations_part(), at=NOON + timedelta(days=1))
    after = client.get("/donnees/organismes.csv", headers={"if-none-match": before})
    assert (after.status_code, after["ETag"] != before) == (200, True)


def test_a_day_leaves_out_what_was_said_later(french: Client) -> None:
    early, late = (rows(french, "declarations", f"?etat={day}") for day in ("2018-01-01", "2026-01-01"))
    assert 0 < len(early) < len(late)
    assert {row["uid"] for row in early if row["said"].startswith("202")} == set()


@pytest.mark.parametrize("day", ["2018-01-01", "2026-01-01"])
def test_citations_are_those_of_what_was_so_on_the_day(french: Client, day: str) -> None:
    said = {row["uid"] for row in rows(french, "declarations", f"?etat={day}") if row["sources"]}
    cited = {row["uid"] for row in rows(french, "citations", f"?etat={day}") if row["table"] == "declarations"}
    assert said == cited != set()


@pytest.mark.parametrize("value", ["-1700000", "0", "0.10", "123456789012345678901234567890.123456789"])
def test_an_amount_is_given_back_to_the_last_digit(publisher: Publisher, client: Client, value: str) -> None:
    facts = plan_part()
    publisher.release(replace(facts, means=(replace(facts.means[0], amount=value),)))
    assert rows(client, "moyens")[0]["amount"] == value
    assert json.loads(client.get("/donnees/moyens.json").content)["rows"][0]["amount"] == value


@pytest.fixture
def long(publisher: Publisher) -> int:
    """A Release with a series of ten thousand values."""
    years = [f"{year}-{month:02}" for year in range(1000, 1834) for month in range(1, 13)][:10_000]
    values = tuple(Observation(when=When(edtf=month), value=str(n), note="x" * 200) for n, month in enumerate(years))
    publisher.release(replace(plan_part(), series=(replace(victims(), observations=values),)))
    return len(values)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_ten_thousand_values_are_streamed(long: int, client: Client, form: str) -> None:
    response = client.get(f"/donnees/observations.{form}?serie=victimes-fictives")
    assert response.streaming
    assert "max-age=60" in response["Cache-Control"]
    tag = response["ETag"]
    data = body(response).decode()
    read = json.loads(data)["rows"] if form == "json" else list(csv.DictReader(io.StringIO(data, newline="")))
    assert [row["value"] for row in read] == [str(n) for n in range(long)]
    again = client.get(f"/donnees/observations.{form}?serie=victimes-fictives", headers={"if-none-match": tag})
    assert again.status_code == 304


def test_ten_thousand_values_fit_a_workbook(long: int, client: Client) -> None:
    response = client.get("/donnees/observations.xlsx")
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        assert book.read("xl/worksheets/sheet1.xml").decode().count("<row ") == long + 1
