"""What the pages of evaluations share: their frame, their addresses, the page with one form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.core.models import Part
from jalon.evaluation.models import Evaluation
from jalon.office.campaign_steps import Attempt
from jalon.office.frame import frame
from jalon.office.problems import field_problems
from jalon.ui.pieces import Crumb

NAMES: Mapping[str, str] = {"stage": "", "user": "people", "reply": "", "requests": "", "state": "", "taken": ""}
"""Fields of actions that stand under another name in the forms."""


def address(name: str, evaluation: Evaluation, *more: object) -> str:
    """The address of a page about an evaluation."""
    return reverse(f"office:{name}", args=(evaluation.part.slug, evaluation.uid, *more))


def evaluation_frame(
    request: HttpRequest, part: Part, evaluation: Evaluation | None, title: Any, *between: Crumb
) -> dict[str, Any]:
    """The frame of a page about an evaluation: the way back leads through the evaluations of its part, then `between`."""
    home = reverse("office:part_evaluations", args=(part.slug,))
    crumbs = [Crumb(_("Évaluations"), reverse("office:evaluations"))]
    if request.path != home:
        crumbs.append(Crumb(part.title, home))
    base = frame(request, part, title, section="evaluations")
    if evaluation is not None:
        base |= {"evaluation": evaluation, "home": address("evaluation", evaluation)}
        if request.path != base["home"]:
            crumbs.append(Crumb(str(evaluation.title.value), base["home"]))
    return base | {"crumbs": (*crumbs, *between, Crumb(str(title)))}


def standing(request: HttpRequest, part: Part, evaluation: Evaluation | None, title: Any) -> dict[str, Any]:
    """Where the page of a common form stands, when its record is of an evaluation."""
    framed = evaluation_frame(request, part, evaluation, title)
    return {"section": framed["section"], "crumbs": framed["crumbs"]}


def page(
    request: HttpRequest,
    evaluation: Evaluation,
    title: Any,
    template: str,
    context: Mapping[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A page about an evaluation."""
    shown = evaluation_frame(request, evaluation.part, evaluation, title) | dict(context)
    return render(request, f"office/evaluation/{template}.html", shown, status=status)


def form_page(
    request: HttpRequest,
    evaluation: Evaluation,
    form: forms.Form,
    tried: Attempt | None,
    context: Mapping[str, Any],
    template: str = "form",
) -> HttpResponse:
    """A page with one form; `context` has `heading`, `button` and what else the page says."""
    status = 200 if not form.errors else tried.status if tried else 422
    shown = {"form": form, "problems": field_problems(form), "clash": tried.clash if tried else (),
             "back": address("evaluation", evaluation)}  # fmt: skip
    return page(request, evaluation, context["heading"], template, shown | dict(context), status)
