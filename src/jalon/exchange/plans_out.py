"""The facts of a plan as a workbook, and the workbook as facts again: what leaves comes back without a difference.

    book = plan_book(facts_of_plan(part_facts, plan_uid), made)     # write_xlsx(book), write_ods(book), csv_of(book)
    read = read_exported(read_workbook(data, name))                 # None when it is no such workbook

Every sheet has a hidden first row with the lasting codes of its columns, the first of which names the table: sheets and
columns may be moved, renamed, hidden, rows sorted, and new rows added without a key. A row that is gone takes nothing
away when the plan is imported: see `merging`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from jalon.exchange import tabular
from jalon.exchange.problems import CellProblem, Severity, problem_of
from jalon.exchange.sheets import Row, Sheet, Value, Workbook
from jalon.exchange.tabular import KEY, ORDER, OWNER, PLACE, Unreadable
from jalon.exchange.values import plain
from jalon.exchange.write_csv import write_csv
from jalon.exchange.writing import Book, ColumnKind, OutColumn, OutSheet, OutValue
from jalon.facts.common import Citation, Count, OrgRef, Source, Statement, Text
from jalon.facts.part import PartFacts
from jalon.facts.plan import (
    Document,
    LevelName,
    Means,
    Measure,
    Overlap,
    Plan,
    PlanEvent,
    Section,
    StatedNumber,
    Step,
    Title,
)
from jalon.facts.problems import N_
from jalon.facts.recommendation import Recommendation, StatePosition
from jalon.facts.uids import is_uid, uuid7

FORMAT = "jalon_plan"
VERSION = "1"
TABLES: dict[str, tuple[Any, str]] = {
    "measure": (Measure, "Mesures"),
    "section": (Section, "Axes"),
    "statement": (Statement, "Déclarations"),
    "means": (Means, "Moyens"),
    "step": (Step, "Jalons"),
    "plan": (Plan, "Plan"),
    "title": (Title, "Autres intitulés"),
    "stated_number": (StatedNumber, "Nombres annoncés"),
    "event": (PlanEvent, "Événements"),
    "overlap": (Overlap, "Recoupements"),
    "document": (Document, "Documents"),
    "count": (Count, "Comptes"),
    "level": (LevelName, "Niveaux"),
    "text": (Text, "Textes"),
    "org_ref": (OrgRef, "Organismes nommés"),
    "recommendation": (Recommendation, "Recommandations"),
    "position": (StatePosition, "Positions de l’État"),
    "citation": (Citation, "Renvois"),
    "source": (Source, "Sources"),
}
"""Code of a table → the class of its rows, the name of its sheet."""
ROOTS = {"plan": "plans", "section": "sections", "measure": "measures", "statement": "statements", "means": "means", "recommendation": "recommendations", "source": "sources"}  # fmt: skip
"""Tables whose rows stand for themselves → the field of `PartFacts` they fill."""
SOUGHT = 20_000
"""Rows of a sheet among which the row of codes is looked for, when the file does not say what it is."""
_FIRST = ("paragraph", "text1.value", "body.name", "number", "title1.text.value", "kind", "subject", "label", "title.value", "organisation.name", "text.value", "due.edtf", "due.printed", "said.edtf", "said_by.name", "item.value", "amount", "planned.value")  # fmt: skip
_CODE_OF = {cls: code for code, (cls, _name) in TABLES.items()}


def facts_of_plan(facts: PartFacts, plan_uid: str) -> PartFacts:
    """What a part says of one plan: its tree, measures, means, what is said of them, and the sources that these cite."""
    plans = tuple(plan for plan in facts.plans if plan.uid == plan_uid)
    sections = tuple(section for section in facts.sections if section.plan == plan_uid)
    measures = tuple(measure for measure in facts.measures if measure.plan == plan_uid)
    subjects = {plan_uid, *(one.uid for one in sections), *(one.uid for one in measures)}
    kept = replace(
        facts,
        organisations=(), vocabularies=(), territories=(), acts=(), series=(), recommendations=(),
        plans=plans, sections=sections, measures=measures,
        statements=tuple(one for one in facts.statements if one.subject in subjects),
        means=tuple(one for one in facts.means if one.plan == plan_uid or one.measure in subjects),
        indicators=(), answers=(), outputs=(), states=(),
    )  # fmt: skip
    cited = set(_cited(kept))
    return replace(kept, sources=tuple(source for source in facts.sources if source.uid in cited))


def _cited(facts: PartFacts) -> Iterator[str]:
    for name in ROOTS.values():
        for fact in getattr(facts, name):
            yield from (citation.source for citation in getattr(fact, "citations", ()))
            for cls, _owner, item, _key in tabular.pieces(fact, ""):
                if cls is Citation:
                    yield item.source


# --- out -------------------------------------------------------------------------------------------------------------


def plan_book(
    facts: PartFacts, made: datetime, *, title: str = "", instructions: tuple[str, ...] = (), main: str = "measure"
) -> Book:
    """The facts as a workbook with one sheet for each kind of row; that of `main` even when it has none."""
    rows = _rows(facts)
    sheets = tuple(_sheet(code, rows.get(code, [])) for code in TABLES if rows.get(code) or code == main)
    properties = {
        FORMAT: VERSION,
        "part": facts.header.uid,
        **({"synthetic": "true"} if facts.header.synthetic else {}),
    }
    return Book(
        title=title or facts.header.title,
        sheets=sheets,
        made=made,
        author=facts.header.owner.name,
        instructions=instructions,
        properties=properties,
        lang=facts.header.lang,
    )


def _rows(facts: PartFacts) -> dict[str, list[tabular.Cells]]:
    rows: dict[str, list[tabular.Cells]] = {}
    for code, name in ROOTS.items():
        for fact in getattr(facts, name):
            rows.setdefault(code, []).append({KEY: fact.uid, **tabular.flatten(fact)})
            for cls, owner, item, key in tabular.pieces(fact, fact.uid):
                rows.setdefault(_CODE_OF[cls], []).append({KEY: key, **owner, **tabular.flatten(item)})
    return rows


def columns_of(code: str) -> tuple[str, ...]:
    """The codes of the columns of a table, those that people read most first."""
    cls = TABLES[code][0]
    own = tuple(name for name in tabular.columns(cls) if name != "uid" or not tabular.identified(cls))
    first = tuple(name for name in _FIRST if name in own)
    links = () if code in ROOTS else (OWNER, PLACE, ORDER)
    return (KEY, *links, *first, *(name for name in own if name not in first))


def _sheet(code: str, rows: list[tabular.Cells]) -> OutSheet:
    names = columns_of(code)
    used = {name for row in rows for name, value in row.items() if value not in (None, "")}
    columns = tuple(_column(code, name, used) for name in names)
    return OutSheet(TABLES[code][1], columns, [[row.get(name) for name in names] for row in rows], code_row=True)


def _column(code: str, name: str, used: set[str]) -> OutColumn:
    choices = choices_of(TABLES[code][0], name)
    hidden = name in (KEY, PLACE) or (name not in used and name not in _FIRST)
    wide = name.endswith(("value", "note", "quote", "address"))
    return OutColumn(
        f"{code}:{name}" if name == KEY else name,
        title_of(name),
        ColumnKind.TEXT,
        width=40 if wide else 16,
        hidden=hidden,
        choices=choices,
    )


def choices_of(cls: Any, name: str) -> tuple[str, ...]:
    """The terms that a column takes, when it takes no other."""
    for step in name.split("."):
        step = next((held for held, prefix in tabular.INLINE.items() if prefix == step), step)
        member = next((one for one in tabular.members(cls) if one.name == step), None)
        if member is None:
            return ()
        cls = member.inner
    return tuple(cls) if isinstance(cls, type) and issubclass(cls, StrEnum) else ()


_TITLES = {
    KEY: "Clé", OWNER: "Clé de l’objet", PLACE: "Membre", ORDER: "Rang", "number": "Numéro", "title1.text.value": "Intitulé",
    "kind": "Genre", "subject": "Objet (clé)", "label": "Repère", "title.value": "Titre", "organisation.name": "Organisme",
    "text.value": "Texte", "due.edtf": "Échéance", "due.printed": "Échéance telle qu’imprimée", "said.edtf": "Dit le",
    "said_by.name": "Dit par", "text1.value": "Texte", "text1.lang": "Langue", "body.name": "Qui recommande", "paragraph": "Paragraphe",
    "report": "Rapport", "cycle": "Cycle", "session": "Session", "symbol": "Cote", "when.edtf": "Date", "deadline.edtf": "Échéance",
    "urgency": "Insistance", "themes": "Thèmes", "affected": "Personnes concernées", "sdgs": "ODD", "states": "États", "reference": "Identifiant d’origine",
    "item.value": "Ligne", "amount": "Montant", "planned.value": "Prévu", "note.value": "Note",
}  # fmt: skip


def title_of(name: str) -> str:
    """What the header of a column says; columns for programs keep their code."""
    return _TITLES.get(name, name)


def csv_of(book: Book) -> bytes:
    """The whole book as one CSV: a column for every code, the first naming the table of the row."""
    codes = list(dict.fromkeys(_plain_code(column.code) for sheet in book.sheets for column in sheet.columns))
    rows: list[list[OutValue]] = []
    for sheet in book.sheets:
        table = sheet.columns[0].code.partition(":")[0]
        places = {_plain_code(column.code): place for place, column in enumerate(sheet.columns)}
        rows += [[table, *(row[places[code]] if code in places else None for code in codes)] for row in sheet.rows]
    columns = (OutColumn(FORMAT, FORMAT), *(OutColumn(code, code) for code in codes))
    return write_csv(OutSheet("plan", columns, rows))


def _plain_code(code: str) -> str:
    return code.partition(":")[2] or code


# --- in --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Exported:
    """What an exported workbook says. `rows` counts its rows, `refused` those that could not be read."""

    facts: Mapping[str, tuple[Any, ...]]
    problems: tuple[CellProblem, ...]
    rows: int
    refused: int
    part: str = ""


@dataclass(slots=True)
class _Held:
    """A row read: its cells by code, and where it stands."""

    cells: dict[str, Value]
    sheet: str
    row: Row
    places: Mapping[str, int]
    used: bool = False

    def problem(self, column: str, error: Unreadable) -> CellProblem:
        place = self.places.get(column, 0)
        return problem_of(error.fault, self.sheet, self.row.address(place), plain(self.row.value(place)))


def is_exported(book: Workbook) -> bool:
    """A register made the workbook: it says so, or a row of codes is among its first rows (sorting may have moved it)."""
    return FORMAT in book.properties or any(
        _is_codes(row) for sheet in book.sheets for row in islice(sheet.rows(), SOUGHT)
    )


def _is_codes(row: Row) -> bool:
    first = next((value for value in row.values if value is not None and plain(value)), "")
    if not isinstance(first, str) or (KEY not in first and FORMAT not in first):
        return False
    said = plain(first)
    return said == FORMAT or (said.endswith(f":{KEY}") and said.partition(":")[0] in TABLES)


def read_exported(book: Workbook) -> Exported | None:
    """The facts of a workbook that `plan_book` made; None for any other."""
    tables = [found for sheet in book.sheets for found in _tables(sheet)]
    if not tables:
        return None
    reader = _Reader(tables)
    facts = {name: tuple(reader.roots(code)) for code, name in ROOTS.items()}
    problems = (*book.all_notes, *reader.problems, *reader.orphans())
    return Exported(facts, problems, len(tables), reader.refused, book.properties.get("part", ""))


def _tables(sheet: Sheet) -> Iterator[tuple[str, _Held]]:
    """The rows of a sheet under its row of codes, each with the code of its table."""
    code, places = "", dict[str, int]()
    held: list[_Held] = []
    for row in sheet.rows():
        if not places and _is_codes(row):
            first = next(plain(value) for value in row.values if plain(value))
            code = "" if first == FORMAT else first.partition(":")[0]
            names = ((_plain_code(plain(value)), place) for place, value in enumerate(row.values))
            places = {name: place for name, place in names if name}
        elif not row.empty:
            held.append(_Held({name: row.value(place) for name, place in places.items()}, sheet.name, row, places))
    titles = {title_of(name) for name in places}
    for one in held:
        if not places or _is_header(one.row, places.get(KEY, 0), titles):
            continue
        one.cells, one.places = {name: one.row.value(place) for name, place in places.items()}, places
        yield code or plain(one.cells.get(FORMAT)), one


def _is_header(row: Row, key: int, titles: set[str]) -> bool:
    """The row of titles, some of them rewritten: most are ours, or its key is no key."""
    said = {plain(value) for value in row.values} - {""}
    named = plain(row.value(key))
    return len(said & titles) * 2 > len(said) and not is_uid(named.partition("/")[0])


class _Reader:
    def __init__(self, tables: Iterable[tuple[str, _Held]]) -> None:
        self.problems: list[CellProblem] = []
        self.refused = 0
        self.rows: dict[str, list[_Held]] = {}
        self.pieces: dict[tuple[str, str, str], list[_Held]] = {}
        for code, held in tables:
            owner = plain(held.cells.get(OWNER))
            if owner and code not in ROOTS:
                self.pieces.setdefault((code, owner, plain(held.cells.get(PLACE))), []).append(held)
            elif code in ROOTS:
                self.rows.setdefault(code, []).append(held)

    def roots(self, code: str) -> Iterator[Any]:
        """The facts of one table, in the order of its rows."""
        cls = TABLES[code][0]
        for held in self.rows.get(code, []):
            yield from self._built(cls, held)

    def _built(self, cls: Any, held: _Held) -> Iterator[Any]:
        key = plain(held.cells.get(KEY))
        if not key and tabular.identified(cls):
            key = uuid7()
        cells = {**held.cells, "uid": key} if tabular.identified(cls) else held.cells
        try:
            yield tabular.build(cls, cells, key, self._children)
        except Unreadable as error:
            self.refused += 1
            self.problems.append(held.problem(error.column, error))

    def _children(self, owner: str, place: str, cls: Any) -> tuple[Any, ...]:
        found = self.pieces.get((_CODE_OF[cls], owner, place), [])
        for held in found:
            held.used = True
        ordered = sorted(found, key=lambda held: _rank(held.cells.get(ORDER)))
        return tuple(item for held in ordered for item in self._built(cls, held))

    def orphans(self) -> Iterator[CellProblem]:
        """Rows whose owner is not in the workbook."""
        for (_code, owner, _place), found in self.pieces.items():
            for held in found:
                if not held.used:
                    expected = N_("Cette ligne dépend d’un objet absent du classeur.")
                    remedy = N_("Rétablissez la ligne de l’objet, ou supprimez celle-ci.")
                    at = held.row.address(held.places.get(OWNER, 0))
                    yield CellProblem(held.sheet, at, owner[:80], expected, remedy, Severity.ERROR)


def _rank(value: Value) -> int:
    return value if isinstance(value, int) else int(text) if (text := plain(value)).isdecimal() else 1_000_000
