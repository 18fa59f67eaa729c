"""Returns taken in: the file kept exactly as it came, what it says beside what was sent. Steps of actions."""

import hashlib
import io
import re
import zipfile
from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jalon.core import storage
from jalon.core.errors import Invalid
from jalon.core.models import StoredFile
from jalon.exchange.guards import Limits
from jalon.exchange.problems import Refused
from jalon.exchange.sheets import Workbook, read_workbook
from jalon.reporting.deadlines import day_of
from jalon.reporting.enums import ReturnWay
from jalon.reporting.merging.layout import identity_of
from jalon.reporting.merging.merge import merge_workbook
from jalon.reporting.merging.model import Cell, Merged
from jalon.reporting.merging.saying import date_words
from jalon.reporting.models import Ask, AskLine, Campaign, Return, ReturnedCell, ReturnedLine
from jalon.reporting.templates import live_lines, standing_of, template_of

MOST_BYTES = 40 * 1024 * 1024
"""Bytes of a returned workbook."""


def read_file(data: bytes, name: str) -> Workbook:
    """The workbook; `Invalid` says why it is not read and what to do."""
    try:
        return read_workbook(data, name, Limits(bytes=MOST_BYTES))
    except Refused as error:
        raise refused(error) from None


def refused(error: Refused) -> Invalid:
    """The refusal of a file as the error of a form, in the words of people."""
    return Invalid({"file": error.problem.words(_)})


def ask_of_file(campaign: Campaign, workbook: Workbook) -> Ask:
    """The body whose workbook this is, by its hidden keys. `Invalid` when it is of none of this campaign's bodies."""
    said = identity_of(workbook)
    asks = campaign.asks.filter(withdrawn_at=None).select_related("campaign__part__owner", "body")
    found: Ask | None = asks.filter(key=said.get("ask", "")).first()
    if found is None:
        found = asks.filter(lines__key__in=_texts(workbook)).first()
    if found is None and said.get("campaign", campaign.key) != campaign.key:
        message = _(
            "Ce classeur est celui d’une autre campagne (clé %(key)s). Rendez-le dans la campagne qui l’a envoyé."
        )
        raise Invalid({"file": message % {"key": said["campaign"]}})
    if found is None:
        message = _(
            "Ce classeur ne porte la clé d’aucun organisme de cette campagne. Choisissez l’organisme, ou demandez le classeur d’origine."
        )
        raise Invalid({"file": message})
    return found


def _texts(workbook: Workbook) -> list[str]:
    """Short texts among which keys of lines may be."""
    rows = (row for sheet in workbook.sheets for row in sheet.rows() if row.number < 200)
    found = {value.strip() for row in rows for value in row.values if isinstance(value, str) and len(value) < 20}
    return sorted(found)[:900]


def receive(
    ask: Ask, data: bytes, name: str, *, way: ReturnWay, now: datetime, sent_by: str, workbook: Workbook | None = None
) -> tuple[Return, Merged]:
    """Take in a returned workbook: read, compared, kept with its file. Nothing is kept of one that is refused."""
    digest = hashlib.sha256(data).hexdigest()
    _refuse_again(ask, digest)
    book = workbook or read_file(data, name)
    lines = live_lines(ask)
    try:
        merged = merge_workbook(book, template_of(ask, lines, standing_of(ask, lines)))
    except Refused as error:
        raise refused(error) from None
    file = storage.put(io.BytesIO(data), part=ask.campaign.part, name=name, by=None)
    ret = keep_return(
        ask, merged, way=way, now=now, sent_by=sent_by, file=file, file_name=name, saved_by=application_of(data),
        lines=lines,
    )  # fmt: skip
    return ret, merged


