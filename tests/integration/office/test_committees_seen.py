"""Who sees what of a follow-up committee: its members, the team that keeps it, the public; and what never leaves."""

import uuid
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jalon.commitments import actions, models
from jalon.core.enums import Role
from jalon.core.models import Part, User
from jalon.core.parts import collect
from jalon.facts.committee import AgendaItem, Attendance, DecisionState, Presence, SessionState
from jalon.facts.common import OrgRef, Text, Visibility, When
from jalon.publication.selectors import facts_of_part
from tests import synthetic
from tests.integration.office.committees import AT, HERE, SENT, committee, decided, html, met, part, plans, sent, sign
from tests.integration.office.conftest import House, body, person

__all__ = ["committee", "part", "plans"]

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
SECRET = "Zyzzyva"


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
    written = [path for path in store.rglob("*") if path.is_file()]
    texts = [zlib.decompress(one.read_bytes()) if one.name.endswith(".z") else one.read_bytes() for one in written]
    assert any("Décision publique".encode() in text for text in texts)
    assert [path.name for path, text in zip(written, texts, strict=True) if SECRET.encode() in text] == []
    seen = Client().get("/comites/comite-fictif/").content.decode()
    assert "Décision publique" in seen and SECRET not in seen
    assert SECRET in html(client, f"{HERE}seances/{public.uid}/")


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
    dated = decided(
        session, "Rendre un avis", due=When(edtf=timezone.localdate().isoformat()), measures=(synthetic.measure_uid(2),)
    )
    falling = "/bureau/echeances/"
    assert "décision du comité : Rendre un avis" in html(sign_in(house.editor), falling).replace("\u00a0", " ")
    actions.follow_up(
        decision=dated, session=met(committee, "2024-09"), state=DecisionState.DONE, by=None, expected_revision=1
    )
    assert "Rendre un avis" not in html(sign_in(house.editor), falling)
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
    pages = ["/bureau/", "/bureau/echeances/", "/bureau/comites/", f"{AT}comites/", HERE]
    before = [_queries(client, page) for page in pages]
    few = _queries(client, f"{HERE}seances/{small.uid}/")
    large = filled(30, "2024-06")
    assert [_queries(client, page) for page in pages] == before
    assert _queries(client, f"{HERE}seances/{large.uid}/") == few
    assert collect(part)["sessions"] == ()
