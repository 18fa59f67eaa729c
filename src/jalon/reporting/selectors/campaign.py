"""The page of a campaign and the list of them, for the team of the part that asks."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from jalon.core.models import Part, User
from jalon.core.permissions import may_edit
from jalon.facts.part import PartKind
from jalon.plans.models import Plan, PlanTitle
from jalon.plans.selectors.pages import Identified
from jalon.plans.selectors.plan import counts as plan_counts
from jalon.plans.selectors.rows import first_titles
from jalon.reporting.actions.freezing import was_signed
from jalon.reporting.bodies import body_name
from jalon.reporting.deadlines import day_of, due_of
from jalon.reporting.enums import AskState, CampaignState, LetterKind, LetterState, ReturnWay, Way
from jalon.reporting.freezing import Replies, replies_of
from jalon.reporting.letters import LetterLine, letter_lines
from jalon.reporting.models import Ask, AskLine, Campaign, FrozenState, Letter, Reminder, Return
from jalon.reporting.selectors.pages import (
    AskRow,
    Blocking,
    CampaignLine,
    CampaignPage,
    Counts,
    FrozenLine,
    LineRow,
    PlannedLetter,
    ReturnRow,
    Shared,
    WaitingLetter,
    WithdrawnLine,
)


def campaign_of(slug: str, user: User) -> Campaign:
    """A campaign that the person's team runs. `Campaign.DoesNotExist` otherwise."""
    rows = Campaign.objects.visible_to(user).select_related("part__owner")
    found: Campaign = rows.get(slug=slug, withdrawn_at=None)
    return found


def ask_of_team(uid: str, user: User) -> Ask:
    """A body's ask, for the team that runs its campaign. `Ask.DoesNotExist` otherwise."""
    rows = Ask.objects.visible_to(user).select_related("campaign__part__owner", "body")
    found: Ask = rows.get(uid=uuid.UUID(uid), campaign__withdrawn_at=None)
    return found


def my_campaigns(user: User) -> tuple[CampaignLine, ...]:
    """The campaigns that the person's teams run, those that close last first. A fixed number of queries."""
    rows = list(
        Campaign.objects.visible_to(user)
        .live()
        .select_related("part__owner")
        .prefetch_related("part__owner__names")
        .order_by("-closes", "slug")
    )
    live = Q(asks__withdrawn_at=None, asks__lines__withdrawn_at=None)
    counted = Campaign.objects.filter(pk__in=[row.pk for row in rows]).annotate(
        bodies=Count("asks", filter=Q(asks__withdrawn_at=None), distinct=True),
        replies=Count("asks__lines", filter=live, distinct=True),
        back=Count(
            "asks__lines", distinct=True,
            filter=live & Q(asks__lines__returned__answered=True, asks__lines__returned__ret__withdrawn_at=None),
        ),
    )  # fmt: skip
    counts = {row.pk: (row.bodies, row.replies, row.back) for row in counted}
    return tuple(_campaign_line(row, *counts[row.pk]) for row in rows)


def withdrawn_campaigns(user: User) -> tuple[WithdrawnLine, ...]:
    """The campaigns that the person's teams took back and can give back. One query."""
    rows = Campaign.objects.visible_to(user).filter(withdrawn_at__isnull=False).select_related("part")
    return tuple(
        WithdrawnLine(slug=row.slug, part=row.part.slug, title=row.title, reason=row.withdrawn_reason)
        for row in rows.order_by("-withdrawn_at")
    )


def my_editable_parts(user: User, kinds: Iterable[PartKind]) -> tuple[tuple[str, str], ...]:
    """Address and title of the parts of these kinds that the person may write in."""
    rows = Part.objects.visible_to(user).filter(kind__in=list(kinds)).select_related("owner").order_by("title")
    return tuple((row.slug, row.title) for row in rows if may_edit(user, row))


def returned_subjects(campaign: Campaign) -> frozenset[tuple[str, str]]:
    """The uids of body's ask and element of which something was returned: they stay asked. One query."""
    rows = AskLine.objects.filter(ask__campaign=campaign, returned__isnull=False).distinct()
    return frozenset((str(ask), str(subject)) for ask, subject in rows.values_list("ask__uid", "subject_uid"))


def _campaign_line(row: Campaign, bodies: int, replies: int, returned: int) -> CampaignLine:
    return CampaignLine(
        uid=str(row.uid), slug=row.slug, title=row.title, session=row.session, part=row.part.slug,
        part_title=row.part.title, owner=body_name(row.part.owner), synthetic=row.part.synthetic,
        state=CampaignState(row.state), closes=row.closes, bodies=bodies, replies=replies, returned=returned,
    )  # fmt: skip


