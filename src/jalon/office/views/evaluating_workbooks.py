"""Workbooks of assessors: sent, given back, compared cell by cell, written."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.errors import Conflict, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Part, User
from jalon.evaluation.models import Evaluation, Member
from jalon.evaluation.permissions import visible_to
from jalon.exchange.assessment_tables import LIMITS
from jalon.exchange.exporting import MEDIA
from jalon.exchange.problems import Refused
from jalon.office import assessor_workbooks as workbooks
from jalon.office import blind_workbooks as blind
from jalon.office.doors import of_part
from jalon.office.evaluating_steps import evaluation_frame
from jalon.office.forms.base import set_choices
from jalon.office.frame import user_of
from jalon.office.pages import assessor_returns as pages
from jalon.office.problems import field_problems
from jalon.office.views.evaluating_import import of_evaluations
from jalon.office.writing import tell
from jalon.plans.import_runs import content_of
from jalon.plans.models.importing import ImportRun
from jalon.ui.pieces import Crumb, Problem

SENT, RETURNED = (workbooks.SENT, blind.SENT), (workbooks.RETURNED, blind.RETURNED)


class SendForm(forms.Form):
    """A workbook to be made."""

    assessor = forms.ChoiceField(label=lazy("Pour qui"), required=False)
    blind = forms.BooleanField(
        label=lazy("Les mesures que cette personne juge en aveugle"), required=False,
        help_text=lazy("Un classeur à part\u00a0: vide, ou avec ses seuls avis quand elle le fait elle-même. Elle seule ouvre ce qui revient."),
    )  # fmt: skip
    form = forms.ChoiceField(label=lazy("Format"), choices=[("xlsx", "XLSX"), ("ods", "ODS")])


class ReturnForm(forms.Form):
    """A workbook that came back."""

    file = forms.FileField(
        label=lazy("Classeur rendu"), help_text=lazy("Le fichier tel que rempli. Il est comparé\u00a0; rien n’est écrit avant votre accord.")
    )  # fmt: skip


def _evaluation(request: HttpRequest, part: Part, uid: uuid.UUID) -> Evaluation:
    of_evaluations(part)
    row: Evaluation | None = (
        visible_to(user_of(request)).live().select_related("part__owner").filter(part=part, uid=uid).first()
    )
    if row is None:
        raise Http404
    return row


@of_part(Permission.EDIT)
def sheets(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """Send a workbook, take one back; those that went and came."""
    evaluation = _evaluation(request, part, uid)
    sending = request.method == "POST" and "form" in request.POST
    returning = request.method == "POST" and not sending
    send, back = (
        SendForm(request.POST if sending else None),
        ReturnForm(*((request.POST, request.FILES) if returning else ())),
    )
    team = Member.objects.filter(evaluation=evaluation, ended_at__isnull=True).select_related("user")
    set_choices(send, "assessor", [("", _("toutes les mesures")), *((str(m.user.uid), str(m.user)) for m in team)])
    form: forms.Form = back if returning else send
    if request.method == "POST" and form.is_valid():
        try:
            return _sent(request, evaluation, send) if sending else _returned(request, evaluation, back)
        except Invalid as refused:
            tell(form, refused)
    rows = ImportRun.objects.filter(part=part, choices__evaluation=str(uid)).select_related("file").order_by("-id")
    held = [run for run in rows if blind.may_open(run, user_of(request))]
    context = {
        "evaluation": evaluation, "send": send, "back_form": back, "problems": field_problems(form),
        "sent": [run for run in held if run.choices.get("kind") in SENT][:30],
        "returned": [run for run in held if run.choices.get("kind") in RETURNED][:30],
    }  # fmt: skip
    page = evaluation_frame(request, part, evaluation, _("Classeurs des évaluateurs")) | context
    return render(request, "office/evaluation/workbooks.html", page, status=422 if form.errors else 200)


def _sent(request: HttpRequest, evaluation: Evaluation, form: SendForm) -> HttpResponse:
    data = form.cleaned_data
    lang = "en" if (get_language() or "fr").startswith("en") else "fr"
    make: Callable[..., ImportRun] = blind.send_blind if data["blind"] else workbooks.send_workbook
    run = make(evaluation=evaluation, by=user_of(request), assessor=data["assessor"], form=data["form"], lang=lang)
    return redirect("office:assessor_workbook", evaluation.part.slug, run.uid)


def _returned(request: HttpRequest, evaluation: Evaluation, form: ReturnForm) -> HttpResponse:
    given = form.cleaned_data["file"]
    data = given.read(LIMITS.bytes + 1)
    name, user = given.name or "classeur.xlsx", user_of(request)
    receive: Callable[..., ImportRun] = (
        blind.receive_blind if blind.is_blind(evaluation, data, name) else workbooks.receive_workbook
    )
    run = receive(evaluation=evaluation, data=data, name=name, by=user)
    if not blind.may_open(run, user):
        messages.success(request, _("Classeur gardé pour la personne qui juge\u00a0: elle seule le lira et l’écrira."))
        return redirect("office:assessor_workbooks", evaluation.part.slug, evaluation.uid)
    return redirect("office:assessor_return", evaluation.part.slug, run.uid)


def _run(request: HttpRequest, part: Part, uid: uuid.UUID, kinds: tuple[str, ...]) -> ImportRun:
    run = ImportRun.objects.select_related("part__owner", "file").filter(part=part, uid=uid).first()
    if run is None or run.choices.get("kind") not in kinds or not blind.may_open(run, user_of(request)):
        raise Http404
    _evaluation(request, part, uuid.UUID(run.choices["evaluation"]))
    return run


@of_part(Permission.EDIT)
def workbook(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """The workbook as it was made."""
    run = _run(request, part, uid, SENT)
    headers = {"Content-Disposition": f'attachment; filename="{run.file.name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content_of(run), content_type=MEDIA[run.file.name.rpartition(".")[2]], headers=headers)


@of_part(Permission.EDIT)
def returned(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """Cell by cell: what came back, what stands, what is kept."""
    run = _run(request, part, uid, RETURNED)
    problems: tuple[Problem, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            return _decided(request, run)
        except Invalid as refused:
            problems, status = tuple(Problem("", words) for words in refused.problems.values()), 422
        except Conflict as met:
            problems, status = (Problem("", str(met)),), 409
    run.refresh_from_db()
    home = reverse("office:assessor_workbooks", args=(part.slug, run.choices["evaluation"]))
    try:
        shown = _shown(run, user_of(request))
    except Refused as refused:
        if run.choices["kind"] != blind.RETURNED:
            raise Http404 from refused
        messages.info(
            request, _("La conciliation de ces mesures est ouverte\u00a0: l’avis donné reste ce qu’il était.")
        )
        return redirect(home)
    view = pages.build(shown)
    context = {"run": run, "shown": shown, "view": view, "problems": problems or view.problems, "home": home}
    evaluation = _evaluation(request, part, uuid.UUID(run.choices["evaluation"]))
    page = evaluation_frame(request, part, evaluation, run.file.name, Crumb(_("Classeurs des évaluateurs"), home))
    return render(request, "office/evaluation/returned.html", page | context, status=status)


def _shown(run: ImportRun, user: User) -> workbooks.ReturnPreview:
    return blind.preview(run, user) if run.choices["kind"] == blind.RETURNED else workbooks.preview(run, user)


def _decided(request: HttpRequest, run: ImportRun) -> HttpResponse:
    """The choices are kept first, so that a refusal loses none of them."""
    user, posted = user_of(request), request.POST
    revision = int(posted["revision"]) if posted.get("revision", "").isdecimal() else 0
    names = {workbooks.name_of(cell) for cell in _shown(run, user).cells}
    chosen = {name: posted[name] for name in names if posted.get(name) in (workbooks.TAKE, workbooks.KEEP)}
    unseen = run.choices["kind"] == blind.RETURNED
    write: Callable[..., int] = (
        partial(blind.write_blind, give=bool(posted.get("give"))) if unseen else workbooks.write_return
    )
    told: dict[str, Any] = {"run": run, "decisions": chosen, "by": user, "state": posted.get("state", "")}
    write(expected_revision=revision, write=False, **told)
    if posted.get("do") == "write":
        count = write(expected_revision=revision + 1, write=True, **told)
        words = _("Avis écrits\u00a0: %d.") if unseen else _("Appréciations écrites\u00a0: %d.")
        messages.success(request, words % count)
    return redirect("office:assessor_return", run.part.slug, run.uid)
