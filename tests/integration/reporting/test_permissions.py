"""Who edits the part runs its campaigns; who edits for a body answers what it is asked. Nobody else does either."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from jalon.core.acting import MARK
from jalon.core.enums import Role
from jalon.core.errors import Conflict, Forbidden
from jalon.core.matrix import Permission
from jalon.core.models import AuditEvent, User
from jalon.reporting import actions, selectors
from jalon.reporting.models import Ask, Campaign, Return
from tests.integration.core.permission_matrix import every_action
from tests.integration.plans.conftest import person
from tests.integration.reporting.calls import NOW, Start, calls
from tests.integration.reporting.conftest import House, ask_of, member

pytestmark = pytest.mark.once

ACTIONS = sorted(name for name in actions.__all__ if not name.endswith("_by_link"))
BY_LINK = sorted(set(actions.__all__) - set(ACTIONS))
BODY = {"open_ask", "return_answers", "save_draft", "upload_workbook"}
"""What only the body asked does."""
EITHER = {"unvalidate_answers", "validate_answers"}


@pytest.fixture
def start(house: House, campaign: Campaign) -> Start:
    return Start(house, campaign)


def people(house: House) -> dict[str, User]:
    """One account of each kind: of the asking body, of the body asked (A), of another one (C), of the instance."""
    owner = house.part.owner
    return {
        "mission": house.editor,
        "mission signatory": member(owner, "signataire", Role.SIGNATORY),
        "mission reader": member(owner, "lectrice", Role.READER),
        "mission committee": member(owner, "comite", Role.COMMITTEE),
        "A": house.editors["A"],
        "A reader": member(house.bodies["A"], "lectrice-a", Role.READER),
        "C": house.editors["C"],
        "operator": person("operator@example.org", Role.OPERATOR, is_superuser=True),
        "nobody": person("nobody@example.org"),
    }


def may(name: str) -> set[str]:
    """Who may do it."""
    team = {"mission", "mission signatory"}
    return {"A"} if name in BODY else team | {"A"} if name in EITHER else team


def test_every_write_is_an_action_that_asks_to_edit_or_looks_a_link_up() -> None:
    assert {getattr(getattr(actions, name), MARK) for name in ACTIONS} == {(Permission.EDIT,)}
    assert {name.removesuffix("_by_link") for name in BY_LINK} == {"open", "return", "save_draft", "upload", "validate"}


def test_no_write_of_the_room_is_left_out() -> None:
    found = {name.rpartition(".")[2] for name, _call in every_action() if name.startswith("jalon.reporting.")}
    assert found == set(ACTIONS)


def test_the_tests_call_every_action(start: Start) -> None:
    assert sorted(calls(start)) == ACTIONS


@pytest.mark.parametrize("name", ACTIONS)
def test_whoever_may_not_is_refused_and_nothing_changes(start: Start, name: str) -> None:
    given = calls(start)[name]()
    everybody: dict[str, Any] = {**people(start.house), "anonymous": AnonymousUser()}
    before = (AuditEvent.objects.count(), Return.objects.count(), Ask.objects.count())
    for who in sorted(set(everybody) - may(name)):
        with pytest.raises(Forbidden), transaction.atomic():
            getattr(actions, name)(by=everybody[who], **given)
    assert (AuditEvent.objects.count(), Return.objects.count(), Ask.objects.count()) == before


@pytest.mark.parametrize("name", ACTIONS)
def test_who_may_does_it_and_it_is_traced_under_their_name(start: Start, name: str) -> None:
    given = calls(start)[name]()
    who = start.house.editors["A"] if name in BODY else start.house.editor
    before = AuditEvent.objects.count()
    getattr(actions, name)(by=who, **given)
    events = list(AuditEvent.objects.order_by("-id")[: AuditEvent.objects.count() - before])
    mine = [event for event in events if event.actor_uid == who.uid]
    assert mine and all(event.part_uid == start.house.part.uid for event in events)


NEW = {"add_ask", "create_campaign", "open_ask", "plan_reminder", "receive_workbook", "upload_workbook"}
"""They change nothing that a form was filled on."""


@pytest.mark.parametrize("name", sorted(set(ACTIONS) - NEW))
def test_a_form_filled_on_an_older_revision_conflicts(start: Start, name: str) -> None:
    given = calls(start)[name]()
    known = given["expected_revision"]
    given["expected_revision"] = {uid: n + 7 for uid, n in known.items()} if isinstance(known, dict) else known + 7
    who = start.house.editors["A"] if name in BODY else start.house.editor
    with pytest.raises(Conflict), transaction.atomic():
        getattr(actions, name)(by=who, **given)


def test_a_campaign_is_seen_by_the_team_that_runs_it_alone(start: Start) -> None:
    ret = start.returned()
    for who, user in people(start.house).items():
        team = who in {"mission", "mission signatory", "mission reader"}
        if team:
            assert selectors.campaign_page(start.campaign.slug, user, NOW).may_edit is (who != "mission reader")
            assert selectors.merge_page(str(ret.uid), user).body == "Organisme B"
            continue
        assert selectors.my_campaigns(user) == ()
        with pytest.raises(Campaign.DoesNotExist):
            selectors.campaign_page(start.campaign.slug, user, NOW)
        with pytest.raises(Campaign.DoesNotExist):
            selectors.freeze_page(start.campaign.slug, user, NOW)
        with pytest.raises(Return.DoesNotExist):
            selectors.merge_page(str(ret.uid), user)
        with pytest.raises(Return.DoesNotExist):
            selectors.open_return_file(str(ret.uid), user)


def test_a_draft_is_seen_by_the_team_of_its_body_and_by_nobody_else(start: Start) -> None:
    start.drafted()
    ask = ask_of(start.campaign, "A")
    for who, user in people(start.house).items():
        if who in {"A", "A reader"}:
            page = selectors.answer_page(str(ask.uid), user)
            assert page.lines[0].cells[1].typed == "Douze"
            continue
        with pytest.raises(Ask.DoesNotExist):
            selectors.answer_page(str(ask.uid), user)
    assert "Douze" not in str(selectors.campaign_page(start.campaign.slug, start.house.editor, NOW))
    assert "Douze" not in str(selectors.freeze_page(start.campaign.slug, start.house.editor, NOW))


def test_what_is_asked_is_in_the_work_list_of_its_body(start: Start) -> None:
    [mine] = selectors.my_asks(start.house.editors["A"])
    assert (mine.body, mine.lines, mine.returned, mine.state) == ("Organisme A", 2, 0, "silent")
    assert selectors.my_asks(start.house.editor) == ()


def test_a_body_is_told_nothing_while_the_campaign_is_in_preparation(start: Start) -> None:
    campaign = start.draft
    ask = ask_of(campaign, "C")
    assert {line.campaign for line in selectors.my_asks(start.house.editors["C"])} == {start.campaign.slug}
    with pytest.raises(Ask.DoesNotExist):
        selectors.answer_page(str(ask.uid), start.house.editors["C"])
