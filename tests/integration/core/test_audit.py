"""The trace: one event an action, readable by the body, without secrets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.core import audit, selectors
from jalon.core.actions import parts, sources
from jalon.core.audit import redacted
from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.models import AuditEvent
from jalon.facts.part import PartKind
from tests.integration.core import make


def test_an_action_leaves_one_event_with_who_what_and_for_which_body(db: None) -> None:
    body = make.body("mission")
    editor = make.member(body)
    AuditEvent.objects.all().delete()
    part = parts.create(by=editor, owner=body, kind=PartKind.PLAN, slug="plan-3", title="Troisième plan")
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.organisation) == ("part.create", str(editor), "mission")
    assert (event.part_uid, event.subject_uid, event.organisation_uid) == (part.uid, part.uid, body.uid)


def test_an_action_that_fails_leaves_no_event(db: None) -> None:
    part = make.part()
    for failing in (
        lambda: parts.create(by=None, owner=part.owner, kind=PartKind.PLAN, slug=part.slug, title="x"),
        lambda: parts.create(by=None, owner=part.owner, kind=PartKind.PLAN, slug="pas une adresse", title="x"),
        lambda: parts.change(by=None, part=part, expected_revision=9, title="x"),
        lambda: parts.change(by=make.person(), part=part, expected_revision=1, title="x"),
    ):
        with pytest.raises((Invalid, Conflict, Forbidden)):
            failing()
    assert not AuditEvent.objects.exists()


def test_the_trace_outlives_what_it_tells_of(db: None) -> None:
    part = make.part()
    source = sources.add(by=None, part=part, address="JO du 3 mai")
    sources.remove(by=None, source=source, expected_revision=1)
    assert [event.action for event in selectors.audit_trail(part.owner, by=make.signatory(part.owner))] == [
        "membership.grant",
        "source.remove",
        "source.add",
    ]


def test_a_body_reads_its_own_trace_and_the_operator_the_instance_s(db: None) -> None:
    one, two, operator = make.body(), make.body(), make.operator()
    audit.record(action="un", by=None, organisation=one)
    audit.record(action="instance", by=None)
    signatory = make.signatory(one)
    assert "un" in [event.action for event in selectors.audit_trail(one, by=signatory)]
    assert {event.action for event in selectors.audit_trail(None, by=operator)} == {"instance", "membership.grant"}
    for by, body in ((signatory, two), (signatory, None), (operator, one)):
        with pytest.raises(Forbidden):
            selectors.audit_trail(body, by=by)


@given(st.from_regex(r"[a-z][a-z.+-]{0,20}@[a-z]{1,10}\.[a-z]{2,5}", fullmatch=True), st.text(max_size=30))
def test_addresses_are_masked_wherever_they_stand(address: str, around: str) -> None:
    found = redacted({"texte": [f"{around} {address} ", {"dedans": address}]})
    assert address not in str(found) or address[1] == "@" and len(address.partition("@")[0]) == 1


@pytest.mark.parametrize("key", ["password", "new_password", "Token", "recovery_codes", "client_secret", "sessionid"])
def test_what_is_named_like_a_secret_is_left_out(key: str) -> None:
    assert redacted({key: "violette"}) == {key: "[…]"}


def test_long_texts_are_cut_and_plain_values_kept() -> None:
    assert redacted({"n": 3, "ok": True, "rien": None}) == {"n": 3, "ok": True, "rien": None}
    assert len(redacted("x" * 2000)) == audit.LONGEST + 1


def test_an_address_is_cited_once_in_a_part_and_a_cited_source_stays(db: None) -> None:
    from jalon.core.citing import replace_citations
    from jalon.facts.common import Citation

    part = make.part()
    source = sources.add(by=None, part=part, address="JO du 3 mai")
    assert sources.add(by=None, part=part, address="JO du 3 mai") == source
    replace_citations(part, part.uid, (Citation(source=str(source.uid)),))
    with pytest.raises(Invalid, match="est citée"):
        sources.remove(by=None, source=source, expected_revision=1)
    with pytest.raises(Invalid):
        sources.change(by=None, source=source, expected_revision=1, url="pas une adresse")
    with pytest.raises(Invalid):
        sources.add(by=None, part=part, address="  ")
