"""The thematic matrices of recommendations that the United Nations' human rights office publishes as Word tables.

Their columns are found by their headings, not by their place: the layout changes from cycle to cycle. A row that is
neither a heading, a theme nor a recommendation is kept and said; nothing is dropped in silence.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jalon.exchange.docx_tables import WordRow, WordTable, word_document
from jalon.exchange.problems import CellProblem, Severity, refusal
from jalon.exchange.recommendation_headings import (
    MARKED_NOT,
    Columns,
    columns_of,
    guessed_columns,
    is_marks,
    repeats_headings,
)
from jalon.exchange.recommendation_rows import (
    NUMBER,
    ReadRecommendation,
    goals_of,
    numbered_apart,
    position_of,
    take_themes,
    take_words,
)
from jalon.facts.problems import N_, shown
from jalon.methods.text import fold

THEME = re.compile(r"^(?:theme|th[eè]me|tema|right or area|cluster)\s*(?::|[-–])\s*(?P<theme>.+)$", re.IGNORECASE)
ENDS = (";", ".", ")", ":")
"""How the words of a recommendation end; a theme ends otherwise."""
DOTTED = re.compile(r"^(?:[A-Z]{1,2}[-.\s]?)?\d{1,3}(?:\.\d{1,3})+[.)]?\s")
LONGEST_THEME = 200


@dataclass(slots=True)
class ReadMatrix:
    """A document as read. `rows` are all rows of its tables of recommendations; the four counts add up to them."""

    rows: int = 0
    headings: int = 0
    themes: int = 0
    empty: int = 0
    continued: int = 0
    recommendations: list[ReadRecommendation] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    columns: tuple[str, ...] = ()


def read_matrix(data: bytes) -> ReadMatrix:
    """The recommendations of a .docx. `Refused` when no table of it has a column of recommendations, nor its paragraphs."""
    document = word_document(data)
    tables = document.tables
    reading = _Reading(several=len(tables) > 1)
    for table in tables:
        reading.table(table)
    found = reading.found
    if not found.rows:
        _read_paragraphs(found, document.paragraphs)
    if not found.rows:
        raise _no_table(tables)
    return found


class _Reading:
    """The tables of a document on their way into what is read. A table that no row of headings begins goes on with the last."""

    def __init__(self, *, several: bool) -> None:
        self.found, self.several = ReadMatrix(), several
        self.columns, self.width = Columns(), 0
        self.theme = ""
        self.last: ReadRecommendation | None = None
        self.above: dict[str, tuple[str, ...]] = {}
        self.dense = False

    def table(self, table: WordTable) -> None:
        """All rows of a table; none when it is no table of recommendations."""
        own, width = columns_of(table), _width(table)
        goes_on = not own and width == self.width
        columns = own or (self.columns if goes_on else guessed_columns(table))
        if not columns:
            return
        above = _theme_above(table, several=self.several)
        self.theme, self.last = above or (self.theme if goes_on else ""), self.last if goes_on and not above else None
        self.columns, self.width = columns, width
        self.found.columns = tuple(columns.places)
        filled = [sum(bool(cell.paragraphs) for cell in row.cells) for row in table.rows if not row.empty]
        self.dense = 2 * sum(count > 1 for count in filled) > len(filled)
        self._name_columns(table, named=bool(own))
        self._rows(table, head=own.row)

    def _rows(self, table: WordTable, head: int) -> None:
        for row in table.rows:
            self.found.rows += 1
            place = f"T{table.number}, l. {row.number}" if self.several else f"l. {row.number}"
            if head and self._is_heading(row, table.rows[head - 1]):
                self.found.headings += 1
            else:
                self._row(row, place)

    def _name_columns(self, table: WordTable, *, named: bool) -> None:
        """Say which columns were guessed, and which are left aside."""
        place = f"T{table.number}" if self.several else ""
        if self.columns.guessed:
            self._warn(
                place, "", N_("Aucune ligne ne nomme les colonnes : celles des textes et des positions ont été reconnues à ce qu’elles contiennent, les autres ne sont pas lues."),
                N_("Vérifiez quelques recommandations avant de confirmer."),
            )  # fmt: skip
        if self.columns.unnamed and named:
            self._warn(
                place, " | ".join(self.columns.unnamed.values()), N_("Ces colonnes ne sont pas connues : elles ne sont pas lues."),
                N_("Renommez-les si elles doivent l’être."),
            )  # fmt: skip

    def _is_heading(self, row: WordRow, head: WordRow) -> bool:
        """The row of headings, what stands above it, the positions under it, and its repetition on each page."""
        if row.empty:
            return False
        above = row.number < head.number and not NUMBER.match(_only(row)) and bool(_only(row))
        return above or row.number == head.number or repeats_headings(row, head) or is_marks(row)

    def _row(self, row: WordRow, place: str) -> None:
        if row.empty:
            self.found.empty += 1
        elif theme := self._theme_of(row):
            self.found.themes += 1
            self.theme, self.last = theme, None
        elif self._continues(row):
            self._join(row)
        elif self._paragraphs(row, "words"):
            self._add(row, place)
        else:
            self.found.unread.append(row.number)
            self._say(
                place, row, N_("Cette ligne n’est ni un thème ni une recommandation : elle est laissée de côté."),
                N_("Relisez-la ; si c’en est une, saisissez-la à la main."),
            )  # fmt: skip

    def _theme_of(self, row: WordRow) -> str:
        """The theme that a row announces: « Theme: … », one cell across the table, or one short cell alone in a full table."""
        words = _only(row)
        if named := THEME.match(words):
            return named["theme"].strip()
        if not words or len(words) > LONGEST_THEME or DOTTED.match(words):
            return ""
        first = next(cell for cell in row.cells if cell.paragraphs)
        places = self.columns.places
        if len(places) + len(self.columns.marks) > 1 and first.width >= sum(cell.width for cell in row.cells):
            return words if self.dense or not NUMBER.match(words) else ""
        if not self.dense or first.column not in (row.cells[0].column, places["words"]) or words.endswith(ENDS):
            return ""
        if first.column in [places.get(name) for name in ("words", "themes", "states", "affected")]:
            return words if self._begins(words) else ""
        return "" if re.fullmatch(r"[\W\d]*", words) else words

    def _begins(self, words: str) -> bool:
        """Whether these words begin something: what stands above is finished, as recommendations of this table are."""
        if words[:1].islower() or words.startswith(("-", "–", "•")):
            return False
        read = self.found.recommendations
        finished = sum(one.words[-1].endswith(ENDS) for one in read)
        return self.last is None or self.last.words[-1].endswith(ENDS) or 2 * finished < len(read)

    def _paragraphs(self, row: WordRow, column: str) -> tuple[str, ...]:
        """What a column holds in a row: what stands above it when its cells are merged, the words excepted."""
        if column not in self.columns.places:
            return ()
        cell = row.at(self.columns.places[column])
        if cell is None:
            return ()
        return self.above.get(column, ()) if cell.continues and column != "words" else cell.paragraphs

    def _continues(self, row: WordRow) -> bool:
        """Whether the row goes on with the recommendation above: cut by a page, or its cell merged with this one."""
        if self.last is None:
            return False
        cell = row.at(self.columns.places["words"])
        if cell is not None and cell.continues:
            return True
        words, others = self._own(row, "words"), ("position", "themes", "states", "paragraph")
        numbered = bool(words and NUMBER.match(words[0])) or bool(self._own(row, "paragraph"))
        if not words:
            return any(self._own(row, name) for name in others)
        merged = any(cell.continues for cell in row.cells)
        return not numbered and not merged and not any(self._own(row, name) for name in others)

    def _own(self, row: WordRow, column: str) -> tuple[str, ...]:
        """What the cell itself holds, merged or not."""
        cell = row.at(self.columns.places[column]) if column in self.columns.places else None
        return cell.paragraphs if cell is not None else ()

    def _join(self, row: WordRow) -> None:
        assert self.last is not None
        self.found.continued += 1
        self.last.rows.append(row.number)
        words = list(self._own(row, "words"))
        if words and self.last.words and words[0][:1].islower():
            self.last.words[-1] = f"{self.last.words[-1]} {words.pop(0)}"
        self._fill(self.last, row, words, {name: self._own(row, name) for name in self.columns.places})

    def _add(self, row: WordRow, place: str) -> None:
        cells = {name: self._paragraphs(row, name) for name in self.columns.places}
        self.above = cells
        pieces = numbered_apart(cells["words"])
        for at, words in enumerate(pieces):
            own = {name: _share(held, at, len(pieces)) for name, held in cells.items()}
            self._one(row, place, words, own)

    def _one(self, row: WordRow, place: str, words: Sequence[str], cells: dict[str, tuple[str, ...]]) -> None:
        draft = ReadRecommendation([row.number], theme=self.theme)
        if paragraph := " ".join(cells.get("paragraph", ())):
            draft.paragraph = paragraph.rstrip(".")
        self._fill(draft, row, words, cells)
        if not draft.words:
            self.found.unread.append(row.number)
            self._say(place, row, N_("Cette recommandation n’a pas de texte."), N_("Complétez-la dans le document."))
            return
        self.found.recommendations.append(draft)
        self.last = draft
        if draft.position_printed and draft.position is None:
            self._say(
                place, row, N_("La position de l’État n’est pas l’une de celles qui sont connues : elle est gardée telle quelle."),
                N_("Choisissez-la après l’import, si c’en est une."), found=draft.position_printed,
            )  # fmt: skip

    def _fill(
        self, draft: ReadRecommendation, row: WordRow, words: Sequence[str], cells: dict[str, tuple[str, ...]]
    ) -> None:
        take_words(draft, words)
        take_themes(draft, cells.get("themes", ()))
        for name, into in (("affected", draft.affected), ("states", draft.states)):
            into.extend(line.lstrip("-–• ") for line in cells.get(name, ()))
        draft.sdgs += [goal for line in cells.get("sdgs", ()) for goal in goals_of(line.lstrip("-–• "))]
        if printed := " ".join(cells.get("position", ())) or self._marked(row):
            draft.position_printed, draft.position = printed, position_of(printed)
        if source := " ".join(cells.get("source", ())):
            draft.position_source = draft.position_source or source
        draft.comment = "\n".join(filter(None, [draft.comment, *cells.get("comment", ())]))

    def _marked(self, row: WordRow) -> str:
        """The position whose column is ticked; empty when none is, or several are."""
        ticked = [
            printed
            for column, (_position, printed) in self.columns.marks.items()
            if (cell := row.at(column)) is not None and fold(cell.text).strip(" .") not in MARKED_NOT
        ]
        return ticked[0] if len(ticked) == 1 else ""

    def _say(self, place: str, row: WordRow, expected: str, remedy: str, found: str = "") -> None:
        seen = found or next((cell.text for cell in row.cells if cell.paragraphs), "")
        self._warn(place, seen, expected, remedy)

    def _warn(self, place: str, seen: str, expected: str, remedy: str) -> None:
        found = shown(seen) if seen else ""
        self.found.problems.append(CellProblem("", place, found, expected, remedy, Severity.WARNING))


def _share(held: tuple[str, ...], at: int, of: int) -> tuple[str, ...]:
    """What one of several recommendations of a row has of a cell: a line each where there are as many, else all of it."""
    return held[at : at + 1] if len(held) == of > 1 else held


def _width(table: WordTable) -> int:
    return max((cell.column + cell.width for row in table.rows for cell in row.cells), default=0)


def _only(row: WordRow) -> str:
    """The words of a row that has one filled cell, or the same words in all; empty otherwise."""
    texts = {cell.text for cell in row.cells if cell.paragraphs}
    return " ".join(texts.pop().split("\n")) if len(texts) == 1 else ""


def _theme_above(table: WordTable, *, several: bool) -> str:
    """The theme that a table stands under: « Theme: … », or a heading where the document has several tables."""
    if named := THEME.match(table.above):
        return named["theme"].strip()
    return table.above if several and table.headed and len(table.above) <= LONGEST_THEME else ""


def _read_paragraphs(found: ReadMatrix, paragraphs: Iterable[str]) -> None:
    """Numbered paragraphs of a report that says that they are recommendations, two at least; what is not numbered is no row.

    The sentence above a list stays with each of its recommendations: it says what the State thinks of them, in words that
    are not read.
    """
    lines = list(paragraphs)
    if not any("recommend" in fold(line) or "recommand" in fold(line) for line in lines):
        return
    said, drafts = "", list[ReadRecommendation]()
    for number, line in enumerate(lines, 1):
        if DOTTED.match(line):
            draft = ReadRecommendation([number], comment=said)
            take_words(draft, [line])
            drafts.append(draft)
        elif line.endswith(":"):
            said = line
    if len(drafts) < 2:
        return
    found.rows, found.recommendations = len(drafts), drafts
    found.problems.append(
        CellProblem(
            "", "", "", N_("Ce document n’a pas de tableau de recommandations : ses paragraphes numérotés ont été lus."),
            N_("Vérifiez-les : positions, thèmes et États n’y sont pas dits dans des colonnes."), Severity.WARNING,
        )
    )  # fmt: skip


def _no_table(tables: Sequence[WordTable]) -> Exception:
    if not tables:
        return refusal(
            N_("Ce document ne contient aucun tableau."),
            N_("Choisissez la matrice thématique : un tableau dont une colonne s’intitule « Recommendation »."),
        )
    first = next((row for table in tables for row in table.rows if not row.empty), None)
    return refusal(
        N_("Aucun tableau de ce document n’a de colonne de recommandations."),
        N_(
            "Sa première ligne doit nommer les colonnes : « Recommendation », et « Position » ou « Full list of themes »."
        ),
        found=" | ".join(cell.text for cell in first.cells) if first else "",
    )
