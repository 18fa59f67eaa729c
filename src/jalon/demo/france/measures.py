"""Measures and attested items of a plan, and what is said of who leads them, takes part, and by when."""

from jalon.demo.france.dates import when
from jalon.demo.france.organisations import body
from jalon.demo.france.plans import section_uid
from jalon.demo.france.records import (
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
from jalon.demo.france.sources import Sources, apart
from jalon.facts.common import Basis, Citation, Confidence, Statement, StatementKind, Text, When, Wording
from jalon.facts.plan import Measure, MeasureKind, Title

DEADLINES = ("15 juillet 2026", "déploiement d'ici 2025")
"""What is planned and truly states a deadline; all other planned words stay words."""

TAKEN_OVER = "SSMSI (2021→), ONDRP avant"
"""The lead of measures 8 and 9 of the 2nd plan: two bodies, one after the other."""


def uid_of(plan: str, record: Record) -> str:
    """Uid of the measure or item of this record."""
    number = record["number"]
    return item_uid(plan, record["title_fr"]) if number is None else measure_uid(plan, number)


def measures(record: Record, sources: Sources) -> tuple[Measure, ...]:
    """All measures and attested items of a plan, in the order of the record."""
    return tuple(_measure(record, item, order, sources) for order, item in enumerate(record["measures"], start=1))


def said_of_measures(record: Record, sources: Sources) -> tuple[Statement, ...]:
    """Leads, partners and deadlines. Where no lead is recorded nothing is said: the plan's text was not read."""
    return tuple(
        statement
        for item in record["measures"]
        for statement in (*_leads(record["id"], item, sources), *_others(record["id"], item, sources))
    )


def coordinator(record: Record, sources: Sources) -> tuple[Statement, ...]:
    """Who coordinates the plan. Only the 1st plan's record has a source of its own: the decree."""
    inferred = Confidence.INFERRED
    address = record.get("coordinator_source")
    return (
        Statement(
            uid=uid("plan", record["id"], "coordinator"),
            kind=StatementKind.COORDINATOR,
            subject=plan_uid(record["id"]),
            recorded_at=RECORDED_AT,
            organisation=body("MIPROF"),
            text=told(record["coordinator"]),
            citations=sources.cite_all(address) if address else sources.cite_keys("dec2013", confidence=inferred),
        ),
    )


def _measure(plan: Record, item: Record, order: int, sources: Sources) -> Measure:
    note, addresses = apart(_note(plan, order) or "")
    placed = bool(plan["axes"]) and item["axis"] is not None
    return Measure(
        uid=uid_of(plan["id"], item),
        plan=plan_uid(plan["id"]),
        order=order,
        titles=_titles(item, sources),
        kind=MeasureKind(item["kind"]),
        number=None if item["number"] is None else str(item["number"]),
        section=section_uid(plan["id"], item["axis"]) if placed else None,
        section_confidence=_section_confidence(item),
        section_words=None if placed else item["axis"],
        group=summary(item.get("action")),
        planned=summary(item["planned"]),
        keywords=tuple(item["keywords"]),
        note=summary(note),
        confidence=Confidence(item["confidence"]),
        citations=(*sources.cite_all(item["source_url"]), *sources.cite_all(addresses, "note")),
    )


def _note(plan: Record, order: int) -> str | None:
    """The note of a record; « idem » is the note of the one before."""
    note: str | None = plan["measures"][order - 1].get("note")
    return _note(plan, order - 1) if note == "idem" else note


def _section_confidence(item: Record) -> Confidence:
    note = item.get("note", "")
    return Confidence.INFERRED if "axe" in note and "déduit" in note else Confidence.STATED


def _titles(item: Record, sources: Sources) -> tuple[Title, ...]:
    described = Title(text=told(item["title_fr"]), citations=sources.cite_all(item["source_url"], "title"))
    if not item.get("title_official"):
        return (described,)
    text = Text(value=item["title_official"], lang="fr", wording=Wording.VERBATIM)
    return (Title(text=text, citations=(_read_at(item, sources),)), described)


def _read_at(item: Record, sources: Sources) -> Citation:
    page = item.get("evaluation_page")
    return sources.cite(item["title_official_source"], "title", locator=f"p. {page}" if page else None)


def _leads(plan: str, item: Record, sources: Sources) -> tuple[Statement, ...]:
    if item["lead"] is None:
        return ()
    if item["lead"] == TAKEN_OVER:
        return _taken_over(plan, item, sources)
    return (_involved(plan, item, StatementKind.LEAD, item["lead"], sources),)


def _taken_over(plan: str, item: Record, sources: Sources) -> tuple[Statement, ...]:
    """ONDRP until the SSMSI took its work over: the plan's events give the day, and say it of measures 8 and 9."""
    event = next(e for e in plan_record(plan)["dates"] if e["event"].startswith("SSMSI reprend"))
    since = When(edtf=event["date"], printed="2021→")
    later = _involved(plan, item, StatementKind.LEAD, "SSMSI", sources, said=since, also=event["source"])
    before = _involved(
        plan,
        item,
        StatementKind.LEAD,
        "ONDRP",
        sources,
        valid_until=when(event["date"]),
        superseded_by=later.uid,
        also=event["source"],
    )
    return (before, later)


def _others(plan: str, item: Record, sources: Sources) -> tuple[Statement, ...]:
    partners = tuple(_involved(plan, item, StatementKind.PARTNER, name, sources) for name in item["partners"])
    return (*partners, *_deadline(plan, item, sources))


def _involved(
    plan: str,
    item: Record,
    kind: StatementKind,
    name: str,
    sources: Sources,
    *,
    said: When | None = None,
    valid_until: When | None = None,
    superseded_by: str | None = None,
    also: str | None = None,
) -> Statement:
    subject = uid_of(plan, item)
    return Statement(
        uid=uid(subject, kind, name),
        kind=kind,
        subject=subject,
        recorded_at=RECORDED_AT,
        organisation=body(name),
        basis=_basis(item, kind),
        said=said,
        valid_until=valid_until,
        confidence=Confidence(item["confidence"]),
        superseded_by=superseded_by,
        citations=(*sources.cite_all(item["source_url"]), *sources.cite_all(also)),
    )


def _basis(item: Record, kind: StatementKind) -> Basis:
    """Leads were seen acting, says the record. Of partners it says no more than that a third party's page names them."""
    return Basis(item["lead_basis"]) if kind is StatementKind.LEAD else Basis.SAID_BY_THIRD_PARTY


def _deadline(plan: str, item: Record, sources: Sources) -> tuple[Statement, ...]:
    if item["planned"] not in DEADLINES:
        return ()
    subject = uid_of(plan, item)
    return (
        Statement(
            uid=uid(subject, StatementKind.DEADLINE),
            kind=StatementKind.DEADLINE,
            subject=subject,
            recorded_at=RECORDED_AT,
            text=told(item["planned"]),
            due=when(item["planned"]),
            confidence=Confidence(item["confidence"]),
            citations=sources.cite_all(item["source_url"]),
        ),
    )
