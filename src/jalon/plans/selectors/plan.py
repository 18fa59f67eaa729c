"""The page of a plan, and the list of a person's plans."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.db import connection

from jalon.core.models import Part, User
from jalon.core.records import Withdrawable
from jalon.facts import plan as facts
from jalon.facts.plan import MeasureKind
from jalon.plans import models, reading
from jalon.plans.reading import Around
from jalon.plans.selectors.pages import Identified, MeasureRow, PlanLine, PlanPage, Revised, SectionRow
from jalon.plans.selectors.rows import identified, measure_rows, measures_of, part_line, plan_lines
from jalon.plans.selectors.said import Said, said_of
from jalon.plans.state import NOW, AsOf

NONE = Around()
"""Facts are read without their citations: the page only says whether they have any."""


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


def plan_in(part: Part, slug: str) -> models.Plan:
    """A plan of a part that the caller knows the person may see. `Plan.DoesNotExist` when it has none of this slug."""
    plan: models.Plan = models.Plan.objects.live().get(part=part, slug=slug)
    plan.part = part
    return plan


def plan_page(slug: str, user: User, at: AsOf = NOW) -> PlanPage:
    """A plan that the person may see with all that is said of it and of its measures, in a fixed number of queries."""
    return page_of(plan_of(slug, user), user, at)


def page_of(plan: models.Plan, user: User, at: AsOf = NOW) -> PlanPage:
    """The page of a plan of `plan_of` or `plan_in`."""
    pieces = _pieces(plan)
    sections = of_plan(models.Section, plan)
    found = measures_of(plan)
    said = said_of(plan, user)
    measures = measure_rows(plan, found, {row.pk: str(row.uid) for row in sections}, said, at)
    return PlanPage(
        part=part_line(plan.part, user),
        plan=_revised(plan, _plan_fact(plan, pieces), said),
        titles=tuple(_revised(row, reading.title_fact(row, NONE), said) for row in pieces["titles"]),
        numbers=tuple(_revised(row, reading.stated_number_fact(row, NONE), said) for row in pieces["numbers"]),
        events=tuple(_revised(row, reading.event_fact(row, NONE), said) for row in pieces["events"]),
        overlaps=tuple(_revised(row, reading.overlap_fact(row, NONE), said) for row in pieces["overlaps"]),
        documents=tuple(_revised(row, reading.document_fact(row, NONE), said) for row in pieces["documents"]),
        identified=_identified(pieces["numbers"], measures),
        statements=said.rows,
        sections=tuple(_tree(plan, sections, measures, said)),
        measures=measures,
    )


def _revised(row: Any, fact: Any, said: Said) -> Revised[Any]:
    return Revised(str(row.uid), row.revision, fact, row.uid in said.sourced)


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
        "documents": models.Document,
    }
    return {name: of_plan(model, plan) for name, model in found.items()}


def of_plan(model: Any, plan: models.Plan) -> list[Any]:
    """The live records of one kind that hang from a plan, in their order."""
    return list(model.objects.raw(_written(model, connection.vendor), [plan.pk]))


@cache
def _written(model: Any, vendor: str) -> str:
    """The query of `of_plan`, composed once: Django takes longer to compose one than the database to answer it."""
    rows = model.objects.filter(plan=0).order_by("order", "id")
    sql, given = (rows.live() if issubclass(model, Withdrawable) else rows).query.sql_with_params()
    if given != (0,):
        raise ValueError(f"{model.__name__}: the plan is the only thing asked for, not {given}.")
    return str(sql)


def _plan_fact(plan: models.Plan, pieces: Mapping[str, list[Any]]) -> facts.Plan:
    return reading.plan_fact(plan, Around(pieces={name: {plan.pk: rows} for name, rows in pieces.items()}))


def _tree(
    plan: models.Plan, sections: list[models.Section], measures: tuple[MeasureRow, ...], said: Said
) -> Iterator[SectionRow]:
    """The sections in the order of the tree, each with its own measures."""
    around = Around(uids={row.pk: str(row.uid) for row in sections})
    held: dict[str | None, list[MeasureRow]] = defaultdict(list)
    for row in measures:
        held[row.section].append(row)
    below: dict[int | None, list[models.Section]] = defaultdict(list)
    for section in sections:
        below[section.parent_id].append(section)

    def walk(parent: int | None, depth: int) -> Iterator[SectionRow]:
        for section in below[parent]:
            fact = reading.section_fact(section, str(plan.uid), around)
            yield SectionRow(section=_revised(section, fact, said), depth=depth, measures=tuple(held[fact.uid]))
            yield from walk(section.pk, depth + 1)

    return walk(None, 0)
