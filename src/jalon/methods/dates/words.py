"""Dates and durations in French and English words. Month names are inlined: no locale data is loaded."""

from dataclasses import replace
from enum import StrEnum

from jalon.methods.dates.compare import Span
from jalon.methods.dates.durations import duration_words
from jalon.methods.dates.model import UNSAID, Edge, Edtf, Interval, Moment, Precision, Qualifier
from jalon.methods.dates.names import NBSP, Language, language, month_name, season_name


class Style(StrEnum):
    """LONG « 18 octobre 2019 », SHORT « 18 oct. 2019 », IN_SENTENCE « le 18 octobre 2019 », « en juin 2025 »."""

    LONG = "long"
    SHORT = "short"
    IN_SENTENCE = "in_sentence"


# French prepositions by what follows; an upper-case key is a precision, VOWEL a name that starts with one.
_FRENCH = {
    "in": {"DAY": "le ", "MONTH": "en ", "YEAR": "en ", "DECADE": "dans les ", "SEASON": "au ", "VOWEL_SEASON": "à l’"},
    "from": {"DAY": "du ", "MONTH": "de ", "YEAR": "de ", "DECADE": "des ", "SEASON": "du ", "VOWEL_SEASON": "de l’"},
    "to": {"DAY": "au ", "MONTH": "à ", "YEAR": "à ", "DECADE": "aux ", "SEASON": "au ", "VOWEL_SEASON": "à l’"},
    "until": {"DAY": "au ", "MONTH": "en ", "YEAR": "en ", "DECADE": "aux ", "SEASON": "au ", "VOWEL_SEASON": "à l’"},
    "about": {"DAY": "le ", "MONTH": "", "YEAR": "", "DECADE": "les ", "SEASON": "le ", "VOWEL_SEASON": "l’"},
}
_VOWELS = ("a", "e", "é", "h", "o")
_ENGLISH_IN = {Precision.DAY: "on ", Precision.DECADE: "in the "}
_UNSAID = {
    ("fr", "month"): "mois inconnu",
    ("fr", "day"): "jour inconnu",
    ("en", "month"): "month unknown",
    ("en", "day"): "day unknown",
}

_SLIPPAGE: dict[Language, dict[str, str]] = {
    "fr": {
        "on": "à l’échéance",
        "after": "après l’échéance",
        "before": "avant l’échéance",
        "around": "avant ou après l’échéance",
        "unknown": "écart à l’échéance inconnu",
    },
    "en": {
        "on": "on the due date",
        "after": "after the due date",
        "before": "before the due date",
        "around": "before or after the due date",
        "unknown": "distance to the due date unknown",
    },
}


def format_date(edtf: Edtf, lang: str, style: Style = Style.LONG) -> str:
    """The date in words: « 18 octobre 2019 », « vers juin 2025 », « de 2019 à 2021 ».

    `lang` is a language tag of French or English; any other raises `ValueError`.
    """
    tongue = language(lang)
    if isinstance(edtf, Interval):
        return _interval(edtf, tongue, style)
    return _moment(edtf, tongue, style)


def in_words(span: Span, lang: str) -> str:
    """The length of a span whatever its direction: « environ 1 à 2 mois », « 54 jours ».

    Days are counted only between dates both known to the day.
    """
    return duration_words(span, language(lang))


def slippage_in_words(span: Span, lang: str) -> str:
    """The span with its direction: « environ 1 à 2 mois après l’échéance », « 54 days before the due date »."""
    tongue = language(lang)
    if span.exact and span.min_days == 0:
        return _SLIPPAGE[tongue]["on"]
    if span.min_days is not None and span.min_days >= 0:
        return f"{duration_words(span, tongue)} {_SLIPPAGE[tongue]['after']}"
    if span.max_days is not None and span.max_days <= 0:
        return f"{duration_words(span, tongue)} {_SLIPPAGE[tongue]['before']}"
    if span.min_days is None or span.max_days is None:
        return _SLIPPAGE[tongue]["unknown"]
    return f"{duration_words(span, tongue)} {_SLIPPAGE[tongue]['around']}"


def _moment(moment: Moment, lang: Language, style: Style) -> str:
    body = _body(moment, lang, style)
    if moment.approximate:
        body = f"vers {_french('about', moment)}{body}" if lang == "fr" else f"around {_article(moment)}{body}"
    elif style is Style.IN_SENTENCE:
        body = f"{_french('in', moment)}{body}" if lang == "fr" else f"{_ENGLISH_IN.get(moment.precision, 'in ')}{body}"
    return body + _doubt(moment, lang, style)


def _doubt(moment: Moment, lang: Language, style: Style) -> str:
    if not moment.uncertain:
        return ""
    if style is Style.SHORT:
        return f"{NBSP}?" if lang == "fr" else "?"
    return " (incertain)" if lang == "fr" else " (uncertain)"


