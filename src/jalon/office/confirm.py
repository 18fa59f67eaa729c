"""Who signs proves that it is them, there and then: a code, a recovery code, or a passkey used some minutes ago."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.accounts.forms import CodeForm
from jalon.core.accounts.second_factor import has_second_factor
from jalon.core.errors import TooMany
from jalon.core.limits import count
from jalon.core.models import User

RECENT = 300
"""Seconds during which a passkey that was used counts."""


class ProofForm(forms.Form):
    """The code that proves who signs. Not asked when a passkey was just used; a demonstration account, which has no
    second factor, gives its password."""

    code = forms.CharField(
        label=lazy("Code à six chiffres"), required=False, max_length=40,
        help_text=lazy("De votre application, ou un code de secours."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "w10"}),
    )  # fmt: skip
    password = forms.CharField(
        label=lazy("Mot de passe"), required=False, max_length=200,
        help_text=lazy("Ce compte de démonstration n’a pas de second facteur : son mot de passe en tient lieu."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "w20"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.request, self.user = request, user
        self.passkey = has_passkey(user)
        self.proved = passkey_just_used(request)
        strong = has_second_factor(user)
        for name in ("code", "password"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("Écrivez-le : personne ne signe à votre place.")
        if self.proved or not strong:
            del self.fields["code"]
        if self.proved or strong or not user.demo:
            del self.fields["password"]

    def clean_code(self) -> str:
        """A code of the application, or one of the recovery codes."""
        given = str(self.cleaned_data["code"]).replace(" ", "")
        proof = CodeForm(data={"code": given}, user=self.user)
        if not proof.is_valid():
            raise ValidationError(_("Ce code n’est pas juste, ou a déjà servi. Attendez le suivant et écrivez-le."))
        return given

    def clean_password(self) -> str:
        """The password of the account."""
        given = str(self.cleaned_data["password"])
        try:
            count("signing", str(self.user.pk), limit=10, seconds=600)
        except TooMany as error:
            raise ValidationError(str(error)) from None
        if not self.user.check_password(given):
            raise ValidationError(_("Ce mot de passe n’est pas celui de votre compte."))
        return given

    def clean(self) -> dict[str, Any]:
        """Nobody signs without a proof."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not (self.proved or self.fields):
            raise ValidationError(
                _("Ce compte n’a pas de second facteur : réglez-en un dans « Mon compte » avant de signer.")
            )
        return data


def has_passkey(user: User) -> bool:
    """Whether the person can use a passkey."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists())


def passkey_just_used(request: HttpRequest) -> bool:
    """Whether a passkey was used in this session within the last minutes."""
    records: list[dict[str, Any]] = get_authentication_records(request)
    limit = time.time() - RECENT
    used = (one for one in records if one.get("method") == "mfa" and one.get("type") == Authenticator.Type.WEBAUTHN)
    return any(float(one.get("at", 0)) >= limit for one in used)
