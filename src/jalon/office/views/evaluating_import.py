"""Tables of evaluations: handed in, their columns and words said, rows placed, written; workbooks of assessors."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.core.errors import Conflict, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Part, User
from jalon.evaluation.models import Evaluation
from jalon.evaluation.permissions import visible_to
from jalon.exchange.problems import Refused
from jalon.facts.part import PartKind
from jalon.office import assessment_runs as runs
from jalon.office.around import around
from jalon.office.assessment_choices import KIND, TableChoices, choices_of, hidden_tables, to_make_again
from jalon.office.doors import of_part
from jalon.office.evaluating_steps import evaluation_frame
from jalon.office.evaluation_plans import plans_for
from jalon.office.forms.base import set_choices
from jalon.office.forms.evaluation_tables import TableForm
from jalon.office.frame import user_of
from jalon.office.pages import evaluation_import as pages
from jalon.office.pages.evaluation_import_form import chosen
from jalon.office.problems import field_problems
from jalon.office.writing import tell
from jalon.plans.models.importing import ImportRun, ImportState
from jalon.ui.pieces import Crumb, Problem


def of_evaluations(part: Part) -> None:
    """404 for a part that keeps no evaluations."""
    if part.kind != PartKind.EVALUATION:
        raise Http404


@of_part(Permission.EDIT)
def tables(request: HttpRequest, part: Part) -> HttpResponse:
    """Paste a table or hand in a file; those handed in before."""
    of_evaluations(part)
    user = user_of(request)
    form = TableForm(request.POST or None, request.FILES or None)
    around_it = around(part, user)
    form.fields["evaluator"].directory = around_it.directory  # type: ignore[attr-defined]
    mine = visible_to(user).live().filter(part=part).order_by("-id")
    set_choices(form, "evaluation", [("", _("une nouvelle évaluation")), *((str(e.uid), str(e)) for e in mine)])
    set_choices(form, "plan", [("", "—"), *plans_for(user)])
    set_choices(form, "scale", [("", _("aucune\u00a0: avis en mots")), *runs.scale_choices(user)])
    set_choices(form, "source", [("", _("à retrouver")), *around_it.sources])
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("office:evaluation_table", part.slug, _opened(request, part, form).uid)
        except Invalid as refused:
            tell(form, refused)
    context = {
        "form": form, "problems": field_problems(form), "names": around_it.names, "evaluations": mine,
        "runs": [run for run in _runs(part, user) if _visible(run, mine, user)][:20],
    }  # fmt: skip
    page = evaluation_frame(request, part, None, _("Reprendre un tableau")) | context
    return render(request, "office/evaluation/import_tables.html", page, status=422 if form.errors else 200)


def _opened(request: HttpRequest, part: Part, form: TableForm) -> ImportRun:
    data = form.cleaned_data
    new = runs.new_evaluation(data, part) if not data["evaluation"] else TableChoices().new
    choices = TableChoices(evaluation=data["evaluation"], new=new, source=data["source"])
    given = data["file"]
    name, content = (given.name or "tableau", given.read(runs.MOST_BYTES + 1)) if given else ("", b"")
    return runs.open_table(
        part=part, by=user_of(request), choices=choices, text=data["pasted"], name=name, data=content
    )


def _runs(part: Part, user: User) -> list[ImportRun]:
    rows = ImportRun.objects.filter(part=part, choices__kind=KIND).exclude(pk__in=hidden_tables(user))
    return list(rows.select_related("file", "by").order_by("-id")[:60])


def _visible(run: ImportRun, mine: object, user: User) -> bool:
    """The run of a draft is its team's."""
    choices = choices_of(run)
    live = {str(row.uid) for row in mine}  # type: ignore[attr-defined]
    return not choices.evaluation or choices.evaluation in live or to_make_again(choices, user)


@of_part(Permission.EDIT)
def table(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """One table: columns, words, rows; POST keeps what is chosen, or writes the rows that are ready."""
    of_evaluations(part)
    run = ImportRun.objects.select_related("part__owner", "file", "by").filter(part=part, uid=uid).first()
    if run is None or run.choices.get("kind") != KIND:
        raise Http404
    try:
        shown = runs.preview(run, user_of(request))
    except Evaluation.DoesNotExist as gone:
        raise Http404 from gone
    except Refused as refused:
        return _page(request, run, None, (Problem("", refused.problem.words(_)),), 422)
    if request.method != "POST":
        return _page(request, run, shown, ())
    problems, status = _posted(request, run, shown)
    if not problems:
        return redirect("office:evaluation_table", part.slug, run.uid)
    run.refresh_from_db()
    return _page(request, run, runs.preview(run, user_of(request)), problems, status)


def _posted(request: HttpRequest, run: ImportRun, shown: runs.Preview) -> tuple[tuple[Problem, ...], int]:
    """Keep the choices, whatever is wrong with them; then write when that is asked."""
    user = user_of(request)
    revision = int(request.POST["revision"]) if request.POST.get("revision", "").isdecimal() else 0
    choices, problems = chosen(shown, request.POST)
    try:
        if choices != shown.choices:
            runs.choose_table(run=run, choices=choices, by=user, expected_revision=revision)
            revision += 1
        if name := request.POST.get("keep", "").strip():
            kept = runs.preview(run, user)
            runs.keep_mapping(part=run.part, table=kept.table, choices=kept.choices, name=name[:80], by=user)
            messages.success(request, _("Réglage «\u00a0%(name)s\u00a0» gardé.") % {"name": name[:80]})
        if request.POST.get("do") == "write" and not problems:
            counts = runs.write_table(run=run, by=user, expected_revision=revision, state=request.POST.get("state", ""))
            words = _("Écrit\u00a0: appréciations nouvelles %(added)d, changées %(changed)d. Le reste est gardé ici.")
            messages.success(request, words % dict(counts))
    except Invalid as refused:
        return (*problems, *(Problem("", words) for words in refused.problems.values())), 422
    except Conflict as met:
        return (*problems, Problem("", str(met))), 409
    return problems, 422


def _page(
    request: HttpRequest, run: ImportRun, shown: runs.Preview | None, problems: tuple[Problem, ...], status: int = 200
) -> HttpResponse:
    view = pages.build(shown) if shown is not None else None
    context = {
        "run": run, "shown": shown, "view": view, "done": run.state == ImportState.DONE,
        "problems": problems or (view.problems if view else ()),
        "evaluation": str(shown.evaluation) if shown and shown.evaluation else choices_of(run).new.title,
    }  # fmt: skip
    back = reverse("office:evaluation_tables", args=(run.part.slug,))
    page = evaluation_frame(request, run.part, None, run.file.name, Crumb(_("Reprendre un tableau"), back))
    return render(request, "office/evaluation/import_table.html", page | context, status=status)
