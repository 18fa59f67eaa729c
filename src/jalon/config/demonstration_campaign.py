"""The demonstration's campaign: the invented mission asks four invented bodies, and each stands elsewhere.

Written by the actions that people use, so that the office shows what it would show them. All of it is synthetic, as is
the part that holds it.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jalon.core.models import Part, User
    from jalon.reporting.merging.model import Entry, Line
    from jalon.reporting.models import Ask, Campaign

SLUG = "remontees-fictives"
PART = "plan-fictif"
ASKED_BEFORE, ANSWERED_BEFORE, OPEN_FOR = timedelta(days=9), timedelta(days=2), timedelta(days=21)
"""The letters left nine days ago, answers came two days ago, three weeks are left."""
BY_ACCOUNT, BY_WORKBOOK, BY_LINK, SILENT = "a", "b", "c", "d"
_MEASURES = {BY_ACCOUNT: (1, 3), BY_WORKBOOK: (2, 3), BY_LINK: (4,), SILENT: (1, 4)}
_ANSWERS: dict[int, dict[str, str]] = {
    2: {"phase": "en cours", "progress": "Fiche relue par trois services (fictif).", "deadline": "mars 2027"},
    3: {"phase": "en préparation", "progress": "Deux sites visités (fictif).", "deadline": "courant 2027, à confirmer"},
    4: {"phase": "en cours", "progress": "Une plateforme a signé (fictif).", "deadline": "2027-06-30"},
}
_CORRECTED = "Fiche imprimée et envoyée (fictif)."
"""What the mission noted by telephone meanwhile: the body's workbook says otherwise, and somebody has to decide."""


def ensure(say: Callable[[str], None]) -> None:
    """Makes the campaign where there is none; one that was changed, closed or withdrawn is left as it is."""
    from django.db import transaction
    from django.utils import timezone

    from jalon.core.models import Part
    from jalon.reporting.models import Campaign

    part = Part.objects.filter(slug=PART, synthetic=True).first()
    if part is None or Campaign.objects.filter(slug=SLUG).exists():
        return
    say("demonstration: campaign")
    with transaction.atomic():
        _make(part, _editor(), _respondent(), timezone.now())


def _editor() -> "User":
    from jalon.config.demonstration import address
    from jalon.core.models import User

    return User.objects.get(email=address("editor"))


def _respondent() -> "User":
    """The account that answers for the first body."""
    from jalon.config.demonstration import RESPONDENT, account, passwords
    from jalon.core.actions.memberships import grant
    from jalon.core.enums import Role
    from jalon.core.models import Organisation

    user = account(RESPONDENT, passwords()[RESPONDENT])
    grant(by=None, user=user, role=Role.EDITOR, organisation=Organisation.objects.get(slug=_slug(BY_ACCOUNT)))
    return user


def _slug(body: str) -> str:
    return f"organisme-fictif-{body}"


def _make(part: "Part", editor: "User", respondent: "User", now: datetime) -> None:
    from jalon.reporting import actions

    asked, answered = now - ASKED_BEFORE, now - ANSWERED_BEFORE
    campaign = _prepared(part, editor, now)
    asks = {body: _ask(campaign, body, editor) for body in _MEASURES}
    actions.open_campaign(campaign=campaign, by=editor, expected_revision=campaign.revision, now=asked)
    for ask in asks.values():
        ask.refresh_from_db()
    _begun(asks[BY_ACCOUNT], respondent, answered)
    _returned_workbook(asks[BY_WORKBOOK], editor, answered)
    _returned_by_link(asks[BY_LINK], answered)


