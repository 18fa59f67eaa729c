"""A follow-up committee through the office: sessions with or without a date, who came, what was decided and became of it."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jalon.commitments import actions, models
from jalon.core.enums import Role
from jalon.core.models import Part, User
from jalon.core.parts import collect
from jalon.facts.committee import (
    AgendaItem,
    Attendance,
    DecisionState,
    Group,
    Member,
    Presence,
    SessionState,
)
from jalon.facts.common import OrgRef, Text, Visibility, When
from jalon.publication import parts as versions
from jalon.publication import releases
from jalon.publication.reader import default_store
from jalon.publication.selectors import facts_of_part, own_key
from tests import synthetic
from tests.integration.office.conftest import House, body, person

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
AT = "/bureau/parties/engagements-fictifs/"
HERE = "/bureau/comites/comite-fictif/"
SENT = {"sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0", "faire": "enregistrer"}
SECRET = "Zyzzyva"


@pytest.fixture
def part(house: House) -> Part:
    """A part of commitments of the invented mission."""
    made: Part = Part.objects.create(
        slug="engagements-fictifs", kind="commitments", title="Engagements fictifs", owner=house.part.owner
    )
    return made


@pytest.fixture
def plans(house: House) -> None:
    """The invented plans, published."""
    facts = replace(synthetic.plan_part(), organisations=(), vocabularies=(), territories=())
    sign(facts)


def sign(facts: Any) -> None:
    now, key = datetime.now(UTC), own_key()
    versions.sign_off(default_store(), facts, signer="Mission", at=now, key=key)
    releases.build(default_store(), key=key, at=now)


@pytest.fixture
def committee(part: Part) -> models.Committee:
    """The mission keeps it; the coalition sits in it."""
    members = (
        Member(body=synthetic.MISSION, group=Group.ADMINISTRATION, role="présidence"),
        Member(body=synthetic.COALITION, group=Group.ASSOCIATION, since=When(edtf="2019")),
        Member(body=OrgRef(name="Syndicat sans annuaire"), group=Group.UNION),
    )
    return actions.add_committee(
        part=part, slug="comite-fictif", title=Text(value="Comité fictif"), plan_uid=uuid.UUID(synthetic.PLAN),
        members=members, by=None, source_to_find=True,
    )  # fmt: skip


def met(committee: models.Committee, day: str | None = "2024-03-02", **fields: Any) -> models.Session:
    """A session; held unless said otherwise."""
    given: dict[str, Any] = {"state": SessionState.HELD, "when": When(edtf=day) if day else None} | fields
    return actions.add_session(committee=committee, by=None, **given)


def decided(session: models.Session, words: str = "Chercher un local", **fields: Any) -> models.Decision:
    return actions.add_decision(session=session, by=None, text=Text(value=words), **fields)


def sent(row: Any, **fields: str) -> dict[str, str]:
    return SENT | {"expected_revision": str(row.revision)} | fields


def html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


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


def test_members_see_the_papers_and_nothing_else_and_all_others_nothing(
    part: Part, plans: None, committee: models.Committee, house: House, sign_in: SignIn
) -> None:
    row = met(committee, "2024-03-02")
    paper = {"kind": "threat", "title": "État de la menace", "visibility": "committee"}
    file = SimpleUploadedFile("menace.txt", b"Rien que pour le comite")
    sign_in(house.editor).post(f"{AT}fiches/piece/nouvelle/{row.uid}/", SENT | paper | {"file": file})
    [made] = models.SessionDocument.objects.all()
    open_to_members = [
        "/bureau/comites/", HERE, f"{HERE}seances/{row.uid}/", f"{HERE}documents/{made.uid}/",
        f"{HERE}seances/{row.uid}/dossier/docx/",
    ]  # fmt: skip
    away = body(str(uuid.uuid4()), "ailleurs", "Ailleurs")
    outsider = person("ailleurs", Role.SIGNATORY, away)
    may = {"signatory", "editor", "reader", "committee", "stranger"}  # the last sits there for the coalition
    for who, user in (house.everybody() | {"outsider": outsider}).items():
        client = sign_in(user)
        for address in open_to_members[1:]:
            answer = client.get(address)
            expected = 200 if who in may else 302 if user is None else 404
            assert answer.status_code == expected, (who, address, answer.status_code)
            if expected == 200:
                assert "no-store" in answer.headers["Cache-Control"]
            answer.close()
        listed = client.get("/bureau/comites/")
        assert ("Comité fictif" in listed.content.decode()) == (who in may)
        for step, uid in (("comite", committee.uid), ("presences", row.uid), ("compte-rendu", row.uid)):
            status = client.post(f"{AT}fiches/{step}/{uid}/", {"expected_revision": "9"}).status_code
            writes = who in {"signatory", "editor"}
            assert status in ({200, 409, 422} if writes else {302, 403, 404}), (who, step, status)
    member = sign_in(house.stranger)
    shown = html(member, f"{HERE}seances/{row.uid}/")
    assert "État de la menace" in shown and "/fiches/" not in shown and part.title not in shown
    assert client.get(f"{AT}comites/").status_code == 404
    sent_file = member.get(f"{HERE}documents/{made.uid}/")
    assert b"".join(sent_file.streaming_content) == b"Rien que pour le comite"  # type: ignore[attr-defined]
    sent_file.close()
    assert member.get(f"{HERE}seances/{row.uid}/dossier/docx/?brouillon").status_code == 404, "a draft is the team's"


def test_the_briefing_book_is_one_link_in_both_formats(
    part: Part, plans: None, committee: models.Committee, house: House, sign_in: SignIn
) -> None:
    decided(met(committee, "2024-03-02"), "Décision réservée")
    row, client = met(committee, "2024-09", state=SessionState.PLANNED), sign_in(house.reader)
    page = html(client, f"{HERE}seances/{row.uid}/")
    for code, head in (("docx", b"PK"), ("pdf", b"%PDF")):
        assert f"{HERE}seances/{row.uid}/dossier/{code}/" in page
        answer = client.get(f"{HERE}seances/{row.uid}/dossier/{code}/")
        assert answer.status_code == 200 and answer.content.startswith(head)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert f'filename="comite-fictif-2024-09-fr.{code}"' in answer.headers["Content-Disposition"]
    assert client.get(f"{HERE}seances/{row.uid}/dossier/xlsx/").status_code == 404
    assert client.get(f"{HERE}seances/{uuid.uuid4()}/dossier/docx/").status_code == 404


def test_nothing_that_the_forms_keep_to_the_committee_leaves_in_a_release(
    part: Part, plans: None, committee: models.Committee, house: House, sign_in: SignIn, publication: Any
) -> None:
    client = sign_in(house.editor)
    public = met(committee, title=Text(value="Séance publique"), visibility=Visibility.PUBLIC)
    hidden, later = met(committee, "2024-05"), met(committee, "2024-09")
    shown = decided(public, "Décision publique", visibility=Visibility.PUBLIC)
    for session in (public, hidden):
        where = f"{AT}fiches/%s/nouvelle/{session.uid}/"
        paper = {"kind": "threat", "title": f"{SECRET} menace", "visibility": "committee"}
        file = SimpleUploadedFile(f"{SECRET}.txt", f"{SECRET} fichier".encode())
        assert client.post(where % "piece", SENT | paper | {"file": file}).status_code == 302
        filled = {"text": f"{SECRET} décision", "owner": SECRET, "visibility": "committee", "note": SECRET}
        assert client.post(where % "decision", SENT | filled).status_code == 302
        session.refresh_from_db()
        minutes = {"minutes": f"{SECRET} projet", "minutes_state": "draft", "minutes_visibility": "committee"}
        assert client.post(f"{AT}fiches/compte-rendu/{session.uid}/", sent(session, **minutes)).status_code == 302
    told = sent(shown, state="not_done", words=f"{SECRET} suite", said_by=SECRET)
    assert client.post(f"{AT}seances/{later.uid}/suites/{shown.uid}/", told).status_code == 302
    hidden.refresh_from_db()
    came = {"attendance_0_body": SECRET, "attendance_0_presence": "present"}
    assert client.post(f"{AT}fiches/presences/{hidden.uid}/", sent(hidden, **came)).status_code == 302
    sign(facts_of_part(part))
    store = publication / "publication"
    import zlib

    written = [path for path in store.rglob("*") if path.is_file()]
    texts = [zlib.decompress(one.read_bytes()) if one.name.endswith(".z") else one.read_bytes() for one in written]
    assert any("Décision publique".encode() in text for text in texts)
    assert [path.name for path, text in zip(written, texts, strict=True) if SECRET.encode() in text] == []
    seen = Client().get("/comites/comite-fictif/").content.decode()
    assert "Décision publique" in seen and SECRET not in seen
    assert SECRET in html(client, f"{HERE}seances/{public.uid}/")


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
    from jalon.core.models import AuditEvent

    event = AuditEvent.objects.filter(action="commitments.add_decision").latest("pk")
    client.post(f"{AT}defaire/{event.pk}/", {"expected_revision": "1", "reason": "Défait"})
    assert models.Decision.objects.get(text__value="Écrite par erreur").withdrawn_at is not None


def test_the_first_page_tells_the_next_session_and_what_my_body_is_to_do(
    part: Part, committee: models.Committee, house: House, sign_in: SignIn
) -> None:
    session = met(committee)
    decided(session, "Confiée au collectif", owner=synthetic.COALITION)
    decided(session, "Confiée à la mission", owner=synthetic.MISSION)
    met(committee, "2999-01-05", state=SessionState.PLANNED)
    theirs = html(sign_in(house.stranger), "/bureau/")
    assert "Prochaine séance : 5 janvier 2999" in theirs.replace("\u00a0", " ")
    assert "Confiée au collectif" in theirs and "Confiée à la mission" not in theirs
    assert "Comité fictif" not in html(sign_in(house.operator), "/bureau/")


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_pages_ask_as_many_queries_for_thirty_points_as_for_three(
    part: Part, plans: None, committee: models.Committee, house: House, sign_in: SignIn
) -> None:
    def filled(n: int, day: str) -> models.Session:
        agenda = tuple(
            AgendaItem(title=Text(value=f"Point {k}"), measures=(synthetic.measure_uid(2),)) for k in range(n)
        )
        came = tuple(Attendance(body=OrgRef(name=f"Organisme {k}"), presence=Presence.PRESENT) for k in range(n))
        made = met(committee, day, agenda=agenda, attendance=came)
        for k in range(n):
            decided(made, f"Décision {k}", owner=synthetic.MISSION, measures=(synthetic.measure_uid(1),))
            actions.add_document(session=made, by=None, title=Text(value=f"Document {k}"))
        return made

    client = sign_in(house.editor)
    small = filled(3, "2024-01")
    pages = ["/bureau/", "/bureau/comites/", f"{AT}comites/", HERE]
    before = [_queries(client, page) for page in pages]
    few = _queries(client, f"{HERE}seances/{small.uid}/")
    large = filled(30, "2024-06")
    assert [_queries(client, page) for page in pages] == before
    assert _queries(client, f"{HERE}seances/{large.uid}/") == few
    assert collect(part)["sessions"] == ()
