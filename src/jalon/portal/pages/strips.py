"""All the numbers of a plan, what each judge covered of them, and the counts that were declared of the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jalon.facts.common import Statement, StatementKind
from jalon.facts.plan import Measure
from jalon.methods.charts import unit_squares
from jalon.portal import marks, words
from jalon.portal.context import Context
from jalon.portal.pages.claims import Tally, latest_first, tallies_of
from jalon.portal.pages.plan_model import Strip, TallyFigure
from jalon.portal.pieces import Notebook, Phrase, day
from jalon.ui.pieces import Coverage, Sign, StripCell

if TYPE_CHECKING:
    from jalon.portal.pages.plan_material import Material

WIDEST = 400
"""No strip draws more numbers than this: a stated number of measures may be a slip of the pen."""
NOT_SHARED = "exists_not_shared"
KEPT_BACK = "sq-kept-back"


def strip(it: Material, ctx: Context, book: Notebook) -> Strip:
    """All numbers of the plan, those known linked, with the marks of the last judge that used a scale."""
    numbered = {int(m.number): m for m in it.identified if m.number and m.number.isdigit()}
    last = min(max([*(s.value for s in it.plan.stated_numbers), *numbered, 0]), WIDEST)
    judged = by_judge(it)
    shown = {s.subject: s for s in judged[-1]} if judged else {}
    cells = tuple(_cell(n, numbered.get(n), shown, it, ctx) for n in range(1, last + 1))
    coverage = tuple(_coverage(group, numbered, last, it, ctx, book) for group in reversed(judged))
    withheld = tuple(_withheld(s, last, ctx, book) for s in it.of_plan(StatementKind.JUDGED) if s.outcome == NOT_SHARED)
    scale = marks.scale_of(judged[-1][0]) if judged else None
    return Strip(
        label=_("Les %(n)s numéros du plan") % {"n": words.number(last)},
        cells=cells,
        legend=_legend(scale, judged[-1], last) if scale else (),
        judge=judged[-1][0].said_by.name if judged and judged[-1][0].said_by else "",
        coverage=(*coverage, *withheld),
    )


def _cell(number: int, measure: Measure | None, shown: dict[str, Statement], it: Material, ctx: Context) -> StripCell:
    if measure is None:
        return StripCell(str(number))
    verdict = shown.get(measure.uid)
    return StripCell(
        str(number),
        url=ctx.links.measure(it.plan, measure),
        title=measure.titles[0].text.value,
        mark=marks.mark_of(verdict) if verdict else "",
        words=marks.level_words(verdict) if verdict else "",
    )


def by_judge(it: Material) -> list[list[Statement]]:
    """Judgements of numbered measures that give a level of a scale, by date, speaker and scale."""
    found: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for measure in it.identified:
        for s in it.said.get(measure.uid, ()):
            if s.kind is StatementKind.JUDGED and marks.level_of(s) is not None:
                who = ((s.said.edtf or "") if s.said else "", s.said_by.name if s.said_by else "", s.scale or "")
                found[who].append(s)
    return [found[key] for key in sorted(found)]


def _coverage(
    group: Sequence[Statement], numbered: dict[int, Measure], last: int, it: Material, ctx: Context, book: Notebook
) -> Coverage:
    """What one judge covered, one mark a number; the numbers without a verdict read are dotted."""
    by_subject = {s.subject: s for s in group}
    found = (by_subject.get(numbered[n].uid) if n in numbered else None for n in range(1, last + 1))
    first, said = group[0], day(group[0].said, ctx.lang)
    read = _("%(read)s verdicts lus un à un") % {"read": words.n_of(len(by_subject), it.total or last)}
    scale = _("Échelle : %(scale)s.") % {"scale": first.scale or ""}
    return Coverage(
        label=", ".join(
            part for part in (first.said_by.name if first.said_by else "", said.words if said else "") if part
        ),
        marks=tuple(marks.mark_of(verdict) if verdict else marks.UNREAD for verdict in found),
        words=f"{read}. {scale}",
        refs=book.refs(*(s.citations for s in group)),
    )


def _withheld(statement: Statement, last: int, ctx: Context, book: Notebook) -> Coverage:
    """An evaluation that exists and is not shared: hatched, not blank."""
    said = day(statement.said, ctx.lang)
    who = statement.said_by.name if statement.said_by else ""
    return Coverage(
        label=", ".join(part for part in (who, said.words if said else "") if part),
        marks=(KEPT_BACK,) * last,
        words=words.label(words.OUTCOME, NOT_SHARED),
        refs=book.refs(statement.citations),
    )


def _legend(scale: marks.Scale, group: Sequence[Statement], last: int) -> tuple[Sign, ...]:
    counts = [sum(marks.level_of(s) == i for s in group) for i in range(len(scale.levels))]
    levels = zip(scale.levels, counts, strict=True)
    shown = [Sign(scale.mark(i), f"{level}, {words.number(n)}") for i, (level, n) in enumerate(levels) if n]
    return (*shown, Sign(marks.UNREAD, _("verdict non lu, %(n)s") % {"n": words.number(last - sum(counts))}))


def tallies(it: Material, book: Notebook) -> tuple[TallyFigure, ...]:
    """Declared counts on a scale that has marks, drawn one mark a measure."""
    figures = [_tally(s, it, book) for s in latest_first(it.of_plan(StatementKind.JUDGED, StatementKind.PROGRESS))]
    return tuple(figure for figure in figures if figure)


def _tally(statement: Statement, it: Material, book: Notebook) -> TallyFigure | None:
    """Nothing is drawn when the count leaves out a level of three: the rest would have to be guessed."""
    scale, total = marks.scale_of(statement), statement.total
    counted = tuple(t for t in tallies_of(statement) if t.mark)
    drawn = sum(t.value for t in counted)
    if scale is None or total is None or not 0 < drawn <= total <= WIDEST or len(counted) < len(scale.levels) - 1:
        return None
    rest = scale.levels[-1] if len(counted) == len(scale.levels) - 1 and total > drawn else None
    if rest:
        counted = (*counted, Tally(rest, total - drawn, scale.mark(len(scale.levels) - 1)))
    return TallyFigure(
        title=Phrase(_title(statement, counted, total), refs=book.refs(statement.citations)),
        caption=_("Échelle (%(who)s) : %(scale)s. Un signe vaut une mesure ; leur ordre n’est pas celui des numéros.")
        % {"who": statement.said_by.name if statement.said_by else "?", "scale": statement.scale},
        deduced=_("« %(level)s » est la différence avec le total : la source ne la compte pas.") % {"level": rest}
        if rest
        else "",
        drawing=unit_squares([(t.mark or marks.UNREAD, t.value) for t in counted]),
        rows=tuple((t.mark or "", t.label, t.value, _read_one_by_one(t.mark or "", statement, it)) for t in counted),
        total=total,
        read=sum(_read_one_by_one(t.mark or "", statement, it) for t in counted),
    )


def _title(statement: Statement, counted: Sequence[Tally], total: int) -> str:
    who = statement.said_by.name if statement.said_by else "?"
    counts = ", ".join(f"{t.label} {words.number(t.value)}" for t in counted)
    return _("%(who)s : %(counts)s, sur %(total)s") % {"who": who, "counts": counts, "total": words.number(total)}


def _read_one_by_one(mark: str, statement: Statement, it: Material) -> int:
    """How many of these verdicts the register holds measure by measure, from the same body on the same scale."""
    return sum(
        marks.mark_of(s) == mark and s.scale == statement.scale and s.said_by == statement.said_by
        for m in it.identified
        for s in it.said.get(m.uid, ())
        if s.kind is StatementKind.JUDGED
    )
