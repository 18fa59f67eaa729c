"""Letters of a whole campaign with the clock in hand: who is written to, when, once, and who no longer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import resolve
from django.utils import translation

from jalon.core import due
from jalon.core.models import Outbox
from jalon.core.outbox import ATTEMPTS, send_due
from jalon.reporting import actions, selectors
from jalon.reporting.enums import LetterKind, LetterState
from jalon.reporting.letters import MOST_A_DAY, link_for, room_today
from jalon.reporting.merging.model import form_line
from jalon.reporting.models import Campaign, Letter
from jalon.reporting.reminders import remind
from tests.integration.reporting.conftest import OPENED, House, ask_of, edited, make_campaign, put, subjects

FIRST = datetime(2026, 11, 12, 7, 0, tzinfo=UTC)
SECOND = datetime(2026, 11, 19, 7, 0, tzinfo=UTC)
CLOSING = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)


@pytest.fixture
def planned(house: House, campaign: Campaign) -> Campaign:
    """Two reminders, the second with a copy to the superior, and a closing."""
    plans: Any = (
        (FIRST, LetterKind.REMINDER, False),
        (SECOND, LetterKind.REMINDER, True),
        (CLOSING, LetterKind.CLOSING, False),
    )
    for at, kind, copy in plans:
        actions.plan_reminder(campaign=campaign, at=at, kind=kind, copy=copy, by=house.editor)
    return campaign


def to(kind: LetterKind) -> list[str]:
    """To whom letters of a kind were written."""
    return [letter.recipient.partition("@")[0] for letter in Letter.objects.filter(kind=kind)]


def answer(house: House, campaign: Campaign, letter: str, now: datetime) -> None:
    """A body answers by its account."""
    ask = ask_of(campaign, letter)
    line = ask.lines.order_by("order")[0]
    draft = actions.save_draft(
        ask=ask, answers=[form_line(line.key, {"progress": "Douze"})], by=house.editors[letter], expected_revision=0
    )
    actions.return_answers(ask=ask, by=house.editors[letter], expected_revision=draft.revision, now=now)


def test_each_body_is_asked_in_its_way_and_only_the_link_is_secret(campaign: Campaign) -> None:
    bodies = {row.recipient[9]: row.body for row in Outbox.objects.filter(kind="reporting.invitation")}
    assert set(bodies) == {"a", "b", "c"}
    page = f"/bureau/demandes/{ask_of(campaign, 'A').uid}/"
    assert "/retour/" not in bodies["a"] and f"{settings.JALON.base_url}{page}\n" in bodies["a"]
    assert resolve(page).view_name == "office:answer_start"
    assert "/retour/R7" in bodies["b"] and "classeur" in bodies["b"]
    assert "données fictives" in Outbox.objects.first().subject  # type: ignore[union-attr]
    for body in bodies.values():
        assert "Former les enquêteurs" not in body and "Douze enquêtrices" not in body


def test_who_answers_by_account_is_sent_to_the_request_in_their_own_language(campaign: Campaign) -> None:
    ask = ask_of(campaign, "A")
    with translation.override("en"):
        assert link_for(ask).endswith(f":8000/bureau/demandes/{ask.uid}/")
    ask.language = "en"
    assert link_for(ask).endswith(f"/en/bureau/demandes/{ask.uid}/")


def test_a_campaign_of_three_bodies_by_letters(house: House, planned: Campaign) -> None:
    remind(FIRST - timedelta(minutes=1))
    assert to(LetterKind.REMINDER) == []
    answer(house, planned, "A", FIRST - timedelta(days=3))
    remind(FIRST)
    remind(FIRST + timedelta(minutes=1))
    assert to(LetterKind.REMINDER) == ["referent-b", "referent-c"]
    data = edited(ask_of(planned, "B"), lambda sheet: put(sheet, 3, progress="Treize"))
    actions.receive_workbook(campaign=planned, data=data, name="b.xlsx", by=house.editor, now=FIRST + timedelta(days=1))
    remind(SECOND)
    assert to(LetterKind.REMINDER)[2:] == ["referent-c", "chef-c"]
    copy = Outbox.objects.get(recipient="chef-c@exemple.fr")
    assert "/retour/" not in copy.body and "en copie" in copy.body
    remind(CLOSING)
    assert to(LetterKind.CLOSING) == ["referent-c"]
    row = next(
        row for row in selectors.campaign_page(planned.slug, house.editor, CLOSING).asks if row.body == "Organisme C"
    )
    assert (row.reminders, row.silent_days) == (3, 24)


def test_the_job_is_run_by_the_tick_at_its_hour(planned: Campaign) -> None:
    assert "reporting.reminders" in due.run_due(FIRST)
    assert to(LetterKind.REMINDER) == ["referent-a", "referent-b", "referent-c"]


def test_after_a_night_without_a_machine_only_the_last_of_two_reminders_goes(house: House, planned: Campaign) -> None:
    actions.plan_reminder(campaign=planned, at=FIRST + timedelta(hours=2), by=house.editor)
    remind(FIRST + timedelta(hours=9))
    remind(FIRST + timedelta(hours=10))
    assert to(LetterKind.REMINDER) == ["referent-a", "referent-b", "referent-c"]


def test_nothing_goes_when_the_campaign_is_closed_but_the_closing(house: House, planned: Campaign) -> None:
    actions.close_campaign(campaign=planned, by=house.editor, expected_revision=planned.revision)
    remind(FIRST)
    assert to(LetterKind.REMINDER) == []
    remind(CLOSING)
    assert to(LetterKind.CLOSING) == ["referent-a", "referent-b", "referent-c"]


def test_a_body_with_a_day_of_its_own_is_not_told_that_the_time_is_over(house: House, planned: Campaign) -> None:
    c = ask_of(planned, "C")
    actions.edit_ask(ask=c, due=CLOSING.date() + timedelta(days=4), by=house.editor, expected_revision=c.revision)
    remind(CLOSING)
    assert to(LetterKind.CLOSING) == ["referent-a", "referent-b"]


def test_one_address_has_twenty_letters_a_day_and_the_rest_the_day_after(house: House, planned: Campaign) -> None:
    a = ask_of(planned, "A")
    first = Letter.objects.get(ask=a)
    for _number in range(MOST_A_DAY):
        Letter.objects.create(
            ask=a, kind=LetterKind.ASK_AGAIN, recipient=a.contact, outbox_uid=first.outbox_uid, posted_at=FIRST
        )
    assert room_today(a.contact, FIRST) == 0
    remind(FIRST)
    assert to(LetterKind.REMINDER) == ["referent-b", "referent-c"]
    remind(FIRST + timedelta(days=1))
    assert to(LetterKind.REMINDER) == ["referent-b", "referent-c", "referent-a"]


def test_a_letter_that_cannot_be_delivered_is_shown_and_so_is_one_that_is_given_up(
    house: House, planned: Campaign
) -> None:
    def refuses(letter: Outbox) -> None:
        if letter.recipient.startswith("referent-c"):
            raise OSError("mailbox full")

    now = datetime.now(UTC) + timedelta(hours=1)
    send_due(now, refuses)
    page = selectors.campaign_page(planned.slug, house.editor, OPENED)
    [waiting] = page.waiting
    assert (waiting.body, waiting.letter.state) == ("Organisme C", LetterState.RETRYING)
    assert waiting.letter.next_try is not None and waiting.letter.error == "OSError"
    for _attempt in range(ATTEMPTS):
        now += timedelta(days=1)
        send_due(now, refuses)
    [waiting] = selectors.campaign_page(planned.slug, house.editor, OPENED).waiting
    assert waiting.letter.state is LetterState.DEAD
    states = {row.body: row.last_letter.state for row in page.asks if row.last_letter}
    assert states["Organisme A"] is LetterState.SENT


def test_the_next_reminder_can_be_read_before_it_goes(house: House, planned: Campaign) -> None:
    reminder, ask = planned.reminders.order_by("at")[0], ask_of(planned, "C")
    before = selectors.reminder_words(str(reminder.uid), str(ask.uid), house.editor)
    remind(FIRST)
    sent = Outbox.objects.get(kind="reporting.reminder", recipient="referent-c@exemple.fr")
    head, _link, tail = before.body.partition("‹lien›")
    assert sent.subject == before.subject and "Relance 1" in sent.subject
    assert sent.body.startswith(head) and sent.body.endswith(tail)


def test_a_body_that_reads_english_is_written_to_in_english(house: House) -> None:
    campaign = make_campaign(house, slug="english")
    ask = actions.add_ask(
        campaign=campaign, body=house.bodies["C"], subjects=subjects(2), by=house.editor, contact="c@example.org",
        language="en",
    )  # fmt: skip
    words = selectors.invitation_words(str(ask.uid), house.editor)
    assert words.body.startswith("Hello,") and "25 November 2026" in words.body


def test_asking_again_sends_both_texts(house: House, campaign: Campaign) -> None:
    b = ask_of(campaign, "B")
    line = b.lines.order_by("order")[0]
    actions.correct_line(line=line, column="progress", text="Dix", by=house.editor, expected_revision=1)
    data = edited(b, lambda sheet: put(sheet, 3, progress="Douze"))
    ret = actions.receive_workbook(campaign=campaign, data=data, name="b.xlsx", by=house.editor, now=FIRST)
    [cell] = ret.cells.exclude(choices=[])
    actions.decide(ret=ret, decisions={cell.pk: "ask_again"}, by=house.editor, expected_revision=ret.revision)
    actions.write_return(ret=ret, by=house.editor, expected_revision=ret.revision, now=FIRST)
    letter = Outbox.objects.get(kind="reporting.ask_again")
    assert "Vous avez rendu\u00a0: Douze" in letter.body and "Nous avions\u00a0: Dix" in letter.body
