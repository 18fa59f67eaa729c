"""Writes of indicators and of answers to those of others. Nobody edits another's: each writes in a part of its own."""

import uuid
from typing import Unpack

from django.utils.translation import gettext as _

from jalon.core.acting import action
from jalon.core.citing import Citations, Sources
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.whole import changed, whole_problems
from jalon.core.writing import add, edit, refuse, required
from jalon.plans.actions.statement import withdrawn_subject
from jalon.plans.fields import AnswerFields, IndicatorFields
from jalon.plans.following import answer_fact, indicator_fact, inner_citations
from jalon.plans.formulas import formula_problems
from jalon.plans.models import Indicator, IndicatorAnswer
from jalon.plans.reading import Around


@action(Permission.EDIT)
def add_indicator(
    *,
    part: Part,
    subject: uuid.UUID,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[IndicatorFields],
) -> Indicator:
    """An indicator (`slug`, `title`, `unit`) of a plan, section or measure, of whatever part, or of the country."""
    require(by, Permission.EDIT, part)
    lock(part)
    row = Indicator(part=part, subject_uid=subject, **fields)
    refuse(withdrawn_subject(subject) | slug_taken(row) | indicator_problems(row))
    return add(row, by=by, action="plans.add_indicator", citations=citations, source_to_find=source_to_find)


@action(Permission.EDIT)
def edit_indicator(
    *,
    indicator: Indicator,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[IndicatorFields],
) -> Indicator:
    """Write fields of an indicator; observations and the answers of others stay."""
    require(by, Permission.EDIT, indicator.part)
    lock(indicator.part)
    wanted = changed(indicator, fields)
    refuse(slug_taken(wanted) | indicator_problems(wanted, before=indicator))
    return edit(
        indicator, by=by, action="plans.edit_indicator", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


@action(Permission.EDIT)
def answer_indicator(
    *,
    part: Part,
    indicator: uuid.UUID,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[AnswerFields],
) -> IndicatorAnswer:
    """What a body (`said_by`) answers (`answer`) to another's indicator, in a part of its own."""
    require(by, Permission.EDIT, part)
    row = IndicatorAnswer(part=part, indicator_uid=indicator, **fields)
    refuse(_no_answer(row))
    return add(row, by=by, action="plans.answer_indicator", citations=citations, source_to_find=source_to_find)


@action(Permission.EDIT)
def change_answer(
    *,
    record: IndicatorAnswer,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[AnswerFields],
) -> IndicatorAnswer:
    """Write an answer anew. The trace keeps what it was."""
    require(by, Permission.EDIT, record.part)
    refuse(_no_answer(changed(record, fields)))
    return edit(
        record, by=by, action="plans.change_answer", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


def lock(part: Part) -> None:
    """Hold the part: two forms at once could take one code, or close a circle of formulas."""
    Part.objects.select_for_update().get(pk=part.pk)


def slug_taken(row: Indicator) -> dict[str, str]:
    """A message when another indicator has the address."""
    others = Indicator.objects.filter(slug=row.slug).exclude(pk=row.pk)
    return {"slug": _("Cette adresse est déjà prise\u00a0; choisissez-en une autre.")} if others.exists() else {}


def indicator_problems(row: Indicator, before: Indicator | None = None) -> dict[str, str]:
    """Why an indicator cannot be as it is given: alone, by its sources, or beside the others of its part."""
    missing = required({"slug": row.slug, "title": row.title, "unit": row.unit})
    if missing:
        return missing
    sources = Sources(row.part)
    for citation in inner_citations(row.baseline, row.expected):
        sources.id_of(citation.source)
    return whole_problems(indicator_fact(row, Around())) or formula_problems(row, before.code if before else None)


def _no_answer(row: IndicatorAnswer) -> dict[str, str]:
    """Nobody answers its own indicator, nor twice; an indicator kept elsewhere is checked when the part is signed."""
    problems = required({"answer": row.answer or None, "said_by": row.said_by})
    if problems:
        return problems
    asked = Indicator.objects.filter(uid=row.indicator_uid).select_related("part__owner").first()
    if asked is not None and asked.withdrawn_at is not None:
        return {"indicator": _("Cet indicateur est retiré\u00a0: il n’attend plus de réponse.")}
    if asked is not None and row.said_by.uid == str(asked.part.owner.uid):
        return {"said_by": _("Un organisme ne répond pas à l’indicateur qu’il propose lui-même.")}
    return whole_problems(answer_fact(row, Around())) or answered(row)


def answered(row: IndicatorAnswer) -> dict[str, str]:
    """A message when the part already says what this body answers."""
    others = IndicatorAnswer.objects.live().filter(part=row.part, indicator_uid=row.indicator_uid).exclude(pk=row.pk)
    if all((other.said_by.uid, other.said_by.name) != (row.said_by.uid, row.said_by.name) for other in others):
        return {}
    return {"said_by": _("La partie dit déjà ce que répond cet organisme\u00a0: changez cette réponse.")}
