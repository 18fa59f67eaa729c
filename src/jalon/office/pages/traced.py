"""What events of campaigns are about, in the reader's language: bodies, campaigns and measures by their names. The trace
keeps short codes of them; no name of a person is looked up here."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language

from jalon.core.models import AuditEvent
from jalon.office.around import measure_label
from jalon.reporting.bodies import body_name
from jalon.reporting.deadlines import day_of
from jalon.reporting.enums import LetterKind, ReturnWay
from jalon.reporting.merging.saying import date_words
from jalon.reporting.models import Ask, AskLine, FrozenState, OutputDecision, Reminder, Return

Names = Mapping[uuid.UUID, str]
ROOM = "reporting."


def names_of(rows: Iterable[AuditEvent]) -> Names:
    """The name of what each event of a campaign is about, by its uid. A fixed number of queries, none without such events;
    what is no more has none."""
    wanted = {row.subject_uid for row in rows if row.subject_uid and row.action.startswith(ROOM)}
    if not wanted:
        return {}
    found: dict[uuid.UUID, str] = {}
    for model, (ask, told) in _NAMED.items():
        related = [f"{ask}body__names"] if ask is not None else []
        held = model.objects.filter(uid__in=wanted - found.keys())
        if ask is not None:
            held = held.select_related(f"{ask}campaign", f"{ask}body").prefetch_related(*related)
        found |= {row.uid: told(row) for row in held}
    return found


def _lang() -> str:
    return get_language() or "fr"


def _of(ask: Ask, what: str) -> str:
    return f"{body_name(ask.body, _lang())}, {what}"


def _ask(row: Ask) -> str:
    return _of(row, row.campaign.title.value)


def _return(row: Return) -> str:
    return _of(row.ask, row.file_name or str(ReturnWay(row.way).label))


def _line(row: AskLine) -> str:
    return _of(row.ask, measure_label(row.number, row.title.value))


def _told(row: OutputDecision) -> str:
    return _line(row.cell.line)


def _state(row: FrozenState) -> str:
    return str(row.fact.title.value)


def _reminder(row: Reminder) -> str:
    return f"{LetterKind(row.kind).label}, {date_words(day_of(row.at).isoformat(), _lang())}"


_NAMED: Mapping[Any, tuple[str | None, Any]] = {
    Ask: ("", _ask), Return: ("ask__", _return), AskLine: ("ask__", _line), OutputDecision: ("cell__line__ask__", _told),
    FrozenState: (None, _state), Reminder: (None, _reminder),
}  # fmt: skip
