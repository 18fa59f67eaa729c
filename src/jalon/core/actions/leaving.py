"""People who leave: their roles end, what they did stays theirs, and no body is left without a signatory."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core import audit, keeping, revisions
from jalon.core.accounts.second_factor import forget_second_factor
from jalon.core.acting import action
from jalon.core.actions.memberships import join
from jalon.core.enums import Role, ScopeKind
from jalon.core.errors import Forbidden, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Invitation, Membership, Organisation, User
from jalon.core.permissions import allowed, has_signatory, live_memberships, note_asked, roles_with

ENDS = (Permission.INVITE, Permission.MANAGE_ACCOUNTS)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a leaving did: the roles that ended, the bodies where the heir now signs, whether the account is closed."""

    ended: tuple[Membership, ...]
    inherited: tuple[Membership, ...]
    revoked_invitations: int
    closed: bool


@action(*ENDS)
def end_membership(*, by: User | None, membership: Membership, expected_revision: int) -> None:
    """End one role: by a signatory of the body or by the person; an operator's role by another operator.

    The last signatory of a body does not leave this way: `hand_over` names an heir.
    """
    body = membership.organisation
    _hold(body)
    membership.refresh_from_db(fields=["ended_at", "revision"])
    _require_end(by, membership)
    if membership.ended_at is not None:
        raise Invalid({"membership": _("Ce rôle a déjà pris fin.")})
    _end(membership, expected_revision)
    if body is not None:
        _require_signatory(membership, body)
    changes = {"person": str(membership.user), "role": membership.role}
    audit.record(action="membership.end", by=by, organisation=body, subject=membership, changes=changes)


@action(*ENDS)
def hand_over(
    *,
    by: User | None,
    leaver: User,
    expected_revision: int,
    heir: User | None = None,
    organisation: Organisation | None = None,
) -> HandedOver:
    """Somebody leaves a body, or (without `organisation`) all of them; the account closes when no role is left.

    `expected_revision` is that of the leaver's account. Who may: a signatory of each body that is left, the leaver, or the operator. What the leaver wrote and signed
    stays in their name; drafts belong to the body and stay there. The heir becomes signatory where the leaver was the
    last one, and nowhere else; it is somebody who is already in that body's team, so that the operator gives nobody
    from outside a seat in it.
    """
    for body in _bodies(_roles_to_end(leaver, organisation)):
        _hold(body)
    roles = _roles_to_end(leaver, organisation)
    _require_hand_over(by, leaver, roles, organisation)
    for role in roles:
        _end(role, role.revision)
    orphans = [body for body in _bodies(roles) if _was_signed_by(roles, body) and not has_signatory(body)]
    inherited = tuple(_inherit(heir, leaver, body) for body in orphans)
    revisions.claim(leaver, expected_revision)
    revoked = _revoke_invitations(leaver, organisation)
    closed = _close_if_done(leaver)
    done = HandedOver(tuple(roles), inherited, revoked, closed)
    _trace(by, leaver, done)
    return done


def _roles_to_end(leaver: User, organisation: Organisation | None) -> list[Membership]:
    roles = live_memberships(leaver).select_related("organisation", "user").order_by("organisation_id", "id")
    return list(roles.filter(organisation=organisation) if organisation else roles)


def _bodies(roles: list[Membership]) -> list[Organisation]:
    found = {role.organisation.pk: role.organisation for role in roles if role.organisation is not None}
    return [found[key] for key in sorted(found)]


def _hold(body: Organisation | None) -> None:
    """Lock the body's row, in the order of keys: of two last signatories who leave at once, the second one waits."""
    if body is not None:
        Organisation.objects.select_for_update().get(pk=body.pk)


def _require_end(by: User | None, membership: Membership) -> None:
    note_asked(*ENDS)
    if by is None or by == membership.user:
        return
    body = membership.organisation
    if not (allowed(by, Permission.INVITE, body) if body else allowed(by, Permission.MANAGE_ACCOUNTS)):
        raise Forbidden(_("Seul un signataire de l’organisme, ou la personne elle-même, met fin à ce rôle."))


