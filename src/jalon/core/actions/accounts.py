"""Accounts: the operator's, and what a person changes of their own."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.translation import gettext as _

from jalon.core import audit, revisions
from jalon.core.acting import action
from jalon.core.actions.invitations import checked_address, checked_password
from jalon.core.actions.memberships import join
from jalon.core.enums import Role, ScopeKind
from jalon.core.errors import Forbidden, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import User
from jalon.core.permissions import require


@action(Permission.MANAGE_ACCOUNTS)
def create_operator(*, by: User | None, email: str, password: str, display_name: str = "") -> User:
    """The technical operator's account, for the command line of a new instance; later ones are invited."""
    require(by, Permission.MANAGE_ACCOUNTS)
    address = checked_address(email)
    if User.objects.filter(email__iexact=address).exists():
        raise Invalid({"email": _("Cette adresse a déjà un compte.")})
    user = User(email=address, display_name=display_name.strip()[:150])
    checked_password(password, user)
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    join(user, Role.OPERATOR, None, ScopeKind.INSTANCE, None)
    audit.record(action="account.operator", by=by, subject=user)
    return user


@action(Permission.MANAGE_ACCOUNTS)
def reopen(*, by: User | None, user: User, expected_revision: int) -> User:
    """Open a closed account again, without any role and without its old password: it asks for a new one by mail."""
    require(by, Permission.MANAGE_ACCOUNTS)
    if user.is_active:
        raise Invalid({"user": _("Ce compte est ouvert.")})
    revisions.claim(user, expected_revision)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(action="account.reopen", by=by, subject=user)
    return user


@action(instead="the person, for their own account")
def change_profile(*, by: User, user: User, expected_revision: int, display_name: str, language: str) -> User:
    """The name under which one acts and the language of one's letters. `Conflict` when another window wrote them."""
    if by != user:
        raise Forbidden(_("Chacun change son propre compte."))
    if not display_name.strip():
        raise Invalid({"display_name": _("Dites comment vous appeler.")})
    if language not in dict(settings.LANGUAGES):
        raise Invalid({"language": _("Langue inconnue.")})
    revisions.claim(user, expected_revision, {"display_name": display_name.strip(), "language": language})
    user.display_name, user.language = display_name.strip()[:150], language
    user.save(update_fields=["display_name", "language"])
    audit.record(action="account.profile", by=by, subject=user)
    return user
