"""Pages ask the database as often for sixty measures as for five."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jalon.core.models import User
from jalon.facts.common import OrgRef, StatementKind, When
from jalon.plans import actions
from jalon.plans.models import Measure, Plan
from tests import synthetic
from tests.integration.office.conftest import SLUG, House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
PLAN = f"/bureau/parties/{SLUG}/plans/plan-fictif-2/"


def fill(plan: Plan, up_to: int) -> None:
    """Measures with a title, a lead and a deadline each."""
    for number in range(Measure.objects.filter(plan=plan).count(), up_to):
        row = actions.add_measure(
            plan=plan, title=synthetic.text(f"Mesure {number}"), by=None, number=str(number + 100), source_to_find=True
        )
        body, due = OrgRef(name=f"Ministère {number}"), When(edtf="2021-06")
        actions.make_statement(
            part=plan.part, kind=StatementKind.LEAD, subject=row.uid, by=None, organisation=body, source_to_find=True
        )
        actions.make_statement(
            part=plan.part, kind=StatementKind.DEADLINE, subject=row.uid, by=None, due=due, source_to_find=True
        )


def queries(client: Client, address: str) -> int:
    """How many queries a page makes."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_plan_page_makes_the_same_queries_for_five_and_for_sixty_measures(house: House, sign_in: SignIn) -> None:
    plan, client = Plan.objects.get(uid=synthetic.PLAN), sign_in(house.editor)
    fill(plan, 5)
    client.get(PLAN)
    few = queries(client, PLAN)
    fill(plan, 60)
    assert queries(client, PLAN) == few
    assert few <= 40


def test_the_measure_page_makes_the_same_queries_for_one_and_for_many_statements(house: House, sign_in: SignIn) -> None:
    client, uid = sign_in(house.editor), synthetic.measure_uid(1)
    address = f"/bureau/parties/{SLUG}/sujets/{uid}/"
    client.get(address)
    few = queries(client, address)
    for number in range(20):
        text = synthetic.text(f"Avancement {number}")
        actions.make_statement(
            part=house.part, kind=StatementKind.PROGRESS, subject=uid, by=None, text=text, source_to_find=True
        )  # type: ignore[arg-type]
    assert queries(client, address) == few
