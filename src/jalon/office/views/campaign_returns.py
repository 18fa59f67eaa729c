"""What came back: a workbook deposited, merged cell by cell, written, undone, set aside."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.core.errors import Conflict, Invalid
from jalon.core.matrix import Permission
from jalon.office.campaign_doors import of_campaign, return_in
from jalon.office.campaign_steps import Attempt, address, attempt, form_page, may_post, page, revision_of
from jalon.office.forms.base import PlainForm, set_choices
from jalon.office.forms.campaign import DepositForm, WhyForm
from jalon.office.frame import user_of
from jalon.office.pages import merging
from jalon.reporting import actions
from jalon.reporting.bodies import body_name
from jalon.reporting.models import Ask, Campaign, Return
from jalon.reporting.receiving import MOST_BYTES
from jalon.reporting.selectors import merge_page, open_return_file
from jalon.reporting.selectors.pages import MergePage


@of_campaign(Permission.EDIT)
def deposit(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Hand in a workbook that came back by mail. A file that is refused leaves nothing behind."""
    form = DepositForm(request.POST or None, request.FILES or None, initial={"ask": request.GET.get("organisme", "")})
    asks = list(campaign.asks.filter(withdrawn_at=None, asked_at__isnull=False).select_related("body"))
    names = [(str(ask.uid), body_name(ask.body)) for ask in asks]
    set_choices(form, "ask", [("", _("celui que dit la clé du fichier")), *names])
    made: list[Return] = []
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: made.append(_received(request, campaign, form, asks)))
        if made:
            messages.success(request, _("Classeur reçu. Rien n’est écrit avant votre accord."))
            return redirect(address("merge", campaign, made[0].uid))
    lede = _("Le fichier est lu et comparé\u00a0; il reste tel que reçu. Trié, renommé ou enregistré par un autre logiciel, il est reconnu à ses clés.")  # fmt: skip
    context = {
        "heading": _("Déposer un classeur rendu"),
        "button": _("Lire le classeur"),
        "lede": lede,
        "multipart": True,
    }
    return form_page(request, campaign, form, tried, context)


def _received(request: HttpRequest, campaign: Campaign, form: forms.Form, asks: Iterable[Ask]) -> Return:
    data = form.cleaned_data
    given = data["file"]
    if given.size > MOST_BYTES:
        raise Invalid({"file": _("Ce fichier dépasse 40 Mo\u00a0: un classeur de réponses en pèse moins d’un.")})
    chosen = next((ask for ask in asks if str(ask.uid) == data["ask"]), None)
    if chosen is not None:
        chosen.campaign = campaign
    return actions.receive_workbook(
        campaign=campaign, data=given.read(), name=given.name or "classeur", by=user_of(request), ask=chosen,
        sent_by=data["sent_by"],
    )  # fmt: skip


@of_campaign(Permission.VIEW_DRAFT)
def merge(request: HttpRequest, campaign: Campaign, uid: uuid.UUID) -> HttpResponse:
    """Cell by cell: what was sent, what came back, what is kept. Nothing is written before somebody says so."""
    ret = return_in(campaign, uid)
    told: tuple[str, ...] = ()
    status = 200
    if may_post(request, campaign):
        try:
            return _decided(request, campaign, ret)
        except Invalid as refused:
            told, status = tuple(words for name, words in refused.problems.items() if not name.startswith("cell-")), 422
        except Conflict as met:
            told, status = (str(met),), 409
    found = merge_page(str(uid), user_of(request))
    view = merging.build(found, request.POST if status != 200 else {}, told)
    context = {"page": found, "view": view, "problems": view.problems if status != 200 or found.undecided else (),
               "lede": merging.lede(found), "both": _both(view)}  # fmt: skip
    return page(request, campaign, _("Fusionner un retour"), "merge", context, status)


def _both(view: merging.MergeView) -> tuple[tuple[merging.DifferenceRow, Any, Any], ...]:
    return tuple((row, *merging.both_runs(row.cell)) for row in view.rows if row.below)


