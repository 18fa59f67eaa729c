"""Which column of a table holds what: by its heading, in any order; by what it holds where no row names the columns."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jalon.exchange.docx_tables import WordRow, WordTable
from jalon.exchange.recommendation_rows import NUMBER, position_of
from jalon.facts.recommendation import Position
from jalon.methods.text import fold

LONGEST = 80
"""Characters of a heading."""
HEADINGS: Mapping[str, re.Pattern[str]] = {
    key: re.compile("|".join(begins))
    for key, begins in {
        "paragraph": (
            r"(?:rec(?:ommendation|ommandation)?s?\.? ?)?(?:nos?\.?|n°|number|numero|ref\w*\.?)(?!\w)", "#", "id$", "para",
        ),
        "source": ("source", "document", "symbol"),
        "comment": (
            "assessment", "comment", "observations? on", "(?:(?:level|status|state|degree) of )?implementation", "follow-?up",
            "suivi", "(?:(?:etat|niveau) de )?(?:la )?mise en oeuvre", "progress", "evaluation",
        ),
        "position": (
            r"(?:upr |states? (?:under review)?'?s? ?|state's )?(?:position|response|reply|reponse|decision)", "status",
            r"(?:accepted|supported|acceptee?) ?[/?]", "avis de l'etat",
        ),
        "states": ("recommending", r"(?:member |reviewing )?states?\b", "countr(?:y|ies)", "pays", "etats?", "auteur"),
        "sdgs": (r"(?:relevant |related )?(?:sdgs?|odd)\b", "sustainable development", "objectifs? de developpement durable"),
        "affected": (r"(?:groups? of )?(?:affected|persons?|people|personnes)", "group", "population", "beneficiar"),
        "themes": (
            "(?:full |complete )?list(?:e)?(?: complete)?(?: of| des) themes?", "them", "tema", "(?:human )?rights?",
            "issue", "topic", "subject", "cluster", "domaine", "sujet", "area",
        ),
        "words": (
            "(?:full )?(?:text|libelle|contenu)", r"(?:(?:text|the|full|texte) |of |de |la |les )*recomm?[ae]nda",
            "concluding observation", "observation",
        ),
    }.items()
}  # fmt: skip
"""What a column holds -> how its heading begins, folded; the first that fits is taken."""
MARKED_NOT = frozenset({"", "-", "no", "non", "n", "\u2610", "0"})
"""What stands in a column that is named after a position and says that it is not this one."""


@dataclass(slots=True)
class Columns:
    """Where a table holds what. `row` is its row of headings, `marks` are columns named after a position and ticked.

    `read` are all that have a name, `unnamed` the headings of those whose name says nothing to us; `guessed`: no row names them.
    """

    places: dict[str, int] = field(default_factory=dict)
    marks: dict[int, tuple[Position, str]] = field(default_factory=dict)
    unnamed: dict[int, str] = field(default_factory=dict)
    row: int = 0
    guessed: bool = False

    def __bool__(self) -> bool:
        return "words" in self.places


def columns_of(table: WordTable) -> Columns:
    """What each column of a table holds, by the first of its ten first rows that reads as headings; else by its cells."""
    for at, row in enumerate(table.rows[:10]):
        found = as_headings(row)
        if found and (
            len(found.places) + len(found.marks) > 1 or _numbered(table.rows[at + 1 :], found.places["words"])
        ):
            if not found.marks and at + 1 < len(table.rows):
                found.marks = _marks(table.rows[at + 1])
            if found.marks:
                found.places.pop("position", None)
            found.unnamed = {column: text for column, text in found.unnamed.items() if column not in found.marks}
            return found
    return Columns()


def as_headings(row: WordRow) -> Columns:
    """A row as headings; false when none of its cells names a column of recommendations."""
    found = Columns(row=row.number, marks=_marks(row))
    for cell in row.cells:
        words = _heading(cell.paragraphs)
        if not words or cell.column in found.marks:
            continue
        key = next((key for key, begins in HEADINGS.items() if begins.match(words)), None)
        if len(words) > LONGEST or key is None or key in found.places:
            found.unnamed[cell.column] = cell.text
        else:
            found.places[key] = cell.column
    return found


def repeats_headings(row: WordRow, head: WordRow) -> bool:
    """Whether a row is the row of headings once more, as at the top of each page."""
    return [_heading(cell.paragraphs) for cell in row.cells] == [_heading(cell.paragraphs) for cell in head.cells]


def is_marks(row: WordRow) -> bool:
    """Whether a row holds nothing but the names of positions, two at least: the second row of headings."""
    return bool(_marks(row)) and len(_marks(row)) == sum(bool(cell.paragraphs) for cell in row.cells)


def guessed_columns(table: WordTable) -> Columns:
    """The columns of a table that no row names: numbered words, and positions. False where most rows hold neither."""
    rows = [row for row in table.rows if sum(bool(cell.paragraphs) for cell in row.cells) > 1]
    counted = range(max((cell.column + cell.width for row in rows for cell in row.cells), default=0))
    words = next((at for at in counted if _numbered(rows, at)), None)
    position = next(
        (at for at in counted if at != words and _most(rows, at, lambda text: position_of(text) is not None)), None
    )
    if words is None or position is None:
        return Columns()
    return Columns({"words": words, "position": position}, guessed=True)


def _numbered(rows: Sequence[WordRow], column: int) -> bool:
    return _most(rows, column, lambda text: NUMBER.match(text) is not None and len(text) > 20)


def _most(rows: Sequence[WordRow], column: int, fits: Callable[[str], bool]) -> bool:
    texts = [text for row in rows if (text := _cell(row, column))]
    return bool(texts) and 2 * sum(map(fits, texts)) > len(texts)


def _cell(row: WordRow, column: int) -> str:
    cell = row.at(column)
    return cell.paragraphs[0] if cell is not None and cell.paragraphs else ""


def _marks(row: WordRow) -> dict[int, tuple[Position, str]]:
    """The columns named after positions, when a row names two at least: one alone is the position of a recommendation."""
    found = {cell.column: (position, cell.text) for cell in row.cells if (position := _bare_position(cell.paragraphs))}
    return found if len({position for position, _printed in found.values()}) > 1 else {}


def _bare_position(paragraphs: Iterable[str]) -> Position | None:
    words = " ".join(paragraphs)
    return position_of(words) if len(words) <= 40 and not re.search(r"[/?]", words) else None


def _heading(paragraphs: Iterable[str]) -> str:
    return fold(" ".join(paragraphs)).strip(" :*")
