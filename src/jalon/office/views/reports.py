"""Reports on a plan of a part: asked for, made by a job, followed, taken away."""

import uuid

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.errors import Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Part
from jalon.office import places
from jalon.office.doors import of_part
from jalon.office.forms.base import set_choices
from jalon.office.frame import frame, user_of
from jalon.office.problems import field_problems
from jalon.plans.models import Plan
from jalon.publication.errors import NoRelease
from jalon.publication.reader import open_reader
from jalon.reports import runs
from jalon.reports.kinds import MEDIA, NAMES, Format, Kind, Request
from jalon.reports.models import ReportRun, RunState

LISTED = 20
DRAFT, RELEASE = "draft", "release"
STATES = {
    RunState.WAITING: lazy("en attente"),
    RunState.WORKING: lazy("en cours"),
    RunState.DONE: lazy("fait"),
    RunState.FAILED: lazy("arrêté"),
}


class ReportForm(forms.Form):
    """Which report."""

    plan = forms.ChoiceField(label=lazy("Plan"))
    kind = forms.ChoiceField(label=lazy("Rapport"), choices=[(kind.value, name) for kind, name in NAMES.items()])
    of = forms.ChoiceField(
        label=lazy("Tiré de"),
        choices=[
            (DRAFT, lazy("l’état de travail de la partie, en filigrane « Document de travail »")),
            (RELEASE, lazy("la dernière version publiée")),
        ],
    )
    lang = forms.ChoiceField(label=lazy("Langue"), choices=[("fr", "français"), ("en", "English")])
    format = forms.ChoiceField(label=lazy("Format"), choices=[(form.value, form.value.upper()) for form in Format])
    measure = forms.CharField(
        label=lazy("Numéro de la mesure"),
        required=False,
        max_length=60,
        help_text=lazy("Pour un rapport sur une mesure."),
    )
    since = forms.CharField(
        label=lazy("Ce qui a changé depuis"),
        required=False,
        max_length=80,
        help_text=lazy("Une version, un jour (2026-01-31) ou une séance ; d’une version publiée seulement."),
    )


@of_part(Permission.VIEW_DRAFT)
def reports(request: HttpRequest, part: Part) -> HttpResponse:
    """The reports asked for; POST asks for one."""
    form = ReportForm(request.POST or None, initial={"lang": (get_language() or "fr")[:2]})
    plans = Plan.objects.filter(part=part, withdrawn_at__isnull=True).values_list("slug", flat=True)
    set_choices(form, "plan", [(slug, slug) for slug in plans])
    if request.method == "POST" and form.is_valid():
        try:
            run = _asked(part, form, request)
            return redirect("office:report_run", part.slug, run.uid)
        except Invalid as refused:
            for name, said in refused.problems.items():
                form.add_error(name, said)
        except NoRelease as refused:
            form.add_error("of", str(refused))
    made = [(run, STATES[RunState(run.state)]) for run in ReportRun.objects.filter(part=part)[:LISTED]]
    context = {"form": form, "runs": made, "problems": field_problems(form), "has_plans": bool(plans)}
    page = frame(request, part, _("Rapports")) | context
    return render(request, "office/reports.html", page, status=422 if form.errors else 200)


def _asked(part: Part, form: ReportForm, request: HttpRequest) -> ReportRun:
    data = form.cleaned_data
    asked = Request(
        plan=data["plan"], kind=Kind(data["kind"]), lang=data["lang"], format=Format(data["format"]),
        measure=data["measure"].strip(), since=data["since"].strip(),
    )  # fmt: skip
    release = open_reader().release.id if data["of"] == RELEASE else ""
    return runs.ask(part=part, request=asked, release=release, by=user_of(request))


@of_part(Permission.VIEW_DRAFT)
def report_run(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """How far one report is, and where to take it."""
    run = _run(part, uid)
    context = {
        "run": run,
        "state": STATES[RunState(run.state)],
        "name": NAMES[Kind(run.asked["kind"])],
        "working": run.state in runs.WORKING,
        "done": runs.content(run) is not None,
    }
    page = frame(request, part, run.name, back_to=places.part(part)) | context
    return render(request, "office/report_run.html", page)


@of_part(Permission.VIEW_DRAFT)
def report_file(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """The file, for the team alone."""
    run = _run(part, uid)
    data = runs.content(run)
    if data is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{run.name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=MEDIA[Format(run.asked["format"])], headers=headers)


def _run(part: Part, uid: uuid.UUID) -> ReportRun:
    run = ReportRun.objects.filter(part=part, uid=uid).first()
    if run is None:
        raise Http404
    return run
