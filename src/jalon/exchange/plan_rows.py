"""One row of a table of measures, read: what each mapped cell says, and what is wrong with it.

A row read is plain data, so that a long import can keep what it has read and go on after an interruption.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import fields as members_of
from functools import lru_cache
from typing import Any

from jalon.exchange import plan_fields as fields
from jalon.exchange.headers import Column, Header, Profile, data_rows, is_form_text
from jalon.exchange.money import read_money
from jalon.exchange.problems import CellProblem, Fault, Severity, problem_of, shown
from jalon.exchange.sheets import Row, Sheet, Value
from jalon.exchange.values import computed_fault, missing_of, plain, read_list, squeezed
from jalon.exchange.when import read_when
from jalon.facts.common import When
from jalon.facts.problems import N_
from jalon.facts.rules import text as rule_of_texts

BODIES = (fields.LEAD, fields.CO_LEAD, fields.PARTNER)
_NUMBERED = re.compile(
    r"(?:(?:fiche[ -]?)?(?:action|mesure|measure|engagement|commitment) )?(?:n° ?)?(?P<number>[0-9]{1,4}(?:\.[0-9]{1,3})*(?:bis|ter|[a-z])?)"
    r" ?(?:[.:)]|[–—-](?= ))\s*(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_NAMED_NUMBER = re.compile(r"(?:fiche[ -]?)?(?:action|mesure|measure)\b", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:axe|priorité|pilier|objectif|chapitre|partie|thème|orientation|axis|pillar|priority)\b", re.IGNORECASE
)

Said = tuple[str, str]
"""A text and the address of its cell."""
Date = tuple[str | None, str | None, str | None, str]
"""EDTF, printed words, recurrence, address."""
_NOTHING: Said = ("", "")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What a row says. Bodies: (field, name, address). Amounts: (amount, currency, title, funder, words, address).
    Notes: (title of the column, text, address). `absent`: (field, words, address) where the cell says « none »."""

    sheet: str
    row: int
    number: str = ""
    title: str = ""
    title_at: str = ""
    merged: bool = False
    subtitle: Said = ("", "")
    sections: tuple[Said, ...] = ()
    planned: Said = ("", "")
    notes: tuple[tuple[str, str, str], ...] = ()
    bodies: tuple[tuple[str, str, str], ...] = ()
    phase: Said = ("", "")
    progress: tuple[Said, ...] = ()
    start: Date | None = None
    due: Date | None = None
    amounts: tuple[tuple[str, str, str, str, str, str], ...] = ()
    in_kind: Said = ("", "")
    keywords: tuple[str, ...] = ()
    absent: tuple[tuple[str, str, str], ...] = ()
    heading: str = ""

    def to_json(self) -> str:
        """One line: what the row says, and nothing for what it does not say."""
        return _WRITE({name: value for name, default in _MEMBERS if (value := getattr(self, name)) != default})

    @classmethod
    def from_json(cls, line: str) -> "PlanRow":
        """As it was."""
        said = json.loads(line)
        if isinstance(said, list):  # an import that 0.4 began
            said = dict(zip((name for name, _default in _MEMBERS), said, strict=True))
        return cls(**{name: _tupled(value) if value.__class__ is list else value for name, value in said.items()})


