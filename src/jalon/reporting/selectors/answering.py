"""What a body sees of what it is asked: its own lines, draft and returns, by account or by link."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from jalon.core.enums import ScopeKind
from jalon.core.models import User
from jalon.core.permissions import live_memberships
from jalon.core.querysets import TEAM_ROLES
from jalon.reporting.bodies import body_name
from jalon.reporting.deadlines import due_of, expires
from jalon.reporting.enums import CampaignState
from jalon.reporting.freezing import LineReply, replies_of
from jalon.reporting.links import ask_of
from jalon.reporting.merging.comparing import value_at
from jalon.reporting.merging.model import FormLine, Line
from jalon.reporting.models import Ask, AskLine, Draft, ReturnedLine
from jalon.reporting.selectors.answer_pages import AnswerCell, AnswerLine, AnswerPage, MyAsk
from jalon.reporting.selectors.campaign import ask_state
from jalon.reporting.templates import live_lines

ASKED = (CampaignState.OPEN, CampaignState.CLOSED)


def answering(uid: str, user: User) -> Ask:
    """What is asked of a body of the person's. `Ask.DoesNotExist` otherwise."""
    found: Ask = _asked_of(user).get(uid=uuid.UUID(uid))
    return found


def _asked_of(user: User) -> QuerySet[Ask]:
    held = live_memberships(user).filter(scope=ScopeKind.ORGANISATION, role__in=TEAM_ROLES)
    rows = Ask.objects.live().filter(
        body__in=held.values("organisation"), asked_at__isnull=False, campaign__withdrawn_at=None
    )
    return rows.exclude(campaign__state=CampaignState.DRAFT).select_related("campaign__part__owner", "body")


def answer_page(uid: str, user: User) -> AnswerPage:
    """The form of a body, for its team. `Ask.DoesNotExist` otherwise."""
    return _page(answering(uid, user))


def noting_page(ask: Ask) -> AnswerPage:
    """The same for the asking team that notes an answer given by telephone: the body's own draft is not in it."""
    return _page(ask, with_draft=False)


def answer_page_by_link(token: str, *, address: str, now: datetime) -> AnswerPage:
    """The same for who holds the link. `Invalid`, `TooMany` as `links.ask_of`."""
    return _page(ask_of(token, address=address, now=now))


def _page(ask: Ask, *, with_draft: bool = True) -> AnswerPage:
    campaign = ask.campaign
    draft = Draft.objects.filter(ask=ask).first() if with_draft else None
    typed = {line.line: line for line in draft.lines} if draft else {}
    lines = live_lines(ask)
    back = replies_of(campaign)
    return AnswerPage(
        ask=str(ask.uid), revision=ask.revision, draft_revision=draft.revision if draft else 0,
        saved_at=draft.updated_at if draft else None, campaign=campaign.slug,
        title=campaign.title, owner=body_name(campaign.part.owner), body=body_name(ask.body),
        synthetic=campaign.part.synthetic, instructions=campaign.instructions, session=campaign.session,
        period=campaign.period, due=due_of(ask), until=expires(ask), open=campaign.state in ASKED,
        validation=campaign.validation, language=ask.language, form=ask.format, columns=campaign.columns,
        lines=tuple(_line(row, ask, typed.get(row.key), back.get(row.pk)) for row in lines),
        returned_at=ask.returned_at, validated_at=ask.validated_at, validated_as=ask.validated_as,
    )  # fmt: skip


def _line(row: AskLine, ask: Ask, typed: FormLine | None, reply: LineReply | None) -> AnswerLine:
    line = Line(key=row.key, subject=str(row.subject_uid), label=row.title.value)
    cells = tuple(
        AnswerCell(column=column, before=value_at(row.before, column.key), typed=_typed(row, column.key, typed, reply))
        for column in ask.campaign.columns
        if column.asked_of(line)
    )
    return AnswerLine(
        key=row.key, number=row.number, title=row.title, returned=reply.ret.received_at if reply else None,
        nothing=typed.nothing if typed else reply.nothing if reply else False, cells=cells,
    )  # fmt: skip


def _typed(row: AskLine, column: str, typed: FormLine | None, reply: LineReply | None) -> str:
    """What was typed; before anything was, what was returned, or what the body declared last, for it to correct."""
    if typed is not None and column in typed.values:
        return typed.values[column]
    returned = next((cell.returned for cell in reply.cells if cell.column == column), None) if reply else None
    if returned is not None:
        return str(returned.text)
    before = value_at(row.before, column)
    return before.text if before else ""


def my_asks(user: User) -> tuple[MyAsk, ...]:
    """What is asked of the bodies in whose team the person is, those due first. A fixed number of queries."""
    rows = list(
        _asked_of(user)
        .filter(campaign__state__in=ASKED)
        .prefetch_related("body__names", "campaign__part__owner__names", "lines__returned__ret")
    )
    return tuple(sorted((_my_ask(ask) for ask in rows), key=lambda line: (line.due, line.body)))


def _my_ask(ask: Ask) -> MyAsk:
    lines = [line for line in ask.lines.all() if line.withdrawn_at is None]
    back = sum(_came_back(line.returned.all()) for line in lines)
    return MyAsk(
        ask=str(ask.uid), campaign=ask.campaign.slug, title=ask.campaign.title, owner=body_name(ask.campaign.part.owner),
        body=body_name(ask.body), due=due_of(ask), lines=len(lines), returned=back,
        state=ask_state(ask, len(lines), back),
    )  # fmt: skip


def _came_back(returned: Iterable[ReturnedLine]) -> bool:
    return any(row.answered and row.ret.withdrawn_at is None for row in returned)
