"""The kinds of report: which sections, in which order."""

from collections.abc import Callable

from jalon.reports.builders import committed, comparison, evaluations, following, measure, plan_sections
from jalon.reports.builders.front import Ground, document, plan_pairs
from jalon.reports.builders.pieces import day, say
from jalon.reports.builders.plan_sections import Subject
from jalon.reports.builders.reading import reading
from jalon.reports.context import PaperContext
from jalon.reports.document import Document, Section
from jalon.reports.kinds import Kind, Request

Part = Callable[[Subject], Section | list[Section] | None]

_MEASURES: tuple[Part, ...] = (plan_sections.measures, plan_sections.measure_groups)
_REST: tuple[Part, ...] = (
    plan_sections.means, plan_sections.asked, committed.recommendations, committed.questions, committed.carried,
    plan_sections.overlaps, plan_sections.documents, plan_sections.events,
)  # fmt: skip
PARTS: dict[Kind, tuple[Part, ...]] = {
    Kind.STATE: (
        plan_sections.about, plan_sections.known, plan_sections.said_of_plan, *_MEASURES, plan_sections.indicators,
        plan_sections.outputs, plan_sections.states, committed.ledger, *_REST,
    ),
    Kind.MIDTERM: (
        plan_sections.about, following.halfway, plan_sections.known, following.table_of_measures, following.expected,
        plan_sections.indicators, plan_sections.said_of_plan, plan_sections.outputs, plan_sections.states,
        committed.ledger, *_MEASURES, *_REST, following.still_unknown,
    ),
    Kind.FINAL: (
        plan_sections.about, following.at_end, plan_sections.known, plan_sections.said_of_plan, evaluations.counted, comparison.side_by_side,
        following.table_of_measures, following.expected, plan_sections.indicators, plan_sections.outputs,
        plan_sections.states, committed.ledger, *_MEASURES, *_REST, following.still_unknown,
    ),
    Kind.COMPARISON: (plan_sections.said_of_plan, evaluations.counted, comparison.compared),
    Kind.CHANGES: (),
}  # fmt: skip


def built(request: Request, ctx: PaperContext, ground: Ground, more: tuple[Section, ...] = ()) -> Document:
    """The report that is asked for; `more`: what changed, when that is asked for. Raises NotFound."""
    if request.kind is Kind.MEASURE:
        return measure.report(request, ctx, ground)
    subject = plan_sections.subject(ctx, request.plan)
    sections: list[Section] = []
    for part in PARTS[request.kind]:
        found = part(subject)
        if found:
            sections += found if isinstance(found, list) else [found]
    page = subject.page
    return document(
        request.kind, ctx, ground, page.title, (*sections, *more, reading(subject.looked)),
        pairs=plan_pairs(ctx, page.title, day(page.period), subject.looked),
        lede=tuple(say(sentence) for sentence in page.lede),
        fictional=page.fictional,
    )  # fmt: skip
