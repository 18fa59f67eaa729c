"""Adding and changing a record. One page for all kinds: `jalon.office.fiches` says what each is made of."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import ChoiceField, IntegerField
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jalon.core.citing import Citations, cited
from jalon.core.errors import Conflict, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Part, User
from jalon.facts.part import PartKind
from jalon.facts.series import Family
from jalon.office import clashes, places
from jalon.office.around import around
from jalon.office.clashes import Clash
from jalon.office.doors import of_part
from jalon.office.fiches import Fiche, Where, fiche
from jalon.office.forms.base import FactForm
from jalon.office.forms.citations import CitationForms, citation_forms
from jalon.office.forms.fields import CodesField
from jalon.office.frame import frame, name_of, user_of
from jalon.office.pages.indicators import observed_indicator
from jalon.office.problems import field_problems
from jalon.office.writing import outdated, save_changes, save_new, tell
from jalon.plans.models import Plan

NOTHING: Mapping[str, Any] = {}


@dataclass(slots=True)
class Filled:
    """A form with its sources, as filled in or as it starts."""

    form: FactForm
    cites: CitationForms
    to_find: bool = False
    carried: str = ""
    clashes: tuple[Clash, ...] = ()
    undecided: tuple[str, ...] = ()


@of_part(Permission.EDIT)
def add(request: HttpRequest, part: Part, code: str, sur: uuid.UUID | None = None) -> HttpResponse:
    """A new record."""
    kind = fiche(code)
    if PartKind(part.kind) not in kind.kinds:
        raise Http404
    owner = None if kind.about else kind.owner(part, sur)
    where = Where(part, owner, str(sur or ""))
    return new_record(request, kind, where, _started(kind, where, user_of(request)) | asked(kind, request.GET))


def asked(kind: Fiche, query: QueryDict) -> dict[str, Any]:
    """What a link may start a new record from: choices and numbers. Texts, dates, bodies and rows start blank, whatever
    an address says: they are no plain words, and nobody sends another person words to sign."""
    plain = (name for name, field in kind.form.base_fields.items() if _is_plain(field))
    return {name: query[name] for name in plain if name in query}


def _is_plain(field: Any) -> bool:
    return isinstance(field, ChoiceField | IntegerField) and not isinstance(field, CodesField)


def new_record(
    request: HttpRequest,
    kind: Fiche,
    where: Where,
    start: dict[str, Any],
    citations: Citations = (),
    *,
    title: str = "",
    back: str = "",
    template: str = "office/fiche.html",
    more: Mapping[str, Any] = NOTHING,
    stay: bool = False,
) -> HttpResponse:
    """The form of a new record that starts from these values and sources; `back`: where one comes from and returns to.

    `stay`: the work goes on where the record is read, once it is saved. `template` is drawn around the same form, with `more` to show.
    """
    filled = _new(request, kind, where, start, citations)
    if request.method == "POST" and _complete(request, kind, filled):
        try:
            row = save_new(kind, where, filled.form, filled.cites, by=user_of(request), to_find=filled.to_find)
            messages.success(request, _("Enregistré."))
            return HttpResponseRedirect((not stay and back) or places.of(where.part, row))
        except Invalid as refused:
            tell(filled.form, refused)
        except Conflict as met:
            outdated(filled.form, met)
    return _page(request, kind, where.part, filled, None, where, title, back, template, more)


@of_part(Permission.EDIT)
def edit(request: HttpRequest, part: Part, code: str, uid: uuid.UUID) -> HttpResponse:
    """Change a record. When somebody wrote meanwhile, both texts are shown and nothing is saved."""
    kind = fiche(code)
    return edit_record(request, kind, part, kind.find(part, uid))


def edit_record(
    request: HttpRequest,
    kind: Fiche,
    part: Part,
    row: Any,
    *,
    back: str = "",
    template: str = "office/fiche.html",
    more: Mapping[str, Any] = NOTHING,
) -> HttpResponse:
    """The form of a record that the person was let to; `back`: where one comes from and returns to."""
    before = cited(part, [row.uid]).get(row.uid, ()) if kind.cites else ()
    filled = _old(request, kind, part, row, before)
    if request.method == "POST" and _complete(request, kind, filled):
        leave = clashes.left_alone(request.POST)
        try:
            saved = save_changes(
                kind, row, filled.form, filled.cites, by=user_of(request), to_find=filled.to_find, leave=leave
            )
            messages.success(request, _("Enregistré. L’ancien texte reste dans l’historique."))
            return HttpResponseRedirect(back or places.of(part, saved))
        except Invalid as refused:
            tell(filled.form, refused)
        except Conflict as conflict:
            _meet(filled, kind, row, conflict, before)
    return _page(request, kind, part, filled, row, Where(part), "", back, template, more)


def _new(request: HttpRequest, kind: Fiche, where: Where, start: dict[str, Any], citations: Citations) -> Filled:
    plan = where.owner if isinstance(where.owner, Plan) else None
    surroundings = around(where.part, user_of(request), plan=plan, asks=kind.asks)
    data = request.POST if request.method == "POST" else None
    form = kind.form(
        data,
        request.FILES or None,
        around=surroundings,
        initial=start,
    )
    return Filled(
        form,
        citation_forms(_rows(request), citations, surroundings.sources, more=0 if citations else 1),
        "source_to_find" in request.POST,
        clashes.starting(form, ()),
    )


def _started(kind: Fiche, where: Where, user: User) -> dict[str, Any]:
    """What a new record is about, in the field that says it; a series takes over what its indicator says."""
    if kind.about == "of_uid" and where.subject:
        return _of_indicator(where, user)
    if kind.about == "subjects":
        return {"subjects": [where.subject] if where.subject else []}
    return {kind.about or "subject": where.subject}


def _of_indicator(where: Where, user: User) -> dict[str, Any]:
    found = observed_indicator(uuid.UUID(where.subject), user)
    if found is None:
        raise Http404
    body = name_of(where.part.owner)
    return {
        "of_uid": where.subject, "title": found.title, "unit": found.unit, "indicator": found.code or found.title.value,
        "family": Family.FOLLOW_UP.value, "producer": body, "slug": slugify(f"{found.slug[:60]}-{where.part.owner.slug}")[:120],
    }  # fmt: skip


def _old(request: HttpRequest, kind: Fiche, part: Part, row: Any, before: Citations) -> Filled:
    surroundings = around(part, user_of(request), asks=kind.asks - kind.once)
    data = request.POST if request.method == "POST" else None
    form = kind.form(data, request.FILES or None, around=surroundings, row=row)
    carried = request.POST.get("depart", "") or clashes.starting(form, before)
    to_find = "source_to_find" in request.POST if data else kind.needs_source(row) and not before
    return Filled(
        form, citation_forms(_rows(request), before, surroundings.sources, more=0 if before else 1), to_find, carried
    )


def _rows(request: HttpRequest) -> Any:
    """The rows of sources as sent, with one more when it was asked for."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    if data.get("faire") == "source" and data.get("sources-TOTAL_FORMS", "").isdecimal():
        data["sources-TOTAL_FORMS"] = str(int(str(data["sources-TOTAL_FORMS"])) + 1)
    return data


