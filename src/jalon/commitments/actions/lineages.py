"""Writes of lineage and of overlaps: proposed by whoever or whatever sees a likeness, decided by a person with a reason."""

import uuid
from typing import Any, Unpack

from django.utils.translation import gettext as _

from jalon.commitments.actions.common import add, bad_uids, edit
from jalon.commitments.fields import LineageFields, OverlapFields
from jalon.commitments.mapping import LINEAGE
from jalon.commitments.models import Lineage, OverlapLink
from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.whole import changed, now
from jalon.core.writing import refuse, required
from jalon.facts.common import Link, OrgRef, Text, When
from jalon.facts.descent import circle
from jalon.facts.lineage import LineageKind

_WAITING: dict[str, Any] = {"link": Link.STATED}
"""A possible double count may wait here for its confirmation: signing leaves it out."""


@action(Permission.EDIT)
def link_measures(
    *,
    part: Part,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[LineageFields],
) -> Lineage:
    """What became of measures (`kind`, `earlier_plan_uid`, `later_plan_uid`, `earlier`, `later`); `link` PROPOSED
    until a person decides."""
    require(by, Permission.EDIT, part)
    row = Lineage(part=part, recorded_at=now(), **fields)
    refuse(_wrong(row))
    return add(row, by, citations, source_to_find)


@action(Permission.EDIT)
def edit_lineage(
    *,
    lineage: Lineage,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[LineageFields],
) -> Lineage:
    """Write fields of a lineage."""
    require(by, Permission.EDIT, lineage.part)
    refuse(_wrong(changed(lineage, fields)))
    return edit(lineage, by, expected_revision, fields, citations, source_to_find)


@action(Permission.EDIT)
def decide_lineage(
    *,
    lineage: Lineage,
    by: User | None,
    expected_revision: int,
    reason: Text,
    said_by: OrgRef,
    said: When | None = None,
    kind: LineageKind | None = None,
) -> Lineage:
    """A person decides on a proposed lineage, with a reason, or changes what it is. To refuse it, withdraw it."""
    require(by, Permission.EDIT, lineage.part)
    refuse(required({"reason": reason.value, "said_by": said_by.name}))
    fields = {"link": Link.STATED.value, "text": reason, "said_by": said_by, "said": said}
    fields |= {"kind": kind.value} if kind else {}
    refuse(_wrong(changed(lineage, fields)))
    return edit(lineage, by, expected_revision, fields)


@action(Permission.EDIT)
def link_overlap(
    *,
    part: Part,
    plan: uuid.UUID,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[OverlapFields],
) -> OverlapLink:
    """That a plan, or one of its measures, overlaps another plan (`other`), in what (`natures`)."""
    row = OverlapLink(part=part, plan_uid=plan, recorded_at=now(), **fields)
    return add(row, by, citations, source_to_find, **_WAITING)


@action(Permission.EDIT)
def edit_overlap(
    *,
    overlap: OverlapLink,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[OverlapFields],
) -> OverlapLink:
    """Write fields of an overlap."""
    return edit(overlap, by, expected_revision, fields, citations, source_to_find, **_WAITING)


@action(Permission.EDIT)
def confirm_overlap(
    *, overlap: OverlapLink, by: User | None, expected_revision: int, reason: Text, said_by: OrgRef,
    said: When | None = None,
) -> OverlapLink:  # fmt: skip
    """A person confirms an overlap, with a reason: a possible double count is published from then on."""
    require(by, Permission.EDIT, overlap.part)
    refuse(required({"reason": reason.value, "said_by": said_by.name}))
    fields = {"link": Link.STATED.value, "text": reason, "said_by": said_by, "said": said}
    return edit(overlap, by, expected_revision, fields)


def _wrong(row: Lineage) -> dict[str, str]:
    """Measures named by what is no uid, or a circle: a measure cannot descend from itself."""
    problems = bad_uids("earlier", row.earlier) | bad_uids("later", row.later)
    if problems or row.link == Link.PROPOSED:
        return problems
    decided = Lineage.objects.of_part(row.part).live().filter(link=Link.STATED).exclude(pk=row.pk)
    if loop := circle([LINEAGE.fact(one) for one in (*decided, row)]):
        message = _("Ces mesures descendent l’une de l’autre en rond (%(count)d)\u00a0: ôtez l’un de ces liens.")
        return {"later": message % {"count": len(loop) - 1}}
    return {}
