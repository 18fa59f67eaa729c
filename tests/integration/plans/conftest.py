"""A loaded part, and people of every kind around it."""

from dataclasses import dataclass, replace

import pytest

from jalon.core import parts
from jalon.core.enums import Role, ScopeKind
from jalon.core.models import Membership, Organisation, Part, Source, User
from jalon.facts.common import Citation
from jalon.facts.part import PartFacts
from jalon.plans.models import Measure, Plan
from tests import synthetic_following
from tests.kept import kept


def bare(facts: PartFacts) -> PartFacts:
    """The facts without what only the directory may describe."""
    if facts.header.kind == "directory":
        return facts
    return replace(facts, organisations=(), vocabularies=(), territories=())


def empty_part(facts: PartFacts) -> Part:
    """A part under the facts' header, with its owner and nothing in it."""
    header = facts.header
    owner = header.owner
    body, _made = Organisation.objects.get_or_create(
        uid=owner.uid, defaults={"slug": f"body-{owner.uid}", "kind": "other"}
    )
    return Part.objects.create(
        uid=header.uid, slug=header.slug, kind=header.kind.value, title=header.title, owner=body, lang=header.lang
    )


def loaded(facts: PartFacts) -> Part:
    """A part that says these facts."""
    part = empty_part(facts)
    parts.load(part, bare(facts), None)
    part.refresh_from_db()
    return part


def person(email: str, role: Role | None = None, body: Organisation | None = None, **fields: object) -> User:
    """An account, with one role."""
    user = User.objects.create_user(email, **fields)
    if role is not None:
        scope = ScopeKind.INSTANCE if role == Role.OPERATOR else ScopeKind.ORGANISATION
        Membership.objects.create(user=user, organisation=body, role=role, scope=scope)
    return user


@dataclass(frozen=True)
class People:
    """One account of each kind around a part."""

    editor: User
    signatory: User
    reader: User
    committee: User
    operator: User
    outsider: User
    nobody: User


@pytest.fixture
def facts() -> PartFacts:
    return bare(synthetic_following.following_part())


@pytest.fixture
def part(db: None, facts: PartFacts) -> Part:
    return kept(("part", repr(facts)), lambda: loaded(facts))


@pytest.fixture
def people(part: Part) -> People:
    return kept(("people", part.slug), lambda: _around(part))


def _around(part: Part) -> People:
    other = Organisation.objects.create(slug="another-body", kind="association")
    return People(
        editor=person("editor@example.org", Role.EDITOR, part.owner),
        signatory=person("signatory@example.org", Role.SIGNATORY, part.owner),
        reader=person("reader@example.org", Role.READER, part.owner),
        committee=person("committee@example.org", Role.COMMITTEE, part.owner),
        operator=person("operator@example.org", Role.OPERATOR, is_staff=True, is_superuser=True),
        outsider=person("outsider@example.org", Role.SIGNATORY, other),
        nobody=person("nobody@example.org"),
    )


@pytest.fixture
def editor(people: People) -> User:
    return people.editor


@pytest.fixture
def plan(part: Part) -> Plan:
    found: Plan = Plan.objects.get(slug="plan-fictif-2")
    return found


@pytest.fixture
def measure(plan: Plan) -> Measure:
    found: Measure = Measure.objects.get(plan=plan, number="1")
    return found


@pytest.fixture
def cites(part: Part) -> tuple[Citation, ...]:
    source = Source.objects.filter(part=part).get()
    return (Citation(source=str(source.uid), locator="p. 20"),)
