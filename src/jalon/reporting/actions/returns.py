"""Writes about what came back: taken in, decided cell by cell, written as declarations, undone."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jalon.core import keeping, revisions
from jalon.core.acting import action
from jalon.core.errors import Conflict, FieldConflict, Invalid
from jalon.core.models import User
from jalon.core.permissions import Permission, require
from jalon.reporting import declaring
from jalon.reporting.actions.asks import ASKED
from jalon.reporting.actions.common import require_campaign, require_state, trace, who, write
from jalon.reporting.actions.sending import send_ask_letter
from jalon.reporting.deadlines import day_of
from jalon.reporting.enums import LetterKind, ReturnWay
from jalon.reporting.links import HOLDER, ask_of
from jalon.reporting.merging.cells import read_cell
from jalon.reporting.merging.merge import merge_form
from jalon.reporting.merging.model import Choice, Entry, FormLine, Note
from jalon.reporting.models import Ask, AskLine, Campaign, Return, ReturnedCell, ReturnedLine
from jalon.reporting.receiving import ask_of_file, keep_return, read_file, receive, supersede
from jalon.reporting.templates import form_template, live_lines
from jalon.reporting.wording import both_texts, unread_words


@action(Permission.EDIT)
def receive_workbook(
    *,
    campaign: Campaign,
    data: bytes,
    name: str,
    by: User | None,
    ask: Ask | None = None,
    now: datetime | None = None,
    sent_by: str = "",
) -> Return:
    """A workbook that came back by any way. Without `ask` the file's own keys say whose it is. Nothing of it is written
    before `write_return`; nothing is kept of one that is refused (`Invalid`, under « file »)."""
    require_campaign(by, campaign, *ASKED)
    workbook = read_file(data, name)
    chosen = ask or ask_of_file(campaign, workbook)
    if chosen.campaign_id != campaign.pk or chosen.withdrawn_at is not None or chosen.asked_at is None:
        raise Invalid({"ask": _("Cet organisme n’est pas de ceux à qui la campagne a demandé.")})
    at = now or timezone.now()
    ret, merged = receive(
        chosen, data, name, way=ReturnWay.FILE, now=at, sent_by=sent_by or who(by), workbook=workbook
    )  # fmt: skip
    trace(ret, by, "receive", {"file_sha256": ret.sha256, "cells": merged.read, "changed": len(merged.changed)})
    return ret


@action(Permission.EDIT)
def upload_workbook(*, ask: Ask, data: bytes, name: str, by: User | None, now: datetime | None = None) -> Return:
    """The body gives its workbook back by its own account."""
    require(by, Permission.EDIT, ask.body)
    return _uploaded(ask, data, name, by, ReturnWay.ACCOUNT, who(by), now or timezone.now())


def upload_by_link(
    *, token: str, address: str, data: bytes, name: str, sent_by: str = "", now: datetime | None = None
) -> Return:
    """The same by who holds the link."""
    at = now or timezone.now()
    return _upload_by_link(ask=ask_of(token, address=address, now=at), data=data, name=name, sent_by=sent_by, now=at)


@action(instead=HOLDER)
def _upload_by_link(*, ask: Ask, data: bytes, name: str, sent_by: str, now: datetime) -> Return:
    return _uploaded(ask, data, name, None, ReturnWay.LINK, sent_by, now)


def _uploaded(ask: Ask, data: bytes, name: str, by: User | None, way: ReturnWay, sent_by: str, now: datetime) -> Return:
    require_state(ask.campaign, ASKED)
    if ask.withdrawn_at is not None or ask.asked_at is None:
        raise Invalid({"ask": _("Rien n’est demandé à votre organisme dans cette campagne.")})
    ret, merged = receive(ask, data, name, way=way, now=now, sent_by=sent_by)
    trace(ret, by, "receive", {"file_sha256": ret.sha256, "cells": merged.read, "changed": len(merged.changed)})
    return ret


@action(Permission.EDIT)
def note_answer(
    *,
    ask: Ask,
    answers: tuple[FormLine, ...],
    sent_by: str,
    by: User | None,
    expected_revision: int,
    now: datetime | None = None,
) -> Return:
    """Note an answer given by telephone: `sent_by` says who gave it. It is the body's declaration like any other."""
    require_campaign(by, ask.campaign, *ASKED)
    if not sent_by.strip():
        raise Invalid({"sent_by": _("Dites qui a répondu\u00a0: le nom reste au bureau.")})
    revisions.claim(ask, expected_revision)
    lines = live_lines(ask)
    merged = merge_form(answers, form_template(ask, lines), ask.language)
    if not any(line.answered for line in merged.lines):
        raise Invalid({"answers": _("Rien n’est noté\u00a0: répondez à une ligne au moins.")})
    ret = keep_return(ask, merged, way=ReturnWay.PHONE, now=now or timezone.now(), sent_by=sent_by)
    trace(ret, by, "note_answer", {"lines": sum(line.answered for line in merged.lines)})
    return ret


