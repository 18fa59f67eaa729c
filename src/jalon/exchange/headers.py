"""Which row is the header, and which column is which field: proposed with a certainty, confirmed by a person, kept.

    guess = find_header(sheet, FIELDS)          # None: no row looks like a header
    profile = guess.profile("Retours 2026")     # frozen, saved as JSON, applied to the next workbook of the kind
    applied = apply_profile(sheet, profile, FIELDS)

A header may stand under title rows, and under a row of groups (« Acteurs » over « Pilote », « Partenaires »); rows of
directions that follow it (« Champ texte », « Indiquez… ») are not data. Its titles may be printed over two rows.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from jalon.exchange.examples import is_example_cell
from jalon.exchange.header_columns import CERTAIN, Column, Field, chosen, given, proposed, term_key, titled
from jalon.exchange.problems import CellProblem, Severity, refusal, shown
from jalon.exchange.sheets import Row, Sheet
from jalon.exchange.values import plain, squeezed
from jalon.facts.problems import N_
from jalon.methods.text import fold

__all__ = [
    "CERTAIN", "SEARCHED", "Column", "Field", "Header", "Profile", "data_rows", "example_notes", "find_header", "header_at",
    "is_direction", "is_form_text", "missing_columns", "term_key", "with_fields",
]  # fmt: skip

SEARCHED = 40
"""Rows among which the header is looked for."""
_DIRECTION = re.compile(
    r"\W*(?:champ (?:texte|date|numerique|liste|binaire)|ce champ|ces informations devront|texte (?:court|libre) de|"
    r"(?:indique|saisisse|renseigne|reseigne|choisisse|selectionne|precise|utilise|presente|cree)z\b|si vos |"
    r"plusieurs .{0,40} peuvent |text field|date field|please (?:enter|choose|select|fill))"
)
_NOT_FOR_US = re.compile(r"\W*(?:champ (?:texte|date|numerique|liste|binaire)|ce champ ne|ces informations devront)")


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


def find_header(sheet: Sheet, fields: Sequence[Field], profile: Profile | None = None) -> Header | None:
    """The row of the first `SEARCHED` with the most known terms; None when none holds two, or a required field lacks.

    A profile decides over what is guessed.
    """
    wanted = profile.header_row if profile else None
    rows = _first_rows(sheet, (wanted or SEARCHED) + 10)
    found = [header for place in _candidates(rows, wanted) for header in _headers(sheet, rows, place, fields, profile)]
    usable = (header for header in found if _usable(header, fields))
    return max(usable, key=lambda header: (header.score, -header.row), default=None)


def header_at(sheet: Sheet, fields: Sequence[Field], profile: Profile) -> Header | None:
    """The row that the profile says, even when no column of it is known: a person is to map it."""
    if profile.header_row is None:
        return None
    rows = _first_rows(sheet, profile.header_row + 10)
    return next(_headers(sheet, rows, profile.header_row - 1, fields, profile), None)


def _first_rows(sheet: Sheet, most: int) -> list[Row]:
    return [row for row, _number in zip(sheet.rows(), range(most), strict=False)]


def _candidates(rows: list[Row], wanted: int | None) -> Iterator[int]:
    if wanted is not None:
        yield wanted - 1
        return
    yield from (place for place, row in enumerate(rows[:SEARCHED]) if not row.empty)


def _usable(header: Header, fields: Iterable[Field]) -> bool:
    known = {column.field for column in header.columns}
    return all(one.code in known for one in fields if one.required) and header.score > 0


def missing_columns(header: Header, fields: Iterable[Field]) -> tuple[CellProblem, ...]:
    """The required fields that no column holds."""
    known = {column.field for column in header.columns}
    expected = N_("Aucune colonne ne donne « {label} ».")
    remedy = N_("Choisissez dans la correspondance la colonne qui le donne, ou ajoutez-la au tableau.")
    return tuple(
        CellProblem(header.sheet, f"A{header.row}", "", expected, remedy, Severity.ERROR, {"label": one.label})
        for one in fields
        if one.required and one.code not in known
    )


def _headers(
    sheet: Sheet, rows: list[Row], place: int, fields: Sequence[Field], profile: Profile | None
) -> Iterator[Header]:
    """The row as a header, and with the row below it when titles are printed over both."""
    if not 0 <= place < len(rows):
        return
    above = rows[place - 1] if place else None
    one = _header(sheet, rows, place, rows[place], above, fields, profile)
    if one is None:
        return
    if place + 1 == len(rows) or (profile is not None and profile.header_row is not None):
        yield one
        return
    below = rows[place + 1]
    if not _goes_on(one, rows[place], below, fields):
        yield one
    both = _over_two(rows[place], below)
    two = _header(sheet, rows, place + 1, both, rows[place], fields, profile) if both else None
    if two is not None and two.score > one.score:
        yield two


def _goes_on(header: Header, row: Row, below: Row, fields: Sequence[Field]) -> bool:
    """The column of a required field is merged with the row below: the titles end there."""
    required = {one.code for one in fields if one.required}
    merged = (one.index for one in header.columns if one.field in required and one.index in below.spread)
    return any(below.value(index) == row.value(index) for index in merged)


def _over_two(row: Row, below: Row) -> Row | None:
    """Two rows of titles as one, the lower titles first; None when the lower one is no row of titles."""
    filled = [value for value in below.values if value is not None]
    if not filled or not all(isinstance(value, str | int) and len(plain(value)) <= 60 for value in filled):
        return None
    width = max(len(row.values), len(below.values))
    pairs = [(row.value(place), below.value(place)) for place in range(width)]
    if not any(top is not None and low is None for top, low in pairs):
        return None
    return replace(below, values=tuple(top if low is None else low for top, low in pairs))


def _header(
    sheet: Sheet, rows: list[Row], place: int, titles: Row, above: Row | None, fields: Sequence[Field],
    profile: Profile | None,
) -> Header | None:  # fmt: skip
    columns = titled(titles, above, fields)
    mapped = chosen(columns, fields, profile.mapping) if profile and profile.mapping else proposed(columns, fields)
    uncounted = {one.code for one in fields if not one.counted}
    score = sum(column.confidence for column in mapped if column.field not in uncounted)
    if not columns or (profile is None and sum(column.confidence > 0 for column in mapped) < 2):
        return None
    first = profile.first_row if profile and profile.first_row else _first_data(rows, place)
    return Header(sheet.name, rows[place].number, first, mapped, score + score / len(columns))


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
    titles = {column.index: column.bare for column in header.columns}
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
        given(column, choices[column.index], CERTAIN if choices[column.index] else 0.0)
        if column.index in choices and choices[column.index] != column.field
        else column
        for column in header.columns
    )
    return Header(header.sheet, header.row, header.first, columns, header.score)
