"""Writes of the ledger of outputs."""

from typing import Unpack

from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.whole import changed, whole_problems
from jalon.core.writing import add, edit, refuse, required
from jalon.plans.fields import OutputFields
from jalon.plans.following import index_subjects, output_fact
from jalon.plans.models import Output
from jalon.plans.reading import Around


@action(Permission.EDIT)
def add_output(
    *,
    part: Part,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[OutputFields],
) -> Output:
    """Something carried out (`type`, `title`, `when`) for measures, sections or plans of whatever part."""
    require(by, Permission.EDIT, part)
    row = Output(part=part, **fields)
    refuse(_wrong(row))
    add(row, by=by, action="plans.add_output", citations=citations, source_to_find=source_to_find)
    index_subjects([row])
    return row


@action(Permission.EDIT)
def edit_output(
    *,
    output: Output,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[OutputFields],
) -> Output:
    """Write fields of an output."""
    require(by, Permission.EDIT, output.part)
    refuse(_wrong(changed(output, fields)))
    edit(
        output, by=by, action="plans.edit_output", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip
    index_subjects([output])
    return output


def _wrong(row: Output) -> dict[str, str]:
    missing = required({"type": row.type or None, "title": row.title, "when": row.when})
    return missing or whole_problems(output_fact(row, Around()))
