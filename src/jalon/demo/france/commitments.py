"""Promises: one statement per due date, each replaced by the next; then what was found of them."""

from jalon.demo.france.dates import when, when_said
from jalon.demo.france.links import COMMITMENTS, About, about_plan
from jalon.demo.france.organisations import body
from jalon.demo.france.records import KNOWN_UNTIL, RECORDED_AT, Record, joined, raw, summary, told, uid
from jalon.demo.france.sources import Sources
from jalon.facts.common import Known, OrgRef, Statement, StatementKind


def commitments(plan: str | None, sources: Sources) -> tuple[Statement, ...]:
    """Promises and outcomes of one plan; None: those of the country that belong to no plan.

    All statements on one promise have the promise as their `topic`.
    """
    return tuple(
        statement
        for record in raw("commitments")
        if record["plan"] == plan
        for statement in (*_promises(record, sources), *_outcomes(record, sources))
    )


def _promises(record: Record, sources: Sources) -> tuple[Statement, ...]:
    """When a later due date was set is not recorded: only the first has the day of the promise."""
    dues = record["due_dates"] or [None]
    return tuple(_promise(record, rank, due, len(dues), sources) for rank, due in enumerate(dues))


def _promise(record: Record, rank: int, due: str | None, total: int, sources: Sources) -> Statement:
    about = _about(record)
    return Statement(
        uid=_uid(record, "promise", rank),
        kind=StatementKind.PROMISED,
        subject=about.subject,
        recorded_at=RECORDED_AT,
        text=told(record["commitment_fr"]),
        said=when_said(record["promised_on"]) if rank == 0 else None,
        due=when_said(due),
        link=about.link,
        note=joined(about.reason),
        topic=record["commitment_fr"],
        superseded_by=_uid(record, "promise", rank + 1) if rank + 1 < total else None,
        citations=sources.cite_all(record["source"]),
    )


def _outcomes(record: Record, sources: Sources) -> tuple[Statement, ...]:
    """What was found. Nothing found is said too, as of the month until which somebody looked."""
    found = record["outcomes"] or [{"seen_on": KNOWN_UNTIL, "outcome": None}]
    return tuple(_outcome(record, rank, outcome, sources) for rank, outcome in enumerate(found))


def _outcome(record: Record, rank: int, outcome: Record, sources: Sources) -> Statement:
    about = _about(record)
    return Statement(
        uid=_uid(record, "outcome", rank),
        kind=StatementKind.OUTCOME,
        subject=about.subject,
        recorded_at=RECORDED_AT,
        known=Known.GIVEN if outcome["outcome"] else Known.NOT_FOUND,
        said_by=_said_by(outcome),
        text=summary(record["said"]) if rank == 0 else None,
        said=when(outcome.get("on") or outcome["seen_on"]),
        outcome=outcome["outcome"],
        link=about.link,
        note=joined(outcome.get("note"), about.reason),
        topic=record["commitment_fr"],
        citations=sources.cite_all(record["source"]),
    )


def _said_by(outcome: Record) -> OrgRef | None:
    return body("Collectif") if "donnée par le Collectif" in outcome.get("note", "") else None


def _about(record: Record) -> About:
    return COMMITMENTS.get((record["plan"], record["commitment_fr"])) or about_plan(record["plan"])


def _uid(record: Record, kind: str, rank: int) -> str:
    return uid("commitment", record["plan"], record["commitment_fr"], kind, rank)
