"""One body of a campaign: chosen, its measures, its letter and workbook, its steps, an answer noted by telephone."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.errors import Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Organisation
from jalon.office.campaign_doors import ask_in, of_campaign
from jalon.office.campaign_steps import Attempt, address, attempt, form_page, page, revision_of
from jalon.office.forms.base import PlainForm
from jalon.office.forms.campaign import AskForm, DueForm, ValidationForm, WhyForm
from jalon.office.frame import user_of
from jalon.office.pages.campaign_phone import answers_of, phone_rows
from jalon.office.pages.campaign_subjects import bodies_of, chosen, groups_of, language_for, said_of
from jalon.reporting import actions
from jalon.reporting.bodies import body_name
from jalon.reporting.enums import Format, LetterKind
from jalon.reporting.letters import LINK_TO_COME, compose, reminders_sent
from jalon.reporting.models import Ask, Campaign
from jalon.reporting.selectors import noting_page
from jalon.reporting.workbook import MEDIA, file_name, workbook_bytes


@of_campaign(Permission.EDIT)
def choose(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The bodies that can be asked: those seen acting first, none presumed."""
    rows = bodies_of(campaign, user_of(request))
    return page(request, campaign, _("Ajouter un organisme"), "choose_body", {"rows": rows})


@of_campaign(Permission.EDIT)
def add(request: HttpRequest, campaign: Campaign, uid: uuid.UUID) -> HttpResponse:
    """How the body is asked, and about what."""
    if str(uid) not in {row.uid for row in bodies_of(campaign, user_of(request))}:
        raise Http404
    body = get_object_or_404(Organisation, uid=uid)
    ticked = list(said_of(campaign, body)) if "proposees" in request.GET else []
    groups = groups_of(campaign, body, ticked)
    form = AskForm(request.POST or None, initial={"language": language_for(campaign, body)})
    tried = None
    if request.method == "POST":
        wanted = chosen(_lists(request), groups)
        groups = groups_of(campaign, body, wanted)
        if form.is_valid():
            tried = attempt(form, lambda: _add(campaign, body, wanted, form, request), {"form": "format"})
            if tried.done:
                messages.success(request, _("Organisme ajouté. Rien ne lui est envoyé avant votre geste."))
                return redirect(address("campaign", campaign))
    context = {"heading": body_name(body), "button": _("Ajouter à la campagne"), "groups": groups,
               "back": address("choose_body", campaign), "proposed": any(row.seen for group in groups for row in group.rows)}  # fmt: skip
    return form_page(request, campaign, form, tried, context, "ask")


def _lists(request: HttpRequest) -> Mapping[str, list[str]]:
    return {name: request.POST.getlist(name) for name in ("mesure", "axe", "tout")}


def _add(
    campaign: Campaign, body: Organisation, wanted: list[uuid.UUID], form: forms.Form, request: HttpRequest
) -> Ask:
    data = form.cleaned_data
    fields = {name: data[name] for name in ("way", "contact", "contact_name", "superior", "language", "due")}
    return actions.add_ask(
        campaign=campaign, body=body, subjects=wanted, by=user_of(request), form=Format(data["format"]), **fields
    )


ASK_FIELDS = ("way", "format", "contact", "contact_name", "superior", "language", "due")


@of_campaign(Permission.EDIT)
def edit(request: HttpRequest, campaign: Campaign, uid: uuid.UUID) -> HttpResponse:
    """Change how the body is asked: its way, contact, language, own day."""
    ask = ask_in(campaign, uid)
    start = {name: getattr(ask, name) for name in ASK_FIELDS} | {"expected_revision": ask.revision}
    form = AskForm(request.POST or None, initial=start)
    tried = None
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ASK_FIELDS}
        tried = attempt(
            form,
            lambda: actions.edit_ask(ask=ask, by=user_of(request), expected_revision=revision_of(form), **values),
        )
        if tried.done:
            messages.success(request, _("Enregistré."))
            return _to(campaign, ask)
    return form_page(request, campaign, form, tried, _about(ask, _("Contact et manière de répondre"), _("Enregistrer")))