def _body(moment: Moment, lang: Language, style: Style) -> str:
    """The date alone, without preposition or qualifier."""
    match moment.precision:
        case Precision.DECADE:
            decade = moment.year[:3] + "0"
            return f"années {decade}" if lang == "fr" else f"{decade}s"
        case Precision.YEAR:
            return moment.year + _unsaid(moment.month, "month", lang, style)
        case Precision.SEASON:
            return _season(moment, lang)
        case _:
            return _month_or_day(moment, lang, style)


def _season(moment: Moment, lang: Language) -> str:
    number = int(moment.month or 0)
    years = f"{moment.year}-{int(moment.year) + 1}" if number == 24 else moment.year
    return f"{season_name(number, lang)} {years}"


def _month_or_day(moment: Moment, lang: Language, style: Style) -> str:
    month = month_name(int(moment.month or 0), lang, short=style is Style.SHORT)
    if moment.precision is Precision.MONTH:
        return f"{month} {moment.year}" + _unsaid(moment.day, "day", lang, style)
    day = int(moment.day or 0)
    return f"{'1er' if day == 1 and lang == 'fr' else day} {month} {moment.year}"


def _unsaid(part: str | None, name: str, lang: Language, style: Style) -> str:
    return f" ({_UNSAID[lang, name]})" if part == UNSAID and style is not Style.SHORT else ""


def _french(role: str, moment: Moment) -> str:
    """The French preposition, with its article, that `role` takes before this date."""
    words = _FRENCH[role]
    name = moment.precision.name
    starts_with_vowel = _body(moment, "fr", Style.LONG).startswith(_VOWELS)
    if name == "SEASON":
        return words["VOWEL_SEASON"] if starts_with_vowel else words["SEASON"]
    if role == "from" and name == "MONTH" and starts_with_vowel:
        return "d’"
    return words[name]


def _article(moment: Moment) -> str:
    return "the " if moment.precision is Precision.DECADE else ""


def _interval(interval: Interval, lang: Language, style: Style) -> str:
    start, end = interval.start, interval.end
    if isinstance(start, Edge):
        return _until(start, end, lang, style) if isinstance(end, Moment) else ""
    if isinstance(end, Edge):
        return _since(start, end, lang, style)
    if style is Style.SHORT:
        return _short_pair(start, end, lang)
    if start.qualifier is end.qualifier is Qualifier.APPROXIMATE:
        plain = Interval(replace(start, qualifier=Qualifier.NONE), replace(end, qualifier=Qualifier.NONE))
        words = _interval(plain, lang, style)
        return f"environ {words}" if lang == "fr" else f"around {words.removeprefix('from ')}"
    first = _shared_left_out(start, end, lang, style)
    if lang == "en":
        return f"from {first} to {_end(end, lang, style)}"
    return f"{_french('from', start)}{first} {_french('to', end)}{_end(end, lang, style)}"


def _shared_left_out(start: Moment, end: Moment, lang: Language, style: Style) -> str:
    """The start of a pair, without the year, or the month and year, that the end repeats: « du 11 au 12 février »."""
    words = _end(start, lang, style)
    if start.qualifier is not Qualifier.NONE or start.precision is not end.precision or start == end:
        return words
    if start.precision is Precision.DAY and (start.year, start.month) == (end.year, end.month):
        return words.split(" ")[0]
    if start.precision >= Precision.MONTH and start.year == end.year and start.day != UNSAID:
        return words.removesuffix(f" {start.year}")
    return words


def _short_pair(start: Moment, end: Moment, lang: Language) -> str:
    first, last = _moment(start, lang, Style.SHORT), _moment(end, lang, Style.SHORT)
    return f"{first}–{last}" if f"{first}{last}".isdigit() else f"{first} – {last}"


def _end(moment: Moment, lang: Language, style: Style) -> str:
    """One end of an interval: its flags follow the date, so that « de … à … » stays readable."""
    body = _body(moment, lang, style)
    if lang == "en":
        body = _article(moment) + ("around " if moment.approximate else "") + body
    elif moment.approximate:
        body += " environ"
    return body + _doubt(moment, lang, style)


def _until(start: Edge, end: Moment, lang: Language, style: Style) -> str:
    if lang == "en":
        words = f"until {_end(end, lang, style)}"
        return words if start is Edge.OPEN else f"start unknown, {words}"
    words = f"jusqu’{_french('until', end)}{_end(end, lang, style)}"
    return words if start is Edge.OPEN else f"début inconnu, {words}"


def _since(start: Moment, end: Edge, lang: Language, style: Style) -> str:
    if lang == "en":
        return f"from {_end(start, lang, style)}" + (" onwards" if end is Edge.OPEN else ", end unknown")
    words = f"à partir {_french('from', start)}{_end(start, lang, style)}"
    return words if end is Edge.OPEN else f"{words}, fin inconnue"
