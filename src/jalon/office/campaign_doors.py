"""Doors of a campaign's pages: the campaign that the address names, of a part whose team the person is in; else 404."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from jalon.core.matrix import Permission
from jalon.core.models import Part
from jalon.office.doors import PartView, of_part
from jalon.reporting.models import Ask, Campaign, Return


def of_campaign(permission: Permission, *, withdrawn: bool = False) -> Callable[[PartView], PartView]:
    """A view about one campaign: `view(request, campaign, ...)`. `withdrawn`: also of one that was taken back."""

    def decorate(view: PartView) -> PartView:
        @of_part(permission)
        @wraps(view)
        def with_campaign(request: HttpRequest, part: Part, campaign: str, **kwargs: Any) -> HttpResponseBase:
            return view(request, campaign_in(part, campaign, withdrawn), **kwargs)

        return with_campaign

    return decorate


def campaign_in(part: Part, slug: str, withdrawn: bool = False) -> Campaign:
    """The campaign of a part by its slug; 404 when it has none."""
    row: Campaign | None = Campaign.objects.of_part(part).filter(slug=slug).first()
    if row is None or (row.withdrawn_at is not None and not withdrawn):
        raise Http404
    row.part = part
    return row


def ask_in(campaign: Campaign, uid: uuid.UUID) -> Ask:
    """A body of the campaign, withdrawn ones too; 404 when it has none of this uid."""
    row: Ask | None = Ask.objects.filter(campaign=campaign, uid=uid).select_related("body").first()
    if row is None:
        raise Http404
    row.campaign = campaign
    return row


def return_in(campaign: Campaign, uid: uuid.UUID) -> Return:
    """A return of the campaign; 404 when it has none of this uid."""
    rows = Return.objects.filter(ask__campaign=campaign).select_related("ask__body", "file")
    row: Return | None = rows.filter(uid=uid).first()
    if row is None:
        raise Http404
    row.ask.campaign = campaign
    return row
