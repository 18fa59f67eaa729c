"""What is the committee's own never leaves: no Release, package, export, feed or log holds it, and nobody else reads it."""

import json
import logging
import uuid
from pathlib import Path

import pytest

from jalon.commitments import actions, models
from jalon.commitments.enums import DocumentKind, MinutesState
from jalon.commitments.permissions import may_see
from jalon.commitments.selectors import committee_page, unsourced
from jalon.core import parts
from jalon.core.enums import Role
from jalon.core.errors import Invalid
from jalon.core.models import AuditEvent, Organisation, Part, Source, User
from jalon.facts.codec import split
from jalon.facts.committee import DecisionState, Member, SessionState
from jalon.facts.common import Citation, Link, OrgRef, Text, Visibility, When
from jalon.facts.lineage import OtherPlan, OverlapNature
from jalon.facts.part import PartFacts
from jalon.publication import packages
from jalon.publication.keys import instance_key
from jalon.publication.selectors import facts_of_part
from jalon.publication.store import Store
from tests.integration.plans.conftest import People, person
from tests.publishing import Publisher
from tests.synthetic import PLAN
from tests.synthetic_commitments import COMMITTEE, HELD, NEXT

SECRET = "Zyzzyva"
"""A word that stands in everything private, and nowhere else."""


def secret(words: str) -> Text:
    return Text(value=f"{SECRET} {words}")


@pytest.fixture
def committee(part: Part) -> models.Committee:
    return models.Committee.objects.get(uid=COMMITTEE)


@pytest.fixture
def private(part: Part, committee: models.Committee) -> Part:
    """The part with a private session, draft minutes, private documents and decisions of a public one, and more."""
    held, later = models.Session.objects.get(uid=HELD), models.Session.objects.get(uid=NEXT)
    hidden = actions.add_session(committee=committee, by=None, title=secret("séance"), when=When(edtf="2020-06"))
    actions.add_document(
        session=hidden, by=None, title=secret("document d’une séance privée"), visibility=Visibility.PUBLIC
    )
    actions.add_decision(
        session=hidden, by=None, text=secret("décision d’une séance privée"), visibility=Visibility.PUBLIC
    )
    actions.add_document(session=held, by=None, title=secret("état de la menace"), kind=DocumentKind.THREAT)
    actions.add_decision(session=held, by=None, text=secret("décision"), owner=OrgRef(name=SECRET))
    actions.write_minutes(session=held, by=None, expected_revision=held.revision, minutes=secret("projet"))
    decision = models.Decision.objects.get(session=held, visibility=Visibility.PUBLIC)
    actions.follow_up(
        decision=decision, session=hidden, state=DecisionState.NOT_DONE, by=None, expected_revision=decision.revision,
        text=secret("suite"),
    )  # fmt: skip
    actions.edit_session(session=later, by=None, expected_revision=later.revision, visibility=Visibility.COMMITTEE,
                         note=secret("report"))  # fmt: skip
    actions.link_overlap(
        part=part, plan=uuid.UUID(PLAN), by=None, source_to_find=True, link=Link.PROPOSED,
        other=OtherPlan(title=secret("autre plan")), natures=(OverlapNature.SAME_MONEY,),
    )  # fmt: skip
    part.refresh_from_db()
    return part


def collected(part: Part) -> PartFacts:
    return facts_of_part(part)


def test_nothing_private_is_collected(private: Part) -> None:
    blobs = split(collected(private))
    assert b"1re s" in blobs[f"sessions/{HELD}.json"]
    assert [path for path, blob in blobs.items() if SECRET.encode() in blob] == []
    assert f"sessions/{NEXT}.json" not in blobs
    facts = collected(private)
    assert [one.session for decision in facts.decisions for one in decision.follow_ups] == []
    assert facts.sessions[0].minutes is None


