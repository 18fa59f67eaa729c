"""Preparing a campaign, changing it, and its reminders: planned, read as they will go, cancelled."""

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jalon.core.matrix import Permission
from jalon.core.models import Part, User
from jalon.facts.common import Text
from jalon.office.around import cut
from jalon.office.campaign_doors import of_campaign
from jalon.office.campaign_steps import Attempt, address, attempt, campaign_frame, form_page, may_post, revision_of
from jalon.office.doors import of_part
from jalon.office.forms.base import PlainForm, set_choices
from jalon.office.forms.campaign import CampaignForm, ReminderForm, planned, question_lines
from jalon.office.frame import user_of
from jalon.office.problems import field_problems
from jalon.plans.models import Indicator, Plan
from jalon.plans.selectors.plan import my_plans
from jalon.reporting import actions
from jalon.reporting.columns import OBSERVED, STANDARD, observing, standard
from jalon.reporting.enums import CampaignState, LetterKind
from jalon.reporting.models import Campaign, Reminder
from jalon.reporting.selectors import campaign_page, reminder_words


@of_part(Permission.EDIT)
def new(request: HttpRequest, part: Part) -> HttpResponse:
    """Prepare a campaign in a part: nothing is sent."""
    form = _form(request, part, None)
    made: list[Campaign] = []
    tried = attempt(form, lambda: made.append(_create(part, form, user_of(request)))) if _sent(request, form) else None
    if made:
        messages.success(
            request, _("Campagne préparée. Choisissez maintenant les organismes\u00a0: rien n’est envoyé.")
        )
        return redirect(address("campaign", made[0]))
    context = {"heading": _("Préparer une campagne"), "button": _("Préparer la campagne"), "form": form,
               "problems": field_problems(form), "clash": ()}  # fmt: skip
    shown = campaign_frame(request, part, None, context["heading"]) | context
    return render(request, "office/campaign/form.html", shown, status=_status(form, tried))


def _sent(request: HttpRequest, form: Any) -> bool:
    return request.method == "POST" and form.is_valid()


def _status(form: Any, tried: Attempt | None) -> int:
    return 200 if not form.errors else tried.status if tried else 422


def _form(request: HttpRequest, part: Part, campaign: Campaign | None) -> CampaignForm:
    form = CampaignForm(request.POST or None, initial=_initial(campaign) if campaign else {"asked": STANDARD[:3]})
    set_choices(form, "asked", [(key, standard(key).label(_lang(request))) for key in STANDARD])
    rows = Indicator.objects.of_part(part).live().order_by("slug")
    kept = [(str(row.uid), cut(row.title.value)) for row in rows if not (row.formula or row.counted)]
    set_choices(form, "indicators", kept)
    if not kept:
        del form.fields["indicators"]
    if campaign is None:
        own = {str(uid) for uid in Plan.objects.of_part(part).live().values_list("uid", flat=True)}
        plans = [line for line in my_plans(user_of(request)) if line.uid]
        plans.sort(key=lambda line: line.uid not in own)  # the part's own first: nobody asks about another by oversight
        set_choices(form, "plan", [(line.uid, cut(line.title.value if line.title else line.slug)) for line in plans])
        return form
    for name, start in (("session", campaign.session), ("period", campaign.period)):
        form.fields[name].start = start  # type: ignore[attr-defined]  # a WhenField
    for name in ("plan", "schedule"):
        del form.fields[name]
    return form


