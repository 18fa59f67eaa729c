"""Lists of indicators and outputs ask the database as often for forty as for two."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from jalon.core.models import User
from jalon.facts.common import When
from jalon.facts.output import OutputType
from jalon.facts.series import Family, Observation
from jalon.plans import actions
from tests import synthetic
from tests.integration.office.conftest import SLUG, House
from tests.integration.office.test_queries import queries

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
PART = f"/bureau/parties/{SLUG}/"
SUBJECTS = (synthetic.measure_uid(1), synthetic.measure_uid(2), synthetic.PLAN, synthetic.SECTION)


def fill(house: House, numbers: range) -> None:
    """Indicators with a series of two values each, and outputs, about several things."""
    for n in numbers:
        about, title = SUBJECTS[n % len(SUBJECTS)], synthetic.text(f"Numéro {n}")
        row = actions.add_indicator(
            part=house.part, subject=uuid.UUID(about), by=None, slug=f"i{n}", title=title, unit="x", source_to_find=True
        )
        series = actions.add_series(
            part=house.part, by=None, slug=f"s{n}", title=title, producer=synthetic.MISSION, indicator="x", unit="x",
            family=Family.FOLLOW_UP, of_uid=row.uid,
        )  # fmt: skip
        seen = [Observation(when=When(edtf=str(year)), value="3") for year in (2024, 2025)]
        actions.add_observations(series=series, observations=seen, by=None, expected_revision=1, source_to_find=True)
        actions.add_output(
            part=house.part, by=None, type=OutputType.MEETING, title=title, when=When(edtf="2025"), subjects=(about,),
            source_to_find=True,
        )  # fmt: skip


@pytest.mark.parametrize("address", ["indicateurs/", "realisations/", f"sujets/{synthetic.measure_uid(1)}/"])
def test_a_page_makes_the_same_queries_for_few_and_for_many(house: House, sign_in: SignIn, address: str) -> None:
    client = sign_in(house.editor)
    fill(house, range(8))
    client.get(PART + address)
    few = queries(client, PART + address)
    fill(house, range(8, 40))
    assert queries(client, PART + address) == few
    assert few <= 45
