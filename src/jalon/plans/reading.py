"""From records to facts: each function gives one fact; `collect` gives all that a part says in this room."""

import uuid
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jalon.core.citing import Citations, Cited, citation_fact
from jalon.core.models import Part
from jalon.core.records import same_columns
from jalon.facts import common, plan, series
from jalon.plans import models

Rows = Mapping[int, list[Any]]


def grouped(rows: Iterable[Any], by: str) -> Rows:
    """Rows by the key of what they belong to, in their order."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found


def uid_text(uid: uuid.UUID | None) -> str | None:
    """The written form of a uid."""
    return None if uid is None else str(uid)


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds the records that are read: citations by uid, pieces by owner, uids by key."""

    cites: Cited = field(default_factory=dict)
    pieces: Mapping[str, Rows] = field(default_factory=dict)
    uids: Mapping[int, str] = field(default_factory=dict)
    gone: frozenset[uuid.UUID] = frozenset()

    def of(self, name: str, key: int) -> list[Any]:
        """The pieces of one kind of one owner."""
        return self.pieces.get(name, {}).get(key, [])

    def cited(self, uid: uuid.UUID) -> Citations:
        """The citations of one record."""
        return self.cites.get(uid, ())


def plan_fact(row: models.Plan, around: Around) -> plan.Plan:
    """A plan's description."""
    return plan.Plan(
        uid=str(row.uid),
        slug=row.slug,
        rank=row.rank,
        titles=tuple(title_fact(title, around) for title in around.of("titles", row.pk)),
        period=row.period,
        known_until=row.known_until,
        text_read=row.text_read,
        country=row.country,
        code=row.code,
        period_notes=row.period_notes,
        stated_numbers=tuple(stated_number_fact(number, around) for number in around.of("numbers", row.pk)),
        stated_sections=row.stated_sections,
        levels=row.levels,
        financing=row.financing,
        preparation=row.preparation,
        notes=row.notes,
        events=tuple(event_fact(event, around) for event in around.of("events", row.pk)),
        overlaps=tuple(
            overlap_fact(overlap, around)
            for overlap in around.of("overlaps", row.pk)
            if overlap.measure_uid not in around.gone
        ),
        documents=tuple(document_fact(document, around) for document in around.of("documents", row.pk)),
        citations=around.cited(row.uid),
    )


def title_fact(row: models.PlanTitle | models.MeasureTitle, around: Around) -> plan.Title:
    """A title with its sources."""
    return plan.Title(text=row.text, citations=around.cited(row.uid))


def stated_number_fact(row: models.StatedNumber, around: Around) -> plan.StatedNumber:
    """A number of measures, as a source states it."""
    return plan.StatedNumber(value=row.value, said_by=row.said_by, note=row.note, citations=around.cited(row.uid))


def event_fact(row: models.PlanEvent, around: Around) -> plan.PlanEvent:
    """A dated event of a plan."""
    return plan.PlanEvent(
        uid=str(row.uid),
        when=row.when,
        text=row.text,
        confidence=common.Confidence(row.confidence),
        citations=around.cited(row.uid),
    )


def overlap_fact(row: models.Overlap, around: Around) -> plan.Overlap:
    """A measure that another plan also holds."""
    return plan.Overlap(
        other_plan=row.other_plan,
        measure=uid_text(row.measure_uid),
        other_measure=row.other_measure,
        item=row.item,
        note=row.note,
        confidence=common.Confidence(row.confidence),
        citations=around.cited(row.uid),
    )


def section_fact(row: models.Section, plan_uid: str, around: Around) -> plan.Section:
    """A level of the plan's tree."""
    return plan.Section(
        uid=str(row.uid),
        plan=plan_uid,
        order=row.order,
        label=row.label,
        parent=around.uids[row.parent_id] if row.parent_id else None,
        title=row.title,
        note=row.note,
        confidence=common.Confidence(row.confidence),
        citations=around.cited(row.uid),
    )


def measure_fact(row: models.Measure, plan_uid: str, around: Around) -> plan.Measure:
    """A measure with its titles, steps and documents."""
    return plan.Measure(
        uid=str(row.uid),
        plan=plan_uid,
        order=row.order,
        titles=tuple(title_fact(title, around) for title in around.of("titles", row.pk)),
        kind=plan.MeasureKind(row.kind),
        number=row.number,
        section=around.uids[row.section_id] if row.section_id else None,
        section_confidence=common.Confidence(row.section_confidence),
        section_words=row.section_words,
        group=row.group,
        planned=row.planned,
        keywords=row.keywords,
        forms=row.forms,
        target_groups=row.target_groups,
        note=row.note,
        confidence=common.Confidence(row.confidence),
        steps=tuple(step_fact(step, around) for step in around.of("steps", row.pk)),
        documents=tuple(document_fact(document, around) for document in around.of("documents", row.pk)),
        citations=around.cited(row.uid),
    )


