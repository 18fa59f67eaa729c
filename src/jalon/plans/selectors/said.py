"""What is said of a plan and of its measures, for its page: words of what it shows, counts of the rest.

Every query here is composed once: hundreds of statements are read in less time than it takes to compose them anew.
"""

import uuid
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jalon.core.composed import Composed
from jalon.core.models import Citation, Part, User
from jalon.core.records import Records, same_columns
from jalon.facts.common import Basis, Known, Statement, StatementKind
from jalon.plans import models, reading
from jalon.plans.reading import Around
from jalon.plans.selectors.pages import StatementRow

SHOWN = frozenset({StatementKind.LEAD, StatementKind.DEADLINE})
"""What a list of measures tells of each: the rest of what is said of them is counted."""
STATEMENT = (
    "pk", "uid", "revision", "part_id", "part__slug", "superseded_by_id", "withdrawn_at", "subject_uid",
    *same_columns(models.Statement),
)  # fmt: skip


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


def shown_rows(
    rows: Iterable[Any], chains: Chains, part: Part, sourced: Container[uuid.UUID]
) -> tuple[StatementRow, ...]:
    """The statements of `rows` (columns STATEMENT) that were not withdrawn."""
    return tuple(
        StatementRow(
            statement=reading.statement_fact(row, chains.live.get(chains.successor(row.pk)), Around()),
            revision=row.revision, part=row.part__slug, own=row.part_id == part.pk, sourced=row.uid in sourced,
        )
        for row in rows
        if row.pk in chains.live
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a plan and its measures: `rows` of the plan itself, `told` of each other subject by its uid (only
    what its page shows), counts by subject of them all.

    `sourced`: the records of the part, and the statements about the plan, that cite a source.
    """

    rows: tuple[StatementRow, ...]
    told: Mapping[str, list[Statement]]
    counts: Mapping[uuid.UUID, int]
    unsourced: Mapping[uuid.UUID, int]
    sourced: frozenset[uuid.UUID]


def said_of(plan: models.Plan, user: User) -> Said:
    """What the person may see said of a plan and its live measures."""
    person = user.pk if user.is_active else 0
    rows = _OF_PLAN.rows(person, plan.uid)
    sourced = frozenset(row.uid for row in _SOURCED.rows(plan.part_id, plan.uid))
    counted = _COUNTED.rows(plan.part_id, person, plan.pk)
    return Said(
        rows=shown_rows(rows, Chains.of(rows), plan.part, sourced),
        told=_told(_TOLD.rows(person, plan.pk)),
        counts={row.subject: row.n for row in counted},
        unsourced={row.subject: row.bare for row in counted},
        sourced=sourced,
    )


def _seen_by(person: int) -> Records:
    """The statements that a person (by key) may see: the parts of their teams."""
    found: Records = models.Statement.objects.filter(part__in=Part.objects.visible_to(User(pk=person)))
    return found


def _of_measures(person: int, plan: int) -> Records:
    measures = models.Measure.objects.live().filter(plan=plan).order_by()
    return _seen_by(person).filter(subject_uid__in=measures.values("uid"))


def _of_plan(person: int, plan: uuid.UUID) -> QuerySet[Any]:
    return _seen_by(person).filter(subject_uid=plan).order_by("recorded_at", "uid").values_list(*STATEMENT)


def _bare(part: int, person: int, plan: int) -> QuerySet[Any]:
    """By subject: how many statements there are, and how many of the part's own cite no source."""
    cited = Exists(Citation.objects.filter(subject_uid=OuterRef("uid")))
    bare = Count("pk", filter=Q(part=part) & ~Q(cited))
    live = _of_measures(person, plan).live().order_by().values("subject_uid")
    rows: QuerySet[Any] = live.annotate(n=Count("pk"), bare=bare).values_list("subject_uid", "n", "bare")
    return rows


def _cited(part: int, plan: uuid.UUID) -> QuerySet[Any]:
    """What cites a source: the records of the part and the statements about the plan. Its statements about anything else,
    which are many and only counted, are left out."""
    about = models.Statement.objects.filter(subject_uid=plan).order_by().values("uid")
    others = models.Statement.objects.filter(part=part).exclude(subject_uid=plan).order_by().values("uid")
    of_part = Q(part=part) & ~Q(subject_uid__in=others)
    return Citation.objects.filter(of_part | Q(subject_uid__in=about)).order_by().values_list("subject_uid").distinct()


def _words(person: int, plan: int) -> QuerySet[Any]:
    """What the page tells of measures, and of whatever kind what replaces another statement: that one no longer holds."""
    replacing = models.Statement.objects.filter(superseded_by__isnull=False).order_by().values("superseded_by")
    whole = Q(kind__in=SHOWN) & (Q(topic=None) | Q(topic=""))  # a lead of one sub-action is none of the measure
    shown = _of_measures(person, plan).filter(whole | Q(pk__in=replacing))
    return shown.order_by("recorded_at", "uid").values_list(*TOLD)


TOLD = ("pk", "uid", "superseded_by_id", "withdrawn_at", "subject_uid", "kind", "recorded_at", "known", "organisation",
        "basis", "said", "valid_until", "due")  # fmt: skip
"""What a list of measures needs of a statement: its long texts stay in the database."""
_OF_PLAN = Composed(STATEMENT, int, uuid.UUID, write=_of_plan)
_COUNTED = Composed(("subject", "n", "bare"), int, int, int, write=_bare)
_SOURCED = Composed(("uid",), int, uuid.UUID, write=_cited)
_TOLD = Composed(TOLD, int, int, write=_words)


def _told(rows: list[Any]) -> Mapping[str, list[Statement]]:
    chains = Chains.of(rows)
    found: dict[str, list[Statement]] = defaultdict(list)
    for row in rows:
        if row.pk in chains.live:
            said = _short(row, chains.live.get(chains.successor(row.pk)))
            found[said.subject].append(said)
    return found


def _short(row: Any, superseded_by: str | None) -> Statement:
    return Statement(
        uid=str(row.uid), kind=StatementKind(row.kind), subject=str(row.subject_uid), recorded_at=row.recorded_at,
        known=Known(row.known), organisation=row.organisation, basis=Basis(row.basis) if row.basis else None,
        said=row.said, valid_until=row.valid_until, due=row.due, superseded_by=superseded_by,
    )  # fmt: skip
