"""A body answers what it is asked: it begins, fills the form, returns it or its workbook, prints the receipt, validates.

Each view takes a door (`answer_doors`): the personal link, or an account. Nothing typed is lost: every button of the form
saves first.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.errors import Conflict, Invalid
from jalon.office.answer_doors import Door
from jalon.office.forms.base import PlainForm
from jalon.office.frame import frame
from jalon.office.pages import answering as pages
from jalon.office.problems import field_problems
from jalon.reporting import selectors
from jalon.reporting.deadlines import day_of
from jalon.reporting.enums import Format
from jalon.reporting.merging.model import FormLine
from jalon.reporting.models import Draft
from jalon.reporting.selectors.answer_pages import AnswerPage
from jalon.reporting.workbook import MEDIA, file_name, workbook_bytes

SAVE, NEXT, NOTHING, RETURN = "save", "next", "nothing", "return"


def _page(request: HttpRequest, door: Door, told: AnswerPage, title: str, template: str, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    names = ("start", "form", "upload", "receipt", "validate")
    context = {
        "told": told, "by_link": door.by_link, "may_answer": door.may_answer, "acting_for": told.body,
        "synthetic": told.synthetic, "until": day_of(told.until - timedelta(seconds=1)).isoformat(), "urls": {name: door.url(name) for name in names},
    }  # fmt: skip
    shown = frame(request, None, title, section="home") | context | more
    return render(request, f"office/answer/{template}.html", shown, status=status)


def start(request: HttpRequest, door: Door) -> HttpResponse:
    """Who asks, what, until when. The button begins: programs that follow the links of letters press none."""
    told = door.page()
    if request.method == "POST" and told.open:
        door.open()
        return redirect(door.url("form"))
    books = tuple((code.value, door.url("workbook", code.value), code.label) for code in Format)
    newer = bool(told.saved_at and told.returned_at and told.saved_at > told.returned_at)
    opened = door.ask.opened_at is not None
    return _page(request, door, told, told.title.value, "start", books=books, newer=newer, opened=opened)


# --- the form --------------------------------------------------------------------------------------------------------


def form(request: HttpRequest, door: Door) -> HttpResponse:
    """The lines with what was declared before beside each field."""
    told = door.page()
    if not told.open:
        return redirect(door.url("start"))
    number = _number(request, told)
    if request.method != "POST":
        return _form(request, door, told, number, (), pages.Faults({}))
    typed = pages.read(request.POST, pages.shown_lines(told, number))
    try:
        draft = _save(door, told, typed, _revision(request), request.POST.get("do", SAVE))
        return _after(request, door, draft, number)
    except _Met as met:
        faults = pages.Faults({}, met.clash)
        return _form(request, door, met.told, number, met.answers, faults, status=409)
    except Invalid as refused:
        if "link" in refused.problems:
            raise
        return _form(request, door, door.page(), number, typed.lines, pages.Faults(refused.problems), status=422)


def _number(request: HttpRequest, told: AnswerPage) -> int:
    wanted = request.GET.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else 1
    return min(max(1, number), pages.pages(told))


def _revision(request: HttpRequest) -> int:
    given = request.POST.get("expected_revision", "0")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


class _Met(Exception):
    """Two people changed the same field: nothing of this form is saved before a person chose."""

    def __init__(self, told: AnswerPage, answers: tuple[FormLine, ...], clash: frozenset[str]) -> None:
        super().__init__()
        self.told, self.answers, self.clash = told, answers, clash


def _save(door: Door, told: AnswerPage, typed: pages.Typed, revision: int, do: str) -> Draft:
    """Save the draft. Where somebody else saved meanwhile, other fields than this form changes, both are kept."""
    answers = pages.nothing_elsewhere(told, typed) if do == NOTHING else typed.lines
    try:
        return door.save(answers, revision)
    except Conflict:
        now = door.page()
        both, clash = pages.together(now, typed)
        if clash:
            raise _Met(now, both, clash) from None
        again = pages.nothing_elsewhere(now, replace(typed, lines=both)) if do == NOTHING else both
        return door.save(again, now.draft_revision)


def _after(request: HttpRequest, door: Door, draft: Draft, number: int) -> HttpResponse:
    do = request.POST.get("do", SAVE)
    if do == RETURN:
        try:
            door.give_back(draft.revision, pages.clean(request.POST.get("sent_by", "")))
        except Conflict:
            raise Invalid(
                {"answers": _("Quelqu’un d’autre vient d’enregistrer\u00a0: relisez, puis rendez.")}
            ) from None
        return redirect(f"{door.url('receipt')}?nouveau=1")
    page = number + 1 if do == NEXT else number
    return redirect(f"{door.url('form')}?page={page}&enregistre=1")


def _form(
    request: HttpRequest,
    door: Door,
    told: AnswerPage,
    number: int,
    typed: tuple[FormLine, ...],
    faults: pages.Faults,
    status: int = 200,
) -> HttpResponse:
    lines = pages.shown_lines(told, number)
    shown = pages.rows(told, lines, typed, faults)
    first = (number - 1) * pages.size(told) + 1
    return _page(
        request, door, told, _("Répondre"), "form", status=status, rows=shown, started=pages.starting(lines),
        problems=pages.problems(shown, faults), number=number, count=pages.pages(told), first=first,
        last=first + len(lines) - 1, saved="enregistre" in request.GET and status == 200, met=bool(faults.clash),
        sent_by=request.POST.get("sent_by", ""),
    )  # fmt: skip


# --- the workbook ----------------------------------------------------------------------------------------------------


def workbook(request: HttpRequest, door: Door, code: str) -> HttpResponse:
    """The body's workbook, filled with what it declared last."""
    if code not in Format.values:
        raise Http404
    response = HttpResponse(workbook_bytes(door.ask, code), content_type=MEDIA[Format(code)])
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(door.ask, code)}"'
    return response