def _to(campaign: Campaign, ask: Ask) -> HttpResponse:
    return redirect(address("campaign", campaign) + f"?ouvrir={ask.uid}#o-{ask.uid}")


def _about(ask: Ask, heading: str, button: str) -> dict[str, Any]:
    return {"heading": heading, "button": button, "label": body_name(ask.body), "fictional": ask.body.fictional,
            "back": address("campaign", ask.campaign) + f"?ouvrir={ask.uid}#o-{ask.uid}"}  # fmt: skip


@of_campaign(Permission.EDIT)
def subjects(request: HttpRequest, campaign: Campaign, uid: uuid.UUID) -> HttpResponse:
    """About which measures the body is asked."""
    ask = ask_in(campaign, uid)
    lines = list(ask.lines.filter(withdrawn_at=None).prefetch_related("returned"))
    kept = {line.subject_uid for line in lines if line.returned.all()}
    groups = groups_of(campaign, ask.body, {line.subject_uid for line in lines}, kept)
    form = PlainForm(request.POST or None, initial={"expected_revision": ask.revision})
    tried = None
    if request.method == "POST" and form.is_valid():
        wanted = [*chosen(_lists(request), groups), *kept]
        groups = groups_of(campaign, ask.body, wanted, kept)
        tried = attempt(form, lambda: _set_subjects(ask, wanted, form, request))
        if tried.done:
            messages.success(request, _("Mesures enregistrées."))
            return _to(campaign, ask)
    context = _about(ask, _("Mesures demandées"), _("Enregistrer")) | {"groups": groups, "sent": ask.asked_at}
    return form_page(request, campaign, form, tried, context, "ask")


def _set_subjects(ask: Ask, wanted: list[uuid.UUID], form: forms.Form, request: HttpRequest) -> None:
    if not wanted:
        raise Invalid({"subjects": _("Choisissez au moins une mesure, ou retirez l’organisme de la campagne.")})
    actions.set_subjects(ask=ask, subjects=wanted, by=user_of(request), expected_revision=revision_of(form))


@of_campaign(Permission.VIEW_DRAFT)
def letter(request: HttpRequest, campaign: Campaign, uid: uuid.UUID) -> HttpResponse:
    """The next letter to the body as it will go, its link left to come."""
    ask = ask_in(campaign, uid)
    words = _next_letter(ask)
    context = _about(ask, _("Le message tel qu’il partira"), "") | {"words": words, "to": ask.contact}
    return page(request, campaign, context["heading"], "letter", context)


def _next_letter(ask: Ask) -> Any:
    if ask.asked_at is None:
        return compose(ask, LetterKind.INVITATION, link=LINK_TO_COME)
    return compose(ask, LetterKind.REMINDER, reminders_sent(ask) + 1, link=LINK_TO_COME)


@of_campaign(Permission.VIEW_DRAFT)
def workbook(request: HttpRequest, campaign: Campaign, uid: uuid.UUID, code: str) -> HttpResponse:
    """The body's pre-filled workbook."""
    ask = ask_in(campaign, uid)
    if code not in Format.values:
        raise Http404
    response = HttpResponse(workbook_bytes(ask, code), content_type=MEDIA[Format(code)])
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(ask, code)}"'
    return response


# --- steps -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One step: its action, its words, its form, and when it is offered."""

    run: Callable[..., Any]
    heading: Callable[[], str]
    lede: Callable[[], str]
    offered: Callable[[Ask], bool]
    form: type[forms.Form] = PlainForm
    shows_letter: bool = False


def _live(ask: Ask) -> bool:
    return ask.withdrawn_at is None