def _complete(request: HttpRequest, kind: Fiche, filled: Filled) -> bool:
    """Whether the form is to be saved, and can be. Other buttons only draw it anew, without errors."""
    if request.POST.get("faire", "enregistrer") != "enregistrer":
        for form in (filled.form, *filled.cites.forms):
            form._errors = ErrorDict()  # type: ignore[attr-defined]  # shown as it is: it is not finished
        return False
    filled.undecided = clashes.undecided(request.POST)
    valid = filled.form.is_valid()
    valid = (not kind.cites or filled.cites.is_valid()) and valid
    return valid and not filled.undecided


def _meet(filled: Filled, kind: Fiche, row: Any, conflict: Conflict, before: Citations) -> None:
    """Make the form show both texts. It then starts from the record as it stands now."""
    row.refresh_from_db()
    now = cited(row.part, [row.uid]).get(row.uid, ()) if kind.cites else ()
    mine = (
        filled.cites.citations({address: "nouvelle" for address in filled.cites.new_sources()}) if kind.cites else None
    )
    filled.clashes = clashes.clashes(filled.form, row, filled.form.values(), filled.carried, now, mine)
    data = QueryDict(mutable=True)
    data.update(filled.form.data)
    data["expected_revision"] = str(conflict.current)
    filled.form.data = data


def _page(
    request: HttpRequest,
    kind: Fiche,
    part: Part,
    filled: Filled,
    row: Any,
    where: Where,
    title: Any = "",
    back: str = "",
    template: str = "office/fiche.html",
    more: Mapping[str, Any] = NOTHING,
) -> HttpResponse:
    step = row is None or not kind.kinds  # what no part takes anew is a step of a record, named by its own words
    title = title or (kind.new if step else _("Modifier %(what)s") % {"what": kind.label})
    if row is not None and kind.code == "declaration":
        title = _("Remplacer la déclaration")
    problems = field_problems(filled.form, filled.cites if kind.cites else None, filled.undecided)
    back = back or (
        places.of(part, row if row is not None else where.owner)
        if row is not None or where.owner is not None
        else places.part(part)
    )
    context = {
        "heading": title,
        "kind": kind,
        "form": filled.form,
        "cites": filled.cites if kind.cites else None,
        "to_find": filled.to_find,
        "carried": filled.carried,
        "clashes": filled.clashes,
        "problems": problems,
        "row": row,
        "back": back,
        "names": filled.form.around.names,
        "multipart": filled.form.is_multipart(),
        "append_only": row is not None and kind.code == "declaration",
    }
    status = 409 if filled.clashes else 422 if problems and request.method == "POST" else 200
    shown = frame(request, part, title, back_to=back) | context | dict(more)
    return render(request, template, shown, status=status)