STEP = ("uid", "title", "due", "done")


def step_fact(row: Any, around: Around) -> plan.Step:
    """A step of a measure, from its record or the columns STEP."""
    return plan.Step(uid=str(row.uid), title=row.title, due=row.due, done=row.done, citations=around.cited(row.uid))


def document_fact(row: models.Document, around: Around) -> plan.Document:
    """A document of a plan or measure."""
    return plan.Document(
        uid=str(row.uid),
        title=row.title,
        when=row.when,
        visibility=common.Visibility(row.visibility),
        media_type=row.media_type,
        sha256=row.sha256,
        size=row.size,
        citations=around.cited(row.uid),
    )


def successor(key: int, successors: Mapping[int, int | None], live: Container[int]) -> int | None:
    """The live statement that replaces this one, past those that were withdrawn."""
    found = successors.get(key)
    seen = {key}
    while found is not None and found not in live and found not in seen:
        seen.add(found)
        found = successors.get(found)
    return found if found in live else None


STATEMENT = ("pk", "uid", "subject_uid", "superseded_by_id", "withdrawn_at", *same_columns(models.Statement))


def statement_fact(row: Any, superseded_by: str | None, around: Around) -> common.Statement:
    """A dated statement, from its record or the columns STATEMENT; `superseded_by`: the live statement that replaces it."""
    return common.Statement(
        uid=str(row.uid),
        kind=common.StatementKind(row.kind),
        subject=str(row.subject_uid),
        recorded_at=row.recorded_at,
        known=common.Known(row.known),
        said_by=row.said_by,
        organisation=row.organisation,
        basis=common.Basis(row.basis) if row.basis else None,
        text=row.text,
        said=row.said,
        valid_until=row.valid_until,
        due=row.due,
        outcome=row.outcome,
        scale=row.scale,
        counts=row.counts,
        total=row.total,
        link=common.Link(row.link),
        confidence=common.Confidence(row.confidence),
        note=row.note,
        topic=row.topic,
        superseded_by=superseded_by,
        citations=around.cited(row.uid),
    )


def means_fact(row: models.Means, around: Around) -> plan.Means:
    """A line of means."""
    return plan.Means(
        uid=str(row.uid),
        item=row.item,
        kind=plan.MeansKind(row.kind),
        when=row.when,
        amount=row.amount,
        currency=row.currency,
        plan=uid_text(row.plan_uid),
        measure=uid_text(row.measure_uid),
        programme=row.programme,
        change=row.change,
        fate=row.fate,
        posts=row.posts,
        in_kind=row.in_kind,
        note=row.note,
        confidence=common.Confidence(row.confidence),
        citations=around.cited(row.uid),
    )


def series_fact(row: models.Series, observations: Iterable[series.Observation]) -> series.Series:
    """A series with its observations."""
    return series.Series(
        uid=str(row.uid),
        slug=row.slug,
        title=row.title,
        producer=row.producer,
        indicator=row.indicator,
        unit=row.unit,
        family=series.Family(row.family),
        vintage=row.vintage,
        multiple=row.multiple,
        do_not_add=row.do_not_add,
        note=row.note,
        of=uid_text(row.of_uid),
        observations=tuple(observations),
    )


OBSERVATION = (
    "when", "value", "precision", "missing", "dimensions", "note", "status", "said", "numerator", "denominator",
)  # fmt: skip
CITED = ("source__uid", "cited_field", "locator", "quote", "confidence")


def observation_fact(values: tuple[Any, ...], further: list[common.Citation]) -> series.Observation:
    """An observation from its columns, in the order of OBSERVATION then CITED."""
    when, value, precision, missing, dimensions, note, status, said, numerator, denominator, source, *rest = values
    first = (citation_fact(source, *rest),) if source else ()
    return series.Observation(
        when=when,
        value=value,
        precision=series.Precision(precision),
        missing=missing,
        dimensions=dimensions,
        note=note,
        status=series.ObservationStatus(status) if status else None,
        said=said,
        numerator=numerator,
        denominator=denominator,
        citations=(*first, *further),
    )


def further_citations(part: Part) -> Mapping[int, list[common.Citation]]:
    """Second and later citations of observations, by the observation's key."""
    rows = models.ObservationCitation.objects.filter(observation__series__part=part).order_by("observation_id", "id")
    found: dict[int, list[common.Citation]] = defaultdict(list)
    for key, *values in rows.values_list("observation_id", *CITED):
        found[key].append(citation_fact(*values))
    return found
