"""Tables of indicator definitions into facts: title, unit, definition, code, formula kept as text.

A formula is read (`jalon.methods.formula`), never evaluated here. One that cannot be read, that names an indicator
which the table does not define, or that leads back to itself is refused with its cell; the other rows stay.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jalon.exchange.headers import Field, Header, Profile, data_rows, example_notes, find_header
from jalon.exchange.plan_fields import PLAN_FIELDS
from jalon.exchange.problems import CellProblem, Severity, shown
from jalon.exchange.sheets import Row, Sheet, Workbook
from jalon.exchange.values import plain, squeezed
from jalon.facts.common import Citation, Source, Text, Wording
from jalon.facts.indicator import Indicator
from jalon.facts.problems import N_
from jalon.facts.uids import stable_uid
from jalon.methods.formula import Formula, FormulaError, dependencies, find_cycle, parse
from jalon.methods.text import fold

CODE, TITLE, UNIT, DEFINITION, FORMULA = "code", "title", "unit", "definition", "formula"
INDICATOR_FIELDS: tuple[Field, ...] = (
    Field(CODE, N_("Identifiant"), ("identifiantReferentiel", "code", "id", "identifier", "référence"), required=True),
    Field(TITLE, N_("Titre"), ("intitulé", "indicateur", "nom", "title", "indicator", "name"), required=True),
    Field(UNIT, N_("Unité"), ("unite", "unité de mesure", "unit")),
    Field(DEFINITION, N_("Définition"), ("description", "mode de calcul", "definition")),
    Field(FORMULA, N_("Formule"), ("valeurCalcule", "formule de calcul", "formula")),
)
"""Longer titles, bounds and categories of a table are not read: no field of an indicator says the same."""
NO_UNIT = "—"
"""The unit of an indicator whose table gives none."""


@dataclass(frozen=True)
class IndicatorsRead:
    """What was read. `rows` counts the rows of data."""

    indicators: tuple[Indicator, ...]
    problems: tuple[CellProblem, ...]
    header: Header | None
    rows: int = 0

    @property
    def errors(self) -> tuple[CellProblem, ...]:
        """What keeps rows out."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


@dataclass(frozen=True)
class Defining:
    """What a table does not say of its indicators. `subject`: the uid of the plan, section or measure that they are of.

    `owner` (uid) and `prefix` make their uids and slugs those of one part. `codes`: what formulas may name besides.
    """

    subject: str
    source: Source
    owner: str
    prefix: str = ""
    lang: str = "fr"
    codes: frozenset[str] = frozenset()


def defines_indicators(book: Workbook, profile: Profile | None = None) -> bool:
    """The profile says so (option `table`: `indicators`); without one, a header names codes, titles, and units or
    formulas, and looks less like a table of measures."""
    if profile is not None:
        return profile.option("table") == "indicators"
    return any(_defines(sheet) for sheet in book.visible)


def _defines(sheet: Sheet) -> bool:
    header = find_header(sheet, INDICATOR_FIELDS)
    if header is None or not (header.of(UNIT) or header.of(FORMULA)):
        return False
    measures = find_header(sheet, PLAN_FIELDS)
    return measures is None or measures.score < header.score


def read_indicators(book: Workbook, about: Defining, profile: Profile | None = None) -> IndicatorsRead:
    """The definitions of the first sheet that holds any."""
    for sheet in book.visible:
        header = find_header(sheet, INDICATOR_FIELDS, profile)
        if header is not None:
            return _Reader(sheet, header, about).read()
    expected = N_("Aucune feuille ne montre une ligne d’en-tête d’indicateurs.")
    remedy = N_("Donnez au moins une colonne d’identifiants et une colonne de titres.")
    return IndicatorsRead((), (CellProblem("", "", book.name[:80], expected, remedy),), None)


