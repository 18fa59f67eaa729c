"""The audit of a published plan: everything that a Release says of it, counted by `facts.auditing`."""

from itertools import chain
from typing import Any

from jalon.facts.auditing import NAMED_BY, Audit, Audited, Tally, audit
from jalon.facts.plan import Plan
from jalon.publication.reader import Reader


def audit_of(reader: Reader, plan: Plan) -> Audit:
    """The audit of a plan; six reads, however long the plan is."""
    assessments = reader.assessments_of_plan(plan.uid)
    return audit(
        plan,
        reader.measures(plan.uid),
        sections=reader.sections(plan.uid),
        statements=chain.from_iterable(reader.statements_of_plan(plan.uid).values()),
        means=reader.means(plan.uid),
        indicators=reader.indicators_of_plan(plan.uid),
        assessments=assessments,
        gaps=assessments,
    )


def as_json(found: Audit) -> dict[str, Any]:
    """The answer for scripts. Counts are of the measures and attested items listed; `plan` is the plan's address."""
    return {
        "plan": found.plan,
        "readable": found.readable,
        "identified": found.identified,
        "attested": found.attested,
        "stated_numbers": list(found.stated),
        "criteria": [_criterion(tally, found) for tally in found.criteria],
        "measures": [_measure(row) for row in found.measures],
    }


def _criterion(tally: Tally, found: Audit) -> dict[str, Any]:
    return {
        "criterion": tally.criterion.value,
        "asked_by": [{"body": body, "date": day or None} for body, day in NAMED_BY[tally.criterion]],
        "given": tally.given,
        "stated_absent": tally.stated_absent,
        "looked_not_found": tally.looked_not_found,
        "not_looked_at": tally.not_looked_at,
        "listed": tally.listed,
        "of_the_plan": [
            {"assessment": uid, "state": known.value} for kind, uid, known in found.findings if kind is tally.criterion
        ],
    }


def _measure(row: Audited) -> dict[str, Any]:
    cells = {
        criterion.value: {
            "state": cell.state.value,
            "rests_on": list(cell.rests_on),
            "against": list(cell.against),
            "elsewhere": cell.elsewhere,
        }
        for criterion, cell in row.cells.items()
    }
    return {"uid": row.uid, "number": row.number, "title": row.title, "criteria": cells}
