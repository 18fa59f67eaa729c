"""From records to facts, for what follows plans: indicators, answers, outputs; and outputs found by their subjects."""

import uuid
from collections.abc import Iterable, Iterator

from jalon.facts import common, indicator, output
from jalon.plans import models
from jalon.plans.reading import Around, uid_text

BATCH = 5_000


def indicator_fact(row: models.Indicator, around: Around) -> indicator.Indicator:
    """An indicator with all that its owner says of it."""
    return indicator.Indicator(
        uid=str(row.uid),
        slug=row.slug,
        subject=str(row.subject_uid),
        title=row.title,
        unit=row.unit,
        code=row.code,
        definition=row.definition,
        kind=indicator.IndicatorKind(row.kind) if row.kind else None,
        level=indicator.ResultLevel(row.level) if row.level else None,
        value_kind=indicator.ValueKind(row.value_kind),
        direction=indicator.Direction(row.direction) if row.direction else None,
        accumulation=indicator.Accumulation(row.accumulation),
        frequency=row.frequency,
        method=row.method,
        numerator=row.numerator,
        denominator=row.denominator,
        levels=row.levels,
        breakdowns=row.breakdowns,
        baseline=row.baseline,
        expected=row.expected,
        interpolated=row.interpolated,
        formula=row.formula,
        counted=row.counted,
        note=row.note,
        confidence=common.Confidence(row.confidence),
        citations=around.cited(row.uid),
    )


def inner_citations(
    baseline: indicator.Baseline | None, expected: Iterable[indicator.Expected]
) -> Iterator[common.Citation]:
    """The citations of an indicator's baseline and expected values: kept with them, not among those of the record."""
    for value in (baseline, *expected):
        yield from value.citations if value else ()


def answer_fact(row: models.IndicatorAnswer, around: Around) -> indicator.Answer:
    """What a body answers to another's indicator."""
    return indicator.Answer(
        uid=str(row.uid),
        indicator=str(row.indicator_uid),
        answer=indicator.AnswerKind(row.answer),
        said_by=row.said_by,
        said=row.said,
        text=row.text,
        citations=around.cited(row.uid),
    )


def output_fact(row: models.Output, around: Around) -> output.Output:
    """Something carried out; it no longer belongs to what was withdrawn."""
    return output.Output(
        uid=str(row.uid),
        type=output.OutputType(row.type),
        title=row.title,
        when=row.when,
        subjects=tuple(uid for uid in row.subjects if uuid.UUID(uid) not in around.gone),
        territory=uid_text(row.territory_uid),
        place=row.place,
        carried_out_by=row.carried_out_by,
        counterparts=row.counterparts,
        beneficiaries=row.beneficiaries,
        professions=row.professions,
        channels=row.channels,
        languages=row.languages,
        property_type=row.property_type,
        amounts=row.amounts,
        money=row.money,
        currency=row.currency,
        years=row.years,
        said_by=row.said_by,
        said=row.said,
        note=row.note,
        confidence=common.Confidence(row.confidence),
        citations=around.cited(row.uid),
    )


def index_subjects(rows: Iterable[models.Output]) -> None:
    """Write anew by which subjects these outputs, already saved, are found."""
    rows = list(rows)
    models.OutputSubject.objects.filter(output__in=[row.pk for row in rows]).delete()
    models.OutputSubject.objects.bulk_create(_subject_rows(rows), batch_size=BATCH)


def _subject_rows(rows: Iterable[models.Output]) -> Iterator[models.OutputSubject]:
    for row in rows:
        for uid in dict.fromkeys(row.subjects):
            yield models.OutputSubject(output=row, subject_uid=uuid.UUID(uid))
