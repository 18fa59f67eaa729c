"""Pages of follow-up committees and their calendar: what is public, as said, with no hour made up."""

import hashlib
import io
from dataclasses import replace

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.committee import (
    AgendaItem,
    Attendance,
    Committee,
    Decision,
    DecisionState,
    FollowUp,
    Group,
    Member,
    Presence,
    Session,
    SessionState,
)
from jalon.facts.common import OrgRef, Text, Visibility, When
from jalon.facts.plan import Document
from jalon.facts.uids import stable_uid
from jalon.portal.downloads import icalendar
from jalon.publication import held as held_files
from tests.pages import get
from tests.publishing import Publisher
from tests.synthetic import COALITION, measure_uid, plan_part

PAPER = hashlib.sha256(b"z").hexdigest()
FRENCH = "/comites/comite-de-coordination-plan-3/"


def said(value: str) -> Text:
    return Text(value=value, lang="fr")


def session(key: str, state: SessionState, when: str | None, **more: object) -> Session:
    """An invented session."""
    day = When(edtf=when) if when else None
    return Session(uid=stable_uid(f"s/{key}"), committee=stable_uid("c"), state=state, when=day, **more)  # type: ignore[arg-type]


@pytest.fixture
def invented(publisher: Publisher) -> Client:
    """A committee with a session held, one put off, one without date; a decision that was followed up."""
    ministry = OrgRef(name="Ministère inventé")
    held = session(
        "a", SessionState.HELD, "2025-03-04", title=said("Point d’étape ; suites, et reste"), place="Salle A, 2e étage",
        documents=(Document(uid=stable_uid("p"), title=said("Ordre du jour"), visibility=Visibility.PUBLIC, sha256=PAPER,
                            media_type="application/pdf", size=1),),
        agenda=(AgendaItem(title=said("Hébergement"), measures=(measure_uid(1),)),),
        attendance=(Attendance(body=COALITION, presence=Presence.PRESENT), Attendance(body=ministry, presence=Presence.ABSENT),
                    Attendance(body=OrgRef(name="Cabinet inventé"), presence=Presence.PRESENT)),
    )  # fmt: skip
    later = session("b", SessionState.HELD, "2025-09-10")
    committee = Committee(
        uid=stable_uid("c"), slug="comite", title=said("Comité inventé"),
        members=(Member(body=COALITION, group=Group.ASSOCIATION), Member(body=ministry, group=Group.ADMINISTRATION)),
    )  # fmt: skip
    decision = Decision(
        uid=stable_uid("d"), session=held.uid, text=said("Écrire la circulaire"), owner=ministry,
        follow_ups=(FollowUp(session=later.uid, state=DecisionState.NOT_DONE),),
    )  # fmt: skip
    others = (session("c", SessionState.POSTPONED, "2025-12-01"), session("d", SessionState.PLANNED, None))
    held_files.keep(publisher.store, {PAPER: lambda: io.BytesIO(b"z")})
    publisher.release(
        replace(plan_part(), committees=(committee,), sessions=(held, later, *others), decisions=(decision,))
    )
    return Client()


def test_the_french_committee_has_its_four_sessions(french: Client) -> None:
    page = get(french, FRENCH)
    assert "3 séances tenues ; 1 prévue." in page.main()
    assert "Annoncée avant pour : vers janv. 2024, puis vers févr. 2024" in page.section("seances")
    assert "Présents : non dit" in page.section("seances")
    assert "Aucune décision rendue publique n’a été lue." in page.section("decisions")
    assert "Aucune source lue ne dit quels organismes sont venus." in page.section("presences")
    assert "3 sessions held; 1 planned." in get(french, f"/en{FRENCH}").main()
    assert "Séances tenues : 3, sur 4 connues." in get(french, "/comites/").main()
    get(french, "/comites/rien/", 404)
    assert french.get("/comites/rien/seances.ics").status_code == 404


def test_attendance_is_counted_by_group_with_its_denominator(invented: Client) -> None:
    page = get(invented, "/comites/comite/")
    table = page.section("presences")
    assert "4 mars 2025 0 sur 1 1 sur 1 – non dit – non dit – non dit 1 sur 1" in table  # the last: no group is said
    assert "Séances tenues dont les présences sont dites : 1 sur 2." in table
    assert "Écrire la circulaire" in page.section("decisions") and "10 sept. 2025 : non faite" in page.section(
        "decisions"
    )
    assert "Reportée sans nouvelle date" in page.section("seances")
    assert f'<a href="/documents/{PAPER}/' in page.html  # a public paper leads to its file


def test_a_session_is_where_its_permanent_address_says(invented: Client) -> None:
    assert invented.get(f"/id/{stable_uid('c')}/").headers["Location"] == "/comites/comite/"


def test_the_calendar_is_well_formed_and_gives_no_hour(invented: Client) -> None:
    answer = invented.get("/comites/comite/seances.ics")
    text = answer.content.decode()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""] and "\n" not in "".join(lines)
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = text.replace("\r\n ", "")
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == 3
    assert "DTSTART;VALUE=DATE:20250304\r\nDTEND;VALUE=DATE:20250305" in whole
    assert "Point d’étape \\; suites\\, et reste" in whole and "LOCATION:Salle A\\, 2e étage" in whole
    assert "STATUS:CANCELLED" in whole and "TZID" not in whole and "DTSTART:" not in whole
    assert "X-WR-CALDESC:Séances publiques dont le jour est connu : 3 sur 4." in whole.replace("\u00a0", " ")


def test_the_french_calendar_leaves_out_an_approximate_day(french: Client) -> None:
    text = french.get(f"{FRENCH}seances.ics").content.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 3 and "3 sur 4" in text


@given(st.text(max_size=100))
def test_any_text_is_escaped_folded_and_comes_back(value: str) -> None:
    line = icalendar.folded(f"SUMMARY:{icalendar.text(value)}")
    assert line.endswith("\r\n") and all(len(part.encode()) <= 75 for part in line[:-2].split("\r\n"))
    raw = line[:-2].replace("\r\n ", "").removeprefix("SUMMARY:")
    assert "\n" not in raw and "\r" not in raw
    back, escaped = "", False
    for character in raw:
        if escaped:
            back, escaped = back + {"n": "\n"}.get(character, character), False
        elif character == "\\":
            escaped = True
        else:
            assert character not in ";,"
            back += character
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    assert back == "".join(c for c in plain if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127))
