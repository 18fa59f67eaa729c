"""Taking a record out, giving it back, moving it, its history, and the files that are shown to whom may see them."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core import storage
from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.guards import signed_in_view
from jalon.core.matrix import Permission
from jalon.core.models import Part, StoredFile
from jalon.core.permissions import may_edit
from jalon.facts.common import Visibility
from jalon.office import places
from jalon.office.around import sections
from jalon.office.doors import of_part
from jalon.office.fiches import Fiche, fiche
from jalon.office.forms.base import PlainForm, ReasonForm, set_choices
from jalon.office.frame import frame, user_of
from jalon.office.pages.history import history_of, part_events
from jalon.office.problems import field_problems
from jalon.plans import actions
from jalon.plans.models import Document, Indicator, Measure, Output, Section, Series
from jalon.publication.errors import NoRelease
from jalon.publication.reader import open_reader

PAGES = (Measure, Indicator, Output, Series)
"""Records with a page of their own, which is gone when they are withdrawn."""


@of_part(Permission.EDIT)
def end(request: HttpRequest, part: Part, code: str, uid: uuid.UUID) -> HttpResponse:
    """Withdraw a record with a reason, give it back, or delete a piece of a description."""
    kind = fiche(code)
    row = kind.find(part, uid)
    if not kind.end:
        raise Http404
    asks = kind.end == "withdraw" and row.withdrawn_at is None
    form = (ReasonForm if asks else PlainForm)(request.POST or None, initial={"expected_revision": row.revision})
    if request.method == "POST" and form.is_valid():
        try:
            return _ended(request, kind, part, row, form)
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error) if isinstance(error, Conflict) else " ".join(error.problems.values()))
    context = {"form": form, "kind": kind, "row": row, "asks": asks, "back": places.of(part, row) if asks or not isinstance(row, PAGES) else places.part(part),
               "problems": field_problems(form), "heading": _end_title(kind, row)}  # fmt: skip
    return render(
        request,
        "office/end.html",
        frame(request, part, _end_title(kind, row)) | context,
        status=422 if form.errors else 200,
    )


def _end_title(kind: Fiche, row: Any) -> str:
    if kind.end == "remove":
        return _("Supprimer %(what)s") % {"what": kind.label}
    return (_("Retirer %(what)s") if row.withdrawn_at is None else _("Rendre %(what)s")) % {"what": kind.label}


def _ended(request: HttpRequest, kind: Fiche, part: Part, row: Any, form: forms.Form) -> HttpResponse:
    options: dict[str, Any] = {"by": user_of(request), "expected_revision": form.cleaned_data["expected_revision"] or 0}
    where = places.of(part, row)
    if kind.end == "remove":
        kind.remove(row, **options)
        messages.success(request, _("Supprimé ; la trace en garde le texte."))
    elif row.withdrawn_at is None:
        kind.withdraw(row, reason=form.cleaned_data["reason"], **options)
        messages.success(request, _("Retiré. La fiche peut être rendue depuis la page de la partie."))
        where = where if not isinstance(row, PAGES) else places.part(part)
    else:
        kind.restore(row, **options)
        messages.success(request, _("Rendu."))
    return HttpResponseRedirect(where)


class MoveForm(PlainForm):
    """Where a measure or section goes."""

    place = forms.ChoiceField(label=lazy("Sous"), required=False)
    order = forms.IntegerField(
        label=lazy("Rang parmi les autres"),
        min_value=0,
        max_value=99999,
        help_text=lazy("Le plus petit vient en premier."),
    )


@of_part(Permission.EDIT)
def move(request: HttpRequest, part: Part, code: str, uid: uuid.UUID) -> HttpResponse:
    """Put a measure or a section elsewhere in its plan."""
    kind = fiche(code)
    if kind.model not in (Measure, Section):
        raise Http404
    row = kind.find(part, uid)
    above = row.section if isinstance(row, Measure) else row.parent
    form = MoveForm(
        request.POST or None,
        initial={"expected_revision": row.revision, "order": row.order, "place": str(above.uid) if above else ""},
    )
    others = [(one, words) for one, words in sections(row.plan) if one != str(uid)]
    set_choices(form, "place", [("", lazy("— le plan —")), *others])
    if request.method == "POST" and form.is_valid():
        try:
            _move(request, row, form.cleaned_data)
            messages.success(request, _("Déplacé."))
            return HttpResponseRedirect(places.of(part, row))
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error) if isinstance(error, Conflict) else " ".join(error.problems.values()))
    context = {
        "form": form,
        "back": places.of(part, row),
        "problems": field_problems(form),
        "heading": _("Déplacer %(what)s") % {"what": kind.label},
        "row": row,
    }
    return render(
        request,
        "office/plain.html",
        frame(request, part, context["heading"]) | context,
        status=422 if form.errors else 200,
    )


def _move(request: HttpRequest, row: Any, data: dict[str, Any]) -> None:
    target = Section.objects.filter(plan=row.plan, uid=data["place"]).first() if data["place"] else None
    options = {"by": user_of(request), "expected_revision": data["expected_revision"] or 0, "order": data["order"]}
    if isinstance(row, Measure):
        actions.move_measure(measure=row, section=target, **options)
    else:
        actions.move_section(section=row, parent=target, **options)


@of_part(Permission.VIEW_DRAFT)
def history(request: HttpRequest, part: Part, code: str, uid: uuid.UUID) -> HttpResponse:
    """Who wrote what and when, with the former texts."""
    kind = fiche(code)
    row = kind.find(part, uid)
    title = _("Historique de %(what)s") % {"what": kind.label}
    context = {"found": history_of(part, row, user_of(request)), "row": row, "back": places.of(part, row), "heading": title,
               "kind": kind, "may_edit": may_edit(user_of(request), part)}  # fmt: skip
    return render(request, "office/history.html", frame(request, part, title) | context)


@of_part(Permission.VIEW_DRAFT)
def part_history(request: HttpRequest, part: Part) -> HttpResponse:
    """What was done in the part, latest first."""
    before = request.GET.get("avant", "")
    events = part_events(part, user_of(request), int(before) if before.isdecimal() else None)
    context = {"found": events, "heading": _("Historique de la partie"), "back": places.part(part)}
    return render(request, "office/part_history.html", frame(request, part, context["heading"]) | context)


@signed_in_view
def file(request: HttpRequest, slug: str, uid: uuid.UUID) -> HttpResponseBase:
    """The file of a document, to whom its visibility allows. To all others it is not there."""
    user = user_of(request)
    rows = Document.objects.select_related("plan__part", "measure__plan__part")
    document = rows.filter(Q(plan__part__slug=slug) | Q(measure__plan__part__slug=slug), uid=uid).first()
    stored = (
        StoredFile.objects.filter(part=document.part, sha256=document.sha256).select_related("part").first()
        if document and document.sha256
        else None
    )
    if document is None or stored is None or (document.withdrawn_at is not None and not may_edit(user, stored.part)):
        raise Http404
    try:
        content = storage.open_file(stored, by=user, visibility=_shown_to(document))
    except Forbidden:
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=stored.name, content_type=stored.media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _shown_to(document: Document) -> Visibility:
    """Who may have the file: of a public document that is not signed yet, the team alone, as of every draft."""
    chosen = Visibility(document.visibility)
    if chosen != Visibility.PUBLIC:
        return chosen
    try:
        published = open_reader().file(str(document.sha256))
    except NoRelease:
        published = None
    return Visibility.PUBLIC if published else Visibility.TEAM
