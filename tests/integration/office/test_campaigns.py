"""The asking body runs a campaign through its screens: prepared, sent, deposited, merged, validated, frozen, undone."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from jalon.core.models import OrganisationName, Outbox
from jalon.facts.common import OrgRef, StatementKind
from jalon.plans import actions as plan_actions
from jalon.plans.models import Plan
from jalon.reporting import actions
from jalon.reporting.enums import CampaignState
from jalon.reporting.models import Ask, AskLine, Campaign, ConsolidatedLine, FrozenState, Reminder, Return
from tests import synthetic
from tests.integration.office.campaigns import at, campaign, given, house, signed, team
from tests.integration.reporting.conftest import (
    House,
    ask_of,
    make_campaign,
    put,
    subjects,
)

__all__ = ["campaign", "house", "team"]

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_campaign_is_prepared_with_its_columns_and_reminders(house: House, team: Client) -> None:
    fields = {
        "plan": synthetic.PLAN, "title": "Remontées fictives", "session": "décembre 2029", "period": "2029",
        "closes": "25 11 2029", "asked": ["phase", "progress"], "questions": "Une question | A question\nQuand (date)",
        "validation": "on", "schedule": ["-7", "1"],
    }  # fmt: skip
    answer = team.post(f"/bureau/parties/{house.part.slug}/remontees/preparer/nouvelle/", fields)
    made = Campaign.objects.get()
    assert answer.headers["Location"] == at(made)
    assert [column.key for column in made.columns] == ["phase", "progress", "question:1", "question:2"]
    assert [(row.kind, row.at.date().isoformat()) for row in made.reminders.all()] == [
        ("reminder", "2029-11-18"), ("closing", "2029-11-26"),
    ]  # fmt: skip
    assert Outbox.objects.count() == 0


def test_a_closing_that_moves_says_that_planned_reminders_did_not(house: House, team: Client) -> None:
    made = make_campaign(house)
    actions.plan_reminder(campaign=made, at=datetime(2029, 11, 18, 8, tzinfo=UTC), by=house.editor)
    fields = {
        "title": "X", "session": "décembre 2029", "period": "2029", "closes": "30 11 2029", "asked": ["phase"],
        "expected_revision": made.revision,
    }  # fmt: skip
    assert "les relances programmées non" in team.post(at(made, "modifier"), fields, follow=True).content.decode()


def test_a_campaign_that_asks_nothing_or_closes_on_no_day_is_refused_with_the_reason(
    house: House, team: Client
) -> None:
    fields = {"plan": synthetic.PLAN, "title": "X", "session": "décembre 2029", "period": "2029", "closes": "bientôt"}
    answer = team.post(f"/bureau/parties/{house.part.slug}/remontees/preparer/nouvelle/", fields)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "n’est pas un jour" in words
    assert "Choisissez au moins une chose à demander" in words
    assert not Campaign.objects.exists()


def test_bodies_seen_acting_are_proposed_and_never_ticked_by_themselves(house: House, team: Client) -> None:
    made, asked = make_campaign(house), house.bodies["A"]
    plan_actions.make_statement(
        part=house.part, kind=StatementKind.LEAD, subject=subjects(1)[0], by=None, source_to_find=True,
        organisation=OrgRef(name="Organisme A"), basis="seen_acting",
    )  # fmt: skip
    where = at(made, "organismes", "ajouter", asked.uid)
    ticked = re.compile(r'value="([0-9a-f-]{36})" checked')
    assert ticked.findall(team.get(where).content.decode()) == []
    assert ticked.findall(team.get(f"{where}?proposees").content.decode()) == [str(subjects(1)[0])]


def test_a_body_is_asked_about_a_whole_section_or_the_whole_plan(house: House, team: Client) -> None:
    made = make_campaign(house)
    where = at(made, "organismes", "ajouter", house.bodies["A"].uid)
    fields = {"way": "link", "format": "ods", "contact": "a@exemple.fr", "language": "fr", "tout": "1"}
    assert team.post(where, fields).status_code == 302
    measures = Plan.objects.get(uid=synthetic.PLAN).measures.filter(withdrawn_at=None)
    asked = set(AskLine.objects.values_list("subject_uid", flat=True))
    assert asked == set(measures.values_list("uid", flat=True))


def test_a_body_without_account_needs_an_address_and_what_was_ticked_stays(house: House, team: Client) -> None:
    made = make_campaign(house)
    where = at(made, "organismes", "ajouter", house.bodies["A"].uid)
    answer = team.post(where, {"way": "link", "format": "xlsx", "language": "fr", "mesure": [str(subjects(1)[0])]})
    assert answer.status_code == 422
    assert "Donnez l’adresse" in answer.content.decode()
    assert f'value="{subjects(1)[0]}" checked' in answer.content.decode()
    assert not Ask.objects.exists()


def test_letters_are_read_before_they_are_sent_and_go_once(house: House, team: Client) -> None:
    made = make_campaign(house)
    actions.add_ask(
        campaign=made, body=house.bodies["A"], subjects=subjects(1), by=house.editor, contact="a@exemple.fr"
    )
    shown = team.get(at(made, "envoyer")).content.decode()
    assert "‹lien›" in shown
    assert Outbox.objects.count() == 0
    revision = {"expected_revision": made.revision}
    assert team.post(at(made, "envoyer"), revision).status_code == 302
    assert team.post(at(made, "envoyer"), revision).status_code in {409, 422}
    assert Outbox.objects.count() == 1
    made.refresh_from_db()
    assert made.state == CampaignState.OPEN


def test_the_page_counts_with_denominators_and_opens_one_body(house: House, team: Client, campaign: Campaign) -> None:
    words = team.get(at(campaign) + f"?ouvrir={ask_of(campaign, 'C').uid}").content.decode()
    assert re.search(r"rendues</dt><dd>0 <small>sur 6", words)
    assert re.search(r"organismes silencieux</dt><dd>3 <small>sur 3", words)
    assert "referent-c@exemple.fr" in words
    assert "referent-a@exemple.fr" not in words
    assert "partagée avec Organisme A, qui n’a pas rendu sa part" in words


def test_the_filter_is_kept_in_the_address_and_unknown_words_change_nothing(
    house: House, team: Client, campaign: Campaign
) -> None:
    given(campaign, house, lambda sheet: put(sheet, 3, nothing="oui"))
    rows = re.compile(r'id="o-')
    assert len(rows.findall(team.get(at(campaign)).content.decode())) == 3
    assert len(rows.findall(team.get(at(campaign) + "?montrer=silence").content.decode())) == 2
    assert len(rows.findall(team.get(at(campaign) + "?montrer=x&tri=y").content.decode())) == 3


def test_an_answer_given_by_telephone_is_noted_for_the_lines_spoken_of(
    house: House, team: Client, campaign: Campaign
) -> None:
    ask = ask_of(campaign, "A")
    first = ask.lines.first()
    assert first is not None
    fields = {"expected_revision": ask.revision, "sent_by": "la cheffe de bureau", f"{first.key}-progress": "Un centre"}
    answer = team.post(at(campaign, "organismes", ask.uid, "telephone"), fields)
    ret = Return.objects.get()
    assert answer.headers["Location"] == at(campaign, "retours", ret.uid)
    assert ret.way == "phone"
    assert [line.line_id for line in ret.lines.filter(answered=True)] == [first.pk]


def test_validation_is_noted_with_its_function_and_undone(house: House, team: Client, campaign: Campaign) -> None:
    given(campaign, house, lambda sheet: put(sheet, 3, nothing="oui"))
    ask = ask_of(campaign, "B")
    where = at(campaign, "organismes", ask.uid, "geste", "valider")
    assert team.post(where, {"expected_revision": ask.revision, "name": "M. X"}).status_code == 422
    fields = {"expected_revision": ask.revision, "name": "M. X", "function": "sous-directeur"}
    assert team.post(where, fields).status_code == 302
    ask.refresh_from_db()
    assert ask.validated_as == "sous-directeur"
    team.post(at(campaign, "organismes", ask.uid, "geste", "devalider"), {"expected_revision": ask.revision})
    ask.refresh_from_db()
    assert ask.validated_at is None


def test_a_body_is_reminded_given_another_day_taken_out_and_given_back(
    house: House, team: Client, campaign: Campaign
) -> None:
    letters = Outbox.objects.count()
    ask = ask_of(campaign, "C")

    def do(code: str, **fields: str) -> int:
        ask.refresh_from_db()
        return team.post(
            at(campaign, "organismes", ask.uid, "geste", code), {"expected_revision": ask.revision, **fields}
        ).status_code

    assert do("envoyer") == 302
    assert Outbox.objects.count() == letters + 1
    assert do("echeance", due="28 11 2026") == 302
    ask.refresh_from_db()
    assert str(ask.due) == "2026-11-28"
    assert do("retirer", reason="n’est plus concerné") == 302
    ask.refresh_from_db()
    assert ask.withdrawn_at is not None
    assert do("rendre") == 302
    ask.refresh_from_db()
    assert ask.withdrawn_at is None


def test_a_step_filled_on_an_older_revision_is_refused_then_goes_through(
    house: House, team: Client, campaign: Campaign
) -> None:
    ask = ask_of(campaign, "C")
    old = ask.revision
    actions.edit_ask(ask=ask, by=house.editor, expected_revision=old, contact_name="Autre")
    where = at(campaign, "organismes", ask.uid)
    fields = {"way": "link", "format": "xlsx", "contact": "neuf@exemple.fr", "contact_name": "Mien", "language": "fr"}
    answer = team.post(where, {**fields, "expected_revision": old})
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "Autre" in words
    assert "Mien" in words
    again = re.search(r'name="expected_revision" value="(\d+)"', words)
    assert again is not None
    assert team.post(where, {**fields, "expected_revision": again[1]}).status_code == 302


def test_a_reminder_is_planned_read_and_cancelled(house: House, team: Client, campaign: Campaign) -> None:
    assert team.post(at(campaign, "relances", "nouvelle"), {"day": "01 01 2020", "hour": "8:00", "kind": "reminder"}).status_code == 422  # fmt: skip
    team.post(at(campaign, "relances", "nouvelle"), {"day": "24 11 2099", "hour": "8 h 30", "kind": "reminder"})
    row = Reminder.objects.get()
    words = team.get(at(campaign, "relances", row.uid)).content.decode()
    assert "Organisme C" in words
    assert "‹lien›" in words
    team.post(at(campaign, "relances", row.uid), {"expected_revision": row.revision})
    assert not Reminder.objects.exists()


def test_a_shared_measure_gets_a_consolidated_line_that_replaces_no_reply(
    house: House, team: Client, campaign: Campaign
) -> None:
    shared = subjects(2)[0]
    where = at(campaign, "consolidees", shared)
    assert team.post(where, {"expected_revision": 0, "text": "Deux organismes avancent"}).status_code == 302
    assert ConsolidatedLine.objects.get().text.value == "Deux organismes avancent"
    words = team.get(at(campaign, "consolidees")).content.decode()
    assert "Deux organismes avancent" in words
    assert words.count("<b>Organisme ") == 4 + 1  # measure 2 of three bodies, measure 1 of two


def test_the_state_is_shown_blocked_frozen_and_unfrozen(house: House, team: Client, campaign: Campaign) -> None:
    ret = given(campaign, house, lambda sheet: put(sheet, 3, deadline="mi-novembre 2024"))
    campaign.refresh_from_db()
    assert "bloque" in team.get(at(campaign, "figer")).content.decode()
    assert team.post(at(campaign, "figer"), {"expected_revision": campaign.revision}).status_code == 422
    fields = {"do": "write", f"cell-{ret.cells.exclude(choices=[]).get().pk}": "before"}
    team.post(at(campaign, "retours", ret.uid), {"expected_revision": ret.revision, **fields})
    campaign.refresh_from_db()
    assert team.post(at(campaign, "figer"), {"expected_revision": campaign.revision}).status_code == 302
    state = FrozenState.objects.live().get()
    assert len(state.fact.lines) == 3
    shown = team.get(at(campaign, "figer")).content.decode()
    assert "Organisme C" in shown
    assert team.post(at(campaign, "figer", "defaire"), {"expected_revision": state.revision}).status_code == 302
    assert not FrozenState.objects.live().exists()


def test_a_campaign_is_closed_opened_withdrawn_and_given_back(house: House, team: Client, campaign: Campaign) -> None:
    for code, fields in (("clore", {}), ("rouvrir", {}), ("retirer", {"reason": "erreur"}), ("rendre", {})):
        campaign.refresh_from_db()
        answer = team.post(at(campaign, "geste", code), {"expected_revision": campaign.revision, **fields})
        assert answer.status_code == 302, code
        if code == "retirer":
            assert team.get(at(campaign)).status_code == 404
            assert "Rendre" in team.get("/bureau/remontees/").content.decode()
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.OPEN


def test_the_list_names_who_asks_by_the_name_that_it_bears(house: House, team: Client, campaign: Campaign) -> None:
    OrganisationName.objects.create(organisation=house.part.owner, value="Mission qui interroge", order=9)
    page = team.get("/bureau/remontees/").content.decode()
    assert "Mission qui interroge" in page and house.part.owner.slug not in page


def test_other_bodies_see_nothing_and_a_campaign_of_another_part_is_not_there(
    house: House, team: Client, campaign: Campaign
) -> None:
    other = signed(house.editors["A"])
    for more in ((), ("matrice",), ("figer",), ("organismes", ask_of(campaign, "B").uid)):
        assert other.get(at(campaign, *more)).status_code == 404
    assert campaign.title.value not in other.get("/bureau/remontees/").content.decode()
    assert team.get(f"/bureau/parties/{house.part.slug}/remontees/une-autre/").status_code == 404
