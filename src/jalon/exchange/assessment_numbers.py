"""How a table names a measure: « 12 », « n°12 », « mesure 12 bis », « 12. Informer… », « 12 et 13 », « 12-14 »."""

import re
from dataclasses import dataclass
from enum import StrEnum

from jalon.exchange.values import squeezed
from jalon.methods.text import fold

_PREFIX = r"(?:(?:mesure|measure|action|engagement|commitment|item|recommandation|recommendation|numero|number|no|nr|n|m|#)s?[\s.°º:#]*)*"
_ONE = r"\d{1,4}(?:\.\d{1,3}){0,3}(?:\s?(?:bis|ter|quater|quinquies)(?![a-z])|\s?[a-z](?![a-z]))?"
_AND = r"(?:\s*[,;/&+]\s*(?:et\s+|and\s+)?|\s*\n\s*|\s+(?:et|and|ainsi que)\s+)"
_TO = r"\s*(?:-|–|—|\ba\b|\bto\b|\bau\b|\.\.\.?|…)\s*"
_SINGLE = re.compile(rf"{_PREFIX}(?P<no>{_ONE})[\s.):°º–—-]*")
_SEVERAL = re.compile(rf"{_PREFIX}{_ONE}(?:{_AND}{_PREFIX}{_ONE})+[\s.):]*")
_RANGE = re.compile(rf"{_PREFIX}(?P<first>{_ONE}){_TO}{_PREFIX}(?P<last>{_ONE})[\s.):]*")
_TITLED = re.compile(rf"{_PREFIX}(?P<no>{_ONE})\s*(?:[.):–—]|-(?=\s))\s*(?=[^\s\d])")
_TOKEN = re.compile(_ONE)
_PARTS = re.compile(r"(\d+(?:\.\d+)*)\s?([a-z]*)")
MOST_OF_A_RANGE = 60


class Named(StrEnum):
    """How many measures a cell names."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """What a cell names: keys as `number_key` gives them. `rest` is the title that follows the number, as written."""

    named: Named
    keys: tuple[str, ...] = ()
    rest: str = ""


def number_key(words: str) -> str:
    """A number as it is compared: « 012 » is « 12 », « 12BIS » is « 12 bis », « n° 3.04 » is « 3.04 »."""
    bare = squeezed(fold(words)).strip(" .)")
    single = _SINGLE.fullmatch(bare)
    if single is None:
        return bare
    found = _PARTS.fullmatch(single["no"])
    if found is None:
        return bare
    whole, _dot, rest = found[1].partition(".")
    digits = f"{int(whole)}.{rest}" if rest else str(int(whole))
    return f"{digits} {found[2]}" if len(found[2]) > 1 else digits + found[2]


def read_number(words: str) -> ReadNumber:
    """The measures that a cell names; nothing is guessed of how one row speaks of several."""
    kept = "\n".join(line.strip() for line in words.strip().splitlines() if line.strip())
    folded = fold(kept)
    if not folded:
        return ReadNumber(Named.NONE)
    if _SINGLE.fullmatch(folded):
        return ReadNumber(Named.ONE, (number_key(folded),))
    if (found := _RANGE.fullmatch(folded)) is not None:
        return ReadNumber(Named.RANGE, _between(found["first"], found["last"]))
    if _SEVERAL.fullmatch(folded):
        return ReadNumber(Named.SEVERAL, tuple(dict.fromkeys(map(number_key, _TOKEN.findall(folded)))))
    if (titled := _TITLED.match(folded)) is not None:
        rest = kept[titled.end() :].strip() if len(folded) == len(kept) else ""
        return ReadNumber(Named.ONE, (number_key(titled["no"]),), rest)
    return ReadNumber(Named.NONE)


def _between(first: str, last: str) -> tuple[str, ...]:
    """The numbers from one to the other when both are whole and in order; otherwise the two alone."""
    one, other = number_key(first), number_key(last)
    if one.isdecimal() and other.isdecimal() and 0 < int(other) - int(one) <= MOST_OF_A_RANGE:
        return tuple(map(str, range(int(one), int(other) + 1)))
    return tuple(dict.fromkeys((one, other)))
