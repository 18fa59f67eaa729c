"""The course of an evaluation: adoption, co-signatures, right of reply, requests for one that is not shared."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.matrix import Permission
from jalon.evaluation import actions
from jalon.evaluation.models import Evaluation
from jalon.facts.evaluation import Inquiry
from jalon.office.around import around
from jalon.office.campaign_steps import attempt, revision_of
from jalon.office.evaluating_doors import of_evaluation
from jalon.office.evaluating_steps import NAMES, address, form_page
from jalon.office.forms import evaluating as forms
from jalon.office.frame import user_of
from jalon.office.pages import evaluating as pages


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the course: its form, its action, its words. `start` is what the form begins with."""

    form: type[forms.AroundForm]
    run: Callable[..., Any]
    heading: str | Promise
    lede: str | Promise = ""
    start: Callable[[Evaluation], dict[str, Any]] = lambda _row: {}


def _adoption(row: Evaluation) -> dict[str, Any]:
    names = ("body", "when", "votes_for", "votes_against", "abstentions", "votes", "printed")
    return {name: getattr(row.adoption, name) for name in names} if row.adoption else {}


def _reply(row: Evaluation) -> dict[str, Any]:
    return {name: getattr(row.reply, name) for name in ("opened", "closes", "invited")} if row.reply else {}


STEPS: dict[str, Step] = {
    "adoption": Step(
        forms.AdoptionForm, actions.record_adoption, lazy("Consigner l’adoption"),
        lazy("Des voix qui ne font pas le total sont refusées ; un nombre inconnu reste vide."), _adoption,
    ),
    "cosignature": Step(
        forms.SignatureForm, actions.record_signature, lazy("Consigner une cosignature"),
        lazy("Un organisme signe ou s’abstient. Dit à nouveau du même organisme, le dernier mot vaut."),
    ),
    "droit-de-reponse": Step(
        forms.ReplyForm, actions.open_reply, lazy("Ouvrir le droit de réponse"),
        lazy("Il est daté, se ferme de lui-même et ne bloque rien. Pour le prolonger, changez la date de fin."), _reply,
    ),
    "reponse": Step(
        forms.ResponseForm, actions.record_response, lazy("Consigner une réponse"),
        lazy("Tant que le droit de réponse est ouvert. Elle est publiée avec l’évaluation."),
    ),
    "demande": Step(
        forms.InquiryForm, actions.ask_for, lazy("Consigner une demande"),
        lazy("D’une évaluation connue et non diffusée : qui l’a demandée, quand, et ce qui en est venu."),
    ),
}  # fmt: skip


@of_evaluation(Permission.EDIT)
def step(request: HttpRequest, evaluation: Evaluation, code: str) -> HttpResponse:
    """One step of the course."""
    chosen = STEPS.get(code)
    if chosen is None:
        raise Http404
    return _step(request, evaluation, chosen, chosen.start(evaluation), {})


@of_evaluation(Permission.EDIT)
def inquiry(request: HttpRequest, evaluation: Evaluation, order: int) -> HttpResponse:
    """Write a request anew: a reminder, an answer, a silence that lasts."""
    if order >= len(evaluation.requests):
        raise Http404
    one = evaluation.requests[order]
    start = {name: getattr(one, name) for name in forms.INQUIRY}
    step = replace(STEPS["demande"], heading=lazy("Relance, réponse ou silence"))
    return _step(request, evaluation, step, start, {"replaces": order}, one)


def _step(
    request: HttpRequest, evaluation: Evaluation, chosen: Step, start: dict[str, Any], more: dict[str, Any],
    before: Inquiry | None = None,
) -> HttpResponse:  # fmt: skip
    user = user_of(request)
    surroundings = around(evaluation.part, user)
    options: dict[str, Any] = {}
    if chosen.form is forms.ResponseForm:
        found = pages.subjects_of(str(evaluation.plan_uid), user)
        options["subjects"] = [(one.uid, " ".join(filter(None, [one.number, one.title]))) for one in found]
    form = chosen.form(
        request.POST or None, around=surroundings, initial=start | {"expected_revision": evaluation.revision}, **options
    )
    tried = None
    if request.method == "POST" and form.is_valid():
        values = form.fact() | more  # type: ignore[attr-defined]  # each form of a step gives what its action takes
        if before is not None:
            values["inquiry"] = replace(values["inquiry"], citations=before.citations)
        run = lambda: chosen.run(evaluation=evaluation, by=user, expected_revision=revision_of(form), **values)
        tried = attempt(form, run, NAMES)
        if tried.done:
            messages.success(request, _("Enregistré."))
            return redirect(address("evaluation", evaluation))
    context = {"heading": chosen.heading, "lede": chosen.lede, "button": _("Enregistrer"), "names": surroundings.names}
    return form_page(request, evaluation, form, tried, context)
