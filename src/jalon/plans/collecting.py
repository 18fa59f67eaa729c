"""All that a part says in this room, as facts in canonical order: by document, then by uid (`jalon.facts.codec`)."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from jalon.core.citing import Cited, cited
from jalon.core.models import Part
from jalon.core.parts import Reserved
from jalon.facts import common, indicator, output, plan, series
from jalon.facts.common import Visibility
from jalon.facts.kinds import COUNTRY
from jalon.plans import following, models, reading
from jalon.plans.reading import Around, grouped


def collect(part: Part, cites: Cited) -> Mapping[str, tuple[Any, ...]]:
    """Fields of `PartFacts` but the statements. Leaves out what is withdrawn, and documents that are not public."""
    around = _around(part, cites)
    plans = {row.pk: row for row in models.Plan.objects.of_part(part).live()}
    return {
        "plans": _ordered(reading.plan_fact(row, around) for row in plans.values()),
        "sections": _sections(part, plans, around),
        "measures": _measures(part, plans, around),
        "means": _means(part, around),
        "indicators": _indicators(part, around),
        "answers": _answers(part, around),
        "outputs": _outputs(part, around),
        "series": tuple(_series(part, around)),
    }


def _ordered(facts: Any) -> tuple[Any, ...]:
    return tuple(sorted(facts, key=lambda fact: fact.uid))


def _around(part: Part, cites: Cited) -> Around:
    """What surrounds the plans: every piece of one kind in one query."""
    pieces = {
        "titles": models.PlanTitle.objects.of_part(part),
        "numbers": models.StatedNumber.objects.of_part(part),
        "events": models.PlanEvent.objects.of_part(part),
        "overlaps": models.Overlap.objects.of_part(part),
        "documents": public_documents(part).filter(plan__isnull=False),
    }
    rows = {name: grouped(found.order_by("order", "id"), "plan_id") for name, found in pieces.items()}
    return Around(cites, rows, {}, withdrawn_uids(part))


def public_documents(part: Part) -> Any:
    """The documents that leave with the part: live and public."""
    return models.Document.objects.of_part(part).live().filter(visibility=Visibility.PUBLIC)


def reserved(part: Part) -> Reserved:
    """The documents that are not public, with the sources that they cite."""
    private = models.Document.objects.of_part(part).exclude(visibility=Visibility.PUBLIC)
    subjects = frozenset(private.values_list("uid", flat=True))
    cites = cited(part, subjects) if subjects else {}
    return Reserved(subjects, frozenset(one.source for citations in cites.values() for one in citations))


def withdrawn_uids(part: Part) -> frozenset[uuid.UUID]:
    """Plans, sections, measures and indicators that are withdrawn, or lie in a withdrawn plan: nothing is said of them."""
    found: set[uuid.UUID] = set()
    for model, paths in (
        (models.Indicator, ("",)),
        (models.Plan, ("",)),
        (models.Section, ("", "plan__")),
        (models.Measure, ("", "plan__")),
    ):
        for path in paths:
            gone = model.objects.of_part(part).filter(**{f"{path}withdrawn_at__isnull": False})
            found.update(gone.values_list("uid", flat=True))
    return frozenset(found)


def _sections(part: Part, plans: Mapping[int, models.Plan], around: Around) -> tuple[plan.Section, ...]:
    rows = [row for row in models.Section.objects.of_part(part).live() if row.plan_id in plans]
    here = Around(around.cites, uids={row.pk: str(row.uid) for row in rows})
    facts = (reading.section_fact(row, str(plans[row.plan_id].uid), here) for row in rows)
    return tuple(sorted(facts, key=lambda fact: (fact.plan, fact.uid)))


def _measures(part: Part, plans: Mapping[int, models.Plan], around: Around) -> tuple[plan.Measure, ...]:
    pieces = {
        "titles": models.MeasureTitle.objects.of_part(part),
        "steps": models.Step.objects.of_part(part).live().values_list("measure_id", *reading.STEP, named=True),
        "documents": public_documents(part).filter(measure__isnull=False),
    }
    rows = {name: grouped(found.order_by("order", "id"), "measure_id") for name, found in pieces.items()}
    sections = models.Section.objects.of_part(part).values_list("pk", "uid")
    here = Around(around.cites, rows, {pk: str(uid) for pk, uid in sections})
    live = models.Measure.objects.of_part(part).live()
    return _ordered(
        reading.measure_fact(row, str(plans[row.plan_id].uid), here) for row in live if row.plan_id in plans
    )


def statements(part: Part, cites: Cited) -> tuple[common.Statement, ...]:
    """The live statements of a part. One that a withdrawn correction replaced stands again."""
    around = Around(cites, gone=withdrawn_uids(part))
    rows = list(models.Statement.objects.of_part(part).values_list(*reading.STATEMENT, named=True))
    live = {row.pk: row for row in rows if row.withdrawn_at is None and row.subject_uid not in around.gone}
    successors = {row.pk: row.superseded_by_id for row in rows}
    facts = (reading.statement_fact(row, _successor(row, successors, live), around) for row in live.values())
    return tuple(sorted(facts, key=lambda fact: (fact.subject, fact.uid)))


def statement_rows(part: Part) -> Any:
    """Their records, withdrawn ones too."""
    return models.Statement.objects.of_part(part)


def _successor(row: Any, successors: Mapping[int, int | None], live: Mapping[int, Any]) -> str | None:
    key = reading.successor(row.pk, successors, live)
    return None if key is None else str(live[key].uid)


def _means(part: Part, around: Around) -> tuple[plan.Means, ...]:
    rows = models.Means.objects.of_part(part).live()
    told = (row for row in rows if not {row.plan_uid, row.measure_uid} & around.gone)
    facts = (reading.means_fact(row, around) for row in told)
    return tuple(sorted(facts, key=lambda fact: (fact.plan or COUNTRY, fact.uid)))


def _indicators(part: Part, around: Around) -> tuple[indicator.Indicator, ...]:
    rows = models.Indicator.objects.of_part(part).live()
    return _ordered(following.indicator_fact(row, around) for row in rows if row.subject_uid not in around.gone)


def _answers(part: Part, around: Around) -> tuple[indicator.Answer, ...]:
    rows = models.IndicatorAnswer.objects.of_part(part).live()
    return _ordered(following.answer_fact(row, around) for row in rows if row.indicator_uid not in around.gone)


def _outputs(part: Part, around: Around) -> tuple[output.Output, ...]:
    facts = (following.output_fact(row, around) for row in models.Output.objects.of_part(part).live())
    return tuple(sorted(facts, key=lambda fact: (fact.type, fact.uid)))


def _series(part: Part, around: Around) -> Iterator[series.Series]:
    further = reading.further_citations(part)
    rows = (row for row in models.Series.objects.of_part(part).live().order_by("uid") if row.of_uid not in around.gone)
    for row in rows:
        yield reading.series_fact(row, _observations(row, further))


def _observations(row: models.Series, further: Mapping[int, list[common.Citation]]) -> Iterator[series.Observation]:
    columns = (
        row.observations.filter(withdrawn_at=None)
        .order_by("order", "id")
        .values_list("pk", *reading.OBSERVATION, *reading.CITED)
    )
    for key, *values in columns.iterator(chunk_size=10_000):
        yield reading.observation_fact(tuple(values), further.get(key, []))
