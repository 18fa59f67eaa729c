"""Writes of the plan's tree: sections, their words and their places."""

from typing import Unpack

from django.utils.translation import gettext as _

from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.models import User
from jalon.core.permissions import Permission, require
from jalon.core.writing import add, edit, next_order, refuse
from jalon.plans.fields import SectionFields
from jalon.plans.models import Plan, Section
from jalon.plans.trees import lies_under


@action(Permission.EDIT)
def add_section(
    *,
    plan: Plan,
    by: User | None,
    parent: Section | None = None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[SectionFields],
) -> Section:
    """A level of the tree, last of its plan, under `parent` or at the top."""
    require(by, Permission.EDIT, plan.part)
    refuse(_wrong_parent(plan, parent))
    row = Section(plan=plan, parent=parent, order=next_order(Section.objects.filter(plan=plan)), **fields)
    return add(row, by=by, action="plans.add_section", citations=citations, source_to_find=source_to_find)


@action(Permission.EDIT)
def edit_section(
    *,
    section: Section,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[SectionFields],
) -> Section:
    """Write the words of a section."""
    return edit(
        section, by=by, action="plans.edit_section", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


@action(Permission.EDIT)
def move_section(
    *, section: Section, by: User | None, expected_revision: int, parent: Section | None, order: int
) -> Section:
    """Hang a section elsewhere in its plan. It cannot hang from itself or from what hangs from it."""
    require(by, Permission.EDIT, section.part)
    Plan.objects.select_for_update().get(pk=section.plan_id)  # two moves at once could close a circle
    problems = _wrong_parent(section.plan, parent)
    if parent is not None and lies_under(str(parent.uid), str(section.uid), _parents(section.plan)):
        said = {"section": str(section), "parent": str(parent)}
        problems["parent"] = (
            _(
                "«\u00a0%(section)s\u00a0» ne peut pas aller sous «\u00a0%(parent)s\u00a0»\u00a0: "
                "ce niveau en fait partie."
            )
            % said
        )
    refuse(problems)
    fields = {"parent": parent, "order": order}
    return edit(section, by=by, action="plans.move_section", expected_revision=expected_revision, fields=fields)


def _wrong_parent(plan: Plan, parent: Section | None) -> dict[str, str]:
    if parent is None or (parent.plan_id == plan.pk and parent.withdrawn_at is None):
        return {}
    return {"parent": _("«\u00a0%(parent)s\u00a0» n’est pas un niveau de ce plan.") % {"parent": str(parent)}}


def _parents(plan: Plan) -> dict[str, str | None]:
    rows = Section.objects.filter(plan=plan).values_list("uid", "parent__uid")
    return {str(uid): str(parent) if parent else None for uid, parent in rows}
