"""Everything that can be undone: the lists, and the page on which one thing is."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.guards import needs_somewhere
from jalon.core.matrix import Permission
from jalon.core.models import AuditEvent, Part
from jalon.core.permissions import may_edit
from jalon.office.doors import of_part
from jalon.office.forms.base import PlainForm
from jalon.office.frame import frame, user_of
from jalon.office.pages import undoable as pages
from jalon.office.pages.history import events, seen
from jalon.office.problems import field_problems
from jalon.office.undoing import Refused, Reversal, Shown, Undo, reversal_of
from jalon.office.writing import outdated, tell


@needs_somewhere(Permission.VIEW_DRAFT)
def mine(request: HttpRequest) -> HttpResponse:
    """What the person did lately, in all their parts."""
    found = pages.of_person(user_of(request), request.GET.get("avant"), request.path)
    lede = _("Ce que vous avez fait dans les parties de vos équipes, le plus récent d’abord. Défaire est un geste comme un autre\u00a0: il reste dans la trace.")  # fmt: skip
    context = {"found": found, "heading": _("Mes gestes"), "lede": lede, "several": True, "may_edit": True}
    return render(request, "office/undoable.html", frame(request, None, _("Mes gestes"), section="home") | context)


@of_part(Permission.VIEW_DRAFT)
def of_one(request: HttpRequest, part: Part) -> HttpResponse:
    """What was done lately in a part, by anybody."""
    found = pages.of_part(part, user_of(request), request.GET.get("avant"), request.path)
    lede = _("Tout ce qui a été fait dans la partie, le plus récent d’abord, avec ce qui le défait, ou pourquoi rien ne le défait.")  # fmt: skip
    context = {"found": found, "heading": _("Ce qui peut être défait"), "lede": lede, "may_edit": may_edit(user_of(request), part)}  # fmt: skip
    return render(request, "office/undoable.html", frame(request, part, context["heading"]) | context)


class UndoForm(PlainForm):
    """The revision on which one undoes, and the reason where the action asks for one."""

    reason = forms.CharField(label=lazy("Pourquoi"), max_length=500)

    def __init__(self, *args: Any, why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not why:
            del self.fields["reason"]


@of_part(Permission.VIEW_DRAFT)
def undo(request: HttpRequest, part: Part, order: int) -> HttpResponse:
    """Read again what was done, then undo it: by an action, with its right, its revision and its own trace."""
    event = seen(AuditEvent.objects.filter(part_uid=part.uid, pk=order), user_of(request)).first()
    if event is None:
        raise Http404
    reversal = reversal_of(event.action)
    refused = pages.refusal(event, reversal, user_of(request), pages.standing([event]))
    row, shown, why = _row(reversal, event, part, request, refused)
    revision = getattr(row, "revision", 0)
    start = {"expected_revision": revision, "reason": str(reversal.why) if reversal else ""}
    form = UndoForm(request.POST or None, initial=start, why=bool(reversal and reversal.why))
    status = 200
    if request.method == "POST" and reversal is not None and not why:
        status = _undone(request, reversal, event, part, row, form) if form.is_valid() else 422
        if status == 302:
            messages.success(
                request,
                _("Défait. Ce geste-ci est dans la trace, et peut être défait à son tour quand rien ne s’y oppose."),
            )
            return redirect(_back(part, "retour" in request.GET))
    back = _back(part, "retour" in request.GET)
    title = _("Défaire ce geste")
    words = _("Mes gestes") if "retour" in request.GET else _("Ce qui peut être défait")
    context = {"form": form, "event": events([event])[0], "why": why, "problems": field_problems(form), "heading": title, "pairs": shown.pairs,
               "signed": pages.signed_since(event), "button": str(reversal.label) if reversal else "", "back": back}  # fmt: skip
    return render(
        request,
        "office/undo.html",
        frame(request, part, title, back_to=back, back_words=words) | context,
        status=status,
    )


def _back(part: Part, to_mine: bool) -> str:
    return reverse("office:my_deeds") if to_mine else reverse("office:undoable", args=(part.slug,))


def _row(
    reversal: Reversal | None, event: AuditEvent, part: Part, request: HttpRequest, refused: str
) -> tuple[Any, Shown, str]:
    """The record, both texts of what undoing writes, and why it is not undone (empty: it can be)."""
    if reversal is None or (refused and reversal.shows is None):
        return None, Shown(()), refused
    do = Undo(event, part, user_of(request))
    try:
        row = reversal.find(do)
    except Refused as error:
        return None, Shown(()), refused or str(error)
    shown = reversal.shows(do, row) if reversal.shows else Shown(())
    return row, shown, shown.why if pages.told_by_fields(event, reversal) else refused or shown.why


def _undone(request: HttpRequest, reversal: Reversal, event: AuditEvent, part: Part, row: Any, form: UndoForm) -> int:
    """302 when it is done; else the status of the page that says why not."""
    data = form.cleaned_data
    do = Undo(event, part, user_of(request), data["expected_revision"] or 0, data.get("reason", ""))
    try:
        reversal.run(do, row)
    except Forbidden as error:
        raise PermissionDenied(str(error)) from None
    except Refused as error:
        form.add_error(None, str(error))
    except Invalid as error:
        tell(form, error)
    except Conflict as met:
        outdated(form, met)
        return 409
    else:
        return 302
    return 422
