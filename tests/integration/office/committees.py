"""A follow-up committee that the invented mission keeps, what is written in it, and the plans that it speaks of."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from jalon.commitments import actions, models
from jalon.core.models import Part
from jalon.facts.committee import Group, Member, SessionState
from jalon.facts.common import OrgRef, Text, When
from jalon.publication import parts as versions
from jalon.publication import releases
from jalon.publication.reader import default_store
from jalon.publication.selectors import own_key
from tests import synthetic
from tests.integration.office.conftest import House

AT = "/bureau/parties/engagements-fictifs/"
HERE = "/bureau/comites/comite-fictif/"
SENT = {"sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0", "faire": "enregistrer"}


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
