"""The team of an evaluation: who is in it, which measures are whose, ratings given unseen, and their reconciliation."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jalon.core.matrix import Permission
from jalon.core.models import User
from jalon.core.permissions import allowed
from jalon.evaluation import actions
from jalon.evaluation.models import Evaluation, Member, Reconciliation
from jalon.evaluation.selectors import evaluation_page, ratings_of, reconciliation_of
from jalon.facts.evaluation import Dissent
from jalon.office.campaign_steps import attempt, revision_of
from jalon.office.evaluating_doors import of_evaluation
from jalon.office.evaluating_steps import NAMES, address, form_page
from jalon.office.forms import evaluating as forms
from jalon.office.forms.base import PlainForm
from jalon.office.frame import user_of
from jalon.office.pages import evaluating as pages
from jalon.office.pages import known, reconciling
from jalon.office.pages.evaluating import Subject


@of_evaluation(Permission.EDIT)
def add_member(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """Take a person of the part's body into the team; from then on the draft is the team's."""
    user = user_of(request)
    found = evaluation_page(str(evaluation.uid), user)
    there = {member.user for member in found.members}
    people = {str(one.uid): one for one in _people(evaluation) if one.uid not in there}
    form = forms.MemberForm(
        request.POST or None, initial={"expected_revision": evaluation.revision},
        people=[(uid, str(one)) for uid, one in people.items()],
    )  # fmt: skip
    tried = None
    if request.method == "POST" and form.is_valid():
        chosen = people[form.cleaned_data["people"]]
        run = lambda: actions.add_member(evaluation=evaluation, user=chosen, by=user, expected_revision=revision_of(form))  # fmt: skip
        tried = attempt(form, run, NAMES)
        if tried.done:
            messages.success(request, _("Équipe complétée."))
            return redirect(address("evaluation", evaluation) + "#equipe")
    lede = _("Dès qu’une équipe est nommée, elle seule et qui signe voient le brouillon. Qui nomme la première personne en est.")  # fmt: skip
    context = {"heading": _("Ajouter une personne à l’équipe"), "lede": lede, "button": _("Ajouter")}
    return form_page(request, evaluation, form, tried, context)


def _people(evaluation: Evaluation) -> list[User]:
    """Open accounts that may read the drafts of the part."""
    near = User.objects.filter(memberships__organisation=evaluation.part.owner, is_active=True).distinct()
    return [one for one in near.order_by("display_name") if allowed(one, Permission.VIEW_DRAFT, evaluation.part)]


@of_evaluation(Permission.EDIT)
def end_member(request: HttpRequest, evaluation: Evaluation, sur: uuid.UUID) -> HttpResponse:
    """End a person's place in the team."""
    rows = Member.objects.filter(evaluation=evaluation, uid=sur, ended_at__isnull=True).select_related("user", "evaluation__part")  # fmt: skip
    row = rows.first()
    if row is None:
        raise Http404
    form = PlainForm(request.POST or None, initial={"expected_revision": row.revision})
    tried = None
    if request.method == "POST" and form.is_valid():
        run = lambda: actions.end_member(member=row, by=user_of(request), expected_revision=revision_of(form))
        tried = attempt(form, run, NAMES)
        if tried.done:
            messages.success(request, _("Cette personne n’est plus de l’équipe ; les avis qu’elle a rendus restent."))
            return redirect(address("evaluation", evaluation) + "#equipe")
    heading = _("Ôter %(name)s de l’équipe") % {"name": row.user}
    return form_page(request, evaluation, form, tried, {"heading": heading, "button": heading})


@of_evaluation(Permission.EDIT)
def share(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """Say which measures go to whom, and which are judged unseen."""
    user = user_of(request)
    found = evaluation_page(str(evaluation.uid), user)
    subjects = pages.subjects_of(found.row.evaluation.plan, user)
    names = {member.user: member.name for member in found.members}
    form = forms.SharesForm(
        request.POST or None, initial={"expected_revision": evaluation.revision},
        subjects=[(one.uid, _held(one, found.shares.get(one.uid, ()), names)) for one in subjects],
        people=[(str(uid), name) for uid, name in names.items()],
    )  # fmt: skip
    tried = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        people = list(User.objects.filter(uid__in=data["people"]))
        shares = dict.fromkeys(data["subjects"], people)
        run = lambda: actions.share_out(
            evaluation=evaluation, shares=shares, blind=data["blind"], by=user, expected_revision=revision_of(form)
        )
        tried = attempt(form, run, NAMES)
        if tried.done:
            messages.success(request, _("Mesures réparties."))
            return redirect(address("evaluation", evaluation) + "#mesures")
    lede = _(
        "Cochez des mesures et les personnes à qui elles vont : cela remplace à qui elles étaient confiées, et rien d’autre."
    )
    context = {"heading": _("Répartir les mesures"), "lede": lede if names else _("Nommez d’abord l’équipe."),
               "button": _("Répartir")}  # fmt: skip
    return form_page(request, evaluation, form, tried, context)


def _held(one: Subject, people: Any, names: Any) -> str:
    held = ", ".join(names[who] for who in people if who in names)
    words = " ".join(filter(None, [one.number, one.title]))
    return f"{words} — {held}" if held else words


@of_evaluation(Permission.EDIT, team=True)
def rate(request: HttpRequest, evaluation: Evaluation, sur: uuid.UUID) -> HttpResponse:
    """Give one's opinion of a measure without seeing the others'."""
    user = user_of(request)
    found = evaluation_page(str(evaluation.uid), user)
    key = str(sur)
    if key not in found.blind or key not in found.mine:
        raise Http404
    mine = next((row for row in ratings_of(evaluation, user, key) if row.mine), None)
    start = {name: getattr(mine, name) for name in ("level", "no_verdict", "text", "private_note")} if mine else {}
    start |= {"give": bool(mine and mine.given_at), "expected_revision": mine.revision if mine else 0}
    form = forms.RatingForm(request.POST or None, initial=start, levels=reconciling.levels(found.scale))
    tried = None
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("level", "no_verdict", "text", "private_note", "give")}
        run = lambda: actions.rate(
            evaluation=evaluation, subject=key, by=user, expected_revision=revision_of(form), **values
        )
        tried = attempt(form, run, NAMES)
        if tried.done:
            messages.success(request, _("Avis rendu.") if values["give"] else _("Avis gardé, pas encore rendu."))
            return redirect(address("evaluation", evaluation) + "#mesures")
    subject = known.subject(found.row.evaluation.plan, key, user)
    opened = key in found.reconciling or key in found.reconciled
    lede = _("La conciliation est ouverte : l’avis donné reste ce qu’il était.") if opened else _("Personne ne voit cet avis avant l’ouverture de la conciliation.")  # fmt: skip
    context = {"heading": subject, "lede": lede, "button": _("Enregistrer l’avis"), "private": "private_note",
               "known": known.facts(key, evaluation.part, user)}  # fmt: skip
    return form_page(request, evaluation, form, tried, context, "rate")


