"""Files from and to parts: handed in, their mapping, what is wrong at which cell, confirmed or not; exports."""

import uuid
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.errors import Conflict, Invalid, JalonError
from jalon.core.matrix import Permission
from jalon.core.models import Part
from jalon.exchange.exporting import MEDIA, SUFFIX, export_plan
from jalon.exchange.headers import Field, Header, Profile
from jalon.exchange.indicators_in import INDICATOR_FIELDS
from jalon.exchange.observation_fields import OBSERVATION_FIELDS
from jalon.exchange.plan_fields import PLAN_FIELDS
from jalon.exchange.problems import Refused
from jalon.exchange.tables import Table
from jalon.facts.part import PartKind
from jalon.office import places
from jalon.office.counted import COUNTED
from jalon.office.doors import of_part
from jalon.office.forms.base import set_choices
from jalon.office.frame import frame, user_of
from jalon.office.problems import field_problems
from jalon.plans import import_runs
from jalon.plans.choices import Choices
from jalon.plans.import_reading import TAKERS
from jalon.plans.imports import Compared, plan_facts
from jalon.plans.models import Plan, Series
from jalon.plans.models.importing import ImportRun, ImportState
from jalon.plans.observation_exports import observations_of

SHOWN = 200
"""Problems that a page lists; the rest is counted."""
OPTIONS = ("dates", "currency", "separators", "table", "unit", "decimal", "unread", "fill", "lang", "layout")
"""What a profile says besides its columns; those of `CHOSEN` are asked on the page."""
CHOSEN = ("dates", "unit", "decimal", "unread", "fill", "lang", "layout")
READING = ("header_row", *CHOSEN)
"""What is folded away on the page."""
STATES = {
    ImportState.OPEN: lazy("à relire"),
    ImportState.READING: lazy("lecture en cours"),
    ImportState.READ: lazy("à relire"),
    ImportState.WRITING: lazy("écriture en cours"),
    ImportState.DONE: lazy("importé"),
    ImportState.FAILED: lazy("arrêté"),
}
TABLES = {
    Table.PLAN: lazy("des mesures"),
    Table.INDICATORS: lazy("des définitions d’indicateurs"),
    Table.OBSERVATIONS: lazy("des observations (valeurs d’indicateurs)"),
}
FIELDS: dict[str, tuple[Field, ...]] = {
    Table.PLAN: PLAN_FIELDS,
    Table.INDICATORS: INDICATOR_FIELDS,
    Table.OBSERVATIONS: OBSERVATION_FIELDS,
}
WRITTEN = ("xlsx", "ods", "csv")
"""Formats in which observations leave."""


class FileForm(forms.Form):
    """A workbook."""

    file = forms.FileField(
        label=lazy("Classeur"),
        help_text=lazy(
            "XLSX, ODS ou CSV. Rien n’est écrit avant que vous ayez relu et confirmé\u00a0; au-delà de 2\u00a0Mo, la lecture se fait à l’arrière-plan."
        ),
    )


