"""A body with a loaded part and people of every role, and a second body that must see nothing of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from jalon.core import parts
from jalon.core.actions import memberships
from jalon.core.enums import Role
from jalon.core.models import Organisation, OrganisationName, Part, User
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.facts.uids import stable_uid
from jalon.plans import actions as plans
from jalon.plans.selectors import unsourced
from jalon.publication import parts as versions
from jalon.publication import releases
from jalon.publication.reader import default_store
from jalon.publication.selectors import own_key
from tests import synthetic
from tests.kept import kept

ON_BOTH = {
    "test_campaigns.py", "test_commitments_links.py", "test_conflicts.py", "test_evaluating.py", "test_forms.py", "test_indicators.py", "test_journey.py",
    "test_kept_for_undoing.py", "test_plan_shown.py", "test_queries.py", "test_signing.py", "test_worklists.py",
}  # fmt: skip
"""What is run again on PostgreSQL: the writes, the conflicts and the queries of pages. The rooms below are run there whole."""
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The other files of this folder are not run again on PostgreSQL."""
    for item in items:
        if HERE in item.path.parents and item.path.name not in ON_BOTH:
            item.add_marker("once")


PASSWORD = "violette-cheval-9731"
SLUG = "plans-fictifs"


@pytest.fixture(autouse=True)
def publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test publishes into a folder of its own, and keeps files there."""
    own = settings.JALON.model_copy(update={"var_dir": tmp_path, "demo": True})
    monkeypatch.setattr(settings, "JALON", own)
    return tmp_path


def body(uid: str, slug: str, name: str) -> Organisation:
    """A body with one name."""
    made = Organisation.objects.create(uid=uid, slug=slug, kind="mission", fictional=True)
    OrganisationName.objects.create(organisation=made, value=name)
    return made


def person(name: str, role: Role | None = None, of: Organisation | None = None, **fields: Any) -> User:
    """A demonstration account: it needs no second factor."""
    user = User.objects.create_user(f"{name}@exemple.fr", PASSWORD, display_name=name.title(), demo=True, **fields)
    if role is not None:
        memberships.grant(by=None, user=user, role=role, organisation=of)
    return user


@dataclass(frozen=True)
class House:
    """Two bodies, a part of each, and one account for every role."""

    part: Part
    other_part: Part
    signatory: User
    editor: User
    second_editor: User
    reader: User
    committee: User
    operator: User
    superuser: User
    stranger: User

    def everybody(self) -> dict[str, User | None]:
        """The accounts by role; None is the visitor."""
        names = ("signatory", "editor", "reader", "committee", "operator", "superuser", "stranger")
        return {"anonymous": None, **{name: getattr(self, name) for name in names}}


def publish_directory(facts: PartFacts) -> None:
    """Bodies and vocabularies that the part names are published first, as somebody else's part."""
    header = PartHeader(
        uid=stable_uid("synthetic/part/directory"), slug="annuaire-fictif", kind=PartKind.DIRECTORY,
        title="Annuaire fictif", owner=synthetic.MISSION,
    )  # fmt: skip
    known = PartFacts(header=header, organisations=facts.organisations, vocabularies=facts.vocabularies)
    now, key = datetime.now(UTC), own_key()
    versions.sign_off(default_store(), known, signer="Annuaire", at=now, key=key)
    releases.build(default_store(), key=key, at=now)


@pytest.fixture
def house(db: None) -> House:
    """The invented mission with its plans, the invented coalition with an empty part of declarations."""
    return kept("house of the office", built)


def built() -> House:
    """The house from nothing, by the actions and as a Release."""
    facts = synthetic.plan_part(SLUG)
    publish_directory(facts)
    header = replace(facts.header, synthetic=True)
    facts = replace(facts, header=header, organisations=(), vocabularies=(), territories=())
    mission = body(str(synthetic.MISSION.uid), "mission-fictive", synthetic.MISSION.name)
    coalition = body(str(synthetic.COALITION.uid), "collectif-fictif", synthetic.COALITION.name)
    part = Part.objects.create(
        uid=facts.header.uid, slug=SLUG, kind="plan", title=facts.header.title, owner=mission, synthetic=True
    )
    parts.load(part, facts, None)
    other = Part.objects.create(slug="collectif", kind="declarations", title="Ce que dit le collectif", owner=coalition)
    part.refresh_from_db()
    return House(
        part=part,
        other_part=other,
        signatory=person("signataire", Role.SIGNATORY, mission),
        editor=person("redactrice", Role.EDITOR, mission),
        second_editor=person("redacteur", Role.EDITOR, mission),
        reader=person("lectrice", Role.READER, mission),
        committee=person("membre", Role.COMMITTEE, mission),
        operator=person("exploitante", Role.OPERATOR),
        superuser=person("superutilisateur", is_superuser=True, is_staff=True),
        stranger=person("etrangere", Role.SIGNATORY, coalition),
    )


@pytest.fixture
def sign_in() -> Callable[[User | None], Client]:
    """A browser signed in as somebody."""

    def signed_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="jalon.core.accounts.adapter.Backend")
        return client

    return signed_in


def give_sources(house: House) -> None:
    """What the invented part says without source gets one, so that it can be signed. The journey does it by its forms."""
    for one in unsourced(house.part):
        row: Any = apps.get_model("plans", one.kind).objects.get(uid=one.uid)
        plans.cite(record=row, citations=synthetic.cited(), by=house.signatory, expected_revision=row.revision)
