"""The team of a body: who has which role, invitations, ends and hand-overs; and one's own account."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.accounts.second_factor import has_second_factor
from jalon.core.actions import accounts, invitations, leaving
from jalon.core.enums import Role
from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.guards import needs, needs_somewhere, organisation_by, signed_in_view
from jalon.core.matrix import Permission, roles_with
from jalon.core.models import AuditEvent, Invitation, Membership, Organisation, Part, User
from jalon.core.permissions import live_memberships, needs_second_factor
from jalon.office import labels
from jalon.office.forms.base import PlainForm, set_choices
from jalon.office.frame import frame, name_of, user_of
from jalon.office.pages.history import PAGE, events
from jalon.office.problems import field_problems
from jalon.office.writing import outdated, tell
from jalon.ui.pieces import Problem

BODY_ROLES = (Role.SIGNATORY, Role.EDITOR, Role.READER, Role.COMMITTEE)


@needs_somewhere(Permission.VIEW_DRAFT)
def people(request: HttpRequest) -> HttpResponse:
    """The bodies of the person, with their teams."""
    user = user_of(request)
    mine = live_memberships(user).filter(role__in=roles_with(Permission.VIEW_DRAFT)).values("organisation")
    bodies = Organisation.objects.filter(pk__in=mine).order_by("slug")
    signs = set(
        live_memberships(user)
        .filter(role__in=roles_with(Permission.INVITE), scope="organisation")
        .values_list("organisation_id", flat=True)
    )
    rows = tuple((body.slug, name_of(body), members(body), body.pk in signs) for body in bodies)
    return render(request, "office/people.html", frame(request, None, _("Équipe"), section="people") | {"bodies": rows})


def members(body: Organisation) -> tuple[dict[str, Any], ...]:
    """The live roles in a body."""
    rows = Membership.objects.filter(organisation=body, ended_at__isnull=True).select_related("user").order_by("id")
    parts = dict(
        Part.objects.filter(uid__in=[row.scope_uid for row in rows if row.scope_uid]).values_list("uid", "title")
    )
    return tuple(
        {
            "uid": row.uid, "name": str(row.user), "email": row.user.email, "role": Role(row.role).label, "note": labels.ROLE_NOTES[Role(row.role)],
            "scope": parts.get(row.scope_uid, "") if row.scope_uid else "", "open": row.user.is_active,
        }
        for row in rows
    )  # fmt: skip


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=lazy("Adresse électronique"), max_length=254)
    role = forms.ChoiceField(
        label=lazy("Rôle"), widget=forms.RadioSelect, choices=[(role.value, role.label) for role in BODY_ROLES]
    )
    part = forms.ChoiceField(label=lazy("Pour"), required=False)
    language = forms.ChoiceField(label=lazy("Langue de la lettre"), choices=settings.LANGUAGES, initial="fr")


@needs(Permission.INVITE, of=organisation_by("slug"))
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Run the team of a body: invite, end, hand over; read its trace."""
    body = Organisation.objects.get(slug=slug)
    form = InviteForm(request.POST or None)
    parts = {str(part.uid): part for part in Part.objects.filter(owner=body)}
    set_choices(form, "part", [("", _("tout l’organisme")), *((uid, part.title) for uid, part in parts.items())])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            invitations.invite(by=user_of(request), email=data["email"], role=Role(data["role"]), organisation=body,
                               part=parts.get(data["part"]), language=data["language"])  # fmt: skip
            messages.success(request, _("Invitation écrite ; la lettre part par le courrier de l’instance."))
            return redirect("office:team", slug)
        except Invalid as refused:
            tell(form, refused)
        except Forbidden as refused:
            form.add_error(None, str(refused))
    found = AuditEvent.objects.filter(organisation_uid=body.uid).order_by("-id")[:PAGE]
    context = {"form": form, "body": body, "name": name_of(body), "members": members(body), "problems": field_problems(form),
               "invitations": _open(body), "events": events(found)}  # fmt: skip
    return render(
        request,
        "office/team.html",
        frame(request, None, _("Équipe"), section="people") | context,
        status=422 if form.errors else 200,
    )


def _open(body: Organisation | None) -> tuple[dict[str, Any], ...]:
    from django.utils import timezone

    rows = Invitation.objects.filter(
        organisation=body, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
    )
    return tuple(
        {"uid": row.uid, "email": row.email, "role": Role(row.role).label, "until": row.expires_at} for row in rows
    )


