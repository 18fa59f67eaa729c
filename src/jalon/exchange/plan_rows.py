"""One row of a table of measures, read: what each mapped cell says, and what is wrong with it.

A row read is plain data, so that a long import can keep what it has read and go on after an interruption.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import fields as members_of
from functools import lru_cache

from pydantic import TypeAdapter

from jalon.exchange import plan_fields as fields
from jalon.exchange.headers import Header, Profile, data_rows
from jalon.exchange.plan_cells import Cells, Date, Said
from jalon.exchange.plan_lines import Lines
from jalon.exchange.problems import CellProblem, Severity, shown
from jalon.exchange.sheets import Row, Sheet
from jalon.exchange.values import SHORT, plain, squeezed
from jalon.facts.common import When
from jalon.facts.problems import N_

_NUMBERED = re.compile(
    r"(?:(?:fiche[ -]?)?(?:action|mesure|measure|engagement|commitment) )?(?:n° ?)?(?P<number>[0-9]{1,4}(?:\.[0-9]{1,3})*(?:bis|ter|\.?[a-z](?![a-z]))?)"
    r"(?: ?(?:[.:)](?![0-9])|[–—-](?= ))|(?<=[0-9]\.[0-9])(?= )|(?<=[0-9]\.[0-9][0-9])(?= ))\s*(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_NAMED_NUMBER = re.compile(r"(?:fiche[ -]?)?(?:action|mesure|measure)\b", re.IGNORECASE)


@dataclass(slots=True)
class PlanRow:
    """What a row says; not frozen, since hundreds of thousands are made. Bodies: (field, name, address). Amounts: (amount, currency, title, funder, words, address).
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
        return _ROW.to_json(self, exclude_defaults=True).decode()

    @classmethod
    def from_json(cls, line: str) -> "PlanRow":
        """As it was."""
        if line.startswith("["):  # an import that 0.4 began
            line = json.dumps(dict(zip(_NAMES, json.loads(line), strict=True)))
        return _READ(line)


_NAMES = tuple(item.name for item in members_of(PlanRow))
_READ, _ROW = TypeAdapter(PlanRow).validate_json, TypeAdapter(PlanRow).serializer


class RowReader:
    """Reads the lines of one sheet under one header, in order: what a line says depends on those above it."""

    def __init__(self, sheet: Sheet, header: Header, profile: Profile, lang: str = "fr") -> None:
        self.sheet = sheet
        self.header = header
        self.lang = lang
        self.lines = Lines(sheet, header, profile)

    def rows(self, after: int = 0) -> Iterator[tuple[PlanRow | None, list[CellProblem]]]:
        """Every row of data beyond row `after`; None for one that says nothing that is read."""
        for line in data_rows(self.sheet, self.header):
            found = self.read(line)  # also those before, which say under what axis the others are
            if line.number > after:
                yield found

    def batches(self, after: int = 0) -> Iterator[tuple[int, list[PlanRow], list[CellProblem]]]:
        """Every line of data beyond line `after`: its number, the row it gives (none with an ERROR), what is wrong."""
        for line in data_rows(self.sheet, self.header):
            row, problems = self.read(line)
            if line.number > after:
                wrong = row is None or (problems and any(one.severity is Severity.ERROR for one in problems))
                yield line.number, [] if row is None or wrong else [row], problems

    def read(self, row: Row) -> tuple[PlanRow | None, list[CellProblem]]:
        """One row. With an ERROR among its problems it is not to be taken in."""
        problems: list[CellProblem] = []
        cells = Cells(self.lines, self.lang, row, problems)
        title, number = cells.text(fields.TITLE), cells.text(fields.NUMBER)
        odd = not (title[0] and number[0]) or title[0] == number[0] or title[0] in self.lines.raw
        if odd or number[0].rstrip(".") in self.lines.over:
            none = self._no_measure(row, title)
            if none is not None:
                return None, none
        if not title[0] and not cells.text(fields.SUBTITLE)[0]:
            return None, self._untitled(row)
        return self._measure(cells, row, title, number[0]), problems

    def _no_measure(self, row: Row, title: Said) -> list[CellProblem] | None:
        """What is said of a line that holds no measure; None when it may hold one."""
        heading = self.lines.heading(row, title[0])
        if heading is not None:
            self.lines.head((_bare(heading[0]), heading[1]))
            return []
        if self.lines.moved(row):
            return []
        told = self.lines.total(row, title[0]) or self.lines.goes_on(row, title)
        return None if told is None else [told]

    def _measure(self, cells: Cells, row: Row, title: Said, number: str) -> PlanRow:
        bare = _bare(title[0])
        said, printed = (number, bare) if number else numbered(bare)
        own = {code: cells.read[code][0] for code in fields.SECTIONS if code in cells.read}
        sections, told = self.lines.sections(own, row) if title[0] else (tuple(own.values()), [])
        cells.problems += told
        return PlanRow(
            self.sheet.name,
            row.number,
            _number(said),
            printed,
            title[1] or row.address(0),
            bool(row.spread) and cells.spread(fields.TITLE),
            _subtitle(cells.text(fields.SUBTITLE), "" if title[0] else number),
            sections,
            planned=cells.text(fields.PLANNED),
            notes=cells.notes(),
            bodies=tuple(cells.bodies()),
            phase=cells.phase(),
            progress=cells.progress(),
            start=cells.date(fields.START),
            due=cells.date(fields.DUE),
            amounts=tuple(cells.amounts()),
            in_kind=cells.text(fields.IN_KIND),
            keywords=cells.keywords(),
            absent=tuple(cells.absent),
        )

    def _untitled(self, row: Row) -> list[CellProblem]:
        told = [one.index for one in self.header.columns if one.field and plain(row.value(one.index))]
        if not told:
            return []
        expected = N_("Cette ligne n’a pas d’intitulé de mesure : elle n’est pas lue.")
        remedy = N_("Ajoutez l’intitulé, ou supprimez la ligne.")
        found = shown(plain(row.value(told[0])))
        return [CellProblem(self.sheet.name, row.address(told[0]), found, expected, remedy, Severity.WARNING)]


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


def _subtitle(said: Said, number: str) -> Said:
    """A sub-action on a line of its own, under the number that the line bears (« 1.1.a »)."""
    return (f"{number} {said[0]}", said[1]) if said[0] and number and not said[0].startswith(number) else said


@lru_cache(maxsize=4096)
def _number(text: str) -> str:
    """« Mesure n° 12 » is 12; what is no number (« A-3 ») stays as written."""
    found = re.fullmatch(
        r"(?:(?:fiche(?:[ -]?(?:action|mesure))?|action|mesure|measure)\s*)?(?:n°\s*)?([0-9]{1,4}(?:\.[0-9]+)*[a-z]{0,3})\.?",
        squeezed(text),
        re.IGNORECASE,
    )
    return found[1] if found else squeezed(text)


def _bare(text: str) -> str:
    return (_bared if len(text) <= SHORT else _bared.__wrapped__)(text)


@lru_cache(maxsize=4096)  # titles, like numbers, are repeated on many rows
def _bared(text: str) -> str:
    return squeezed(re.sub(r"\s*\n\s*", " ", text))


def when_of(date: Date) -> When:
    """The date of a row as a fact."""
    return _when(*date[:3])


@lru_cache(maxsize=8192)
def _when(edtf: str | None, printed: str | None, recurrence: str | None) -> When:
    """Many rows have the same one: it is held once."""
    return When(edtf=edtf, printed=printed, recurrence=recurrence)
