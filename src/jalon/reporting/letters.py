"""Letters of a campaign: plain text, in the language of who reads it, with nothing in them that is not known already but
the link. They go out by the outbox; what became of each is asked there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.core.models import Outbox
from jalon.core.outbox import post
from jalon.reporting.bodies import body_name
from jalon.reporting.deadlines import day_of, due_of, expires
from jalon.reporting.enums import LetterKind, LetterState, Way
from jalon.reporting.links import address_of, new_link
from jalon.reporting.merging.saying import date_words
from jalon.reporting.models import Ask, Letter, Reminder

MOST_A_DAY = 20
"""Letters of campaigns to one address in one day of the instance."""
LINK_TO_COME = "‹lien›"


@dataclass(frozen=True, slots=True)
class Words:
    """A letter before it is sent."""

    subject: str
    body: str


def compose(ask: Ask, kind: LetterKind, number: int = 0, *, link: str, extra: str = "", copy: bool = False) -> Words:
    """What a letter says, in the language of the body's contact. `copy`: to the superior, who is given no link."""
    with translation.override(ask.language):
        facts = _facts(ask, number, link)
        subject = " ".join((_SUBJECTS[kind]() % facts).split())
        parts = [_("Bonjour,"), _OPENINGS[kind](facts), extra, _COPY() if copy else _how(ask, facts), _closing(facts)]
        return Words(subject, "\n\n".join(part for part in parts if part))


def _facts(ask: Ask, number: int, link: str) -> dict[str, object]:
    campaign = ask.campaign
    lines = ask.lines.filter(withdrawn_at=None).count()
    return {
        "title": campaign.title.value,
        "owner": body_name(campaign.part.owner, ask.language),
        "body": body_name(ask.body, ask.language),
        "due": date_words(due_of(ask).isoformat(), ask.language),
        "lines": lines,
        "measures": ngettext("%(count)d mesure", "%(count)d mesures", lines) % {"count": lines},
        "number": number,
        "link": link,
        "until": date_words(day_of(expires(ask) - timedelta(seconds=1)).isoformat(), ask.language),
        "fiction": _(" (données fictives)") if campaign.part.synthetic else "",
    }


_SUBJECTS = {
    LetterKind.INVITATION: lambda: _("%(title)s%(fiction)s\u00a0: votre réponse avant le %(due)s"),
    LetterKind.REMINDER: lambda: _("Relance %(number)d\u00a0: %(title)s%(fiction)s, réponse attendue le %(due)s"),
    LetterKind.CLOSING: lambda: _("Clôture\u00a0: %(title)s%(fiction)s, réponse non reçue"),
    LetterKind.ASK_AGAIN: lambda: _("%(title)s%(fiction)s\u00a0: une question sur votre réponse"),
}
_OPENINGS = {
    LetterKind.INVITATION: lambda facts: (
        _("%(owner)s interroge votre organisme (%(body)s) sur %(measures)s. La réponse est attendue le %(due)s au plus tard.") % facts
    ),
    LetterKind.REMINDER: lambda facts: (
        _("%(owner)s attend la réponse de votre organisme (%(body)s) sur %(measures)s, au plus tard le %(due)s. Rien n’est encore parvenu.")
        % facts
    ),
    LetterKind.CLOSING: lambda facts: (
        _("Le délai est passé le %(due)s et %(owner)s n’a rien reçu de votre organisme (%(body)s) sur %(measures)s. L’état qui sera figé dira ce silence\u00a0; une réponse reste possible jusqu’au %(until)s.")
        % facts
    ),
    LetterKind.ASK_AGAIN: lambda facts: (
        _("%(owner)s a une question sur ce que votre organisme (%(body)s) a rendu.") % facts
    ),
}  # fmt: skip


def _COPY() -> str:
    return _(
        "Vous recevez ce message en copie\u00a0: le lien de réponse est chez la personne à qui la demande est adressée."
    )


def _how(ask: Ask, facts: Mapping[str, object]) -> str:
    if ask.way == Way.ACCOUNT:
        return _("Connectez-vous à votre compte pour répondre\u00a0: %(link)s") % facts
    if ask.way == Way.WORKBOOK:
        words = _(
            "Par ce lien, sans compte, téléchargez votre classeur déjà rempli, complétez-le et redéposez-le au même endroit\u00a0:\n%(link)s"
        )
    else:
        words = _("Répondez sans compte par ce lien (un classeur y est aussi proposé)\u00a0:\n%(link)s")
    keep = _(
        "Ce lien est à votre organisme\u00a0: qui le détient répond pour lui, jusqu’au %(until)s. Ne le publiez pas."
    )
    return f"{words}\n\n{keep}" % facts


