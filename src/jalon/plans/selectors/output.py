"""The ledger of outputs as a team works on it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jalon.core.models import Part, User
from jalon.facts.output import Output
from jalon.plans import following, models
from jalon.plans.reading import Around
from jalon.plans.selectors.pages import PartLine, Revised
from jalon.plans.selectors.rows import around_rows, part_line, revised, sourced_uids

NONE = Around()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputRow:
    """An output in a list. `own`: of the part of the page."""

    uid: str
    revision: int
    output: Output
    part: str
    own: bool
    sourced: bool


@dataclass(frozen=True, slots=True)
class OutputPage:
    """An output with its part."""

    part: PartLine
    output: Revised[Output]


def output_page(uid: uuid.UUID, user: User) -> OutputPage:
    """An output of the person's teams. `Output.DoesNotExist` otherwise."""
    row = models.Output.objects.visible_to(user).live().select_related("part__owner").get(uid=uid)
    around = around_rows(row.part, [row])
    return OutputPage(part_line(row.part, user), revised(row, following.output_fact(row, around), around))


def output_rows(found: Sequence[models.Output], part: Part) -> tuple[OutputRow, ...]:
    """Outputs in a list, in their order; `part` of each must be loaded."""
    sourced = sourced_uids(*{row.part_id for row in found})
    return tuple(
        OutputRow(
            uid=str(row.uid), revision=row.revision, output=following.output_fact(row, NONE), part=row.part.slug,
            own=row.part_id == part.pk, sourced=row.uid in sourced,
        )
        for row in found
    )  # fmt: skip


def outputs_about(subjects: Iterable[uuid.UUID | str], part: Part, user: User) -> tuple[OutputRow, ...]:
    """The outputs of any of these measures, sections and plans that the person may see, each once."""
    keys = models.OutputSubject.objects.filter(subject_uid__in=list(subjects)).values("output_id")
    rows = models.Output.objects.visible_to(user).live().filter(pk__in=keys).select_related("part")
    return output_rows(list(rows.order_by("type", "id")), part)
