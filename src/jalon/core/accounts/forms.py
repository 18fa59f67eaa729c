"""allauth's passkey forms, with an answer for what is no passkey at all.

allauth and fido2 read the browser's JSON member by member and let KeyError and the like through: a form that was
tampered with would be an error 500 (seen in allauth 65.21, fido2 2.2).
"""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError)


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
