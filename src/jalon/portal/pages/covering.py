"""What each evaluation covers of the numbers of a plan: one sign a number, a bar of counts, the same in words."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from jalon.facts.comparing import Column, Comparison, compare
from jalon.facts.evaluation import Assessment, Claim, NoVerdict, Scale
from jalon.facts.plan import Measure
from jalon.portal import marks, verdicts, words
from jalon.portal.context import Context
from jalon.portal.pages.comparison_model import Covered, Slice
from jalon.portal.pages.counted import lines, marks_of
from jalon.portal.pages.judged import Judged
from jalon.portal.pages.strips import WIDEST
from jalon.portal.pieces import Notebook, day


def covered(it: Judged, ctx: Context, book: Notebook) -> tuple[Covered, ...]:
    """One row an evaluation, by date, each after the counts that it says of the whole."""
    numbered = {int(m.number): m for m in it.identified if m.number and m.number.isdigit()}
    last = min(max([*(said.value for said in it.plan.stated_numbers), *numbered, 0]), WIDEST)
    of = max(it.total or 0, len(it.identified))
    uids = [measure.uid for measure in it.identified]
    found = compare(uids, it.evaluations, it.assessments, it.scales.values())
    rows = []
    for column in found.columns:
        said = [claim for claim in it.claims if claim.evaluation == column.evaluation.uid]
        rows += [row for claim in said if (row := _claimed(claim, it, ctx, book))]
        rows.append(_covered(column, found, numbered, last, of, it, ctx, book))
    return tuple(rows)


def _claimed(item: Claim, it: Judged, ctx: Context, book: Notebook) -> Covered | None:
    """A count of the whole, one sign a measure; nothing is drawn when its lines leave some out."""
    scale = it.scales.get(item.scale or "")
    signs = marks_of(item, scale)
    if not signs or scale is None or len(signs) > WIDEST:
        return None
    said = day(item.said, ctx.lang)
    counts = ", ".join(f"{line.words} {line.value}" for line in lines(item, scale, ctx.lang))
    values = [
        (scale.rank(level.code) or 0, next((c.value for c in item.counts if c.label == level.fr), 0))
        for level in scale.levels
    ]
    return Covered(
        label=_("%(who)s, compte annoncé du plan entier") % {"who": _who(item.said_by.name, said.words if said else "")},
        url="",
        marks=signs,
        bar=tuple(_bar([(_fill(rank, len(scale.levels)), value) for rank, value in values], len(signs))),
        words=_("%(counts)s, sur %(total)s. L’ordre des signes n’est pas celui des numéros.")
        % {"counts": counts, "total": words.number(item.total or 0)},
        refs=book.refs(item.citations),
    )  # fmt: skip


def _who(name: str, said: str) -> str:
    return ", ".join(part for part in (name, said) if part)


def _covered(
    column: Column, found: Comparison, numbered: Mapping[int, Measure], last: int, of: int, it: Judged, ctx: Context,
    book: Notebook,
) -> Covered:  # fmt: skip
    item = column.evaluation
    hidden = verdicts.kept_back(item)
    scale = it.scales.get(item.scale or "")
    cells = (found.cell(numbered[n].uid, item.uid) if n in numbered else () for n in range(1, last + 1))
    signs = tuple(verdicts.KEPT_BACK if hidden else _sign(cell, scale) for cell in cells)
    said = found.beside.get(item.uid, ())
    return Covered(
        label=verdicts.name(item, ctx.lang),
        url=ctx.links.to("evaluation", item.slug),
        marks=signs,
        bar=() if hidden or not of else bar(column, of),
        words=_("Connue, non diffusée : ce qu’elle couvre n’est pas connu.")
        if hidden
        else counts_words(column, of, len(said), ctx.lang),
        refs=book.refs(item.citations),
    )


def _sign(cell: Sequence[Assessment], scale: Scale | None) -> str:
    """The sign of a number: the first level, else words; none for what is said of a group as a whole."""
    return verdicts.mark_of(cell[0], scale) or marks.OPINION if cell else marks.UNREAD


def _parts(column: Column, of: int) -> Iterator[tuple[str, int]]:
    """(fill, count): the levels from the best, what is said without a level, what is not assessed. They add up to `of`."""
    levels = list(column.levels.values())
    for rank, count in enumerate(levels):
        yield _fill(rank, len(levels)), count
    said = column.words + column.no_agreement + column.in_group + sum(column.reasons.values())
    yield "f-said", said
    yield "f-void", of - sum(levels) - said


def _fill(rank: int, levels: int) -> str:
    return "f-ink" if rank == 0 else "f-paper" if rank == levels - 1 else "f-span"


def _bar(parts: Sequence[tuple[str, int]] | Iterator[tuple[str, int]], of: int) -> Iterator[Slice]:
    at = 0
    for fill, count in parts:
        if count > 0:
            yield Slice(fill, f"{100 * at / of:.2f}%", f"{100 * count / of:.2f}%")
            at += count


def bar(column: Column, of: int) -> tuple[Slice, ...]:
    """The bar of one evaluation over `of` measures."""
    return tuple(_bar(_parts(column, of), of))


def counts_words(column: Column, of: int, said_beside: int, lang: str) -> str:
    """Every count with the denominator: levels, words, reasons, not assessed, not identified by the register."""
    levels = {level.code: level for level in column.scale.levels} if column.scale else {}
    parts = [
        (verdicts.level_words(levels[code], lang), count) for code, count in column.levels.items() if code in levels
    ]
    parts += [(_("en mots, sans niveau"), column.words)] if column.words else []
    parts += [(str(verdicts.NO_VERDICT[NoVerdict(code)]), count) for code, count in column.reasons.items()]
    parts += [(_("sans accord"), column.no_agreement)] if column.no_agreement else []
    parts += [(_("dans un groupe seulement"), column.in_group)] if column.in_group else []
    parts.append((_("non évaluées"), column.not_assessed))
    if of > column.total:
        parts.append((_("non identifiées par le registre"), of - column.total))
    counts = ", ".join(f"{said} {words.number(count)}" for said, count in parts)
    found = [_("%(counts)s ; sur %(total)s.") % {"counts": counts, "total": words.number(of)}] if of else []
    if column.without_evidence:
        bare = words.n_of(column.without_evidence, column.assessed)
        found.append(_("Verdicts sans preuve : %(n)s.") % {"n": bare})
    if said_beside:
        found.append(
            _("Dit aussi du plan, d’une section, d’un groupe ou d’un thème : %(n)s.") % {"n": words.number(said_beside)}
        )
    return " ".join(found)
