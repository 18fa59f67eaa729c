"""The workbook of the Universal Human Rights Index: one row an annotation, its columns named in the index's own spelling."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from jalon.exchange.problems import CellProblem, Severity, refusal
from jalon.exchange.recommendation_rows import ReadRecommendation, goal_of, position_of, take_words
from jalon.exchange.sheets import Row, Sheet, Workbook
from jalon.exchange.values import plain
from jalon.exchange.when import read_when
from jalon.facts.common import When
from jalon.facts.problems import N_, shown
from jalon.methods.text import fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "texte"),
    "countries": ("countries concerned", "country concerned", "countries"),
    "body": ("reccomending body", "recommending body"),
    "session": ("upr session",),
    "symbol": ("document symbol",),
    "states": ("upr reccomending states", "upr recommending states", "upr recommending state"),
    "position": ("upr position",),
    "themes": ("themes", "theme"),
    "affected": ("affected persons", "affected person"),
    "sdgs": ("sdgs", "sdg"),
    "when": ("document publication date", "publication date"),
    "reference": ("ohchr annotation id", "annotation id"),
}
"""What a column holds -> its titles, folded: as the index spells them, then as dictionaries do."""
SEARCHED = 20
"""Rows among which the titles are looked for."""
NOTHING = frozenset({"", "-", "–", "none", "null", "n/a", "not applicable"})


@dataclass(slots=True)
class Annotation:
    """One row. `place` is its address in the workbook."""

    draft: ReadRecommendation
    sheet: str
    place: str
    body: str = ""
    session: str = ""
    symbol: str = ""
    when: When | None = None


@dataclass(slots=True)
class ReadIndex:
    """The rows below the titles: recommendations, empty ones, those of other countries, those that were not read."""

    rows: int
    empty: int
    elsewhere: int
    annotations: list[Annotation]
    unread: list[int]
    problems: list[CellProblem]


def read_index(book: Workbook, country: str = "") -> ReadIndex:
    """The annotations of the first sheet that has its titles; those of one country when it is named. `Refused` without any."""
    for sheet in book.visible:
        for row in islice(sheet.rows(), SEARCHED):
            places = _places(row)
            if "text" in places and len(places) >= 3:
                return _read(sheet, row.number, places, country)
    raise refusal(
        N_("Ce classeur n’a pas de colonne de recommandations."),
        N_("Sa ligne d’en-tête doit nommer « Text » et, par exemple, « Themes » et « OHCHR Annotation Id »."),
    )


def _places(row: Row) -> dict[str, int]:
    found = dict[str, int]()
    for column, value in enumerate(row.values):
        title = " ".join(fold(plain(value)).split()) if isinstance(value, str) else ""
        code = next((code for code, titles in COLUMNS.items() if title in titles), None)
        if code:
            found.setdefault(code, column)
    return found


def _read(sheet: Sheet, header: int, places: Mapping[str, int], country: str) -> ReadIndex:
    found = ReadIndex(0, 0, 0, [], [], [])
    countries = set[str]()
    for row in sheet.rows():
        if row.number <= header:
            continue
        found.rows += 1
        cells = {code: plain(row.value(column)) for code, column in places.items()}
        concerned = _lines(cells.get("countries", ""))
        if row.empty:
            found.empty += 1
        elif country and concerned and fold(country) not in map(fold, concerned):
            found.elsewhere += 1
        elif not cells["text"]:
            found.unread.append(row.number)
            found.problems.append(_problem(sheet, row, places["text"], N_("Cette recommandation n’a pas de texte."), N_("Complétez la cellule, ou supprimez la ligne.")))  # fmt: skip
        else:
            countries.update(concerned)
            found.annotations.append(_annotation(sheet, row, places, cells))
            found.problems.extend(_odd(sheet, row, places, found.annotations[-1]))
    if len(countries) > 1:
        found.problems.append(_several(sheet, sorted(countries)))
    return found


def _annotation(sheet: Sheet, row: Row, places: Mapping[str, int], cells: Mapping[str, str]) -> Annotation:
    draft = ReadRecommendation([row.number], reference=_said(cells.get("reference", "")) or None)
    take_words(draft, _lines(cells["text"]))
    draft.states = list(dict.fromkeys([*_items(cells.get("states", "")), *draft.states]))
    draft.themes, draft.affected = _items(cells.get("themes", "")), _items(cells.get("affected", ""))
    draft.sdgs = [goal_of(item) for item in _goals(cells.get("sdgs", ""))]
    draft.position_printed = _said(cells.get("position", ""))
    draft.position = position_of(draft.position_printed)
    when = read_when(row.value(places["when"]), lang="en", loose=True).value if "when" in places else None
    bodies = _items(cells.get("body", ""))
    return Annotation(
        draft, sheet.name, row.address(places["text"]), ", ".join(bodies), _said(cells.get("session", "")),
        _said(cells.get("symbol", "")), when,
    )  # fmt: skip


def _odd(sheet: Sheet, row: Row, places: Mapping[str, int], one: Annotation) -> Iterator[CellProblem]:
    if one.draft.position_printed and one.draft.position is None:
        yield _problem(
            sheet, row, places["position"],
            N_("La position de l’État n’est pas l’une de celles qui sont connues : elle est gardée telle quelle."),
            N_("Choisissez-la après l’import, si c’en est une."),
        )  # fmt: skip
    if one.draft.reference is None and "reference" in places:
        yield _problem(
            sheet, row, places["reference"],
            N_("Cette ligne n’a pas d’identifiant (OHCHR Annotation Id) : elle est reconnue à son texte seul."),
            N_("Complétez-le si l’index en donne un."),
        )  # fmt: skip


def _several(sheet: Sheet, countries: Sequence[str]) -> CellProblem:
    return CellProblem(
        sheet.name, "", shown(", ".join(countries)), N_("Ce classeur parle de plusieurs pays : toutes ses lignes sont lues."),
        N_("Nommez le pays pour ne garder que les siennes."), Severity.WARNING,
    )  # fmt: skip


def _problem(sheet: Sheet, row: Row, column: int, expected: str, remedy: str) -> CellProblem:
    return CellProblem(
        sheet.name, row.address(column), shown(plain(row.value(column))), expected, remedy, Severity.WARNING
    )


def _lines(text: str) -> list[str]:
    """The lines of a cell, and what semicolons and bars part in lists; bullets are no text."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _items(text: str) -> list[str]:
    parts = (part.strip().lstrip("-–•").strip() for line in _lines(text) for part in line.replace("|", ";").split(";"))
    return list(dict.fromkeys(part for part in parts if fold(part) not in NOTHING))


def _goals(text: str) -> list[str]:
    """Goals may be parted by commas: « 5, 8, 16 »."""
    items = _items(text)
    return [part.strip() for item in items for part in (item.split(",") if item[:1].isdigit() and all(bit.strip().isdigit() for bit in item.split(",")) else [item])]  # fmt: skip


def _said(text: str) -> str:
    return "" if fold(text.strip()) in NOTHING else text.strip()
