"""The plan page says no more than the statements do."""

from collections.abc import Callable

from django.test import Client

from jalon.core.models import User
from jalon.facts.common import Basis, OrgRef, StatementKind, When
from jalon.plans import actions
from jalon.plans.models import Plan
from tests import synthetic
from tests.integration.office.conftest import SLUG, House

SignIn = Callable[[User | None], Client]
PLAN = f"/bureau/parties/{SLUG}/plans/plan-fictif-2/"


def test_a_body_seen_acting_is_not_shown_as_named_by_the_plan(house: House, sign_in: SignIn) -> None:
    plan = Plan.objects.get(slug="plan-fictif-2")
    row = actions.add_measure(plan=plan, title=synthetic.text("Former"), by=None, number="900", source_to_find=True)
    actions.make_statement(
        part=house.part, kind=StatementKind.LEAD, subject=row.uid, by=None, source_to_find=True,
        organisation=OrgRef(name="Service d’essai"), basis=Basis.SEEN_ACTING,
    )  # fmt: skip
    words = sign_in(house.editor).get(PLAN).content.decode()
    assert "Service d’essai (vu à l’œuvre)" in words


def test_what_was_said_of_the_plan_stands_by_its_dates(house: House, sign_in: SignIn) -> None:
    plan = Plan.objects.get(slug="plan-fictif-2")
    for year in ("2011", "2013", "2012"):
        actions.make_statement(
            part=house.part, kind=StatementKind.ASKED, subject=plan.uid, by=None, source_to_find=True,
            text=synthetic.text(f"demande de {year}"), said=When(edtf=year),
        )  # fmt: skip
    words = sign_in(house.editor).get(PLAN).content.decode()
    found = [words.index(f"demande de {year}") for year in ("2013", "2012", "2011")]
    assert found == sorted(found)
