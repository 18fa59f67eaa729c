"""The measures of a plan, section by section."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import gettext as _

from jalon.facts.common import Confidence, Known, Statement, StatementKind
from jalon.facts.plan import Measure, Section
from jalon.methods.text import fold
from jalon.portal import words
from jalon.portal.context import Bodies, Context
from jalon.portal.pages.claims import claim, latest_first
from jalon.portal.pages.filters import JUDGING, keys
from jalon.portal.pages.plan_model import Entry, Group
from jalon.portal.pieces import Notebook, Notes, Phrase, phrase

if TYPE_CHECKING:
    from jalon.portal.pages.plan_material import Material


def in_order(sections: Sequence[Section]) -> list[tuple[Section, tuple[Section, ...]]]:
    """Sections from top to bottom, each with those above it."""
    children: dict[str | None, list[Section]] = defaultdict(list)
    for section in sorted(sections, key=lambda s: s.order):
        children[section.parent].append(section)
    found: list[tuple[Section, tuple[Section, ...]]] = []

    def visit(parent: str | None, above: tuple[Section, ...]) -> None:
        for section in children[parent]:
            found.append((section, above))
            visit(section.uid, (*above, section))

    visit(None, ())
    return found


def measure_order(measure: Measure) -> tuple[bool, int, str, int]:
    """Numbered measures by their number, then attested items."""
    digits = "".join(c for c in measure.number or "" if c.isdigit())
    return (measure.number is None, int(digits or 0), measure.number or "", measure.order)


def groups(
    it: Material, chosen: Iterable[Measure], ctx: Context, book: Notebook, bodies: Bodies, *, empty: bool
) -> tuple[Group, ...]:
    """The chosen measures by section; sections without any are shown only when `empty` (nothing is filtered)."""
    by_section: dict[str | None, list[Measure]] = defaultdict(list)
    for measure in sorted(chosen, key=measure_order):
        by_section[measure.section].append(measure)
    named = keys(it.sections)
    found = [
        _group(it, section, above, named, by_section.get(section.uid, []), ctx, book, bodies)
        for section, above in in_order(it.sections)
        if empty or by_section.get(section.uid)
    ]
    loose: dict[str, list[Measure]] = defaultdict(list)
    for measure in by_section.get(None, []):
        loose[measure.section_words or ""].append(measure)
    found += [_loose(it, said, loose[said], ctx, book, bodies) for said in sorted(loose, key=lambda words_: not words_)]
    return tuple(found)


def _group(
    it: Material,
    section: Section,
    above: tuple[Section, ...],
    named: dict[str, str],
    measures: list[Measure],
    ctx: Context,
    book: Notebook,
    bodies: Bodies,
) -> Group:
    refs = book.refs(section.citations)
    entries = tuple(entry(m, it.said.get(m.uid, ()), it, ctx, book, bodies) for m in measures)
    return Group(
        anchor=f"section-{named[section.uid]}",
        level=level_name(it, len(above), ctx.lang),
        label=section.label,
        title=phrase(section.title, ctx.lang, refs=refs),
        path=_path(above, it),
        count=_count(measures),
        entries=entries,
        notes=book.turn(),
        refs=refs,
        inferred=section.confidence is Confidence.INFERRED,
        uid=section.uid,
    )


def _path(above: tuple[Section, ...], it: Material) -> Phrase | None:
    """The sections that hold it, from the plan on, in the plan's language."""
    said = " › ".join(s.title.value if s.title else s.label for s in above)
    return Phrase(said, it.plan.titles[0].text.lang) if said else None


def _loose(it: Material, said: str, measures: list[Measure], ctx: Context, book: Notebook, bodies: Bodies) -> Group:
    """Measures of no known section, under the words in which a source says where they belong, if any does."""
    entries = tuple(entry(m, it.said.get(m.uid, ()), it, ctx, book, bodies) for m in measures)
    level = level_name(it, 0, ctx.lang)
    title = Phrase(said, it.plan.titles[0].text.lang) if said else Phrase(_("%(level)s : non lu") % {"level": level})
    notes: Notes = book.turn()
    anchor = f"section-{slugify(said)}" if said else "section-aucune"
    return Group(anchor, level if said else "", "", title, None, _count(measures), entries, notes)


def level_name(it: Material, depth: int, lang: str) -> str:
    """The plan's own word for a level of its tree."""
    if depth >= len(it.plan.levels):
        return _("Section")
    name = it.plan.levels[depth]
    text = name.fr if lang == "fr" else name.en
    return text[:1].upper() + text[1:]


def _count(measures: Sequence[Measure]) -> str:
    numbered = sum(m.number is not None for m in measures)
    shown = (words.measures(numbered), words.attested(len(measures) - numbered))
    return _("%(measures)s, %(attested)s ; total de la section non lu") % {"measures": shown[0], "attested": shown[1]}


def entry(
    measure: Measure, said: tuple[Statement, ...], it: Material, ctx: Context, book: Notebook, bodies: Bodies
) -> Entry:
    """One measure as a line of the list."""
    title = measure.titles[0]
    refs = book.refs(title.citations, measure.citations)
    shown = phrase(title.text, ctx.lang, inferred=measure.confidence is Confidence.INFERRED, refs=refs)
    return Entry(
        anchor=f"m{measure.number}" if measure.number else f"e{measure.uid[-12:]}",
        number=measure.number,
        url=ctx.links.measure(it.plan, measure),
        title=shown or Phrase(str(words.NOT_READ)),
        group=phrase(measure.group, ctx.lang),
        leads=lead_words(said),
        partners=words.and_list(names(said, StatementKind.PARTNER)),
        planned=phrase(measure.planned, ctx.lang),
        note=phrase(measure.note, ctx.lang),
        verdicts=tuple(
            replace(claim(s, ctx, book, bodies), bare=it.bare.get(s.uid, ""))
            for s in latest_first(s for s in said if s.kind in JUDGING)
        ),
        inferred=measure.confidence is Confidence.INFERRED,
    )


def lead_words(said: Iterable[Statement]) -> tuple[str, ...]:
    """« vu à l’œuvre : MIPROF »; the basis always stands before the name. Empty: no lead is known. Who leads only a part of
    the measure (a sub-action) is told apart, after the others."""
    leads = [s for s in said if s.kind in (StatementKind.LEAD, StatementKind.CO_LEAD) and s.known is Known.GIVEN]
    by_basis: dict[str, dict[str, None]] = defaultdict(dict)
    for s in leads:
        if s.organisation and not s.narrowed:
            by_basis[str(words.BASIS[s.basis]) if s.basis else ""][s.organisation.name] = None
    pairs = ((basis, words.and_list(tuple(who))) for basis, who in by_basis.items())
    whole = tuple(_("%(basis)s : %(who)s") % {"basis": b, "who": w} if b else w for b, w in pairs)
    parts = tuple(sorted({s.organisation.name for s in leads if s.organisation and s.narrowed}, key=fold))
    told = _("pour une partie de la mesure : %(who)s")
    return (*whole, told % {"who": words.and_list(parts)}) if parts else whole


def names(said: Iterable[Statement], kind: StatementKind) -> tuple[str, ...]:
    """The bodies that statements of one kind name, each once, in the order of the alphabet."""
    return tuple(sorted({s.organisation.name for s in said if s.kind is kind and s.organisation}, key=fold))