def _lang(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", "fr"))


def _initial(campaign: Campaign) -> dict[str, Any]:
    keys = [column.key for column in campaign.columns]
    return {
        "expected_revision": campaign.revision, "title": campaign.title.value, "session": campaign.session,
        "period": campaign.period, "opens": campaign.opens, "closes": campaign.closes, "validation": campaign.validation,
        "asked": [key for key in keys if key in STANDARD], "questions": question_lines(campaign.columns),
        "indicators": [key.removeprefix(OBSERVED) for key in keys if key.startswith(OBSERVED)],
        "instructions": campaign.instructions.value if campaign.instructions else "",
    }  # fmt: skip


def _values(form: CampaignForm, lang: str, campaign: Campaign | None = None) -> dict[str, Any]:
    """What the action takes; a text keeps the language that it had."""
    data = form.cleaned_data
    observed = observing(uuid.UUID(uid) for uid in data.get("indicators", ()))
    return {
        "title": _text(data["title"], campaign.title if campaign else None, lang), "session": data["session"], "period": data["period"], "opens": data["opens"],
        "closes": data["closes"], "validation": data["validation"], "columns": (*form.columns(), *observed),
        "instructions": _text(data["instructions"], campaign.instructions if campaign else None, lang) if data["instructions"].strip() else None,
    }  # fmt: skip


def _text(words: str, before: Text | None, lang: str) -> Text:
    return replace(before, value=words) if before else Text(value=words, lang=lang)


def _create(part: Part, form: CampaignForm, user: User) -> Campaign:
    values = _values(form, part.lang)
    slug = free_slug(form.cleaned_data["title"])
    made = actions.create_campaign(part=part, plan=uuid.UUID(form.cleaned_data["plan"]), slug=slug, by=user, **values)
    for at, kind in planned(values["closes"], form.cleaned_data["schedule"]):
        actions.plan_reminder(campaign=made, at=at, kind=LetterKind(kind), by=user)
    return made


def free_slug(title: str) -> str:
    """An address that no campaign has."""
    base = slugify(title)[:100] or "campagne"
    taken = set(Campaign.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbers = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in numbers if slug not in taken)


@of_campaign(Permission.EDIT)
def edit(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Change a campaign. Columns that change once workbooks were sent make a new version of them."""
    form = _form(request, campaign.part, campaign)
    tried, closing = None, campaign.closes
    if _sent(request, form):
        tried = attempt(form, lambda: _change(campaign, form, user_of(request)))
        if tried.done:
            messages.success(request, _("Enregistré."))
            if campaign.closes != closing and campaign.reminders.exists():
                messages.warning(
                    request, _("La clôture a changé de jour, les relances programmées non\u00a0: relisez-les.")
                )
            return redirect(address("campaign", campaign))
    sent = campaign.state != CampaignState.DRAFT
    lede = _("Si vous changez ce qui est demandé, les classeurs déjà envoyés deviennent d’un ancien modèle et seront refusés\u00a0: renvoyez-les.")  # fmt: skip
    context = {"heading": _("Modifier la campagne"), "button": _("Enregistrer"), "lede": lede if sent else ""}
    return form_page(request, campaign, form, tried, context)


def _change(campaign: Campaign, form: CampaignForm, user: User) -> None:
    actions.edit_campaign(
        campaign=campaign, by=user, expected_revision=revision_of(form), **_values(form, campaign.part.lang, campaign)
    )


# --- reminders -------------------------------------------------------------------------------------------------------


@of_campaign(Permission.EDIT)
def plan_reminder(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Plan a reminder, or the letter that says that the time is over."""
    form = ReminderForm(request.POST or None)
    tried = None
    if _sent(request, form):
        data = form.cleaned_data
        tried = attempt(
            form,
            lambda: actions.plan_reminder(
                campaign=campaign, at=data["at"], kind=LetterKind(data["kind"]), copy=data["copy"], by=user_of(request)
            ),
            {"at": "day"},
        )
        if tried.done:
            messages.success(request, _("Relance programmée."))
            return redirect(address("campaign", campaign) + "#relances")
    lede = _("Elle part seule à l’heure dite, une fois, à ceux qui n’ont rien rendu d’ici là.")
    context = {"heading": _("Programmer une relance"), "button": _("Programmer"), "lede": lede}
    return form_page(request, campaign, form, tried, context)


@of_campaign(Permission.VIEW_DRAFT)
def reminder(request: HttpRequest, campaign: Campaign, uid: uuid.UUID) -> HttpResponse:
    """A planned reminder as it will go to each body; POST cancels it."""
    row = Reminder.objects.filter(campaign=campaign, uid=uid).first()
    if row is None:
        raise Http404
    user = user_of(request)
    found = campaign_page(campaign.slug, user, timezone.now())
    form = PlainForm(request.POST or None, initial={"expected_revision": row.revision})
    tried = None
    if may_post(request, campaign) and form.is_valid():
        row.campaign = campaign
        tried = attempt(
            form, lambda: actions.cancel_reminder(reminder=row, by=user, expected_revision=revision_of(form))
        )
        if tried.done:
            messages.success(request, _("Relance annulée\u00a0; ce qu’elle avait déjà envoyé reste dit."))
            return redirect(address("campaign", campaign) + "#relances")
    told = next(one for one in found.planned if one.uid == str(uid))
    letters = [(ask, reminder_words(str(uid), ask.uid, user)) for ask in found.asks if ask.body in told.to]
    context = {"heading": _("Relance programmée"), "page": found, "told": told, "letters": letters}
    return form_page(request, campaign, form, tried, context, "reminder")
