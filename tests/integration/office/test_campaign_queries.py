"""Pages of a campaign ask the database as often for ten bodies and sixty measures as for a few."""

import io
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jalon.core.models import Organisation
from jalon.plans import actions as plan_actions
from jalon.plans.models import Plan
from jalon.reporting import actions
from jalon.reporting.enums import Way
from jalon.reporting.models import Campaign
from tests import synthetic
from tests.integration.office.campaigns import at, campaign, house, team
from tests.integration.reporting.conftest import (
    House,
    ask_of,
    body,
    edited,
    make_campaign,
    put,
)

__all__ = ["campaign", "house", "team"]

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def wide(house: House, bodies: int, measures: int) -> Campaign:
    """A campaign of so many bodies and measures."""
    plan = Plan.objects.get(uid=synthetic.PLAN)
    rows = [
        plan_actions.add_measure(plan=plan, title=synthetic.text(f"Mesure {n}"), by=None, number=str(n), source_to_find=True).uid
        for n in range(200, 200 + measures)
    ]  # fmt: skip
    made = make_campaign(house, f"large-{bodies}-{measures}")
    for n in range(bodies):
        asked = Organisation.objects.filter(slug=f"large-{n}").first() or body(f"Large {n}")
        actions.add_ask(
            campaign=made, body=asked, subjects=rows, by=house.editor, way=Way.LINK, contact=f"l{n}@exemple.fr"
        )
    now = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    return actions.open_campaign(campaign=made, by=house.editor, expected_revision=made.revision, now=now)


def queries(client: Client, address: str) -> int:
    """How many queries a page makes once it is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_pages_of_ten_bodies_and_sixty_measures_ask_as_often_as_small_ones(house: House, team: Client) -> None:
    few, many = wide(house, 2, 3), None
    small = {more: queries(team, at(few, *more)) for more in ((), ("matrice",), ("figer",))}
    Plan.objects.get(uid=synthetic.PLAN).measures.filter(number__gte="200").update(number=None)
    many = wide(house, 10, 60)
    assert {more: queries(team, at(many, *more)) for more in small} == small
    assert max(small.values()) <= 50


def test_a_merge_of_sixty_rows_asks_as_often_as_one_of_three(house: House, team: Client) -> None:
    counts = []
    for measures in (3, 60):
        made = wide(house, 1, measures)
        ask = made.asks.select_related("campaign__part__owner", "body").get()

        def fill(sheet: object, rows: int = measures) -> None:
            for row in range(rows):
                put(sheet, 3 + row, progress=f"Fait {row}", deadline="mi-novembre 2024")

        ret = actions.receive_workbook(campaign=made, data=edited(ask, fill), name="r.xlsx", by=house.editor)
        assert ret.cells.exclude(choices=[]).count() == 2 * measures
        counts.append(queries(team, at(made, "retours", ret.uid)))
        Plan.objects.get(uid=synthetic.PLAN).measures.filter(number__gte="200").update(number=None)
    assert counts[0] == counts[1] <= 40


def test_the_workbook_of_a_body_opens_as_a_workbook(house: House, team: Client, campaign: Campaign) -> None:
    import openpyxl

    answer = team.get(at(campaign, "organismes", ask_of(campaign, "B").uid, "classeur", "xlsx"))
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Réponses (fictif)" in openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames
