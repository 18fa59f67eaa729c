"""The state for the session: every reply with its author and dates, the silent ones; blocked by doubts alone; undone."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jalon.core import audit, parts
from jalon.core.citing import cited
from jalon.core.errors import Invalid
from jalon.core.models import User
from jalon.facts.common import Text
from jalon.facts.state import ReplyState, State
from jalon.office.pages import freezing as words
from jalon.plans.models import Measure, Output, Statement
from jalon.reporting import actions, selectors
from jalon.reporting.columns import OUTPUTS, standard
from jalon.reporting.merging.model import form_line
from jalon.reporting.models import Ask, Campaign, FrozenState
from jalon.reporting.records import collect, load
from jalon.reporting.templates import template_of
from tests.integration.reporting.conftest import House, ask_of, edited, make_campaign, put, subjects
from tests.synthetic import measure_uid, plan_part

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
RECEIVED = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)


@pytest.fixture
def answered(house: House, campaign: Campaign) -> Campaign:
    """A answered for both measures by account, validated; B by workbook for one of three; C is silent."""
    a = ask_of(campaign, "A")
    first, second = a.lines.order_by("order")
    draft = actions.save_draft(
        ask=a, by=house.editors["A"], expected_revision=0,
        answers=[form_line(first.key, {"progress": "Douze formées"}), form_line(second.key, {}, nothing=True)],
    )  # fmt: skip
    actions.return_answers(ask=a, by=house.editors["A"], expected_revision=draft.revision, now=RECEIVED)
    a.refresh_from_db()
    actions.validate_answers(
        ask=a,
        name="M. Exemple",
        function="sous-directeur A",
        by=house.editor,
        expected_revision=a.revision,
        now=RECEIVED,
    )
    data = edited(ask_of(campaign, "B"), lambda sheet: put(sheet, 3, phase="en cours", progress="Trois sessions"))
    actions.receive_workbook(campaign=campaign, data=data, name="b.xlsx", by=house.editor, now=RECEIVED)
    campaign.refresh_from_db()
    return campaign


def freeze(campaign: Campaign, by: User) -> FrozenState:
    """Freeze now."""
    campaign.refresh_from_db()
    return actions.freeze_state(campaign=campaign, by=by, expected_revision=campaign.revision, now=NOW)


def replies(state: State, number: int) -> dict[str, ReplyState]:
    """The replies about a measure, by body."""
    [line] = [line for line in state.lines if line.subject == measure_uid(number)]
    return {reply.body.name: reply.state for reply in line.replies}


def test_the_state_keeps_every_reply_and_who_stayed_silent(house: House, answered: Campaign) -> None:
    state = freeze(answered, house.editor).fact
    assert replies(state, 1) == {"Organisme A": ReplyState.VALIDATED, "Organisme B": ReplyState.RETURNED}
    assert replies(state, 2) == {
        "Organisme A": ReplyState.NOTHING_TO_REPORT, "Organisme B": ReplyState.OPENED, "Organisme C": ReplyState.SILENT,
    }  # fmt: skip
    [line] = [line for line in state.lines if line.subject == measure_uid(1)]
    first, second = line.replies
    assert first.validated_by == "sous-directeur A" and first.returned and first.returned.edtf == "2026-11-13"
    assert [(said.key, said.text and said.text.value) for said in second.declared] == [
        ("phase", "en cours"), ("progress", "Trois sessions"),
    ]  # fmt: skip
    assert "M. Exemple" not in str(state)


def test_freezing_writes_what_was_returned_and_leaves_its_part(house: House, answered: Campaign) -> None:
    state = freeze(answered, house.editor)
    said = [row for row in Statement.objects.all() if row.said_by and row.said_by.name.startswith("Organisme")]
    assert {(row.kind, row.said_by and row.said_by.name) for row in said} == {
        ("progress", "Organisme A"), ("phase", "Organisme B"), ("progress", "Organisme B"),
    }  # fmt: skip
    [collected] = collect(house.part, cited(house.part))["states"]
    assert collected == state.fact


def test_freezing_twice_gives_the_same_state(house: House, answered: Campaign) -> None:
    first = freeze(answered, house.editor)
    house.part.refresh_from_db()
    revision = house.part.revision
    assert freeze(answered, house.editor).pk == first.pk
    house.part.refresh_from_db()
    assert (house.part.revision, FrozenState.objects.count()) == (revision, 1)


def test_a_difference_to_decide_blocks_and_silence_does_not(house: House, answered: Campaign) -> None:
    data = edited(ask_of(answered, "B"), lambda sheet: put(sheet, 4, deadline="mi-novembre 2026"))
    actions.receive_workbook(campaign=answered, data=data, name="b2.xlsx", by=house.editor, now=RECEIVED)
    page = selectors.freeze_page(answered.slug, house.editor, NOW)
    assert [(found.body, found.undecided) for found in page.blocking] == [("Organisme B", 1)]
    with pytest.raises(Invalid, match="1 différence"):
        freeze(answered, house.editor)
    assert not FrozenState.objects.exists()


def test_a_freeze_is_undone_until_the_part_is_signed(house: House, answered: Campaign) -> None:
    state = freeze(answered, house.editor)
    actions.unfreeze_state(state=state, by=house.editor, expected_revision=state.revision)
    answered.refresh_from_db()
    assert (answered.state, collect(house.part, cited(house.part))["states"]) == ("closed", ())
    again = freeze(answered, house.editor)
    assert again.fact.slug == state.fact.slug and again.content == state.content
    audit.record(action="part.sign_off", by=house.editor, part=house.part, subject=house.part)
    with pytest.raises(Invalid, match="signée"):
        actions.unfreeze_state(state=again, by=house.editor, expected_revision=again.revision)


def test_signing_off_leaves_the_event_that_this_room_looks_for() -> None:
    from inspect import getsource

    from jalon.publication import actions as publication
    from jalon.reporting.actions.freezing import SIGNED

    assert f'action="{SIGNED}"' in getsource(publication)


def test_a_later_state_names_the_one_before_and_tells_what_changed(house: House, answered: Campaign) -> None:
    first = freeze(answered, house.editor)
    later = make_campaign(house, slug="session-de-juin-2027")
    actions.add_ask(
        campaign=later, body=house.bodies["A"], subjects=subjects(1), by=house.editor, contact="a@exemple.fr"
    )
    later.refresh_from_db()
    actions.open_campaign(campaign=later, by=house.editor, expected_revision=later.revision, now=NOW)
    page = selectors.freeze_page(later.slug, house.editor, NOW)
    assert page.previous == first.fact
    told = {(change.kind.value, change.body.name if change.body else "") for change in page.changes}
    assert ("reply_state", "Organisme A") in told and ("body_removed", "Organisme B") in told
    told_words = str(words.build(page, selectors.campaign_page(later.slug, house.editor, NOW)).changes)
    assert "Ouvrir des centres d’hébergement sûrs" in told_words  # asked the time before alone, and named all the same
    assert freeze(later, house.editor).fact.previous == first.fact.uid
    assert selectors.freeze_page(answered.slug, house.editor, NOW).previous is None  # a later state is none before it


def test_a_measure_renumbered_or_gone_before_the_sending_is_asked_as_the_plan_is(house: House) -> None:
    made = make_campaign(house, slug="renumerotee")
    ask = actions.add_ask(
        campaign=made, body=house.bodies["B"], subjects=subjects(1, 2), by=house.editor, contact="b@exemple.fr"
    )
    Measure.objects.filter(uid=measure_uid(1)).update(number="1 bis")
    Measure.objects.filter(uid=measure_uid(2)).update(withdrawn_at=NOW)
    made.refresh_from_db()
    actions.open_campaign(campaign=made, by=house.editor, expected_revision=made.revision, now=NOW)
    assert [line.number for line in ask.lines.filter(withdrawn_at=None)] == ["1 bis"]
    Measure.objects.filter(uid=measure_uid(1)).update(number="7")  # later, what was sent stays what was sent
    assert "1 bis" in str(template_of(Ask.objects.get(pk=ask.pk)).lines)


def test_the_owner_s_sentence_stands_over_the_replies_and_replaces_none(house: House, answered: Campaign) -> None:
    actions.consolidate(
        campaign=answered, subject=uuid.UUID(measure_uid(1)), text=Text(value="Deux services forment."), by=house.editor,
        expected_revision=0,
    )  # fmt: skip
    state = freeze(answered, house.editor).fact
    [line] = [line for line in state.lines if line.subject == measure_uid(1)]
    assert line.consolidated == Text(value="Deux services forment.") and len(line.replies) == 2


def test_states_travel_with_their_part_and_keep_their_campaign(house: House, answered: Campaign) -> None:
    state = freeze(answered, house.editor)
    facts = replace(plan_part(), states=collect(house.part, cited(house.part))["states"])
    load(house.part, facts, house.editor)
    row = FrozenState.objects.get()
    assert (row.uid, row.campaign_id, row.content) == (state.uid, answered.pk, state.content)
    assert parts.collect(house.part)["states"] == facts.states


def test_outputs_told_in_words_are_proposed_and_nothing_is_entered_unasked(house: House) -> None:
    campaign = make_campaign(house, slug="realisations", columns=(standard(OUTPUTS),))
    ask = actions.add_ask(
        campaign=campaign, body=house.bodies["B"], subjects=subjects(1), by=house.editor, contact="b@exemple.fr"
    )
    campaign.refresh_from_db()
    actions.open_campaign(campaign=campaign, by=house.editor, expected_revision=campaign.revision)
    data = edited(ask_of(campaign, "B"), lambda sheet: put(sheet, 3, outputs="Formation à Lyon, 12 mai, 15 personnes"))
    actions.receive_workbook(campaign=campaign, data=data, name="b.xlsx", by=house.editor, now=RECEIVED)
    before = Output.objects.count()
    state = freeze(campaign, house.editor).fact
    [told] = selectors.proposed_outputs(campaign.slug, house.editor)
    assert (told.body, told.words, told.source is not None) == (str(ask.body.names.get()), state_words(state), True)
    assert Output.objects.count() == before


def state_words(state: State) -> str:
    """The one text that was declared."""
    [said] = state.lines[0].replies[0].declared
    return said.text.value if said.text else ""


def test_keeping_what_stood_puts_no_words_in_the_body_s_mouth(house: House, campaign: Campaign) -> None:
    b = ask_of(campaign, "B")
    line = b.lines.order_by("order")[0]
    actions.correct_line(line=line, column="progress", text="Dix, dit la mission", by=house.editor, expected_revision=1)
    data = edited(b, lambda sheet: put(sheet, 3, progress="Douze", phase="en cours"))
    ret = actions.receive_workbook(campaign=campaign, data=data, name="b.xlsx", by=house.editor, now=RECEIVED)
    [cell] = [row for row in selectors.merge_page(str(ret.uid), house.editor).cells if row.undecided]
    actions.decide(ret=ret, decisions={cell.id: "before"}, by=house.editor, expected_revision=ret.revision)
    state = freeze(campaign, house.editor).fact
    [found] = [row for row in state.lines if row.subject == measure_uid(1)]
    [reply] = [reply for reply in found.replies if reply.body.name == "Organisme B"]
    assert [said.key for said in reply.declared] == ["phase"]
