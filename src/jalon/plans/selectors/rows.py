"""Rows that pages are built of, read in a fixed number of queries whatever the plan's size."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from jalon.core.citing import cited
from jalon.core.composed import Composed
from jalon.core.models import Citation, Part, User
from jalon.core.permissions import may_edit
from jalon.facts.common import StatementKind
from jalon.facts.plan import MeasureKind
from jalon.plans import models
from jalon.plans.reading import Around
from jalon.plans.selectors.pages import (
    Identified,
    MeasureRow,
    PartLine,
    PlanLine,
    Revised,
    StatementRow,
    States,
)
from jalon.plans.selectors.said import STATEMENT, Chains, Said, shown_rows
from jalon.plans.state import NOTHING_SAID, AsOf, states


def part_line(part: Part, user: User) -> PartLine:
    """The part, with what the person may do in it."""
    return PartLine(
        uid=str(part.uid), slug=part.slug, title=part.title, owner=str(part.owner), synthetic=part.synthetic,
        revision=part.revision, may_edit=may_edit(user, part),
    )  # fmt: skip


def sourced_uids(*parts: int) -> frozenset[uuid.UUID]:
    """The records of some parts (by key) that cite a source."""
    rows = Citation.objects.filter(part__in=parts).order_by()
    return frozenset(rows.values_list("subject_uid", flat=True).distinct())


def revised(row: Any, fact: Any, around: Around) -> Revised[Any]:
    """A fact with its record's uid and revision."""
    return Revised(str(row.uid), row.revision, fact, bool(around.cited(row.uid)))


def around_rows(part: Part, *rows: Iterable[Any]) -> Around:
    """The citations of these records."""
    return Around(cited(part, [row.uid for group in rows for row in group]))


def statement_rows(part: Part, subjects: list[uuid.UUID], user: User) -> tuple[StatementRow, ...]:
    """The statements about these subjects that the person may see: the part's, and drafts of their other parts.

    What other bodies say is theirs until they publish it.
    """
    rows = _columns(models.Statement.objects.visible_to(user).filter(subject_uid__in=subjects))
    sourced = sourced_uids(*{row.part_id for row in rows})
    return shown_rows(rows, Chains.of(rows), part, sourced)


def _columns(statements: QuerySet[Any]) -> list[Any]:
    """Read as plain rows, not records: a plan has hundreds of them."""
    return list(statements.order_by("recorded_at", "uid").values_list(*STATEMENT, named=True))


MEASURE = ("pk", "uid", "revision", "kind", "number", "section_id")


def measures_of(plan: models.Plan) -> list[Any]:
    """The columns MEASURE of the live measures of a plan, in its order."""
    return _MEASURES.rows(plan.pk)


_MEASURES = Composed(
    MEASURE, int,
    write=lambda plan: models.Measure.objects.live().filter(plan=plan).order_by("order", "id").values_list(*MEASURE),
)  # fmt: skip
_TITLES = Composed(
    ("owner", "uid", "text"), int,
    write=lambda plan: models.MeasureTitle.objects.filter(measure__plan=plan).order_by("order", "id").values_list(
        "measure_id", "uid", "text"
    ),
)  # fmt: skip


def measure_rows(
    plan: models.Plan, measures: Iterable[Any], sections: Mapping[int, str], said: Said, at: AsOf
) -> tuple[MeasureRow, ...]:
    """The measures of `measures_of` with what is known of each."""
    titles = _first(_TITLES.rows(plan.pk))
    return tuple(
        _measure_row(row, titles.get(row.pk), sections, said, states(said.told.get(str(row.uid), ()), at))
        for row in measures
    )


def _measure_row(row: Any, title: Any, sections: Mapping[int, str], said: Said, known: States) -> MeasureRow:
    return MeasureRow(
        uid=str(row.uid), revision=row.revision, kind=MeasureKind(row.kind), number=row.number,
        title=title.text if title else None, section=sections.get(row.section_id or 0),
        lead=known.get(StatementKind.LEAD, NOTHING_SAID), deadline=known.get(StatementKind.DEADLINE, NOTHING_SAID),
        statements=said.counts.get(row.uid, 0), unsourced=said.unsourced.get(row.uid, 0),
        sourced=row.uid in said.sourced or (title is not None and title.uid in said.sourced),
    )  # fmt: skip


def first_titles(titles: QuerySet[Any], owner: str) -> dict[int, Any]:
    """The first title (`uid`, `text`) of each plan or measure, by the owner's key."""
    return _first(titles.order_by("order", "id").values_list(owner, "uid", "text", named=True))


def _first(titles: Iterable[Any]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for title in titles:
        found.setdefault(title[0], title)
    return found


def identified(plans: QuerySet[models.Plan] | list[int]) -> dict[int, Identified]:
    """The counts of several plans by their key, in two queries."""
    of_kind = {kind: Count("pk", filter=Q(kind=kind.value)) for kind in MeasureKind}
    rows = models.Measure.objects.live().filter(plan__in=plans).order_by().values_list("plan_id")
    counted = {
        key: (numbered, attested)
        for key, numbered, attested in rows.annotate(
            numbered=of_kind[MeasureKind.MEASURE], attested=of_kind[MeasureKind.ATTESTED_ITEM]
        )
    }
    stated: dict[int, list[int]] = defaultdict(list)
    numbers = models.StatedNumber.objects.filter(plan__in=plans).order_by("plan_id", "order", "id")
    for key, value in numbers.values_list("plan_id", "value"):
        if value not in stated[key]:
            stated[key].append(value)
    keys = counted.keys() | stated.keys()
    return {
        key: Identified(counted.get(key, (0, 0))[0], tuple(stated.get(key, ())), counted.get(key, (0, 0))[1])
        for key in keys
    }


def plan_lines(plans: list[models.Plan]) -> tuple[PlanLine, ...]:
    """Plans in a list; `part` must be loaded with each."""
    keys = [plan.pk for plan in plans]
    counts = identified(keys)
    titles = first_titles(models.PlanTitle.objects.filter(plan__in=keys), "plan_id")
    return tuple(
        PlanLine(
            uid=str(plan.uid), slug=plan.slug, title=titles[plan.pk].text if plan.pk in titles else None,
            part=plan.part.slug, part_title=plan.part.title, synthetic=plan.part.synthetic,
            identified=counts.get(plan.pk, Identified(0, (), 0)),
        )
        for plan in plans
    )  # fmt: skip