@action(Permission.EDIT)
def correct_line(*, line: AskLine, column: str, text: str, by: User | None, expected_revision: int) -> AskLine:
    """Write over what the body declared last, here, while it is asked: a return that says otherwise meets it."""
    require_campaign(by, line.ask.campaign, *ASKED)
    asked = next((found for found in line.ask.campaign.columns if found.key == column), None)
    if asked is None:
        raise Invalid({"column": _("Cette colonne n’est pas demandée.")})
    rest = tuple(entry for entry in line.corrections if entry.column != column)
    before = next((entry.value.text for entry in line.corrections if entry.column == column), "")
    read = read_cell(asked, text.strip() or None, lang=get_language() or "fr")
    if read.trouble is not None and read.proposed is None:
        raise Invalid({"text": unread_words(asked) % {"text": text.strip()}})
    value, at = read.proposed or read.value, declaring.moment(timezone.now())
    new = (Entry(column=column, value=value, at=at, by=who(by), corrected=True),) if value else ()
    try:
        write(line, expected_revision, {"corrections": (*rest, *new)})
    except Conflict as met:
        line.refresh_from_db(fields=["corrections"])
        stands = next((entry.value.text for entry in line.corrections if entry.column == column), "")
        fields = (FieldConflict("text", stands, text.strip()),) if stands != text.strip() else ()
        raise Conflict(expected=met.expected, current=met.current, fields=fields) from None
    changes = {"column": asked.label(line.ask.campaign.language), "text": [before, value.text if value else ""]}
    trace(line, by, "correct_line", changes | {"_column": column, "_text": keeping.Exact(before=before)})
    return line


@action(Permission.EDIT)
def decide(*, ret: Return, decisions: Mapping[int, str], by: User | None, expected_revision: int) -> Return:
    """Say what is kept of differences: a code of `Choice` by the id of the cell. `Invalid` names a choice that a cell does not offer."""
    _require_open(by, ret)
    cells = {cell.pk: cell for cell in ret.cells.filter(pk__in=list(decisions))}
    problems = {}
    for key, choice in decisions.items():
        cell = cells.get(key)
        if cell is None or str(choice) not in cell.choices:
            problems[f"cell-{key}"] = _("Choisissez l’une des réponses proposées.")
        else:
            cell.decision, cell.preselected = str(choice), False
    if problems:
        raise Invalid(problems)
    revisions.claim(ret, expected_revision)
    before = dict(ret.cells.filter(pk__in=list(cells)).values_list("pk", "decision"))
    ReturnedCell.objects.bulk_update(cells.values(), ["decision", "preselected"])
    _count_copied(ret, cells.values())
    trace(ret, by, "decide", {"cells": len(cells), "_before": {str(pk): held for pk, held in before.items()}})
    return ret


def _count_copied(ret: Return, cells: Iterable[ReturnedCell]) -> None:
    """A line on which the body wrote nothing but a merged cell is answered once its text is copied to it, not before."""
    touched = {cell.line_id for cell in cells if cell.note == Note.MERGED}
    if not touched:
        return
    held = [cell for cell in ret.cells.filter(line__in=touched) if cell.choices]
    told = {cell.line_id for cell in held if cell.note != Note.MERGED or cell.decision == Choice.RETURNED}
    told |= set(ret.lines.filter(line__in=touched, nothing=True).values_list("line_id", flat=True))
    ret.lines.filter(line__in=touched).update(answered=False)
    ret.lines.filter(line__in=told).update(answered=True)
    supersede(ret, told)
    for model in (ReturnedLine, ReturnedCell):
        model.objects.filter(superseded_by=ret, line__in=touched - told).update(superseded_by=None)


@action(Permission.EDIT)
def undecide(*, ret: Return, cells: list[int], by: User | None, expected_revision: int) -> Return:
    """Take decisions back."""
    _require_open(by, ret)
    revisions.claim(ret, expected_revision)
    rows = list(ret.cells.filter(pk__in=cells, written=False).exclude(decision=""))
    ReturnedCell.objects.filter(pk__in=[row.pk for row in rows]).update(decision="", preselected=False)
    _count_copied(ret, rows)
    trace(ret, by, "undecide", {"cells": len(rows), "_decided": {str(row.pk): row.decision for row in rows}})
    return ret


