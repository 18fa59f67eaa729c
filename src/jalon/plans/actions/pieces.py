"""Writes of steps, documents and means."""

from typing import Unpack

from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.models import Part, User
from jalon.core.permissions import Permission
from jalon.core.writing import add, edit, next_order
from jalon.plans.fields import DocumentFields, MeansFields, StepFields
from jalon.plans.models import Document, Means, Measure, Plan, Step


@action(Permission.EDIT)
def add_step(
    *,
    measure: Measure,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[StepFields],
) -> Step:
    """A step (`title`) of a measure, last of its steps."""
    row = Step(measure=measure, order=next_order(Step.objects.filter(measure=measure)), **fields)
    return add(row, by=by, action="plans.add_step", citations=citations, source_to_find=source_to_find)


@action(Permission.EDIT)
def edit_step(
    *,
    step: Step,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[StepFields],
) -> Step:
    """Write fields of a step: `done` once it is known to be reached."""
    return edit(
        step, by=by, action="plans.edit_step", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


@action(Permission.EDIT)
def add_document(
    *,
    owner: Plan | Measure,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[DocumentFields],
) -> Document:
    """A document (`title`) of a plan or measure; a file is kept by core, and named here by its SHA-256."""
    whose = {"plan": owner} if isinstance(owner, Plan) else {"measure": owner}
    row = Document(**whose, order=next_order(Document.objects.filter(**whose)), **fields)
    return add(row, by=by, action="plans.add_document", citations=citations, source_to_find=source_to_find)


@action(Permission.EDIT)
def edit_document(
    *,
    document: Document,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[DocumentFields],
) -> Document:
    """Write fields of a document, who may see it among them."""
    return edit(
        document, by=by, action="plans.edit_document", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


@action(Permission.EDIT)
def add_means(
    *,
    part: Part,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[MeansFields],
) -> Means:
    """A line of means (`item`, `kind`, `when`): an amount as a decimal string, posts, or in kind."""
    row = Means(part=part, **fields)
    return add(row, by=by, action="plans.add_means", citations=citations, source_to_find=source_to_find)


@action(Permission.EDIT)
def edit_means(
    *,
    means: Means,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[MeansFields],
) -> Means:
    """Write fields of a line of means."""
    return edit(
        means, by=by, action="plans.edit_means", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip
