"""Rows that pages are built of, read in a fixed number of queries whatever the plan's size."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from jalon.core.citing import cited
from jalon.core.models import Citation, Part, User
from jalon.core.permissions import may_edit
from jalon.core.records import same_columns
from jalon.facts.common import Statement
from jalon.facts.plan import MeasureKind
from jalon.plans import models, reading
from jalon.plans.reading import Around
from jalon.plans.selectors.pages import (
    Identified,
    MeasureRow,
    PartLine,
    PlanLine,
    Revised,
    StatementRow,
)
from jalon.plans.state import AsOf, states

Said = Mapping[str, list[Statement]]


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


STATEMENT = (
    "pk", "uid", "revision", "part_id", "part__slug", "superseded_by_id", "withdrawn_at", "subject_uid",
    *same_columns(models.Statement),
)  # fmt: skip


def statement_rows(part: Part, subjects: QuerySet[Any] | list[uuid.UUID], user: User) -> list[StatementRow]:
    """The statements about these subjects that the person may see: the part's, and drafts of their other parts.

    What other bodies say is theirs until they publish it. Plain rows, no records: a plan has hundreds of them.
    """
    parts = list(Part.objects.visible_to(user).values_list("pk", flat=True))
    found = models.Statement.objects.filter(part__in=parts, subject_uid__in=subjects).order_by("recorded_at", "uid")
    rows = list(found.values_list(*STATEMENT, named=True))
    successors = {row.pk: row.superseded_by_id for row in rows}
    live = {row.pk: str(row.uid) for row in rows if row.withdrawn_at is None}
    sourced = sourced_uids(*{row.part_id for row in rows})
    return [
        StatementRow(
            statement=reading.statement_fact(row, live.get(reading.successor(row.pk, successors, live) or 0), Around()),
            revision=row.revision, part=row.part__slug, own=row.part_id == part.pk, sourced=row.uid in sourced,
        )
        for row in rows
        if row.pk in live
    ]  # fmt: skip


def by_subject(rows: Iterable[StatementRow]) -> Said:
    """Statements by the uid of their subject."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for row in rows:
        found[row.statement.subject].append(row.statement)
    return found


def measure_rows(plan: models.Plan, sections: Mapping[int, str], said: Said, at: AsOf) -> tuple[MeasureRow, ...]:
    """The live measures of a plan in its order."""
    titles = first_titles(models.MeasureTitle.objects.filter(measure__plan=plan), "measure_id")
    steps = _counts(models.Step.objects.live().filter(measure__plan=plan))
    documents = _counts(models.Document.objects.live().filter(measure__plan=plan))
    sourced = sourced_uids(plan.part_id)
    columns = ("pk", "uid", "revision", "kind", "number", "section_id")
    rows = models.Measure.objects.live().filter(plan=plan).order_by("order", "id").values_list(*columns)
    return tuple(
        MeasureRow(
            uid=str(uid), revision=revision, kind=MeasureKind(kind), number=number,
            title=titles[key].text if key in titles else None, section=sections.get(section or 0),
            states=states(said.get(str(uid), ()), at), statements=len(said.get(str(uid), ())),
            steps=steps.get(key, 0), documents=documents.get(key, 0),
            sourced=uid in sourced or (key in titles and titles[key].uid in sourced),
        )
        for key, uid, revision, kind, number, section in rows
    )  # fmt: skip


def first_titles(titles: QuerySet[Any], owner: str) -> dict[int, Any]:
    """The first title (`uid`, `text`) of each plan or measure, by the owner's key."""
    found: dict[int, Any] = {}
    for title in titles.order_by("order", "id").values_list(owner, "uid", "text", named=True):
        found.setdefault(title[0], title)
    return found


def _counts(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.order_by().values_list("measure_id").annotate(Count("pk")))


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
