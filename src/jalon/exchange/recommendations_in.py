"""Files of recommendations as facts: the United Nations' matrices (DOCX), their index (workbook), and our own exports.

    read = read_recommendations(data, "matrice.docx", Given(body="Examen périodique universel", cycle="3"), part_uid, now)
    read.recommendations, read.problems, read.unread

The uid of a recommendation comes from the identifier that the file gives it, or from its document and paragraph: the same
file gives the same uids, and a corrected one rewrites only what it corrects. Where neither is known, its words tell.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from jalon.exchange.plans_out import is_exported, read_exported
from jalon.exchange.problems import CellProblem, Severity, refusal
from jalon.exchange.recommendation_rows import SYMBOL, ReadRecommendation, language_of
from jalon.exchange.recommendations_docx import ReadMatrix, read_matrix
from jalon.exchange.sheets import Workbook, read_workbook
from jalon.exchange.uhri import Annotation, read_index
from jalon.facts.common import Citation, OrgRef, Source, Text, When, Wording
from jalon.facts.problems import N_, shown
from jalon.facts.recommendation import Recommendation, StatePosition
from jalon.facts.uids import stable_uid
from jalon.methods.matching.words import same_reading
from jalon.methods.text import fold

WORD = (".docx", ".docm", ".doc")
ADDENDUM = re.compile(r"/(?:Add|Corr|Rev)\.\d+$", re.IGNORECASE)
PLAIN_POSITIONS = frozenset({"supported", "noted"})
"""Words of a position that its code says as well."""


class Layout(StrEnum):
    """What the file was recognised as."""

    MATRIX = "matrix"
    INDEX = "index"
    EXPORTED = "exported"


@dataclass(frozen=True, slots=True)
class Given:
    """What a file does not say of itself, said by whoever imports it. `country` keeps only the rows about it."""

    body: str = ""
    instrument: str = ""
    report: str = ""
    cycle: str = ""
    session: str = ""
    symbol: str = ""
    when: When | None = None
    country: str = ""


@dataclass(slots=True)
class ReadFile:
    """What a file holds. `rows` are all its rows; `document` is the symbol that it cites most, to be confirmed."""

    layout: Layout
    rows: int = 0
    headings: int = 0
    themes: int = 0
    empty: int = 0
    continued: int = 0
    elsewhere: int = 0
    recommendations: tuple[Recommendation, ...] = ()
    sources: tuple[Source, ...] = ()
    unread: list[int] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    document: str = ""


def read_recommendations(data: bytes, name: str, given: Given, scope: str, at: str) -> ReadFile:
    """Read a file. `Refused` says why it cannot be. `scope` is the uid of the part, `at` when the register learns it (UTC)."""
    if name.lower().endswith(WORD) or _is_word(data):
        return _matrix(read_matrix(data), name, given, scope, at)
    book = read_workbook(data, name)
    return _exported(book) if is_exported(book) else _index(book, given, scope, at)


def _is_word(data: bytes) -> bool:
    return data.startswith(b"PK") and b"word/document.xml" in data


def _exported(book: Workbook) -> ReadFile:
    read = read_exported(book)
    found: tuple[Recommendation, ...] = read.facts["recommendations"] if read else ()
    if read is None or not found:
        raise refusal(
            N_("Ce classeur exporté ne contient pas de recommandations."),
            N_("Exportez les recommandations de la partie."),
        )
    sources: tuple[Source, ...] = read.facts["sources"]
    return ReadFile(Layout.EXPORTED, rows=read.rows, recommendations=found, sources=sources, problems=[*read.problems])


def _matrix(matrix: ReadMatrix, name: str, given: Given, scope: str, at: str) -> ReadFile:
    document = _cited_most(matrix.recommendations)
    made = _Facts(given, scope, at, given.symbol or document, name)
    rows = [Annotation(draft, "", _place(draft)) for draft in matrix.recommendations]
    facts = made.all(rows)
    problems = [*matrix.problems, *made.problems]
    return ReadFile(
        Layout.MATRIX, matrix.rows, matrix.headings, matrix.themes, matrix.empty, matrix.continued, 0, facts,
        made.sources(facts), matrix.unread, problems, document,
    )  # fmt: skip


def _index(book: Workbook, given: Given, scope: str, at: str) -> ReadFile:
    index = read_index(book, given.country)
    made = _Facts(given, scope, at, given.symbol, book.name)
    facts = made.all(index.annotations)
    problems = [*book.all_notes, *index.problems, *made.problems]
    return ReadFile(
        Layout.INDEX, index.rows + 1, 1, 0, index.empty, 0, index.elsewhere, facts, made.sources(facts), index.unread, problems,
    )  # fmt: skip


def _place(draft: ReadRecommendation) -> str:
    return f"l. {draft.rows[0]}"


def _cited_most(drafts: Iterable[ReadRecommendation]) -> str:
    """The document that the sources of positions name most, without the mark of its addenda; empty when they name none."""
    symbols = (SYMBOL.search(draft.position_source) for draft in drafts)
    counts = Counter(ADDENDUM.sub("", found.group().rstrip(".,")) for found in symbols if found)
    return counts.most_common(1)[0][0] if counts else ""


class _Facts:
    """Drafts on their way into facts, each under a uid of its own."""

    def __init__(self, given: Given, scope: str, at: str, document: str, name: str) -> None:
        self.given, self.scope, self.at, self.name = given, scope, at, name
        self.document = document or given.report or given.session or given.cycle or _day(given.when)
        self.problems: list[CellProblem] = []
        self._source = Source(
            uid=stable_uid(f"{scope}/recommendations/file/{fold(self.document or name)}"), address=name,
            title=given.report or name,
        )  # fmt: skip

    def all(self, rows: Iterable[Annotation]) -> tuple[Recommendation, ...]:
        """The facts in the order of the file; one that stands in it twice is one fact with the themes of both."""
        found: dict[str, Recommendation] = {}
        for row in rows:
            fact = self._fact(row)
            twin = found.get(fact.uid)
            if twin is not None and _words(twin) != _words(fact):
                self._say(row, N_("Deux recommandations du fichier portent ce numéro et disent autre chose : les deux sont gardées."), N_("Vérifiez le numéro de chacune."), fact.reference or fact.paragraph or "")  # fmt: skip
                fact = replace(fact, uid=stable_uid(f"{fact.uid}/{_words(fact)}"))
                twin = found.get(fact.uid)
            found[fact.uid] = fact if twin is None else _joined(twin, fact)
        if nameless := sum(not fact.body.name for fact in found.values()):
            expected = N_("Qui recommande n’est pas dit (recommandations : {count}).")
            remedy = N_("Nommez l’organisme qui recommande.")
            self.problems.append(CellProblem("", "", "", expected, remedy, Severity.ERROR, {"count": str(nameless)}))
        return tuple(found.values())

    def sources(self, facts: tuple[Recommendation, ...]) -> tuple[Source, ...]:
        """The file as a source, when something cites it."""
        return (self._source,) if facts else ()

    def _fact(self, row: Annotation) -> Recommendation:
        draft, given = row.draft, self.given
        body = OrgRef(name=given.body or row.body)
        texts, symbol = draft.texts, given.symbol or row.symbol
        return Recommendation(
            uid=self._uid(row, body.name, texts), body=body, recorded_at=self.at, texts=texts,
            instrument=given.instrument or None, report=given.report or None, cycle=given.cycle or None,
            session=row.session or given.session or None, symbol=symbol or None, paragraph=draft.paragraph,
            reference=draft.reference, when=row.when or given.when, themes=_themes(draft), affected=_once(draft.affected),
            sdgs=_once(draft.sdgs), states=_once(draft.states), positions=self._positions(draft), note=_note(draft),
            citations=(Citation(source=self._source.uid, locator=_locator(draft)),),
        )  # fmt: skip

    def _uid(self, row: Annotation, body: str, texts: tuple[Text, ...]) -> str:
        start = f"{self.scope}/recommendation"
        if row.draft.reference:
            return stable_uid(f"{start}/{row.draft.reference}")
        document = fold(row.symbol or self.document)
        key = f"{start}/{fold(body)}/{document}/{row.draft.paragraph or ''}"
        known = bool(document and row.draft.paragraph)
        return stable_uid(key if known else f"{key}/{'/'.join(same_reading(text.value) for text in texts)}")

    def _positions(self, draft: ReadRecommendation) -> tuple[StatePosition, ...]:
        if draft.position is None:
            return ()
        printed = draft.position_printed.strip()
        words = (
            None
            if fold(printed) in PLAIN_POSITIONS
            else Text(value=printed, lang=_language(draft), wording=Wording.VERBATIM)
        )
        cites = Citation(source=self._source.uid, field="position", locator=draft.position_source or None)
        return (StatePosition(position=draft.position, text=words, citations=(cites,)),)

    def _say(
        self, row: Annotation, expected: str, remedy: str, found: str = "", severity: Severity = Severity.WARNING
    ) -> None:
        self.problems.append(
            CellProblem(row.sheet, row.place, shown(found) if found else "", expected, remedy, severity)
        )


def _themes(draft: ReadRecommendation) -> tuple[str, ...]:
    """The list of the recommendation; the heading above it is one of them, or comes first."""
    named = set(map(fold, draft.themes))
    return _once([draft.theme, *draft.themes] if draft.theme and fold(draft.theme) not in named else draft.themes)


def _note(draft: ReadRecommendation) -> Text | None:
    """What the file says besides, in its words: a position that is none of the three, the comment of its last column."""
    kept = [draft.position_printed if draft.position is None else "", draft.comment]
    words = "\n".join(part for part in kept if part.strip())
    return Text(value=words, lang=_language(draft, words), wording=Wording.VERBATIM) if words else None


def _language(draft: ReadRecommendation, words: str = "") -> str:
    """That of the words where they tell it, else that of the recommendation."""
    return language_of(words) or draft.texts[0].lang


def _locator(draft: ReadRecommendation) -> str | None:
    return f"§ {draft.paragraph}" if draft.paragraph else draft.reference


def _joined(first: Recommendation, again: Recommendation) -> Recommendation:
    """One recommendation under two headings: every theme, person, goal and State of both, and the other languages."""
    names = ("themes", "affected", "sdgs", "states")
    lists: dict[str, Any] = {name: _once([*getattr(first, name), *getattr(again, name)]) for name in names}
    langs = {text.lang for text in first.texts}
    more = tuple(text for text in again.texts if text.lang not in langs)
    return replace(first, texts=(*first.texts, *more), positions=first.positions or again.positions, **lists)


def _words(fact: Recommendation) -> str:
    return "/".join(same_reading(text.value) for text in fact.texts)


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for item in items if item.strip()))


def _day(when: When | None) -> str:
    return (when.edtf or when.printed or "") if when else ""
