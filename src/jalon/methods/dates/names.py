"""Names of months and seasons in French and English, and which language a tag asks for."""

from typing import Literal

Language = Literal["fr", "en"]
NBSP = "\u00a0"

_MONTHS: dict[Language, tuple[str, ...]] = {
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_SHORT_MONTHS: dict[Language, tuple[str, ...]] = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
}
_SEASONS: dict[Language, tuple[str, ...]] = {
    "fr": ("printemps", "été", "automne", "hiver"),
    "en": ("spring", "summer", "autumn", "winter"),
}


def language(tag: str) -> Language:
    """The language of a tag such as « fr » or « en-GB ». Raises `ValueError` for any other."""
    match tag.lower().replace("_", "-").split("-")[0]:
        case "fr":
            return "fr"
        case "en":
            return "en"
    raise ValueError(f"language {tag!r}: dates are worded in fr and en only")


def month_name(month: int, lang: Language, *, short: bool = False) -> str:
    """Name of month 1 to 12."""
    return (_SHORT_MONTHS if short else _MONTHS)[lang][month - 1]


def season_name(season: int, lang: Language) -> str:
    """Name of EDTF season 21 (spring) to 24 (winter)."""
    return _SEASONS[lang][season - 21]


def month_number(word: str) -> int | None:
    """Month of a lower-case name in either language, long or short, accents already removed; None if it is none."""
    return _NUMBERS.get(word.rstrip("."))


def _without_accents(word: str) -> str:
    return word.replace("é", "e").replace("û", "u")


_NUMBERS = {
    _without_accents(name.lower().rstrip(".")): number
    for names in (*_MONTHS.values(), *_SHORT_MONTHS.values())
    for number, name in enumerate(names, start=1)
} | {"fevr": 2, "fev": 2, "sep": 9, "jun": 6, "jul": 7}
MONTH_WORDS = tuple(sorted(_NUMBERS, key=lambda word: (-len(word), word)))
