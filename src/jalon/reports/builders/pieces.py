"""From pieces of page models to runs of text: a summary is italic, only what was read is quoted, unknown is said."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from jalon.portal import words
from jalon.portal.pieces import Day, Link, Phrase, Ref
from jalon.reports.document import Column, Row, Run, Style, Table, Words
from jalon.ui import pieces as ui
from jalon.ui.formats import typography


def say(text: object, *refs: Ref, style: Style = Style.PLAIN, lang: str | None = None, mark: str = "") -> Words:
    """Text with its notes."""
    shown = typography(str(text), lang or words.tongue())
    return (Run(shown, style, lang, tuple(ref.number for ref in refs), mark),)


FACTS = "fr"
"""The language of words that facts hold without saying it: scales, levels, topics, units."""


def of_fact(text: object, *refs: Ref, style: Style = Style.PLAIN, mark: str = "") -> Words:
    """Words of a fact that does not say their language."""
    return say(text, *refs, style=style, lang=None if words.tongue() == FACTS else FACTS, mark=mark)


def strong(text: object, *refs: Ref) -> Words:
    """Text that stands out: what is said of, or who says it."""
    return say(text, *refs, style=Style.STRONG)


def unknown(text: str = "") -> Words:
    """« non lu »."""
    return say(text or words.NOT_READ, style=Style.UNKNOWN)


def phrase(value: Phrase | None, *, quoted: bool = False) -> Words:
    """A text as it stands to its source. `quoted`: what was read is set in quotation marks; a summary never is."""
    if not value:
        return unknown()
    if value.inferred:
        style = Style.INFERRED
    elif value.summary:
        style = Style.SUMMARY
    else:
        style = Style.QUOTE if quoted and value.verbatim else Style.PLAIN
    found = say(value.value, *value.refs, style=style, lang=value.lang)
    if value.inferred:
        found = (*found, *say(f" ({_('déduit')})", style=Style.SMALL))
    if value.translated:
        found = (*found, *say(f" ({_('traduction')})", style=Style.SMALL))
    return found


def day(value: Day | None) -> Words:
    """A date in words, « déduit » when nobody said it."""
    if not value:
        return unknown()
    if value.inferred:
        return (*say(value.words, style=Style.INFERRED), *say(f" ({_('déduit')})", style=Style.SMALL))
    return say(value.words)


def link(value: Link | None) -> Words:
    """The words of a link: paper does not lead anywhere."""
    return say(value.words, lang=value.lang) if value else unknown()


def joined(parts: Iterable[Words], between: str = ", ") -> Words:
    """Parts that are not empty, with what stands between them."""
    found: list[Run] = []
    for part in parts:
        if part:
            found += [*say(between), *part] if found else part
    return tuple(found)


def clauses(parts: Iterable[Words]) -> Words:
    """Parts that are not empty, as clauses of one sentence, with the semicolon of the reader's language."""
    return joined(parts, words.clauses(("", "")))


def with_notes(part: Words, refs: Sequence[Ref]) -> Words:
    """The part with notes after its last run."""
    if not part or not refs:
        return part
    last = part[-1]
    return (*part[:-1], replace(last, notes=(*last.notes, *(ref.number for ref in refs))))


def table(of: ui.Table | None, *, caption: str = "", shares: Sequence[int] = ()) -> Table | None:
    """A table of a page, with its note and foot; None when it has no row."""
    if of is None or not of.rows:
        return None
    widths = [*shares, *[0] * len(of.columns)]
    columns = tuple(Column(c.label, c.numeric, widths[i] or (1 if c.numeric else 2)) for i, c in enumerate(of.columns))
    rows = tuple(Row(tuple(_cell(c) for c in row.cells), say(row.group) if row.group else ()) for row in of.rows)
    foot = tuple(say(text) for text in (of.note, of.foot) if text)
    return Table(caption or of.caption, columns, rows, foot)


def _cell(cell: ui.Cell) -> Words:
    style = Style.UNKNOWN if cell.kind == "unknown" else Style.SUMMARY if cell.summary else Style.PLAIN
    text = cell.words or (str(words.NOT_READ) if cell.kind == "unknown" else "")
    main = say(text, style=style, lang=cell.lang, mark=cell.mark) if text or cell.mark else say("–")
    return with_notes((*main, *(say(f" ({cell.sub})", style=Style.SMALL) if cell.sub else ())), cell.refs)
