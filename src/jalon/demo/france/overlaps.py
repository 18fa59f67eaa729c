"""Other national plans that hold the same measure, or that claim the same action: what the records say of it, no more."""

from jalon.demo.france.records import (
    PLAN_SLUGS,
    RECORDED_AT,
    Record,
    item_uid,
    measure_uid,
    plan_record,
    plan_uid,
    summary,
    told,
    uid,
)
from jalon.demo.france.sources import Sources
from jalon.facts.common import Confidence, Link
from jalon.facts.lineage import OtherPlan, OverlapLink, OverlapNature

ITEMS = {"appel à projets 3 M€ DGCS": "Soutien associatif contre l'exploitation sexuelle des enfants"}
"""Words of a record -> the attested item that it names."""


def overlaps(sources: Sources) -> tuple[OverlapLink, ...]:
    """All overlaps of the records."""
    return tuple(
        _overlap(plan, record, sources) for plan in PLAN_SLUGS for record in plan_record(plan).get("overlaps", ())
    )


def _overlap(plan: str, record: Record, sources: Sources) -> OverlapLink:
    """A measure of another plan that a source names is the same action; a likeness that the register saw is proposed.

    None is said to be the same money: that a similar call for projects claims another strategy is a risk, which the
    record's own words tell, and no finding.
    """
    named, confidence = record["measure"], Confidence(record.get("confidence", "stated"))
    return OverlapLink(
        uid=uid("overlap", plan, record["other_plan"], named, record.get("other_measure")),
        plan=plan_uid(plan),
        other=OtherPlan(title=told(record["other_plan"]), reference=record.get("other_measure")),
        recorded_at=RECORDED_AT,
        measure=_measure(plan, named),
        natures=(OverlapNature.SAME_ACTION,) if named else (),
        item=summary(named) if isinstance(named, str) else None,
        text=summary(record.get("note")),
        link=Link.STATED if confidence is Confidence.STATED else Link.PROPOSED,
        confidence=confidence,
        citations=sources.cite_all(record["source"]),
    )


def _measure(plan: str, named: int | str | None) -> str | None:
    if isinstance(named, int):
        return measure_uid(plan, named)
    return item_uid(plan, ITEMS[named]) if named else None