class UploadForm(forms.Form):
    """The workbook given back."""

    file = forms.FileField(
        label=lazy("Votre classeur rempli"),
        help_text=lazy("Un fichier .xlsx ou .ods\u00a0: celui que vous avez téléchargé, enregistré puis déposé."),
        error_messages={
            "required": lazy("Choisissez le fichier de votre classeur."),
            "empty": lazy("Ce fichier est vide\u00a0: enregistrez votre classeur, puis choisissez-le de nouveau."),
        },
    )
    sent_by = forms.CharField(label=lazy("Votre nom"), max_length=200, required=False)


def upload(request: HttpRequest, door: Door) -> HttpResponse:
    """Give the workbook back. Nothing is kept of one that cannot be read."""
    told = door.page()
    if not told.open:
        return redirect(door.url("start"))
    chosen = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and chosen.is_valid():
        try:
            door.upload(_bytes(chosen.cleaned_data["file"]), *_names(chosen))
            return redirect(f"{door.url('receipt')}?nouveau=1")
        except Invalid as refused:
            if "link" in refused.problems:
                raise
            chosen.add_error("file", " ".join(refused.problems.values()))
    return _page(
        request, door, told, _("Déposer le classeur"), "upload", form=chosen, problems=field_problems(chosen),
        status=422 if chosen.errors else 200,
    )  # fmt: skip


def _names(chosen: UploadForm) -> tuple[str, str]:
    return chosen.cleaned_data["file"].name or "", chosen.cleaned_data["sent_by"]


def _bytes(file: UploadedFile[Any]) -> bytes:
    limit: int = settings.JALON.max_upload_mb
    if (file.size or 0) > limit * 1024 * 1024:
        raise Invalid({"file": _("Ce fichier dépasse la taille permise (%(limit)d Mo).") % {"limit": limit}})
    return bytes(file.read())


# --- after -----------------------------------------------------------------------------------------------------------


def received(request: HttpRequest, door: Door) -> HttpResponse:
    """What was received and when, to be printed and kept."""
    got = selectors.receipt(door.ask)
    if got is None:
        return redirect(door.url("start"))
    told = door.page()
    return _page(request, door, told, _("Reçu"), "receipt", got=got, new="nouveau" in request.GET)


class ValidationForm(PlainForm):
    """Who validates."""

    name = forms.CharField(
        label=lazy("Votre nom"), max_length=200, help_text=lazy("Lu par le bureau qui demande, jamais publié.")
    )
    function = forms.CharField(
        label=lazy("Votre fonction"), max_length=200, help_text=lazy("Publiée avec la date de la validation.")
    )


def validate(request: HttpRequest, door: Door) -> HttpResponse:
    """The hierarchy of the body validates what was returned."""
    told, got = door.page(), selectors.receipt(door.ask)
    if not (told.open and told.validation) or got is None:
        return redirect(door.url("start"))
    start_from = {"expected_revision": told.revision}
    chosen = ValidationForm(request.POST) if request.method == "POST" else ValidationForm(initial=start_from)
    if request.method == "POST" and chosen.is_valid():
        data = chosen.cleaned_data
        try:
            door.validate(data["name"], data["function"], data["expected_revision"] or 0)
            return redirect(door.url("receipt"))
        except Invalid as refused:
            if "link" in refused.problems:
                raise
            for name, message in refused.problems.items():
                chosen.add_error(name if name in chosen.fields else None, message)
        except Conflict as met:
            chosen.add_error(None, str(met))
            chosen.data = {**chosen.data.dict(), "expected_revision": str(met.current)}  # type: ignore[attr-defined]
    return _page(
        request, door, told, _("Valider la réponse"), "validate", form=chosen, got=got,
        problems=field_problems(chosen), status=422 if chosen.errors else 200,
    )  # fmt: skip