def _require_hand_over(
    by: User | None, leaver: User, roles: list[Membership], organisation: Organisation | None
) -> None:
    note_asked(*ENDS)
    if organisation is not None and not roles:
        raise Invalid({"organisation": _("Cette personne n’a plus de rôle dans cet organisme.")})
    if by is None or by == leaver or allowed(by, Permission.MANAGE_ACCOUNTS):
        return
    if not roles:
        raise Forbidden(_("Seul l’exploitant technique ferme un compte sans rôle."))
    for role in roles:
        _require_end(by, role)


def _end(membership: Membership, expected_revision: int) -> None:
    revisions.claim(membership, expected_revision)
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at", "updated_at"])


def _signs(membership: Membership) -> bool:
    return membership.role == Role.SIGNATORY and membership.scope == ScopeKind.ORGANISATION


def _was_signed_by(roles: list[Membership], body: Organisation) -> bool:
    return any(_signs(role) and role.organisation_id == body.pk for role in roles)


def _require_signatory(ended: Membership, body: Organisation) -> None:
    if _signs(ended) and not has_signatory(body):
        message = _("C’est le dernier signataire de «\u00a0%(body)s\u00a0»\u00a0: désignez d’abord qui lui succède.")
        raise Invalid({"heir": message % {"body": body}})


def _inherit(heir: User | None, leaver: User, body: Organisation) -> Membership:
    """The heir signs for the body from now on; `Invalid` without a fit one."""
    message = _(
        "«\u00a0%(body)s\u00a0» n’aurait plus de signataire\u00a0: désignez un membre de son équipe qui prenne la suite."
    )
    fit = heir is not None and heir != leaver and _in_team(heir, body)
    if heir is None or not fit:
        raise Invalid({"heir": message % {"body": body}})
    return join(heir, Role.SIGNATORY, body, ScopeKind.ORGANISATION, None)


def _in_team(user: User, body: Organisation) -> bool:
    team = roles_with(Permission.VIEW_DRAFT)
    return live_memberships(user).filter(organisation=body, role__in=team).exists()


def _revoke_invitations(leaver: User, organisation: Organisation | None) -> int:
    """What the leaver offered is no longer theirs to offer; what they were offered waits for nobody."""
    theirs = Q(invited_by=leaver) | Q(email__iexact=leaver.email)
    pending = Invitation.objects.filter(theirs, accepted_at__isnull=True, revoked_at__isnull=True)
    if organisation:
        pending = pending.filter(organisation=organisation)
    return pending.update(revoked_at=timezone.now())


def _close_if_done(leaver: User) -> bool:
    """Without any role left the account closes: no sign-in, running sessions over, second factors forgotten, and no
    trace keeps the person's name and address for undoing."""
    if live_memberships(leaver).exists():
        return False
    leaver.is_active = False
    leaver.is_staff = leaver.is_superuser = False
    leaver.set_unusable_password()
    leaver.save(update_fields=["is_active", "is_staff", "is_superuser", "password"])
    forget_second_factor(leaver)
    keeping.forget_person(leaver.email, str(leaver))
    return True


def _trace(by: User | None, leaver: User, done: HandedOver) -> None:
    """One event for each body that was left, so that each one's signatories read it; one in the instance if none."""
    left: list[Organisation | None] = [*_bodies(list(done.ended))]
    for body in left or [None]:
        changes = {
            "ended": [role.role for role in done.ended if role.organisation == body],
            "heir": next((str(role.user) for role in done.inherited if role.organisation == body), None),
            "revoked_invitations": done.revoked_invitations,
            "account_closed": done.closed,
        }
        audit.record(action="account.hand_over", by=by, organisation=body, subject=leaver, changes=changes)
