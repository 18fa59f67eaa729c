"""A number of days in honest words: a count of days only when both dates are known to the day."""

from dataclasses import dataclass
from typing import Literal

from jalon.methods.dates.compare import Span
from jalon.methods.dates.names import Language

DAYS_A_WEEK, DAYS_A_MONTH, DAYS_A_YEAR = 7.0, 30.4375, 365.25
# Up to here an exact span is said in days; above, in months, then years.
COUNT_DAYS_BELOW, COUNT_MONTHS_BELOW = 92, 1096
# Calendar months are 28 to 31 days: within this of a whole number of them, the words need no « about ».
WHOLE_MONTH_TOLERANCE = 2.5

_Unit = Literal["day", "week", "month", "year"]
_LENGTHS: dict[_Unit, float] = {"day": 1.0, "week": DAYS_A_WEEK, "month": DAYS_A_MONTH, "year": DAYS_A_YEAR}
_NAMES: dict[tuple[Language, _Unit], tuple[str, str]] = {
    ("fr", "day"): ("jour", "jours"),
    ("fr", "week"): ("semaine", "semaines"),
    ("fr", "month"): ("mois", "mois"),
    ("fr", "year"): ("an", "ans"),
    ("en", "day"): ("day", "days"),
    ("en", "week"): ("week", "weeks"),
    ("en", "month"): ("month", "months"),
    ("en", "year"): ("year", "years"),
}


@dataclass(frozen=True, slots=True)
class _Size:
    """Absolute bounds of a span in days; `most` None: no bound."""

    least: int
    most: int | None


def duration_words(span: Span, lang: Language) -> str:
    """The length of a span without its direction."""
    size = _size(span)
    if size is None:
        return "durée inconnue" if lang == "fr" else "unknown length"
    if size.most is None:
        return _at_least(size.least, lang)
    if span.exact:
        return _exact(size.most, lang)
    return _about(size.least, size.most, lang)


def _size(span: Span) -> _Size | None:
    low, high = span.min_days, span.max_days
    if low is not None and low >= 0:
        return _Size(low, high)
    if high is not None and high <= 0:
        return _Size(-high, None if low is None else -low)
    return None if low is None or high is None else _Size(0, max(-low, high))


def _exact(days: int, lang: Language) -> str:
    if days == 0:
        return "le jour même" if lang == "fr" else "the same day"
    if days < COUNT_DAYS_BELOW:
        return _amount(days, "day", lang)
    unit: _Unit = "month" if days < COUNT_MONTHS_BELOW else "year"
    count = _rounded(days, unit)
    whole = abs(days - count * _LENGTHS[unit]) <= WHOLE_MONTH_TOLERANCE
    return _amount(count, unit, lang) if whole else f"{_about_word(lang)} {_amount(count, unit, lang)}"


def _at_least(days: int, lang: Language) -> str:
    unit = _unit(days, days)
    count = _rounded(days, unit)
    if count == 0:
        return "durée inconnue" if lang == "fr" else "unknown length"
    words = _amount(count, unit, lang)
    return f"au moins {words} environ" if lang == "fr" else f"at least about {words}"


def _about(least: int, most: int, lang: Language) -> str:
    unit = _unit(least, most)
    low, high = _rounded(least, unit), _rounded(most, unit)
    if high == 0:
        return (
            f"moins d’{'une' if unit == 'week' else 'un'} {_NAMES[lang, unit][0]}"
            if lang == "fr"
            else (f"less than a {_NAMES[lang, unit][0]}")
        )
    if low == 0:
        words = _amount(high, unit, lang)
        return f"au plus {words} environ" if lang == "fr" else f"up to about {words}"
    if low == high:
        return f"{_about_word(lang)} {_amount(low, unit, lang)}"
    return f"{_about_word(lang)} {low} {'à' if lang == 'fr' else 'to'} {_amount(high, unit, lang)}"


def _unit(least: int, most: int) -> _Unit:
    """Weeks for short spans known well enough, years for long or wide ones, months between."""
    if most < 2 * DAYS_A_MONTH and most - least <= 2 * DAYS_A_WEEK:
        return "week"
    wide = most - least >= 300 and least >= 0.75 * DAYS_A_YEAR
    return "year" if wide or least >= 3 * DAYS_A_YEAR else "month"


def _rounded(days: int, unit: _Unit) -> int:
    return int(days / _LENGTHS[unit] + 0.5)


def _about_word(lang: Language) -> str:
    return "environ" if lang == "fr" else "about"


def _amount(count: int, unit: _Unit, lang: Language) -> str:
    singular, plural = _NAMES[lang, unit]
    one = count < 2 if lang == "fr" else count == 1
    return f"{count} {singular if one else plural}"
