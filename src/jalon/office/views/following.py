"""What follows plans: indicators with their series and answers, outputs, observations taken back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core.errors import Conflict, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Part
from jalon.core.permissions import may_edit
from jalon.office.doors import of_part
from jalon.office.forms.base import PlainForm, ReasonForm
from jalon.office.frame import frame, user_of
from jalon.office.pages import following_lists, indicators, outputs
from jalon.office.pages.following_lists import Asked
from jalon.office.problems import field_problems
from jalon.plans import actions
from jalon.plans.models import Observation, Series
from jalon.portal.words import colon
from jalon.publication.words import date_words


@of_part(Permission.VIEW_DRAFT)
def indicator_list(request: HttpRequest, part: Part) -> HttpResponse:
    """The indicators that the part proposes."""
    asked = Asked(request.GET.dict(), request.path)
    found = following_lists.indicators(part, user_of(request), asked, timezone.localdate())
    title = _("Indicateurs")
    context = {"found": found, "heading": title, "may_edit": may_edit(user_of(request), part)}
    return render(request, "office/indicators.html", frame(request, part, title) | context)


@of_part(Permission.VIEW_DRAFT)
def indicator(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """An indicator, the part's own or another body's: its series side by side, what others answer."""
    page = indicators.build(part, uid, user_of(request), timezone.localdate())
    context = {"page": page, "may_edit": may_edit(user_of(request), part)}
    back = reverse("office:indicators", args=(part.slug,))
    about = frame(request, part, page.title.value, back_to=back, back_words=_("Indicateurs"))
    return render(request, "office/indicator.html", about | context)


@of_part(Permission.VIEW_DRAFT)
def output_list(request: HttpRequest, part: Part) -> HttpResponse:
    """The outputs that the part tells of."""
    found = following_lists.outputs(part, user_of(request), Asked(request.GET.dict(), request.path))
    title = _("Réalisations")
    context = {"found": found, "heading": title, "may_edit": may_edit(user_of(request), part)}
    return render(request, "office/outputs.html", frame(request, part, title) | context)


@of_part(Permission.VIEW_DRAFT)
def output(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """An output with all that is said of it."""
    page = outputs.build(part, uid, user_of(request))
    context = {"page": page, "may_edit": may_edit(user_of(request), part)}
    back = reverse("office:outputs", args=(part.slug,))
    about = frame(request, part, page.title.value, back_to=back, back_words=_("Réalisations"))
    return render(request, "office/output.html", about | context)


@of_part(Permission.EDIT)
def end_observation(request: HttpRequest, part: Part, uid: uuid.UUID, order: int) -> HttpResponse:
    """Take back an observation written by mistake, or give it back."""
    series = Series.objects.of_part(part).live().filter(uid=uid).first()
    row = series.observations.filter(order=order).first() if series else None
    if series is None or row is None:
        raise Http404
    asks = row.withdrawn_at is None
    form = (ReasonForm if asks else PlainForm)(request.POST or None, initial={"expected_revision": series.revision})
    if request.method == "POST" and form.is_valid() and _ended(request, series, row, form.cleaned_data, form):
        messages.success(request, _("Retirée ; elle peut être rendue.") if asks else _("Rendue."))
        return redirect("office:series", part.slug, uid)
    title = _("Retirer l’observation") if asks else _("Rendre l’observation")
    context = {
        "form": form, "heading": title, "back": reverse("office:series", args=(part.slug, uid)), "problems": field_problems(form),
        "lede": f"{series.title.value}, {date_words(row.when)}{colon()}{row.value or row.missing or ''}", "row": series,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "office/plain.html", frame(request, part, title) | context, status=status)


def _ended(request: HttpRequest, series: Series, row: Observation, data: dict[str, Any], form: PlainForm) -> bool:
    options: dict[str, Any] = {"by": user_of(request), "expected_revision": data["expected_revision"] or 0}
    try:
        if row.withdrawn_at is None:
            actions.withdraw_observation(series=series, order=row.order, reason=data["reason"], **options)
        else:
            actions.restore_observation(series=series, order=row.order, **options)
    except (Invalid, Conflict) as error:
        form.add_error(None, str(error) if isinstance(error, Conflict) else " ".join(error.problems.values()))
        return False
    return True