class _Reader:
    def __init__(self, sheet: Sheet, header: Header, about: Defining) -> None:
        self.sheet = sheet
        self.header = header
        self.about = about
        self.problems: list[CellProblem] = [*sheet.notes, *example_notes(sheet, header)]
        self.formulas: dict[str, Formula] = {}
        self.places: dict[str, tuple[Row, str]] = {}

    def read(self) -> IndicatorsRead:
        rows = list(data_rows(self.sheet, self.header))
        found = {one.code or "": one for row in rows for one in self._indicator(row)}
        wrong = set(self._unknown(found)) | set(self._circles())
        kept = tuple(one for code, one in found.items() if code not in wrong)
        return IndicatorsRead(kept, tuple(self.problems), self.header, len(rows))

    def _cell(self, row: Row, code: str) -> tuple[str, str]:
        column = next(iter(self.header.of(code)), None)
        return ("", "") if column is None else (plain(row.value(column.index)), row.address(column.index))

    def _say(self, at: str, found: str, expected: str, remedy: str, **params: str) -> None:
        self.problems.append(CellProblem(self.sheet.name, at, shown(found), expected, remedy, Severity.ERROR, params))

    def _indicator(self, row: Row) -> Iterator[Indicator]:
        (code, at), (title, title_at) = self._cell(row, CODE), self._cell(row, TITLE)
        if not code or not title:
            remedy = N_("Complétez la ligne, ou supprimez-la.")
            self._say(at or title_at, code or title, N_("Un identifiant et un titre sont attendus."), remedy)
            return
        if code in self.places:
            first = self.places[code][0].address(self.header.of(CODE)[0].index)
            expected = N_("L’identifiant {code} sert déjà, en {first}.")
            self._say(
                at, code, expected, N_("Donnez-en un autre, ou supprimez la ligne en double."), code=code, first=first
            )
            return
        formula, formula_at = self._cell(row, FORMULA)
        if formula and not self._parsed(code, formula, formula_at):
            return
        self.places[code] = (row, formula_at)
        yield self._built(row, code, title, title_at, formula or None)

    def _parsed(self, code: str, formula: str, at: str) -> bool:
        try:
            self.formulas[code] = parse(formula)
        except FormulaError as error:
            expected = N_("Cette formule n’est pas lisible au caractère {position} (« {read} »).")
            remedy = N_("Corrigez la formule, ou laissez la cellule vide.")
            self._say(at, formula, expected, remedy, position=str(error.position + 1), read=error.read)
            return False
        return True

    def _built(self, row: Row, code: str, title: str, at: str, formula: str | None) -> Indicator:
        definition, _definition_at = self._cell(row, DEFINITION)
        unit, _unit_at = self._cell(row, UNIT)
        return Indicator(
            uid=stable_uid(f"{self.about.owner}/indicator/{code}"),
            slug=_slug(f"{self.about.prefix} {code}"),
            subject=self.about.subject,
            title=self._text(squeezed(title)),
            unit=squeezed(unit) or NO_UNIT,
            code=code,
            definition=self._text(definition) if definition else None,
            formula=formula,
            citations=(Citation(source=self.about.source.uid, locator=f"{self.sheet.name}!{at}"),),
        )

    def _text(self, words: str) -> Text:
        return Text(value=words, lang=self.about.lang, wording=Wording.VERBATIM)

    def _unknown(self, found: Mapping[str, Indicator]) -> Iterator[str]:
        for code, formula in self.formulas.items():
            lacking = sorted(dependencies(formula) - found.keys() - self.about.codes)
            if lacking and code in found:
                _row, at = self.places[code]
                expected = N_("Cette formule nomme des indicateurs que le tableau ne définit pas : {names}.")
                self._say(
                    at,
                    formula.text,
                    expected,
                    N_("Définissez-les, ou corrigez la formule."),
                    names=", ".join(lacking[:5]),
                )
                yield code

    def _circles(self) -> Iterator[str]:
        formulas = dict(self.formulas)
        while loop := find_cycle(formulas):
            code = loop[0]
            _row, at = self.places[code]
            expected = N_("Ces formules tournent en rond : {loop}.")
            self._say(at, formulas[code].text, expected, N_("Ôtez l’un de ces renvois."), loop=" → ".join(loop))
            yield from loop
            for name in loop:
                formulas.pop(name, None)


def _slug(code: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(code)).strip("-")[:120] or "indicateur"
