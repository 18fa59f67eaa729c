"""The small frozen pieces that every page model is made of: markers, notes, phrases, dates."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from jalon.facts.common import Confidence, Text, When, Wording
from jalon.methods import dates
from jalon.ui.markup import escaped
from jalon.ui.notes import Note, Notebook, Notes, Ref, split_address

__all__ = [
    "Day",
    "Link",
    "Note",
    "Notebook",
    "Notes",
    "Phrase",
    "Ref",
    "day",
    "in_language",
    "phrase",
    "read_date",
    "split_address",
    "within",
]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text as a page shows it. `summary`: never in quotation marks. `lang`: only when it is not the page's."""

    value: str
    lang: str | None = None
    summary: bool = False
    translated: bool = False
    verbatim: bool = False
    inferred: bool = False
    refs: tuple[Ref, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class Day:
    """A date in words. `iso` is set when it is one day, month or year; `sort` is its first possible day."""

    words: str
    iso: str | None = None
    inferred: bool = False
    sort: date = date.min

    def __bool__(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True, slots=True)
class Link:
    """A link with words that say where it leads; `lang` when they are not in the page's language."""

    url: str
    words: str
    lang: str | None = None
    here: bool = False


def phrase(text: Text | None, lang: str, *, inferred: bool = False, refs: tuple[Ref, ...] = ()) -> Phrase | None:
    """The text as shown on a page in `lang`."""
    if text is None:
        return None
    return Phrase(
        value=text.value,
        lang=text.lang if text.lang != lang else None,
        summary=text.wording is Wording.SUMMARY,
        translated=text.wording is Wording.TRANSLATION,
        verbatim=text.wording is Wording.VERBATIM,
        inferred=inferred,
        refs=refs,
    )


def in_language(words: str, said_in: str, lang: str) -> str:
    """Words of a fact inside a sentence of the page: marked when their language is not that of the page."""
    return words if said_in == lang else SafeString(f'<span lang="{escaped(said_in)}">{escaped(words)}</span>')


def within(template: str, **values: str) -> SafeString:
    """A sentence of the page with words of facts in it, each escaped unless it is marked already."""
    return SafeString(escape(template) % {name: escaped(value) for name, value in values.items()})


@lru_cache(maxsize=4096)
def read_date(edtf: str | None) -> dates.Edtf | None:
    """The date, or None when none is given or it is no date that can be read."""
    try:
        return dates.parse(edtf) if edtf else None
    except dates.DateError:
        return None


def day(when: When | str | None, lang: str, style: dates.Style = dates.Style.SHORT) -> Day | None:
    """A date as said, in words; its printed words when it could not be read."""
    said = When(edtf=when) if isinstance(when, str) else when
    if said is None:
        return None
    found = read_date(said.edtf)
    inferred = said.confidence is Confidence.INFERRED
    if found is None:
        words = said.printed or dates.rhythm(said.recurrence, lang)
        return Day(words, inferred=inferred) if words else None
    return _in_words(found, lang, style, inferred)


@lru_cache(maxsize=4096)
def _in_words(found: dates.Edtf, lang: str, style: dates.Style, inferred: bool) -> Day:
    words = dates.format_date(found, lang, style)
    return Day(words, _iso(found), inferred, found.earliest or found.latest or date.min)


def _iso(found: dates.Edtf) -> str | None:
    """What HTML's `datetime` may hold: a whole year, month or day without qualifier."""
    text = str(found)
    return text if isinstance(found, dates.Moment) and text.replace("-", "").isdigit() and _plain(found) else None


def _plain(found: dates.Moment) -> bool:
    return found.precision in (dates.Precision.DAY, dates.Precision.MONTH, dates.Precision.YEAR)