def _refuse_again(ask: Ask, digest: str) -> None:
    held = ask.returns.filter(sha256=digest, withdrawn_at=None).first()
    if held is None:
        return
    day = date_words(day_of(held.received_at).isoformat(), get_language() or "fr")
    if held.written_at is not None:
        message = _("Ce fichier a déjà été fusionné\u00a0: il a été reçu le %(day)s. Il n’y a rien à refaire.")
    else:
        message = _("Ce fichier a déjà été reçu le %(day)s\u00a0: tranchez ses différences là où il est.")
    raise Invalid({"file": message % {"day": day}})


def keep_return(
    ask: Ask,
    merged: Merged,
    *,
    way: ReturnWay,
    now: datetime,
    sent_by: str = "",
    file: StoredFile | None = None,
    file_name: str = "",
    saved_by: str = "",
    lines: Iterable[AskLine] | None = None,
) -> Return:
    """Write a return with its lines and cells. What the hierarchy validated was the return before: it is asked anew."""
    ret = Return.objects.create(
        ask=ask, way=way, received_at=now, sent_by=sent_by[:200], file=file, sha256=file.sha256 if file else "",
        file_name=storage.safe_name(file_name) if file_name else "", saved_by=saved_by[:120], template=ask.template,
        accidents=merged.accidents, read=merged.read,
    )  # fmt: skip
    keys = {line.key: line for line in (live_lines(ask) if lines is None else lines)}
    ReturnedLine.objects.bulk_create(
        ReturnedLine(ret=ret, line=keys[line.line], nothing=line.nothing, answered=line.answered)
        for line in merged.lines
    )
    ReturnedCell.objects.bulk_create(
        _cell(ret, keys[cell.line], order, cell)
        for order, cell in enumerate(merged.cells)
        if cell.changed or cell.returned is not None
    )
    supersede(ret, [keys[line.line].pk for line in merged.lines if line.answered])
    fields = {"returned_at": now, "validated_at": None, "validated_by": "", "validated_as": ""}
    Ask.objects.filter(pk=ask.pk).update(**fields, opened_at=ask.opened_at or now)
    ask.refresh_from_db()
    return ret


def supersede(ret: Return, lines: Collection[int]) -> None:
    """What the body returned of these lines before, and that was not written, gives way to what it returns now."""
    for model in (ReturnedLine, ReturnedCell):
        earlier = model.objects.filter(ret__ask=ret.ask, line__in=lines, superseded_by=None, ret__pk__lt=ret.pk)
        held = earlier.filter(written=False) if model is ReturnedCell else earlier.filter(ret__source_uid=None)
        held.filter(ret__withdrawn_at=None, ret__written_at=None).update(superseded_by=ret)


def _cell(ret: Return, line: AskLine, order: int, cell: Cell) -> ReturnedCell:
    return ReturnedCell(
        ret=ret, line=line, order=order, column=cell.column, address=cell.address, before=cell.before, here=cell.here,
        returned=cell.returned, proposed=cell.proposed, trouble=cell.trouble.value if cell.trouble else "",
        note=cell.note.value if cell.note else "", choices=tuple(choice.value for choice in cell.choices),
        decision=cell.chosen.value if cell.chosen else "", preselected=cell.chosen is not None,
    )  # fmt: skip


def application_of(data: bytes) -> str:
    """The program that saved a file, as the file says it: « LibreOffice 7.4 ». Empty when it does not say."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _application(archive)
    except (zipfile.BadZipFile, ValueError):
        return ""


def _application(archive: zipfile.ZipFile) -> str:
    for member, pattern in _SAYS.items():
        if member in archive.namelist() and archive.getinfo(member).file_size < MOST_ABOUT:
            found = pattern.search(archive.read(member).decode("utf-8", "replace"))
            return " ".join(found[1].partition("$")[0].replace("/", " ").split()) if found else ""
    return ""


_SAYS = {
    "docProps/app.xml": re.compile(r"<(?:\w+:)?Application>([^<]{1,120})<"),
    "meta.xml": re.compile(r"<(?:\w+:)?generator>([^<]{1,120})<"),
}
MOST_ABOUT = 64 * 1024
"""Bytes of the member in which a file says which program saved it."""
