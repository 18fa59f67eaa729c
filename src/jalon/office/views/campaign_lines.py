"""What stands of each line of a body, and a correction by the asking body: it is met by what the body returns next."""

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.matrix import Permission
from jalon.core.permissions import may_edit
from jalon.office.campaign_doors import ask_in, of_campaign
from jalon.office.campaign_steps import address, attempt, form_page, page, revision_of
from jalon.office.forms.base import PlainForm
from jalon.office.frame import user_of
from jalon.reporting import actions
from jalon.reporting.actions.asks import ASKED
from jalon.reporting.bodies import body_name
from jalon.reporting.merging.model import ColumnKind
from jalon.reporting.models import Ask, AskLine, Campaign
from jalon.reporting.selectors import standing_lines
from jalon.reporting.selectors.correcting import StandingCell, StandingLine


@of_campaign(Permission.VIEW_DRAFT)
def lines(request: HttpRequest, campaign: Campaign, uid: uuid.UUID) -> HttpResponse:
    """The lines of a body: as they were sent, and as they stand here."""
    ask = ask_in(campaign, uid)
    context = {"ask": ask, "body": body_name(ask.body), "rows": standing_lines(ask),
               "may_correct": _open(ask) and may_edit(user_of(request), campaign.part)}  # fmt: skip
    return page(request, campaign, _("Ce qui est déclaré aujourd’hui"), "standing", context)


def _open(ask: Ask) -> bool:
    return ask.withdrawn_at is None and ask.campaign.state in ASKED


class CorrectionForm(PlainForm):
    """The words that take the place of what the body declared last, in one column."""

    text = forms.CharField(
        label=lazy("Ce qui est déclaré"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=lazy("Vide\u00a0: votre correction est ôtée."),
    )  # fmt: skip


@of_campaign(Permission.EDIT)
def correct(request: HttpRequest, campaign: Campaign, uid: uuid.UUID, order: int) -> HttpResponse:
    """Write over what stands in one column (`order`: its place in the campaign) of one line."""
    row = AskLine.objects.live().filter(ask__campaign=campaign, uid=uid).select_related("ask__body").first()
    if row is None:
        raise Http404
    ask = ask_in(campaign, row.ask.uid)
    row.ask = ask
    line, cell = _cell(ask, str(uid), order)
    start = {"expected_revision": line.revision, "text": cell.here.value.text if cell.here else ""}
    form = CorrectionForm(request.POST or None, initial=start)
    if cell.column.kind is ColumnKind.CHOICE:
        words = [option.label(_lang()) for option in cell.column.options]
        form.fields["text"].widget = forms.Select(choices=[("", lazy("— rien —")), *((word, word) for word in words)])
    tried = None
    if request.method == "POST" and form.is_valid():
        text, revision = form.cleaned_data["text"], revision_of(form)
        tried = attempt(
            form,
            lambda: actions.correct_line(
                line=row, column=cell.column.key, text=text, by=user_of(request), expected_revision=revision
            ),
        )
        if tried.done:
            messages.success(
                request, _("Corrigé ici. Si l’organisme rend autre chose, les deux textes vous seront montrés.")
            )
            return redirect(address("ask_lines", campaign, ask.uid) + f"#l-{uid}")
    lede = _("Votre texte prend la place de ce qui est déclaré, ici seulement et tant que la campagne dure\u00a0: rien n’est dit au nom de l’organisme.")  # fmt: skip
    label = " ".join(filter(None, [line.number, line.title.value]))
    context = {"heading": _("Corriger\u00a0: %(column)s") % {"column": cell.column.label(_lang())}, "button": _("Enregistrer la correction"), "lede": lede,
               "label": f"{body_name(ask.body)}, {label}", "back": address("ask_lines", campaign, ask.uid)}  # fmt: skip
    return form_page(request, campaign, form, tried, context)


def _lang() -> str:
    return get_language() or "fr"


def _cell(ask: Ask, uid: str, place: int) -> tuple[StandingLine, StandingCell]:
    """The column of the line, while the body is asked; 404 otherwise."""
    line = next((one for one in standing_lines(ask) if one.uid == uid), None)
    cell = next((one for one in line.cells if one.place == place), None) if line else None
    if line is None or cell is None or not _open(ask):
        raise Http404
    return line, cell
