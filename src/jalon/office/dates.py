"""Dates as people type them: words as printed, or EDTF, or both (« fin 2018 = 2018-12~ »)."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jalon.facts.common import Confidence, When
from jalon.methods import dates

LONGEST = 300


class Unread(ValueError):
    """The words give no certain date."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the field: words, whether to keep them without a reading, whether the date is inferred."""

    words: str = ""
    keep: bool = False
    inferred: bool = False


def read(typed: Typed) -> When | None:
    """The date as said. None when nothing was typed; `Unread` when the words are no date and are not to be kept."""
    words = " ".join(typed.words.split())
    if not words:
        return None
    confidence = Confidence.INFERRED if typed.inferred else Confidence.STATED
    printed, sign, fixed = words.rpartition("=")
    if sign and printed.strip():
        return When(edtf=_edtf(fixed.strip()), printed=printed.strip(), confidence=confidence)
    if _is_edtf(words):
        return When(edtf=words, confidence=confidence)
    found, rhythm = dates.parse_printed(words)
    if found is None and rhythm is None and not typed.keep:
        raise Unread(words)
    edtf = str(found) if found is not None else None
    return When(edtf=edtf, printed=words, recurrence=rhythm.value if rhythm else None, confidence=confidence)


def typed(when: When | None) -> Typed:
    """What a form shows of a date, so that saving it unchanged changes nothing."""
    if when is None:
        return Typed()
    inferred = when.confidence is Confidence.INFERRED
    words = when.printed or when.edtf or when.recurrence or ""
    plain = Typed(words, keep=True, inferred=inferred)
    if when.printed and when.edtf and read(plain) != when:
        return Typed(f"{when.printed} = {when.edtf}", inferred=inferred)
    return Typed(words, keep=when.edtf is None and when.recurrence is None, inferred=inferred)


def understood(given: Typed, lang: str) -> str:
    """What the register reads in the words; empty when nothing was typed."""
    try:
        when = read(given)
    except (Unread, dates.DateError):
        return str(_("aucune date lisible"))
    if when is None:
        return ""
    if when.edtf:
        return f"{dates.format_date(dates.parse(when.edtf), lang)} ({when.edtf})"
    return rhythm_words(when.recurrence) if when.recurrence else str(_("mots gardés, sans date lisible"))


def readable(given: Typed) -> bool:
    """Whether the words give a date or a rhythm by themselves."""
    try:
        read(replace(given, keep=False))
    except (Unread, dates.DateError):
        return False
    return True


def rhythm_words(code: str) -> str:
    """A rhythm in words."""
    return {
        "monthly": pgettext("rythme", "chaque mois"),
        "quarterly": pgettext("rythme", "chaque trimestre"),
        "half_yearly": pgettext("rythme", "chaque semestre"),
        "yearly": pgettext("rythme", "chaque année"),
        "every_two_years": pgettext("rythme", "tous les deux ans"),
    }.get(code, code)


def _edtf(text: str) -> str:
    return str(dates.parse(text))


def _is_edtf(text: str) -> bool:
    try:
        dates.parse(text)
    except dates.DateError:
        return False
    return True
