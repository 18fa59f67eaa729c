"""Work lists: what nobody touched for long, what falls due; nothing of others, nothing called late, few queries."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jalon.core.models import User
from jalon.facts.common import StatementKind, When
from jalon.plans import actions
from jalon.plans.models import Measure, Plan, Statement
from tests import synthetic
from tests.integration.office.conftest import House
from tests.integration.office.test_queries import fill

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
MEASURES, DATES = "/bureau/mes-mesures/", "/bureau/echeances/"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def due(house: House, edtf: str, measure: int = 1) -> Statement:
    """A deadline that somebody announced."""
    return actions.make_statement(
        part=house.part, kind=StatementKind.DEADLINE, subject=synthetic_uid(measure), by=None, due=When(edtf=edtf),
        source_to_find=True,
    )  # fmt: skip


def synthetic_uid(number: int) -> uuid.UUID:
    return uuid.UUID(synthetic.measure_uid(number))


def age(days: int) -> None:
    """Everything was written so many days ago."""
    then = timezone.now() - timedelta(days=days)
    Measure.objects.update(updated_at=then)
    QuerySet(Statement).update(recorded_at=then.strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_measures_that_nobody_touched_are_listed_by_age(house: House, sign_in: SignIn) -> None:
    client, total = sign_in(house.editor), Measure.objects.live().count()
    age(100)
    assert f"{total} mesures" in text(client, MEASURES + "?depuis=90")
    assert "Aucune mesure ne répond" in text(client, MEASURES + "?depuis=180")
    due(house, "2030")
    assert f"{total - 1} mesure" in text(client, MEASURES + "?depuis=90")


def test_other_bodies_see_none_of_them(house: House, sign_in: SignIn) -> None:
    due(house, timezone.localdate().isoformat())
    for address in (MEASURES, DATES):
        page = text(sign_in(house.stranger), address)
        assert house.part.title not in page and synthetic.measure_uid(1) not in page
    assert sign_in(house.operator).get(MEASURES).status_code == 403


def test_what_falls_due_within_the_days_asked_for_is_listed(house: House, sign_in: SignIn) -> None:
    client, today = sign_in(house.editor), timezone.localdate()
    due(house, (today + timedelta(days=60)).isoformat())
    assert "échéance annoncée" not in text(client, DATES + "?jours=30")
    assert "échéance annoncée" in text(client, DATES + "?jours=90")


def test_a_date_known_to_the_year_falls_due_all_the_year_and_stays_as_said(house: House, sign_in: SignIn) -> None:
    year = timezone.localdate().year
    due(house, f"{year}~")
    page = text(sign_in(house.editor), DATES + "?jours=365")
    assert "échéance annoncée" in page and f'datetime="{year}' in page
    assert "vers" in page


def test_a_date_that_has_passed_is_not_called_late(house: House, sign_in: SignIn) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    due(house, yesterday.isoformat())
    Plan.objects.update(known_until=timezone.localdate().isoformat())
    page = text(sign_in(house.editor), DATES)
    assert "date passée" in page and "personne n’a regardé" not in page and "retard :" not in page
    Plan.objects.update(known_until="2001")
    assert "personne n’a regardé depuis" in text(sign_in(house.editor), DATES)


def test_strange_values_of_the_address_are_the_usual_ones(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    for query in ("?depuis=x&page=0", "?jours=-1&page=99999999", "?depuis=%00&page=%00", "?jours=9999"):
        for address in (MEASURES, DATES):
            assert client.get(address + query).status_code == 200


@pytest.mark.parametrize("address", [MEASURES, DATES + "?jours=365"])
def test_a_list_asks_the_database_as_often_for_sixty_measures_as_for_ten(
    house: House, sign_in: SignIn, address: str
) -> None:
    plan, client = Plan.objects.get(uid=synthetic.PLAN), sign_in(house.editor)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            text(client, address)
        return len(found)

    fill(plan, 10)
    text(client, address)
    few = asked()
    fill(plan, 60)
    assert asked() == few
    assert few <= 40


def test_long_lists_have_pages_that_keep_the_filter(house: House, sign_in: SignIn) -> None:
    plan, client = Plan.objects.get(uid=synthetic.PLAN), sign_in(house.editor)
    fill(plan, 60)
    age(100)
    page = text(client, MEASURES + "?depuis=90")
    assert "?depuis=90&amp;page=2" in page
    assert "page=2" not in text(client, MEASURES + "?depuis=180")
