"""The kinds of report: which sections, in which order."""

from collections.abc import Callable

from jalon.reports.builders import plan_sections as plan
from jalon.reports.builders.front import Ground, document, plan_pairs
from jalon.reports.builders.pieces import day, say
from jalon.reports.builders.plan_sections import Subject
from jalon.reports.context import PaperContext
from jalon.reports.document import Document, Section
from jalon.reports.kinds import Kind, Request

Part = Callable[[Subject], Section | list[Section] | None]

STATE: tuple[Part, ...] = (
    plan.about, plan.known, plan.said_of_plan, plan.measures, plan.measure_groups, plan.indicators, plan.outputs,
    plan.states, plan.promises, plan.means, plan.asked, plan.overlaps, plan.documents, plan.events, plan.reading,
)  # fmt: skip


def of_plan(request: Request, ctx: PaperContext, ground: Ground, more: tuple[Section, ...] = ()) -> Document:
    """A report on a whole plan. Raises NotFound."""
    subject = plan.subject(ctx, request.plan)
    parts = {Kind.STATE: STATE}[request.kind]
    sections: list[Section] = []
    for part in parts:
        found = part(subject)
        if found:
            sections += found if isinstance(found, list) else [found]
    page = subject.page
    return document(
        request.kind, ctx, ground, page.title, (*sections[:-1], *more, sections[-1]),
        pairs=plan_pairs(ctx, page.title, day(page.period), subject.looked),
        lede=tuple(say(sentence) for sentence in page.lede),
        fictional=page.fictional,
    )  # fmt: skip