# --- reconciliation --------------------------------------------------------------------------------------------------


@of_evaluation(Permission.EDIT, team=True)
def open_reconciliation(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """Where ratings stand, what agreement they show, and opening those that are all given."""
    user = user_of(request)
    found = evaluation_page(str(evaluation.uid), user)
    view = reconciling.build(found, evaluation, user)
    form = forms.OpenForm(
        request.POST or None, initial={"expected_revision": evaluation.revision},
        subjects=[(one.uid, one.words) for one in view.ready],
    )  # fmt: skip
    tried = None
    if request.method == "POST" and form.is_valid():
        subjects = form.cleaned_data["subjects"]
        run = lambda: actions.open_reconciliation(
            evaluation=evaluation, subjects=subjects, by=user, expected_revision=revision_of(form)
        )
        tried = attempt(form, run, NAMES)
        if tried.done:
            messages.success(request, _("Conciliation ouverte : ces avis se lisent ensemble et ne changent plus."))
            return redirect(address("reconciliations", evaluation))
    context = {"heading": _("Avis en aveugle et conciliation"), "view": view, "button": _("Ouvrir la conciliation")}
    return form_page(request, evaluation, form, tried, context, "reconciliations")


@of_evaluation(Permission.EDIT, team=True)
def reconcile(request: HttpRequest, evaluation: Evaluation, sur: uuid.UUID) -> HttpResponse:
    """Read the ratings of one measure together; record the level agreed on, or that there is none, and who keeps hers."""
    user = user_of(request)
    try:
        row = reconciliation_of(evaluation, str(sur), user)
    except Reconciliation.DoesNotExist:
        raise Http404 from None
    found = evaluation_page(str(evaluation.uid), user)
    said = row.assessment
    start = {name: getattr(said, name) for name in ("level", "no_verdict", "no_agreement", "text", "changed_minds")} if said else {}  # fmt: skip
    start["dissents"] = _dissenting(said.dissents if said else (), row.kept)
    form = forms.ReconcileForm(
        request.POST or None,
        initial=start | {"expected_revision": row.revision},
        levels=reconciling.levels(found.scale),
    )
    tried = None
    if request.method == "POST" and form.is_valid():
        values = {
            name: form.cleaned_data[name] for name in ("level", "no_verdict", "no_agreement", "text", "changed_minds")
        }
        said_so: tuple[forms.Dissenting, ...] = form.cleaned_data["dissents"]
        values["dissents"] = tuple(one.said for one in said_so if one.shown != "kept")
        values["kept"] = tuple(one.said for one in said_so if one.shown == "kept")
        run = lambda: actions.reconcile(reconciliation=row, by=user, expected_revision=revision_of(form), **values)
        tried = attempt(form, run, {**NAMES, "kept": "dissents"})
        if tried.done:
            messages.success(request, _("Résultat de la conciliation enregistré ; les avis de départ restent."))
            return redirect(address("reconciliations", evaluation))
    ratings = reconciling.ratings(ratings_of(evaluation, user, str(sur)), found.scale)
    context = {"heading": known.subject(found.row.evaluation.plan, str(sur), user), "ratings": ratings,
               "opened": pages.moment(row.opened_at), "button": _("Arrêter le résultat"),
               "known": known.facts(str(sur), evaluation.part, user), "back": address("reconciliations", evaluation)}  # fmt: skip
    return form_page(request, evaluation, form, tried, context, "reconcile")


def _dissenting(published: tuple[Dissent, ...], kept: tuple[Dissent, ...]) -> tuple[forms.Dissenting, ...]:
    """Those that the assessment publishes, with or without a name, then those that stay with the team."""
    said = (forms.Dissenting(one, "named" if one.name else "hidden") for one in published)
    return (*said, *(forms.Dissenting(one, "kept") for one in kept))
