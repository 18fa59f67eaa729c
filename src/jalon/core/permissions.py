"""Who may do what. Every function's docstring is the rule; `MATRIX` is the table that all of them read.

Whoever holds the machine can read its disk: these rules bind accounts, not the owner of the computer.
`by=None` means the instance itself (command line, due job); an anonymous visitor is never None.
"""

from contextvars import ContextVar
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jalon.core.enums import Role, ScopeKind
from jalon.core.errors import Forbidden
from jalon.core.matrix import IN_BODY, IN_INSTANCE, MATRIX, SECOND_FACTOR, Permission, roles_with
from jalon.core.models import Membership, Organisation, Part, User
from jalon.facts.common import Visibility

__all__ = [
    "IN_BODY",
    "IN_INSTANCE",
    "MATRIX",
    "SECOND_FACTOR",
    "Permission",
    "Role",
    "Target",
    "allowed",
    "holds_somewhere",
    "live_memberships",
    "may_edit",
    "may_invite",
    "may_see_audit",
    "may_see_document",
    "may_sign_off",
    "may_view_draft",
    "needs_second_factor",
    "require",
    "roles_with",
]

Person: TypeAlias = User | AnonymousUser
Target: TypeAlias = Part | Organisation | None

asked: ContextVar[set[Permission] | None] = ContextVar("asked", default=None)
"""The permissions that the running action asked for: `core.acting` sees that none forgets."""


def live_memberships(user: Person) -> QuerySet[Membership]:
    """The roles that a person has now: none when signed out or closed, whatever else the account says."""
    if not isinstance(user, User) or not user.is_active:
        return Membership.objects.none()
    return Membership.objects.filter(user=user, ended_at__isnull=True)


def allowed(user: Person, permission: Permission, target: Target = None) -> bool:
    """A role that holds the permission reaches the target: the instance, the whole body, or the very part.

    Django's `is_superuser` and `is_staff` count for nothing. A permission in a body needs its part or body:
    TypeError without, because « anywhere » would open every body to every editor.
    """
    if permission in IN_BODY and target is None:
        raise TypeError(f"{permission} is held in a body: name the part or the organisation it is asked for.")
    roles = roles_with(permission)
    return live_memberships(user).filter(_reach(permission, target), role__in=roles).exists()


def _reach(permission: Permission, target: Target) -> Q:
    if permission in IN_INSTANCE:
        return Q(scope=ScopeKind.INSTANCE)
    whole = Q(scope=ScopeKind.ORGANISATION)
    if isinstance(target, Part):
        single = Q(scope=ScopeKind.PART, scope_uid=target.uid)
        return Q(organisation_id=target.owner_id) & (whole | single)
    return Q(organisation=target) & whole


def holds_somewhere(user: Person, permission: Permission) -> bool:
    """A role that holds the permission, anywhere: for pages that list only what the person may see."""
    return live_memberships(user).filter(role__in=roles_with(permission)).exists()


def require(by: User | None, permission: Permission, target: Target = None) -> None:
    """`Forbidden` unless `by` is allowed, or is the instance itself (None)."""
    require_any(by, (permission, target))


def require_any(by: User | None, *ways: tuple[Permission, Target]) -> None:
    """`Forbidden` unless one of the ways is open to `by`."""
    note_asked(*(permission for permission, _target in ways))
    if by is not None and not any(allowed(by, permission, target) for permission, target in ways):
        raise Forbidden(_("Vous n’avez pas le droit de faire cela ici. Demandez-le à un signataire de l’organisme."))


def note_asked(*permissions: Permission) -> None:
    """Record that the running action asked for these permissions."""
    seen = asked.get()
    if seen is not None:
        seen.update(permissions)


def may_view_draft(user: Person, part: Part) -> bool:
    """The working state of a part is seen by its owner's team alone: signatories, editors and readers of that body."""
    return allowed(user, Permission.VIEW_DRAFT, part)


def may_edit(user: Person, part: Part) -> bool:
    """Signatories and editors of the owner change a part; nobody else does, of whatever body."""
    return allowed(user, Permission.EDIT, part)


def may_sign_off(user: Person, part: Part) -> bool:
    """Only a signatory of the owner publishes a part or withdraws what it published."""
    return allowed(user, Permission.SIGN_OFF, part)


def may_see_audit(user: Person, organisation: Organisation | None) -> bool:
    """A body's trace is read by its signatories; the instance's own (None) by the operator, who sees no body's."""
    if organisation is None:
        return allowed(user, Permission.SEE_INSTANCE)
    return allowed(user, Permission.SEE_AUDIT, organisation)


def may_invite(user: Person, role: Role, organisation: Organisation | None) -> bool:
    """A signatory invites into the body, for any role there. The operator invites further operators, and the first
    signatory of a body where nobody is yet: drafts that somebody wrote are never opened from outside the body."""
    if organisation is None:
        return role == Role.OPERATOR and allowed(user, Permission.OPEN_BODY)
    if role == Role.OPERATOR:
        return False
    if allowed(user, Permission.INVITE, organisation):
        return True
    return role == Role.SIGNATORY and allowed(user, Permission.OPEN_BODY) and not has_members(organisation)


def has_signatory(organisation: Organisation) -> bool:
    """Somebody whose account is open signs for the body as a whole."""
    held = Membership.objects.filter(organisation=organisation, role=Role.SIGNATORY, scope=ScopeKind.ORGANISATION)
    return held.filter(ended_at__isnull=True, user__is_active=True).exists()


def has_members(organisation: Organisation) -> bool:
    """Somebody whose account is open has a role in the body or in one of its parts."""
    held = Membership.objects.filter(organisation=organisation, ended_at__isnull=True, user__is_active=True)
    return held.exists()


def may_see_document(user: Person, part: Part, visibility: Visibility) -> bool:
    """Public: everybody. Committee: the body's committee and team. Body: whoever has a role in the body. Team: the
    team of the part."""
    if visibility == Visibility.PUBLIC:
        return True
    if visibility == Visibility.COMMITTEE:
        return allowed(user, Permission.VIEW_COMMITTEE, part)
    if visibility == Visibility.BODY:
        team = roles_with(Permission.VIEW_DRAFT)
        return live_memberships(user).filter(organisation_id=part.owner_id, role__in=team).exists()
    return may_view_draft(user, part)


def needs_second_factor(user: Person) -> bool:
    """Signatories and operators sign in with a second factor. Demonstration accounts, which only exist on loopback,
    do not."""
    if isinstance(user, User) and user.demo:
        return False
    return live_memberships(user).filter(role__in=SECOND_FACTOR).exists()
