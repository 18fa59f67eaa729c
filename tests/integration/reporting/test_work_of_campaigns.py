"""The first page of the office says what waits in campaigns: asked of my body, differences to decide, letters given up."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jalon.core.models import Outbox, User
from jalon.reporting import actions
from jalon.reporting.models import Campaign
from tests.integration.reporting.answering import by_link, open_today
from tests.integration.reporting.conftest import House, ask_of, edited, put


@pytest.fixture
def campaign(house: House) -> Campaign:
    return open_today(house)


def home(user: User) -> str:
    client = Client()
    client.force_login(user, backend="jalon.core.accounts.adapter.Backend")
    answer = client.get("/bureau/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_asked_is_on_the_first_page_of_its_body_with_the_days_left(house: House, campaign: Campaign) -> None:
    page = home(house.editors["A"])
    assert f"/bureau/demandes/{ask_of(campaign, 'A').uid}/" in page
    assert "Restent 10 jours." in page and "0 rendues sur 2 lignes" in page
    assert "/bureau/demandes/" not in home(house.editor)


def test_the_days_past_are_said_too(house: House, campaign: Campaign) -> None:
    Campaign.objects.update(closes=timezone.localdate() - timedelta(days=1))
    assert "Délai passé depuis 1 jour." in home(house.editors["A"])


def test_differences_that_wait_are_on_the_first_page_of_the_asking_team_alone(house: House, campaign: Campaign) -> None:
    data = edited(ask_of(campaign, "C"), lambda sheet: put(sheet, 3, deadline="quand les crédits seront là"))
    ret = actions.receive_workbook(campaign=campaign, data=data, name="c.xlsx", by=house.editor)
    assert "Organisme C, 1 différence à trancher" in home(house.editor)
    assert f"{ret.uid}" in home(house.editor)
    assert "à trancher" not in home(house.editors["C"])
    actions.set_aside(ret=ret, reason="Essai", by=house.editor, expected_revision=ret.revision)
    assert "à trancher" not in home(house.editor)


def test_a_letter_that_was_given_up_is_on_the_first_page_of_the_asking_team_alone(
    house: House, campaign: Campaign
) -> None:
    assert "non remis" not in home(house.editor)
    Outbox.objects.filter(recipient="jour-b@exemple.fr").update(dead_at=timezone.now())
    assert "Organisme B, 1 message non remis" in home(house.editor)
    assert "non remis" not in home(house.editors["B"])


def test_the_first_page_asks_the_database_as_often_for_more_of_them(house: House, campaign: Campaign) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            home(house.editor)
        return len(found)

    for letter in "BC":
        by_link(campaign, letter).send("return", deadline="plus tard")
        if letter == "B":
            home(house.editor)
            few = asked()
    assert asked() == few


def test_an_ask_and_a_return_can_be_commented_by_the_asking_team_alone(house: House, campaign: Campaign) -> None:
    by_link(campaign, "B").send("return", deadline="plus tard")
    ask = ask_of(campaign, "B")
    for uid, words in ((ask.uid, "demande à Organisme B"), (ask.returns.get().uid, "retour de Organisme B")):
        for user, status in ((house.editor, 200), (house.editors["B"], 404)):
            client = Client()
            client.force_login(user, backend="jalon.core.accounts.adapter.Backend")
            answer = client.get(f"/bureau/parties/{house.part.slug}/commentaires/{uid}/")
            assert answer.status_code == status
            assert (words in answer.content.decode()) is (status == 200)