def _closing(facts: Mapping[str, object]) -> str:
    return (
        _("S’il n’y a rien de nouveau, dites-le\u00a0: «\u00a0rien à signaler\u00a0» est une réponse.\n\n%(owner)s")
        % facts
    )


# --- sending ---------------------------------------------------------------------------------------------------------


def send(ask: Ask, kind: LetterKind, now: datetime, *, reminder: Reminder | None = None, extra: str = "") -> Letter:
    """Put a letter in the outbox, with a link of its own, in the running transaction. The caller saw that it may."""
    number = reminders_sent(ask) + 1 if kind in {LetterKind.REMINDER, LetterKind.CLOSING} else 0
    words = compose(ask, kind, number, link=link_for(ask), extra=extra)
    return _post(ask, kind, number, ask.contact, words, now, reminder)


def send_copy(ask: Ask, letter: Letter, now: datetime) -> Letter:
    """The same letter without its link to the superior that the ask names."""
    words = compose(ask, LetterKind(letter.kind), letter.number, link=LINK_TO_COME, copy=True)
    return _post(ask, LetterKind(letter.kind), letter.number, ask.superior, words, now, letter.reminder)


def link_for(ask: Ask) -> str:
    """Where the body answers: the page of this very request, for who signs in; otherwise a new personal link."""
    if ask.way != Way.ACCOUNT:
        return address_of(new_link(ask), ask.language)
    with translation.override(ask.language):  # the address is in the language of who reads the letter
        return str(settings.JALON.base_url) + reverse("office:answer_start", args=(ask.uid,))


def _post(
    ask: Ask, kind: LetterKind, number: int, to: str, words: Words, now: datetime, reminder: Reminder | None
) -> Letter:
    letter = post(kind=f"reporting.{kind.value}", to=to, subject=words.subject, body=words.body)
    return Letter.objects.create(
        ask=ask, reminder=reminder, kind=kind, number=number, recipient=to, outbox_uid=letter.uid, posted_at=now
    )


def reminders_sent(ask: Ask) -> int:
    """How many reminders were written to a body, copies not counted."""
    kinds = [LetterKind.REMINDER, LetterKind.CLOSING]
    return (
        ask.letters.filter(kind__in=kinds).exclude(recipient=ask.superior or None).values("number").distinct().count()
    )


def room_today(address: str, now: datetime) -> int:
    """How many letters of campaigns may still go to an address on this day."""
    today = day_of(now)
    recent = Letter.objects.filter(recipient__iexact=address, posted_at__gt=now - timedelta(days=2))
    sent = sum(day_of(at) == today for at in recent.values_list("posted_at", flat=True))
    return max(0, MOST_A_DAY - sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """A letter and what became of it. `next_try` for one that could not be delivered; `error`: what the server said."""

    uid: str
    kind: LetterKind
    number: int
    recipient: str
    posted_at: datetime
    state: LetterState
    sent_at: datetime | None = None
    next_try: datetime | None = None
    error: str = ""


def letter_lines(letters: Iterable[Letter]) -> tuple[LetterLine, ...]:
    """Letters with what the outbox knows of each. One query. The outbox forgets those that were sent, after a month."""
    rows = list(letters)
    known = {row.uid: row for row in Outbox.objects.filter(uid__in=[letter.outbox_uid for letter in rows])}
    return tuple(_letter_line(letter, known) for letter in rows)


def _letter_line(letter: Letter, known: Mapping[UUID, Outbox]) -> LetterLine:
    row = known.get(letter.outbox_uid)
    state = letter_state(row)
    waiting = row is not None and state is LetterState.RETRYING
    return LetterLine(
        uid=str(letter.uid), kind=LetterKind(letter.kind), number=letter.number, recipient=letter.recipient,
        posted_at=letter.posted_at, state=state, sent_at=row.sent_at if row else None,
        next_try=row.due_at if row and waiting else None, error=row.last_error if row else "",
    )  # fmt: skip


def letter_state(row: Outbox | None) -> LetterState:
    """Where a letter stands; one that the outbox has forgotten was sent."""
    if row is None or row.sent_at is not None:
        return LetterState.SENT
    if row.dead_at is not None:
        return LetterState.DEAD
    return LetterState.RETRYING if row.attempts else LetterState.QUEUED