def campaign_page(slug: str, user: User, now: datetime) -> CampaignPage:
    """A campaign with all that its screen shows, in a fixed number of queries. `Campaign.DoesNotExist` otherwise."""
    campaign = campaign_of(slug, user)
    around = _around(campaign)
    rows = tuple(_ask_row(ask, around, now) for ask in around.asks)
    live = tuple(row for row, ask in zip(rows, around.asks, strict=True) if ask.withdrawn_at is None)
    plan = Plan.objects.filter(uid=campaign.plan_uid).first()
    titles = first_titles(PlanTitle.objects.filter(plan__uid=campaign.plan_uid), "plan_id")
    return CampaignPage(
        uid=str(campaign.uid), revision=campaign.revision, slug=campaign.slug, key=campaign.key,
        part=campaign.part.slug, part_title=campaign.part.title, owner=body_name(campaign.part.owner),
        synthetic=campaign.part.synthetic, may_edit=may_edit(user, campaign.part), plan=str(campaign.plan_uid),
        plan_slug=plan.slug if plan else "", plan_title=titles[plan.pk].text if plan and plan.pk in titles else None,
        title=campaign.title, session=campaign.session, period=campaign.period, opens=campaign.opens,
        closes=campaign.closes, days_left=(campaign.closes - day_of(now)).days, instructions=campaign.instructions,
        columns=campaign.columns, validation=campaign.validation, template=campaign.template,
        state=CampaignState(campaign.state), counts=_counts(live, plan),
        asks=live, withdrawn=tuple(row for row in rows if row not in live),
        planned=tuple(_planned(around, row) for row in around.reminders),
        waiting=tuple(_waiting(live)), blocking=blocking_of(live), frozen=frozen_line(campaign),
    )  # fmt: skip


@dataclass(frozen=True)
class _Around:
    """What surrounds the bodies of a campaign, read at once."""

    campaign: Campaign
    asks: list[Ask]
    lines: Mapping[int, list[AskLine]]
    replies: Replies
    letters: Mapping[int, list[LetterLine]]
    returns: Mapping[int, list[Return]]
    reminders: list[Reminder]
    by_subject: Mapping[uuid.UUID, list[AskLine]] = field(default_factory=dict)


def _around(campaign: Campaign) -> _Around:
    asks = list(
        campaign.asks.select_related("body", "campaign").prefetch_related("body__names").order_by("order", "id")
    )
    lines: dict[int, list[AskLine]] = defaultdict(list)
    by_subject: dict[uuid.UUID, list[AskLine]] = defaultdict(list)
    gone = {ask.pk for ask in asks if ask.withdrawn_at is not None}
    for line in AskLine.objects.live().filter(ask__campaign=campaign).order_by("order", "id"):
        lines[line.ask_id].append(line)
        if line.ask_id not in gone:
            by_subject[line.subject_uid].append(line)
    letters: dict[int, list[LetterLine]] = defaultdict(list)
    rows = list(Letter.objects.filter(ask__campaign=campaign).order_by("posted_at", "id"))
    for row, told in zip(rows, letter_lines(rows), strict=True):
        letters[row.ask_id].append(told)
    returns: dict[int, list[Return]] = defaultdict(list)
    found = Return.objects.filter(ask__campaign=campaign).prefetch_related("cells", "lines")
    for ret in found.order_by("received_at", "id"):
        returns[ret.ask_id].append(ret)
    reminders = list(campaign.reminders.prefetch_related("letters").order_by("at", "id"))
    return _Around(campaign, asks, lines, replies_of(campaign), letters, returns, reminders, by_subject)


def _ask_row(ask: Ask, around: _Around, now: datetime) -> AskRow:
    lines = around.lines.get(ask.pk, [])
    back = [line for line in lines if line.pk in around.replies]
    letters = tuple(around.letters.get(ask.pk, []))
    returns = tuple(_return_row(ret) for ret in around.returns.get(ask.pk, []))
    state = ask_state(ask, len(lines), len(back))
    silent = (day_of(now) - day_of(ask.asked_at)).days if state is AskState.SILENT and ask.asked_at else None
    return AskRow(
        uid=str(ask.uid), revision=ask.revision, body=body_name(ask.body), body_uid=str(ask.body.uid),
        body_slug=ask.body.slug, fictional=ask.body.fictional, way=Way(ask.way), form=ask.format, contact=ask.contact,
        contact_name=ask.contact_name, superior=ask.superior, language=ask.language, key=ask.key,
        template=ask.template, state=state, lines=len(lines), returned=len(back),
        nothing=sum(around.replies[line.pk].nothing for line in back), asked_at=ask.asked_at, opened_at=ask.opened_at,
        returned_at=ask.returned_at, validated_at=ask.validated_at, validated_by=ask.validated_by,
        validated_as=ask.validated_as,
        awaiting_validation=around.campaign.validation and bool(back) and ask.validated_at is None,
        due=due_of(ask), own_due=ask.due is not None, silent_days=silent,
        undecided=sum(row.undecided for row in returns), reminders=_reminders(ask, letters),
        last_letter=letters[-1] if letters else None, letters=letters,
        line_rows=tuple(_line_row(line, ask, around) for line in lines), returns=returns,
    )  # fmt: skip


