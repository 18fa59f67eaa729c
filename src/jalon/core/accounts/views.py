"""The one sign-in page of our own: taking up an invitation."""

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jalon.core.actions import invitations
from jalon.core.enums import Role
from jalon.core.errors import Forbidden, Invalid
from jalon.core.guards import public_view
from jalon.core.limits import limited
from jalon.core.models import Invitation, User

BACKEND = "jalon.core.accounts.adapter.Backend"


class InvitationForm(forms.Form):
    """What opens an account: a name and a password, typed twice."""

    display_name = forms.CharField(label=gettext_lazy("Votre nom"), max_length=150)
    password = forms.CharField(
        label=gettext_lazy("Mot de passe"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=gettext_lazy("Le même, encore"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_again(self) -> str:
        """Both are the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("Les deux mots de passe diffèrent."))
        return again


@public_view
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@limited("invitation", limit=30, seconds=600)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shows what is offered; accepts it as the signed-in account, or opens one. A spent link says so with 410."""
    try:
        offer = invitations.read(token)
    except Invalid as error:
        return _page(request, {"refused": error.problems["invitation"]}, status=410)
    by = request.user if isinstance(request.user, User) else None
    form = None if by else InvitationForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        return _accept(request, token, offer, by, form)
    return _page(request, _shown(offer, by, form))


def _accept(
    request: HttpRequest, token: str, offer: Invitation, by: User | None, form: InvitationForm | None
) -> HttpResponse:
    given = form.cleaned_data if form else {"display_name": "", "password": ""}
    try:
        user = invitations.accept(token=token, by=by, display_name=given["display_name"], password=given["password"])
    except (Invalid, Forbidden) as error:
        problems = error.problems if isinstance(error, Invalid) else {"invitation": str(error)}
        return _page(request, {**_shown(offer, by, _refused(form, problems)), "problems": problems}, status=422)
    if by is None:
        login(request, user, backend=BACKEND)
    messages.success(request, _("Votre rôle est enregistré."))
    return HttpResponseRedirect("/bureau/")


def _refused(form: InvitationForm | None, problems: dict[str, str]) -> InvitationForm | None:
    if form is not None:
        for name, message in problems.items():
            form.add_error(name if name in form.fields else None, message)
    return form


def _shown(offer: Invitation, by: User | None, form: InvitationForm | None) -> dict[str, object]:
    return {
        "role": Role(offer.role).label,
        "body": invitations.body_words(offer),
        "email": offer.email,
        "sender": str(offer.invited_by or ""),
        "signed_in": by is not None,
        "form": form,
    }


def _page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, "account/invitation.html", context, status=status)
