"""The page of a plan's audit: criterion by criterion what it says of its measures, who asked for it, what nobody knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.auditing import NAMED_BY, OURS, Audit, Audited, unplaced
from jalon.facts.auditing import Cell as Found
from jalon.facts.common import Known
from jalon.facts.evaluation import Assessment, Criterion, Evaluation
from jalon.facts.plan import Measure
from jalon.portal import verdicts, words
from jalon.portal.context import Context
from jalon.portal.errors import NotFound
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, Notes, Phrase, Ref, day, phrase
from jalon.publication.audited import audit_of

SIGN = {
    Known.GIVEN: "sq-full",
    Known.STATED_ABSENT: "missed",
    Known.NOT_FOUND: "sq-none",
    Known.NOT_LOOKED_AT: "sq-unk",
}
"""A given criterion is full, one said to lack is crossed; what nobody looked at is dotted, as everywhere."""


@dataclass(frozen=True, slots=True)
class FoundOfPlan:
    """What an evaluator found of the plan. `gap`: the words for what the plan lacks, when no object is named."""

    state: str
    who: Link
    gap: Phrase | None
    said: Phrase | None
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion: who asked for it and when, its four counts (they add up to `listed`), what was found of the plan."""

    label: str
    asked_by: tuple[tuple[str, Day | None], ...]
    given: str
    absent: str
    not_found: str
    not_looked: str
    listed: str
    findings: tuple[FoundOfPlan, ...]


@dataclass(frozen=True, slots=True)
class AuditCell:
    """One criterion of one measure. `more`: what denies it, or that a body is seen acting all the same."""

    label: str
    mark: str
    words: str
    more: str
    denied: bool = False


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One measure or attested item."""

    number: str
    url: str
    title: Phrase
    cells: tuple[AuditCell, ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """What a plan says of its measures."""

    head: Head
    plan: Link
    period: Day | None
    readable: bool
    fictional: bool
    lede: tuple[str, ...]
    criteria: tuple[CriterionRow, ...]
    found: bool
    rows: tuple[AuditRow, ...]
    notes: Notes


def build(ctx: Context, slug: str) -> AuditPage:
    """The page: eight queries. Raises NotFound."""
    plan = ctx.reader.plan(slug)
    if plan is None:
        raise NotFound(slug)
    found = audit_of(ctx.reader, plan)
    evaluations = {item.uid: item for item in ctx.reader.evaluations_of_plan(plan.uid)}
    assessments = {item.uid: item for item in ctx.reader.assessments_of_plan(plan.uid)}
    measures = {measure.uid: measure for measure in ctx.reader.measures(plan.uid)}
    book = ctx.notebook(*(assessments[uid] for _kind, uid, _known in found.findings if uid in assessments))
    said = _Said(evaluations, assessments, ctx)
    title = plan.titles[0].text
    criteria = tuple(
        CriterionRow(
            label=str(verdicts.CRITERION[tally.criterion]),
            asked_by=tuple(_asked(body, when, ctx) for body, when in NAMED_BY[tally.criterion]),
            given=words.number(tally.given),
            absent=words.number(tally.stated_absent),
            not_found=words.number(tally.looked_not_found),
            not_looked=words.number(tally.not_looked_at),
            listed=words.number(tally.listed),
            findings=tuple(
                FoundOfPlan(
                    str(words.KNOWN[known]),
                    said.link(uid),
                    said.gap(uid),
                    said.text(uid),
                    book.refs(assessments[uid].citations),
                )
                for kind, uid, known in found.findings
                if kind is tally.criterion and uid in assessments
            ),
        )
        for tally in found.criteria
    )
    name = _("Ce que le plan dit, critère par critère")
    crumbs = (
        Link(ctx.links.to("overview"), _("Plans")),
        Link(ctx.links.plan(plan), title.value, title.lang),
        Link("", _("Audit")),
    )
    return AuditPage(
        head=Head(title=f"{name}, {title.value}", section="evaluations", crumbs=crumbs, description=name, dated=False),
        plan=Link(ctx.links.plan(plan), title.value, title.lang),
        period=day(plan.period, ctx.lang),
        readable=found.readable,
        fictional=plan.uid in ctx.reader.invented,
        lede=tuple(_lede(found)),
        criteria=criteria,
        found=any(row.findings for row in criteria),
        rows=tuple(_row(row, measures[row.uid], plan.slug, said, ctx) for row in found.measures if row.uid in measures),
        notes=book.turn(),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """Findings by uid, and whose they are."""

    evaluations: dict[str, Evaluation]
    assessments: dict[str, Assessment]
    ctx: Context

    def link(self, uid: str) -> Link:
        """The evaluation that a finding is of."""
        found = self.evaluations.get(self.assessments[uid].evaluation) if uid in self.assessments else None
        if found is None:
            return Link("", str(words.NOT_READ))
        return Link(self.ctx.links.to("evaluation", found.slug) + f"#d-{uid}", verdicts.name(found, self.ctx.lang))

    def text(self, uid: str) -> Phrase | None:
        """Its words."""
        return phrase(self.assessments[uid].text, self.ctx.lang)

    def gap(self, uid: str) -> Phrase | None:
        """What the evaluator says the plan lacks, when it names no object."""
        found = self.assessments[uid]
        if not unplaced(found):
            return None
        return Phrase(found.topic or str(verdicts.OBJECT[found.object]))

    def names(self, uids: Sequence[str]) -> str:
        """Those of these facts that are findings, by name."""
        return ", ".join(dict.fromkeys(self.link(uid).words for uid in uids if uid in self.assessments))


def _asked(body: str, when: str, ctx: Context) -> tuple[str, Day | None]:
    name = _("ce registre") if body == OURS else body
    return name, day(when, ctx.lang) if when else None


def _lede(found: Audit) -> Iterator[str]:
    total = found.stated[0] if found.stated else None
    if total is None:
        yield _("%(n)s mesures identifiées ; leur nombre total n’est pas lu.") % {"n": words.number(found.identified)}
    else:
        yield _("%(n)s mesures identifiées.") % {"n": words.n_of(found.identified, total)}
    listed = found.identified + found.attested
    shown = {"listed": words.number(listed), "attested": words.number(found.attested)}
    yield _("Les comptes portent sur les %(listed)s entrées du registre, dont %(attested)s éléments attestés.") % shown


def _row(row: Audited, measure: Measure, slug: str, said: _Said, ctx: Context) -> AuditRow:
    address = ("measure", slug, measure.number) if measure.number is not None else ("item", slug, measure.uid)
    return AuditRow(
        number=row.number or "",
        url=ctx.links.to(*address),
        title=phrase(measure.titles[0].text, ctx.lang) or Phrase(str(words.NOT_READ)),
        cells=tuple(_cell(row.cells[criterion], criterion, said) for criterion in Criterion),
    )


def _cell(cell: Found, criterion: Criterion, said: _Said) -> AuditCell:
    more = []
    names = said.names(cell.rests_on)
    if cell.state is not Known.GIVEN and names:
        more.append(_("selon %(who)s") % {"who": names})
    if against := said.names(cell.against):
        more.append(_("mais constaté autrement : %(who)s") % {"who": against})
    if cell.elsewhere and criterion is Criterion.LEAD:
        more.append(_("un organisme est vu à l’œuvre, ou dit par un tiers"))
    state = _("ne peut être dit") if cell.state is Known.NOT_LOOKED_AT else str(words.KNOWN[cell.state])
    return AuditCell(
        str(verdicts.CRITERION[criterion]), SIGN[cell.state], state, words.clauses(more), bool(cell.against)
    )