STEPS: Mapping[str, Step] = {
    "envoyer": Step(
        actions.send_ask, lambda: _("Écrire à cet organisme"),
        lambda: _("Le message part dans la minute, avec un lien nouveau\u00a0; les précédents restent bons."),
        lambda ask: _live(ask) and ask.returned_at is None, shows_letter=True,
    ),
    "echeance": Step(
        actions.edit_ask, lambda: _("Nouvelle échéance"), lambda: _("Vide\u00a0: celle de la campagne."), _live, DueForm
    ),
    "valider": Step(
        actions.validate_answers, lambda: _("Noter la validation par la hiérarchie"),
        lambda: _("Vous notez ce que l’organisme vous a dit\u00a0; il peut aussi valider lui-même par son lien ou son compte."),
        lambda ask: _live(ask) and ask.returned_at is not None, ValidationForm,
    ),
    "devalider": Step(
        actions.unvalidate_answers, lambda: _("Défaire la validation"),
        lambda: _("Les réponses restent rendues, elles ne sont plus validées."), lambda ask: ask.validated_at is not None,
    ),
    "revoquer": Step(
        actions.revoke_links, lambda: _("Révoquer ses liens"),
        lambda: _("Aucun lien déjà envoyé n’ouvrira plus rien. Le prochain message en portera un nouveau."), _live,
    ),
    "retirer": Step(
        actions.withdraw_ask, lambda: _("Retirer de la campagne"),
        lambda: _("Ses liens n’ouvrent plus rien et il n’est dans aucun état. Il peut être rendu."), _live, WhyForm,
    ),
    "rendre": Step(
        actions.restore_ask, lambda: _("Rendre à la campagne"), lambda: _("Il reprend où il en était."),
        lambda ask: not _live(ask),
    ),
}  # fmt: skip


@of_campaign(Permission.EDIT)
def step(request: HttpRequest, campaign: Campaign, uid: uuid.UUID, code: str) -> HttpResponse:
    """Write to the body, give it another day, note or undo a validation, revoke its links, take it out, give it back."""
    ask = ask_in(campaign, uid)
    chosen_step = STEPS.get(code)
    if chosen_step is None or not chosen_step.offered(ask):
        raise Http404
    start = {"expected_revision": ask.revision, "due": ask.due}
    form = chosen_step.form(request.POST or None, initial=start)
    tried = _try_step(request, ask, chosen_step, form) if request.method == "POST" and form.is_valid() else None
    if tried is not None and tried.done:
        messages.success(request, _("C’est fait."))
        return _to(campaign, ask)
    context = _about(ask, chosen_step.heading(), chosen_step.heading()) | {"lede": chosen_step.lede()}
    if chosen_step.shows_letter:
        context |= {"words": _next_letter(ask), "to": ask.contact}
    return form_page(request, campaign, form, tried, context)


def _try_step(request: HttpRequest, ask: Ask, chosen_step: Step, form: forms.Form) -> Attempt:
    values = {name: value for name, value in form.cleaned_data.items() if name != "expected_revision"}
    revision = revision_of(form)
    return attempt(form, lambda: chosen_step.run(ask=ask, by=user_of(request), expected_revision=revision, **values))


# --- by telephone ----------------------------------------------------------------------------------------------------


class PhoneForm(PlainForm):
    """Who gave the answer."""

    sent_by = forms.CharField(label=lazy("Qui a répondu"), max_length=200)


@of_campaign(Permission.EDIT)
def phone(request: HttpRequest, campaign: Campaign, uid: uuid.UUID) -> HttpResponse:
    """Note an answer given by telephone: it is the body's declaration like any other, read again before it is written."""
    ask = ask_in(campaign, uid)
    told = noting_page(ask)
    if ask.asked_at is None or not told.open:
        raise Http404
    form = PhoneForm(request.POST or None, initial={"expected_revision": ask.revision})
    tried, made = None, []
    if request.method == "POST" and form.is_valid():
        answers = answers_of(request.POST, told)
        data, revision = form.cleaned_data, revision_of(form)
        tried = attempt(
            form,
            lambda: made.append(
                actions.note_answer(
                    ask=ask, answers=answers, sent_by=data["sent_by"], by=user_of(request), expected_revision=revision
                )
            ),
        )
        if made:
            messages.success(request, _("Réponse notée. Relisez-la, puis écrivez-la."))
            return redirect(address("merge", campaign, made[0].uid))
    context = _about(ask, _("Noter une réponse par téléphone"), _("Noter la réponse")) | {
        "rows": phone_rows(told, request.POST if request.method == "POST" else {})
    }
    return form_page(request, campaign, form, tried, context, "phone")
