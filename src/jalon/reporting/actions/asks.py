"""Writes about one body of a campaign: what it is asked, until when, its links, the validation by its hierarchy."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core import keeping, revisions, writing
from jalon.core.acting import action
from jalon.core.actions.invitations import checked_address
from jalon.core.errors import Conflict, FieldConflict, Invalid
from jalon.core.models import AuditEvent, Organisation, User
from jalon.core.permissions import Permission, require_any
from jalon.reporting.actions.campaign import BEFORE_FREEZING
from jalon.reporting.actions.common import require_campaign, require_state, trace, write
from jalon.reporting.actions.sending import send_ask_letter
from jalon.reporting.bodies import body_name
from jalon.reporting.enums import CampaignState, Format, LetterKind, Way
from jalon.reporting.forgetting import forget_letters
from jalon.reporting.links import HOLDER, ask_of
from jalon.reporting.models import Ask, AskLine, Campaign, Link
from jalon.reporting.subjects import Subject, subjects_of

ASKED = (CampaignState.OPEN, CampaignState.CLOSED)


class AskFields(TypedDict, total=False):
    """What forms may write of an ask."""

    way: str
    format: str
    contact: str
    contact_name: str
    superior: str
    language: str
    due: date | None


@action(Permission.EDIT)
def add_ask(
    *,
    campaign: Campaign,
    body: Organisation,
    subjects: Iterable[uuid.UUID],
    by: User | None,
    way: Way = Way.LINK,
    form: Format = Format.XLSX,
    contact: str = "",
    contact_name: str = "",
    superior: str = "",
    language: str = "fr",
    due: date | None = None,
) -> Ask:
    """A body, and the measures, attested items, sections or plan (uids) it is asked about, in the plan's order.

    Nothing is sent: opening the campaign, or `send_ask` in one that is open, does.
    """
    require_campaign(by, campaign, *BEFORE_FREEZING)
    if campaign.asks.filter(body=body, withdrawn_at=None).exists():
        raise Invalid({"body": _("Cet organisme est déjà dans la campagne\u00a0: changez sa demande.")})
    last = campaign.asks.aggregate(last=Max("order"))["last"]
    fields = _checked(
        {"way": way, "contact": contact, "superior": superior, "language": language, "contact_name": contact_name}, way
    )
    ask = Ask(campaign=campaign, body=body, order=0 if last is None else last + 1, format=form, due=due, **fields)
    revisions.check_columns(ask, {"way", "format", "contact", "superior", "due", "language", "contact_name"})
    ask.save(force_insert=True)
    found = _add_lines(ask, subjects)
    trace(ask, by, "add_ask", {"lines": len(found), "way": way})
    return ask


def _checked(fields: AskFields, way: str) -> AskFields:
    """Addresses that are addresses; one at least for who has no account."""
    for name in ("contact", "superior"):
        if fields.get(name):
            try:
                fields[name] = checked_address(str(fields[name]))
            except Invalid as error:
                raise Invalid({name: next(iter(error.problems.values()))}) from None
    if way != Way.ACCOUNT and fields.get("contact") == "":
        raise Invalid({"contact": _("Donnez l’adresse à laquelle écrire.")})
    if fields.get("language", "fr") not in {"fr", "en"}:
        raise Invalid({"language": _("Le français et l’anglais sont les langues des messages.")})
    return fields


def _require_live(ask: Ask) -> None:
    """Nothing is written of a body that was taken out of the campaign: it is given back first."""
    if ask.withdrawn_at is not None:
        raise Invalid({"ask": _("Cet organisme a été retiré de la campagne.")})


def _add_lines(ask: Ask, subjects: Iterable[uuid.UUID]) -> list[AskLine]:
    wanted = list(dict.fromkeys(subjects))
    known = subjects_of(ask.campaign.plan_uid)
    for uid in wanted:
        if uid not in known:
            raise Invalid(
                {"subjects": _("Choisissez des éléments de ce plan\u00a0: %(uid)s n’en est pas.") % {"uid": uid}}
            )
    if not wanted:
        raise Invalid({"subjects": _("Choisissez au moins une mesure.")})
    rows = [_line(ask, known[uid]) for uid in wanted]
    AskLine.objects.bulk_create(rows)
    return rows


def _line(ask: Ask, subject: Subject) -> AskLine:
    return AskLine(ask=ask, subject_uid=subject.uid, order=subject.order, number=subject.number, title=subject.title)


@action(Permission.EDIT)
def edit_ask(*, ask: Ask, by: User | None, expected_revision: int, **fields: Unpack[AskFields]) -> Ask:
    """Write how a body is asked; `due` gives it a day of its own, None that of the campaign."""
    require_campaign(by, ask.campaign, *BEFORE_FREEZING)
    _require_live(ask)
    values = _checked(fields, fields.get("way", ask.way))
    if values.get("way", ask.way) != Way.ACCOUNT and not values.get("contact", ask.contact):
        raise Invalid({"contact": _("Donnez l’adresse à laquelle écrire.")})
    trace(ask, by, "edit_ask", write(ask, expected_revision, dict(values)))
    return ask


@action(Permission.EDIT)
def set_subjects(*, ask: Ask, subjects: Iterable[uuid.UUID], by: User | None, expected_revision: int) -> Ask:
    """Ask about these and no others. Once the workbook was sent, it becomes a new version; a line of which something
    was returned stays."""
    require_campaign(by, ask.campaign, *BEFORE_FREEZING)
    _require_live(ask)
    wanted = list(dict.fromkeys(subjects))
    rows = {row.subject_uid: row for row in ask.lines.all()}
    before = [str(uid) for uid, row in rows.items() if row.withdrawn_at is None]
    kept = {uid for uid, row in rows.items() if row.returned.exists()}
    revisions.claim(ask, expected_revision)
    ask.lines.exclude(subject_uid__in=[*wanted, *kept]).update(withdrawn_at=timezone.now())
    ask.lines.filter(subject_uid__in=wanted).update(withdrawn_at=None)
    new = [uid for uid in wanted if uid not in rows]
    if new:
        _add_lines(ask, new)
    if ask.asked_at is not None:
        Campaign.objects.filter(pk=ask.campaign_id).update(template=ask.campaign.template + 1)
        ask.campaign.refresh_from_db(fields=["template"])
        ask.template = ask.campaign.template
        ask.save(update_fields=["template", "updated_at"])
    trace(ask, by, "set_subjects", {"lines": len(wanted), "added": len(new), "_before": before})
    return ask


@action(Permission.EDIT)
def set_matrix(
    *,
    campaign: Campaign,
    asked: Mapping[Ask, Collection[uuid.UUID]],
    by: User | None,
    expected_revision: Mapping[uuid.UUID, int],
) -> int:
    """Ask several bodies at once about these and no others; gives how many bodies change. All of them, or none.

    `expected_revision` is that of each ask by its uid. `Conflict` names, as fields, the asks (uid) that somebody changed
    meanwhile; `Invalid` under the uid of a body that would be asked about nothing.
    """
    require_campaign(by, campaign, *BEFORE_FREEZING)
    empty = _("Choisissez au moins une mesure pour %(body)s, ou retirez cet organisme de la campagne.")
    writing.refuse({str(ask.uid): empty % {"body": body_name(ask.body)} for ask, held in asked.items() if not held})
    now = dict(Ask.objects.select_for_update().filter(campaign=campaign).values_list("uid", "revision"))
    stale = [ask for ask in asked if now.get(ask.uid) != expected_revision.get(ask.uid)]
    if stale:
        first = stale[0].uid
        fields = tuple(FieldConflict(str(ask.uid), str(now.get(ask.uid, 0)), "") for ask in stale)
        raise Conflict(expected=expected_revision.get(first, 0), current=now.get(first, 0), fields=fields)
    for ask, subjects in asked.items():
        ask.campaign = campaign
        set_subjects(ask=ask, subjects=subjects, by=by, expected_revision=expected_revision[ask.uid])
    return len(asked)


@action(Permission.EDIT)
def withdraw_ask(*, ask: Ask, reason: str, by: User | None, expected_revision: int) -> Ask:
    """Take a body out of the campaign: its links open nothing, it is in no state. It can be given back.

    No letter that waits goes to it. The trace forgets the names and addresses that were written over in what it was asked.
    """
    require_campaign(by, ask.campaign, *BEFORE_FREEZING)
    if not reason.strip():
        raise Invalid({"reason": _("Dites pourquoi\u00a0: la raison reste avec la fiche.")})
    if ask.returns.filter(withdrawn_at=None, written_at__isnull=False).exists():
        raise Invalid({"ask": _("Ses réponses sont écrites\u00a0: défaites d’abord leur fusion.")})
    at = timezone.now()
    write(ask, expected_revision, {"withdrawn_at": at, "withdrawn_reason": reason})
    keeping.forget(AuditEvent.objects.filter(subject_uid=ask.uid))
    forget_letters(Ask.objects.filter(pk=ask.pk), at)
    trace(ask, by, "withdraw_ask", {"reason": reason})
    return ask


@action(Permission.EDIT)
def restore_ask(*, ask: Ask, by: User | None, expected_revision: int) -> Ask:
    """Give a withdrawn body back."""
    require_campaign(by, ask.campaign, *BEFORE_FREEZING)
    if ask.withdrawn_at is None or ask.campaign.asks.filter(body=ask.body, withdrawn_at=None).exists():
        raise Invalid({"ask": _("Cet organisme est déjà dans la campagne.")})
    write(ask, expected_revision, {"withdrawn_at": None, "withdrawn_reason": ""})
    trace(ask, by, "restore_ask")
    return ask


@action(Permission.EDIT)
def send_ask(*, ask: Ask, by: User | None, expected_revision: int, now: datetime | None = None) -> Ask:
    """Ask a body that was added to an open campaign, or write to it again now: a reminder if it was asked already."""
    require_campaign(by, ask.campaign, *ASKED)
    _require_live(ask)
    if ask.returned_at is not None:
        raise Invalid({"ask": _("Cet organisme a répondu\u00a0: il n’y a rien à relancer.")})
    revisions.claim(ask, expected_revision)
    kind = LetterKind.REMINDER if ask.asked_at else LetterKind.INVITATION
    send_ask_letter(ask, kind, now or timezone.now())
    trace(ask, by, "send_ask", {"kind": kind})
    return ask


@action(Permission.EDIT)
def revoke_links(*, ask: Ask, by: User | None, expected_revision: int) -> int:
    """Revoke every link of a body; gives how many. The next letter brings a new one."""
    require_campaign(by, ask.campaign)
    revisions.claim(ask, expected_revision)
    count = Link.objects.filter(ask=ask, revoked_at=None).update(revoked_at=timezone.now())
    trace(ask, by, "revoke_links", {"links": count})
    return count


@action(Permission.EDIT)
def validate_answers(
    *, ask: Ask, name: str, function: str, by: User | None, expected_revision: int, now: datetime | None = None
) -> Ask:
    """The hierarchy of the body validates what it returned: noted by the asking body, or by who edits for the body.

    The name stays in the office; the function is published.
    """
    require_any(by, (Permission.EDIT, ask.part), (Permission.EDIT, ask.body))
    return _validate(ask, name, function, by, expected_revision, now)


def validate_by_link(
    *, token: str, address: str, name: str, function: str, expected_revision: int, now: datetime | None = None
) -> Ask:
    """The same by who holds the link."""
    at = now or timezone.now()
    ask = ask_of(token, address=address, now=at)
    return _validate_by_link(ask=ask, name=name, function=function, expected_revision=expected_revision, now=at)


@action(instead=HOLDER)
def _validate_by_link(*, ask: Ask, name: str, function: str, expected_revision: int, now: datetime) -> Ask:
    return _validate(ask, name, function, None, expected_revision, now)


def _validate(ask: Ask, name: str, function: str, by: User | None, expected_revision: int, now: datetime | None) -> Ask:
    require_state(ask.campaign, ASKED)
    _require_live(ask)
    problems = {}
    if not ask.campaign.validation:
        problems["ask"] = _("Cette campagne n’exige pas de validation.")
    if ask.returned_at is None:
        problems["ask"] = _("Rien n’est rendu\u00a0: il n’y a rien à valider.")
    if not name.strip():
        problems["name"] = _("Dites qui a validé. Le nom reste au bureau\u00a0; seule la fonction est publiée.")
    if not function.strip():
        problems["function"] = _("Dites à quel titre\u00a0: la fonction est publiée avec la date.")
    if problems:
        raise Invalid(problems)
    fields = {"validated_at": now or timezone.now(), "validated_by": name.strip(), "validated_as": function.strip()}
    write(ask, expected_revision, fields)
    trace(ask, by, "validate", {"function": function})
    return ask


@action(Permission.EDIT)
def unvalidate_answers(*, ask: Ask, by: User | None, expected_revision: int) -> Ask:
    """Take a validation back."""
    require_any(by, (Permission.EDIT, ask.part), (Permission.EDIT, ask.body))
    require_state(ask.campaign, ASKED)
    _require_live(ask)
    changes = write(ask, expected_revision, {"validated_at": None, "validated_by": "", "validated_as": ""})
    trace(ask, by, "unvalidate", keeping.private(changes))
    return ask
