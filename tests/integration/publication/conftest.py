"""An instance whose publications and keys live in the test's own folder, and people around its parts."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import TestCase

from jalon.core.enums import Role, ScopeKind
from jalon.core.models import Membership, Organisation, Part, User
from jalon.facts.part import PartFacts
from jalon.publication.actions import load_facts, sign_off_part
from jalon.publication.parts import PartVersion
from jalon.publication.reader import default_store
from jalon.publication.selectors import hash_of_part
from jalon.publication.store import Store
from tests.kept import kept
from tests.synthetic import COALITION, MISSION, database_parts


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Store:
    """The instance's own publication directory."""
    settings.JALON = settings.JALON.model_copy(update={"var_dir": tmp_path / "var"})
    return default_store()


@pytest.fixture
def parts(db: None) -> dict[str, Part]:
    """The directory, signed by the instance; the mission's plans and the coalition's declarations, loaded."""
    return kept("three parts", _three)


def _three() -> dict[str, Part]:
    directory, plans, coalition = database_parts()
    loaded = {"directory": load(directory)}
    sign(loaded["directory"])
    loaded["plans"] = load(plans)
    sign(loaded["plans"])
    loaded["coalition"] = load(coalition)
    return loaded


def load(facts: PartFacts) -> Part:
    """Load facts as the instance itself."""
    return load_facts(by=None, facts=facts)


def committed() -> AbstractContextManager[Any]:
    """What waits for the end of the transaction is done at the end of this block: Releases are built."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def sign(part: Part, by: User | None = None, reason: str = "") -> PartVersion:
    """Preview and sign, as the office does."""
    part.refresh_from_db()
    digest = hash_of_part(part, reason)
    with committed():
        return sign_off_part(by=by, part=part, expected_revision=part.revision, expected_hash=digest, reason=reason)


@dataclass(frozen=True)
class People:
    """Somebody of every role in the mission, in the coalition, and in the instance."""

    mission: dict[Role, User]
    coalition: dict[Role, User]
    operator: User
    superuser: User

    @property
    def all_but_the_signatory_of_the_mission(self) -> dict[str, User]:
        """Everybody who may not sign the mission's parts."""
        others = {f"mission {role}": user for role, user in self.mission.items() if role != Role.SIGNATORY}
        others |= {f"coalition {role}": user for role, user in self.coalition.items()}
        return {**others, "operator": self.operator, "superuser": self.superuser}


@pytest.fixture
def people(parts: dict[str, Part]) -> People:
    """Accounts of every role."""
    return kept("people of three parts", _people)


def _people() -> People:
    mission, coalition = (Organisation.objects.get(uid=str(body.uid)) for body in (MISSION, COALITION))
    return People(
        mission=_team(mission),
        coalition=_team(coalition),
        operator=_person("operator", Role.OPERATOR, None, ScopeKind.INSTANCE),
        superuser=User.objects.create_superuser("root@exemple.fr", "x"),
    )


def _team(body: Organisation) -> dict[Role, User]:
    roles = [role for role in Role if role != Role.OPERATOR]
    return {role: _person(f"{body.slug}-{role}", role, body, ScopeKind.ORGANISATION) for role in roles}


def _person(name: str, role: Role, body: Organisation | None, scope: ScopeKind) -> User:
    user = User.objects.create_user(f"{name}@exemple.fr", "x")
    Membership.objects.create(user=user, organisation=body, role=role, scope=scope)
    return user
