"""Which row is the header, and which column is which field: proposed with a certainty, confirmed by a person, kept.

    guess = find_header(sheet, FIELDS)          # None: no row looks like a header
    profile = guess.profile("Retours 2026")     # frozen, saved as JSON, applied to the next workbook of the kind
    applied = apply_profile(sheet, profile, FIELDS)

A header may stand under title rows, and under a row of groups (« Acteurs » over « Pilote », « Partenaires »); rows of
directions that follow it (« Champ texte », « Indiquez… ») are not data.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from jalon.exchange.addresses import column_letters
from jalon.exchange.examples import is_example_cell
from jalon.exchange.problems import CellProblem, Severity, refusal, shown
from jalon.exchange.sheets import Row, Sheet
from jalon.exchange.values import plain, squeezed
from jalon.facts.problems import N_
from jalon.methods.text import fold

SEARCHED = 40
"""Rows among which the header is looked for."""
CERTAIN, LIKELY, ALIKE = 1.0, 0.72, 0.9
_NOISE = re.compile(r"\([^)]*\)|[*:°·•()\[\]]")
_DIRECTION = re.compile(
    r"\W*(?:champ (?:texte|date|numerique|liste|binaire)|ce champ|ces informations devront|texte (?:court|libre) de|"
    r"(?:indique|saisisse|renseigne|reseigne|choisisse|selectionne|precise|utilise|presente|cree)z\b|si vos |"
    r"plusieurs .{0,40} peuvent |text field|date field|please (?:enter|choose|select|fill))"
)
_NOT_FOR_US = re.compile(r"\W*(?:champ (?:texte|date|numerique|liste|binaire)|ce champ ne|ces informations devront)")


@dataclass(frozen=True, slots=True)
class Field:
    """A field that columns may hold. `terms`: how headers name it, French and English; `many`: several columns may.

    `matches` recognises titles that no list of terms holds: years, for one. They may then be numbers and dates.
    """

    code: str
    label: str
    terms: tuple[str, ...] = ()
    required: bool = False
    many: bool = False
    matches: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its place, its title, the group printed above it, the field proposed, how sure that is.

    `confidence` runs from 0 (no field) to 1 (a known term, letter for letter once accents are folded).
    """

    index: int
    title: str
    group: str = ""
    field: str = ""
    confidence: float = 0.0

    @property
    def letters(self) -> str:
        """« AB »."""
        return column_letters(self.index)


@dataclass(frozen=True, slots=True)
class Header:
    """The header found: its sheet, its row, the first row of data, its columns."""

    sheet: str
    row: int
    first: int
    columns: tuple[Column, ...]
    score: float

    def of(self, code: str) -> tuple[Column, ...]:
        """The columns of a field."""
        return tuple(column for column in self.columns if column.field == code)

    def profile(self, name: str, **options: str) -> "Profile":
        """The mapping as a profile: by title, so that moved columns are found again."""
        mapping = tuple((column.title, column.field) for column in self.columns if column.field)
        return Profile(name=name, mapping=mapping, options=tuple(sorted(options.items())))


