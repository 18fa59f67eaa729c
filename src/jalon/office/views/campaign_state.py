"""The end of a campaign: the asking body's own lines over several replies, and the state that is frozen."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core.matrix import Permission
from jalon.facts.common import Text
from jalon.office.campaign_doors import of_campaign
from jalon.office.campaign_steps import address, attempt, form_page, may_post, page, revision_of
from jalon.office.forms.base import PlainForm
from jalon.office.forms.campaign import ConsolidatedForm
from jalon.office.frame import user_of
from jalon.office.pages import freezing as pages
from jalon.reporting import actions
from jalon.reporting.enums import CampaignState
from jalon.reporting.models import Campaign, ConsolidatedLine, FrozenState
from jalon.reporting.selectors import campaign_page, freeze_page


@of_campaign(Permission.VIEW_DRAFT)
def consolidated(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The measures asked of several bodies, each with the replies and the asking body's own sentence."""
    found = campaign_page(campaign.slug, user_of(request), timezone.now())
    told = freeze_page(campaign.slug, user_of(request), timezone.now())
    names = pages.names(found)
    rows = tuple(row for row in pages.lines(told.state, names, campaign.columns) if len(row.replies) > 1)
    return page(request, campaign, _("Lignes consolidées"), "consolidated", {"page": found, "rows": rows})


def _sentence(words: str, held: ConsolidatedLine | None, campaign: Campaign) -> Text | None:
    """The words in the language that they had, else in that of the part; None: no words."""
    lang = held.text.lang if held and held.text else campaign.language
    return Text(value=words, lang=lang) if words else None


@of_campaign(Permission.EDIT)
def consolidate(request: HttpRequest, campaign: Campaign, uid: uuid.UUID) -> HttpResponse:
    """The asking body's sentence over the replies about one measure."""
    found = campaign_page(campaign.slug, user_of(request), timezone.now())
    told = freeze_page(campaign.slug, user_of(request), timezone.now())
    rows = {row.subject: row for row in pages.lines(told.state, pages.names(found), campaign.columns)}
    if str(uid) not in rows:
        raise Http404
    held = ConsolidatedLine.objects.filter(campaign=campaign, subject_uid=uid).first()
    start = {"expected_revision": held.revision if held else 0, "text": held.text.value if held and held.text else ""}
    form = ConsolidatedForm(request.POST or None, initial=start)
    tried = None
    if request.method == "POST" and form.is_valid():
        text, revision = form.cleaned_data["text"].strip(), revision_of(form)
        tried = attempt(
            form,
            lambda: actions.consolidate(
                campaign=campaign, subject=uid, text=_sentence(text, held, campaign), by=user_of(request),
                expected_revision=revision,
            ),
        )  # fmt: skip
        if tried.done:
            messages.success(request, _("Ligne consolidée enregistrée."))
            return redirect(address("consolidated", campaign))
    context = {"heading": _("Ligne consolidée"), "button": _("Enregistrer"), "row": rows[str(uid)],
               "back": address("consolidated", campaign)}  # fmt: skip
    return form_page(request, campaign, form, tried, context, "consolidate")


@of_campaign(Permission.VIEW_DRAFT)
def freeze(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """What would be frozen, what blocks, what is different from the state before; POST freezes."""
    user = user_of(request)
    form = PlainForm(request.POST or None, initial={"expected_revision": campaign.revision})
    tried = None
    if may_post(request, campaign) and form.is_valid():
        tried = attempt(
            form, lambda: actions.freeze_state(campaign=campaign, by=user, expected_revision=revision_of(form))
        )
        if tried.done:
            messages.success(
                request, _("État figé. Il paraîtra quand la partie sera signée\u00a0; d’ici là, le gel se défait.")
            )
            return redirect(address("freeze", campaign))
    now = timezone.now()
    told, found = freeze_page(campaign.slug, user, now), campaign_page(campaign.slug, user, now)
    view = pages.build(told, found)
    context = {"heading": _("Figer l’état"), "told": told, "page": found, "view": view}
    return form_page(request, campaign, form, tried, context, "freeze")


@of_campaign(Permission.EDIT)
def unfreeze(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Undo the freeze, until the part is signed."""
    held = FrozenState.objects.live().filter(campaign=campaign).select_related("part").first()
    if held is None or campaign.state != CampaignState.FROZEN:
        raise Http404
    form = PlainForm(request.POST or None, initial={"expected_revision": held.revision})
    tried = None
    if request.method == "POST" and form.is_valid():
        held.campaign = campaign
        tried = attempt(
            form,
            lambda: actions.unfreeze_state(state=held, by=user_of(request), expected_revision=revision_of(form)),
        )
        if tried.done:
            messages.success(
                request, _("Gel défait\u00a0: la campagne est close, ses réponses peuvent encore changer.")
            )
            return redirect(address("campaign", campaign))
    lede = _("L’état figé sort de la partie. Refusé dès que la partie a été signée avec lui\u00a0: on corrige alors par un état ultérieur.")  # fmt: skip
    context = {"heading": _("Défaire le gel"), "button": _("Défaire le gel"), "lede": lede,
               "back": address("freeze", campaign)}  # fmt: skip
    return form_page(request, campaign, form, tried, context)
