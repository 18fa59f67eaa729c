"""Everything undoable: each action of the trace is undone by another action, or the list says why it is not."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jalon.core.actions import comments, sources
from jalon.core.enums import Role
from jalon.core.models import AuditEvent, Part, Source
from jalon.facts.common import Text
from jalon.office.undoing import reversal_of, why_not
from jalon.office.undoing.registry import UNKNOWN
from jalon.office.words import ACTIONS
from jalon.plans import actions as plans
from jalon.plans.models import Measure, Plan, Series, Statement
from jalon.reporting import actions
from jalon.reporting.models import Campaign
from tests.integration.office.campaigns import campaign, house, signed, team
from tests.integration.plans.calls import every_call
from tests.integration.plans.conftest import People, facts, part, people
from tests.integration.reporting import calls as campaign_calls
from tests.integration.reporting.conftest import House, ask_of, member, subjects

__all__ = ["campaign", "facts", "house", "part", "people", "team"]

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def last(**about: Any) -> AuditEvent:
    """The latest event."""
    return AuditEvent.objects.filter(**about).order_by("-id")[0]


def where(event: AuditEvent) -> str:
    part = Part.objects.get(uid=event.part_uid)
    return f"/bureau/parties/{part.slug}/defaire/{event.pk}/"


def undo(client: Client, event: AuditEvent) -> tuple[int, str]:
    """The status of undoing an event by its page, and the page when there is no button or it was refused."""
    page = client.get(where(event))
    assert page.status_code == 200
    words = page.content.decode()
    revision = re.search(r'name="expected_revision" value="(\d+)"', words)
    if revision is None:
        return 200, words
    answer = client.post(where(event), {"expected_revision": revision[1], "reason": "une erreur"})
    return answer.status_code, answer.content.decode()


class _Back(Exception):
    """Leaves nothing behind."""


def each(calls: dict[str, Callable[[], Any]]) -> dict[str, Any]:
    """What each call gives, run one after the other on one and the same start."""
    found: dict[str, Any] = {}
    for name, call in calls.items():
        with pytest.raises(_Back), transaction.atomic():
            found[name] = call()
            raise _Back
    return found


def test_each_action_on_plans_is_undone_by_another_or_says_why(part: Part, people: People) -> None:
    team = signed(people.editor)

    def run(name: str) -> Callable[[], Any]:
        def call() -> tuple[int, bool]:
            action, given = every_call(part)[name]
            action(by=people.editor, **given)
            event = last(actor_uid=people.editor.uid)
            status, page = undo(team, event)
            assert status in {200, 302, 422}, (name, status)
            more = last().pk > event.pk
            assert more is (status == 302), name
            return status, bool(re.search(r'<p class="lede">\w', page)) or 'class="errors"' in page

        return call

    found = each({name: run(name) for name in sorted(every_call_names(part))})
    assert {name for name, (status, said) in found.items() if status != 302 and not said} == set()
    undone = {name for name, (status, _said) in found.items() if status == 302}
    assert {
        name for name in found if name.startswith(("add_", "create_", "make_", "withdraw", "restore"))
    } - undone == {"add_observations"}
    assert {"supersede_statement", "answer_indicator"} <= undone


def every_call_names(part: Part) -> set[str]:
    with pytest.raises(_Back), transaction.atomic():
        names = set(every_call(part))
        raise _Back
    return names


def test_each_action_on_campaigns_is_undone_by_another_or_says_why(
    house: House, campaign: Campaign, team: Client
) -> None:
    def run(name: str) -> Callable[[], Any]:
        def call() -> tuple[int, bool]:
            given = campaign_calls.calls(campaign_calls.Start(house, Campaign.objects.get(pk=campaign.pk)))[name]()
            getattr(actions, name)(by=None, **given)
            event = last()
            status, page = undo(team, event)
            assert status in {200, 302, 422}, (name, status)
            assert (last().pk > event.pk) is (status == 302), name
            return status, bool(re.search(r'<p class="lede">\w', page)) or 'class="errors"' in page

        return call

    names = campaign_calls.calls(campaign_calls.Start(house, campaign))
    found = each({name: run(name) for name in sorted(names)})
    assert {name for name, (status, said) in found.items() if status != 302 and not said} == set()
    assert {name for name, (status, _said) in found.items() if status != 302} == {
        "edit_ask", "edit_campaign", "open_ask", "open_campaign", "propose_output_again", "revoke_links", "save_draft",
        "send_ask", "take_output", "unfreeze_state", "unvalidate_answers",
    }  # fmt: skip


def test_every_kind_of_event_is_undone_or_has_its_own_reason() -> None:
    bare = {code for code in ACTIONS if reversal_of(code) is None and why_not(code) == str(UNKNOWN)}
    assert bare == set()


def test_a_changed_record_is_written_back_as_it_was_and_that_is_undone_in_its_turn(house: House, team: Client) -> None:
    plan = Plan.objects.filter(part=house.part)[0]
    made = plans.add_measure(plan=plan, title=Text(value="Titre"), number="77", by=house.editor, source_to_find=True)
    title = made.measuretitles.get()
    plans.edit_title(
        title=title, by=house.editor, expected_revision=title.revision, text=Text(value="Autre", lang="en")
    )
    plans.withdraw(record=made, reason="x", by=house.editor, expected_revision=made.revision)
    plans.restore(record=made, by=house.editor, expected_revision=made.revision)
    edited = last(action="plans.edit_title")
    assert undo(team, edited)[0] == 302
    title.refresh_from_db()
    assert title.text == Text(value="Titre")
    assert "défaites d’abord le geste suivant" in undo(team, edited)[1]
    assert undo(team, last(action="plans.edit_title"))[0] == 302
    title.refresh_from_db()
    assert title.text == Text(value="Autre", lang="en")


def test_what_cannot_be_written_back_whole_is_refused(house: House, team: Client) -> None:
    series = Series.objects.filter(part=house.part)[0]
    plans.edit_series(series=series, by=house.editor, expected_revision=series.revision, note=Text(value="Note"))
    status, page = undo(team, last())
    assert status == 422 and "pas été gardé en entier" in page
    source = Source.objects.filter(part=house.part)[0]
    sources.change(by=house.editor, source=source, expected_revision=source.revision, title="x" * 900)
    sources.change(by=house.editor, source=source, expected_revision=source.revision, title="court")
    assert undo(team, last())[0] == 422
    source.refresh_from_db()
    assert source.title == "court"


def test_the_old_statement_stands_again_and_the_new_one_is_withdrawn(house: House, team: Client) -> None:
    old = Statement.objects.live().filter(part=house.part, superseded_by=None, text__isnull=False)[0]
    new = plans.supersede_statement(
        statement=old,
        by=house.editor,
        expected_revision=old.revision,
        text=Text(value="Autrement"),
        source_to_find=True,
    )
    assert undo(team, last())[0] == 302
    old.refresh_from_db()
    new.refresh_from_db()
    assert old.superseded_by_id is None and new.withdrawn_at is not None


def test_measures_asked_are_put_back_and_a_switch_set_twice_is_undone_once(
    house: House, campaign: Campaign, team: Client
) -> None:
    ask = ask_of(campaign, "A")
    actions.set_subjects(ask=ask, subjects=subjects(900), by=house.editor, expected_revision=ask.revision)
    assert undo(team, last())[0] == 302
    live = ask.lines.filter(withdrawn_at=None).values_list("subject_uid", flat=True)
    assert set(live) == set(subjects(1, 2))
    for run in (actions.close_campaign, actions.reopen_campaign, actions.close_campaign):
        campaign.refresh_from_db()
        run(campaign=campaign, by=house.editor, expected_revision=campaign.revision)
    first, second = AuditEvent.objects.filter(action="reporting.close_campaign").order_by("id")
    assert "défaites le geste suivant" in undo(team, first)[1]
    assert undo(team, second)[0] == 302
    assert "Déjà défait" in undo(team, second)[1]


def test_a_record_written_meanwhile_meets_a_conflict(house: House, team: Client) -> None:
    measure = Measure.objects.filter(plan__part=house.part, number="1")[0]
    plans.withdraw(record=measure, reason="x", by=house.editor, expected_revision=measure.revision)
    answer = team.post(where(last()), {"expected_revision": measure.revision - 1})
    assert answer.status_code == 409
    measure.refresh_from_db()
    assert measure.withdrawn_at is not None


def test_who_reads_drafts_sees_the_list_and_undoes_nothing(house: House, campaign: Campaign, team: Client) -> None:
    reader = signed(member(house.part.owner, "lectrice", Role.READER))
    campaign.refresh_from_db()
    actions.close_campaign(campaign=campaign, by=house.editor, expected_revision=campaign.revision)
    event = last()
    shown = reader.get(f"/bureau/parties/{house.part.slug}/defaire/").content.decode()
    assert "campagne close" in shown and where(event) not in shown
    assert reader.post(where(event), {"expected_revision": campaign.revision}).status_code == 403
    other = signed(house.editors["A"])
    assert other.get(where(event)).status_code == 404
    assert other.get(f"/bureau/parties/{house.part.slug}/defaire/").status_code == 404


def test_a_comment_is_undone_by_its_author_alone(house: House, team: Client) -> None:
    about = Measure.objects.filter(plan__part=house.part)[0].uid
    comment = comments.add(by=house.editor, part=house.part, subject=about, text="Un", path="/x/")
    comments.change(by=house.editor, comment=comment, text="Deux", expected_revision=1)
    event = last()
    reader = member(house.part.owner, "lectrice", Role.READER)
    assert "Seul son auteur" in undo(signed(reader), event)[1]
    assert undo(team, event)[0] == 302
    comment.refresh_from_db()
    assert comment.text == "Un"


def test_one_s_own_deeds_are_listed_with_where_they_are_undone_in_as_many_queries(
    house: House, campaign: Campaign, team: Client
) -> None:
    def asked_for() -> int:
        with CaptureQueriesContext(connection) as found:
            assert team.get("/bureau/mes-gestes/").status_code == 200
        return len(found)

    page = team.get("/bureau/mes-gestes/").content.decode()
    added = last(action="reporting.add_ask")
    assert f"{where(added)}?retour" in page and "Un message parti ne se rappelle pas" in page
    few = asked_for()
    for number in range(60):
        comments.add(by=house.editor, part=house.part, subject=subjects(1)[0], text=f"n° {number}", path="/x/")
    assert asked_for() == few
    older = re.search(r'href="([^"]*\?avant=\d+)"', team.get("/bureau/mes-gestes/").content.decode())
    assert older and "organisme ajouté à la campagne" in team.get(older[1]).content.decode()
    assert team.get("/bureau/mes-gestes/?avant=x").status_code == 200
