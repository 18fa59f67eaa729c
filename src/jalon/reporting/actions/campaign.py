"""Writes of a campaign: prepared, opened, closed, opened again."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core import keeping, revisions, writing
from jalon.core.acting import action
from jalon.core.errors import Invalid
from jalon.core.models import AuditEvent, Part, User
from jalon.core.permissions import Permission, may_view_draft, require
from jalon.facts.common import Text, When
from jalon.plans.models import Plan
from jalon.reporting import columns as asked
from jalon.reporting.actions.common import require_campaign, trace, write
from jalon.reporting.actions.sending import send_ask_letter
from jalon.reporting.enums import CampaignState, LetterKind
from jalon.reporting.forgetting import forget_letters
from jalon.reporting.merging.model import Column
from jalon.reporting.models import Ask, Campaign, ConsolidatedLine, Reminder

BEFORE_FREEZING = (CampaignState.DRAFT, CampaignState.OPEN, CampaignState.CLOSED)


class CampaignFields(TypedDict, total=False):
    """What forms may write of a campaign."""

    title: Text
    session: When
    period: When
    opens: date | None
    closes: date
    instructions: Text | None
    columns: tuple[Column, ...]
    validation: bool


@action(Permission.EDIT)
def create_campaign(
    *,
    part: Part,
    plan: uuid.UUID,
    slug: str,
    title: Text,
    session: When,
    period: When,
    closes: date,
    columns: Iterable[Column],
    by: User | None,
    opens: date | None = None,
    instructions: Text | None = None,
    validation: bool = True,
) -> Campaign:
    """A campaign in preparation, in a part of the asking body. `plan` is the uid of a plan that it keeps."""
    require(by, Permission.EDIT, part)
    if Campaign.objects.filter(slug=slug).exists():
        raise Invalid({"slug": _("Cette adresse est déjà prise\u00a0; choisissez-en une autre.")})
    _plan_kept(plan, part, by)
    _in_order(opens, closes)
    row = Campaign(
        part=part, plan_uid=plan, slug=slug, title=title, session=session, period=period, opens=opens, closes=closes,
        instructions=instructions, validation=validation, columns=asked.checked(columns),
    )  # fmt: skip
    _dated(session, period)
    revisions.check_columns(row, {"slug", "closes", "opens"})
    row.save(force_insert=True)
    trace(row, by, "create_campaign", {"added": str(row)})
    return row


def _plan_kept(plan: uuid.UUID, part: Part, by: User | None) -> None:
    """The plan is one that the person may see the description of: another body's draft is not told of."""
    row = Plan.objects.live().select_related("part").filter(uid=plan).first()
    if row is None or (row.part_id != part.pk and by is not None and not may_view_draft(by, row.part)):
        raise Invalid({"plan": _("Choisissez un plan que votre organisme tient.")})


def _dated(session: When, period: When) -> None:
    problems = {}
    if not (session.edtf or session.printed):
        problems["session"] = _("Dites de quelle session il s’agit\u00a0: une date, même approchée.")
    if not period.edtf:
        problems["period"] = _("Dites de quelle période les réponses parlent, par exemple 2026-01/2026-06.")
    writing.refuse(problems)


def _in_order(opens: date | None, closes: date) -> None:
    if opens is not None and opens > closes:
        raise Invalid({"closes": _("La clôture vient avant l’ouverture\u00a0: corrigez l’une des deux dates.")})


@action(Permission.EDIT)
def edit_campaign(
    *, campaign: Campaign, by: User | None, expected_revision: int, **fields: Unpack[CampaignFields]
) -> Campaign:
    """Write fields of a campaign. Columns that change once workbooks were sent make a new version of them."""
    require_campaign(by, campaign, *BEFORE_FREEZING)
    values = dict(fields)
    if "columns" in fields:
        values["columns"] = asked.checked(fields["columns"])
        if values["columns"] != campaign.columns and campaign.asks.filter(asked_at__isnull=False).exists():
            values["template"] = campaign.template + 1
    _in_order(fields.get("opens", campaign.opens), fields.get("closes", campaign.closes))
    _dated(fields.get("session", campaign.session), fields.get("period", campaign.period))
    changes = write(campaign, expected_revision, values, derived=("template",))
    if "template" in values:
        campaign.asks.filter(asked_at__isnull=False).update(template=values["template"])
    trace(campaign, by, "edit_campaign", changes)
    return campaign


@action(Permission.EDIT)
def open_campaign(
    *, campaign: Campaign, by: User | None, expected_revision: int, now: datetime | None = None
) -> Campaign:
    """Ask: what each body declared last is written into its workbook, its letter goes to the outbox."""
    require_campaign(by, campaign, CampaignState.DRAFT)
    at = now or timezone.now()
    asks = list(campaign.asks.filter(withdrawn_at=None).select_related("campaign__part__owner", "body"))
    if not asks:
        raise Invalid({"asks": _("Choisissez au moins un organisme à qui demander.")})
    write(campaign, expected_revision, {"state": CampaignState.OPEN})
    for ask in asks:
        send_ask_letter(ask, LetterKind.INVITATION, at)
    trace(campaign, by, "open_campaign", {"asks": len(asks)})
    return campaign


