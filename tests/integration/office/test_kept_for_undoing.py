"""What is kept for undoing is private, bounded, and forgets people when they leave, are withdrawn, or after thirty days."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from jalon.core import housekeeping, keeping, outbox, writing
from jalon.core.actions.leaving import hand_over
from jalon.core.audit import record
from jalon.core.enums import Role
from jalon.core.errors import Invalid
from jalon.core.models import AuditEvent, Outbox
from jalon.core.selectors import audit_trail
from jalon.facts.common import Text
from jalon.plans import actions as plans
from jalon.plans.models import Measure, Series, Step
from jalon.publication import parts
from jalon.publication.reader import default_store
from jalon.publication.selectors import facts_of_part, own_key
from jalon.reporting import actions, forgetting
from jalon.reporting.enums import Way
from jalon.reporting.models import Ask, Campaign, Letter
from tests.integration.office.campaigns import campaign, house, team
from tests.integration.office.test_undoing import last, undo, where
from tests.integration.reporting.conftest import House, ask_of, member

__all__ = ["campaign", "house", "team"]

pytestmark = pytest.mark.django_db
OLD = {"contact": "lucie.martin@exemple.fr", "contact_name": "Lucie Martin", "superior": "chef@exemple.fr"}


def contacts(ask: Ask) -> dict[str, str]:
    ask.refresh_from_db()
    return {name: getattr(ask, name) for name in OLD}


def written_over(house: House, campaign: Campaign) -> tuple[Ask, AuditEvent]:
    """An ask whose contact was somebody else before."""
    ask = ask_of(campaign, "A")
    actions.edit_ask(ask=ask, by=house.editor, expected_revision=ask.revision, **OLD)
    actions.edit_ask(
        ask=ask, by=house.editor, expected_revision=ask.revision, contact="neuf@exemple.fr", contact_name="Paul",
        superior="", due=date(2026, 11, 30), way=Way.LINK, language="en",
    )  # fmt: skip
    return ask, last(action="reporting.edit_ask")


def test_contacts_and_settings_come_back_and_so_does_their_undoing(
    house: House, campaign: Campaign, team: Client
) -> None:
    ask, event = written_over(house, campaign)
    assert "Lucie" in team.get(where(event)).content.decode()
    assert undo(team, event)[0] == 302
    assert contacts(ask) == OLD and (ask.due, ask.way, ask.language) == (None, Way.ACCOUNT, "fr")
    assert undo(team, last())[0] == 302
    assert contacts(ask) == {"contact": "neuf@exemple.fr", "contact_name": "Paul", "superior": ""}
    campaign.refresh_from_db()
    columns, template = campaign.columns, campaign.template
    actions.edit_campaign(
        campaign=campaign, by=house.editor, expected_revision=campaign.revision, columns=columns[:1],
        title=Text(value="Autre"), closes=date(2026, 12, 24), instructions=Text(value="Lisez", lang="en"),
    )  # fmt: skip
    assert undo(team, last())[0] == 302
    campaign.refresh_from_db()
    assert (campaign.columns, campaign.title.value, campaign.instructions) == (
        columns, "Remontées pour la session de décembre 2026", None,
    )  # fmt: skip
    assert campaign.template == template + 2  # bodies that were asked meanwhile get a workbook of its own version


@pytest.mark.parametrize("how", ["the body is withdrawn", "the campaign is withdrawn", "the account closes", "time"])
def test_names_and_addresses_written_over_are_forgotten(
    house: House, campaign: Campaign, team: Client, how: str
) -> None:
    ask, event = written_over(house, campaign)
    assert "Lucie Martin" in str(event.changes)
    letter = outbox.post(
        kind="reporting.reminder", to=OLD["contact"], subject="Relance, lucie.martin", body="lucie.martin"
    )
    posted = datetime(2026, 1, 1, tzinfo=UTC) if how == "time" else datetime.now(UTC)
    Letter.objects.create(ask=ask, kind="reminder", recipient=OLD["contact"], outbox_uid=letter.uid, posted_at=posted)
    Letter.objects.create(ask=ask, kind="reminder", recipient=ask.contact, outbox_uid=letter.uid, posted_at=posted)
    if how == "the body is withdrawn":
        actions.withdraw_ask(ask=ask, reason="x", by=house.editor, expected_revision=ask.revision)
    elif how == "the campaign is withdrawn":
        campaign.refresh_from_db()
        actions.withdraw_campaign(campaign=campaign, reason="x", by=house.editor, expected_revision=campaign.revision)
    elif how == "the account closes":
        leaver = member(house.bodies["A"], "lucie.martin", Role.READER)
        type(leaver).objects.filter(pk=leaver.pk).update(email="LUCIE.MARTIN@exemple.fr")
        leaver.refresh_from_db()
        hand_over(by=None, leaver=leaver, expected_revision=leaver.revision)
    else:
        AuditEvent.objects.update(at=datetime(2026, 1, 1, tzinfo=UTC))
        Outbox.objects.update(dead_at=datetime(2026, 1, 1, tzinfo=UTC))
        later = datetime(2026, 1, 1, tzinfo=UTC) + keeping.FORGET_PEOPLE + timedelta(minutes=1)
        housekeeping.forget(later)
        forgetting.forget(later)
        assert ask.contact in Letter.objects.values_list("recipient", flat=True)  # who is written to today stays known
    for told in AuditEvent.objects.values_list("changes", "subject"):
        assert not any(text in str(told) for text in ("Lucie Martin", "lucie.martin", "Martin Lucie")), told
    for told in (
        *Letter.objects.values_list("recipient", flat=True),
        *Outbox.objects.values_list("recipient", "subject", "body"),
    ):
        assert "lucie.martin" not in str(told).lower() or how == "the account closes", told
    event.refresh_from_db()
    assert event.changes["due"] == ["", "2026-11-30"]
    if how in {"the account closes", "time"}:
        assert "ont été effacés" in undo(team, event)[1]


def test_a_withdrawn_body_is_written_to_no_more_and_nothing_of_it_changes(
    house: House, campaign: Campaign, team: Client
) -> None:
    ask, event = written_over(house, campaign)
    waiting = Outbox.objects.get(uid=ask.letters.get().outbox_uid)
    actions.withdraw_ask(ask=ask, reason="x", by=house.editor, expected_revision=ask.revision)
    waiting.refresh_from_db()
    assert (waiting.recipient, waiting.subject, waiting.body) == ("", "", "") and waiting.dead_at is not None
    assert (
        outbox.send_due(datetime.now(UTC) + timedelta(days=1), lambda letter: None).sent
        == Outbox.objects.filter(sent_at__isnull=False).count()
    )
    waiting.refresh_from_db()
    assert waiting.sent_at is None
    with pytest.raises(Invalid, match="retiré de la campagne"):
        actions.edit_ask(ask=ask, by=house.editor, expected_revision=ask.revision, contact_name="Lucie Martin")
    assert undo(team, event)[0] != 302


def test_a_name_written_with_a_title_is_forgotten_with_the_account(house: House, campaign: Campaign) -> None:
    ask = ask_of(campaign, "A")
    for name in ("Mme Lucie Martin, cheffe de bureau", "Paul"):
        actions.edit_ask(ask=ask, by=house.editor, expected_revision=ask.revision, contact_name=name)
    keeping.forget_person("lucie.martin@exemple.fr", "Lucie Martin")
    assert last(action="reporting.edit_ask").changes[keeping.PERSONAL] is None


def test_a_name_stays_where_nobody_left_and_the_time_is_not_up(house: House, campaign: Campaign) -> None:
    _ask, event = written_over(house, campaign)
    other = ask_of(campaign, "B")
    actions.withdraw_ask(ask=other, reason="x", by=house.editor, expected_revision=other.revision)
    keeping.forget_person("quelqu.un@exemple.fr", "", "Quelqu’un")
    housekeeping.forget(datetime.now(UTC))
    event.refresh_from_db()
    assert event.changes[keeping.PERSONAL] == OLD


def test_who_validated_is_noted_again_with_the_day_and_is_no_text_of_the_trace(
    house: House, campaign: Campaign, team: Client
) -> None:
    ask = ask_of(campaign, "C")
    Ask.objects.filter(pk=ask.pk).update(returned_at=datetime(2026, 11, 2, tzinfo=UTC))
    ask.refresh_from_db()
    said: dict[str, Any] = {"name": "Mme Exemple", "function": "directrice"}
    actions.validate_answers(
        ask=ask, by=house.editor, expected_revision=ask.revision, now=datetime(2026, 11, 3, 8, 30, tzinfo=UTC), **said
    )
    actions.unvalidate_answers(ask=ask, by=house.editor, expected_revision=ask.revision)
    assert "Mme Exemple" not in str(keeping.public(last().changes))
    assert undo(team, last())[0] == 302
    ask.refresh_from_db()
    assert (ask.validated_by, ask.validated_as) == ("Mme Exemple", "directrice")
    assert ask.validated_at == datetime(2026, 11, 3, 8, 30, tzinfo=UTC)


def test_what_is_kept_is_on_no_page_in_no_list_and_in_no_document(
    house: House, campaign: Campaign, team: Client
) -> None:
    step = Step.objects.create(measure=Measure.objects.filter(plan__part=house.part)[0], title=Text(value="Étape"))
    plans.edit_step(step=step, by=house.editor, expected_revision=1, title=Text(value="Autre étape", lang="en"))
    written_over(house, campaign)
    signatory = member(house.part.owner, "signataire", Role.SIGNATORY)
    for address in ("defaire/", "historique/", ""):
        page = team.get(f"/bureau/parties/{house.part.slug}/{address}").content.decode()
        assert "_before" not in page and "_personal" not in page and "lucie" not in page.lower(), address
    shown = [one.changes for one in audit_trail(house.part.owner, by=signatory)]
    assert not any(name.startswith("_") for changes in shown for name in changes)
    assert "Lucie" not in str(shown)
    facts = str(facts_of_part(house.part))
    assert "Lucie" not in facts and "lucie.martin" not in facts and "_before" not in facts


def test_a_record_that_something_else_wrote_since_is_left_with_both_texts(house: House, team: Client) -> None:
    series = Series.objects.filter(part=house.part)[0]
    plans.edit_series(series=series, by=house.editor, expected_revision=series.revision, unit="unité du geste")
    event = last()
    assert "unité du geste" in team.get(where(event)).content.decode()
    answer = team.get(where(event))
    Series.objects.filter(pk=series.pk).update(unit="unité d’un fichier", revision=series.revision + 1)
    late = team.post(where(event), {"expected_revision": str(series.revision)})
    status, page = undo(team, event)
    for words in (late.content.decode(), page):
        assert "Changé depuis" in words and "unité d’un fichier" in words
    assert (answer.status_code, status) == (200, 200)
    series.refresh_from_db()
    assert series.unit == "unité d’un fichier"


def test_what_was_signed_is_undone_in_the_working_state_alone(house: House, team: Client) -> None:
    series = Series.objects.filter(part=house.part)[0]
    plans.edit_series(series=series, by=house.editor, expected_revision=series.revision, unit="autre unité")
    event = last()
    facts = facts_of_part(house.part)
    version = parts.sign_off(default_store(), facts, signer="Mission", at=datetime.now(UTC), key=own_key())
    record(action="part.sign_off", by=house.editor, part=house.part, subject=house.part)
    assert "ce qui est signé reste dit" in undo(team, last())[1].lower()
    assert "La version signée ne change pas" in team.get(where(event)).content.decode()
    assert undo(team, event)[0] == 302
    series.refresh_from_db()
    assert series.unit != "autre unité"
    assert "autre unité" in str(parts.facts_of(default_store(), version)) and facts_of_part(house.part) != facts


def test_more_than_the_bound_is_not_kept(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    monkeypatch.setattr(keeping, "MOST", 100)
    measure = Measure.objects.filter(plan__part=house.part)[0]
    writing.edit(
        measure, by=house.editor, action="plans.edit_measure", expected_revision=measure.revision,
        fields={"note": Text(value="é" * 200)},
    )  # fmt: skip
    plans.edit_measure(measure=measure, by=house.editor, expected_revision=measure.revision, note=None)
    assert last().changes[keeping.BEFORE] is None and keeping.AFTER not in last().changes
