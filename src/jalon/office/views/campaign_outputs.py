"""Outputs that bodies told of in words: proposed to a person, who writes them in the ledger or says why not."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jalon.core.matrix import Permission
from jalon.core.permissions import may_edit
from jalon.facts.common import Citation, Text, When, Wording
from jalon.office.campaign_doors import of_campaign
from jalon.office.campaign_steps import address, attempt, form_page, page, revision_of
from jalon.office.fiches import Where, fiche
from jalon.office.forms.base import PlainForm
from jalon.office.forms.campaign import WhyForm
from jalon.office.frame import user_of
from jalon.office.views.fiches import new_record
from jalon.reporting import actions
from jalon.reporting.bodies import org_ref
from jalon.reporting.deadlines import day_of
from jalon.reporting.models import Campaign, OutputDecision, ReturnedCell
from jalon.reporting.selectors import proposed_outputs
from jalon.reporting.selectors.pages import ProposedOutput


@of_campaign(Permission.VIEW_DRAFT)
def proposals(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """What bodies told of, beside what was made of it."""
    rows = proposed_outputs(campaign.slug, user_of(request))
    context = {
        "rows": rows,
        "waiting": sum(row.waits for row in rows),
        "may_edit": may_edit(user_of(request), campaign.part),
    }
    return page(request, campaign, _("Réalisations racontées"), "outputs", context)


def _proposal(request: HttpRequest, campaign: Campaign, order: int) -> tuple[ProposedOutput, ReturnedCell]:
    """The proposal of this cell; 404 when the body does not say it any more."""
    told = next((row for row in proposed_outputs(campaign.slug, user_of(request)) if row.cell == order), None)
    if told is None:
        raise Http404
    cell: ReturnedCell = ReturnedCell.objects.select_related("line", "ret__ask__body").get(pk=order)
    cell.ret.ask.campaign = campaign
    return told, cell


@of_campaign(Permission.EDIT)
def take(request: HttpRequest, campaign: Campaign, order: int) -> HttpResponse:
    """The form of an output of the ledger, prefilled with what the body told; its date is left to the person."""
    told, cell = _proposal(request, campaign, order)
    back = address("proposed_outputs", campaign)
    if told.source is None:
        messages.error(request, _("Écrivez d’abord ce retour\u00a0: la réalisation le cite comme sa source."))
        return redirect(address("merge", campaign, cell.ret.uid))

    def write(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
        return actions.take_output(cell=cell, expected_revision=_revision(request), **values, **sourced)

    ask = cell.ret.ask
    start = {
        "title": Text(value=told.words, lang=ask.language, wording=Wording.VERBATIM), "subjects": [told.subject],
        "said_by": org_ref(ask.body), "said": When(edtf=day_of(told.received_at).isoformat()),
        "expected_revision": told.revision,
    }  # fmt: skip
    where = Where(campaign.part, None, told.subject)
    citing = (Citation(source=told.source),)
    kind = replace(fiche("realisation"), add=write)
    return new_record(request, kind, where, start, citing, title=_("En faire une réalisation"), back=back)


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("expected_revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@of_campaign(Permission.EDIT)
def dismiss(request: HttpRequest, campaign: Campaign, order: int) -> HttpResponse:
    """Say why nothing of these words goes into the ledger."""
    told, cell = _proposal(request, campaign, order)
    form = WhyForm(request.POST or None, initial={"expected_revision": told.revision})
    tried = None
    if request.method == "POST" and form.is_valid():
        reason, revision = form.cleaned_data["reason"], revision_of(form)
        tried = attempt(
            form,
            lambda: actions.dismiss_output(cell=cell, reason=reason, by=user_of(request), expected_revision=revision),
        )
        if tried.done:
            messages.success(request, _("Écartée, avec la raison\u00a0; elle peut être proposée à nouveau."))
            return redirect(address("proposed_outputs", campaign))
    context = {"heading": _("Écarter cette proposition"), "button": _("Écarter"), "lede": told.words,
               "label": told.body, "back": address("proposed_outputs", campaign)}  # fmt: skip
    return form_page(request, campaign, form, tried, context)


@of_campaign(Permission.EDIT)
def propose_again(request: HttpRequest, campaign: Campaign, order: int) -> HttpResponse:
    """Undo a dismissal."""
    told, cell = _proposal(request, campaign, order)
    row = OutputDecision.objects.filter(cell=cell, dismissed_at__isnull=False).first()
    if row is None:
        raise Http404
    row.cell = cell
    form = PlainForm(request.POST or None, initial={"expected_revision": told.revision})
    tried = None
    if request.method == "POST" and form.is_valid():
        revision = revision_of(form)
        tried = attempt(
            form,
            lambda: actions.propose_output_again(decision=row, by=user_of(request), expected_revision=revision),
        )
        if tried.done:
            messages.success(request, _("Proposée à nouveau."))
            return redirect(address("proposed_outputs", campaign))
    context = {"heading": _("Proposer à nouveau"), "button": _("Proposer à nouveau"), "lede": told.words,
               "label": told.body, "back": address("proposed_outputs", campaign)}  # fmt: skip
    return form_page(request, campaign, form, tried, context)