@action(Permission.EDIT)
def close_campaign(*, campaign: Campaign, by: User | None, expected_revision: int) -> Campaign:
    """Stop asking. Links stay good for a week after the day announced: a late answer is still an answer."""
    require_campaign(by, campaign, CampaignState.OPEN)
    write(campaign, expected_revision, {"state": CampaignState.CLOSED})
    trace(campaign, by, "close_campaign")
    return campaign


@action(Permission.EDIT)
def reopen_campaign(*, campaign: Campaign, by: User | None, expected_revision: int) -> Campaign:
    """Undo the closing: bodies may answer, planned reminders go."""
    require_campaign(by, campaign, CampaignState.CLOSED)
    write(campaign, expected_revision, {"state": CampaignState.OPEN})
    trace(campaign, by, "reopen_campaign")
    return campaign


@action(Permission.EDIT)
def withdraw_campaign(*, campaign: Campaign, reason: str, by: User | None, expected_revision: int) -> Campaign:
    """Take a campaign back: its links open nothing any more, nothing is sent. It can be given back.

    The trace forgets the names and addresses that were written over in it.
    """
    require_campaign(by, campaign, *BEFORE_FREEZING)
    if not reason.strip():
        raise Invalid({"reason": _("Dites pourquoi\u00a0: la raison reste avec la fiche.")})
    at = timezone.now()
    write(campaign, expected_revision, {"withdrawn_at": at, "withdrawn_reason": reason})
    forget_letters(Ask.objects.filter(campaign=campaign), at)
    keeping.forget(AuditEvent.objects.filter(subject_uid__in=campaign.asks.values_list("uid", flat=True)))
    trace(campaign, by, "withdraw_campaign", {"reason": reason})
    return campaign


@action(Permission.EDIT)
def restore_campaign(*, campaign: Campaign, by: User | None, expected_revision: int) -> Campaign:
    """Give a withdrawn campaign back."""
    require(by, Permission.EDIT, campaign.part)
    if campaign.withdrawn_at is None:
        raise Invalid({"campaign": _("Cette campagne n’est pas retirée.")})
    write(campaign, expected_revision, {"withdrawn_at": None, "withdrawn_reason": ""})
    trace(campaign, by, "restore_campaign")
    return campaign


@action(Permission.EDIT)
def plan_reminder(
    *,
    campaign: Campaign,
    at: datetime,
    by: User | None,
    kind: LetterKind = LetterKind.REMINDER,
    copy: bool = False,
) -> Reminder:
    """Plan a reminder, or the letter that says that the time is over, for an hour (aware)."""
    require_campaign(by, campaign, *BEFORE_FREEZING)
    if kind not in {LetterKind.REMINDER, LetterKind.CLOSING}:
        raise Invalid(
            {"kind": _("Une relance ou une clôture se programme\u00a0; les autres messages partent de suite.")}
        )
    if campaign.reminders.filter(at=at).exists():
        raise Invalid({"at": _("Une relance est déjà programmée à cette heure.")})
    row = Reminder.objects.create(campaign=campaign, at=at, kind=kind, copy=copy)
    trace(row, by, "plan_reminder", {"at": at.isoformat(), "kind": kind})
    return row


@action(Permission.EDIT)
def cancel_reminder(*, reminder: Reminder, by: User | None, expected_revision: int) -> None:
    """Take a planned reminder out. Letters that it already sent stay told."""
    require_campaign(by, reminder.campaign, *BEFORE_FREEZING)
    told = {"at": reminder.at.isoformat(), "kind": reminder.kind, "copy": reminder.copy}
    trace(reminder, by, "cancel_reminder", told | {"_campaign": reminder.campaign.slug})
    revisions.remove(reminder, expected_revision)


@action(Permission.EDIT)
def consolidate(
    *, campaign: Campaign, subject: uuid.UUID, text: Text | None, by: User | None, expected_revision: int
) -> ConsolidatedLine:
    """The asking body's own sentence over the replies about one subject (None: none). Revision 0: there is none yet."""
    require_campaign(by, campaign, *BEFORE_FREEZING)
    if not campaign.asks.filter(lines__subject_uid=subject, lines__withdrawn_at=None).exists():
        raise Invalid({"subject": _("Cette campagne ne demande rien sur cet élément du plan.")})
    if text is not None and not text.value.strip():
        text = None
    row, made = ConsolidatedLine.objects.get_or_create(campaign=campaign, subject_uid=subject, defaults={"text": text})
    if made and expected_revision == 0:
        none, now = {"text": None}, keeping.values(row, ["text"])
        changes = {"text": ["", text.value if text else ""]} | keeping.kept(row, none, now)
    else:
        changes = write(row, expected_revision, {"text": text})
    trace(row, by, "consolidate", changes)
    return row
