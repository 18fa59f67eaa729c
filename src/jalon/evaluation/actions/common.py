"""What the actions of this room share: the right to write in a draft, the checks of a whole record."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from jalon.core import writing
from jalon.core.acting import action
from jalon.core.citing import Citations, Sources, cited
from jalon.core.errors import Forbidden
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.whole import changed, whole_problems
from jalon.evaluation import reading
from jalon.evaluation.loading import inner_citations
from jalon.evaluation.models import Assessment, Claim, Crosswalk, Evaluation, EvidenceItem, Scale
from jalon.evaluation.permissions import of_the_team
from jalon.evaluation.places import place_taken, said_for_good, still_used
from jalon.evaluation.unlocking import evaluation_of, unlocked

Withdrawable = Scale | Crosswalk | Evaluation | Assessment | EvidenceItem | Claim


def require_team(by: User | None, evaluation: Evaluation) -> None:
    """`Forbidden` unless the person edits the part and is of the team: another editor of the body does not write in it, nor
    enter the team by herself once it is published."""
    require(by, Permission.EDIT, evaluation.part)
    if by is not None and not of_the_team(by, evaluation):
        raise Forbidden(_("Ce brouillon est celui d’une autre équipe\u00a0: demandez à en être."))


def fact_of(row: Any) -> Any:
    """The fact that a record would be, checked for what its inner citations name."""
    if isinstance(row, Assessment):
        items = EvidenceItem.objects.live().filter(assessment=row.pk).order_by("order", "id") if row.pk else ()
        fact: Any = reading.assessment_fact(row, row.evaluation.uid, [item.fact for item in items])
    elif isinstance(row, EvidenceItem):
        return row.fact
    else:
        fact = _READ[type(row)](row)
    sources = Sources(row.part)
    for citation in inner_citations(fact):
        sources.id_of(citation.source)
    return fact


_READ: Mapping[Any, Any] = {
    Scale: reading.scale_fact,
    Crosswalk: reading.crosswalk_fact,
    Evaluation: reading.evaluation_fact,
    Claim: reading.claim_fact,
}


def check_whole(row: Any, fields: Mapping[str, Any] | None = None) -> dict[str, str]:
    """What the rules of signed documents refuse in the record as it would be."""
    return whole_problems(fact_of(changed(row, fields) if fields else row))


@action(Permission.EDIT)
def cite(
    *, record: Scale | Crosswalk | Evaluation | Assessment | Claim, citations: Citations, by: User | None,
    expected_revision: int, source_to_find: bool = False,
) -> Any:  # fmt: skip
    """Say anew what supports a record."""
    _require(by, record)
    return writing.edit(
        record, by=by, action="evaluation.cite", expected_revision=expected_revision, fields={}, citations=citations,
        source_to_find=source_to_find,
    )  # fmt: skip


@action(Permission.EDIT)
def withdraw(*, record: Withdrawable, reason: str, by: User | None, expected_revision: int) -> Any:
    """Take a record, and what hangs from it, out of what the part says; it can be given back. An evaluation that is
    published stays: an erratum corrects it, or another succeeds it."""
    _require(by, record)
    writing.refuse(_kept(record) | said_for_good(record) | still_used(record))
    return writing.withdraw(
        record, by=by, action="evaluation.withdraw", expected_revision=expected_revision, reason=reason
    )


@action(Permission.EDIT)
def restore(*, record: Withdrawable, by: User | None, expected_revision: int) -> Any:
    """Give a withdrawn record back: refused when its place was taken meanwhile."""
    _require(by, record)
    lock(record.part)
    writing.refuse(_kept(record) | place_taken(record))
    return writing.restore(record, by=by, action="evaluation.restore", expected_revision=expected_revision)


def lock(part: Part) -> None:
    """Hold the part: two forms at once could close a circle."""
    Part.objects.select_for_update().get(pk=part.pk)


def _require(by: User | None, record: Any) -> None:
    require(by, Permission.EDIT, record.part)
    if (evaluation := evaluation_of(record)) is not None:
        require_team(by, evaluation)


def _kept(record: Any) -> dict[str, str]:
    """What was adopted keeps its assessments and their evidence; the whole evaluation can be withdrawn."""
    evaluation = evaluation_of(record)
    return {} if evaluation is None or record is evaluation else unlocked(evaluation)


def citations_of(row: Any) -> Citations:
    """What supports a record now."""
    return cited(row.part, [row.uid]).get(row.uid, ())
