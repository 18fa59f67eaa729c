"""Reporting campaigns of the asking body: the list, one campaign, bodies by measures, and its steps."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core.guards import needs_somewhere
from jalon.core.matrix import Permission
from jalon.facts.common import Visibility
from jalon.facts.part import PartKind
from jalon.office.campaign_doors import of_campaign
from jalon.office.campaign_steps import address, attempt, form_page, page, revision_of
from jalon.office.forms.base import PlainForm
from jalon.office.forms.campaign import WhyForm
from jalon.office.frame import frame, user_of
from jalon.office.pages import campaign as pages
from jalon.reporting import actions
from jalon.reporting.enums import CampaignState
from jalon.reporting.models import Campaign
from jalon.reporting.selectors import (
    campaign_page,
    invitation_words,
    my_campaigns,
    my_editable_parts,
    withdrawn_campaigns,
)


@needs_somewhere(Permission.VIEW_DRAFT)
def campaigns(request: HttpRequest) -> HttpResponse:
    """The campaigns of the person's teams, and the parts in which a new one may be prepared."""
    user = user_of(request)
    context = {
        "rows": my_campaigns(user),
        "withdrawn": withdrawn_campaigns(user),
        "parts": my_editable_parts(user, (PartKind.PLAN, PartKind.DECLARATIONS)),
    }
    shown = frame(request, None, _("Remontées"), section="campaigns") | context
    return render(request, "office/campaign/list.html", shown)


@of_campaign(Permission.VIEW_DRAFT)
def campaign(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Where each body stands, the letters, the reminders to come, what keeps the state from being frozen."""
    found = campaign_page(campaign.slug, user_of(request), timezone.now())
    view = pages.build(found, request.GET)
    context = {"page": found, "view": view, "visibility": Visibility.TEAM.value}
    return page(request, campaign, found.title.value, "campaign", context)


@of_campaign(Permission.EDIT)
def send(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Read the letters as they will go, then send them: the campaign is open."""
    form = PlainForm(request.POST or None, initial={"expected_revision": campaign.revision})
    tried = None
    if request.method == "POST" and form.is_valid():
        run = lambda: actions.open_campaign(campaign=campaign, by=user_of(request), expected_revision=revision_of(form))
        tried = attempt(form, run)
        if tried.done:
            messages.success(request, _("Demandes envoyées\u00a0: les messages partent dans la minute."))
            return redirect(address("campaign", campaign))
    user = user_of(request)
    found = campaign_page(campaign.slug, user, timezone.now())
    letters = [(row, invitation_words(row.uid, user)) for row in found.asks]
    context = {"heading": _("Envoyer les demandes"), "page": found, "letters": letters,
               "ready": campaign.state == CampaignState.DRAFT and bool(letters)}  # fmt: skip
    return form_page(request, campaign, form, tried, context, "send")


Run = Callable[..., Any]


class Step:
    """A step of a campaign: its action, its words, and whether it asks why."""

    def __init__(self, run: Run, heading: Callable[[], str], lede: Callable[[], str], *, why: bool = False) -> None:
        self.run, self.heading, self.lede = run, heading, lede
        self.form: type[forms.Form] = WhyForm if why else PlainForm

    def values(self, form: forms.Form) -> dict[str, Any]:
        """What the action takes besides who and which revision."""
        return {name: value for name, value in form.cleaned_data.items() if name != "expected_revision"}


STEPS = {
    "clore": Step(
        actions.close_campaign,
        lambda: _("Clore la campagne"),
        lambda: _(
            "Plus rien n’est demandé et les relances s’arrêtent. Les liens restent bons une semaine après le jour annoncé\u00a0: une réponse tardive reste une réponse."
        ),
    ),
    "rouvrir": Step(
        actions.reopen_campaign,
        lambda: _("Rouvrir la campagne"),
        lambda: _("Les organismes peuvent répondre\u00a0; les relances programmées partent."),
    ),
    "retirer": Step(
        actions.withdraw_campaign,
        lambda: _("Retirer la campagne"),
        lambda: _("Ses liens n’ouvrent plus rien et rien n’est plus envoyé. Elle peut être rendue."),
        why=True,
    ),
    "rendre": Step(
        actions.restore_campaign,
        lambda: _("Rendre la campagne"),
        lambda: _("Elle reprend où elle en était."),
    ),
}


@of_campaign(Permission.EDIT, withdrawn=True)
def step(request: HttpRequest, campaign: Campaign, code: str) -> HttpResponse:
    """Close, open again, withdraw or give back a campaign."""
    chosen = STEPS.get(code)
    if chosen is None or (campaign.withdrawn_at is not None) != (code == "rendre"):
        raise Http404
    form = chosen.form(request.POST or None, initial={"expected_revision": campaign.revision})
    tried = None
    if request.method == "POST" and form.is_valid():
        values = chosen.values(form)
        revision = revision_of(form)
        tried = attempt(
            form,
            lambda: chosen.run(campaign=campaign, by=user_of(request), expected_revision=revision, **values),
        )
        if tried.done:
            messages.success(request, _("C’est fait\u00a0; ce geste se défait depuis la campagne ou la liste."))
            return HttpResponseRedirect(_after(code, campaign))
    context = {"heading": chosen.heading(), "lede": chosen.lede(), "button": chosen.heading()}
    if campaign.withdrawn_at is not None:
        context["back"] = _list_address()
    return form_page(request, campaign, form, tried, context)


def _after(code: str, campaign: Campaign) -> str:
    return _list_address() if code == "retirer" else address("campaign", campaign)


def _list_address() -> str:
    return reverse("office:campaigns")
