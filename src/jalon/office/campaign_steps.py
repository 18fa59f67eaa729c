"""Running an action of reporting from a form: what it refuses comes back to the form, nothing typed is lost."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.core.errors import Conflict, FieldConflict, Invalid
from jalon.core.models import Part
from jalon.core.permissions import may_edit
from jalon.office.frame import frame, user_of
from jalon.office.problems import field_problems
from jalon.office.writing import outdated, tell
from jalon.reporting.models import Campaign
from jalon.ui.pieces import Crumb

NAMES: Mapping[str, str] = {"columns": "asked", "subjects": "", "lines": "", "body": ""}
"""Fields of actions that stand under another name in the forms."""


class Attempt:
    """What became of an action that a form asked for."""

    def __init__(self) -> None:
        self.done = False
        self.clash: tuple[FieldConflict, ...] = ()
        self.met = False

    @property
    def status(self) -> int:
        """The status of the page that shows the form again."""
        return 409 if self.met else 422


def attempt(form: forms.Form, run: Callable[[], Any], names: Mapping[str, str] = NAMES) -> Attempt:
    """Run; a refusal goes to the fields, a conflict shows both texts and lets the form through when it is sent again."""
    found = Attempt()
    try:
        run()
        found.done = True
    except Invalid as refused:
        tell(form, refused, names)
    except Conflict as met:
        outdated(form, met)
        found.met, found.clash = True, tuple(one for one in met.fields if one.field in form.fields)
    return found


def revision_of(form: forms.Form) -> int:
    """The revision that the form was filled on."""
    return int(form.cleaned_data.get("expected_revision") or 0)


def page(
    request: HttpRequest, campaign: Campaign, title: Any, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page about a campaign."""
    shown = campaign_frame(request, campaign.part, campaign, title) | dict(context)
    return render(request, f"office/campaign/{template}.html", shown, status=status)


def campaign_frame(request: HttpRequest, part: Part, campaign: Campaign | None, title: Any) -> dict[str, Any]:
    """The frame of a page about a campaign: the way back leads through it."""
    base = frame(request, part, title, section="campaigns")
    crumbs = [Crumb(_("Remontées"), reverse("office:campaigns"))]
    if campaign is not None:
        base |= {"campaign": campaign, "home": address("campaign", campaign)}
        if request.path != base["home"]:
            crumbs.append(Crumb(str(campaign.title.value), base["home"]))
    return base | {"crumbs": (*crumbs, Crumb(str(title)))}


def address(name: str, campaign: Campaign, *more: object) -> str:
    """The address of a page about a campaign."""
    return reverse(f"office:{name}", args=(campaign.part.slug, campaign.slug, *more))


def form_page(
    request: HttpRequest,
    campaign: Campaign,
    form: forms.Form,
    tried: Attempt | None,
    context: Mapping[str, Any],
    template: str = "form",
) -> HttpResponse:
    """A page with one form; `context` has `heading`, `button` and what else the page says."""
    status = 200 if not form.errors else tried.status if tried else 422
    shown = {"form": form, "problems": field_problems(form), "clash": tried.clash if tried else ()}
    back = {"back": address("campaign", campaign)}
    return page(request, campaign, context["heading"], template, back | shown | dict(context), status)


def may_post(request: HttpRequest, campaign: Campaign) -> bool:
    """Whether something is to be written; 403 for who reads the drafts of the team and does not write."""
    if request.method != "POST":
        return False
    if not may_edit(user_of(request), campaign.part):
        raise PermissionDenied
    return True
