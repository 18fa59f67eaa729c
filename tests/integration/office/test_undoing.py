"""Everything undoable: each action of the trace is undone by another action, or the list says why it is not."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jalon.core import keeping
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
from tests.integration.commitments.calls import every_call as every_commitment
from tests.integration.office.campaigns import campaign, house, signed, team
from tests.integration.plans.calls import every_call
from tests.integration.plans.conftest import bare, loaded, person
from tests.integration.reporting import calls as campaign_calls
from tests.integration.reporting.conftest import House, ask_of, member, subjects
from tests.synthetic_commitments import commitments as synthetic_commitments
from tests.synthetic_following import following_part

__all__ = ["campaign", "house", "team"]

CALLS: dict[str, Any] = {"plans": every_call, "commitments": every_commitment}

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


def not_undone(team: Client, calls: dict[str, Callable[[], Any]]) -> dict[str, str]:
    """The actions that nothing undoes, with the code of their event: every other one is undone by its page, and the
    undoing is undone in its turn."""

    def tried(name: str, call: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> str:
            call()
            event = last()
            assert event.action in ACTIONS, event.action
            if reversal_of(event.action) is None:
                assert undo(team, event)[0] == 200 and why_not(event.action) != str(UNKNOWN)
                return event.action
            status, page = undo(team, event)
            if event.changes.get(keeping.BEFORE) == {}:
                assert "n’a rien changé" in page
                return ""
            assert status == 302, name
            again = last()
            assert again.action in ACTIONS and again.pk > event.pk and undo(team, again)[0] == 302, (name, again.action)
            return ""

        return run

    found = each({name: tried(name, calls[name]) for name in sorted(calls)})
    return {name: code for name, code in found.items() if code}


@pytest.mark.parametrize("room", ["plans", "commitments"])
def test_each_action_on_records_is_undone_and_its_undoing_too_or_says_why(room: str) -> None:
    facts = following_part() if room == "plans" else synthetic_commitments()
    part = loaded(bare(facts))
    editor, every = person("editor@example.org", Role.EDITOR, part.owner), CALLS[room]

    def run(name: str) -> Callable[[], Any]:
        def call() -> None:
            action, given = every(part)[name]
            action(by=editor, **given)

        return call

    with pytest.raises(_Back), transaction.atomic():
        names = set(every(part))
        raise _Back
    found = not_undone(signed(editor), {name: run(name) for name in names})
    assert found == {}


def test_each_action_on_campaigns_is_undone_and_its_undoing_too_or_says_why(
    house: House, campaign: Campaign, team: Client
) -> None:
    def run(name: str) -> Callable[[], Any]:
        def call() -> None:
            given = campaign_calls.calls(campaign_calls.Start(house, Campaign.objects.get(pk=campaign.pk)))[name]()
            getattr(actions, name)(by=None, **given)

        return call

    names = campaign_calls.calls(campaign_calls.Start(house, campaign))
    found = not_undone(team, {name: run(name) for name in names})
    assert found == {
        "open_ask": "reporting.open", "open_campaign": "reporting.open_campaign", "save_draft": "reporting.save_draft",
        "revoke_links": "reporting.revoke_links", "send_ask": "reporting.send_ask",
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


def test_one_goes_back_several_steps_and_one_field_without_the_others(house: House, team: Client) -> None:
    series = Series.objects.filter(part=house.part)[0]

    def write(**fields: Any) -> AuditEvent:
        series.refresh_from_db()
        plans.edit_series(series=series, by=house.editor, expected_revision=series.revision, **fields)
        return last()

    unit = series.unit
    first, second, note = write(unit="un"), write(unit="deux"), write(note=Text(value="Note"))
    listed = team.get(f"/bureau/parties/{house.part.slug}/defaire/").content.decode()
    assert listed.count("Voir les deux textes") == 2
    assert "Changé depuis" in undo(team, first)[1]
    for event, stands in ((second, "un"), (first, unit)):
        assert undo(team, event)[0] == 302
        series.refresh_from_db()
        assert (series.unit, series.note) == (stands, Text(value="Note"))
    assert undo(team, note)[0] == 302


def test_what_cannot_be_written_back_whole_is_refused(
    house: House, team: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST", 5_000)
    series = Series.objects.filter(part=house.part)[0]
    long = Text(value="x" * 5_000)
    plans.edit_series(series=series, by=house.editor, expected_revision=series.revision, note=long)
    plans.edit_series(series=series, by=house.editor, expected_revision=series.revision, note=Text(value="court"))
    assert keeping.BEFORE in last().changes and len(str(last().changes)) < 2_000
    assert "trop long pour être gardé" in undo(team, last())[1]
    older = last()
    older.changes = {"note": ["Avant", "court"]}  # as versions before this keeping wrote it
    older.save()
    assert "pas été gardé en entier" in undo(team, older)[1]
    source = Source.objects.filter(part=house.part)[0]
    sources.change(by=house.editor, source=source, expected_revision=source.revision, title="x" * 900)
    sources.change(by=house.editor, source=source, expected_revision=source.revision, title="court")
    assert undo(team, last())[0] == 302
    source.refresh_from_db()
    assert source.title == "x" * 900


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
    assert asked_for() <= few  # without campaigns nothing is looked up to name them
    older = re.search(r'href="([^"]*\?avant=\d+)"', team.get("/bureau/mes-gestes/").content.decode())
    assert older and "organisme ajouté à la campagne" in team.get(older[1]).content.decode()
    assert team.get("/bureau/mes-gestes/?avant=x").status_code == 200
