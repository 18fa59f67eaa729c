"""The page on which a return is merged, and its file."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import BinaryIO

from django.utils.translation import get_language

from jalon.core import storage
from jalon.core.models import User
from jalon.core.permissions import may_edit
from jalon.reporting.bodies import body_name
from jalon.reporting.enums import ReturnWay
from jalon.reporting.merging.model import NOTHING, Accident, AccidentKind, Choice, Note, Trouble
from jalon.reporting.merging.saying import date_words, number_words
from jalon.reporting.models import Return, ReturnedCell
from jalon.reporting.selectors.pages import AccidentRow, CellRow, ChoiceRow, MergePage
from jalon.reporting.wording import (
    CHOICES,
    COPYING,
    NOTES,
    ON_NOTHING,
    column_label,
    kind_words,
    read_words,
    remedy_words,
    trouble_words,
)


def return_of(uid: str, user: User) -> Return:
    """A return, for the team that runs its campaign. `Return.DoesNotExist` otherwise: a draft is no return."""
    rows = Return.objects.visible_to(user).select_related("ask__campaign__part__owner", "ask__body", "file")
    found: Return = rows.get(uid=uuid.UUID(uid))
    return found


def merge_page(uid: str, user: User) -> MergePage:
    """A return with its accidents and differences, in a fixed number of queries. `Return.DoesNotExist` otherwise."""
    ret = return_of(uid, user)
    campaign = ret.ask.campaign
    cells = list(ret.cells.select_related("line").order_by("order", "id"))
    changed = [cell for cell in cells if cell.choices and cell.superseded_by_id is None]
    chosen = sum(bool(cell.decision) for cell in changed)
    return MergePage(
        uid=str(ret.uid), revision=ret.revision, campaign=campaign.slug, campaign_title=campaign.title,
        part=campaign.part.slug, synthetic=campaign.part.synthetic, may_edit=may_edit(user, campaign.part),
        ask=str(ret.ask.uid), body=body_name(ret.ask.body), fictional=ret.ask.body.fictional, way=ReturnWay(ret.way),
        received_at=ret.received_at, sent_by=ret.sent_by, file_name=ret.file_name, sha256=ret.sha256,
        saved_by=ret.saved_by, template=ret.template, sent_at=ret.ask.asked_at, lines=ret.lines.count(),
        read=ret.read, unchanged=ret.read - sum(cell.column != NOTHING for cell in changed), changed=len(changed),
        chosen=chosen, undecided=len(changed) - chosen, accidents=tuple(_accidents(ret, changed)),
        cells=tuple(_cell_row(cell, ret) for cell in changed), written_at=ret.written_at, written_by=ret.written_by,
        set_aside=ret.withdrawn_at is not None,
    )  # fmt: skip


def _accidents(ret: Return, cells: list[ReturnedCell]) -> Iterable[AccidentRow]:
    places = {(cell.line.key, cell.column): cell for cell in cells}
    twice = {cell.line.key: cell for cell in reversed(cells) if cell.trouble == Trouble.DUPLICATE_KEY}
    columns = ret.ask.campaign.columns
    for accident in ret.accidents:
        if accident.kind in OF_COLUMNS:
            accident = replace(accident, was=column_label(columns, accident.column, _lang()))
        cell = places.get((accident.line, accident.column))
        if cell is None and accident.asks:
            cell = twice.get(accident.line)
        yield AccidentRow(
            accident=accident, kind=kind_words(accident), read=read_words(accident), remedy=remedy_words(accident),
            cell=cell.pk if cell else None, leads=cell is not None and _leads(accident),
            waits=cell is not None and accident.asks and not cell.decision,
        )  # fmt: skip


OF_COLUMNS = {AccidentKind.COLUMN_RENAMED, AccidentKind.COLUMN_MISSING, AccidentKind.COLUMN_HIDDEN}
"""What was sent is the label of a column: it is said in the language of who reads."""


def _lang() -> str:
    return get_language() or "fr"


def _leads(accident: Accident) -> bool:
    return accident.asks or accident.kind is AccidentKind.MERGED_CELLS


def _cell_row(cell: ReturnedCell, ret: Return) -> CellRow:
    return CellRow(
        id=cell.pk, line=cell.line.key, number=cell.line.number, title=cell.line.title, column=cell.column,
        column_label=column_label(ret.ask.campaign.columns, cell.column, _lang()), address=cell.address, before=cell.before,
        here=cell.here, returned=cell.returned, proposed=cell.proposed,
        trouble=Trouble(cell.trouble) if cell.trouble else None, trouble_words=trouble_words(cell),
        note=Note(cell.note) if cell.note else None, note_words=str(NOTES[Note(cell.note)]) if cell.note else "",
        choices=tuple(_choice(Choice(choice), cell) for choice in cell.choices),
        decision=Choice(cell.decision) if cell.decision else None, preselected=cell.preselected, written=cell.written,
    )  # fmt: skip


def _choice(choice: Choice, cell: ReturnedCell) -> ChoiceRow:
    """A proposed date or number is shown as it would be kept; the text of a merged cell is copied, or not."""
    label = str(CHOICES[choice])
    if cell.column == NOTHING and choice in ON_NOTHING:
        return ChoiceRow(choice=choice, label=str(ON_NOTHING[choice]))
    if choice is Choice.RETURNED and cell.trouble == Trouble.WORD_IN_NUMBER and cell.returned and cell.returned.number:
        return ChoiceRow(choice=choice, label=number_words(cell.returned.number, _lang()))
    if cell.note == Note.MERGED and choice in COPYING:
        return ChoiceRow(choice=choice, label=str(COPYING[choice]))
    if choice is Choice.PROPOSED and cell.proposed is not None:
        number = number_words(cell.proposed.number, _lang()) if cell.proposed.number else ""
        label = date_words(cell.proposed.edtf, _lang()) or number or cell.proposed.text
    return ChoiceRow(choice=choice, label=label)


def open_return_file(uid: str, user: User) -> tuple[Return, BinaryIO]:
    """The file exactly as it was received. `Return.DoesNotExist`, also when it came without one."""
    ret = return_of(uid, user)
    if ret.file is None:
        raise Return.DoesNotExist
    return ret, storage.open_file(ret.file, by=user)