def _decided(request: HttpRequest, campaign: Campaign, ret: Return) -> HttpResponse:
    """Keep what was chosen, then write all, write what is decided, or only keep."""
    user = user_of(request)
    before = merge_page(str(ret.uid), user)
    revision = _number(request.POST.get("expected_revision"))
    chosen, do = merging.decisions(before, request.POST), request.POST.get("do", "")
    if do.startswith(merging.UNDECIDE):
        return _undecided(request, campaign, ret, merging.taken_back(before, do), revision)
    if chosen:
        actions.decide(ret=ret, decisions=chosen, by=user, expected_revision=revision)
        revision += 1
    if do in {"write", "write_decided"}:
        actions.write_return(ret=ret, by=user, expected_revision=revision, only_decided=do == "write_decided")
        messages.success(request, _written_words(merge_page(str(ret.uid), user)))
        return redirect(address("campaign", campaign) + f"?ouvrir={ret.ask.uid}#o-{ret.ask.uid}")
    kept = ngettext(
        "%(n)d choix gardé\u00a0; rien n’est encore écrit.",
        "%(n)d choix gardés\u00a0; rien n’est encore écrit.",
        len(chosen),
    )
    messages.success(request, kept % {"n": len(chosen)})
    return redirect(address("merge", campaign, ret.uid))


def _undecided(request: HttpRequest, campaign: Campaign, ret: Return, cells: list[int], revision: int) -> HttpResponse:
    """Take decisions back; what else was chosen in the form is kept."""
    chosen = merging.decisions(merge_page(str(ret.uid), user_of(request)), request.POST)
    kept = {cell: choice for cell, choice in chosen.items() if cell not in cells}
    if kept:
        actions.decide(ret=ret, decisions=kept, by=user_of(request), expected_revision=revision)
        revision += 1
    if cells:
        actions.undecide(ret=ret, cells=cells, by=user_of(request), expected_revision=revision)
    words = ngettext(
        "%(n)d choix repris\u00a0: à trancher à nouveau.", "%(n)d choix repris\u00a0: à trancher à nouveau.", len(cells)
    )
    messages.success(request, words % {"n": len(cells)})
    return redirect(address("merge", campaign, ret.uid))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _written_words(found: MergePage) -> str:
    if found.undecided:
        words = ngettext("Écrit\u00a0; %(n)d différence reste à trancher.", "Écrit\u00a0; %(n)d différences restent à trancher.", found.undecided)  # fmt: skip
        return words % {"n": found.undecided}
    return _("Écrit\u00a0: ce sont maintenant des déclarations de l’organisme, datées de leur réception.")


@of_campaign(Permission.VIEW_DRAFT)
def file(request: HttpRequest, campaign: Campaign, uid: uuid.UUID) -> HttpResponseBase:
    """The workbook exactly as it was received."""
    return_in(campaign, uid)
    try:
        ret, content = open_return_file(str(uid), user_of(request))
    except Return.DoesNotExist:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=ret.file_name, content_type="application/octet-stream"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@dataclass(frozen=True)
class Step:
    """A step of a return: its action, its words, its form, and when it is offered."""

    run: Callable[..., Any]
    heading: Callable[[], str]
    lede: Callable[[], str]
    offered: Callable[[Return], bool]
    form: type[forms.Form] = PlainForm


STEPS: Mapping[str, Step] = {
    "ecarter": Step(
        actions.set_aside, lambda: _("Mettre ce retour de côté"),
        lambda: _("Il ne compte pour rien et le fichier reste tel que reçu. Il peut être repris."),
        lambda ret: ret.withdrawn_at is None and ret.source_uid is None, WhyForm,
    ),
    "reprendre": Step(
        actions.take_up, lambda: _("Reprendre ce retour"), lambda: _("Il compte à nouveau parmi les réponses."),
        lambda ret: ret.withdrawn_at is not None,
    ),
    "defaire": Step(
        actions.undo_return, lambda: _("Défaire la fusion"),
        lambda: _("Les déclarations écrites sont retirées de la partie\u00a0; vos choix restent, et tout peut être écrit à nouveau. Les réalisations que vous avez tirées de ce retour restent."),
        lambda ret: ret.source_uid is not None,
    ),
}  # fmt: skip


@of_campaign(Permission.EDIT)
def step(request: HttpRequest, campaign: Campaign, uid: uuid.UUID, code: str) -> HttpResponse:
    """Set a return aside, take it up again, undo its merge."""
    ret = return_in(campaign, uid)
    chosen = STEPS.get(code)
    if chosen is None or not chosen.offered(ret):
        raise Http404
    form = chosen.form(request.POST or None, initial={"expected_revision": ret.revision})
    tried: Attempt | None = None
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "expected_revision"}
        tried = attempt(
            form, lambda: chosen.run(ret=ret, by=user_of(request), expected_revision=revision_of(form), **values)
        )
        if tried.done:
            messages.success(request, _("C’est fait."))
            return redirect(address("merge", campaign, ret.uid))
    context = {"heading": chosen.heading(), "button": chosen.heading(), "lede": chosen.lede(),
               "label": body_name(ret.ask.body), "back": address("merge", campaign, ret.uid)}  # fmt: skip
    return form_page(request, campaign, form, tried, context)