@needs(Permission.INVITE, of=organisation_by("slug"))
def revoke(request: HttpRequest, slug: str, uid: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = Invitation.objects.filter(organisation__slug=slug, uid=uid).first()
    if invitation is None:
        raise Http404
    form = PlainForm(request.POST or None, initial={"expected_revision": invitation.revision})
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["expected_revision"] or 0
        try:
            invitations.revoke(by=user_of(request), invitation=invitation, expected_revision=revision)
            messages.success(request, _("Invitation annulée."))
        except Invalid as refused:
            messages.error(request, " ".join(refused.problems.values()))
        except Conflict as met:
            messages.error(request, str(met))
        return redirect("office:team", slug)
    context = {
        "form": form,
        "heading": _("Annuler l’invitation"),
        "lede": invitation.email,
        "button": _("Annuler l’invitation"),
    }
    return render(request, "office/plain.html", frame(request, None, context["heading"], section="people") | context)


class LeaveForm(PlainForm):
    """Who takes over, where the leaver was the last signatory. `account_revision`: that of the leaver's account."""

    account_revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    heir = forms.ChoiceField(label=lazy("Qui prend la suite comme signataire"), required=False,
                             help_text=lazy("Nécessaire quand la personne est le dernier signataire."))  # fmt: skip
    all_roles = forms.BooleanField(
        label=lazy("Terminer tous ses rôles dans cet organisme, pas seulement celui-ci"), required=False
    )


@needs(Permission.INVITE, of=organisation_by("slug"))
def leave(request: HttpRequest, slug: str, uid: uuid.UUID) -> HttpResponse:
    """End a role of somebody of the body, or hand over what they did: drafts stay in the body."""
    body = Organisation.objects.get(slug=slug)
    row = Membership.objects.filter(organisation=body, uid=uid, ended_at__isnull=True).select_related("user").first()
    if row is None:
        raise Http404
    revisions = {"expected_revision": row.revision, "account_revision": row.user.revision}
    form = LeaveForm(request.POST or None, initial=revisions)
    heirs = (
        User.objects.filter(memberships__organisation=body, memberships__ended_at__isnull=True, is_active=True)
        .exclude(pk=row.user_id)
        .distinct()
    )
    set_choices(form, "heir", [("", "—"), *((str(one.pk), str(one)) for one in heirs)])
    if request.method == "POST" and form.is_valid():
        heir = heirs.filter(pk=form.cleaned_data["heir"] or 0).first()
        every = bool(heir) or form.cleaned_data["all_roles"]
        field = "account_revision" if every else "expected_revision"
        try:
            _leave(user_of(request), row, body, heir, every=every, expected_revision=form.cleaned_data[field] or 0)
            messages.success(request, _("Rôle terminé. Ce que la personne a écrit et signé reste à son nom."))
            return redirect("office:people")
        except Invalid as refused:
            tell(form, refused)
        except Forbidden as refused:
            form.add_error(None, str(refused))
        except Conflict as met:
            outdated(form, met, field)
    title = _("Terminer le rôle de %(name)s") % {"name": row.user}
    context = {
        "form": form,
        "heading": title,
        "lede": Role(row.role).label,
        "problems": field_problems(form),
        "button": _("Terminer"),
    }
    return render(
        request,
        "office/plain.html",
        frame(request, None, title, section="people") | context,
        status=422 if form.errors else 200,
    )


def _leave(
    by: User, row: Membership, body: Organisation, heir: User | None, *, every: bool, expected_revision: int
) -> None:
    if every:
        leaving.hand_over(by=by, leaver=row.user, heir=heir, organisation=body, expected_revision=expected_revision)
    else:
        leaving.end_membership(by=by, membership=row, expected_revision=expected_revision)


class ProfileForm(PlainForm):
    """The name under which one acts, and the language of letters."""

    display_name = forms.CharField(label=lazy("Nom affiché"), max_length=150)
    language = forms.ChoiceField(label=lazy("Langue de mes lettres"), choices=settings.LANGUAGES)


@signed_in_view
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: name, language, roles, ways to sign in."""
    user = user_of(request)
    start = {"display_name": user.display_name, "language": user.language, "expected_revision": user.revision}
    form = ProfileForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            values = form.cleaned_data | {"expected_revision": form.cleaned_data["expected_revision"] or 0}
            accounts.change_profile(by=user, user=user, **values)
            messages.success(request, _("Enregistré."))
            return redirect("office:account")
        except Invalid as refused:
            tell(form, refused)
        except Conflict as met:
            outdated(form, met)
    roles = live_memberships(user).select_related("organisation")
    held = tuple(
        (name_of(row.organisation) if row.organisation else _("l’instance"), Role(row.role).label) for row in roles
    )
    problems: tuple[Problem, ...] = field_problems(form)
    context = {
        "form": form,
        "roles": held,
        "strong": has_second_factor(user),
        "needs_strong": needs_second_factor(user),
        "problems": problems,
    }
    return render(
        request,
        "office/account.html",
        frame(request, None, _("Mon compte"), section="people") | context,
        status=422 if form.errors else 200,
    )
