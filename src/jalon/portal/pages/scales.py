"""Scales and crosswalks: whose levels they are, how each is defined if it is, how one is read on another and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.common import Known
from jalon.facts.evaluation import Crosswalk, Scale, ScaleLevel
from jalon.portal import verdicts, words
from jalon.portal.context import Bodies, Context
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, Notebook, Notes, Phrase, Ref, day, phrase


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level: its sign, its words in both languages, how it is defined."""

    mark: str
    words: str
    other: str
    definition: Phrase | None
    defined: str
    none: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """A scale. `used`: evaluations and counts of this register speak on it."""

    uid: str
    slug: str
    title: Phrase
    owner: Link | None
    since: Day | None
    note: Phrase | None
    levels: tuple[LevelRow, ...]
    used: tuple[Link, ...]
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """How the levels of one scale read on another. Each pair: the level, its equivalent or nothing, the reason."""

    uid: str
    slug: str
    start: Link
    end: Link
    author: Link | None
    day: Day | None
    pairs: tuple[tuple[str, str, Phrase | None], ...]
    without: tuple[str, ...]
    note: Phrase | None
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ScalesPage:
    """All scales and crosswalks."""

    head: Head
    scales: tuple[ScaleRow, ...]
    crosswalks: tuple[CrosswalkRow, ...]
    notes: Notes


def build(ctx: Context) -> ScalesPage:
    """The page: five queries."""
    scales, crosswalks, evaluations = ctx.reader.scales(), ctx.reader.crosswalks(), ctx.reader.evaluations()
    book, bodies = ctx.notebook(scales, crosswalks), ctx.bodies()
    used: dict[str, list[Link]] = {}
    for item in evaluations:
        if item.scale:
            link = Link(ctx.links.to("evaluation", item.slug), verdicts.name(item, ctx.lang))
            used.setdefault(item.scale, []).append(link)
    rows = tuple(_scale(scale, tuple(used.get(scale.uid, ())), ctx, book, bodies) for scale in scales)
    by_uid = {scale.uid: scale for scale in scales}
    walks = tuple(_crosswalk(item, by_uid, ctx, book, bodies) for item in crosswalks)
    title = _("Échelles et correspondances")
    files = tuple(Link(ctx.links.table("echelles", form), form.upper()) for form in ("csv", "json", "xlsx"))
    crumbs = (Link(ctx.links.to("evaluations"), _("Évaluations")), Link("", title))
    head = Head(title=title, section="evaluations", crumbs=crumbs, downloads=files, dated=False)
    return ScalesPage(head, tuple(sorted(rows, key=lambda row: not row.used)), walks, book.turn())


def _scale(scale: Scale, used: tuple[Link, ...], ctx: Context, book: Notebook, bodies: Bodies) -> ScaleRow:
    return ScaleRow(
        uid=scale.uid,
        slug=scale.slug,
        title=phrase(scale.title, ctx.lang) or Phrase(scale.slug),
        owner=bodies.link(scale.owner),
        since=day(scale.since, ctx.lang),
        note=phrase(scale.note, ctx.lang),
        levels=tuple(_level(level, ctx, book) for level in scale.levels),
        used=used,
        refs=book.refs(scale.citations),
    )


def _level(level: ScaleLevel, ctx: Context, book: Notebook) -> LevelRow:
    here, there = (level.fr, level.en) if ctx.lang == "fr" else (level.en, level.fr)
    return LevelRow(
        mark=level.mark,
        words=here,
        other=there,
        definition=phrase(level.definition, ctx.lang),
        defined=str(verdicts.DEFINED[level.definition_known]),
        none=level.definition is None and level.definition_known is not Known.GIVEN,
        refs=book.refs(level.citations),
    )


def _crosswalk(item: Crosswalk, scales: dict[str, Scale], ctx: Context, book: Notebook, bodies: Bodies) -> CrosswalkRow:
    start, end = scales.get(item.from_scale), scales.get(item.to_scale)
    named = {pair.of for pair in item.pairs}
    return CrosswalkRow(
        uid=item.uid,
        slug=item.slug,
        start=_named(start),
        end=_named(end),
        author=bodies.link(item.author),
        day=day(item.when, ctx.lang),
        pairs=tuple(
            (_words(start, pair.of, ctx.lang), _words(end, pair.to, ctx.lang) if pair.to else "",
             phrase(pair.reason, ctx.lang))
            for pair in item.pairs
        ),
        without=tuple(verdicts.level_words(level, ctx.lang) for level in start.levels if level.code not in named)
        if start
        else (),
        note=phrase(item.note, ctx.lang),
        refs=book.refs(item.citations),
    )  # fmt: skip


def _named(scale: Scale | None) -> Link:
    return Link(f"#e-{scale.slug}", scale.title.value, scale.title.lang) if scale else Link("", str(words.NOT_READ))


def _words(scale: Scale | None, code: str, lang: str) -> str:
    level = next((one for one in scale.levels if one.code == code), None) if scale else None
    return verdicts.level_words(level, lang) if level else code
