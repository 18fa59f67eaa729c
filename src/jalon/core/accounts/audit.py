"""The trace of sign-ins and of what touches an account's security. No address of the client is kept."""

from typing import Any

from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from jalon.core import audit
from jalon.core.models import User


def password_set(user: User) -> None:
    """A password was chosen anew; every other session of the account is over."""
    audit.record(action="account.password", by=user, subject=user)


def _signed_in(sender: Any, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    audit.record(action="account.sign_in", by=user, subject=user)


def _factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Any, **_kwargs: Any) -> None:
    audit.record(action="account.second_factor_added", by=user, subject=user, changes={"kind": authenticator.type})


def _factor_removed(sender: Any, request: HttpRequest, user: User, authenticator: Any, **_kwargs: Any) -> None:
    audit.record(action="account.second_factor_removed", by=user, subject=user, changes={"kind": authenticator.type})


def _locked_out(sender: Any, request: HttpRequest, username: str, **_kwargs: Any) -> None:
    user = User.objects.filter(email__iexact=username or "").first()
    if user:
        audit.record(action="account.locked_out", by=None, subject=user)


def connect() -> None:
    """Called once, from `CoreConfig.ready()`."""
    user_logged_in.connect(_signed_in, dispatch_uid="jalon-signed-in")
    mfa.authenticator_added.connect(_factor_added, dispatch_uid="jalon-factor-added")
    mfa.authenticator_removed.connect(_factor_removed, dispatch_uid="jalon-factor-removed")
    user_locked_out.connect(_locked_out, dispatch_uid="jalon-locked-out")
