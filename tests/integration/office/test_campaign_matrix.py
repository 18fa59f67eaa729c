"""Bodies by measures through the screen: ticked and unticked at once, joined with what others changed meanwhile."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jalon.core.enums import Role
from jalon.core.models import AuditEvent, Organisation
from jalon.reporting import actions
from jalon.reporting.models import Campaign
from tests.integration.office.campaigns import at, campaign, given, house, signed, team
from tests.integration.reporting.conftest import House, ask_of, member, put, subjects

__all__ = ["campaign", "house", "team"]

pytestmark = pytest.mark.django_db


def form(page: str) -> dict[str, list[str]]:
    """What a browser would send of the page as it stands."""
    boxes = re.findall(r'<input type="checkbox" name="case" value="([^"]+)"([^>]*)>', page)
    return {
        "case": [value for value, state in boxes if "checked" in state and "disabled" not in state],
        **{name: re.findall(rf'name="{name}" value="([^"]*)"', page) for name in ("vu", "ligne")},
    }


def box(campaign: Campaign, letter: str, number: int) -> str:
    return f"{ask_of(campaign, letter).uid}.{subjects(number)[0]}"


def asked(campaign: Campaign, letter: str) -> set[Any]:
    rows = ask_of(campaign, letter).lines.filter(withdrawn_at=None)
    return set(rows.values_list("subject_uid", flat=True))


def test_boxes_of_several_bodies_are_written_at_once_and_nothing_is_sent(team: Client, campaign: Campaign) -> None:
    where = at(campaign, "matrice")
    sent = form(team.get(where).content.decode())
    assert box(campaign, "A", 1) in sent["case"] and box(campaign, "C", 1) not in sent["case"]
    sent["case"].remove(box(campaign, "A", 1))
    sent["case"].append(box(campaign, "C", 1))
    b = ask_of(campaign, "B").revision
    events = AuditEvent.objects.count()
    assert team.post(where, sent).status_code == 302
    assert asked(campaign, "A") == set(subjects(2)) and asked(campaign, "C") == set(subjects(1, 2))
    assert ask_of(campaign, "B").revision == b
    assert AuditEvent.objects.count() == events + 2


def test_a_page_sent_unchanged_changes_nothing(team: Client, campaign: Campaign) -> None:
    where = at(campaign, "matrice")
    before = (AuditEvent.objects.count(), ask_of(campaign, "A").revision)
    assert team.post(where, form(team.get(where).content.decode())).status_code == 302
    assert (AuditEvent.objects.count(), ask_of(campaign, "A").revision) == before


def test_what_another_changed_meanwhile_is_joined_shown_and_written_when_sent_again(
    house: House, team: Client, campaign: Campaign
) -> None:
    where = at(campaign, "matrice")
    sent = form(team.get(where).content.decode())
    ask = ask_of(campaign, "C")
    actions.set_subjects(ask=ask, subjects=subjects(2, 900), by=house.editor, expected_revision=ask.revision)
    sent["case"] += [box(campaign, "C", 1), box(campaign, "A", 900)]
    answer = team.post(where, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert asked(campaign, "C") == set(subjects(2, 900)) and asked(campaign, "A") == set(subjects(1, 2))
    assert page.count("demandée entre-temps par une autre personne") == 1
    again = form(page)
    assert {box(campaign, "C", 1), box(campaign, "C", 900), box(campaign, "A", 900)} <= set(again["case"])
    assert team.post(where, again).status_code == 302
    assert asked(campaign, "C") == set(subjects(1, 2, 900)) and asked(campaign, "A") == set(subjects(1, 2, 900))


def test_a_body_left_with_nothing_is_refused_and_no_other_is_written(team: Client, campaign: Campaign) -> None:
    where = at(campaign, "matrice")
    sent = form(team.get(where).content.decode())
    sent["case"] = [one for one in sent["case"] if one != box(campaign, "C", 2)] + [box(campaign, "A", 900)]
    answer = team.post(where, sent)
    assert answer.status_code == 422
    assert f'href="#b-{ask_of(campaign, "C").uid}"' in answer.content.decode()
    assert asked(campaign, "C") == set(subjects(2)) and asked(campaign, "A") == set(subjects(1, 2))
    assert box(campaign, "A", 900) in form(answer.content.decode())["case"]


def test_a_measure_already_returned_stays_and_a_frozen_campaign_is_only_read(
    house: House, team: Client, campaign: Campaign
) -> None:
    given(campaign, house, lambda sheet: put(sheet, 3, nothing="oui"))
    where = at(campaign, "matrice")
    page = team.get(where).content.decode()
    assert f'value="{box(campaign, "B", 1)}" checked disabled' in page
    sent = form(page)
    sent["case"] = [one for one in sent["case"] if not one.startswith(str(ask_of(campaign, "B").uid))]
    assert team.post(where, sent).status_code == 302
    assert subjects(1)[0] in asked(campaign, "B")
    campaign.refresh_from_db()
    actions.freeze_state(campaign=campaign, by=house.editor, expected_revision=campaign.revision)
    assert "checkbox" not in team.get(where).content.decode()
    assert team.post(where, sent).status_code in {302, 422}
    assert asked(campaign, "A") == set(subjects(1, 2))


def test_a_reader_sees_who_is_asked_what_and_writes_nothing(house: House, team: Client, campaign: Campaign) -> None:
    reader = signed(member(house.part.owner, "lectrice", Role.READER))
    where = at(campaign, "matrice")
    sent = form(team.get(where).content.decode())
    assert "checkbox" not in reader.get(where).content.decode()
    assert reader.post(where, {**sent, "case": []}).status_code == 403
    assert asked(campaign, "A") == set(subjects(1, 2))


@pytest.mark.parametrize("word", ["", "x", "0", "-1", "999999999", "1:2:3"])
def test_odd_words_in_the_address_and_in_the_form_change_nothing(team: Client, campaign: Campaign, word: str) -> None:
    where = at(campaign, "matrice")
    assert team.get(where, {"page": word, "organismes": word, "montrer": word}).status_code == 200
    odd = {"vu": [word, f"{ask_of(campaign, 'A').uid}:{word}"], "case": [word, f"{word}.{word}"], "ligne": [word]}
    assert team.post(where, odd).status_code in {302, 409, 422}
    assert asked(campaign, "A") == set(subjects(1, 2))


def test_many_bodies_come_in_pages_in_as_many_queries(house: House, team: Client, campaign: Campaign) -> None:
    def asked_for() -> int:
        with CaptureQueriesContext(connection) as found:
            assert team.get(at(campaign, "matrice")).status_code == 200
        return len(found)

    team.get(at(campaign, "matrice"))
    few = asked_for()
    for number in range(12):
        body = Organisation.objects.create(slug=f"autre-{number}", kind="ministry", fictional=True)
        actions.add_ask(campaign=campaign, body=body, subjects=subjects(1), by=None, contact=f"n{number}@exemple.fr")
    assert asked_for() == few
    second = team.get(at(campaign, "matrice"), {"organismes": "2"}).content.decode()
    assert len(re.findall(r'id="b-', second)) == 3
    assert "organismes=1" not in second and f'href="{at(campaign, "matrice")}"' in second
