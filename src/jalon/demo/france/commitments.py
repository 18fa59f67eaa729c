"""Promises with the chain of their due dates; then what was found of them, each view with its date."""

from jalon.demo.france.dates import when, when_said
from jalon.demo.france.links import COMMITMENTS, About, about_plan
from jalon.demo.france.organisations import body
from jalon.demo.france.records import RECORDED_AT, Record, joined, raw, summary, told, uid
from jalon.demo.france.sources import Sources
from jalon.facts.common import Known, OrgRef
from jalon.facts.promise import DueDate, Promise, PromiseView, Verdict

VERDICTS = {
    "kept": Verdict.KEPT,
    "not_kept": Verdict.NOT_KEPT,
    "not_kept_when_seen": Verdict.NOT_KEPT,
    "not_yet_when_seen": Verdict.NOT_KEPT,
    "examined": Verdict.UNKNOWN,  # that a report was examined does not say on which day it was handed in
    "closed": Verdict.UNKNOWN,  # an inquiry that was closed is neither said to be kept nor dropped
}
"""Outcome as recorded -> verdict; the record's own word stays beside it."""


def promises(sources: Sources) -> tuple[Promise, ...]:
    """All promises, one a record."""
    return tuple(_promise(record, sources) for record in raw("commitments"))


def views(sources: Sources) -> tuple[PromiseView, ...]:
    """What was found of them."""
    return tuple(view for record in raw("commitments") for view in _views(record, sources))


def promise_uid(record: Record) -> str:
    """The uid of a promise: that of the first statement that it used to be."""
    return _uid(record, "promise", 0)


def _promise(record: Record, sources: Sources) -> Promise:
    about = _about(record)
    return Promise(
        uid=promise_uid(record),
        text=told(record["commitment_fr"]),
        recorded_at=RECORDED_AT,
        subject=about.subject,
        link=about.link,
        made=when_said(record["promised_on"]),
        dues=tuple(_due(record, rank, due, sources) for rank, due in enumerate(record["due_dates"])),
        known_until=record["known_until"],
        note=joined(about.reason),
        citations=sources.cite_all(record["source"]),
    )


def _due(record: Record, rank: int, due: str, sources: Sources) -> DueDate:
    """When a later due date was set is not recorded. The first one is no statement of its own: the promise is."""
    return DueDate(
        uid=_uid(record, "promise", rank) if rank else _uid(record, "due", 0),
        recorded_at=RECORDED_AT,
        due=when(due),
        citations=sources.cite_all(record["source"]),
    )


def _views(record: Record, sources: Sources) -> tuple[PromiseView, ...]:
    """What was found. Nothing found is said too, as of the month until which somebody looked."""
    found = record["outcomes"] or [{"seen_on": record["known_until"], "outcome": None}]
    return tuple(_view(record, rank, outcome, sources) for rank, outcome in enumerate(found))


def _view(record: Record, rank: int, outcome: Record, sources: Sources) -> PromiseView:
    about, word = _about(record), outcome["outcome"]
    verdict = VERDICTS[word] if word else Verdict.UNKNOWN
    kept = verdict is Verdict.KEPT and "on" in outcome
    on = when(outcome.get("on") or outcome["seen_on"])
    return PromiseView(
        uid=_uid(record, "outcome", rank),
        promise=promise_uid(record),
        recorded_at=RECORDED_AT,
        verdict=verdict,
        known=Known.GIVEN if word else Known.NOT_FOUND,
        said_by=_said_by(outcome),
        done=on if kept else None,
        seen=None if kept else on,
        outcome=None if word == verdict.value else word,
        text=summary(record["said"]) if rank == 0 else None,
        link=about.link,
        note=joined(outcome.get("note"), about.reason),
        citations=sources.cite_all(record["source"]),
    )


def _said_by(outcome: Record) -> OrgRef | None:
    return body("Collectif") if "donnée par le Collectif" in outcome.get("note", "") else None


def _about(record: Record) -> About:
    return COMMITMENTS.get((record["plan"], record["commitment_fr"])) or about_plan(record["plan"])


def _uid(record: Record, kind: str, rank: int) -> str:
    return uid("commitment", record["plan"], record["commitment_fr"], kind, rank)
