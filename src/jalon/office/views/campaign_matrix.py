"""Bodies by measures: read by the team, changed by who edits the part."""

import uuid
from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.core.errors import Conflict, Invalid
from jalon.core.matrix import Permission
from jalon.office.campaign_doors import of_campaign
from jalon.office.campaign_steps import may_post, page
from jalon.office.frame import user_of
from jalon.office.pages import campaign_matrix as pages
from jalon.reporting import actions
from jalon.reporting.enums import CampaignState
from jalon.reporting.models import Campaign
from jalon.reporting.selectors import campaign_page, returned_subjects
from jalon.reporting.selectors.pages import CampaignPage
from jalon.reporting.subjects import subjects_of
from jalon.ui.pieces import Problem


@of_campaign(Permission.VIEW_DRAFT)
def matrix(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Who is asked what, and what came back; POST writes what the boxes say, of all bodies shown or of none."""
    filled, status = None, 200
    problems: tuple[Problem, ...] = ()
    if may_post(request, campaign):
        filled = pages.Filled(pages.read(request.POST))
        try:
            count = _written(request, campaign, filled.wishes)
        except Invalid as refused:
            problems, status = tuple(_problem(name, words) for name, words in refused.problems.items()), 422
        except Conflict as met:
            filled = replace(filled, met=frozenset(one.field for one in met.fields))
            problems, status = (Problem("matrice", _changed_meanwhile()),), 409
        else:
            words = ngettext("Demande de %(n)d organisme changée.", "Demandes de %(n)d organismes changées.", count)
            messages.success(request, words % {"n": count} if count else _("Rien n’était changé."))
            return redirect(request.get_full_path())
    found = campaign_page(campaign.slug, user_of(request), timezone.now())
    kept = returned_subjects(campaign)
    table = pages.build(found, subjects_of(campaign.plan_uid), kept, request.GET.dict(), request.path, filled)
    editable = found.may_edit and campaign.state != CampaignState.FROZEN and bool(found.asks)
    context = {"page": found, "table": table, "editable": editable, "problems": problems,
               "sent": any(ask.asked_at for ask in found.asks)}  # fmt: skip
    return page(request, campaign, _("Organismes et mesures"), "matrix", context, status)


def _problem(name: str, words: str) -> Problem:
    """What was refused of a body leads to its column."""
    return Problem("" if name == "campaign" else f"b-{name}", words)


def _changed_meanwhile() -> str:
    return _(
        "Une autre personne a changé ces demandes entre-temps\u00a0: ses changements et les vôtres sont réunis ci-dessous, "
        "rien n’est encore enregistré. Relisez, puis enregistrez à nouveau."
    )


def _written(request: HttpRequest, campaign: Campaign, wishes: Mapping[str, pages.Wish]) -> int:
    """Write what the person changed; gives of how many bodies."""
    asks = {str(ask.uid): ask for ask in campaign.asks.filter(withdrawn_at=None).select_related("body")}
    now: CampaignPage = campaign_page(campaign.slug, user_of(request), timezone.now())
    current = {row.uid: [uuid.UUID(line.subject) for line in row.line_rows] for row in now.asks}
    changed = {uid: wish for uid, wish in wishes.items() if uid in asks and wish.changes}
    asked = {asks[uid]: wish.over(current[uid]) for uid, wish in changed.items()}
    if not asked:
        return 0
    return actions.set_matrix(
        campaign=campaign, asked=asked, by=user_of(request),
        expected_revision={asks[uid].uid: wish.revision for uid, wish in changed.items()},
    )  # fmt: skip
