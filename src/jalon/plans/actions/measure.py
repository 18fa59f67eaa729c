"""Writes of measures and attested items: what they are, where they stand in the plan."""

from typing import Unpack

from django.utils.translation import gettext as _

from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.models import User
from jalon.core.permissions import Permission, require
from jalon.core.writing import edit, insert, next_order, refuse, required, trace
from jalon.facts.common import Text
from jalon.facts.plan import MeasureKind
from jalon.plans.fields import MeasureFields
from jalon.plans.models import Measure, MeasureTitle, Plan, Section


@action(Permission.EDIT)
def add_measure(
    *,
    plan: Plan,
    title: Text,
    by: User | None,
    section: Section | None = None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[MeasureFields],
) -> Measure:
    """A numbered measure, or an attested item, last of its plan, with its title; the citations support both."""
    require(by, Permission.EDIT, plan.part)
    Plan.objects.select_for_update().get(pk=plan.pk)  # two forms at once could take one number
    row = Measure(plan=plan, section=section, order=next_order(Measure.objects.filter(plan=plan)), **fields)
    refuse(_wrong_section(plan, section) | _wrong_number(row, title.value))
    insert(row, by=by, citations=citations, source_to_find=source_to_find)
    insert(MeasureTitle(measure=row, text=title), by=by, citations=citations, source_to_find=source_to_find)
    trace(row, by, "plans.add_measure", {"added": [str(row), title.value]})
    return row


@action(Permission.EDIT)
def edit_measure(
    *,
    measure: Measure,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[MeasureFields],
) -> Measure:
    """Write fields of a measure."""
    require(by, Permission.EDIT, measure.part)
    Plan.objects.select_for_update().get(pk=measure.plan_id)
    kind, number = fields.get("kind", measure.kind), fields.get("number", measure.number)
    wanted = Measure(pk=measure.pk, plan=measure.plan, kind=kind, number=number)
    refuse(_wrong_number(wanted, first_title(measure)))
    return edit(
        measure, by=by, action="plans.edit_measure", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


@action(Permission.EDIT)
def move_measure(
    *, measure: Measure, by: User | None, expected_revision: int, section: Section | None, order: int
) -> Measure:
    """Put a measure under another section of its plan, at a place among the plan's measures."""
    require(by, Permission.EDIT, measure.part)
    refuse(_wrong_section(measure.plan, section))
    fields = {"section": section, "order": order}
    return edit(measure, by=by, action="plans.move_measure", expected_revision=expected_revision, fields=fields)


def first_title(measure: Measure) -> str:
    """The words that name a measure to people."""
    title = MeasureTitle.objects.filter(measure=measure).order_by("order", "id").first()
    return str(title) if title else str(measure)


def _wrong_number(row: Measure, title: str) -> dict[str, str]:
    """A measure has a number that no other live measure of the plan has; an attested item has none."""
    if row.kind == MeasureKind.ATTESTED_ITEM:
        message = _("Un élément attesté n’a pas de numéro\u00a0: dès qu’on le connaît, c’est une mesure.")
        return {} if row.number is None else {"number": message}
    return required({"number": row.number}) or number_taken(row, title)


def number_taken(row: Measure, title: str) -> dict[str, str]:
    """A message that names both measures when another live measure of the plan bears the number."""
    if row.number is None or row.kind != MeasureKind.MEASURE:
        return {}
    others = Measure.objects.live().filter(plan=row.plan, number=row.number, kind=MeasureKind.MEASURE)
    other = others.exclude(pk=row.pk).first()
    if other is None:
        return {}
    message = _(
        "Deux mesures porteraient le numéro %(number)s\u00a0: «\u00a0%(one)s\u00a0», qui l’a déjà, "
        "et «\u00a0%(two)s\u00a0»."
    )
    return {"number": message % {"number": row.number, "one": first_title(other), "two": title}}


def _wrong_section(plan: Plan, section: Section | None) -> dict[str, str]:
    if section is None or (section.plan_id == plan.pk and section.withdrawn_at is None):
        return {}
    return {"section": _("«\u00a0%(section)s\u00a0» n’est pas un niveau de ce plan.") % {"section": str(section)}}
