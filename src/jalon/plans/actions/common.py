"""Writes that every record knows: citing its sources, withdrawing it, giving it back."""

from django.utils.translation import gettext as _

from jalon.core import writing
from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.models import User
from jalon.core.permissions import Permission, require
from jalon.plans.actions.indicator import answered, lock
from jalon.plans.actions.measure import first_title, number_taken
from jalon.plans.formulas import formula_problems
from jalon.plans.models import (
    Document,
    Indicator,
    IndicatorAnswer,
    Means,
    Measure,
    MeasureTitle,
    Output,
    Overlap,
    Plan,
    PlanEvent,
    PlanTitle,
    Section,
    Series,
    StatedNumber,
    Statement,
    Step,
)

Withdrawable = (
    Plan | Section | Measure | Step | Document | Statement | Means | Series | Indicator | IndicatorAnswer | Output
)
Citable = (
    Plan | PlanTitle | StatedNumber | PlanEvent | Overlap | Section | Measure | MeasureTitle | Step | Document
    | Statement | Means | Indicator | IndicatorAnswer | Output
)  # fmt: skip


@action(Permission.EDIT)
def cite(
    *,
    record: Citable,
    citations: Citations,
    by: User | None,
    expected_revision: int,
    source_to_find: bool = False,
) -> Citable:
    """Say anew what supports a record. A statement keeps its words: only its sources change."""
    return writing.edit(
        record, by=by, action="plans.cite", expected_revision=expected_revision, fields={},
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


@action(Permission.EDIT)
def withdraw(*, record: Withdrawable, reason: str, by: User | None, expected_revision: int) -> Withdrawable:
    """Take a record, and what hangs from it, out of what the part says; it can be given back."""
    require(by, Permission.EDIT, record.part)
    if isinstance(record, Section):
        writing.refuse(_not_empty(record))
    return writing.withdraw(record, by=by, action="plans.withdraw", expected_revision=expected_revision, reason=reason)


@action(Permission.EDIT)
def restore(*, record: Withdrawable, by: User | None, expected_revision: int) -> Withdrawable:
    """Give a withdrawn record back: refused when its number, code or place was taken meanwhile."""
    require(by, Permission.EDIT, record.part)
    if isinstance(record, Measure):
        writing.refuse(number_taken(record, first_title(record)) | _homeless(record.section))
    if isinstance(record, Section):
        writing.refuse(_homeless(record.parent))
    if isinstance(record, Indicator):
        lock(record.part)
        writing.refuse(formula_problems(record))
    if isinstance(record, IndicatorAnswer):
        writing.refuse(answered(record))
    return writing.restore(record, by=by, action="plans.restore", expected_revision=expected_revision)


def _not_empty(section: Section) -> dict[str, str]:
    held = section.children.filter(withdrawn_at__isnull=True).count()
    held += section.measures.filter(withdrawn_at__isnull=True).count()
    message = _("«\u00a0%(section)s\u00a0» contient encore %(held)d niveaux ou mesures\u00a0: déplacez-les d’abord.")
    return {"record": message % {"section": str(section), "held": held}} if held else {}


def _homeless(section: Section | None) -> dict[str, str]:
    if section is None or section.withdrawn_at is None:
        return {}
    message = _("«\u00a0%(section)s\u00a0», qui le contenait, est retiré\u00a0: rendez-le d’abord.")
    return {"record": message % {"section": str(section)}}