_MEMBERS = tuple((item.name, item.default) for item in members_of(PlanRow))
_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _tupled(values: list[Any]) -> tuple[Any, ...]:
    return tuple([_tupled(value) if value.__class__ is list else value for value in values])


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of one sheet under one header."""

    sheet: Sheet
    header: Header
    profile: Profile
    lang: str = "fr"
    by_field: Mapping[str, tuple[Column, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Columns are looked for thirty times a row."""
        held = {code: self.header.of(code) for code in {column.field for column in self.header.columns}}
        object.__setattr__(self, "by_field", held)

    def rows(self, after: int = 0) -> Iterator[tuple[PlanRow | None, list[CellProblem]]]:
        """Every row of data beyond row `after`; None for one that says nothing that is read."""
        for row in data_rows(self.sheet, self.header):
            if row.number > after:
                yield self.read(row)

    def batches(self, after: int = 0) -> Iterator[tuple[int, list[PlanRow], list[CellProblem]]]:
        """Every line of data beyond line `after`: its number, the row it gives (none with an ERROR), what is wrong."""
        for line in data_rows(self.sheet, self.header):
            if line.number > after:
                row, problems = self.read(line)
                wrong = row is None or any(one.severity is Severity.ERROR for one in problems)
                yield line.number, [] if row is None or wrong else [row], problems

    def read(self, row: Row) -> tuple[PlanRow | None, list[CellProblem]]:
        """One row. With an ERROR among its problems it is not to be taken in."""
        problems: list[CellProblem] = []
        cells = _Cells(self, row, problems)
        title, number = cells.text(fields.TITLE), cells.text(fields.NUMBER)
        if not title[0] and not cells.text(fields.SUBTITLE)[0]:
            return self._untitled(cells, row)
        bare = _bare(title[0])
        said, printed = (number[0], bare) if number[0] else numbered(bare)
        read = PlanRow(
            sheet=self.sheet.name,
            row=row.number,
            number=_number(said),
            title=printed,
            title_at=title[1] or row.address(0),
            merged=cells.spread(fields.TITLE),
            subtitle=cells.text(fields.SUBTITLE),
            sections=tuple(text for code in fields.SECTIONS if (text := cells.text(code))[0]),
            planned=cells.text(fields.PLANNED),
            notes=tuple(cells.notes()),
            bodies=tuple(cells.bodies()),
            phase=cells.text(fields.PHASE),
            progress=tuple(cells.texts(fields.PROGRESS)),
            start=cells.date(fields.START),
            due=cells.date(fields.DUE),
            amounts=tuple(cells.amounts()),
            in_kind=cells.text(fields.IN_KIND),
            keywords=tuple(word for text, _at in cells.texts(fields.KEYWORDS) for word in read_list(text, ",;\n")),
            absent=tuple(cells.absent),
        )
        return read, problems

    def _untitled(self, cells: "_Cells", row: Row) -> tuple[PlanRow | None, list[CellProblem]]:
        filled = [(column, text) for column, value in enumerate(row.values) if (text := plain(value))]
        if len(filled) == 1 and _HEADING.match(filled[0][1]):
            return PlanRow(self.sheet.name, row.number, heading=_bare(filled[0][1])), []
        told = [column for column in self.header.columns if column.field and plain(row.value(column.index))]
        if not told:
            return None, []
        expected = N_("Cette ligne n’a pas d’intitulé de mesure : elle n’est pas lue.")
        remedy = N_("Ajoutez l’intitulé, ou supprimez la ligne.")
        found = shown(plain(row.value(told[0].index)))
        problem = CellProblem(self.sheet.name, row.address(told[0].index), found, expected, remedy, Severity.WARNING)
        return None, [problem]


def numbered(title: str) -> tuple[str, str]:
    """The number printed at the head of a title, and the rest: « Action 2 - Former » gives 2 and « Former ».

    A bare year (« 2024 - … ») is no number.
    """
    found = _NUMBERED.fullmatch(title)
    if found is None:
        return "", title
    number = found["number"]
    if len(number) == 4 and number.isdecimal() and not _NAMED_NUMBER.match(title):
        return "", title
    return number, found["rest"].strip()


def _number(text: str) -> str:
    """« Mesure n° 12 » is 12; what is no number (« A-3 ») stays as written."""
    found = re.fullmatch(
        r"(?:(?:action|mesure|measure)\s*)?(?:n°\s*)?([0-9]{1,4}(?:\.[0-9]+)*[a-z]{0,3})\.?",
        squeezed(text),
        re.IGNORECASE,
    )
    return found[1] if found else squeezed(text)


def _bare(text: str) -> str:
    return squeezed(re.sub(r"\s*\n\s*", " ", text))


def _words_of(value: Value) -> tuple[str, Fault | None, bool]:
    """The text of a cell, its fault, and whether it is a content."""
    text = plain(value)
    fault = computed_fault(value) or (rule_of_texts(text) if text else None)
    return text, fault, fault is None and bool(text) and not is_form_text(text)


_words = lru_cache(maxsize=4096)(_words_of)
"""Titles, axes and bodies are repeated on many rows."""


