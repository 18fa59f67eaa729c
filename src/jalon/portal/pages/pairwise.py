"""Two evaluators on one scale, measure by measure: which levels meet which, how far they agree, or why nothing is said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _

from jalon.facts.comparing import Comparison, evaluator_key, rests_on
from jalon.facts.evaluation import Evaluation, Scale
from jalon.methods import agreement
from jalon.portal import verdicts, words
from jalon.portal.context import Context
from jalon.portal.pages.agreeing import SAMPLES, alpha_words, raw_counts
from jalon.portal.pages.judged import Judged
from jalon.portal.pieces import Link
from jalon.ui.pieces import Cell, Column, Row, Table

MOST = 10


@dataclass(frozen=True, slots=True)
class PairShown:
    """The last evaluations of two evaluators on one scale. `apart`: the measures on which they differ most, first."""

    title: str
    table: Table
    raw: tuple[tuple[str, str], ...]
    alpha: str
    refused: str
    told: tuple[str, ...]
    apart: tuple[tuple[Link, str], ...]


def pairs(it: Judged, found: Comparison, named: Mapping[str, Link], ctx: Context) -> tuple[PairShown, ...]:
    """Each pair of evaluators that both give a level to one measure at least, on the very same scale."""
    return tuple(_pairs(it, found, named, ctx))


def _pairs(it: Judged, found: Comparison, named: Mapping[str, Link], ctx: Context) -> Iterator[PairShown]:
    latest = [column.evaluation for column in found.columns if column.evaluation.uid in found.latest]
    for one, other in combinations(latest, 2):
        scale = it.scales.get(one.scale or "")
        if scale is None or one.scale != other.scale or evaluator_key(one.evaluator) == evaluator_key(other.evaluator):
            continue
        levels = {of.uid: {m.uid: found.level(m.uid, of.uid) for m in it.identified} for of in (one, other)}
        if any(levels[one.uid][m.uid] and levels[other.uid][m.uid] for m in it.identified):
            yield _shown((one, other), levels, scale, it, named, ctx)


def _shown(
    both: tuple[Evaluation, Evaluation],
    levels: Mapping[str, Mapping[str, str | None]],
    scale: Scale,
    it: Judged,
    named: Mapping[str, Link],
    ctx: Context,
) -> PairShown:
    names = {item.uid: verdicts.name(item, ctx.lang) for item in it.evaluations}
    codes = tuple(level.code for level in reversed(scale.levels))
    measured = agreement.Scale(codes, agreement.Measurement.ORDINAL)
    raters = [names[item.uid] for item in both]
    given = [(uid, names[of], level) for of, each in levels.items() for uid, level in each.items()]
    ratings = agreement.Ratings.of(measured, it.units, raters, given)
    declared = {
        names[uid]: {names[of] for of in under if of in names} for uid, under in rests_on(it.evaluations).items()
    }
    answer = agreement.agreement(
        ratings,
        coverage=agreement.Coverage.ALL,
        blind=agreement.Blind.UNKNOWN,
        rests_on=declared,
        samples=SAMPLES,
    )
    said = {level.code: verdicts.level_words(level, ctx.lang) for level in scale.levels}
    refused = answer.alpha if isinstance(answer.alpha, agreement.Refusal) else None
    return PairShown(
        title=_("%(one)s et %(other)s") % {"one": raters[0], "other": raters[1]},
        table=_table(ratings, raters, said),
        raw=raw_counts(answer),
        alpha=alpha_words(answer.alpha, ctx.lang),
        refused=agreement.refusal_in_words(refused, ctx.lang) if refused else "",
        told=tuple(agreement.told_in_words(one, ctx.lang) for one in answer.told) if refused is None else (),
        apart=tuple(
            (named[one.unit], " ≠ ".join(said.get(level or "", "") for level in one.levels))
            for one in agreement.most_disagreed(ratings, MOST)
        ),
    )


def _table(ratings: agreement.Ratings, raters: Sequence[str], said: Mapping[str, str]) -> Table:
    """Rows: the levels of the first; columns: those of the second, and measures that it gives no level."""
    crossed = agreement.cross(*(agreement.judgements_of(ratings, rater) for rater in raters))
    rows = [
        Row((Cell(said[code]), *(Cell(words.number(n)) for n in counts), Cell(words.number(len(alone)))))
        for code, counts, alone in reversed(list(zip(crossed.rows, crossed.counts, crossed.only_first, strict=True)))
    ]
    without = (
        *(Cell(words.number(len(alone))) for alone in crossed.only_second),
        Cell(words.number(len(crossed.neither))),
    )
    rows.append(Row((Cell(_("sans niveau")), *without)))
    columns = (
        Column(raters[0]),
        *(Column(f"{raters[1]}{words.colon()}{said[code]}", numeric=True) for code in crossed.columns),
        Column(_("%(who)s : sans niveau") % {"who": raters[1]}, numeric=True),
    )
    foot = _("Dénominateur : %(n)s mesures.") % {"n": words.number(len(ratings.units))}
    return Table(_("Niveaux de l’un et de l’autre"), columns, tuple(rows), foot=foot, caption_hidden=True)
