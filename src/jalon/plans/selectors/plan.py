"""The page of a plan, and the list of a person's plans."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from jalon.core.models import User
from jalon.facts import plan as facts
from jalon.facts.plan import MeasureKind
from jalon.plans import models, reading
from jalon.plans.money import totals
from jalon.plans.reading import Around
from jalon.plans.selectors.pages import Identified, MeasureRow, PlanLine, PlanPage, Revised, SectionRow
from jalon.plans.selectors.rows import (
    Said,
    around_rows,
    by_subject,
    identified,
    measure_rows,
    part_line,
    plan_lines,
    revised,
    statement_rows,
)
from jalon.plans.state import NOW, AsOf, states


def my_plans(user: User) -> tuple[PlanLine, ...]:
    """The plans of the parts that the person's team keeps, by rank. A fixed number of queries."""
    plans = models.Plan.objects.visible_to(user).live().select_related("part").order_by("rank", "slug")
    return plan_lines(list(plans))


def counts(plan: models.Plan) -> Identified:
    """How many of the plan's stated measures are identified by number, and how many more are attested."""
    return identified([plan.pk]).get(plan.pk, Identified(0, (), 0))


def plan_of(slug: str, user: User) -> models.Plan:
    """A plan that the person may see. `Plan.DoesNotExist` otherwise: whether others keep such a draft is not said."""
    rows = models.Plan.objects.visible_to(user).live().select_related("part__owner")
    plan: models.Plan = rows.get(slug=slug)
    return plan


def plan_page(slug: str, user: User, at: AsOf = NOW) -> PlanPage:
    """A plan with all that is said of it and of its measures, in a fixed number of queries."""
    plan = plan_of(slug, user)
    pieces = _pieces(plan)
    sections = list(models.Section.objects.live().filter(plan=plan).order_by("order", "id"))
    around = around_rows(plan.part, [plan], *pieces.values(), sections)
    rows = statement_rows(plan.part, _subjects(plan, sections), user)
    said = by_subject(rows)
    measures = measure_rows(plan, {row.pk: str(row.uid) for row in sections}, said, at)
    lines = models.Means.objects.of_part(plan.part).live().filter(plan_uid=plan.uid).order_by("id")
    return PlanPage(
        part=part_line(plan.part, user),
        plan=revised(plan, _plan_fact(plan, pieces, around), around),
        titles=tuple(revised(row, reading.title_fact(row, around), around) for row in pieces["titles"]),
        numbers=tuple(revised(row, reading.stated_number_fact(row, around), around) for row in pieces["numbers"]),
        events=tuple(revised(row, reading.event_fact(row, around), around) for row in pieces["events"]),
        overlaps=tuple(revised(row, reading.overlap_fact(row, around), around) for row in pieces["overlaps"]),
        documents=tuple(revised(row, reading.document_fact(row, around), around) for row in pieces["documents"]),
        identified=_identified(pieces["numbers"], measures),
        states=states(said.get(str(plan.uid), ()), at),
        statements=tuple(row for row in rows if row.statement.subject == str(plan.uid)),
        sections=tuple(_tree(plan, sections, measures, around, said, at)),
        measures=measures,
        means=totals(reading.means_fact(row, around) for row in lines),
    )


def _subjects(plan: models.Plan, sections: list[models.Section]) -> list[uuid.UUID]:
    """The plan, its sections and its measures, by uid."""
    measures = models.Measure.objects.live().filter(plan=plan).values_list("uid", flat=True)
    return [plan.uid, *(section.uid for section in sections), *measures]


def _identified(numbers: list[Any], measures: tuple[MeasureRow, ...]) -> Identified:
    """The same as `counts`, from rows that are there already."""
    numbered = sum(row.kind is MeasureKind.MEASURE for row in measures)
    return Identified(numbered, tuple(dict.fromkeys(row.value for row in numbers)), len(measures) - numbered)


def _pieces(plan: models.Plan) -> Mapping[str, list[Any]]:
    found = {
        "titles": models.PlanTitle,
        "numbers": models.StatedNumber,
        "events": models.PlanEvent,
        "overlaps": models.Overlap,
    }
    rows: dict[str, Any] = {name: model.objects.filter(plan=plan) for name, model in found.items()}
    rows["documents"] = models.Document.objects.live().filter(plan=plan)
    return {name: list(few.order_by("order", "id")) for name, few in rows.items()}


def _plan_fact(plan: models.Plan, pieces: Mapping[str, list[Any]], around: Around) -> facts.Plan:
    return reading.plan_fact(plan, Around(around.cites, {name: {plan.pk: rows} for name, rows in pieces.items()}))


def _tree(
    plan: models.Plan,
    sections: list[models.Section],
    measures: tuple[MeasureRow, ...],
    cites: Around,
    said: Said,
    at: AsOf,
) -> Iterator[SectionRow]:
    """The sections in the order of the tree, each with its own measures."""
    around = Around(cites.cites, uids={row.pk: str(row.uid) for row in sections})
    held: dict[str | None, list[MeasureRow]] = defaultdict(list)
    for row in measures:
        held[row.section].append(row)
    below: dict[int | None, list[models.Section]] = defaultdict(list)
    for section in sections:
        below[section.parent_id].append(section)

    def walk(parent: int | None, depth: int) -> Iterator[SectionRow]:
        for section in below[parent]:
            uid = str(section.uid)
            fact = reading.section_fact(section, str(plan.uid), around)
            yield SectionRow(
                section=Revised(uid, section.revision, fact, bool(fact.citations)), depth=depth,
                states=states(said.get(uid, ()), at), measures=tuple(held[uid]),
            )  # fmt: skip
            yield from walk(section.pk, depth + 1)

    return walk(None, 0)
