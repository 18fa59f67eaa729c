"""Rows that pages are built of, read in a fixed number of queries whatever the plan's size."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from jalon.core.citing import cited
from jalon.core.models import Citation, Part, User
from jalon.core.permissions import may_edit
from jalon.core.records import same_columns
from jalon.facts.common import Statement, StatementKind
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
    States,
)
from jalon.plans.state import NOTHING_SAID, AsOf, states

SHOWN = frozenset({StatementKind.LEAD, StatementKind.DEADLINE})
"""What a list of measures tells of each: the rest of what is said of them is counted."""


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


LINKS = ("pk", "uid", "part_id", "subject_uid", "kind", "superseded_by_id", "withdrawn_at")
STATEMENT = (
    "pk", "uid", "revision", "part_id", "part__slug", "superseded_by_id", "withdrawn_at", "subject_uid",
    *same_columns(models.Statement),
)  # fmt: skip


def statement_rows(part: Part, subjects: list[uuid.UUID], user: User) -> list[StatementRow]:
    """The statements about these subjects that the person may see: the part's, and drafts of their other parts.

    What other bodies say is theirs until they publish it.
    """
    rows = list(_about(subjects, user).values_list(*STATEMENT, named=True))
    sourced = sourced_uids(*{row.part_id for row in rows})
    return _rows(rows, Chains.of(rows), part, sourced)


def _about(subjects: list[uuid.UUID], user: User) -> QuerySet[Any]:
    """Read as plain rows, not records: a plan has hundreds of them."""
    found = models.Statement.objects.visible_to(user).filter(subject_uid__in=subjects)
    return found.order_by("recorded_at", "uid")


@dataclass(frozen=True, slots=True)
class Chains:
    """Which statement replaces which, by key; `live`: the uids of those that were not withdrawn."""

    successors: Mapping[int, int | None]
    live: Mapping[int, str]

    @classmethod
    def of(cls, rows: Iterable[Any]) -> "Chains":
        """From rows with `pk`, `uid`, `superseded_by_id` and `withdrawn_at`."""
        rows = list(rows)
        live = {row.pk: str(row.uid) for row in rows if row.withdrawn_at is None}
        return cls({row.pk: row.superseded_by_id for row in rows}, live)

    def successor(self, key: int) -> int:
        """The key of the live statement that replaces this one; 0: it stands."""
        return reading.successor(key, self.successors, self.live) or 0


def _rows(rows: Iterable[Any], chains: Chains, part: Part, sourced: Container[uuid.UUID]) -> list[StatementRow]:
    return [
        StatementRow(
            statement=reading.statement_fact(row, chains.live.get(chains.successor(row.pk)), Around()),
            revision=row.revision, part=row.part__slug, own=row.part_id == part.pk, sourced=row.uid in sourced,
        )
        for row in rows
        if row.pk in chains.live
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a plan and its measures: statements that its page shows, counts by subject of them all.

    `sourced`: the records of the part, and the statements, that cite a source.
    """

    rows: tuple[StatementRow, ...]
    counts: Mapping[uuid.UUID, int]
    unsourced: Mapping[uuid.UUID, int]
    sourced: frozenset[uuid.UUID]

    def by_subject(self) -> Mapping[str, list[Statement]]:
        """The statements shown, by the uid of their subject."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for row in self.rows:
            found[row.statement.subject].append(row.statement)
        return found


def said_of(plan: models.Plan, measures: Iterable[uuid.UUID], user: User) -> Said:
    """What the person may see said of a plan and its measures; words are read only of what the page shows."""
    rows = list(_about([plan.uid, *measures], user).values_list(*LINKS, named=True))
    chains = Chains.of(rows)
    sourced = sourced_uids(plan.part_id, *{row.part_id for row in rows})
    live = [row for row in rows if row.pk in chains.live]
    shown = {row.pk for row in live if row.kind in SHOWN or row.subject_uid == plan.uid}
    shown |= {chains.successor(key) for key in shown}  # of whatever kind: what it replaces no longer holds
    words = models.Statement.objects.filter(pk__in=shown).order_by("recorded_at", "uid")
    return Said(
        rows=tuple(_rows(words.values_list(*STATEMENT, named=True), chains, plan.part, sourced)),
        counts=Counter(row.subject_uid for row in live),
        unsourced=Counter(row.subject_uid for row in live if row.part_id == plan.part_id and row.uid not in sourced),
        sourced=sourced,
    )


MEASURE = ("pk", "uid", "revision", "kind", "number", "section_id")


def measures_of(plan: models.Plan) -> list[Any]:
    """The columns MEASURE of the live measures of a plan, in its order."""
    rows = models.Measure.objects.live().filter(plan=plan).order_by("order", "id")
    return list(rows.values_list(*MEASURE, named=True))


def measure_rows(
    plan: models.Plan, measures: Iterable[Any], sections: Mapping[int, str], said: Said, at: AsOf
) -> tuple[MeasureRow, ...]:
    """The measures of `measures_of` with what is known of each."""
    titles = first_titles(models.MeasureTitle.objects.filter(measure__plan=plan), "measure_id")
    statements = said.by_subject()
    return tuple(
        _measure_row(row, titles.get(row.pk), sections, said, states(statements.get(str(row.uid), ()), at))
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
    found: dict[int, Any] = {}
    for title in titles.order_by("order", "id").values_list(owner, "uid", "text", named=True):
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
