"""A follow-up committee through the office: sessions with or without a date, who came, what was decided and became of it."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.commitments import actions, models
from jalon.core.models import AuditEvent, Part, User
from jalon.facts.committee import DecisionState, Group, Presence, SessionState
from jalon.facts.common import OrgRef, Text, Visibility, When
from tests import synthetic
from tests.integration.office.committees import AT, HERE, SENT, committee, decided, html, met, part, plans, sent
from tests.integration.office.conftest import House

__all__ = ["committee", "part", "plans"]

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]


def test_a_committee_is_described_with_its_members_by_group(
    part: Part, plans: None, house: House, sign_in: SignIn
) -> None:
    client = sign_in(house.editor)
    row = {"members_0_body": synthetic.MISSION.name, "members_0_group": "association", "members_0_role": "",
           "members_0_since": "2019", "members_0_until": "", "members_1_body": "Une entreprise", "members_1_group": "company",
           "members_1_role": "", "members_1_since": "", "members_1_until": ""}  # fmt: skip
    filled = SENT | row | {"title": "Comité du plan", "plan_uid": synthetic.PLAN, "source_to_find": "on"}
    answer = client.post(f"{AT}fiches/comite/nouvelle/", filled)
    made = models.Committee.objects.get()
    assert answer.headers["Location"] == f"/bureau/comites/{made.slug}/" == "/bureau/comites/comite-du-plan/"
    assert [(one.body.uid, one.group) for one in made.members] == [
        (synthetic.MISSION.uid, Group.ASSOCIATION), (None, Group.COMPANY)
    ]  # fmt: skip
    assert [str(seat.organisation_uid) for seat in made.seats.all()] == [synthetic.MISSION.uid]
    page = html(client, f"/bureau/comites/{made.slug}/")
    assert "associations" in page and "entreprises" in page and "Ses personnes ne voient rien ici" in page
    assert "Aucune séance n’est prévue" in html(client, f"{AT}comites/")
    again = client.post(f"{AT}fiches/comite/nouvelle/", filled)
    assert again.headers["Location"] == "/bureau/comites/comite-du-plan-2/"
    wrong = client.post(
        f"{AT}fiches/comite/{made.uid}/", sent(made, **row | {"members_1_since": "un de ces jours"}, title="C")
    )
    assert wrong.status_code == 422 and "members" in wrong.context["form"].errors
    twice = row | {"members_1_body": synthetic.MISSION.name, "members_1_since": "2019"}
    assert (
        "members"
        in client.post(f"{AT}fiches/comite/{made.uid}/", sent(made, **twice, title="C")).context["form"].errors
    )


def test_a_session_is_prepared_with_measures_picked_by_number(
    part: Part, plans: None, committee: models.Committee, house: House, sign_in: SignIn
) -> None:
    client = sign_in(house.editor)
    address = f"{AT}fiches/seance/nouvelle/{committee.uid}/"
    told = {"state": "planned", "when": "", "visibility": "committee", "confidence": "stated", "place": "Paris",
            "agenda_0_title": "Hébergement", "agenda_0_measures": "2, plan-fictif-2/1"}  # fmt: skip
    wrong = client.post(address, SENT | told | {"agenda_0_measures": "99"})
    assert wrong.status_code == 422 and "99" in str(wrong.context["form"].errors["agenda"])
    bad_day = client.post(address, SENT | told | {"when": "le trente-deux mars"})
    assert bad_day.status_code == 422 and "when" in bad_day.context["form"].errors
    made = client.post(address, SENT | told)
    assert made.status_code == 302, made.context["form"].errors
    row = models.Session.objects.get()
    assert row.agenda[0].measures == (synthetic.measure_uid(2), synthetic.measure_uid(1))
    assert (row.when, row.visibility) == (None, Visibility.COMMITTEE)
    page = html(client, f"{HERE}seances/{row.uid}/")
    assert (
        "Séance sans date" in page and "Aucune date n’est dite." in page and "/plans/plan-fictif-2/mesures/2/" in page
    )
    assert "une séance est prévue, sa date n’est pas dite" in html(client, HERE).lower()
    form = html(client, f"{AT}fiches/seance/{row.uid}/")
    assert 'value="2, 1"' in form and 'name="when"' not in form


def test_putting_off_a_session_keeps_every_date_that_was_said(
    part: Part, committee: models.Committee, house: House, sign_in: SignIn
) -> None:
    row, client = met(committee, "2024-03-02", state=SessionState.PLANNED), sign_in(house.editor)
    steps = f"{AT}fiches/seance-report/{row.uid}/"
    same = client.post(steps, sent(row, when="2024-03-02"))
    assert same.status_code == 422 and "when" in same.context["form"].errors
    assert client.post(steps, sent(row, when="juin 2024")).headers["Location"] == f"{HERE}seances/{row.uid}/"
    row.refresh_from_db()
    assert (row.state, row.before, row.when.edtf) == ("planned", (When(edtf="2024-03-02"),), "2024-06")
    client.post(steps, sent(row, when=""))
    row.refresh_from_db()
    assert (row.state, row.when.edtf) == ("postponed", "2024-06")
    page = html(client, f"{HERE}seances/{row.uid}/")
    assert "reportée sans nouvelle date" in page and "2 mars 2024" in page and "juin 2024" in page
    tomorrow = client.post(f"{AT}fiches/seance-tenue/{row.uid}/", sent(row, when="2999-01-01"))
    assert tomorrow.status_code == 422 and "when" in tomorrow.context["form"].errors
    client.post(f"{AT}fiches/seance-tenue/{row.uid}/", sent(row, when="2024-09-05"))
    row.refresh_from_db()
    assert (row.state, [one.edtf for one in row.before]) == ("held", ["2024-03-02", "2024-06"])
    late = client.post(steps, sent(row, when="2025"))
    assert late.status_code == 422 and models.Session.objects.get().state == "held"


def test_who_came_is_said_body_by_body_and_a_guest_is_no_member(
    part: Part, committee: models.Committee, house: House, sign_in: SignIn
) -> None:
    planned = met(committee, None, state=SessionState.PLANNED)
    row, client = met(committee), sign_in(house.editor)
    address = f"{AT}fiches/presences/{row.uid}/"
    page = html(client, address)
    assert "Syndicat sans annuaire" in page and synthetic.COALITION.name in page
    rows = {
        "attendance_0_body": synthetic.COALITION.name, "attendance_0_presence": "present", "attendance_0_persons": "2",
        "attendance_1_body": "Un invité", "attendance_1_presence": "present", "attendance_1_group": "company",
        "attendance_2_body": "Syndicat sans annuaire", "attendance_2_presence": "",
    }  # fmt: skip
    wrong = client.post(address, sent(row, **rows | {"attendance_0_persons": "deux"}))
    assert wrong.status_code == 422 and "attendance" in wrong.context["form"].errors
    assert client.post(address, sent(row, **rows, attended="0")).status_code == 302
    row.refresh_from_db()
    assert row.attended == 0
    assert [(one.body.uid, one.presence, one.persons) for one in row.attendance] == [
        (synthetic.COALITION.uid, Presence.PRESENT, 2), (None, Presence.PRESENT, None)
    ]  # fmt: skip
    shown = html(client, f"{HERE}seances/{row.uid}/")
    assert shown.count("n’est pas membre du comité") == 1 and "0 personne" in shown
    whole = html(client, HERE)
    assert "1 sur 1" in whole, "of each group: those present, of those of whom it is said"
    refused = client.post(f"{AT}fiches/presences/{planned.uid}/", sent(planned, **rows))
    assert refused.status_code == 422 and "Seule une séance tenue" in refused.content.decode()


def test_a_decision_is_followed_at_the_next_session_and_closed(
    part: Part, plans: None, committee: models.Committee, house: House, sign_in: SignIn
) -> None:
    first, client = met(committee), sign_in(house.editor)
    filled = SENT | {"text": "Chercher un local", "owner": synthetic.COALITION.name, "due": "2020", "measures": "2",
                     "visibility": "committee"}  # fmt: skip
    answer = client.post(f"{AT}fiches/decision/nouvelle/{first.uid}/", filled)
    row = models.Decision.objects.get()
    assert answer.headers["Location"] == f"{HERE}seances/{first.uid}/#d-{row.uid}"
    assert row.measures == (synthetic.measure_uid(2),)
    assert "L’échéance est avant la séance" in html(client, f"{HERE}seances/{first.uid}/")
    second, third = met(committee, "2024-09"), met(committee, None, state=SessionState.PLANNED)
    assert "Chercher un local" in html(client, f"{HERE}seances/{second.uid}/")
    steps = f"{AT}seances/{second.uid}/suites/{row.uid}/"
    for state in ("under_way", "dropped"):
        row.refresh_from_db()
        told = sent(row, state=state, words="Le bail est rompu", said_by="Organisme A", said="2024-09-10")
        assert client.post(steps, told).headers["Location"] == f"{HERE}seances/{second.uid}/#d-{row.uid}"
    row.refresh_from_db()
    [said] = row.follow_ups
    assert (said.state, said.said, said.said_by) == (
        DecisionState.DROPPED,
        When(edtf="2024-09-10"),
        OrgRef(name="Organisme A"),
    )
    page = html(client, f"{HERE}seances/{second.uid}/")
    assert "Abandonnée, selon Organisme A" in page and "10 septembre 2024" in page
    assert "Chercher un local" not in html(client, f"{HERE}seances/{third.uid}/"), "nothing is open any more"
    assert client.get(f"{AT}seances/{first.uid}/suites/{row.uid}/").status_code == 404, "not at its own session"
    assert client.post(steps, sent(row, state="perhaps")).status_code == 422


def test_two_people_who_follow_one_decision_see_both_texts(
    part: Part, committee: models.Committee, house: House, sign_in: SignIn
) -> None:
    row, here = decided(met(committee)), met(committee, "2024-09")
    client = sign_in(house.editor)
    address = f"{AT}seances/{here.uid}/suites/{row.uid}/"
    page = client.get(address)
    actions.follow_up(decision=row, session=here, state=DecisionState.DONE, text=Text(value="Le texte de l’autre"), by=None,
                      expected_revision=row.revision)  # fmt: skip
    told = SENT | {"expected_revision": "1", "state": "done", "words": "Mon texte", "depart": page.context["carried"]}
    answer = client.post(address, told)
    assert answer.status_code == 409
    [clash] = [one for one in answer.context["clashes"] if one.field == "words"]
    mine, theirs = ("".join(run.text for run in runs) for runs in (clash.mine, clash.theirs))
    assert mine.startswith("Mon texte") and theirs.startswith("Le texte de l’autre")
    row.refresh_from_db()
    assert row.follow_ups[0].text == Text(value="Le texte de l’autre")


def test_minutes_are_a_draft_until_adopted_and_a_draft_is_not_public(
    part: Part, committee: models.Committee, house: House, sign_in: SignIn
) -> None:
    row, client = met(committee), sign_in(house.editor)
    address = f"{AT}fiches/compte-rendu/{row.uid}/"
    draft = {"minutes": "Le texte", "minutes_state": "draft", "minutes_visibility": "committee"}
    for field, value in (("minutes_visibility", "public"), ("minutes_adopted", "2024-09-05")):
        wrong = client.post(address, sent(row, **draft | {field: value}))
        assert wrong.status_code == 422 and field in wrong.context["form"].errors
    assert client.post(address, sent(row, **draft)).status_code == 302
    assert "Projet" in html(client, f"{HERE}seances/{row.uid}/")
    row.refresh_from_db()
    adopted = draft | {
        "minutes_state": "adopted",
        "minutes_adopted": "5 septembre 2024",
        "minutes_visibility": "public",
    }
    client.post(address, sent(row, **adopted))
    assert "adopté le 5 septembre 2024" in html(client, f"{HERE}seances/{row.uid}/")
    assert "état du compte rendu" in html(client, f"{AT}fiches/seance/{row.uid}/historique/")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("menace.pdf", b"MZ\x90\x00 programme", "contenu"), ("menace.exe", b"MZ", "refus"), ("menace.pdf", b"", "vide"),
     ("gros.txt", b"a" * (1024 * 1024 + 1), "taille")],
    ids=["lies about its type", "program", "empty", "too large"],
)  # fmt: skip
def test_a_file_that_cannot_be_kept_is_refused_in_words(
    part: Part, committee: models.Committee, house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, name: str,
    content: bytes, words: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(settings, "JALON", settings.JALON.model_copy(update={"max_upload_mb": 1}))
    row = met(committee)
    filled = SENT | {"kind": "threat", "title": "État de la menace", "visibility": "committee"}
    answer = sign_in(house.editor).post(
        f"{AT}fiches/piece/nouvelle/{row.uid}/", filled | {"file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422 and words in str(answer.context["form"].errors["file"]).lower()
    assert not models.SessionDocument.objects.exists()


def test_records_are_withdrawn_given_back_and_undone(
    part: Part, committee: models.Committee, house: House, sign_in: SignIn
) -> None:
    client, session = sign_in(house.editor), met(committee)
    paper = actions.add_document(session=session, by=None, title=Text(value="Rapport"))
    where = f"{HERE}seances/{session.uid}/"
    for code, row, page in (("piece", paper, where), ("decision", decided(session), where), ("seance", session, HERE),
                            ("comite", committee, f"{AT}comites/")):  # fmt: skip
        end = f"{AT}fiches/{code}/{row.uid}/retirer/"
        row.refresh_from_db()
        assert client.post(end, {"expected_revision": str(row.revision), "reason": "par erreur"}).status_code == 302
        assert "par erreur" in html(client, page)
        row.refresh_from_db()
        client.post(end, {"expected_revision": str(row.revision)})
        row.refresh_from_db()
        assert row.withdrawn_at is None
    filled = SENT | {"text": "Écrite par erreur", "visibility": "committee"}
    client.post(f"{AT}fiches/decision/nouvelle/{session.uid}/", filled)
    event = AuditEvent.objects.filter(action="commitments.add_decision").latest("pk")
    client.post(f"{AT}defaire/{event.pk}/", {"expected_revision": "1", "reason": "Défait"})
    assert models.Decision.objects.get(text__value="Écrite par erreur").withdrawn_at is not None
