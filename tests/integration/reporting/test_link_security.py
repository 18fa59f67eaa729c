"""What a personal link gives away: nothing to programs that follow links, to other hosts, to who guesses or is late."""

import logging
import re
from io import BytesIO

import pytest
from django.test import Client

from jalon.core.body_limit import STRANGERS
from jalon.reporting import actions
from jalon.reporting.enums import CampaignState
from jalon.reporting.links import LOOK_UPS
from jalon.reporting.models import Ask, Campaign, Link
from tests.integration.reporting.answering import by_account, by_link, link_of, open_today
from tests.integration.reporting.conftest import House, ask_of, member

PATHS = ("", "reponses/", "classeur/xlsx/", "deposer/", "recu/", "valider/")
WRONG = "/retour/R7" + "x" * 43 + "/"


@pytest.fixture
def campaign(house: House) -> Campaign:
    return open_today(house)


def test_unknown_revoked_and_withdrawn_links_answer_with_one_and_the_same_page(
    house: House, campaign: Campaign
) -> None:
    client, b, c = Client(), ask_of(campaign, "B"), ask_of(campaign, "C")
    links = WRONG, link_of("B"), link_of("C")  # before their letters are forgotten
    actions.revoke_links(ask=b, by=house.editor, expected_revision=b.revision)
    actions.withdraw_ask(ask=c, reason="Erreur", by=house.editor, expected_revision=c.revision)
    bodies = set()
    for base in links:
        for path in PATHS:
            answer = client.get(base + path)
            assert answer.status_code == 404
            said = answer.content.decode().replace(base + path, "").replace(base, "")
            bodies.add(re.sub(r"<time.*?</time>", "", said))  # the minute may turn between two pages
    assert len(bodies) == 1
    assert "Demandez-en un autre à qui vous l’a envoyé" in bodies.pop()


def test_every_answer_keeps_the_address_to_itself_and_out_of_caches_and_indexes(campaign: Campaign) -> None:
    for base in (link_of("B"), WRONG):
        for path in PATHS:
            answer = Client().get(base + path)
            assert answer.headers["Referrer-Policy"] == "strict-origin"
            assert "no-store" in answer.headers["Cache-Control"]
            assert "noindex" in answer.headers["X-Robots-Tag"]


def test_a_link_works_without_any_cookie_but_that_of_its_form(campaign: Campaign) -> None:
    client = Client(enforce_csrf_checks=True)
    base = link_of("B")
    assert client.post(base).status_code == 403
    client.get(base)
    assert set(client.cookies) == {"csrftoken"}
    assert client.cookies["csrftoken"]["samesite"] == "Lax"
    token = client.cookies["csrftoken"].value
    sent = client.post(base, {"csrfmiddlewaretoken": token}, headers={"origin": "http://testserver"})
    assert sent.status_code == 302
    assert (
        client.post(base, {"csrfmiddlewaretoken": token}, headers={"origin": "https://ailleurs.exemple"}).status_code
        == 403
    )
    assert set(client.cookies) == {"csrftoken"}


def test_nobody_learns_of_other_bodies_by_a_link(campaign: Campaign) -> None:
    other = by_link(campaign, "C")
    other.send("save", progress="Un secret de C")
    mine = by_link(campaign, "B")
    mine.send("return", progress="De B")
    for path in PATHS:
        page = mine.client.get(mine.base + path).content.decode(errors="ignore")
        assert "secret de C" not in page and "Organisme C" not in page and "Organisme A" not in page


def test_a_line_of_another_body_cannot_be_written_by_a_link(campaign: Campaign) -> None:
    mine, other = by_link(campaign, "B"), by_link(campaign, "C")
    mine.client.post(mine.base + "reponses/", {**mine.carried(), other.field("progress"): "Intrus", "do": "return"})
    assert not ask_of(campaign, "C").returns.exists()
    assert "Intrus" not in other.client.get(other.base + "reponses/").content.decode()


def test_guessing_is_slowed_down(campaign: Campaign) -> None:
    client = Client()
    found = {client.get(WRONG).status_code for _attempt in range(LOOK_UPS + 1)}
    assert found == {404, 429}


def test_the_token_is_in_no_line_of_the_log(campaign: Campaign, caplog: pytest.LogCaptureFixture) -> None:
    from jalon.core.logs import masked

    token = link_of("B").split("/")[-2]
    with caplog.at_level(logging.DEBUG):
        browser = by_link(campaign, "B")
        browser.send("return", progress="Douze")
        browser.client.get(browser.base + "recu/")
    assert token not in masked(caplog.text)
    assert not Link.objects.filter(token_hash__contains=token[2:]).exists()


def test_only_who_holds_a_good_link_sends_a_large_file_without_a_session(campaign: Campaign) -> None:
    def sent(base: str) -> int:
        file = BytesIO(b"0" * (STRANGERS + 1))
        file.name = "gros.xlsx"
        return Client().post(base + "deposer/", {"file": file}).status_code

    assert sent(WRONG) == 413
    assert sent("/en" + WRONG) == 413
    assert sent(link_of("B")) == 422
    assert sent("/en" + link_of("B")) == 422


def test_a_link_in_english_opens_in_english(house: House, campaign: Campaign) -> None:
    ask = ask_of(campaign, "B")
    actions.edit_ask(ask=ask, language="en", by=house.editor, expected_revision=ask.revision)
    actions.send_ask(ask=ask, by=house.editor, expected_revision=ask.revision)
    from jalon.core.models import Outbox

    last = Outbox.objects.filter(recipient="jour-b@exemple.fr").order_by("id").last()
    assert last is not None and "/en/retour/R7" in last.body


def test_by_account_a_page_is_there_for_the_team_of_the_body_alone(house: House, campaign: Campaign) -> None:
    mine = by_account(house, campaign, "A")
    other = by_account(house, campaign, "C")
    for path in PATHS:
        assert other.client.get(mine.base + path).status_code == 404
        assert other.client.post(mine.base + path).status_code == 404
        assert Client().get(mine.base + path).status_code == 302


def test_who_reads_for_a_body_writes_nothing(house: House, campaign: Campaign) -> None:
    from jalon.core.enums import Role

    ask, client = ask_of(campaign, "A"), Client()
    client.force_login(
        member(house.bodies["A"], "lectrice-de-a", Role.READER), backend="jalon.core.accounts.adapter.Backend"
    )
    base = f"/bureau/demandes/{ask.uid}/"
    assert "Votre rôle permet de lire" in client.get(base).content.decode()
    assert client.get(base + "reponses/").status_code == 200
    for path in ("", "reponses/", "deposer/"):
        assert client.post(base + path, {"do": "return"}).status_code == 403
    assert Ask.objects.get(pk=ask.pk).opened_at is None
    assert Campaign.objects.get(pk=campaign.pk).state == CampaignState.OPEN
