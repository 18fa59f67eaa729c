"""Roles: given by who may invite for them; ended in `leaving`."""

import uuid

from django.utils.translation import gettext as _

from jalon.core import audit
from jalon.core.acting import action
from jalon.core.enums import Role, ScopeKind
from jalon.core.errors import Forbidden, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Membership, Organisation, Part, User
from jalon.core.permissions import may_invite, note_asked


@action(Permission.INVITE, Permission.OPEN_BODY)
def grant(
    *,
    by: User | None,
    user: User,
    role: Role,
    organisation: Organisation | None = None,
    part: Part | None = None,
) -> Membership:
    """Give a role to somebody who has an account. The same role twice is the same role."""
    require_inviter(by, role, organisation)
    scope, scope_uid = scope_of(role, organisation, part)
    if not user.is_active:
        raise Invalid({"user": _("Ce compte est fermé.")})
    membership = join(user, role, organisation, scope, scope_uid)
    audit.record(
        action="membership.grant",
        by=by,
        organisation=organisation,
        subject=membership,
        changes={"person": str(user), "role": role.value, "scope": scope.value},
    )
    return membership


def require_inviter(by: User | None, role: Role, organisation: Organisation | None) -> None:
    """`Forbidden` unless `permissions.may_invite`."""
    note_asked(Permission.INVITE, Permission.OPEN_BODY)
    if by is not None and not may_invite(by, role, organisation):
        raise Forbidden(_("Seul un signataire de l’organisme donne ce rôle."))


def scope_of(role: Role, organisation: Organisation | None, part: Part | None) -> tuple[ScopeKind, uuid.UUID | None]:
    """How far a role reaches; `Invalid` when role, body and part do not go together."""
    if (role == Role.OPERATOR) != (organisation is None):
        raise Invalid({"role": _("L’exploitant technique n’appartient à aucun organisme, les autres rôles à un seul.")})
    if organisation is None:
        return ScopeKind.INSTANCE, None
    if part is None:
        return ScopeKind.ORGANISATION, None
    if part.owner_id != organisation.pk:
        raise Invalid({"part": _("Cette partie n’appartient pas à cet organisme.")})
    return ScopeKind.PART, part.uid


def join(
    user: User, role: Role, organisation: Organisation | None, scope: ScopeKind, scope_uid: uuid.UUID | None
) -> Membership:
    """The live membership with this role and reach, made if there is none."""
    return Membership.objects.get_or_create(
        user=user, role=role, organisation=organisation, scope=scope, scope_uid=scope_uid, ended_at=None
    )[0]
