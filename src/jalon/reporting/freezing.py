"""The state that would be frozen now: every reply with its author and dates, the silent ones too. Reads only."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from jalon.facts.common import Text, When, Wording
from jalon.facts.state import Declared, Reply, ReplyState, State, StateLine
from jalon.reporting.bodies import org_ref
from jalon.reporting.deadlines import day_of
from jalon.reporting.declaring import kept_value, moment, says_nothing
from jalon.reporting.merging.model import NOTHING, Column, ColumnKind, Value
from jalon.reporting.models import Ask, AskLine, Campaign, ConsolidatedLine, FrozenState, Return, ReturnedCell


@dataclass(frozen=True, slots=True)
class LineReply:
    """What stands of one line: the last return that answers it, whether nothing is to report, the cells kept."""

    ret: Return
    nothing: bool
    cells: tuple[ReturnedCell, ...]


Replies = Mapping[int, LineReply]
"""Line (id) -> its reply; a line that nobody answered is absent."""


def replies_of(campaign: Campaign) -> Replies:
    """The reply that stands for each line: of several returns, the last that says something of it. Three queries."""
    returns = Return.objects.live().filter(ask__campaign=campaign, ask__withdrawn_at=None)
    found: dict[int, LineReply] = {}
    rows = returns.select_related("ask__campaign").prefetch_related("lines", "cells").order_by("received_at", "id")
    for ret in rows:
        silent = says_nothing(ret)
        by_line: dict[int, list[ReturnedCell]] = defaultdict(list)
        for cell in ret.cells.all():
            by_line[cell.line_id].append(cell)
        for line in ret.lines.all():
            said = (
                not line.nothing or line.line_id in silent or any(cell.choices for cell in told(by_line[line.line_id]))
            )
            if line.answered and said and line.superseded_by_id is None:
                found[line.line_id] = LineReply(ret, line.line_id in silent, tuple(by_line[line.line_id]))
    return found


def told(cells: Iterable[ReturnedCell]) -> Iterable[ReturnedCell]:
    """The cells that say something of the line itself, « nothing to report » left out."""
    return (cell for cell in cells if cell.column != NOTHING)


def undecided(campaign: Campaign) -> dict[int, int]:
    """How many differences of each ask (id) wait for a person: what keeps a state from being frozen."""
    rows = ReturnedCell.objects.filter(
        ret__ask__campaign=campaign, ret__ask__withdrawn_at=None, ret__withdrawn_at=None, ret__written_at=None,
        decision="", superseded_by=None,
    ).exclude(choices=[])  # fmt: skip
    counts: dict[int, int] = defaultdict(int)
    for ask_id in rows.values_list("ret__ask_id", flat=True):
        counts[ask_id] += 1
    return dict(counts)


def state_of(campaign: Campaign, uid: str, slug: str, now: datetime, previous: str | None = None) -> State:
    """The state as it would be frozen. Eight queries, however many bodies and lines."""
    asks = list(Ask.objects.live().filter(campaign=campaign).select_related("body").prefetch_related("body__names"))
    rows = AskLine.objects.live().filter(ask__in=asks).order_by("order", "ask__order", "id")
    by_ask = {ask.pk: ask for ask in asks}
    replies = replies_of(campaign)
    by_subject: dict[uuid.UUID, list[Reply]] = {}
    for line in rows:
        reply = _reply(by_ask[line.ask_id], replies.get(line.pk), campaign.columns)
        by_subject.setdefault(line.subject_uid, []).append(reply)
    sentences = {c.subject_uid: c.text for c in ConsolidatedLine.objects.filter(campaign=campaign)}
    lines = tuple(
        StateLine(subject=str(subject), replies=tuple(found), consolidated=sentences.get(subject))
        for subject, found in by_subject.items()
    )
    return State(
        uid=uid, slug=slug, plan=str(campaign.plan_uid), title=campaign.title, session=campaign.session,
        period=campaign.period, frozen_at=moment(now), lines=lines, closes=When(edtf=campaign.closes.isoformat()),
        previous=previous,
    )  # fmt: skip


def _reply(ask: Ask, reply: LineReply | None, columns: Iterable[Column]) -> Reply:
    body = org_ref(ask.body)
    if reply is None:
        return Reply(body=body, state=ReplyState.OPENED if ask.opened_at else ReplyState.SILENT)
    validated = ask.validated_at is not None
    state = ReplyState.NOTHING_TO_REPORT if reply.nothing else ReplyState.RETURNED
    return Reply(
        body=body,
        state=ReplyState.VALIDATED if validated and not reply.nothing else state,
        returned=When(edtf=day_of(reply.ret.received_at).isoformat()),
        validated=When(edtf=day_of(ask.validated_at).isoformat()) if ask.validated_at else None,
        validated_by=ask.validated_as or None,
        declared=() if reply.nothing else tuple(_declared(reply, columns, ask.language)),
    )


def _declared(reply: LineReply, columns: Iterable[Column], lang: str) -> Iterable[Declared]:
    cells = {cell.column: cell for cell in reply.cells if cell.column != NOTHING}
    for column in columns:
        value = kept_value(cells[column.key]) if column.key in cells else None
        if value is not None and (said := _field(column, value, lang)) is not None:
            yield said


def _field(column: Column, value: Value, lang: str) -> Declared | None:
    if value.missing is not None:
        # The words that the body wrote (« N/A »), under the meaning that was chosen for them.
        words = value.text or value.missing
        return Declared(
            key=column.key, text=Text(value=words, lang=lang, wording=Wording.VERBATIM), indicator=column.indicator
        )
    if column.indicator is not None and (value.number or value.code):
        return Declared(key=column.key, value=value.number or value.code, indicator=column.indicator)
    if column.kind is ColumnKind.DATE:
        printed = None if value.text == value.edtf else value.text
        return Declared(key=column.key, when=When(edtf=value.edtf, printed=printed))
    return Declared(
        key=column.key, text=Text(value=value.text, lang=lang, wording=Wording.VERBATIM), indicator=column.indicator
    )


def previous_of(campaign: Campaign, held: FrozenState | None = None) -> FrozenState | None:
    """The last state of the same plan in the same part, that of this campaign left out: before `held`, once it is frozen."""
    rows = FrozenState.objects.of_part(campaign.part).live().exclude(campaign=campaign).order_by("-frozen_at", "-id")
    if held is not None:
        rows = rows.filter(Q(frozen_at__lt=held.frozen_at) | Q(frozen_at=held.frozen_at, pk__lt=held.pk))
    found: FrozenState | None = next((row for row in rows if row.fact.plan == str(campaign.plan_uid)), None)
    return found
