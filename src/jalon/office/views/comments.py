"""Comments of the team on a record: read, added, changed, taken back, settled. None of it leaves the office."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.actions import comments as actions
from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Comment, Part
from jalon.office.doors import of_part
from jalon.office.forms.base import PlainForm, set_choices
from jalon.office.frame import frame, user_of
from jalon.office.pages import comments as pages
from jalon.office.problems import field_problems
from jalon.office.writing import outdated, tell


class CommentForm(forms.Form):
    """A comment, and who of the team is told."""

    text = forms.CharField(label=lazy("Votre commentaire"), widget=forms.Textarea(attrs={"rows": 4}))
    mentioned = forms.MultipleChoiceField(
        label=lazy("Prévenir"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=lazy("Ces personnes reçoivent un message qui ne contient que l’adresse de cette page."),
    )  # fmt: skip


@of_part(Permission.VIEW_DRAFT)
def comments(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """The comments on a record, and a form for one more."""
    of = pages.about(part, uid)
    if of is None:
        raise Http404
    team, user = pages.team(part), user_of(request)
    form = CommentForm(request.POST) if request.method == "POST" else CommentForm()
    set_choices(form, "mentioned", [(key, str(person)) for key, person in team.items() if person.pk != user.pk])
    if request.method == "POST" and form.is_valid():
        told = [team[key] for key in form.cleaned_data["mentioned"]]
        try:
            actions.add(
                by=user, part=part, subject=uid, text=form.cleaned_data["text"], mentioned=told,
                path=pages.address(part, uid),
            )  # fmt: skip
            messages.success(request, _("Commentaire enregistré. Votre équipe seule le lit."))
            return redirect(pages.address(part, uid))
        except Invalid as refused:
            tell(form, refused)
    context = {"of": of, "rows": tuple(pages.comments_on(part, uid)), "form": form, "problems": field_problems(form)}
    shown = frame(request, part, _("Commentaires"), back_to=of.url) | context
    return render(request, "office/comments.html", shown | {"me": user.pk}, status=422 if form.errors else 200)


class TextForm(PlainForm):
    """Other words."""

    text = forms.CharField(label=lazy("Votre commentaire"), widget=forms.Textarea(attrs={"rows": 4}))


@dataclass(frozen=True)
class Step:
    """One step: its action, its words, its form, when it is offered."""

    run: Callable[..., Any]
    heading: Callable[[], str]
    offered: Callable[[Comment], bool]
    own: bool
    form: type[PlainForm] = PlainForm


STEPS: Mapping[str, Step] = {
    "modifier": Step(actions.change, lambda: _("Changer le commentaire"), lambda c: not c.withdrawn_at, True, TextForm),
    "retirer": Step(actions.withdraw, lambda: _("Retirer le commentaire"), lambda c: not c.withdrawn_at, True),
    "rendre": Step(actions.restore, lambda: _("Rendre le commentaire"), lambda c: bool(c.withdrawn_at), True),
    "regler": Step(actions.resolve, lambda: _("Marquer comme réglé"), lambda c: not c.resolved_at, False),
    "rouvrir": Step(actions.reopen, lambda: _("Rouvrir le commentaire"), lambda c: bool(c.resolved_at), False),
}


@of_part(Permission.VIEW_DRAFT)
def step(request: HttpRequest, part: Part, uid: uuid.UUID, code: str) -> HttpResponse:
    """Change one's own comment, take it back, give it back; settle any, open it again."""
    row, chosen = Comment.objects.filter(part=part, uid=uid).first(), STEPS.get(code)
    if row is None or chosen is None or not chosen.offered(row):
        raise Http404
    if chosen.own and row.author_id != user_of(request).pk:
        raise PermissionDenied
    start = {"expected_revision": row.revision, "text": row.text}
    form = chosen.form(request.POST) if request.method == "POST" else chosen.form(initial=start)
    status = 200
    if request.method == "POST":
        status = _tried(request, row, chosen, form) if form.is_valid() else 422
    if status == 302:
        return redirect(pages.address(part, row.subject_uid) + f"#c-{row.uid}")
    both = pages.two_texts(form.cleaned_data["text"], row.text) if status == 409 and "text" in form.fields else None
    back = pages.address(part, row.subject_uid)
    context = {"form": form, "heading": chosen.heading(), "problems": field_problems(form), "both": both,
               "back": back, "button": chosen.heading()}  # fmt: skip
    shown = frame(request, part, chosen.heading(), back_to=back, back_words=_("Commentaires")) | context
    return render(request, "office/comment_step.html", shown, status=status)


def _tried(request: HttpRequest, row: Comment, chosen: Step, form: PlainForm) -> int:
    """Run the step: 302 when it is done, 409 when somebody wrote meanwhile, 422 when it was refused."""
    data = dict(form.cleaned_data)
    revision = data.pop("expected_revision") or 0
    try:
        chosen.run(by=user_of(request), comment=row, expected_revision=revision, **data)
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from None
    except Invalid as refused:
        tell(form, refused)
    except Conflict as met:
        outdated(form, met)
        row.refresh_from_db()
        return 409
    else:
        messages.success(request, _("C’est fait."))
        return 302
    return 422


@of_part(Permission.VIEW_DRAFT)
def texts(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """The earlier texts of a comment. One that its author took back is read by its author alone."""
    row = Comment.objects.filter(part=part, uid=uid).select_related("author").first()
    if row is None or (row.withdrawn_at is not None and row.author_id != user_of(request).pk):
        raise Http404
    back = pages.address(part, row.subject_uid)
    context = {"row": row, "texts": pages.texts_of(row), "back": f"{back}#c-{row.uid}"}
    shown = frame(request, part, _("Textes successifs"), back_to=back, back_words=_("Commentaires"))
    return render(request, "office/comment_texts.html", shown | context)
