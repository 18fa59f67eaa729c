"""Reads dates as sources print them, in French or English: only what is certain, otherwise None.

Certain does not mean fine: « fin 2018 » is read as 2018, « d’ici 2025 » as « until 2025 ». The printed words are to be
kept beside the reading. Several dates, a day without its year, « mi-parcours », a finance bill (« PLF 2026 »), which
is debated in the year before its own: None. A date that the source calls inferred, or that is the page's and not the
fact's, comes back uncertain (`?`).
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from jalon.methods.dates.model import DateError, Edtf, Interval, Moment, Qualifier
from jalon.methods.dates.parsing import parse
from jalon.methods.dates.phrases import read_phrase
from jalon.methods.dates.recurrence import Recurrence, read_recurrence

LONGEST = 120
_NOTE = re.compile(
    r" ?\((?:(?:annee |date )?(?:deduite?|incertaine?)|date de (?:la )?page|"
    r"(?:(?:year|date) )?(?:inferred|uncertain)|(?:page date|date of (?:the )?page))\)"
)
_ABOUT = re.compile(r"(?:vers|environ|autour de|circa|about|around) |(?:c|ca)\. ?")
# 2019-22 is a season in EDTF and a pair of years in print; 2010-12, always a month in ISO dates, is read as one.
_SEASON_OR_YEARS = re.compile(r"[0-9]{4}-2[1-4][?~%]?")


def parse_printed(text: str, lang: str = "fr") -> tuple[Edtf | None, Recurrence | None]:
    """The date and the rhythm that printed words certainly give.

    `lang` decides only how 11/06/2024 is read: day first in French; in English only when it can be read one way.
    """
    stripped = text.strip()
    if not stripped or len(stripped) > LONGEST or _SEASON_OR_YEARS.fullmatch(stripped):
        return None, None
    words = _normal(stripped)
    recurrence = read_recurrence(words)
    if recurrence is not None:
        return None, recurrence
    try:
        return _edtf(stripped) or _with_note(words, lang), None
    except DateError:
        return None, None


def _edtf(text: str) -> Edtf | None:
    try:
        return parse(text)
    except DateError:
        return None


def _normal(text: str) -> str:
    """Lower case, no accents, plain apostrophes and dashes, single spaces."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    plain = bare.lower().translate({0x2019: "'", 0x2010: "-", 0x2011: "-", 0x2013: "-", 0x2014: "-"})
    return " ".join(plain.split())


def _with_note(words: str, lang: str) -> Edtf | None:
    """A final note in brackets makes the date uncertain."""
    note = _NOTE.search(words)
    if note is None or note.end() != len(words):
        return _with_about(words, lang)
    edtf = _with_about(words[: note.start()], lang)
    return None if edtf is None else _each(edtf, _doubted)


def _with_about(words: str, lang: str) -> Edtf | None:
    about = _ABOUT.match(words)
    if about is None:
        return read_phrase(words, lang)
    edtf = read_phrase(words[about.end() :], lang)
    return None if edtf is None else _each(edtf, _approximated)


def _each(edtf: Edtf, change: Callable[[Moment], Moment]) -> Edtf:
    if isinstance(edtf, Moment):
        return change(edtf)
    start = change(edtf.start) if isinstance(edtf.start, Moment) else edtf.start
    return Interval(start, change(edtf.end) if isinstance(edtf.end, Moment) else edtf.end)


def _doubted(moment: Moment) -> Moment:
    return replace(moment, qualifier=Qualifier.BOTH if moment.approximate else Qualifier.UNCERTAIN)


def _approximated(moment: Moment) -> Moment:
    return replace(moment, qualifier=Qualifier.BOTH if moment.uncertain else Qualifier.APPROXIMATE)
