"""All evaluations, by plan: whose, when, on which scale, how many assessments, known and not shared included."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.evaluation import Evaluation
from jalon.facts.plan import Plan
from jalon.portal import verdicts
from jalon.portal.asof import happened
from jalon.portal.context import Bodies, Context
from jalon.portal.invented import plan_words
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, Notebook, Notes, Phrase, Ref, day, phrase


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One evaluation in a list."""

    uid: str
    url: str
    title: Phrase
    evaluator: Link | None
    day: Day | None
    scale: str
    kept_back: bool
    fictional: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The evaluations of one plan, by date, and where they stand side by side."""

    plan: Link
    comparison: str
    audit: str
    rows: tuple[EvaluationRow, ...]
    fictional: bool


@dataclass(frozen=True, slots=True)
class EvaluationsPage:
    """All evaluations."""

    head: Head
    plans: tuple[PlanRows, ...]
    total: int
    scales_url: str
    notes: Notes


def listing(ctx: Context) -> EvaluationsPage:
    """The page: five queries."""
    every = tuple(item for item in ctx.reader.evaluations() if happened(item.said, ctx.asof.state))
    book, bodies = ctx.notebook(every), ctx.bodies()
    scales = {scale.uid: scale for scale in ctx.reader.scales()}
    plans = tuple(
        _plan(plan, rows([item for item in every if item.plan == plan.uid], scales, ctx, book, bodies), ctx)
        for plan in ctx.reader.plans()
    )
    title = _("Évaluations")
    files = tuple(Link(ctx.links.table("evaluations", form), form.upper()) for form in ("csv", "json", "xlsx"))
    about = _("Ce que chaque évaluateur dit de ce qui a été fait, sur sa propre échelle, avec ce sur quoi il s’appuie.")
    head = Head(title=title, section="evaluations", crumbs=(Link("", title),), description=about, downloads=files)
    return EvaluationsPage(head, plans, len(every), ctx.links.to("scales"), book.turn())


def rows(
    items: Iterable[Evaluation], scales: verdicts.Scales, ctx: Context, book: Notebook, bodies: Bodies
) -> tuple[EvaluationRow, ...]:
    """Evaluations as rows of a list."""
    return tuple(
        EvaluationRow(
            uid=item.uid,
            url=ctx.links.to("evaluation", item.slug),
            title=phrase(item.title, ctx.lang) or Phrase(item.slug),
            evaluator=bodies.link(item.evaluator),
            day=day(item.said, ctx.lang),
            scale=verdicts.scale_words(item, scales, ctx.lang),
            kept_back=verdicts.kept_back(item),
            fictional=item.uid in ctx.reader.invented,
            refs=book.refs(item.citations),
        )
        for item in items
    )


def _plan(plan: Plan, found: tuple[EvaluationRow, ...], ctx: Context) -> PlanRows:
    title = plan.titles[0].text
    return PlanRows(
        plan=Link(ctx.links.plan(plan), f"{plan_words(ctx, plan)}, {title.value}", title.lang),
        comparison=ctx.links.to("comparison", plan.slug),
        audit=ctx.links.to("audit", plan.slug),
        rows=found,
        fictional=plan.uid in ctx.reader.invented,
    )
