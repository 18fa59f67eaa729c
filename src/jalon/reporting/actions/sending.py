"""What asking a body does: what it declared last is taken down, its letter is written. Steps of actions, not actions."""

from datetime import datetime

from django.utils.translation import gettext as _

from jalon.core.errors import Invalid
from jalon.reporting.enums import LetterKind, Way
from jalon.reporting.letters import room_today, send
from jalon.reporting.models import Ask, AskLine, Letter
from jalon.reporting.subjects import subjects_of
from jalon.reporting.templates import live_lines, standing_of


def send_ask_letter(ask: Ask, kind: LetterKind, now: datetime, extra: str = "") -> Letter | None:
    """Write a letter to a body; the first one takes down what is written in its workbook. None: it has no address,
    which only a body that answers by account may lack. `Invalid` beyond the letters of a day."""
    if ask.asked_at is None:
        _take_down(ask, now)
    if not ask.contact:
        if ask.way == Way.ACCOUNT:
            return None
        raise Invalid({"contact": _("Donnez l’adresse à laquelle écrire.")})
    if not room_today(ask.contact, now):
        message = _("%(address)s a déjà reçu vingt messages aujourd’hui\u00a0: écrivez-lui demain.")
        raise Invalid({"contact": message % {"address": ask.contact}})
    return send(ask, kind, now, extra=extra)


def _as_the_plan_is(ask: Ask, now: datetime) -> list[AskLine]:
    """The lines as the plan numbers and names them today; what left the plan since the body was added is not asked."""
    known, lines = subjects_of(ask.campaign.plan_uid), live_lines(ask)
    gone = [line.pk for line in lines if line.subject_uid not in known]
    AskLine.objects.filter(pk__in=gone).update(withdrawn_at=now)
    kept = [line for line in lines if line.subject_uid in known]
    for line in kept:
        now_is = known[line.subject_uid]
        line.number, line.title, line.order = now_is.number, now_is.title, now_is.order
    return sorted(kept, key=lambda line: (line.order, line.pk))


def _take_down(ask: Ask, now: datetime) -> None:
    lines = _as_the_plan_is(ask, now)
    if not lines:
        message = _("Choisissez au moins une mesure pour %(body)s.")
        raise Invalid({"lines": message % {"body": str(ask.body)}})
    standing = standing_of(ask, lines)
    for line in lines:
        line.before = standing.get(line.subject_uid, ())
    AskLine.objects.bulk_update(lines, ["before", "number", "title", "order"])
    ask.asked_at, ask.template = now, ask.campaign.template
    ask.save(update_fields=["asked_at", "template", "updated_at"])
