"""allauth's passkey forms, with an answer for what is no passkey at all.

allauth and fido2 read the browser's JSON member by member and let KeyError and the like through: a form that was
tampered with would be an error 500 (seen in allauth 65.21, fido2 2.2).
"""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.webauthn import forms
from django.core.exceptions import ValidationError

from jalon.core.errors import TooMany
from jalon.core.limits import count

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError)


CODES_AN_HOUR = 30
"""Codes that one account may try. allauth counts them by address of the client, of which an attacker has many; a
stranger cannot lock an account this way, because codes are only asked for after the password."""


class _Counted:
    """Refuses codes beyond the number an account may try, right or wrong."""

    def clean_code(self) -> Any:
        """The code, when it is right."""
        try:
            count("second-factor", str(self.user.pk), limit=CODES_AN_HOUR, seconds=3600)  # type: ignore[attr-defined]  # the form's
        except TooMany as error:
            raise ValidationError(str(error)) from None
        return super().clean_code()  # type: ignore[misc]  # the form that stands behind it


class CodeForm(_Counted, codes.AuthenticateForm):  # type: ignore[misc]  # allauth publishes no types
    """A code of the application, or a recovery code."""


class ReauthenticateCodeForm(_Counted, codes.ReauthenticateForm):  # type: ignore[misc]  # as above
    """A code to confirm."""


class AddPasskeyForm(forms.AddWebAuthnForm):  # type: ignore[misc]  # allauth publishes no types
    """Registers a passkey."""

    def clean(self) -> Any:
        """What cannot be read is refused like a wrong code."""
        try:
            return super().clean()
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class _Readable:
    """Refuses an unreadable answer like a wrong code."""

    def clean_credential(self) -> Any:
        """The authenticator that answered."""
        try:
            return super().clean_credential()  # type: ignore[misc]  # the form that stands behind it
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AuthenticatePasskeyForm(_Readable, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """A passkey after the password."""


class LoginPasskeyForm(_Readable, forms.LoginWebAuthnForm):  # type: ignore[misc]  # as above
    """A passkey alone."""


class ReauthenticatePasskeyForm(_Readable, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """A passkey to confirm."""
