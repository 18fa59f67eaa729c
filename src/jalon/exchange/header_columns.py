"""The columns of a header: their titles, the group printed above them, and the field that each of them looks like."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from jalon.exchange.addresses import column_letters
from jalon.exchange.problems import shown
from jalon.exchange.sheets import Row
from jalon.exchange.values import plain, squeezed
from jalon.methods.text import fold

CERTAIN, LIKELY, ALIKE = 1.0, 0.72, 0.9
WITHIN, GROUPED = 0.95, 0.9
"""What a title says under its group, and what both say together (« Moyens » over « Humains »)."""
LONGEST = 200
_NOISE = re.compile(r"\([^)]*\)|[*:°·•()\[\]]")
_NUMBERED = re.compile(r"(?<=.)#[0-9]+$")
_COUNTING = re.compile(r"(?:nombre|nb|total|somme|moyenne|number|count|sum|average)\b")


@dataclass(frozen=True, slots=True)
class Field:
    """A field that columns may hold. `terms`: how headers name it, French and English; `many`: several columns may.

    `weak`: terms that name it when no column does so better, each with its certainty. `matches` recognises titles that no
    list of terms holds, years for one; `within` does so of a title and the group above it. They may then be numbers and
    dates. A column so recognised does not make its row a header unless `counted`.
    """

    code: str
    label: str
    terms: tuple[str, ...] = ()
    required: bool = False
    many: bool = False
    matches: Callable[[str], bool] | None = None
    weak: tuple[tuple[str, float], ...] = ()
    within: Callable[[str, str], bool] | None = None
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its place, its title, the group printed above it, the field proposed, how sure that is.

    `confidence` runs from 0 (no field) to 1 (a known term, letter for letter once accents are folded). `title_at`: the
    address of the title when it does not stand in the row of the header.
    """

    index: int
    title: str
    group: str = ""
    field: str = ""
    confidence: float = 0.0
    title_at: str = ""

    @property
    def letters(self) -> str:
        """« AB »."""
        return self.title_at.rstrip("0123456789") or column_letters(self.index)

    def row(self, header: int) -> int:
        """The row of the title, under a header in row `header`."""
        return int(self.title_at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or header)

    @property
    def bare(self) -> str:
        """The title as printed, without the number that tells it from another one."""
        return _NUMBERED.sub("", self.title)


_INSIDE = re.compile(
    r"\b(internes?|confidentiel(le)?s?|notes? privees?|ne pas (diffuser|publier|communiquer)|non (public|publique|diffusable)s?|internal|confidential|private notes?|not for publication|not public|restricted)\b"
)
"""A title that says that its column is not for the public (folded, brackets included)."""


@lru_cache(maxsize=10_000)
def term_key(text: str) -> str:
    """A header as it is compared: no accents, case, brackets, colons, stars; « Élu·e » is « elue »."""
    folded = fold(text.replace("·", "").replace("\n", " "))
    return squeezed(_NOISE.sub(" ", folded)).strip(" .-_/")


def titled(row: Row, above: Row | None, fields: Sequence[Field]) -> tuple[Column, ...]:
    """The titles of a row; numbers and dates are titles only where a field may be recognised by them."""
    typed = any(one.matches or one.within for one in fields)
    carried = tuple(one for one in fields if one.within)
    return tuple(_titles(row, above, typed=typed, carried=carried))


def _titles(row: Row, above: Row | None, *, typed: bool, carried: Sequence[Field]) -> Iterator[Column]:
    seen: dict[str, int] = {}
    last = ""
    for index, value in enumerate(row.values):
        title = squeezed(plain(value).replace("\n", " "))
        group = squeezed(plain(above.value(index)).replace("\n", " ")) if above else ""
        last = group if group and index else last  # the first column holds the title of the table
        if (
            not title
            or len(title) > LONGEST
            or not (isinstance(value, str) or (typed and isinstance(value, int | date)))
        ):
            continue
        key = term_key(title)
        seen[key] = seen.get(key, 0) + 1
        name = title if seen[key] == 1 else f"{title}#{seen[key]}"
        if not group and last and any(one.within and one.within(title, last) for one in carried):
            group = last  # printed once over years and quarters
        yield Column(index, name, shown(group) if group and group != title else "")


def chosen(
    columns: Sequence[Column], fields: Sequence[Field], mapping: Sequence[tuple[str, str]]
) -> tuple[Column, ...]:
    """The columns with the fields that a profile's mapping gives them."""
    wanted = {_profile_key(title): code for title, code in mapping}
    codes = {one.code for one in fields}
    found = ((column, wanted.get(_profile_key(column.title), "")) for column in columns)
    return tuple(given(column, code, CERTAIN) if code in codes else column for column, code in found)


def _profile_key(title: str) -> str:
    bare, mark, number = title.partition("#")
    return term_key(bare) + (mark + number if number.isdecimal() else term_key(mark + number))


def proposed(columns: Sequence[Column], fields: Sequence[Field]) -> tuple[Column, ...]:
    """The most certain pairs first; a field that one column holds is taken once."""
    pairs = sorted(
        ((_alike(column, one), -column.index, column, one) for column in columns for one in fields),
        key=lambda pair: pair[:2],
        reverse=True,
    )
    taken: set[str] = set()
    found: dict[int, tuple[str, float]] = {}
    for confidence, _place, column, one in pairs:
        if confidence < LIKELY:
            break
        if column.index in found or (one.code in taken and not one.many):
            continue
        found[column.index] = (one.code, round(confidence, 2))
        taken.add(one.code)
    return tuple(given(column, *found.get(column.index, ("", 0.0))) for column in columns)


def given(column: Column, code: str, confidence: float) -> Column:
    """The column with a field."""
    return replace(column, field=code, confidence=confidence)


def _alike(column: Column, one: Field) -> float:
    bare = column.bare
    if one.matches is not None and one.matches(bare):
        return CERTAIN
    if one.within is not None and one.within(bare, column.group):
        return WITHIN
    title = term_key(bare)
    if _INSIDE.search(fold(bare)) and not any(_INSIDE.search(fold(term)) for term in (one.label, *one.terms)):
        return 0.0  # what a part says is published once it is signed: a person may map it, no likeness does
    if one.required and _COUNTING.match(title):  # « Nombre de mesures » names no measure
        return 0.0
    best = max((_closeness(title, term_key(term)) for term in (one.label, *one.terms)), default=0.0)
    if best < GROUPED and column.group:
        both = term_key(f"{column.group} {bare}")
        best = GROUPED if any(both == term_key(term) for term in one.terms) else best
    return max((best, *(sure for term, sure in one.weak if title == term_key(term))))


@lru_cache(maxsize=50_000)
def _closeness(title: str, term: str) -> float:
    """1 for the same words, less for a title that begins with the term, less again for one that ends with it (« Lead
    agency », but « Pilote de la mesure »), or that resembles it."""
    if title == term:
        return CERTAIN
    if not title or not term or len(title) > 80:
        return 0.0
    if title.startswith(term + " "):
        return 0.75 + 0.2 * len(term) / len(title)
    if title.endswith(" " + term):
        return LIKELY + 0.1 * len(term) / len(title)
    if 2 * min(len(title), len(term)) < ALIKE * (len(title) + len(term)):  # no two texts of these lengths are so close
        return 0.0
    matcher = SequenceMatcher(None, title, term, autojunk=False)
    ratio = matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
    return ratio if ratio >= ALIKE else 0.0
