"""Invitations: a signed link that serves once, for a week. Nobody else opens accounts."""

import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jalon.core import audit, revisions
from jalon.core.acting import action
from jalon.core.actions.memberships import join, require_inviter, scope_of
from jalon.core.enums import Role, ScopeKind
from jalon.core.errors import Forbidden, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Invitation, Membership, Organisation, Part, User
from jalon.core.outbox import post
from jalon.core.permissions import may_invite, require_any

LASTS = timedelta(days=7)
SALT = "jalon.invitation"


@action(Permission.INVITE, Permission.OPEN_BODY)
def invite(
    *,
    by: User | None,
    email: str,
    role: Role,
    organisation: Organisation | None = None,
    part: Part | None = None,
    language: str = "fr",
) -> Invitation:
    """Offer a role to an address; the letter waits in the outbox. An earlier offer of the same role is revoked."""
    require_inviter(by, role, organisation)
    address = checked_address(email)
    scope, scope_uid = scope_of(role, organisation, part)
    offered = {"email": address, "role": role, "organisation": organisation, "scope": scope, "scope_uid": scope_uid}
    _open().filter(**offered).update(revoked_at=timezone.now())
    invitation = Invitation.objects.create(**offered, invited_by=by, expires_at=timezone.now() + LASTS)
    _post_letter(invitation, by, language)
    changes = {"email": address, "role": role.value, "scope": scope.value}
    audit.record(action="invitation.send", by=by, organisation=organisation, subject=invitation, changes=changes)
    return invitation


@action(Permission.INVITE, Permission.OPEN_BODY)
def revoke(*, by: User | None, invitation: Invitation, expected_revision: int) -> None:
    """Take an offer back. One that was accepted is a membership: end that."""
    body = invitation.organisation
    require_any(by, (Permission.INVITE, body) if body else (Permission.OPEN_BODY, None))
    if not _open().filter(pk=invitation.pk).exists():
        raise Invalid({"invitation": _("Cette invitation n’est plus ouverte.")})
    revisions.claim(invitation, expected_revision)
    if not _open().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
        raise Invalid({"invitation": _("Cette invitation n’est plus ouverte.")})
    audit.record(action="invitation.revoke", by=by, organisation=body, subject=invitation)


def token_of(invitation: Invitation) -> str:
    """The signed part of the link."""
    return signing.dumps(str(invitation.uid), salt=SALT)


def read(token: str) -> Invitation:
    """The open invitation that a link names. `Invalid` when the link is wrong, spent, revoked or too old, or when who
    sent it may no longer give this role."""
    try:
        uid = uuid.UUID(str(signing.loads(token, salt=SALT)))
    except (signing.BadSignature, ValueError):
        raise Invalid({"invitation": _("Ce lien d’invitation n’est pas valable. Copiez-le en entier.")}) from None
    found = _open().select_related("organisation", "invited_by").filter(uid=uid).first()
    if found is None or not _still_offered(found):
        raise Invalid({"invitation": _("Cette invitation a servi, a été retirée ou a expiré. Demandez-en une autre.")})
    return found


@action(instead="the signed link, held by who reads the address")
def accept(*, token: str, by: User | None = None, display_name: str = "", password: str = "") -> User:
    """Take up a role. With an account of that address: signed in as it (`by`). Without: the account is opened."""
    _hold(read(token).organisation)
    invitation = read(token)
    user = _holder(invitation, by) or _open_account(invitation, display_name, password)
    if not _open().filter(pk=invitation.pk).update(accepted_at=timezone.now()):
        raise Invalid({"invitation": _("Cette invitation a déjà servi.")})
    membership = _join(invitation, user)
    changes = {"role": invitation.role, "invited_by": str(invitation.invited_by or "instance")}
    audit.record(
        action="invitation.accept", by=user, organisation=invitation.organisation, subject=membership, changes=changes
    )
    return user


def checked_address(email: str) -> str:
    """The address in lower case; `Invalid` when it is none."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid({"email": _("Une adresse électronique est attendue, par exemple nom@exemple.fr.")}) from None
    return address


def checked_password(password: str, user: User) -> None:
    """`Invalid` with every reason why a password is too weak."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid({"password": " ".join(error.messages)}) from None


def _open() -> QuerySet[Invitation]:
    now = timezone.now()
    return Invitation.objects.filter(Q(expires_at__gt=now), accepted_at__isnull=True, revoked_at__isnull=True)


def _still_offered(invitation: Invitation) -> bool:
    """The right to invite is asked again when the link is used: who lost it meanwhile brings nobody in."""
    sender = invitation.invited_by
    return sender is None or may_invite(sender, Role(invitation.role), invitation.organisation)


def _hold(body: Organisation | None) -> None:
    """Lock the body's row: of two first signatories who accept at once, the second one finds the first."""
    if body is not None:
        Organisation.objects.select_for_update().get(pk=body.pk)


def _holder(invitation: Invitation, by: User | None) -> User | None:
    """The account of the invited address, if there is one: only its holder accepts."""
    known = User.objects.filter(email__iexact=invitation.email).first()
    if by is not None and by != known:
        raise Forbidden(_("Cette invitation est pour une autre adresse. Déconnectez-vous d’abord."))
    if known is not None and not known.is_active:
        raise Invalid({"invitation": _("Ce compte est fermé. L’exploitant technique peut le rouvrir.")})
    if known is not None and by is None:
        raise Invalid({"invitation": _("Cette adresse a déjà un compte. Connectez-vous, puis ouvrez le lien.")})
    return known


def _open_account(invitation: Invitation, display_name: str, password: str) -> User:
    if not display_name.strip():
        raise Invalid(
            {"display_name": _("Dites comment vous appeler\u00a0: votre nom paraît dans la trace des actions.")}
        )
    new = User(email=invitation.email, display_name=display_name.strip()[:150])
    checked_password(password, new)
    new.set_password(password)
    new.save()
    EmailAddress.objects.create(user=new, email=new.email, verified=True, primary=True)
    return new


def _join(invitation: Invitation, user: User) -> Membership:
    scope = ScopeKind(invitation.scope)
    return join(user, Role(invitation.role), invitation.organisation, scope, invitation.scope_uid)


def _post_letter(invitation: Invitation, by: User | None, language: str) -> None:
    with translation.override(language):
        link = settings.JALON.base_url + reverse("account_invitation", args=[token_of(invitation)])
        words = {
            "body": body_words(invitation),
            "role": Role(invitation.role).label,
            "sender": str(by) if by else _("L’exploitant de l’instance"),
            "link": link,
            "days": LASTS.days,
        }
        subject = _("Invitation\u00a0: %(role)s, %(body)s") % words
        letter = _(
            "Bonjour,\n\n%(sender)s vous invite comme %(role)s\u00a0: %(body)s.\n\nPour accepter, ouvrez ce lien, qui sert "
            "une fois, pendant %(days)d jours\u00a0:\n%(link)s\n\nSi vous n’attendiez pas cette invitation, ne faites rien."
        )
    post(kind="invitation", to=invitation.email, subject=subject, body=letter % words)


def body_words(invitation: Invitation) -> str:
    """The body as the letter names it: its last name, or the instance's address."""
    body = invitation.organisation
    if body is None:
        return settings.JALON.base_url
    last = body.names.last()
    return last.value if last else body.slug