def test_no_file_that_a_release_is_made_of_holds_it(private: Part, tmp_path: Path) -> None:
    publisher = Publisher(Store(tmp_path / "release"), instance_key(tmp_path / "keys"))
    version = publisher.sign(collected(private))
    publisher.release(collected(private))
    package = tmp_path / "part.zip"
    package.write_bytes(packages.export(publisher.store, [version]))
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 5
    import zipfile
    import zlib

    def contents(path: Path) -> bytes:
        data = path.read_bytes()
        if path.name.endswith(".z"):
            return zlib.decompress(data)
        if path == package:
            with zipfile.ZipFile(path) as held:
                return b"".join(held.read(name) for name in held.namelist())
        return data

    texts = {path: contents(path) for path in written}
    assert any(b"1re s" in data for data in texts.values())
    assert [path.name for path, data in texts.items() if SECRET.encode() in data] == []


def test_a_source_that_private_papers_alone_cite_does_not_leave_and_a_package_takes_it_from_nobody(
    private: Part,
) -> None:
    said = {"part": private}
    paper = Source.objects.create(**said, key="n1", title=f"{SECRET} note interne", address="note interne")
    told = Source.objects.create(**said, key="n2", title=f"{SECRET} relevé", address="relevé")
    uncited = Source.objects.create(**said, key="n3", title="Lue, citée par rien", address="rien")
    public = Source.objects.filter(citations__subject_uid=HELD)[0]
    session = models.Session.objects.get(title__value=secret("séance").value)
    cites = (Citation(source=str(paper.uid)), Citation(source=str(public.uid)))
    actions.edit_session(session=session, by=None, expected_revision=session.revision, citations=cites)
    held = models.Session.objects.get(uid=HELD)
    decision = models.Decision.objects.get(session=held, visibility=Visibility.COMMITTEE)
    actions.follow_up(
        decision=decision, session=session, state=DecisionState.DONE, by=None, expected_revision=decision.revision,
        citations=(Citation(source=str(told.uid)),),
    )  # fmt: skip
    facts = collected(private)
    left = {one.uid for one in facts.sources}
    assert {str(paper.uid), str(told.uid)}.isdisjoint(left) and {str(public.uid), str(uncited.uid)} <= left
    parts.load(private, facts, None)
    assert collected(private) == facts
    (row,) = (
        one for one in committee_page(session.committee.slug, _editor(private)).sessions if one.uid == str(session.uid)
    )
    assert row.session.citations == cites
    assert Source.objects.filter(pk=told.pk).exists()


def _editor(part: Part) -> User:
    return person("redaction@example.org", Role.EDITOR, part.owner)


def test_no_log_says_it(part: Part, committee: models.Committee, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="jalon"):
        session = actions.add_session(committee=committee, by=None, title=secret("séance"), state=SessionState.HELD)
        actions.write_minutes(session=session, by=None, expected_revision=1, minutes=secret("projet"))
        actions.add_document(session=session, by=None, title=secret("document"))
        collected(part)
    assert SECRET not in caplog.text


def test_a_draft_is_never_made_public(committee: models.Committee) -> None:
    session = models.Session.objects.get(uid=HELD)
    with pytest.raises(Invalid) as refused:
        actions.write_minutes(
            session=session, by=None, expected_revision=session.revision, minutes=secret("projet"),
            visibility=Visibility.PUBLIC,
        )  # fmt: skip
    assert set(refused.value.problems) == {"minutes_visibility"}
    # Even if a row said so, a draft is left out.
    models.Session.objects.filter(pk=session.pk).update(minutes_state="draft", minutes_visibility="public")
    assert all(one.minutes is None for one in collected(committee.part).sessions)


def test_adopted_public_minutes_and_public_papers_do_leave(private: Part) -> None:
    held = models.Session.objects.get(uid=HELD)
    actions.write_minutes(
        session=held, by=None, expected_revision=held.revision, minutes=Text(value="Adopté"), state=MinutesState.ADOPTED,
        visibility=Visibility.PUBLIC,
    )  # fmt: skip
    (session,) = collected(private).sessions
    assert session.minutes == Text(value="Adopté")
    assert [document.title.value for document in session.documents] == ["Ordre du jour"]


