"""Promises and recommendations of a part of commitments: what was asked and promised, and what each says of it."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.core.matrix import Permission
from jalon.core.models import Part
from jalon.core.permissions import may_edit
from jalon.facts.part import PartKind
from jalon.office.doors import of_part
from jalon.office.frame import frame, user_of
from jalon.office.pages import commitments as pages
from jalon.office.pages.following_lists import Asked


def committed(part: Part) -> Part:
    """The part, if it is one of commitments; 404 otherwise."""
    if part.kind != PartKind.COMMITMENTS:
        raise Http404
    return part


@of_part(Permission.VIEW_DRAFT)
def promises(request: HttpRequest, part: Part) -> HttpResponse:
    """The promises of a part: who promised what to whom, for when, and what each says became of it."""
    found = pages.promises(committed(part), user_of(request), Asked(request.GET.dict(), request.path))
    title = _("Engagements")
    context = {"found": found, "heading": title, "may_edit": may_edit(user_of(request), part)}
    return render(request, "office/commitments/promises.html", frame(request, part, title) | context)


@of_part(Permission.VIEW_DRAFT)
def promise(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """A promise with its chain of dates and all views of it, side by side."""
    page = pages.promise(committed(part), uid, user_of(request))
    if page is None:
        raise Http404
    back = reverse("office:promises", args=(part.slug,))
    about = frame(request, part, page.text.value[:80], back_to=back, back_words=_("Engagements"))
    context = {"page": page, "may_edit": may_edit(user_of(request), part)}
    return render(request, "office/commitments/promise.html", about | context)


@of_part(Permission.VIEW_DRAFT)
def recommendations(request: HttpRequest, part: Part) -> HttpResponse:
    """The recommendations and obligations of a part, with what is recorded to answer them."""
    found = pages.recommendations(committed(part), user_of(request), Asked(request.GET.dict(), request.path))
    title = _("Recommandations et obligations")
    context = {"found": found, "heading": title, "may_edit": may_edit(user_of(request), part)}
    return render(request, "office/commitments/recommendations.html", frame(request, part, title) | context)


@of_part(Permission.VIEW_DRAFT)
def recommendation(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """A recommendation: its words, what is said to answer it, who found that nothing does."""
    page = pages.recommendation(committed(part), uid, user_of(request))
    if page is None:
        raise Http404
    back = reverse("office:recommendations", args=(part.slug,))
    about = frame(request, part, page.where or page.body, back_to=back, back_words=_("Recommandations et obligations"))
    older = pages.recommendation(part, uuid.UUID(page.repeats), user_of(request)) if page.repeats else None
    context = {"page": page, "older": older, "may_edit": may_edit(user_of(request), part)}
    return render(request, "office/commitments/recommendation.html", about | context)


@of_part(Permission.VIEW_DRAFT)
def nearest(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """The measures nearest to a recommendation by their letters, both texts side by side: a person decides."""
    chosen = request.GET.get("plan", "")
    page, rows, plans = pages.nearest(committed(part), uid, user_of(request), chosen)
    if page is None:
        raise Http404
    back = reverse("office:recommendation", args=(part.slug, uid))
    title = _("Mesures proches")
    about = frame(request, part, title, back_to=back, back_words=page.where or page.body)
    blanks = pages.plan_blanks(plans, chosen)
    context = {"page": page, "rows": rows, "blanks": blanks, "may_edit": may_edit(user_of(request), part)}
    return render(request, "office/commitments/nearest.html", about | context)
