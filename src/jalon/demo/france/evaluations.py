"""What evaluators, governments and others said of a plan: judged, asked for, or shown as done."""

from jalon.demo.france.dates import when
from jalon.demo.france.links import THEMES, About, about_measure, about_plan
from jalon.demo.france.organisations import body
from jalon.demo.france.records import RECORDED_AT, Record, joined, raw, summary, uid
from jalon.demo.france.sources import Sources
from jalon.facts.common import Confidence, Count, Statement, StatementKind, Text, When

MEASURES = {
    "mesure 41": 41,
    "mesure 9": 9,
    "mesure 8": 8,
    "mécanisme de référence (mesure 16)": 16,
}
"""Scope -> number, for records without a number field of their own."""

KINDS = {"recommendation": StatementKind.ASKED, "evidence": StatementKind.OUTCOME}
"""Role -> kind of statement; a record without a role judges."""

LABELS = {
    "realisee": "réalisée",
    "partielle": "partiellement réalisée",
    "non_realisee": "non réalisée",
    "engagee": "engagée",
}
"""Key of a count -> the evaluator's word, as in the scale."""

NOT_SHARED = "exists_not_shared"


def evaluations(plan: str, sources: Sources) -> tuple[Statement, ...]:
    """All statements on one plan, or on its measures and themes."""
    return tuple(_statement(record, sources) for record in raw("evaluations") if record["plan"] == plan)


def _statement(record: Record, sources: Sources) -> Statement:
    about = _about(record)
    counts = dict(record.get("counts") or {})
    total = counts.pop("total", None)
    page = record.get("page")
    return Statement(
        uid=_uid(record),
        kind=KINDS.get(record.get("role", ""), StatementKind.JUDGED),
        subject=about.subject,
        recorded_at=RECORDED_AT,
        said_by=body(record["evaluator"]),
        text=_text(record),
        said=_said(record),
        outcome=record.get("level") or record.get("state") or _evidence(record),
        scale=record["scale"] or None,
        counts=tuple(Count(label=LABELS[key], value=value) for key, value in counts.items()),
        total=total,
        link=about.link,
        note=_note(record, about),
        topic=None if record["scope"] == "total" else record["scope"],
        citations=sources.cite_all(record["source"], locator=f"p. {page}" if page else None),
    )


def _uid(record: Record) -> str:
    return uid("evaluation", record["plan"], record["evaluator"], record["date"], record["scope"], record["verdict_fr"])


def _about(record: Record) -> About:
    plan, scope = record["plan"], record["scope"]
    if record["object"] == "measure":
        return about_measure(plan, record.get("measure") or MEASURES[scope], _reason(record))
    return THEMES.get((plan, scope)) or about_plan(plan)


def _reason(record: Record) -> str | None:
    """The link to measure 16 is the register's, and the record says so."""
    note = record.get("note")
    return note if note and "rapproché par nous" in note else None


def _text(record: Record) -> Text | None:
    """The verdict. Of an evaluation that was not shared there is none: its existence goes to the note."""
    return None if record.get("state") == NOT_SHARED else summary(record["verdict_fr"])


def _said(record: Record) -> When:
    """A date that is a page's, not the statement's, is an inference."""
    return when(record["date"], Confidence.INFERRED if record.get("date_note") else Confidence.STATED)


def _evidence(record: Record) -> str | None:
    return "evidence" if record.get("role") == "evidence" else None


def _note(record: Record, about: About) -> Text | None:
    adopted, rests_on = record.get("adopted"), record.get("rests_on")
    return joined(
        record["verdict_fr"] if record.get("state") == NOT_SHARED else None,
        record.get("kind"),
        about.reason,
        record.get("conflict"),
        record.get("date_note"),
        f"adoptée en {adopted['body']}, {adopted['vote']}" if adopted else None,
        f"repose sur : {', '.join(rests_on)}" if rests_on else None,
    )