@dataclass(frozen=True, slots=True)
class Profile:
    """How workbooks of one kind are read. `mapping`: title of a column → field (empty: not read).

    The second column of one title bears a number (« Montant#2 »). `sheets`, `header_row`
    and `first_row` are only for workbooks in which they are not found. `options` are the reader's own.
    """

    name: str
    mapping: tuple[tuple[str, str], ...] = ()
    sheets: tuple[str, ...] = ()
    header_row: int | None = None
    first_row: int | None = None
    options: tuple[tuple[str, str], ...] = ()

    def option(self, name: str, default: str = "") -> str:
        """An option of the reader."""
        return dict(self.options).get(name, default)

    def to_json(self) -> str:
        """As it is saved."""
        data = asdict(self) | {"mapping": dict(self.mapping), "options": dict(self.options)}
        return json.dumps({"jalon_profile": 1, **data}, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Profile":
        """As it was saved. `Refused` says what is wrong in it."""
        try:
            data = json.loads(text)
            return _profile(data)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            if hasattr(error, "problem"):
                raise
            raise refusal(
                N_("Ce profil d’import n’est pas lisible."),
                N_("Donnez un profil tel que « jalon import » ou l’aperçu l’enregistre."),
                found=str(error),
            ) from error


def _profile(data: Mapping[str, Any]) -> Profile:
    known = {"jalon_profile", "name", "mapping", "sheets", "header_row", "first_row", "options"}
    if data["jalon_profile"] != 1 or not set(data) <= known:
        raise ValueError(", ".join(sorted(set(data) - known)) or "jalon_profile")
    rows = [data.get(name) for name in ("header_row", "first_row")]
    pairs = [data.get(name, {}) for name in ("mapping", "options")]
    sheets = data.get("sheets", ())
    if not all(row is None or (isinstance(row, int) and row > 0) for row in rows) or isinstance(sheets, str):
        raise ValueError("header_row, first_row, sheets")
    if not all(isinstance(word, str) for held in pairs for pair in held.items() for word in pair):
        raise ValueError("mapping, options")
    mapping, options = (tuple(held.items()) for held in pairs)
    return Profile(str(data["name"]), mapping, tuple(map(str, sheets)), rows[0], rows[1], tuple(sorted(options)))


@lru_cache(maxsize=10_000)
def term_key(text: str) -> str:
    """A header as it is compared: no accents, case, brackets, colons, stars; « Élu·e » is « elue »."""
    folded = fold(text.replace("·", "").replace("\n", " "))
    return squeezed(_NOISE.sub(" ", folded)).strip(" .-_/")


def find_header(sheet: Sheet, fields: Sequence[Field], profile: Profile | None = None) -> Header | None:
    """The row of the first `SEARCHED` with the most known terms; None when none holds two, or a required field lacks.

    A profile decides over what is guessed.
    """
    rows = _first_rows(sheet)
    found = [_header(sheet, rows, number, fields, profile) for number in _candidates(rows, profile)]
    best = max((header for header in found if header), key=lambda header: (header.score, -header.row), default=None)
    return best if best is not None and _usable(best, fields) else None


def _first_rows(sheet: Sheet) -> list[Row]:
    rows = []
    for row in sheet.rows():
        rows.append(row)
        if len(rows) >= SEARCHED + 10:
            break
    return rows


def _candidates(rows: list[Row], profile: Profile | None) -> Iterator[int]:
    if profile is not None and profile.header_row is not None:
        yield profile.header_row - 1
        return
    yield from (place for place, row in enumerate(rows[:SEARCHED]) if not row.empty)


def _usable(header: Header, fields: Iterable[Field]) -> bool:
    given = {column.field for column in header.columns}
    return all(one.code in given for one in fields if one.required) and header.score > 0


def missing_columns(header: Header, fields: Iterable[Field]) -> tuple[CellProblem, ...]:
    """The required fields that no column holds."""
    given = {column.field for column in header.columns}
    expected = N_("Aucune colonne ne donne « {label} ».")
    remedy = N_("Choisissez dans la correspondance la colonne qui le donne, ou ajoutez-la au tableau.")
    return tuple(
        CellProblem(header.sheet, f"A{header.row}", "", expected, remedy, Severity.ERROR, {"label": one.label})
        for one in fields
        if one.required and one.code not in given
    )


def _header(
    sheet: Sheet, rows: list[Row], place: int, fields: Sequence[Field], profile: Profile | None
) -> Header | None:
    if not 0 <= place < len(rows):
        return None
    typed = any(one.matches for one in fields)
    columns = tuple(_columns(rows[place], rows[place - 1] if place else None, typed=typed))
    mapped = _mapped(columns, fields, profile)
    score = sum(column.confidence for column in mapped)
    filled = len(columns)
    if not filled or (profile is None and sum(column.confidence > 0 for column in mapped) < 2):
        return None
    first = profile.first_row if profile and profile.first_row else _first_data(rows, place)
    return Header(sheet.name, rows[place].number, first, mapped, score + score / filled)


def _columns(row: Row, above: Row | None, *, typed: bool) -> Iterator[Column]:
    """The titles of a row; numbers and dates are titles only where `typed` says that they may be."""
    seen: dict[str, int] = {}
    for index, value in enumerate(row.values):
        title = squeezed(plain(value).replace("\n", " "))
        if not title or len(title) > 200 or not (isinstance(value, str) or (typed and isinstance(value, int | date))):
            continue
        key = term_key(title)
        seen[key] = seen.get(key, 0) + 1
        name = title if seen[key] == 1 else f"{title}#{seen[key]}"
        group = squeezed(plain(above.value(index)).replace("\n", " ")) if above else ""
        yield Column(index, name, shown(group) if group and group != title else "")


def _mapped(columns: tuple[Column, ...], fields: Sequence[Field], profile: Profile | None) -> tuple[Column, ...]:
    if profile is not None and profile.mapping:
        wanted = {_profile_key(title): code for title, code in profile.mapping}
        codes = {one.code for one in fields}
        chosen = ((column, wanted.get(_profile_key(column.title), "")) for column in columns)
        return tuple(_with(column, code, CERTAIN) if code in codes else column for column, code in chosen)
    return _proposed(columns, fields)


def _profile_key(title: str) -> str:
    bare, mark, number = title.partition("#")
    return term_key(bare) + (mark + number if number.isdecimal() else term_key(mark + number))


def _proposed(columns: tuple[Column, ...], fields: Sequence[Field]) -> tuple[Column, ...]:
    """The most certain pairs first; a field that one column holds is taken once."""
    pairs = sorted(
        ((_alike(column, one), -column.index, column, one) for column in columns for one in fields),
        key=lambda pair: pair[:2],
        reverse=True,
    )
    taken: set[str] = set()
    chosen: dict[int, tuple[str, float]] = {}
    for confidence, _place, column, one in pairs:
        if confidence < LIKELY:
            break
        if column.index in chosen or (one.code in taken and not one.many):
            continue
        chosen[column.index] = (one.code, round(confidence, 2))
        taken.add(one.code)
    return tuple(_with(column, *chosen.get(column.index, ("", 0.0))) for column in columns)


def _with(column: Column, code: str, confidence: float) -> Column:
    return Column(column.index, column.title, column.group, code, confidence)


def _alike(column: Column, one: Field) -> float:
    bare = column.title.partition("#")[0]
    if one.matches is not None and one.matches(bare):
        return CERTAIN
    title = term_key(bare)
    return max((_closeness(title, term_key(term)) for term in (one.label, *one.terms)), default=0.0)


@lru_cache(maxsize=50_000)
def _closeness(title: str, term: str) -> float:
    """1 for the same words, less for a title that begins with the term, less again for one that resembles it."""
    if title == term:
        return CERTAIN
    if not title or not term or len(title) > 80:
        return 0.0
    if title.startswith(term + " ") or title.endswith(" " + term):
        return 0.75 + 0.2 * len(term) / len(title)
    if 2 * min(len(title), len(term)) < ALIKE * (len(title) + len(term)):  # no two texts of these lengths are so close
        return 0.0
    matcher = SequenceMatcher(None, title, term, autojunk=False)
    ratio = matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
    return ratio if ratio >= ALIKE else 0.0


def _first_data(rows: list[Row], place: int) -> int:
    """The first row after the header that is no row of directions."""
    for row in rows[place + 1 :]:
        if not row.empty and not is_direction(row):
            return row.number
    return rows[place].number + 1


def is_direction(row: Row) -> bool:
    """Most cells tell how to fill in the table. A real measure has at most one such sentence."""
    texts = [plain(value) for value in row.values if plain(value)]
    told = sum(bool(_DIRECTION.match(fold(text))) for text in texts)
    return told >= 2 and told * 2 >= len(texts)


def is_form_text(text: str) -> bool:
    """The cell repeats what the form says of the column (« Ce champ ne sera pas importé »), not a content."""
    return len(text) < 400 and _NOT_FOR_US.match(fold(text)) is not None


def data_rows(sheet: Sheet, header: Header) -> Iterator[Row]:
    """The rows of data, in order, without the empty ones and the header repeated further down."""
    titles = {column.index: column.title.partition("#")[0] for column in header.columns}
    words, nothing_else = set(titles.values()), only_examples(sheet, header)
    for row in sheet.rows():
        if row.number == header.row:
            words.update(value for value in row.values if isinstance(value, str))
        if row.number < header.first or row.empty or (not nothing_else and example_words(sheet, header, row)):
            continue
        if not words.isdisjoint(row.values) and _repeats(row, titles):  # most rows share no word with their header
            continue
        yield row


def example_words(sheet: Sheet, header: Header, row: Row) -> str:
    """What calls the row an example: a comment, or its first filled cell (among the first rows only); else empty."""
    if row.number in sheet.seen.examples:
        return sheet.seen.examples[row.number]
    if row.number >= header.first + SEARCHED:
        return ""
    first = next((value for value in row.values if value is not None), None)
    return first.strip() if isinstance(first, str) and is_example_cell(first.strip()) else ""


def only_examples(sheet: Sheet, header: Header) -> bool:
    """Whether comments call every filled row an example: whoever brings such a form sees how it would be read."""
    if not sheet.seen.examples:
        return False
    rows = (row for row in sheet.rows() if row.number >= header.first)
    told = (row for row in rows if any(isinstance(value, str) for value in row.values))  # a lone formula tells nothing
    return all(row.number in sheet.seen.examples for row in told)


def example_notes(sheet: Sheet, header: Header) -> Iterator[CellProblem]:
    """What a preview says of the rows that are not read because they are examples."""
    expected = N_("Ligne d’exemple du formulaire (« {words} ») : elle n’est pas lue.")
    remedy = N_("Ôtez la mention d’exemple si cette ligne doit compter.")
    if only_examples(sheet, header):
        for number, words in sorted(sheet.seen.examples.items()):
            alone = N_("Ligne d’exemple du formulaire (« {words} »), la seule qui soit remplie : elle est lue.")
            params = {"words": shown(words)}
            yield CellProblem(
                sheet.name, f"A{number}", "", alone, N_("Écartez-la si c’en est une."), Severity.WARNING, params
            )
        return
    last = max((header.first + SEARCHED, *(number + 1 for number in sheet.seen.examples)))
    for row in sheet.rows():
        if row.number >= last:
            return
        if row.number >= header.first and not row.empty and (words := example_words(sheet, header, row)):
            params = {"words": shown(words)}
            yield CellProblem(sheet.name, f"A{row.number}", "", expected, remedy, Severity.NOTE, params)


def _repeats(row: Row, titles: Mapping[int, str]) -> bool:
    said = sum(squeezed(plain(row.value(index)).replace("\n", " ")) == title for index, title in titles.items())
    return said * 2 > len(titles)


def with_fields(header: Header, choices: Mapping[int, str]) -> Header:
    """The header with the fields that a person chose, by column."""
    columns = tuple(
        _with(column, choices[column.index], CERTAIN if choices[column.index] else 0.0)
        if column.index in choices and choices[column.index] != column.field
        else column
        for column in header.columns
    )
    return Header(header.sheet, header.row, header.first, columns, header.score)
