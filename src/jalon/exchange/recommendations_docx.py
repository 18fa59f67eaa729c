"""The thematic matrices of recommendations that the United Nations' human rights office publishes as Word tables.

Their columns are found by their headings, not by their place: the layout changes from cycle to cycle. A row that is
neither a heading, a theme nor a recommendation is kept and said; nothing is dropped in silence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jalon.exchange.docx_tables import WordRow, WordTable, tables_of
from jalon.exchange.problems import CellProblem, Severity, refusal
from jalon.exchange.recommendation_rows import (
    NUMBER,
    ReadRecommendation,
    goal_of,
    position_of,
    take_themes,
    take_words,
)
from jalon.facts.problems import N_, shown
from jalon.methods.text import fold

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "words": ("recommendation", "recommandation", "recomendacion", "text", "texte", "concluding observation"),
    "position": ("position", "response", "reponse", "status"),
    "themes": ("full list of themes", "themes", "theme", "issues", "thematique", "liste complete des themes", "right"),
    "affected": ("affected persons", "affected", "personnes concernees", "groups"),
    "sdgs": ("sdg", "sustainable development", "odd"),
    "states": ("recommending state", "states", "state", "etat"),
    "paragraph": ("paragraph", "para", "number", "no.", "no", "n°", "ref"),
    "comment": ("assessment", "comment", "level of implementation", "implementation", "suivi", "commentaire"),
    "source": ("source", "document", "symbol"),
}
"""What a column holds -> how its heading begins, folded."""
THEME = re.compile(r"^(?:theme|th[eè]me|tema|right or area|cluster)\s*(?::|[-–])\s*(?P<theme>.+)$", re.IGNORECASE)


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
    """The recommendations of a .docx. `Refused` when no table of it has a column of recommendations."""
    tables = tables_of(data)
    found = ReadMatrix()
    columns: dict[str, int] = {}
    for table in tables:
        columns = _columns_of(table) or columns
        if columns:
            _Reading(found, columns, several=len(tables) > 1).table(table)
    if not found.rows:
        raise _no_table(tables)
    found.columns = tuple(columns)
    return found


def _columns_of(table: WordTable) -> dict[str, int]:
    """What each column of a table holds, by the first of its ten first rows that reads as headings."""
    for row in table.rows[:10]:
        columns = _as_headings(row)
        if columns:
            return columns
    return {}


def _as_headings(row: WordRow) -> dict[str, int]:
    columns = dict[str, int]()
    if len([cell for cell in row.cells if cell.paragraphs]) < 2:
        return columns
    for cell in row.cells:
        words = fold(" ".join(cell.paragraphs)).strip(" :*")
        if not words or len(words) > 80:
            continue
        key = next((key for key, begins in HEADINGS.items() if words.startswith(begins) and key not in columns), None)
        if key:
            columns[key] = cell.column
    return columns if "words" in columns and len(columns) > 1 else {}


class _Reading:
    """A table on its way into what is read."""

    def __init__(self, found: ReadMatrix, columns: Mapping[str, int], *, several: bool) -> None:
        self.found, self.columns, self.several = found, columns, several
        self.theme = ""
        self.last: ReadRecommendation | None = None

    def table(self, table: WordTable) -> None:
        """All rows of a table."""
        for row in table.rows:
            self.found.rows += 1
            self._row(row, f"T{table.number}, l. {row.number}" if self.several else f"l. {row.number}")

    def _row(self, row: WordRow, place: str) -> None:
        if row.empty:
            self.found.empty += 1
        elif _as_headings(row):
            self.found.headings += 1
        elif theme := _theme_of(row, self.columns):
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

    def _paragraphs(self, row: WordRow, column: str) -> tuple[str, ...]:
        if column not in self.columns:
            return ()
        cell = row.at(self.columns[column])
        return cell.paragraphs if cell is not None else ()

    def _continues(self, row: WordRow) -> bool:
        """Whether the row goes on with the recommendation above: cut by a page, or its cell merged with this one."""
        if self.last is None:
            return False
        cell = row.at(self.columns["words"])
        if cell is not None and cell.continues:
            return True
        words, others = self._paragraphs(row, "words"), ("position", "themes", "states", "paragraph")
        numbered = bool(words and NUMBER.match(words[0])) or bool(self._paragraphs(row, "paragraph"))
        if not words:
            return any(self._paragraphs(row, name) for name in others)
        return not numbered and not any(self._paragraphs(row, name) for name in others)

    def _join(self, row: WordRow) -> None:
        assert self.last is not None
        self.found.continued += 1
        self.last.rows.append(row.number)
        words = list(self._paragraphs(row, "words"))
        if words and self.last.words and words[0][:1].islower():
            self.last.words[-1] = f"{self.last.words[-1]} {words.pop(0)}"
        self._fill(self.last, row, words)

    def _add(self, row: WordRow, place: str) -> None:
        draft = ReadRecommendation([row.number], theme=self.theme)
        if paragraph := " ".join(self._paragraphs(row, "paragraph")):
            draft.paragraph = paragraph.rstrip(".")
        self._fill(draft, row, self._paragraphs(row, "words"))
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

    def _fill(self, draft: ReadRecommendation, row: WordRow, words: Sequence[str]) -> None:
        take_words(draft, words)
        take_themes(draft, self._paragraphs(row, "themes"))
        for name, into in (("affected", draft.affected), ("states", draft.states)):
            into.extend(line.lstrip("-– ") for line in self._paragraphs(row, name))
        draft.sdgs += [goal_of(line.lstrip("-– ")) for line in self._paragraphs(row, "sdgs")]
        if printed := " ".join(self._paragraphs(row, "position")):
            draft.position_printed, draft.position = printed, position_of(printed)
        if source := " ".join(self._paragraphs(row, "source")):
            draft.position_source = draft.position_source or source
        draft.comment = "\n".join(filter(None, [draft.comment, *self._paragraphs(row, "comment")]))

    def _say(self, place: str, row: WordRow, expected: str, remedy: str, found: str = "") -> None:
        seen = found or next((cell.text for cell in row.cells if cell.paragraphs), "")
        self.found.problems.append(CellProblem("", place, shown(seen), expected, remedy, Severity.WARNING))


def _theme_of(row: WordRow, columns: Mapping[str, int]) -> str:
    """The theme that a row announces: « Theme: … », or one cell across the table that no number begins."""
    filled = [cell for cell in row.cells if cell.paragraphs]
    if len({cell.text for cell in filled}) != 1:
        return ""
    words = " ".join(filled[0].paragraphs)
    if named := THEME.match(words):
        return named["theme"].strip()
    across = filled[0].width > 1 and filled[0].width >= sum(cell.width for cell in row.cells) and len(columns) > 1
    return words if across and not NUMBER.match(words) and len(words) <= 200 else ""


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
