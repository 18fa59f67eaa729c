"""The coordination committee of the 3rd plan and its sessions, resting on the dates of the plan and on promises to meet.

No record names its members, its agendas or its minutes: none is made up. That « près de 60 personnes » came, or sit there,
is not told apart by the record: it is a remark, and no attendance.
"""

from dataclasses import dataclass

from jalon.demo.france.dates import when
from jalon.demo.france.links import PLAN_3
from jalon.demo.france.records import KNOWN_UNTIL, Record, plan_record, plan_uid, raw, summary, told, uid
from jalon.demo.france.sources import Sources
from jalon.facts.committee import Committee, Session, SessionState

SLUG = "comite-de-coordination-plan-3"


@dataclass(frozen=True, slots=True)
class _Line:
    """A session: the date of the plan that tells of it, and the promise to meet, with the dates named before."""

    date: str
    promise: str | None = None
    state: SessionState = SessionState.HELD


LINES = (
    _Line("2024-03-21", "Réunir le comité de coordination"),
    _Line("2024-12-12", "Deuxième réunion du comité"),
    _Line("2025-06-27", "Nouveau point de suivi sous 6 mois"),
    _Line("2026-02", "Comité de coordination suivant", SessionState.PLANNED),
)


def committees(sources: Sources) -> tuple[Committee, ...]:
    """The committee that coordinates the 3rd plan, as the record of its coordinator names it."""
    record = plan_record(PLAN_3)
    return (
        Committee(
            uid=uid("committee", PLAN_3),
            slug=SLUG,
            title=told("Comité de coordination du 3e plan"),
            plan=plan_uid(PLAN_3),
            known_until=KNOWN_UNTIL,
            citations=sources.cite_all([_event(record, line.date)["source"] for line in LINES[:1]]),
        ),
    )


def sessions(sources: Sources) -> tuple[Session, ...]:
    """Its sessions, those held and the next one."""
    return tuple(_session(line, sources) for line in LINES)


def _session(line: _Line, sources: Sources) -> Session:
    event = _event(plan_record(PLAN_3), line.date)
    promise = next((r for r in raw("commitments") if r["plan"] == PLAN_3 and r["commitment_fr"] == line.promise), None)
    dues: list[str] = promise["due_dates"] if promise else []
    planned = line.state is SessionState.PLANNED
    addresses = [event["source"], *(promise["source"] if promise else ())]
    return Session(
        uid=uid("committee", PLAN_3, "session", line.date),
        committee=uid("committee", PLAN_3),
        state=line.state,
        title=told(event["event"]),
        when=when(dues[-1]) if planned and dues else when(event["date"]),
        before=() if planned else tuple(map(when, dues)),
        note=summary("le relevé ne dit pas si ces personnes sont les membres ou les présents")
        if "près de 60" in event["event"]
        else None,
        citations=sources.cite_all(list(dict.fromkeys(addresses))),
    )


def _event(record: Record, date: str) -> Record:
    found = [event for event in record["dates"] if event["date"] == date]
    if len(found) != 1:
        raise LookupError(f"{len(found)} events on {date} where one was expected")
    event: Record = found[0]
    return event