def test_an_overlap_leaves_once_a_person_confirms_it(private: Part) -> None:
    (waiting,) = models.OverlapLink.objects.filter(link=Link.PROPOSED)
    actions.link_overlap(
        part=private, plan=uuid.UUID(PLAN), by=None, source_to_find=True, link=Link.PROPOSED,
        other=OtherPlan(title=secret("autre stratégie")), natures=(OverlapNature.SAME_ACTION,),
    )  # fmt: skip
    before = len(collected(private).overlap_links)
    actions.confirm_overlap(
        overlap=waiting, by=None, expected_revision=waiting.revision, reason=Text(value="Vérifié"), said_by=OrgRef(name="M"),
    )  # fmt: skip
    facts = collected(private)
    assert len(facts.overlap_links) == before + 1
    # Back to the day before, as a restored backup has it: the package that says it confirmed is taken in all the same.
    models.OverlapLink.objects.filter(pk=waiting.pk).update(link=Link.PROPOSED)
    parts.load(private, facts, None)
    assert collected(private) == facts and models.OverlapLink.objects.filter(link=Link.PROPOSED).count() == 1


def test_a_package_loaded_again_loses_nothing_private(private: Part) -> None:
    facts = collected(private)
    parts.load(private, facts, None)
    assert collected(private) == facts
    held = models.Session.objects.get(uid=HELD)
    assert held.minutes == secret("projet")
    assert models.SessionDocument.objects.filter(session=held, title__value=secret("état de la menace").value).exists()
    assert models.Decision.objects.filter(session=held, visibility=Visibility.COMMITTEE).exists()
    assert models.Session.objects.filter(visibility=Visibility.COMMITTEE).count() == 2
    assert models.OverlapLink.objects.filter(link=Link.PROPOSED).count() == 1
    kept = models.Decision.objects.get(session=held, visibility=Visibility.PUBLIC)
    assert {one.text for one in kept.follow_ups} == {secret("suite"), Text(value="Visites faites")}  # said in private


def test_a_package_without_the_session_makes_it_private_and_keeps_it(private: Part) -> None:
    from dataclasses import replace

    facts = collected(private)
    parts.load(private, replace(facts, sessions=(), decisions=()), None)
    assert collected(private).sessions == ()
    assert models.Session.objects.get(uid=HELD).visibility == Visibility.COMMITTEE


def test_who_sits_in_the_committee_sees_what_is_shared_and_nobody_else(
    private: Part, committee: models.Committee, people: People
) -> None:
    body = Organisation.objects.create(slug="syndicat-fictif", kind="other")
    former = Organisation.objects.create(slug="ancien-membre", kind="other")
    members = (
        *committee.members,
        Member(body=OrgRef(name="Syndicat", uid=str(body.uid))),
        Member(body=OrgRef(name="Ancien", uid=str(former.uid)), until=When(edtf="2020")),
    )
    committee.refresh_from_db()
    actions.edit_committee(committee=committee, by=None, expected_revision=committee.revision, members=members)
    sits = person("delegue@example.org", Role.COMMITTEE, body)
    left = person("ancien@example.org", Role.SIGNATORY, former)
    seeing: dict[str, User] = {"editor": people.editor, "committee": people.committee, "sits": sits}
    for name, user in seeing.items():
        assert may_see(user, committee, Visibility.COMMITTEE), name
        page = committee_page(committee.slug, user)
        assert [row.session.state for row in page.sessions].count(SessionState.PLANNED) == 1
        assert any(SECRET in row.document.title.value for one in page.sessions for row in one.documents)
        assert page.may_edit == (user == people.editor)
    for user in (people.outsider, people.operator, people.nobody, left):
        assert not may_see(user, committee, Visibility.COMMITTEE)
        with pytest.raises(models.Committee.DoesNotExist):
            committee_page(committee.slug, user)
    assert not may_see(sits, committee, Visibility.TEAM)


def test_private_things_need_no_source_to_sign_the_part(private: Part) -> None:
    assert [item.kind for item in unsourced(private) if SECRET in item.label and item.kind != "overlaplink"] == []


def test_the_trace_of_a_body_is_the_only_other_place_that_names_it(private: Part) -> None:
    """The audit of the owner's body keeps what changed: it is read by its signatories alone (ADR 8)."""
    told = [event for event in AuditEvent.objects.all() if SECRET in json.dumps(event.changes, ensure_ascii=False)]
    assert told and {event.part_uid for event in told} == {private.uid}
