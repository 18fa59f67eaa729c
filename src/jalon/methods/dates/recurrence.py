"""Rhythms as printed: « annuel », « every six months ». A rhythm is a field of its own, never a date."""

import re
from enum import StrEnum

from jalon.methods.dates.names import MONTH_WORDS


class Recurrence(StrEnum):
    """How often, when the source gives a rhythm and not a date."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    EVERY_TWO_YEARS = "every_two_years"


_WORDS = {
    Recurrence.MONTHLY: ("chaque mois", "every month"),
    Recurrence.QUARTERLY: ("chaque trimestre", "every quarter"),
    Recurrence.HALF_YEARLY: ("chaque semestre", "every half-year"),
    Recurrence.YEARLY: ("chaque année", "every year"),
    Recurrence.EVERY_TWO_YEARS: ("tous les deux ans", "every two years"),
}


def rhythm(said: str | None, lang: str) -> str:
    """A rhythm in words; as it is when it is none of ours."""
    try:
        return _WORDS[Recurrence(said or "")][lang != "fr"]
    except ValueError:
        return said or ""


# « biannual » and « biennal » are used for both « twice a year » and « every two years »: not read.
_PATTERNS = {
    Recurrence.MONTHLY: r"mensuel(?:le)?s?|chaque mois|tous les mois|monthly|every month",
    Recurrence.QUARTERLY: r"trimestriel(?:le)?s?|chaque trimestre|tous les trimestres|quarterly|every quarter",
    Recurrence.HALF_YEARLY: (
        r"semestriel(?:le)?s?|chaque semestre|tous les (?:six|6) mois|half-yearly|every half-year|every (?:six|6) months"
    ),
    Recurrence.YEARLY: (
        r"annuel(?:le)?s?|annuellement|chaque annee|tous les ans|une fois par an|"
        r"yearly|annual(?:ly)?|every year|each year|once a year"
    ),
    Recurrence.EVERY_TWO_YEARS: r"tous les (?:deux|2) ans|every (?:two|2) years",
}
_DAY_OF_YEAR = rf"(?:,? (?:le )?(?:1er|[0-9]{{1,2}}) (?:{'|'.join(MONTH_WORDS)}))?"
_COMPILED = {rhythm: re.compile(rf"(?:{pattern}){_DAY_OF_YEAR}") for rhythm, pattern in _PATTERNS.items()}


def read_recurrence(words: str) -> Recurrence | None:
    """The rhythm that the words are, lower case and without accents; a day of the year may follow."""
    for rhythm, pattern in _COMPILED.items():
        if pattern.fullmatch(words):
            return rhythm
    return None