def _prepared(part: "Part", editor: "User", now: datetime) -> "Campaign":
    from jalon.demo.fictional.makings import PLAN
    from jalon.facts.common import Text, When
    from jalon.reporting import actions
    from jalon.reporting.columns import DEADLINE, OUTPUTS, PHASE, PROGRESS, standard

    closes = (now + OPEN_FOR).date()
    return actions.create_campaign(
        part=part, plan=uuid.UUID(PLAN), slug=SLUG, by=editor,
        title=Text(value="Remontées de démonstration (fictif)"),
        session=When(edtf=f"{closes:%Y-%m}"), period=When(edtf=f"{closes:%Y}"),
        opens=(now - ASKED_BEFORE).date(), closes=closes,
        columns=tuple(standard(key) for key in (PHASE, PROGRESS, DEADLINE, OUTPUTS)),
        instructions=Text(value="Campagne inventée pour montrer le produit : ni ses organismes ni ses réponses n’existent."),
    )  # fmt: skip


def _ask(campaign: "Campaign", body: str, editor: "User") -> "Ask":
    from jalon.core.models import Organisation
    from jalon.demo.fictional.makings import measure_uid
    from jalon.reporting import actions
    from jalon.reporting.enums import Way

    ways = {BY_ACCOUNT: Way.ACCOUNT, BY_WORKBOOK: Way.WORKBOOK}
    return actions.add_ask(
        campaign=campaign, body=Organisation.objects.get(slug=_slug(body)), by=editor, way=ways.get(body, Way.LINK),
        subjects=[uuid.UUID(measure_uid(number)) for number in _MEASURES[body]],
        contact=f"organisme-{body}@demo.invalid", contact_name="Référente (fictive)",
        superior=f"direction-{body}@demo.invalid",
    )  # fmt: skip


def _begun(ask: "Ask", respondent: "User", at: datetime) -> None:
    """Opened by its account; nothing was returned yet."""
    from jalon.reporting import actions

    actions.open_ask(ask=ask, by=respondent, now=at)


def _returned_workbook(ask: "Ask", editor: "User", at: datetime) -> None:
    """Its own workbook came back by mail, with differences that wait for a decision."""
    from jalon.reporting import actions
    from jalon.reporting.templates import live_lines, template_of
    from jalon.reporting.workbook import file_name, workbook_bytes

    sent = template_of(ask)
    filled = replace(sent, lines=tuple(_filled(line, ask.campaign) for line in sent.lines))
    data = workbook_bytes(ask, now=at, filled=filled)
    line = live_lines(ask)[0]
    actions.correct_line(line=line, column="progress", text=_CORRECTED, by=editor, expected_revision=line.revision)
    actions.receive_workbook(
        campaign=ask.campaign, data=data, name=file_name(ask, "xlsx"), by=editor, now=at,
        sent_by=f"{ask.contact_name} (démonstration)",
    )  # fmt: skip


def _filled(line: "Line", campaign: "Campaign") -> "Line":
    return replace(line, before=_entries(_ANSWERS[int(line.number)], campaign))


def _entries(texts: Mapping[str, str], campaign: "Campaign") -> "tuple[Entry, ...]":
    from jalon.reporting.merging.cells import read_cell
    from jalon.reporting.merging.model import Entry

    read = ((column.key, read_cell(column, texts.get(column.key)).value) for column in campaign.columns)
    return tuple(Entry(column=key, value=value) for key, value in read if value is not None)


def _returned_by_link(ask: "Ask", at: datetime) -> None:
    """The holder of the personal link opened it, filled the form in and returned it."""
    from jalon.reporting import actions
    from jalon.reporting.links import new_link
    from jalon.reporting.merging.model import form_line
    from jalon.reporting.templates import live_lines

    token, here = new_link(ask), "127.0.0.1"
    actions.open_by_link(token=token, address=here, now=at)
    lines = [form_line(line.key, _ANSWERS[int(line.number or 0)]) for line in live_lines(ask)]
    draft = actions.save_draft_by_link(token=token, address=here, answers=lines, expected_revision=0, now=at)
    actions.return_by_link(
        token=token, address=here, expected_revision=draft.revision, sent_by="Référente (fictive)", now=at
    )
