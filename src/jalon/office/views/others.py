"""Parliamentary acts, statistical series and the bodies of a directory."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jalon.commitments.selectors import acts_page
from jalon.core.actions import organisations
from jalon.core.citing import Citations, cited
from jalon.core.errors import Conflict, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Office, Organisation, Part
from jalon.core.permissions import may_edit
from jalon.facts.directory import DatedName, OrganisationKind
from jalon.facts.series import Family, Precision
from jalon.office import labels
from jalon.office.around import around, sources
from jalon.office.doors import of_part
from jalon.office.forms.base import PlainForm, set_choices
from jalon.office.forms.citations import citation_forms
from jalon.office.forms.other import BodyForm, NameForm, NewBodyForm, ObservationForm, OfficeForm, PredecessorsForm
from jalon.office.frame import frame, name_of, user_of
from jalon.office.pages.indicators import observed_indicator, value_words
from jalon.office.problems import field_problems
from jalon.office.writing import citations, tell
from jalon.plans import actions
from jalon.plans.models import Series
from jalon.publication.words import date_words

SHOWN = 200


@of_part(Permission.VIEW_DRAFT)
def acts(request: HttpRequest, part: Part) -> HttpResponse:
    """The parliamentary acts of a part."""
    page = acts_page(part.slug, user_of(request))
    rows = tuple((one.act, date_words(one.act.when), one.sourced) for one in page.acts)
    context = {"rows": rows, "may_edit": page.may_edit}
    return render(request, "office/acts.html", frame(request, part, _("Actes parlementaires")) | context)


@of_part(Permission.VIEW_DRAFT)
def series_list(request: HttpRequest, part: Part) -> HttpResponse:
    """The series of a part."""
    found = Series.objects.of_part(part).live()
    rows = tuple(
        (row.uid, row.title, row.producer.name, str(labels.FAMILY[Family(row.family)]), row.vintage) for row in found
    )
    context = {"rows": rows, "may_edit": may_edit(user_of(request), part)}
    return render(request, "office/series_list.html", frame(request, part, _("Séries statistiques")) | context)


@of_part(Permission.VIEW_DRAFT)
def series(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """A series with its latest observations."""
    row = _series(part, uid)
    fact = observed_indicator(row.of_uid, user_of(request))
    found = row.observations.order_by("-order")[:SHOWN]
    rows = tuple((one.order, date_words(one.when), value_words(one.value, fact), one.missing,
                  str(labels.PRECISION[Precision(one.precision)]), ", ".join(f"{d.name} = {d.value}" for d in one.dimensions),
                  one.note, one.source_id is not None, labels.label(labels.STATUS, one.status), one.withdrawn_at is not None)
                 for one in found)  # fmt: skip
    context = {"series": {"uid": row.uid, "title": row.title, "unit": row.unit, "indicator": row.indicator,
                          "producer": row.producer.name, "of": row.of_uid if fact else None},
               "rows": rows, "count": row.observations.filter(withdrawn_at=None).count(),
               "may_edit": may_edit(user_of(request), part)}  # fmt: skip
    return render(request, "office/series.html", frame(request, part, row.title.value) | context)


def _series(part: Part, uid: uuid.UUID) -> Series:
    row = Series.objects.of_part(part).live().filter(uid=uid).first()
    if row is None:
        raise Http404
    found: Series = row
    return found


@of_part(Permission.EDIT)
def observe(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """Add one observation with its source."""
    row = _series(part, uid)
    data = request.POST if request.method == "POST" else None
    form = ObservationForm(
        data, initial={"expected_revision": row.revision}, indicator=observed_indicator(row.of_uid, user_of(request))
    )
    cites = citation_forms(data, (), sources(part))
    to_find = "source_to_find" in request.POST
    if request.method == "POST" and form.is_valid() and cites.is_valid():
        try:
            fact = form.observation(citations(part, cites, user_of(request)))
            actions.add_observations(series=row, observations=[fact], by=user_of(request), source_to_find=to_find,
                                     expected_revision=form.cleaned_data["expected_revision"] or 0)  # fmt: skip
            messages.success(request, _("Observation ajoutée."))
            return redirect("office:series", part.slug, uid)
        except Invalid as refused:
            form.add_error(None, " ".join(refused.problems.values()))
        except Conflict as error:
            form.add_error(None, str(error))
    return _lines_page(
        request, part, form, cites, _("Nouvelle observation"), lede=row.title.value, cites=True, to_find=to_find
    )


# --- bodies ----------------------------------------------------------------------------------------------------------


@of_part(Permission.VIEW_DRAFT)
def bodies(request: HttpRequest, part: Part) -> HttpResponse:
    """The bodies that a directory part describes."""
    found = Organisation.objects.filter(part=part).prefetch_related("names").order_by("slug")
    rows = tuple(
        (row.uid, _current(row), str(labels.ORGANISATION[OrganisationKind(row.kind)]), row.fictional) for row in found
    )
    context = {"rows": rows, "may_edit": may_edit(user_of(request), part)}
    return render(
        request,
        "office/bodies.html",
        frame(request, part, _("Organismes de l’annuaire"), section="organisations") | context,
    )


def _current(row: Organisation) -> str:
    names = list(row.names.all())
    borne = [name for name in names if name.until is None] or names
    return borne[-1].value if borne else row.slug


def _body(part: Part, uid: uuid.UUID) -> Organisation:
    row = Organisation.objects.filter(part=part, uid=uid).first()
    if row is None:
        raise Http404
    return row


@of_part(Permission.VIEW_DRAFT)
def body(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """A body: names, offices, predecessors."""
    row = _body(part, uid)
    context = {
        "body": {"uid": row.uid, "name": name_of(row), "kind": labels.ORGANISATION[OrganisationKind(row.kind)], "note": row.note,
                 "fictional": row.fictional, "parent": name_of(row.parent) if row.parent else ""},
        "names": tuple((one.value, one.acronym, date_words(one.since), date_words(one.until)) for one in row.names.all()),
        "offices": tuple((one.title, one.holder, one.vacant, date_words(one.since), date_words(one.until)) for one in row.offices.all()),
        "predecessors": tuple(name_of(one.predecessor) for one in row.successions.select_related("predecessor")),
        "may_edit": may_edit(user_of(request), part),
    }  # fmt: skip
    return render(request, "office/body.html", frame(request, part, name_of(row), section="organisations") | context)


@of_part(Permission.EDIT)
def new_body(request: HttpRequest, part: Part) -> HttpResponse:
    """Describe a new body."""
    data = request.POST if request.method == "POST" else None
    form, cites = NewBodyForm(data), citation_forms(data, (), sources(part))
    known = _choose_parent(form, part, request)
    if request.method == "POST" and form.is_valid() and cites.is_valid():
        values = form.cleaned_data
        try:
            made = organisations.add(
                by=user_of(request), part=part, kind=values["kind"], names=(DatedName(value=values["name"], acronym=values["acronym"]),),
                parent=known.get(values["parent"]), note=values["note"], fictional=values["fictional"],
                citations=citations(part, cites, user_of(request)),
            )  # fmt: skip
            return redirect("office:body", part.slug, made.uid)
        except Invalid as refused:
            tell(form, refused)
    return _lines_page(request, part, form, cites, _("Nouvel organisme"), cites=True)


def _choose_parent(form: forms.Form, part: Part, request: HttpRequest, without: str = "") -> dict[str, Organisation]:
    choices = [
        (uid, name)
        for uid, name in around(part, user_of(request), asks=frozenset({"bodies"})).organisations
        if uid != without
    ]
    set_choices(form, "parent", [("", "—"), *choices])
    return {str(row.uid): row for row in Organisation.objects.filter(uid__in=[uid for uid, _name in choices])}


@of_part(Permission.EDIT)
def edit_body(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """Change what a body is."""
    row = _body(part, uid)
    start = {
        "kind": row.kind,
        "parent": str(row.parent.uid) if row.parent else "",
        "note": row.note,
        "fictional": row.fictional,
    }
    form = BodyForm(request.POST or None, initial=start | {"expected_revision": row.revision})
    known = _choose_parent(form, part, request, without=str(uid))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = {
            "kind": data["kind"].value,
            "parent": known.get(data["parent"]),
            "note": data["note"],
            "fictional": data["fictional"],
        }
        if _written(
            request,
            form,
            lambda revision: organisations.change(
                by=user_of(request), organisation=row, expected_revision=revision, **values
            ),
        ):
            return redirect("office:body", part.slug, uid)
    return _lines_page(request, part, form, None, _("Modifier l’organisme"), lede=name_of(row))


def _written(request: HttpRequest, form: forms.Form, write: Any) -> bool:
    """Whether the action took it; what it refused is on the form."""
    try:
        write(form.cleaned_data["expected_revision"] or 0)
    except Invalid as refused:
        tell(form, refused)
    except Conflict as error:
        said = "; ".join(f"« {one.current} »" for one in error.fields)
        form.add_error(None, f"{error} {said}")
    else:
        messages.success(request, _("Enregistré."))
        return True
    return False


@of_part(Permission.EDIT)
def body_names(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """All names of a body, the earliest first."""
    row = _body(part, uid)
    start = [
        {"value": n.value, "acronym": n.acronym, "lang": n.lang, "since": n.since, "until": n.until}
        for n in row.names.all()
    ]
    form = PlainForm(request.POST or None, initial={"expected_revision": row.revision})
    rows = forms.formset_factory(NameForm, extra=1, max_num=60)(request.POST or None, initial=start, prefix="lignes")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        names = tuple(one for one in (line.fact() for line in rows) if one)
        if _written(
            request,
            form,
            lambda revision: organisations.set_names(
                by=user_of(request), organisation=row, expected_revision=revision, names=names
            ),
        ):
            return redirect("office:body", part.slug, uid)
    return _lines_page(request, part, form, rows, _("Noms de l’organisme"), lede=name_of(row))


@of_part(Permission.EDIT)
def body_offices(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """All offices of a body, who held them and when."""
    row = _body(part, uid)
    held = list(row.offices.all())
    cites = cited(part, [one.uid for one in held])
    start = [_office_start(one, cites.get(one.uid, ())) for one in held]
    form = PlainForm(request.POST or None, initial={"expected_revision": row.revision})
    factory = forms.formset_factory(OfficeForm, extra=1, max_num=60)
    rows = factory(request.POST or None, initial=start, prefix="lignes", form_kwargs={"sources": sources(part)})
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        offices = tuple(one for one in (line.fact() for line in rows) if one)
        if _written(
            request,
            form,
            lambda revision: organisations.set_offices(
                by=user_of(request), organisation=row, expected_revision=revision, offices=offices
            ),
        ):
            return redirect("office:body", part.slug, uid)
    return _lines_page(request, part, form, rows, _("Postes et titulaires"), lede=name_of(row))


def _office_start(one: Office, cites: Citations) -> dict[str, Any]:
    start = {name: getattr(one, name) for name in ("title", "holder", "vacant", "since", "until")}
    return start | ({"source": cites[0].source, "locator": cites[0].locator or ""} if cites else {})


@of_part(Permission.EDIT)
def body_predecessors(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """Which bodies it came after."""
    row = _body(part, uid)
    choices = [
        (key, name)
        for key, name in around(part, user_of(request), asks=frozenset({"bodies"})).organisations
        if key != str(uid)
    ]
    start = [str(one) for one in row.successions.values_list("predecessor__uid", flat=True)]
    form = PredecessorsForm(request.POST or None, initial={"expected_revision": row.revision, "predecessors": start})
    set_choices(form, "predecessors", choices)
    if request.method == "POST" and form.is_valid():
        known = {str(one.uid): one for one in Organisation.objects.filter(uid__in=form.cleaned_data["predecessors"])}
        chosen = tuple(known[key] for key in form.cleaned_data["predecessors"])
        if _written(
            request,
            form,
            lambda revision: organisations.set_predecessors(
                by=user_of(request), organisation=row, expected_revision=revision, predecessors=chosen
            ),
        ):
            return redirect("office:body", part.slug, uid)
    return _lines_page(request, part, form, None, _("Prédécesseurs"), lede=name_of(row))


def _lines_page(
    request: HttpRequest,
    part: Part,
    form: forms.Form,
    rows: Any,
    title: str,
    *,
    lede: str = "",
    cites: bool = False,
    to_find: bool = False,
) -> HttpResponse:
    """A form with rows below it: sources, names, offices."""
    problems = field_problems(form, rows)
    context = {
        "form": form,
        "rows": rows,
        "heading": title,
        "lede": lede,
        "cites": cites,
        "to_find": to_find,
        "problems": problems,
    }
    wrong = request.method == "POST" and bool(problems)
    return render(request, "office/lines.html", frame(request, part, title) | context, status=422 if wrong else 200)
