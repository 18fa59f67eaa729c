"""Lineage and overlaps of a part of commitments: proposed by likeness or a source, decided by a person with a reason."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.commitments import actions, models
from jalon.core.errors import Conflict, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Part
from jalon.core.permissions import may_edit
from jalon.office.around import around
from jalon.office.commitment_choices import published_plans
from jalon.office.doors import of_part
from jalon.office.forms.commitments import RepeatsForm
from jalon.office.forms.commitments_links import DecideForm, DecideLineageForm
from jalon.office.frame import frame, user_of
from jalon.office.pages import commitments_links as pages
from jalon.office.pages.commitment_repeats import alike
from jalon.office.pages.commitments import recommendation as recommendation_line_of
from jalon.office.pages.following_lists import Asked
from jalon.office.problems import field_problems
from jalon.office.views.commitments import committed
from jalon.office.writing import outdated, tell
from jalon.portal.words import semicolon


@of_part(Permission.VIEW_DRAFT)
def lineages(request: HttpRequest, part: Part) -> HttpResponse:
    """What became of measures from plan to plan, and what likeness proposes between two plans."""
    page = pages.lineages(committed(part), user_of(request), Asked(request.GET.dict(), request.path))
    title = _("Filiation entre plans")
    context = {"page": page, "heading": title, "may_edit": may_edit(user_of(request), part)}
    return render(request, "office/commitments/lineages.html", frame(request, part, title) | context)


@of_part(Permission.VIEW_DRAFT)
def overlaps(request: HttpRequest, part: Part) -> HttpResponse:
    """The overlaps between plans; a possible double count is the team's alone until a person confirms it."""
    rows = pages.overlaps(committed(part), user_of(request))
    title = _("Recoupements entre plans")
    context = {"rows": rows, "heading": title, "may_edit": may_edit(user_of(request), part)}
    return render(request, "office/commitments/overlaps.html", frame(request, part, title) | context)


@of_part(Permission.EDIT)
def repeats(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """A person says which older recommendation one repeats, or none: the nearest texts stand beside it."""
    row = _found(models.Recommendation, part, uid)
    rows = alike(part, row, user_of(request))
    form = RepeatsForm(request.POST or None, [one.uid for one in rows])
    back = reverse("office:recommendation", args=(part.slug, uid))
    met = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_recommendation(recommendation=row, by=user_of(request), **form.cleaned_data)
            messages.success(request, _("Enregistré."))
            return redirect(back)
        except Invalid as refused:
            tell(form, refused)
        except Conflict:
            met = True
            form.add_error(
                None,
                _(
                    "Quelqu’un a changé cette recommandation entre-temps : relisez les textes. Votre choix est gardé, enregistrez-le s’il tient."
                ),
            )
            row.refresh_from_db()
    page, title = (
        recommendation_line_of(part, uid, user_of(request)),
        _("Répète-t-elle une recommandation plus ancienne ?"),
    )
    about = frame(request, part, title, back_to=back, back_words=_("Recommandation"))
    context = {"page": page, "rows": rows, "heading": title, "back": back, "revision": row.revision, "met": met,
               "picked": request.POST.get("repeats_uid", str(row.repeats_uid or "")), "problems": field_problems(form)}  # fmt: skip
    return render(request, "office/commitments/repeats.html", about | context, status=422 if form.errors else 200)


@of_part(Permission.EDIT)
def decide(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """A person decides on a lineage, with a reason."""
    row = _found(models.Lineage, part, uid)
    named = published_plans().named
    lede = " → ".join(semicolon().join(map(named, side)) or "—" for side in (row.earlier, row.later))
    form = DecideLineageForm(request.POST or None, initial=_start(row) | {"kind": row.kind})
    write = lambda **said: actions.decide_lineage(lineage=row, by=user_of(request), **said)
    return _page(
        request, part, form, write, _("Décider de cette filiation"), lede, "office:lineages", _("Filiation entre plans")
    )


@of_part(Permission.EDIT)
def confirm(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """A person confirms an overlap, with a reason: from the next signature on the public sees it."""
    row = _found(models.OverlapLink, part, uid)
    lede = f"{published_plans().named(str(row.measure_uid or row.plan_uid))} / {row.other.title.value}"
    form = DecideForm(request.POST or None, initial=_start(row))
    write = lambda **said: actions.confirm_overlap(overlap=row, by=user_of(request), **said)
    return _page(
        request,
        part,
        form,
        write,
        _("Confirmer ce recoupement"),
        lede,
        "office:overlaps",
        _("Recoupements entre plans"),
    )


def _found(model: Any, part: Part, uid: uuid.UUID) -> Any:
    row = model.objects.of_part(committed(part)).live().filter(uid=uid).first()
    if row is None:
        raise Http404
    return row


def _start(row: Any) -> dict[str, Any]:
    return {"expected_revision": row.revision, "reason": row.text, "said_by": row.said_by, "said": row.said}


def _page(
    request: HttpRequest,
    part: Part,
    form: Any,
    write: Callable[..., Any],
    title: str,
    lede: str,
    back: str,
    back_words: str,
) -> HttpResponse:
    """The form, sent: what is refused is on its fields, and nothing that was typed is lost."""
    form.fields["said_by"].directory = around(part, user_of(request)).directory
    where = reverse(back, args=(part.slug,))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            write(**{**said, "expected_revision": said["expected_revision"] or 0})
            messages.success(request, _("Enregistré."))
            return redirect(where)
        except Invalid as refused:
            tell(form, refused)
        except Conflict as met:
            texts = "; ".join(f"«\u00a0{one.current}\u00a0»" for one in met.fields)
            form.add_error(None, _("Enregistré entre-temps : %s") % texts)
            outdated(form, met)
    context = {"form": form, "heading": title, "lede": lede, "back": where, "problems": field_problems(form)}
    status = 422 if form.errors else 200
    return render(
        request,
        "office/plain.html",
        frame(request, part, title, back_to=where, back_words=back_words) | context,
        status=status,
    )
