"""Writes of a plan's description: the plan, its titles, stated numbers, events and overlaps."""

from typing import Any, Unpack

from django.utils.translation import gettext as _

from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.writing import add, edit, insert, next_order, refuse, remove, trace
from jalon.facts.common import Text
from jalon.facts.part import PartKind
from jalon.plans.fields import EventFields, OverlapFields, PlanFields, StatedNumberFields
from jalon.plans.models import Measure, MeasureTitle, Overlap, Plan, PlanEvent, PlanTitle, StatedNumber

Title = PlanTitle | MeasureTitle
Piece = PlanTitle | MeasureTitle | StatedNumber | PlanEvent | Overlap


@action(Permission.EDIT)
def create_plan(
    *,
    part: Part,
    title: Text,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[PlanFields],
) -> Plan:
    """A plan, with `slug`, `rank`, `period` and `known_until`, and its first title; the citations support both."""
    require(by, Permission.EDIT, part)
    problems = _taken(fields.get("slug", ""))
    if part.kind != PartKind.PLAN:
        problems["part"] = _("Un plan se décrit dans une partie de genre «\u00a0plan\u00a0».")
    refuse(problems)
    plan = insert(Plan(part=part, **fields), by=by, citations=citations, source_to_find=source_to_find)
    insert(PlanTitle(plan=plan, text=title), by=by, citations=citations, source_to_find=source_to_find)
    trace(plan, by, "plans.create_plan", {"added": [plan.slug, title.value]})
    return plan


@action(Permission.EDIT)
def edit_plan(
    *,
    plan: Plan,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[PlanFields],
) -> Plan:
    """Write fields of a plan."""
    require(by, Permission.EDIT, plan.part)
    refuse(_taken(fields.get("slug", ""), plan))
    return edit(
        plan, by=by, action="plans.edit_plan", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


def _taken(slug: str, plan: Plan | None = None) -> dict[str, str]:
    """A message when another plan has this address: addresses are permanent, the first comer keeps it."""
    others = Plan.objects.filter(slug=slug).exclude(pk=plan.pk if plan else None)
    return {"slug": _("Cette adresse est déjà prise\u00a0; choisissez-en une autre.")} if others.exists() else {}


@action(Permission.EDIT)
def add_title(
    *,
    owner: Plan | Measure,
    text: Text,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
) -> Title:
    """A further title of a plan or measure: read in another source, or in another language."""
    if isinstance(owner, Plan):
        rows: Any = PlanTitle.objects.filter(plan=owner)
        row: Title = PlanTitle(plan=owner, text=text, order=next_order(rows))
    else:
        rows = MeasureTitle.objects.filter(measure=owner)
        row = MeasureTitle(measure=owner, text=text, order=next_order(rows))
    return add(row, by=by, action="plans.add_title", citations=citations, source_to_find=source_to_find)


@action(Permission.EDIT)
def edit_title(
    *,
    title: Title,
    by: User | None,
    expected_revision: int,
    text: Text,
    citations: Citations | None = None,
    source_to_find: bool = False,
) -> Title:
    """Write a title anew; its history keeps the former words, their author and the hour."""
    return edit(
        title, by=by, action="plans.edit_title", expected_revision=expected_revision, fields={"text": text},
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


@action(Permission.EDIT)
def add_stated_number(
    *,
    plan: Plan,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[StatedNumberFields],
) -> StatedNumber:
    """A number of measures (`value`) that a source states. Conflicting numbers stay side by side."""
    row = StatedNumber(plan=plan, order=next_order(StatedNumber.objects.filter(plan=plan)), **fields)
    return add(row, by=by, action="plans.add_stated_number", citations=citations, source_to_find=source_to_find)


@action(Permission.EDIT)
def edit_stated_number(
    *,
    number: StatedNumber,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[StatedNumberFields],
) -> StatedNumber:
    """Correct a stated number."""
    return edit(
        number, by=by, action="plans.edit_stated_number", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


@action(Permission.EDIT)
def add_event(
    *,
    plan: Plan,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[EventFields],
) -> PlanEvent:
    """A dated event (`when`, `text`) in the life of the plan."""
    row = PlanEvent(plan=plan, order=next_order(PlanEvent.objects.filter(plan=plan)), **fields)
    return add(row, by=by, action="plans.add_event", citations=citations, source_to_find=source_to_find)


@action(Permission.EDIT)
def edit_event(
    *,
    event: PlanEvent,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[EventFields],
) -> PlanEvent:
    """Correct an event."""
    return edit(
        event, by=by, action="plans.edit_event", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


@action(Permission.EDIT)
def add_overlap(
    *,
    plan: Plan,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[OverlapFields],
) -> Overlap:
    """Another plan (`other_plan`) that holds the same measure."""
    row = Overlap(plan=plan, order=next_order(Overlap.objects.filter(plan=plan)), **fields)
    return add(row, by=by, action="plans.add_overlap", citations=citations, source_to_find=source_to_find)


@action(Permission.EDIT)
def edit_overlap(
    *,
    overlap: Overlap,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[OverlapFields],
) -> Overlap:
    """Correct an overlap."""
    return edit(
        overlap, by=by, action="plans.edit_overlap", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


@action(Permission.EDIT)
def remove_piece(*, piece: Piece, by: User | None, expected_revision: int) -> None:
    """Delete a title, stated number, event or overlap. The last title of a plan or measure stays."""
    require(by, Permission.EDIT, piece.part)
    if isinstance(piece, PlanTitle | MeasureTitle) and not _has_another(piece):
        refuse({"title": _("Un plan et une mesure gardent au moins un intitulé\u00a0: ajoutez le nouveau d’abord.")})
    remove(piece, by=by, action="plans.remove_piece", expected_revision=expected_revision)


def _has_another(title: Title) -> bool:
    owner = {"plan": title.plan} if isinstance(title, PlanTitle) else {"measure": title.measure}
    return type(title)._default_manager.filter(**owner).exclude(pk=title.pk).exists()