def _require_open(by: User | None, ret: Return) -> None:
    require_campaign(by, ret.ask.campaign, *ASKED)
    if ret.withdrawn_at is not None:
        raise Invalid({"return": _("Ce retour est mis de côté\u00a0: reprenez-le d’abord.")})
    if ret.written_at is not None:
        raise Invalid({"return": _("Ce retour est écrit\u00a0: défaites d’abord sa fusion.")})


@action(Permission.EDIT)
def write_return(
    *,
    ret: Return,
    by: User | None,
    expected_revision: int,
    only_decided: bool = False,
    now: datetime | None = None,
) -> Return:
    """Write what was returned as dated declarations of the body. `Invalid` while a difference is undecided, unless
    `only_decided`: then those are kept aside, and writing again later writes them."""
    require_campaign(by, ret.ask.campaign, *ASKED)
    if ret.withdrawn_at is not None:
        raise Invalid({"return": _("Ce retour est mis de côté\u00a0: reprenez-le d’abord.")})
    undecided = [cell for cell in ret.cells.filter(superseded_by=None) if cell.choices and not cell.decision]
    if undecided and not only_decided:
        raise Invalid({f"cell-{cell.pk}": _("Dites ce qui est gardé de cette différence.") for cell in undecided})
    revisions.claim(ret, expected_revision)
    at = now or timezone.now()
    made = declaring.declare(ret, by)
    _ask_again(ret, at)
    done = at if not undecided else None
    ret.written_at, ret.written_by = done, who(by)
    ret.save(update_fields=["written_at", "written_by", "source_uid", "updated_at"])
    revisions.bump(ret.part)
    trace(
        ret,
        by,
        "write_return",
        {"statements": made.statements, "observations": made.observations, "aside": len(undecided)},
    )
    return ret


def _ask_again(ret: Return, now: datetime) -> None:
    cells = [
        cell for cell in ret.cells.select_related("line") if cell.decision == Choice.ASK_AGAIN and not cell.written
    ]
    if cells and ret.ask.contact:
        send_ask_letter(ret.ask, LetterKind.ASK_AGAIN, now, both_texts(ret.ask, cells))
    ReturnedCell.objects.filter(pk__in=[cell.pk for cell in cells]).update(written=True)


@action(Permission.EDIT)
def undo_return(*, ret: Return, by: User | None, expected_revision: int) -> Return:
    """Undo the merge of a return, until the state is frozen: its declarations are withdrawn, its decisions stay."""
    require_campaign(by, ret.ask.campaign, *ASKED)
    if ret.source_uid is None:
        raise Invalid({"return": _("Rien de ce retour n’est écrit.")})
    revisions.claim(ret, expected_revision)
    made = declaring.undo(ret, ret.source_uid)
    ret.written_at, ret.written_by, ret.source_uid = None, "", None
    ret.save(update_fields=["written_at", "written_by", "source_uid", "updated_at"])
    revisions.bump(ret.part)
    trace(ret, by, "undo_return", {"statements": made.statements, "observations": made.observations})
    return ret


@action(Permission.EDIT)
def set_aside(*, ret: Return, reason: str, by: User | None, expected_revision: int) -> Return:
    """Put a return aside: it counts for nothing. It can be taken up again."""
    _require_open(by, ret)
    if not reason.strip():
        raise Invalid({"reason": _("Dites pourquoi\u00a0: la raison reste avec la fiche.")})
    if ret.source_uid is not None:
        raise Invalid({"return": _("Une partie de ce retour est écrite\u00a0: défaites d’abord sa fusion.")})
    write(ret, expected_revision, {"withdrawn_at": timezone.now(), "withdrawn_reason": reason})
    for model in (ReturnedLine, ReturnedCell):
        model.objects.filter(superseded_by=ret).update(superseded_by=None)
    _recount(ret.ask)
    trace(ret, by, "set_aside", {"reason": reason, "received": day_of(ret.received_at).isoformat()})
    return ret


@action(Permission.EDIT)
def take_up(*, ret: Return, by: User | None, expected_revision: int) -> Return:
    """Take up a return that was set aside."""
    require_campaign(by, ret.ask.campaign, *ASKED)
    if ret.withdrawn_at is None:
        raise Invalid({"return": _("Ce retour n’est pas mis de côté.")})
    write(ret, expected_revision, {"withdrawn_at": None, "withdrawn_reason": ""})
    _recount(ret.ask)
    trace(ret, by, "take_up")
    return ret


def _recount(ask: Ask) -> None:
    """When a body returned last: of the returns that count."""
    last = ask.returns.filter(withdrawn_at=None).order_by("received_at").last()
    ask.returned_at = last.received_at if last else None
    if last is None:
        ask.validated_at, ask.validated_by, ask.validated_as = None, "", ""
    ask.save(update_fields=["returned_at", "validated_at", "validated_by", "validated_as", "updated_at"])
