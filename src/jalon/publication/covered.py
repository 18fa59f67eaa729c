"""The coverage of one published plan: which recommendations it answers, as a Release says, for scripts."""

from collections import Counter
from datetime import date
from typing import Any

from jalon.facts.common import Link
from jalon.facts.coverage import COUNTED, Cell, Cover, Coverage, Line, coverage
from jalon.facts.plan import Plan
from jalon.facts.recommendation import Relation
from jalon.publication.reader import Reader


def coverage_of(reader: Reader, plan: Plan, at: date) -> Coverage:
    """The coverage of a plan on a day; four reads, however long the plan is."""
    return coverage(
        reader.recommendations(), reader.recommendation_answers(), reader.recommendation_reviews(), (plan,),
        reader.measures(plan.uid), at,
    )  # fmt: skip


def as_json(found: Coverage, plan: Plan, reader: Reader, at: date) -> dict[str, Any]:
    """The answer for scripts. `of` is the denominator: read, and made before the plan ended; the others are apart.

    A recommendation with several themes counts in each cell, and once in `total`.
    """
    return {
        "plan": plan.slug,
        "at": at.isoformat(),
        "recommendations": len(found.lines),
        "total": _cell(found.totals.get(plan.uid, Cell({}))),
        "cells": [
            {"body": body, "theme": theme or None, **_cell(cell)} for (body, theme, _plan), cell in found.cells.items()
        ],
        "lines": [_line(line, plan) for line in found.lines],
        "judged": _judged(found, plan, reader),
        "measures_that_answer_none": list(found.idle.get(plan.uid, ())),
        "attested_items_that_answer_none": list(found.idle_attested.get(plan.uid, ())),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        **{cover.value: cell.counts.get(cover, 0) for cover in Cover if cover in COUNTED},
        "of": cell.of,
        "apart": {cover.value: cell.counts.get(cover, 0) for cover in Cover if cover not in COUNTED},
    }


def _line(line: Line, plan: Plan) -> dict[str, Any]:
    one = line.recommendation
    return {
        "uid": one.uid,
        "body": one.body.name,
        "paragraph": one.paragraph,
        "texts": [{"lang": text.lang, "wording": text.wording.value, "value": text.value} for text in one.texts],
        "date": (one.when.edtf or one.when.printed) if one.when else None,
        "cover": line.plans[plan.uid].value,
        "age_in_years": [line.age.low, line.age.high] if line.age else None,
        "repeats": line.repeats,
        "disputed": line.disputed,
        "answers": [
            {"measure": answer.measure, "relation": answer.relation.value if answer.relation else None,
             "link": answer.link.value, "said_by": answer.said_by.name if answer.said_by else None}
            for answer in line.answers
        ],
        "reviews": [{"said_by": one.said_by.name if one.said_by else None, "plans": list(one.plans)} for one in line.reviews],
    }  # fmt: skip


def _judged(found: Coverage, plan: Plan, reader: Reader) -> list[dict[str, Any]]:
    """How far the answering measures of the plan are done, as each evaluator judges: levels of one scale, never compared."""
    evaluators = {one.uid: one.evaluator.name for one in reader.evaluations_of_plan(plan.uid)}
    of_plan = {measure.uid for measure in reader.measures(plan.uid)}
    answers = (answer for line in found.lines for answer in line.answers)
    positive = {Relation.ANSWERS, Relation.IN_PART}
    tied = {one.measure for one in answers if one.link is Link.STATED and one.relation in positive} & of_plan
    said = {
        (one.evaluation, one.level, subject)
        for one in reader.assessments_of_plan(plan.uid)
        for subject in tied.intersection(one.subjects)
        if one.level
    }
    counts = Counter((evaluation, level) for evaluation, level, _measure in said)
    return [
        {"evaluation": evaluation, "evaluator": evaluators.get(evaluation), "level": level, "measures": count,
         "of_answering_measures": len(tied)}
        for (evaluation, level), count in sorted(counts.items())
    ]  # fmt: skip
