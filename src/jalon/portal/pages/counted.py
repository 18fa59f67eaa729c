"""Counts said of a whole (« 50 sur 60 engagées »), conflicting ones together; beside each what the register can count."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.comparing import evaluator_key, own_level
from jalon.facts.evaluation import Assessment, Claim, Scale
from jalon.methods.text import fold
from jalon.portal import verdicts, words
from jalon.portal.context import Bodies, Context
from jalon.portal.pages.judged import Judged, undefined
from jalon.portal.pieces import Day, Link, Notebook, Phrase, Ref, day, phrase


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a count: its sign if the scale has one, the words as said, the number."""

    mark: str
    words: str
    value: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A count as said: who, when, of how many, how it is defined, on what source; and what the register counts."""

    uid: str
    speaker: Link | None
    day: Day | None
    text: Phrase | None
    lines: tuple[Line, ...]
    total: str
    scale: str
    defined: str
    definition: Phrase | None
    no_definition: bool
    ours: str
    evaluation: Link | None
    note: Phrase | None
    refs: tuple[Ref, ...]
    inferred: bool


@dataclass(frozen=True, slots=True)
class Claims:
    """Counts that contradict each other (on one scale, of one plan), or one alone."""

    rows: tuple[ClaimRow, ...]

    @property
    def clash(self) -> bool:
        return len(self.rows) > 1


def claims(it: Judged, ctx: Context, book: Notebook, bodies: Bodies) -> tuple[Claims, ...]:
    """All counts said of the plan, by date; those that contradict each other stand together."""
    groups: list[list[Claim]] = []
    for item in it.claims:
        group = next((held for held in groups if any(contradict(item, other) for other in held)), None)
        if group is None:
            groups.append([item])
        else:
            group.append(item)
    return tuple(Claims(tuple(_row(item, it, ctx, book, bodies) for item in group)) for group in groups)


def contradict(one: Claim, other: Claim) -> bool:
    """Whether two counts on one scale differ, in a number or in their total. Those of two scales are not compared."""
    if one.scale != other.scale or (one.scale is None and one.scale_printed != other.scale_printed):
        return False
    counts = {fold(count.label): count.value for count in other.counts}
    differ = any(counts.get(fold(count.label), count.value) != count.value for count in one.counts)
    return differ or (one.total is not None and other.total is not None and one.total != other.total)


def _row(item: Claim, it: Judged, ctx: Context, book: Notebook, bodies: Bodies) -> ClaimRow:
    scale = it.scales.get(item.scale or "")
    held = it.evaluation.get(item.evaluation or "")
    title = Link(ctx.links.to("evaluation", held.slug), held.title.value, held.title.lang) if held else None
    return ClaimRow(
        uid=item.uid,
        speaker=bodies.link(item.said_by),
        day=day(item.said, ctx.lang),
        text=phrase(item.text, ctx.lang),
        lines=lines(item, scale, ctx.lang),
        total=words.number(item.total) if item.total is not None else "",
        scale=" / ".join(verdicts.level_words(level, ctx.lang) for level in scale.levels)
        if scale
        else item.scale_printed or "",
        defined=str(verdicts.DEFINED[item.definition_known]),
        definition=phrase(item.definition, ctx.lang),
        no_definition=undefined(item, it.scales),
        ours=ours(item, it),
        evaluation=title,
        note=phrase(item.note, ctx.lang),
        refs=book.refs(item.citations),
        inferred=item.confidence.value == "inferred",
    )


def lines(item: Claim, scale: Scale | None, lang: str) -> tuple[Line, ...]:
    """The lines of a count with the signs of their levels."""
    levels = {fold(level.fr): level for level in scale.levels} if scale else {}
    found = []
    for count in item.counts:
        level = levels.get(fold(count.label))
        said = verdicts.level_words(level, lang) if level else count.label
        found.append(Line(level.mark if level else "", said, words.number(count.value)))
    return tuple(found)


def marks_of(item: Claim, scale: Scale | None) -> tuple[str, ...]:
    """One sign a measure, in the order of the levels; none when the lines do not add up to the total, or have no sign."""
    drawn = [(line.mark, count.value) for line, count in zip(lines(item, scale, "fr"), item.counts, strict=True)]
    whole = item.total is not None and sum(value for _sign, value in drawn) == item.total
    if not whole or not all(sign for sign, _value in drawn):
        return ()
    return tuple(sign for sign, value in drawn for _one in range(value))


def ours(item: Claim, it: Judged) -> str:
    """What the register counts on that scale; only when every measure of the plan is identified."""
    total, known = item.total if item.total is not None else it.total, len(it.identified)
    scale = it.scales.get(item.scale or "")
    if total is None:
        return _("ne peut être comparé : le nombre total de mesures n’est pas dit")
    if known != total:
        return _("ne peut être comparé : %(n)s mesures identifiées") % {"n": words.n_of(known, total)}
    if scale is None:
        return _("ne peut être comparé : les niveaux de cette échelle ne sont pas lus")
    counts = _counted(item, it)
    judged = sum(counts.values())
    shown = ", ".join(f"{level.fr} {words.number(counts[level.code])}" for level in scale.levels)
    return _("un à un, le registre lit : %(counts)s ; sans niveau lu : %(rest)s") % {
        "counts": shown,
        "rest": words.n_of(total - judged, total),
    }


def _counted(item: Claim, it: Judged) -> Counter[str]:
    """Levels that the speaker gave each identified measure on that scale: the last evaluation that gives one."""
    speaker = evaluator_key(item.said_by)
    order = [
        one.uid
        for one in it.evaluations
        if one.scale == item.scale and (one.uid == item.evaluation or evaluator_key(one.evaluator) == speaker)
    ]
    cells: dict[tuple[str, str], list[Assessment]] = {}
    for assessment in it.assessments:
        for subject in assessment.subjects:
            if assessment.superseded_by is None:
                cells.setdefault((subject, assessment.evaluation), []).append(assessment)
    counts: Counter[str] = Counter()
    for measure in it.identified:
        level = _last_level([cells.get((measure.uid, uid), []) for uid in order])
        if level is not None:
            counts[level] += 1
    return counts


def _last_level(cells: Sequence[Sequence[Assessment]]) -> str | None:
    return next((level for cell in reversed(cells) if (level := own_level(cell)) is not None), None)