class _Cells:
    """The cells of one row by field; problems are gathered on the way."""

    def __init__(self, reader: RowReader, row: Row, problems: list[CellProblem]) -> None:
        self.reader = reader
        self.row = row
        self.problems = problems
        self.absent: list[tuple[str, str, str]] = []
        self.read: dict[str, list[Said]] = {}

    def columns(self, code: str) -> tuple[Column, ...]:
        """The columns of a field."""
        return self.reader.by_field.get(code, ())

    def spread(self, code: str) -> bool:
        """The field's value comes from a merged cell that begins elsewhere."""
        return any(column.index in self.row.spread for column in self.columns(code))

    def refuse(self, column: Column, fault: Fault, value: Value, severity: Severity = Severity.ERROR) -> None:
        """Note what is wrong with a cell."""
        at = self.row.address(column.index)
        self.problems.append(problem_of(fault, self.reader.sheet.name, at, plain(value), severity))

    def texts(self, code: str) -> Sequence[Said]:
        """The texts of a field's columns, the empty ones and the form's own words left out."""
        columns = self.reader.by_field.get(code)
        if columns is None:
            return ()
        found = self.read.get(code)
        if found is None:
            found = self.read[code] = [said for column in columns if (said := self._said(column)) is not None]
        return found

    def _said(self, column: Column) -> Said | None:
        value = self.row.value(column.index)
        if value is None:
            return None
        text, fault, ours = (_words if value.__class__ is str else _words_of)(value)  # type: ignore[arg-type]
        if fault is not None:
            self.refuse(column, fault, value)
        return (text, self.row.address(column.index)) if ours else None

    def text(self, code: str) -> Said:
        """The first text of a field."""
        found = self.texts(code)
        return found[0] if found else _NOTHING

    def notes(self) -> Iterator[tuple[str, str, str]]:
        """Texts that have no field of their own, under the title of their column."""
        columns = self.columns(fields.NOTE)
        titles = {self.row.address(column.index): column.title for column in columns} if columns else {}
        for text, at in self.texts(fields.NOTE):
            yield titles[at].partition("#")[0], text, at

    def bodies(self) -> Iterator[tuple[str, str, str]]:
        """Bodies by role. « ; » and line breaks part them; commas only where there are neither."""
        for code in BODIES:
            for text, at in self.texts(code):
                if missing_of(text):
                    self.absent.append((code, text, at))
                    continue
                separators = self.reader.profile.option("separators") or (";\n" if re.search(r"[;\n]", text) else ",")
                for name in read_list(text, separators):
                    yield code, name, at

    def date(self, code: str) -> Date | None:
        """The date of a field."""
        for column in self.columns(code):
            value = self.row.value(column.index)
            order = self.reader.profile.option("dates")
            read = read_when(value, lang=self.reader.lang, date1904=self.reader.sheet.date1904, order=order)
            at = self.row.address(column.index)
            if read.fault is not None:
                self.refuse(column, read.fault, value)
            elif read.missing is not None:
                self.absent.append((code, read.missing.words, at))
            elif read.value is not None:
                return read.value.edtf, read.value.printed, read.value.recurrence, at
        return None

    def amounts(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """The amounts, each with the funder of the column before it. A merged amount counts once."""
        for column in self.columns(fields.AMOUNT):
            value = self.row.value(column.index)
            if value is None or column.index in self.row.spread or (isinstance(value, str) and is_form_text(value)):
                continue
            read, at = read_money(value), self.row.address(column.index)
            if read.fault is not None:
                self.refuse(column, read.fault, value)
            elif read.missing is not None:
                self.absent.append((fields.AMOUNT, f"{column.title} : {read.missing.words}", at))
            elif read.value is not None:
                money = read.value
                words = money.printed if money.printed != money.amount else ""
                currency = money.currency or self._currency(column)
                yield money.amount, currency, column.title.partition("#")[0], self._funder(column), words, at

    def _currency(self, column: Column) -> str:
        said = {"€": "EUR", "EUR": "EUR", "$": "USD", "£": "GBP"}
        found = next((code for sign, code in said.items() if sign in column.title), "")
        return found or self.reader.profile.option("currency", "EUR")

    def _funder(self, column: Column) -> str:
        before = next((c for c in self.columns(fields.FUNDER) if c.index == column.index - 1), None)
        return squeezed(plain(self.row.value(before.index))) if before else ""


def when_of(date: Date) -> When:
    """The date of a row as a fact."""
    return When(edtf=date[0], printed=date[1], recurrence=date[2])
