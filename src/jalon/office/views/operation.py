"""The operator's pages: accounts, bodies, letters, jobs, the instance's trace. No draft of any body is among them."""

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from jalon.core import outbox
from jalon.core.actions import accounts, invitations, leaving, organisations
from jalon.core.enums import Role
from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.guards import needs
from jalon.core.matrix import Permission
from jalon.core.models import AuditEvent, DueJob, Membership, Organisation, Outbox, User
from jalon.core.permissions import has_members
from jalon.facts.directory import DatedName, OrganisationKind
from jalon.office import labels
from jalon.office.forms.base import PlainForm, set_choices
from jalon.office.frame import frame, name_of, user_of
from jalon.office.pages.history import PAGE, events
from jalon.office.problems import field_problems
from jalon.office.writing import outdated, tell

LISTED = 200


@needs(Permission.SEE_INSTANCE)
def operation(request: HttpRequest) -> HttpResponse:
    """The state of the instance."""
    waiting = Outbox.objects.filter(sent_at__isnull=True).exclude(recipient="")  # what was stopped has none
    found = AuditEvent.objects.filter(organisation_uid__isnull=True, part_uid__isnull=True).order_by("-id")[:PAGE]
    context = {
        "letters": tuple(
            waiting.order_by("due_at").values(
                "uid", "kind", "recipient", "due_at", "attempts", "last_error", "dead_at"
            )[:LISTED]
        ),
        "sent": Outbox.objects.filter(sent_at__isnull=False).count(),
        "jobs": tuple(DueJob.objects.values("name", "due_at", "finished_at", "failures", "last_error")),
        "events": events(found),
        "people": User.objects.filter(is_active=True).count(),
    }
    return render(
        request, "office/operation.html", frame(request, None, _("Exploitation"), section="operation") | context
    )


@needs(Permission.MANAGE_ACCOUNTS)
def people(request: HttpRequest) -> HttpResponse:
    """All accounts, and the roles that each has."""
    roles: dict[int, list[str]] = {}
    for row in Membership.objects.filter(ended_at__isnull=True).select_related("organisation"):
        where = name_of(row.organisation) if row.organisation else _("l’instance")
        roles.setdefault(row.user_id, []).append(f"{Role(row.role).label}, {where}")
    rows = tuple(
        (one.uid, str(one), one.email, one.is_active, one.demo, tuple(roles.get(one.pk, ())))
        for one in User.objects.order_by("email")[:LISTED]
    )
    return render(
        request, "office/accounts.html", frame(request, None, _("Comptes"), section="operation") | {"rows": rows}
    )


class CloseForm(PlainForm):
    """Who signs after the person, where nobody else does."""

    heir = forms.ChoiceField(label=lazy("Qui prend la suite comme signataire"), required=False,
                             help_text=lazy("Un membre de l’équipe de l’organisme. Nécessaire pour le dernier signataire."))  # fmt: skip


@needs(Permission.MANAGE_ACCOUNTS)
def close(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Close an account: all roles end, drafts stay in the bodies. Or open a closed one again, without any role."""
    person = User.objects.filter(uid=uid).first()
    if person is None:
        raise Http404
    form = CloseForm(request.POST or None, initial={"expected_revision": person.revision})
    teams = Membership.objects.filter(
        organisation__in=person.memberships.filter(ended_at__isnull=True).values("organisation"), ended_at__isnull=True
    )
    heirs = User.objects.filter(pk__in=teams.values("user"), is_active=True).exclude(pk=person.pk)
    set_choices(form, "heir", [("", "—"), *((str(one.pk), str(one)) for one in heirs)])
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["expected_revision"] or 0
        try:
            if person.is_active:
                heir = heirs.filter(pk=form.cleaned_data["heir"] or 0).first()
                leaving.hand_over(by=user_of(request), leaver=person, heir=heir, expected_revision=revision)
            else:
                accounts.reopen(by=user_of(request), user=person, expected_revision=revision)
            messages.success(request, _("Fait."))
            return redirect("office:accounts")
        except Invalid as refused:
            tell(form, refused)
        except Forbidden as refused:
            form.add_error(None, str(refused))
        except Conflict as met:
            outdated(form, met)
    title = (_("Fermer le compte de %(name)s") if person.is_active else _("Rouvrir le compte de %(name)s")) % {
        "name": person
    }
    context = {"form": form, "heading": title, "problems": field_problems(form), "button": title}
    return render(
        request,
        "office/plain.html",
        frame(request, None, title, section="operation") | context,
        status=422 if form.errors else 200,
    )


class BodyForm(forms.Form):
    """A new body of the instance."""

    name = forms.CharField(label=lazy("Nom de l’organisme"), max_length=300)
    acronym = forms.CharField(label=lazy("Sigle"), max_length=60, required=False)
    kind = forms.ChoiceField(
        label=lazy("Genre"), choices=[(kind.value, words) for kind, words in labels.ORGANISATION.items()]
    )
    fictional = forms.BooleanField(label=lazy("Organisme fictif"), required=False)


@needs(Permission.MANAGE_ORGANISATIONS)
def bodies(request: HttpRequest) -> HttpResponse:
    """The bodies that have accounts or that the instance knows, and a new one."""
    form = BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            name = DatedName(value=data["name"], acronym=data["acronym"] or None)
            organisations.add(
                by=user_of(request), kind=OrganisationKind(data["kind"]), names=(name,), fictional=data["fictional"]
            )
            messages.success(request, _("Organisme ajouté. Invitez son premier signataire."))
            return redirect("office:operation_bodies")
        except Invalid as refused:
            tell(form, refused)
    known = Organisation.objects.filter(part__isnull=True) | Organisation.objects.filter(memberships__isnull=False)
    rows = tuple((body.slug, name_of(body), has_members(body)) for body in known.distinct().order_by("slug")[:LISTED])
    context = {"form": form, "rows": rows, "problems": field_problems(form)}
    return render(
        request,
        "office/operation_bodies.html",
        frame(request, None, _("Organismes"), section="operation") | context,
        status=422 if form.errors else 200,
    )


class FirstForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label=lazy("Adresse électronique"), max_length=254)


@needs(Permission.OPEN_BODY)
def open_body(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Invite the first signatory of a body where nobody is yet; without body, a further operator."""
    body = Organisation.objects.filter(slug=slug).first() if slug else None
    if slug and body is None:
        raise Http404
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            role = Role.SIGNATORY if body else Role.OPERATOR
            invitations.invite(by=user_of(request), email=form.cleaned_data["email"], role=role, organisation=body)
            messages.success(request, _("Invitation écrite ; la lettre part par le courrier de l’instance."))
            return redirect("office:operation")
        except Invalid as refused:
            tell(form, refused)
        except Forbidden as refused:
            form.add_error(None, str(refused))
    title = _("Inviter le premier signataire") if body else _("Inviter un exploitant")
    context = {
        "form": form,
        "heading": title,
        "lede": name_of(body) if body else "",
        "problems": field_problems(form),
        "button": _("Inviter"),
    }
    return render(
        request,
        "office/plain.html",
        frame(request, None, title, section="operation") | context,
        status=422 if form.errors else 200,
    )


@needs(Permission.SEE_INSTANCE)
@require_POST
def resend(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Give a dead letter a new life."""
    letter = Outbox.objects.filter(uid=uid, dead_at__isnull=False).exclude(recipient="").first()
    if letter is None:
        raise Http404
    outbox.again(letter)
    messages.success(request, _("La lettre sera tentée à nouveau."))
    return redirect("office:operation")
