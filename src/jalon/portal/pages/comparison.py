"""The evaluations of a plan side by side: what each covers, measure by measure in its own words, who says otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from django.utils.translation import gettext as _

from jalon.facts.common import Confidence, Text
from jalon.facts.comparing import Comparison, Disagreement, compare, rounds
from jalon.facts.evaluation import Assessment, Evaluation
from jalon.facts.plan import Measure
from jalon.portal import marks, verdicts, words
from jalon.portal.context import Context
from jalon.portal.pages import comparison_filters as filters
from jalon.portal.pages import covering
from jalon.portal.pages.comparison_groups import beside, grouped
from jalon.portal.pages.comparison_model import (
    Cell,
    ColumnHead,
    ComparisonPage,
    MatrixGroup,
    MatrixRow,
    Round,
    Verdict,
)
from jalon.portal.pages.counted import claims
from jalon.portal.pages.fact_list import Filters
from jalon.portal.pages.filters import carried
from jalon.portal.pages.head import Head
from jalon.portal.pages.judged import Judged, gather
from jalon.portal.pages.pairwise import pairs
from jalon.portal.pieces import Link, Notebook, Phrase, day, phrase
from jalon.ui.pieces import Sign


def build(ctx: Context, slug: str, params: Mapping[str, str]) -> ComparisonPage:
    """The page of the plan `slug`: a constant number of queries. Raises NotFound, BadQuery."""
    wanted = filters.read(params)
    it = gather(ctx, slug)
    found = compared(it)
    book, bodies = ctx.notebook(it.evaluations, it.assessments, it.claims, it.measures), ctx.bodies()
    covered, covered_notes = covering.covered(it, ctx, book), book.turn()
    counts, claim_notes = claims(it, ctx, book, bodies), book.turn()
    shown = filters.columns(wanted, found)
    chosen = filters.chosen(wanted, found, it.measures)
    desk = _Desk(it, found, shown, ctx, book)
    title = _("Les évaluations côte à côte")
    return ComparisonPage(
        head=_head(it, ctx, title),
        plan=_plan(it, ctx),
        plan_uid=it.plan.uid,
        period=day(it.plan.period, ctx.lang),
        lede=tuple(_lede(it, found)),
        fictional=it.plan.uid in ctx.reader.invented,
        covered=covered,
        legend=_legend(it),
        covered_notes=covered_notes,
        claims=counts,
        claim_notes=claim_notes,
        filters=_filters(it, ctx, wanted, params, chosen),
        since=wanted.since.isoformat() if wanted.since else "",
        compact=wanted.look == filters.COMPACT,
        columns=tuple(desk.head(item) for item in shown),
        hidden=tuple(_link(c.evaluation, ctx) for c in found.columns if c.evaluation not in shown),
        groups=desk.groups(chosen, wanted),
        matrix_notes=book.turn(),
        rounds=_rounds(it, found, ctx),
        pairs=pairs(it, found, {m.uid: _measure(m, it, ctx) for m in it.measures}, ctx),
        scales_url=ctx.links.to("scales"),
        audit_url=ctx.links.to("audit", it.plan.slug),
    )


def compared(it: Judged) -> Comparison:
    """All listed measures and attested items by all evaluations."""
    return compare([m.uid for m in it.measures], it.evaluations, it.assessments, it.scales.values(), it.crosswalks)


def _head(it: Judged, ctx: Context, title: str) -> Head:
    plan = it.plan.titles[0].text
    crumbs = (
        Link(ctx.links.to("overview"), _("Plans")),
        Link(ctx.links.plan(it.plan), plan.value, plan.lang),
        Link("", _("Évaluations")),
    )
    tables = (
        ("appreciations", _("Appréciations")),
        ("evaluations", _("Évaluations")),
        ("comptes-declares", _("Comptes déclarés")),
    )
    files = tuple(
        Link(ctx.links.table(name, form, plan=it.plan.slug), f"{said}, {form.upper()}")
        for name, said in tables
        for form in ("csv", "json", "xlsx")
    )  # fmt: skip
    return Head(
        title=f"{title}, {plan.value}", section="evaluations", crumbs=crumbs, description=title, downloads=files
    )


def _plan(it: Judged, ctx: Context) -> Link:
    title = it.plan.titles[0].text
    return Link(ctx.links.plan(it.plan), title.value, title.lang)


def _link(item: Evaluation, ctx: Context) -> Link:
    return Link(ctx.links.to("evaluation", item.slug), verdicts.name(item, ctx.lang))


def _lede(it: Judged, found: Comparison) -> Iterable[str]:
    shared = [item for item in it.evaluations if not verdicts.kept_back(item)]
    speaking = {uid for _subject, uid in found.cells}
    if not it.evaluations:
        yield _("Aucune évaluation de ce plan n’a été lue.")
        return
    shown = {"n": words.number(len(it.evaluations)), "speaking": words.n_of(len(speaking), len(it.evaluations))}
    yield _("%(n)s évaluations connues ; parlent d’une mesure au moins : %(speaking)s.") % shown
    if len(shared) < len(it.evaluations):
        hidden = words.number(len(it.evaluations) - len(shared))
        yield _("Connues et non diffusées : %(n)s.") % {"n": hidden}
    if not it.crosswalks:
        yield _(
            "Aucune table de correspondance entre échelles n’est publiée : d’une échelle à l’autre, rien n’est comparé."
        )
    apart = sum(1 for measure in it.measures if measure.uid in found.disagreements)
    yield _("En désaccord sur une même échelle : %(n)s.") % {"n": _entries(apart, len(it.measures))}


def _entries(count: int, total: int) -> str:
    return _("%(n)s entrées") % {"n": words.n_of(count, total)}


def _legend(it: Judged) -> tuple[Sign, ...]:
    used = dict.fromkeys(item.scale for item in it.evaluations if item.scale in it.scales)
    lang = words.tongue()
    levels = [level for uid in used if uid for level in it.scales[uid].levels]
    return (
        *(Sign(level.mark, verdicts.level_words(level, lang)) for level in levels if level.mark),
        Sign(marks.OPINION, _("avis en mots, sans niveau")),
        Sign(marks.UNREAD, _("rien de lu, ou pas de verdict")),
        Sign(verdicts.KEPT_BACK, _("évaluation connue, non diffusée")),
    )


def _filters(
    it: Judged, ctx: Context, wanted: filters.Wanted, params: Mapping[str, str], chosen: Sequence[Measure]
) -> Filters:
    shown = {
        "n": _entries(len(chosen), len(it.measures)),
        "numbered": words.number(sum(m.number is not None for m in chosen)),
    }
    return Filters(
        blanks=filters.blanks(wanted),
        kept=carried(params),
        active=wanted.narrows,
        reset=ctx.links.to("comparison", it.plan.slug),
        result=_("Affichées : %(n)s, dont numérotées : %(numbered)s.") % shown,
    )  # fmt: skip


class _Desk:
    """Makes cells: one assessment is put in words once, however many measures it speaks of."""

    def __init__(
        self, it: Judged, found: Comparison, shown: Sequence[Evaluation], ctx: Context, book: Notebook
    ) -> None:
        self._it, self._found, self._shown, self._ctx, self._book = it, found, shown, ctx, book
        self._names = {item.uid: verdicts.name(item, ctx.lang) for item in it.evaluations}
        self._made: dict[str, Verdict] = {}

    def head(self, item: Evaluation) -> ColumnHead:
        """The head of a column."""
        hidden = verdicts.kept_back(item)
        return ColumnHead(
            url=self._ctx.links.to("evaluation", item.slug),
            name=item.evaluator.name,
            day=day(item.said, self._ctx.lang),
            about=_("non diffusée") if hidden else verdicts.scale_words(item, self._it.scales, self._ctx.lang),
            label=self._names[item.uid],
            kept_back=hidden,
        )

    def groups(self, chosen: Sequence[Measure], wanted: filters.Wanted) -> tuple[MatrixGroup, ...]:
        """The plan and what is said beside measures, then the measures."""
        lang = self._ctx.lang
        top = () if wanted.narrows and wanted.show else tuple(self._beside())
        found = [MatrixGroup(_("Plan entier, sections, groupes et thèmes"), None, top)] if top else []
        for title, said_in, measures in grouped(self._it, chosen, wanted.group, self._ctx):
            rows = tuple(self._row(measure) for measure in measures)
            found.append(MatrixGroup(title, said_in if said_in != lang else None, rows))
        return tuple(found)

    def _beside(self) -> Iterable[MatrixRow]:
        for title, said_in, by_evaluation in beside(self._it, self._found):
            cells = tuple(
                Cell(
                    tuple(self._beside_said(one, item) for one in by_evaluation.get(item.uid, ())),
                    verdicts.kept_back(item),
                )
                for item in self._shown
            )
            lang = said_in if said_in != self._ctx.lang else None
            yield MatrixRow("", "", Phrase(title, lang), cells)

    def _row(self, measure: Measure) -> MatrixRow:
        title = measure.titles[0]
        return MatrixRow(
            number=measure.number or "",
            url=self._ctx.links.measure(self._it.plan, measure),
            title=phrase(title.text, self._ctx.lang) or Phrase(str(words.NOT_READ)),
            cells=tuple(self._cell(measure.uid, item) for item in self._shown),
            apart=tuple(self._apart(one) for one in self._found.disagreements.get(measure.uid, ())),
            attested=measure.number is None,
        )

    def _cell(self, subject: str, item: Evaluation) -> Cell:
        said = self._found.cells.get((subject, item.uid), ())
        return Cell(tuple([self._said(one, item) for one in said]), verdicts.kept_back(item))

    def _beside_said(self, item: Assessment | Text, of: Evaluation) -> Verdict:
        """The same beside the measures, where the row says what it is about; counts of the whole are texts."""
        if isinstance(item, Text):
            return Verdict(marks.OPINION, "", phrase(item, self._ctx.lang), "", (), ())
        return replace(self._verdict(item, of), flags=verdicts.flags(item, topic=False))

    def _said(self, item: Assessment, of: Evaluation) -> Verdict:
        made = self._made.get(item.uid)
        if made is None:
            made = self._made[item.uid] = self._verdict(item, of)
        return made

    def _verdict(self, item: Assessment, of: Evaluation) -> Verdict:
        scale = self._it.scales.get(of.scale or "")
        level = verdicts.said_level(item, scale, self._ctx.lang)
        text = item.text
        if text and scale and any(text.value == one.fr for one in scale.levels):
            text = None  # the level alone, in its owner's words
        refs = self._book.refs(item.citations)
        return Verdict(
            mark=verdicts.mark_of(item, scale),
            level=level,
            text=phrase(text, self._ctx.lang),
            reason=verdicts.reason(item),
            flags=verdicts.flags(item),
            refs=refs,
            inferred=item.confidence is Confidence.INFERRED,
        )

    def _apart(self, one: Disagreement) -> str:
        return disagreement_words(one, self._it, self._ctx.lang)


def disagreement_words(one: Disagreement, it: Judged, lang: str) -> str:
    """« En désaccord sur une même échelle : A, 2022 : réalisée ; B, 2023 : non réalisée. »"""
    scale = it.scales.get(one.scale)
    levels = {level.code: verdicts.level_words(level, lang) for level in scale.levels} if scale else {}
    names = {item.uid: verdicts.name(item, lang) for item in it.evaluations}
    said = words.clauses(
        f"{names.get(reading.evaluation, '')}{words.colon()}{levels.get(reading.read, reading.read)}"
        for reading in one.readings
    )
    if one.crosswalk is None:
        return _("En désaccord, sur une même échelle. %(said)s") % {"said": said}
    when = day(one.crosswalk.when, lang)
    by = {"who": one.crosswalk.author.name, "when": when.words if when else words.NOT_READ, "said": said}
    return _("En désaccord, par la correspondance publiée par %(who)s, %(when)s. %(said)s") % by


def _rounds(it: Judged, found: Comparison, ctx: Context) -> tuple[tuple[str, tuple[Round, ...]], ...]:
    """For each evaluator with several evaluations: from one to the next, what it says otherwise."""
    made = []
    for several in rounds(it.evaluations).values():
        held = tuple(_round(before, after, it, found, ctx) for before, after in pairwise(several))
        if held:
            made.append((several[0].evaluator.name, held))
    return tuple(made)


def _round(before: Evaluation, after: Evaluation, it: Judged, found: Comparison, ctx: Context) -> Round:
    scale = it.scales.get(before.scale or "")
    same = before.scale is not None and before.scale == after.scale
    changes = found.changes(before.uid, after.uid)
    measures = {measure.uid: measure for measure in it.measures}
    if not same:
        said = _("Pas sur une même échelle : rien n’est comparé de l’une à l’autre.")
    elif changes:
        said = _("Change de niveau : %(n)s.") % {"n": _entries(len(changes), len(it.measures))}
    else:
        said = _("Les mêmes niveaux.")
    levels = {level.code: verdicts.level_words(level, ctx.lang) for level in scale.levels} if scale else {}
    rows = tuple(
        (
            _measure(measures[one.subject], it, ctx),
            levels.get(one.before or "", "") or _("sans niveau"),
            levels.get(one.after or "", "") or _("sans niveau"),
        )
        for one in changes
    )
    return Round(_link(before, ctx), _link(after, ctx), said, rows)


def _measure(measure: Measure, it: Judged, ctx: Context) -> Link:
    title = measure.titles[0].text
    number = f"{measure.number}. " if measure.number else ""
    return Link(ctx.links.measure(it.plan, measure), f"{number}{title.value}", title.lang)
