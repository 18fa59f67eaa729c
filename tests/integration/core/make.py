"""Records that the tests of this room start from."""

from itertools import count

from jalon.core.actions import memberships
from jalon.core.enums import Role
from jalon.core.models import Membership, Organisation, OrganisationName, Part, User
from jalon.facts.part import PartKind

_numbers = count(1)
PASSWORD = "violette-cheval-9731"


def body(slug: str = "", **fields: object) -> Organisation:
    """A body with one name."""
    slug = slug or f"organisme-{next(_numbers)}"
    made = Organisation.objects.create(slug=slug, kind="association", **fields)
    OrganisationName.objects.create(organisation=made, value=slug.replace("-", " ").title())
    return made


def part(owner: Organisation | None = None, kind: PartKind = PartKind.PLAN, slug: str = "") -> Part:
    """A part of a body."""
    slug = slug or f"partie-{next(_numbers)}"
    return Part.objects.create(slug=slug, kind=kind.value, title=slug, owner=owner or body())


def person(name: str = "", password: str | None = None, **fields: object) -> User:
    """Somebody with an account and no role."""
    name = name or f"personne-{next(_numbers)}"
    return User.objects.create_user(f"{name}@exemple.fr", password, display_name=name.title(), **fields)


def member(of: Organisation, role: Role = Role.EDITOR, part: Part | None = None, who: User | None = None) -> User:
    """Somebody with a role in a body, or in one of its parts."""
    user = who or person()
    memberships.grant(by=None, user=user, role=role, organisation=of, part=part)
    return user


def signatory(of: Organisation) -> User:
    """Who signs for a body."""
    return member(of, Role.SIGNATORY)


def operator() -> User:
    """Who keeps the machine."""
    user = person(is_superuser=True, is_staff=True)
    memberships.grant(by=None, user=user, role=Role.OPERATOR)
    return user


def role_of(user: User, organisation: Organisation | None) -> Membership:
    """The one live role of a person in a body."""
    return Membership.objects.get(user=user, organisation=organisation, ended_at__isnull=True)
