"""allauth's questions, answered: no open sign-up, letters through the outbox, sealed second factors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest

from jalon.core.accounts.audit import password_set
from jalon.core.limits import client_address
from jalon.core.loopback import from_loopback
from jalon.core.models import User
from jalon.core.outbox import post
from jalon.core.sealing import seal, unseal

PURPOSE = "second-factor"


def demo_accounts_served() -> bool:
    """Demonstration accounts, whose passwords are public, only open on a demonstration that others cannot reach."""
    return bool(settings.JALON.demo and settings.JALON.loopback)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth publishes no types
    """Signs in by address and password; refuses closed accounts, and demonstration accounts off loopback.

    Django asks this again at each request: closing an account ends its sessions at once.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether this account may sign in, or stay signed in."""
        return bool(super().user_can_authenticate(user)) and (not user.demo or demo_accounts_served())

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """A demonstration account also asks that the request itself comes from this machine, past no proxy: the
        settings cannot know on which address a server listens."""
        user: User | None = super().authenticate(request, **credentials)
        elsewhere = request is not None and not from_loopback(request)
        return None if user is not None and user.demo and elsewhere else user


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Accounts by invitation; letters wait in the outbox, in the same transaction as what calls for them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: `actions.invitations.accept` makes accounts."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Writes the letter to the outbox."""
        letter: EmailMessage = self.render_mail(template_prefix, email, {"request": self.request, **context})
        post(kind=template_prefix.rsplit("/", 1)[-1], to=email, subject=str(letter.subject), body=str(letter.body))

    def set_password(self, user: User, password: str) -> None:
        """A new password ends every other session: their hash no longer fits (Django, `get_session_auth_hash`)."""
        super().set_password(user, password)
        password_set(user)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """allauth lets through whom the backend refuses, to tell closed accounts that they are closed."""
        if user.demo and not demo_accounts_served():
            user.is_active = False  # in memory only: answered like a closed account
        return super().pre_login(request, user, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count."""
        return client_address(request)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Keys of one-time codes and seeds of recovery codes are sealed in the database."""

    def encrypt(self, text: str) -> str:
        """Sealed with the instance's key."""
        return seal(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Opened with the instance's key."""
        return unseal(encrypted_text, PURPOSE)
