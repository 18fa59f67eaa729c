"""Plans: their description, sections, events, and the numbers of measures that sources state."""

from jalon.demo.france.dates import when
from jalon.demo.france.organisations import body
from jalon.demo.france.records import (
    KNOWN_UNTIL,
    PLAN_SLUGS,
    Record,
    listed,
    plan_uid,
    summary,
    told,
    uid,
)
from jalon.demo.france.sources import Sources, apart
from jalon.facts.common import Citation, Confidence, Text
from jalon.facts.plan import LevelName, Plan, PlanEvent, Section, StatedNumber, Title

PRESENTED_IN = {"fr-teh-1": ("n352",), "fr-teh-2": ("lanc2", "avis19"), "fr-teh-3": ("blogrb", "imm3")}
"""Plan -> sources that present it."""

_AXIS, _MEASURE = LevelName(fr="axe", en="axis"), LevelName(fr="mesure", en="measure")
LEVELS = {
    "fr-teh-1": (LevelName(fr="priorité", en="priority"), _MEASURE),
    "fr-teh-2": (_AXIS, LevelName(fr="action", en="action"), _MEASURE),
    "fr-teh-3": (_AXIS, _MEASURE),
}

STATED_NUMBERS: dict[str, tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...]] = {
    "fr-teh-1": ((23, ("Sénat, délégation droits des femmes",), ("senat8",)),),
    "fr-teh-2": (
        (45, ("Collectif", "CCEM", "Niamey guide", "question AN 24191"), ("evalcoll", "niamey", "anato")),
        (44, ("CNCDH", "infoMIE", "CPDH"), ("cncdh23", "infomie23", "cpdh")),
    ),
    "fr-teh-3": ((60, ("Gouvernement (MIPROF)",), ("suivi3",)),),
}
"""Plan -> (number, who says it, their pages). The CCEM's page was not recorded."""

TITLES = "Les titres sont des résumés ; l’intitulé officiel n’est donné que s’il a été lu dans la source indiquée."
"""`note_on_titles` of every plan, without the names of the records' fields."""


def plan_facts(record: Record, sources: Sources) -> Plan:
    """The description of a plan."""
    plan = record["id"]
    presented = sources.cite_keys(*PRESENTED_IN[plan])
    financing, preparation = (_parted(record.get(name)) for name in ("financing_principle", "preparation"))
    return Plan(
        uid=plan_uid(plan),
        slug=PLAN_SLUGS[plan],
        code=plan,
        rank=int(plan[-1]),
        titles=(Title(text=told(record["title"]), citations=presented),),
        period=when(record["period"]),
        known_until=KNOWN_UNTIL,
        text_read=record["text_of_plan_read"],
        period_notes=_texts(record, "period_conflict"),
        stated_numbers=_stated_numbers(record, sources),
        stated_sections=record.get("axes_total") or _all_sections(record),
        levels=LEVELS[plan],
        financing=summary(financing[0]),
        preparation=summary(preparation[0]),
        notes=(*_texts(record, "numbers_note", "axes_note"), told(TITLES)),
        events=tuple(_event(plan, event, sources) for event in record["dates"]),
        citations=(
            *presented,
            *sources.cite_all(financing[1], "financing"),
            *sources.cite_all(preparation[1], "preparation"),
            *_of_notes(record, sources),
        ),
    )


def sections(record: Record, sources: Sources) -> tuple[Section, ...]:
    """The sections whose place was read; those of the 3rd plan were not."""
    general = listed(record.get("axes_source"))
    return tuple(
        Section(
            uid=section_uid(record["id"], axis["n"]),
            plan=plan_uid(record["id"]),
            order=order,
            label=str(axis["n"]),
            title=summary(axis["title"]),
            note=summary(axis.get("note")),
            confidence=Confidence(axis.get("confidence", "stated")),
            citations=sources.cite_all(axis.get("source") or general),
        )
        for order, axis in enumerate(record["axes"], start=1)
    )


def section_uid(plan: str, label: object) -> str:
    """Uid of a section of a plan."""
    return uid("plan", plan, "section", label)


def _texts(record: Record, *names: str) -> tuple[Text, ...]:
    return tuple(told(apart(record[name])[0]) for name in names if record.get(name))


def _of_notes(record: Record, sources: Sources) -> tuple[Citation, ...]:
    """Sources of the notes: addresses that stand in them, and the evaluation that has two periods."""
    found = sources.cite_all(apart(record.get("axes_note") or "")[1], "notes")
    return (*found, *sources.cite_keys("eval23", field="period_notes")) if record.get("period_conflict") else found


def _parted(text: str | None) -> tuple[str, list[str]]:
    return apart(text) if text else ("", [])


def _all_sections(record: Record) -> int | None:
    """The number of sections, when the sources list them all."""
    return len(record["axes"]) if record.get("axes_source") else None


def _stated_numbers(record: Record, sources: Sources) -> tuple[StatedNumber, ...]:
    note = summary(record.get("measures_total_conflict"))
    return tuple(
        StatedNumber(value=value, said_by=tuple(map(body, names)), note=note, citations=sources.cite_keys(*keys))
        for value, names, keys in STATED_NUMBERS[record["id"]]
    )


def _event(plan: str, event: Record, sources: Sources) -> PlanEvent:
    confidence = Confidence(event.get("confidence", "stated"))
    return PlanEvent(
        uid=uid("plan", plan, "event", event["date"], event["event"]),
        when=when(event["date"], confidence),
        text=told(event["event"]),
        confidence=confidence,
        citations=sources.cite_all(event["source"]),
    )
