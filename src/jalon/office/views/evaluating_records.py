"""Taking out a record of evaluations, giving it back, its history: evaluations, assessments, evidence, counts, scales."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.core.matrix import Permission
from jalon.core.models import Part
from jalon.core.permissions import may_edit
from jalon.evaluation import actions
from jalon.evaluation.models import Assessment, Evaluation, EvidenceItem
from jalon.evaluation.selectors import kept_in
from jalon.evaluation.unlocking import evaluation_of
from jalon.office.campaign_steps import attempt, revision_of
from jalon.office.doors import of_part
from jalon.office.evaluating_steps import NAMES, address, evaluation_frame
from jalon.office.forms.base import PlainForm, ReasonForm
from jalon.office.frame import user_of
from jalon.office.pages.evaluating_records import KINDS, kept_because, named
from jalon.office.pages.history import history_of
from jalon.office.problems import field_problems


@of_part(Permission.EDIT)
def end(request: HttpRequest, part: Part, code: str, uid: uuid.UUID) -> HttpResponse:
    """Withdraw a record with a reason, or give it back; what cannot be withdrawn says why."""
    row, label = _found(request, part, code, uid)
    gone, user = row.withdrawn_at is not None, user_of(request)
    why = "" if gone else kept_because(row)
    form = (PlainForm if gone else ReasonForm)(request.POST or None, initial={"expected_revision": row.revision})
    tried = None
    if request.method == "POST" and not why and form.is_valid():
        options: dict[str, Any] = {"record": row, "by": user, "expected_revision": revision_of(form)}
        run = lambda: actions.restore(**options) if gone else actions.withdraw(**options, reason=form.cleaned_data["reason"])  # fmt: skip
        tried = attempt(form, run, NAMES)
        if tried.done:
            messages.success(
                request, _("Rendu.") if gone else _("Retiré. Cela peut être rendu plus bas sur cette page.")
            )
            return redirect(_after(row))
    heading = (_("Rendre %(what)s") if gone else _("Retirer %(what)s")) % {"what": label}
    shown = {
        "form": form, "problems": field_problems(form), "heading": heading, "button": heading, "why": why, "code": code,
        "words": named(row, part, user), "back": _back(row), "clash": tried.clash if tried else (),
    }  # fmt: skip
    status = 200 if not form.errors else tried.status if tried else 422
    base = evaluation_frame(request, part, _standing(row), heading)
    return render(request, "office/evaluation/end.html", base | shown, status=status)


@of_part(Permission.VIEW_DRAFT)
def history(request: HttpRequest, part: Part, code: str, uid: uuid.UUID) -> HttpResponse:
    """Who wrote what and when: of a draft, for its team alone."""
    row, label = _found(request, part, code, uid)
    title = _("Historique : %(what)s") % {"what": label}
    user = user_of(request)
    context = {"found": history_of(part, row, user), "row": row, "back": _back(row), "heading": title, "lede": named(row, part, user),
               "may_edit": may_edit(user_of(request), part)}  # fmt: skip
    return render(request, "office/history.html", evaluation_frame(request, part, _standing(row), title) | context)


def _found(request: HttpRequest, part: Part, code: str, uid: uuid.UUID) -> tuple[Any, Any]:
    if code not in KINDS:
        raise Http404
    model, label = KINDS[code]
    row = kept_in(model, uid, part, user_of(request))
    if row is None:
        raise Http404
    return row, label


def _standing(row: Any) -> Evaluation | None:
    """The evaluation to which the way back leads."""
    evaluation = evaluation_of(row)
    return evaluation if evaluation is not None and evaluation.withdrawn_at is None else None


def _back(row: Any) -> str:
    """The page on which the record is read."""
    evaluation = _standing(row)
    if evaluation is None:
        return reverse("office:part_evaluations", args=(row.part.slug,))
    said = row.assessment if isinstance(row, EvidenceItem) else row
    if isinstance(said, Assessment) and said.withdrawn_at is None:
        return address("assessment", evaluation, said.uid)
    return address("evaluation", evaluation)


def _after(row: Any) -> str:
    """The page on which a record is that was just withdrawn or given back."""
    row.refresh_from_db()
    if isinstance(row, EvidenceItem) and (evaluation := _standing(row)) is not None:
        return address("evaluation", evaluation) if row.withdrawn_at else _back(row)
    return _back(row)