class ChoicesForm(forms.Form):
    """What the table does not say of itself."""

    table = forms.ChoiceField(label=lazy("Ce que contient le tableau"), required=False)
    plan = forms.ChoiceField(label=lazy("Plan dont parle le tableau"), required=False)
    title = forms.CharField(
        label=lazy("Titre du nouveau plan"),
        required=False,
        max_length=300,
        help_text=lazy("Vide\u00a0: tel qu’imprimé au-dessus du tableau."),
    )
    period = forms.CharField(
        label=lazy("Période du nouveau plan"), required=False, max_length=60, help_text=lazy("Par exemple 2026-2030.")
    )
    said = forms.CharField(
        label=lazy("Date du tableau"),
        required=False,
        max_length=60,
        help_text=lazy(
            "Ce qu’il dit est dit à cette date\u00a0; nécessaire quand une valeur en révise une autre et qu’aucune colonne ne le date."
        ),
    )
    dates = forms.ChoiceField(
        label=lazy("Dates en chiffres"),
        required=False,
        choices=[
            ("", lazy("jour/mois/année à quatre chiffres")),
            ("dmy", lazy("jour/mois/année, deux chiffres permis")),
            ("mdy", lazy("mois/jour/année")),
        ],
    )
    unit = forms.ChoiceField(
        label=lazy("Unité des montants"),
        required=False,
        choices=[
            ("", lazy("celle que dit le titre de la colonne")),
            ("1", lazy("l’unité")),
            ("k", lazy("le millier (k€)")),
            ("M", lazy("le million (M€)")),
        ],
    )
    decimal = forms.ChoiceField(
        label=lazy("Signe avant les décimales des montants"),
        required=False,
        choices=[
            ("", lazy("non dit\u00a0: «\u00a050,000\u00a0» est refusé")),
            (",", lazy("la virgule (50.000,50)")),
            (".", lazy("le point (50,000.50)")),
        ],
    )
    unread = forms.ChoiceField(
        label=lazy("Dates et montants illisibles"),
        required=False,
        choices=[("", lazy("sont des erreurs")), ("keep", lazy("sont gardés en mots, et signalés"))],
    )
    fill = forms.ChoiceField(
        label=lazy("Axe laissé vide"),
        required=False,
        choices=[
            ("", lazy("selon le tableau")),
            ("yes", lazy("celui de la ligne du dessus")),
            ("no", lazy("aucun axe")),
        ],
    )
    lang = forms.ChoiceField(
        label=lazy("Langue des dates du tableau"),
        required=False,
        choices=[("", lazy("celle de la partie")), ("fr", lazy("français")), ("en", lazy("anglais"))],
    )
    layout = forms.ChoiceField(
        label=lazy("Disposition"),
        required=False,
        choices=[("", lazy("un tableau, une ligne par mesure")), ("fiches", lazy("une fiche par mesure"))],
    )
    header_row = forms.IntegerField(
        label=lazy("Ligne d’en-tête"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=lazy("Vide\u00a0: elle est cherchée. Le numéro de la ligne où sont les titres des colonnes."),
    )
    profile = forms.ChoiceField(label=lazy("Profil enregistré"), required=False)
    keep = forms.CharField(label=lazy("Enregistrer cette correspondance sous le nom"), required=False, max_length=80)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def of_table(self) -> list[forms.BoundField]:
        """What is asked of every table."""
        return [field for field in self.visible_fields() if field.name not in READING]

    def of_reading(self) -> list[forms.BoundField]:
        """What is asked of a table that is not read as it should be."""
        return [self[name] for name in READING]


@of_part(Permission.EDIT)
def imports(request: HttpRequest, part: Part) -> HttpResponse:
    """Hand in a workbook; the files handed in before."""
    held = [words for table, words in TABLES.items() if PartKind(part.kind) in TAKERS[table]]
    if not held:
        raise Http404
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            run = import_runs.open_run(part=part, name=given.name, stream=given.file, by=user_of(request))
            return redirect("office:import_run", part.slug, run.uid)
        except Invalid as refused:
            form.add_error("file", " ".join(refused.problems.values()))
        except JalonError as refused:
            form.add_error("file", str(refused))
    own = ImportRun.objects.filter(part=part).exclude(choices__has_key="kind")  # a draft's tables are its team's
    runs = [(run, STATES[ImportState(run.state)]) for run in own.select_related("file")[:20]]
    context = {
        "form": form, "runs": runs, "problems": field_problems(form), "held": held,
        "written": WRITTEN if Series.objects.of_part(part).live().exists() else (),
    }  # fmt: skip
    page = frame(request, part, _("Importer un tableau")) | context
    return render(request, "office/imports.html", page, status=422 if form.errors else 200)


@of_part(Permission.EDIT)
def import_run(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """One file: its mapping, what would be written, what is wrong; POST chooses or confirms."""
    run = ImportRun.objects.select_related("part__owner", "file", "by").filter(part=part, uid=uid).first()
    if run is None or "kind" in run.choices:  # tables and workbooks of evaluations have pages of their own
        raise Http404
    compared, refused = _compared(run)
    form = _form(request, run)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, run, form.cleaned_data, compared)
            return redirect("office:import_run", part.slug, run.uid)
        except Invalid as error:
            form.add_error(None, " ".join(error.problems.values()))
        except (Conflict, Refused) as error:
            form.add_error(None, str(error))
    context = _context(run, compared, refused, form) | {"form": form, "run": run, "problems": field_problems(form)}
    page = frame(request, part, run.file.name, back_to=places.part(part)) | context
    return render(request, "office/import_run.html", page, status=422 if form.errors else 200)


def _compared(run: ImportRun) -> tuple[Compared | None, str]:
    """A small file is compared now; a large one was, or will be, by a job."""
    if run.state != ImportState.OPEN:
        return None, run.message
    try:
        return import_runs.compared_of(run), ""
    except Refused as refused:
        return None, refused.problem.words(_)
    except Invalid as refused:
        return None, " ".join(refused.problems.values())


def _form(request: HttpRequest, run: ImportRun) -> ChoicesForm:
    kept = {name: run.choices.get(name, "") for name in ("plan", "title", "period", "said")}
    profile = import_runs.choices_of(run).profile
    kept |= {name: profile.option(name) if profile else "" for name in CHOSEN}
    kept["header_row"] = profile.header_row if profile else None
    kept["table"] = profile.option("table") if profile else ""
    form = ChoicesForm(request.POST or None, initial={**kept, "revision": run.revision})
    plans = Plan.objects.filter(part=run.part, withdrawn_at__isnull=True).values_list("slug", flat=True)
    set_choices(form, "plan", [("", _("un nouveau plan")), *((slug, slug) for slug in plans)])
    tables = [(one.value, words) for one, words in TABLES.items() if PartKind(run.part.kind) in TAKERS[one]]
    set_choices(form, "table", [("", _("ce que dit sa ligne d’en-tête")), *tables])
    profiles = import_runs.profiles_of(run.part)
    set_choices(form, "profile", [("", _("la correspondance ci-dessous")), *((name, name) for name in profiles)])
    return form


def _decide(request: HttpRequest, run: ImportRun, data: dict[str, Any], compared: Compared | None) -> None:
    user = user_of(request)
    if request.POST.get("do") == "confirm":
        rows_only = request.POST.get("mode") == "valid"
        import_runs.confirm(run=run, valid_rows_only=rows_only, by=user, expected_revision=data["revision"])
        if run.state == ImportState.DONE:
            messages.success(request, _("Importé. Relisez, puis signez quand tout est juste."))
        return
    profile = _profile(request, run, data, compared)
    choices = Choices(profile=profile, plan=data["plan"], title=data["title"], period=data["period"], said=data["said"])
    import_runs.choose(run=run, choices=choices, by=user, expected_revision=data["revision"])
    if data["keep"] and profile:
        import_runs.save_profile(part=run.part, name=data["keep"], profile=profile, by=user)
        messages.success(request, _("Profil «\u00a0%(name)s\u00a0» enregistré.") % {"name": data["keep"]})


def _profile(request: HttpRequest, run: ImportRun, data: dict[str, Any], compared: Compared | None) -> Profile | None:
    """The mapping chosen column by column, or the saved one."""
    if data["profile"]:
        return import_runs.profiles_of(run.part)[data["profile"]]
    columns = _columns(run, compared)
    before = import_runs.choices_of(run).profile
    table = data["table"] or _table(run, compared)
    changed = table != _table(
        run, compared
    )  # the columns that were shown are of another kind: their reading starts anew
    known = {field.code for field in FIELDS.get(table, PLAN_FIELDS)}
    chosen = [
        (title, request.POST.get(f"c{place}", code)) for place, (_where, title, code, _sure) in enumerate(columns)
    ]
    row = data["header_row"]
    moved = row != (before.header_row if before else None) or data["layout"] != (
        before.option("layout") if before else ""
    )
    mapping = () if changed or moved else tuple((title, code) for title, code in chosen if code in known)
    options = dict(before.options) if before else {}
    options |= {name: data[name] for name in CHOSEN}
    options["table"] = data["table"] if not columns else table if table in FIELDS else ""
    kept = tuple(sorted((name, value) for name, value in options.items() if value and name in OPTIONS))
    sheets = before.sheets if before else ()
    if not (mapping or kept or row or sheets):
        return None
    return Profile(run.file.name, mapping, sheets, row, before.first_row if before and not moved else None, kept)


def _columns(run: ImportRun, compared: Compared | None) -> list[tuple[str, str, str, float]]:
    """Place, title, field and certainty of every column of the tables, one line for a title."""
    found: dict[str, tuple[str, str, str, float]] = {}
    for one in _mapping(run, compared):
        found.setdefault(
            one["title"], (f"{one['sheet']}!{one['column']}{one['row']}", one["title"], one["field"], one["confidence"])
        )
    return list(found.values())


def _table(run: ImportRun, compared: Compared | None) -> str:
    return str(compared.table.value if compared is not None else run.report.get("table", Table.PLAN.value))


def _mapping(run: ImportRun, compared: Compared | None) -> list[dict[str, Any]]:
    if compared is None:
        kept: list[dict[str, Any]] = run.report.get("mapping", [])
        return kept
    return [_column(header, one) for header in compared.headers for one in header.columns]


def _column(header: Header, one: Any) -> dict[str, Any]:
    return {
        "sheet": header.sheet, "row": one.row(header.row), "column": one.letters, "title": one.title, "field": one.field,
        "confidence": one.confidence,
    }  # fmt: skip


def _context(run: ImportRun, compared: Compared | None, refused: str, form: ChoicesForm) -> dict[str, Any]:
    report = compared.report(_) if compared is not None else run.report
    found = report.get("problems", [])
    table = _table(run, compared)
    fields = [("", _("(non lue)")), *((field.code, _(field.label)) for field in FIELDS.get(table, PLAN_FIELDS))]
    columns = [
        {"name": f"c{place}", "where": where, "title": title, "field": code, "sure": round(sure * 100)}
        for place, (where, title, code, sure) in enumerate(_columns(run, compared))
    ]
    return {
        "state": STATES[ImportState(run.state)],
        "working": run.state in import_runs.WORKING,
        "ready": bool(report) and run.state in (ImportState.OPEN, ImportState.READ),
        "changeable": run.state in (ImportState.OPEN, ImportState.READ, ImportState.FAILED),
        "refused": refused,
        "table": TABLES.get(Table(table)) if report else None,
        "rows": report.get("rows", 0),
        "same": report.get("same", 0),
        "rows_refused": report.get("refused", 0),
        "added": _counts(report.get("added", {})),
        "changed": _counts(report.get("changed", {})),
        "steps": report.get("steps", 0),
        "undoable": report.get("undoable", True),
        "errors": report.get("error_count", sum(one["severity"] == "error" for one in found)),
        "found": found[:SHOWN],
        "more": max(report.get("problem_count", len(found)) - SHOWN, 0),
        "columns": columns,
        "unfolded": not columns or any(field.value() for field in form.of_reading()),
        "fields": fields,
    }


def _counts(counts: dict[str, int]) -> list[tuple[Any, int]]:
    return [(COUNTED[name], count) for name, count in counts.items() if name in COUNTED]


@of_part(Permission.VIEW_DRAFT)
def export(request: HttpRequest, part: Part, plan: str, code: str) -> HttpResponse:
    """The working state of a plan as XLSX, ODS, CSV or IATI."""
    if code not in MEDIA:
        raise Http404
    try:
        data, notes = export_plan(plan_facts(part, plan), code, datetime.now(UTC), part.owner.kind)
    except Invalid as refused:
        raise Http404 from refused
    except Refused as refused:
        context = {"refused": refused.problem.words(_), "back": places.part(part)}
        page = frame(request, part, _("Export impossible")) | context
        return render(request, "office/export_refused.html", page, status=422)
    headers = {
        "Content-Disposition": f'attachment; filename="{plan}{SUFFIX[code]}"',
        "Cache-Control": "private, no-store",
        "X-Jalon-Left-Out": str(len(notes)),
    }
    return HttpResponse(data, content_type=MEDIA[code], headers=headers)


@of_part(Permission.VIEW_DRAFT)
def export_observed(request: HttpRequest, part: Part, code: str) -> HttpResponse:
    """The observations of the part's series, working state, as XLSX, ODS or CSV."""
    if code not in WRITTEN:
        raise Http404
    data = observations_of(part, code, datetime.now(UTC))
    headers = {
        "Content-Disposition": f'attachment; filename="{part.slug}-observations{SUFFIX[code]}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type=MEDIA[code], headers=headers)
