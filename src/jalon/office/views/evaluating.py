"""Evaluations of the person's teams: the lists, one evaluation, its stages; writing it and what stands beside it."""

import uuid
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.core.guards import needs_somewhere
from jalon.core.matrix import Permission
from jalon.core.models import Part
from jalon.core.permissions import holds_somewhere, may_edit
from jalon.evaluation import actions
from jalon.evaluation.enums import Stage
from jalon.evaluation.models import Crosswalk, Evaluation, Scale
from jalon.evaluation.selectors import (
    claims_of,
    evaluation_page,
    evaluations_of,
    evaluations_page,
    gone_in,
    gone_in_part,
    scales_for,
)
from jalon.facts.part import PartKind
from jalon.office.campaign_steps import attempt, revision_of
from jalon.office.doors import of_part
from jalon.office.evaluating_doors import of_evaluation
from jalon.office.evaluating_fiches import EVALUATION, IN_PART
from jalon.office.evaluating_steps import NAMES, address, evaluation_frame, form_page, page, standing
from jalon.office.fiche_kind import Where
from jalon.office.forms.base import PlainForm
from jalon.office.frame import frame, user_of
from jalon.office.pages import evaluating as pages
from jalon.office.pages import evaluating_records as records
from jalon.office.views.fiches import asked, edit_record, new_record
from jalon.publication.words import date_words


@needs_somewhere(Permission.VIEW_DRAFT)
def evaluations(request: HttpRequest) -> HttpResponse:
    """Every evaluation that the person may see, and the parts in which one may be made."""
    user = user_of(request)
    parts = {part.slug: part for part in Part.objects.visible_to(user).select_related("owner").order_by("slug")}
    rows = pages.list_lines(evaluations_of(user), {slug: part.title for slug, part in parts.items()})
    held = [one for one in parts.values() if one.kind == PartKind.EVALUATION]
    context = {
        "rows": rows,
        "may_open": holds_somewhere(user, Permission.EDIT),
        "parts": [(one.slug, one.title, may_edit(user, one)) for one in held],
    }
    shown = frame(request, None, _("Évaluations"), section="evaluations") | context
    return render(request, "office/evaluation/list.html", shown)


@of_part(Permission.VIEW_DRAFT)
def part_evaluations(request: HttpRequest, part: Part) -> HttpResponse:
    """The evaluations of a part, its counts as declared, its scales and how it reads one on another."""
    user = user_of(request)
    found = evaluations_page(part.slug, user)
    titles = {scale.uid: scale.title.value for scale in scales_for(user)}
    reads = [(row.uid, titles.get(str(row.from_uid), row.from_uid), titles.get(str(row.to_uid), row.to_uid), row.author.name, date_words(row.when))
             for row in Crosswalk.objects.of_part(part).live()]  # fmt: skip
    context = {
        "rows": pages.list_lines(found.evaluations), "may_edit": found.may_edit,
        "claims": tuple((claim, date_words(claim.said)) for claim, _revision in claims_of(part.slug, user)),
        "scales": tuple((row.uid, row.title, row.levels) for row in Scale.objects.of_part(part).live()),
        "crosswalks": reads, "gone": records.gone_lines(gone_in_part(part, user), restored=found.may_edit),
    }  # fmt: skip
    shown = evaluation_frame(request, part, None, part.title) | context
    return render(request, "office/evaluation/part.html", shown)


@of_evaluation(Permission.VIEW_DRAFT)
def evaluation(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """One evaluation: where it is, what is assessed and what is not, who does what."""
    user = user_of(request)
    found = evaluation_page(str(evaluation.uid), user)
    view = pages.build(found, evaluation, user)
    view = replace(view, moves=()) if records.stays_published(evaluation) else view
    gone = records.gone_lines(gone_in(evaluation), records.subjects(view), restored=found.may_edit)
    context = {"found": found, "view": view, "gone": gone}
    return page(request, evaluation, found.row.evaluation.title.value, "evaluation", context)


@of_part(Permission.EDIT)
def new(request: HttpRequest, part: Part) -> HttpResponse:
    """A new evaluation, made here or recorded from its sources."""
    start = {name: request.GET[name] for name in STARTS if name in request.GET}
    return new_record(request, EVALUATION, Where(part), start, back=_list(part), stay=True, more=standing(request, part, None, EVALUATION.new))  # fmt: skip


STARTS = ("plan_uid", "scale_uid", "corrects_uid", "follows_uid")
"""What an erratum or a successor starts from."""


@of_evaluation(Permission.EDIT)
def edit(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """Change what the evaluation says of itself."""
    more = standing(request, evaluation.part, evaluation, _("Modifier %(what)s") % {"what": EVALUATION.label})
    back = address("evaluation", evaluation)
    return edit_record(request, EVALUATION, evaluation.part, evaluation, back=back, more=more)


@of_part(Permission.EDIT)
def new_in_part(request: HttpRequest, part: Part, code: str) -> HttpResponse:
    """A new declared count, scale or reading of one scale on another."""
    if code not in IN_PART:
        raise Http404
    more = standing(request, part, None, IN_PART[code].new)
    return new_record(
        request, IN_PART[code], Where(part), asked(IN_PART[code], request.GET), back=_list(part), more=more
    )


@of_part(Permission.EDIT)
def edit_in_part(request: HttpRequest, part: Part, code: str, uid: uuid.UUID) -> HttpResponse:
    """Change one. A count that stands in a draft of another team is not there."""
    if code not in IN_PART:
        raise Http404
    kind = IN_PART[code]
    row = kind.find(part, uid)
    hidden = kind.code == "decompte" and str(uid) not in {claim.uid for claim, _rev in claims_of(part.slug, user_of(request))}  # fmt: skip
    if hidden or row.withdrawn_at is not None:
        raise Http404
    more = standing(request, part, None, _("Modifier %(what)s") % {"what": kind.label})
    return edit_record(request, kind, part, row, back=_list(part), more=more)


@of_evaluation(Permission.EDIT)
def stage(request: HttpRequest, evaluation: Evaluation, code: str) -> HttpResponse:
    """Go to the next stage, or back, having read what that means."""
    user = user_of(request)
    found = pages.build(evaluation_page(str(evaluation.uid), user), evaluation, user)
    move = next((one for one in found.moves if one.code == code), None)
    if move is None:
        raise Http404
    if request.method == "POST" and not move.may:
        raise PermissionDenied(_("Cette étape est à qui signe pour l’organisme."))
    why = records.stays_published(evaluation)
    form = PlainForm(request.POST or None, initial={"expected_revision": evaluation.revision})
    tried = None
    if request.method == "POST" and why:
        form.add_error(None, why)
    elif request.method == "POST" and form.is_valid():
        run = lambda: actions.move_stage(
            evaluation=evaluation, to=Stage(code), by=user, expected_revision=revision_of(form)
        )
        tried = attempt(form, run, NAMES)
        if tried.done:
            messages.success(request, _("C’est fait ; l’étape d’avant reste permise tant que rien n’est signé."))
            return redirect(address("evaluation", evaluation))
    heading = (_("Revenir à l’étape : %s") if move.back else _("Passer à l’étape : %s")) % move.words
    context = {"heading": heading, "button": heading, "move": move, "view": found, "why": why}
    return form_page(request, evaluation, form, tried, context, "stage")


def _list(part: Part) -> str:
    return reverse("office:part_evaluations", args=(part.slug,))
