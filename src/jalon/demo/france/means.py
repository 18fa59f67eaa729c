"""Means: budget lines as published, amendments apart, principles and findings without an amount."""

from jalon.demo.france.dates import when
from jalon.demo.france.links import MEANS_MEASURES, MEANS_PLANS
from jalon.demo.france.records import Record, joined, plan_uid, raw, summary, told, uid
from jalon.demo.france.sources import Sources
from jalon.facts.common import Confidence, Text
from jalon.facts.plan import Means, MeansKind

KINDS = {
    "budget": MeansKind.UNSPECIFIED,  # the stage (planned, voted, paid) is not said
    "amendement": MeansKind.AMENDMENT,
    "principe": MeansKind.PRINCIPLE,
    "constat": MeansKind.FINDING,
}
BILL = "Programme 137, total (PLF)"
"""The one line that says its stage: a budget bill plans."""


def means(plan: str | None, sources: Sources) -> tuple[Means, ...]:
    """The lines of one plan; None: those of the country that name no plan."""
    return tuple(_line(record, sources) for record in raw("budget") if _plan(record) == plan)


def fate_of(record: Record) -> Text | None:
    """What became of an amendment, as far as the record says: here, what the committee asked."""
    note = record.get("note", "")
    return summary(note) if note.startswith("commission") else None


def _plan(record: Record) -> str | None:
    plan: str | None = record.get("plan") or MEANS_PLANS.get(record["item_fr"])
    return plan


def _line(record: Record, sources: Sources) -> Means:
    plan, item, amount = _plan(record), record["item_fr"], record["amount_eur"]
    measure, fate, note = MEANS_MEASURES.get(item), fate_of(record), record.get("note")
    deduced = Confidence.INFERRED if note and "déduit" in note else Confidence.STATED
    return Means(
        uid=uid("means", record["year"], item),
        item=told(item),
        kind=MeansKind.PLANNED if item == BILL else KINDS[record["kind"]],
        when=when(record["year"], deduced),
        amount=None if amount is None else str(amount),
        plan=plan_uid(plan) if plan else None,
        measure=measure.subject if measure else None,
        programme="137" if "P137" in item or item == BILL else None,
        change=record.get("change"),
        fate=fate,
        note=joined(None if fate else note, measure.reason if measure else None),
        citations=sources.cite_all(record["source"]),
    )