def _reminders(ask: Ask, letters: Iterable[LetterLine]) -> int:
    kinds = {LetterKind.REMINDER, LetterKind.CLOSING}
    return len({letter.number for letter in letters if letter.kind in kinds and letter.recipient != ask.superior})


def ask_state(ask: Ask, lines: int, returned: int) -> AskState:
    """Where a body stands."""
    if ask.asked_at is None:
        return AskState.NOT_SENT
    if returned and ask.validated_at is not None:
        return AskState.VALIDATED
    if returned:
        return AskState.RETURNED if returned >= lines else AskState.PARTIAL
    return AskState.OPENED if ask.opened_at else AskState.SILENT


def _line_row(line: AskLine, ask: Ask, around: _Around) -> LineRow:
    names = {other.pk: body_name(other.body) for other in around.asks}
    others = [other for other in around.by_subject.get(line.subject_uid, []) if other.ask_id != ask.pk]
    reply = around.replies.get(line.pk)
    return LineRow(
        uid=str(line.uid), revision=line.revision, key=line.key, subject=str(line.subject_uid), number=line.number,
        title=line.title, returned=reply is not None, nothing=reply.nothing if reply else False,
        shared=tuple(Shared(body=names[other.ask_id], returned=other.pk in around.replies) for other in others),
    )  # fmt: skip


def _return_row(ret: Return) -> ReturnRow:
    cells = [cell for cell in ret.cells.all() if cell.choices and cell.superseded_by_id is None]
    open_ = ret.written_at is None and ret.withdrawn_at is None
    return ReturnRow(
        uid=str(ret.uid), revision=ret.revision, way=ReturnWay(ret.way), received_at=ret.received_at,
        sent_by=ret.sent_by, file_name=ret.file_name, sha256=ret.sha256,
        lines=sum(line.answered for line in ret.lines.all()), changed=len(cells),
        undecided=sum(not cell.decision for cell in cells) if open_ else 0, written_at=ret.written_at,
        set_aside=ret.withdrawn_at is not None, reason=ret.withdrawn_reason,
    )  # fmt: skip


def _counts(rows: tuple[AskRow, ...], plan: Plan | None) -> Counts:
    subjects: dict[str, int] = defaultdict(int)
    for row in rows:
        for line in row.line_rows:
            subjects[line.subject] += 1
    returned = sum(row.returned for row in rows)
    validated = sum(row.returned for row in rows if row.validated_at is not None)
    return Counts(
        replies=sum(row.lines for row in rows), returned=returned, validated=validated,
        unvalidated=returned - validated, bodies=len(rows), silent=sum(row.state is AskState.SILENT for row in rows),
        undecided=sum(row.undecided for row in rows),
        undecided_returns=sum(1 for row in rows for ret in row.returns if ret.undecided),
        subjects=len(subjects), shared=sum(count > 1 for count in subjects.values()),
        identified=plan_counts(plan) if plan else Identified(0, (), 0),
    )  # fmt: skip


def _planned(around: _Around, reminder: Reminder) -> PlannedLetter:
    """To whom it would go: those that returned nothing and had no letter of it."""
    had = {letter.ask_id for letter in reminder.letters.all()}
    to = [
        body_name(ask.body)
        for ask in around.asks
        if ask.withdrawn_at is None and ask.asked_at and ask.returned_at is None and ask.contact and ask.pk not in had
    ]
    return PlannedLetter(
        uid=str(reminder.uid), revision=reminder.revision, kind=LetterKind(reminder.kind), at=reminder.at,
        copy=reminder.copy, to=tuple(to), done=bool(had),
    )  # fmt: skip


def _waiting(rows: tuple[AskRow, ...]) -> Iterable[WaitingLetter]:
    for row in rows:
        for letter in row.letters:
            if letter.state is not LetterState.SENT:
                yield WaitingLetter(body=row.body, letter=letter)


def blocking_of(rows: Iterable[AskRow]) -> tuple[Blocking, ...]:
    """The bodies whose differences wait for a person."""
    return tuple(Blocking(body=row.body, ask=row.uid, undecided=row.undecided) for row in rows if row.undecided)


def frozen_line(campaign: Campaign) -> FrozenLine | None:
    """The live state of a campaign."""
    row = FrozenState.objects.live().filter(campaign=campaign).select_related("part").first()
    if row is None:
        return None
    return FrozenLine(
        uid=str(row.uid), revision=row.revision, slug=row.slug, frozen_at=row.frozen_at, frozen_by=row.frozen_by,
        signed=was_signed(row),
    )  # fmt: skip
