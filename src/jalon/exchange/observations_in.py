"""Tables of observations, read: of which indicator or series, when, how much or why not, as plain rows.

    for sheet, header in find_observations(book, profile):
        for number, rows, problems in ObservationReader(sheet, header, profile).batches():
            ...                                   # several rows of a line when its columns are periods

Which series that is, and what the register says already, is for `jalon.plans.observation_imports`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from jalon.exchange import observation_fields as fields
from jalon.exchange.headers import Header, Profile, data_rows, find_header, with_fields
from jalon.exchange.observation_fields import OBSERVATION_FIELDS, WHOLE, dimension_of, marked, period_title
from jalon.exchange.plan_fields import PLAN_FIELDS
from jalon.exchange.problems import CellProblem, Fault, Severity, problem_of, shown
from jalon.exchange.sheets import Row, Sheet, Value, Workbook
from jalon.exchange.values import computed_fault, missing_of, plain, read_number
from jalon.exchange.when import read_when
from jalon.facts.common import When
from jalon.facts.problems import N_
from jalon.facts.rules import text as rule_of_texts
from jalon.facts.series import Precision
from jalon.methods.text import fold

Tables = tuple[tuple[Sheet, Header], ...]
MOST_KEPT = 50_000
"""Texts of a table that a reader keeps."""


class ObservedRow(NamedTuple):
    """One value as a table gives it. `at`: the address of its cell; `value` None and `missing` None: `words` are no number.

    `dimensions`: (name, value, kept as written). `percent`: written or shown with %.
    """

    sheet: str
    at: str
    series: str
    indicator: str
    name: str
    producer: str
    unit: str
    edtf: str | None
    printed: str | None
    words: str
    value: str | None
    precision: str
    percent: bool
    missing: str | None
    status: str | None
    said: str | None
    said_printed: str | None
    numerator: str | None
    denominator: str | None
    note: str | None
    source: str
    locator: str | None
    quote: str | None
    dimensions: tuple[tuple[str, str, bool], ...]


def find_observations(book: Workbook, profile: Profile | None = None) -> Tables:
    """The sheets that hold observations, each with its header. Hidden sheets only when the profile names them."""
    wanted = profile.sheets if profile else ()
    sheets = [sheet for sheet in book.sheets if sheet.name in wanted] if wanted else book.visible
    found = ((sheet, find_header(sheet, OBSERVATION_FIELDS, profile)) for sheet in sheets)
    guessed = profile is None or not profile.mapping
    tables = ((sheet, _without_targets(header) if guessed else header) for sheet, header in found if header is not None)
    return tuple((sheet, header) for sheet, header in tables if fields.usable(header))


def observes(book: Workbook, profile: Profile | None = None) -> bool:
    """The profile says so (option `table`: `observations`); without it, a header that reads better so than as one of
    measures."""
    if profile is not None and (profile.mapping or profile.option("table")):
        return profile.option("table") == "observations"
    return any(_observes(sheet, header) for sheet, header in find_observations(book))


def _observes(sheet: Sheet, header: Header) -> bool:
    measures = find_header(sheet, PLAN_FIELDS)
    return measures is None or measures.score < header.score


def _without_targets(header: Header) -> Header:
    """Years under « Objectifs » are expected values: not observations, and not read."""
    aims = {
        column.index: ""
        for column in header.columns
        if column.field == fields.VALUE_AT and fold(column.group).startswith(fields.TARGETS)
    }
    return with_fields(header, aims) if aims else header


class _Line(NamedTuple):
    """What a line says of all its values; `names` and `rest` are the members of `ObservedRow` before and after them."""

    names: tuple[str, str, str, str, str]
    precision: str | None
    status: str | None
    rest: tuple[
        str | None, str | None, str | None, str | None, str | None, str, str | None, str | None,
        tuple[tuple[str, str, bool], ...],
    ]  # fmt: skip


class ObservationReader:
    """Reads the lines of one sheet under one header."""

    def __init__(self, sheet: Sheet, header: Header, profile: Profile, lang: str = "fr") -> None:
        self.sheet = sheet
        self.header = header
        self.lang = lang
        self.order = profile.option("dates")
        self.places = {column.field: column.index for column in reversed(header.columns) if column.field}
        self.breakdowns = [(one.index, *dimension_of(one.title)) for one in header.of(fields.DIMENSION)]
        long = bool(self.places.keys() & {fields.PERIOD, fields.PRINTED})
        periods = () if long else header.of(fields.VALUE_AT)
        found = ((one.index, period_title(one.title.partition("#")[0])) for one in periods)
        self.periods = [(index, *period) for index, period in found if period is not None]
        self._dates: dict[tuple[type, Value, bool], tuple[When | None, Fault | None]] = {}
        self._terms: dict[tuple[str, str], tuple[str | None, Fault | None]] = {}
        self._clean: dict[str, str] = {}
        self.problems: list[CellProblem] = []

    def batches(self, after: int = 0) -> Iterator[tuple[int, list[ObservedRow], list[CellProblem]]]:
        """Every line of data beyond line `after`: its number, what it gives, what is wrong with it."""
        read = self._across if self.periods else self._down
        for row in data_rows(self.sheet, self.header):
            if row.number > after:
                self.problems = []
                found = list(read(row))
                yield row.number, [] if self._wrong() else found, self.problems

    # --- lines -------------------------------------------------------------------------------------------------------

    def _down(self, row: Row) -> Iterator[ObservedRow]:
        """One value a line."""
        place = self.places.get(fields.VALUE, self.places.get(fields.MISSING, 0))
        value = row.value(self.places[fields.VALUE]) if fields.VALUE in self.places else None
        when = self._period(row)
        if when is None and not self.problems:
            self._unread(row, place)
            return
        common = self._common(row)
        made = self._value(row, place, value, when or When(), common, None)
        if made is None and not self.problems:
            self._unread(row, place)
        elif made is not None:
            yield made

    def _across(self, row: Row) -> Iterator[ObservedRow]:
        """A value a period: empty cells say nothing."""
        common = None
        for index, when, state in self.periods:
            value = row.value(index)
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            common = common or self._common(row)
            made = self._value(row, index, value, when, common, state)
            if made is not None:
                yield made
        if common is None:
            self._unread(row, self.places.get(fields.CODE, self.places.get(fields.NAME, 0)))

    def _wrong(self) -> bool:
        return any(one.severity is Severity.ERROR for one in self.problems)

    def _unread(self, row: Row, place: int) -> None:
        """A line that gives no value: a heading or a note says nothing of it, anything else is told."""
        if sum(value is not None for value in row.values) > 1:
            expected = N_("Cette ligne n’a ni période ni valeur, ni raison de leur absence : elle n’est pas lue.")
            self._say(row, place, Fault(expected, N_("Complétez-la, ou supprimez-la.")), Severity.WARNING)

    def _say(self, row: Row, place: int, fault: Fault, severity: Severity = Severity.ERROR) -> None:
        found = plain(row.value(place))
        self.problems.append(problem_of(fault, self.sheet.name, row.address(place), found, severity))

    # --- cells -------------------------------------------------------------------------------------------------------

    def _text(self, row: Row, field: str) -> str:
        place = self.places.get(field)
        return "" if place is None else self._words(row, place)

    def _words(self, row: Row, place: int) -> str:
        """The text of a cell. A table repeats its names: what is a text without fault is looked at once."""
        value = row.values[place] if place < len(row.values) else None
        if value is None:
            return ""
        known = self._clean.get(value) if value.__class__ is str else None
        if known is not None:
            return known
        text = plain(value)
        fault = computed_fault(value) or (rule_of_texts(text) if text else None)
        if fault is not None:
            self._say(row, place, fault)
            return ""
        if isinstance(value, str) and len(self._clean) < MOST_KEPT:
            self._clean[value] = text
        return text

    def _common(self, row: Row) -> _Line:
        """What a line says of all its values: names, state, precision, date of saying, source, breakdown."""
        said = self._date(row, fields.SAID, loose=True)
        names = (
            self._text(row, fields.SERIES), self._text(row, fields.CODE), self._text(row, fields.NAME),
            self._text(row, fields.PRODUCER), self._text(row, fields.UNIT),
        )  # fmt: skip
        if not any(names[:3]):
            place = next(self.places[one] for one in (fields.CODE, fields.NAME, fields.SERIES) if one in self.places)
            expected = N_("Le code de l’indicateur, son intitulé ou la série est attendu.")
            self._say(row, place, Fault(expected, N_("Écrivez-le sur chaque ligne, ou supprimez la ligne.")))
        rest = (
            said.edtf if said else None, said.printed if said else None, self._number(row, fields.NUMERATOR),
            self._number(row, fields.DENOMINATOR), self._text(row, fields.NOTE) or None, self._text(row, fields.SOURCE),
            self._text(row, fields.LOCATOR) or None, self._text(row, fields.QUOTE) or None, tuple(self._dimensions(row)),
        )  # fmt: skip
        return _Line(names, self._term(row, fields.PRECISION), self._term(row, fields.STATUS), rest)

    def _dimensions(self, row: Row) -> Iterator[tuple[str, str, bool]]:
        for place, name, kept in self.breakdowns:
            value = self._words(row, place)
            if value and (kept or fold(value) not in WHOLE):
                yield name, value, kept

    def _period(self, row: Row) -> When | None:
        """The period of the line; None and no problem when the cell is empty."""
        said = self._date(row, fields.PERIOD)
        printed = self._text(row, fields.PRINTED)
        if printed and not self._wrong():
            return When(edtf=said.edtf if said else None, printed=printed)
        return said

    def _date(self, row: Row, field: str, *, loose: bool = False) -> When | None:
        place = self.places.get(field)
        value = row.value(place) if place is not None else None
        if place is None or value is None:
            return None
        key = (value.__class__, value, loose)
        if key not in self._dates:
            self._dates[key] = self._read_date(value, loose=loose)
        when, fault = self._dates[key]
        if fault is not None:
            self._say(row, place, fault)
        return when

    def _read_date(self, value: Value, *, loose: bool) -> tuple[When | None, Fault | None]:
        read = read_when(value, lang=self.lang, date1904=self.sheet.date1904, order=self.order, loose=loose)
        if read.fault is not None or (read.value is None and read.missing is None):
            return None, read.fault
        if read.value is None or not (read.value.edtf or loose):
            remedy = N_("Écrivez 2024, 2024-06, « T1 2024 », « décembre 2024 », 2023/2024 ou 31/12/2024.")
            return None, Fault(N_("Une période est attendue."), remedy)
        return When(edtf=read.value.edtf, printed=read.value.printed), None

    def _term(self, row: Row, field: str) -> str | None:
        """A code of precision or state, from the words for it."""
        text = self._text(row, field)
        if not text:
            return None
        if (field, text) not in self._terms:
            known = fields.PRECISIONS if field == fields.PRECISION else fields.STATES
            found = known.get(fold(text).strip("() "))
            expected = N_("Un terme parmi {choices} est attendu.")
            choices = (
                "exact, arrondi, au moins, environ" if field == fields.PRECISION else "provisoire, révisé, définitif"
            )
            fault = Fault(expected, N_("Choisissez l’un des termes permis."), (("choices", choices),))
            self._terms[field, text] = (found.value, None) if found else (None, fault)
        code, fault_of_term = self._terms[field, text]
        if fault_of_term is not None:
            self._say(row, self.places[field], fault_of_term)
        return code

    def _number(self, row: Row, field: str) -> str | None:
        place = self.places.get(field)
        value = row.value(place) if place is not None else None
        if place is None or value is None:
            return None
        read = read_number(value)
        if read.fault is not None:
            self._say(row, place, read.fault)
        return read.value.value if read.value else None

    def _value(
        self, row: Row, place: int, value: Value, when: When, line: _Line, state: str | None
    ) -> ObservedRow | None:
        """The value of a cell under what its line says; None when there is none, or when it is not readable."""
        cell = _cell(value, percent=place in row.percents)
        reason = "" if self.periods else self._text(row, fields.MISSING)
        fault = computed_fault(value) or _contradiction(cell, reason, line.precision)
        if place in row.spread:
            expected = N_("Cette valeur vient d’une cellule fusionnée : elle ne peut valoir deux fois.")
            fault = Fault(expected, N_("Défusionnez les cellules, et écrivez chaque valeur à sa place."))
        if fault is not None:
            self._say(row, place, fault)
            return None
        missing = reason or cell.missing
        if not cell.words and not missing:
            return None
        return ObservedRow(
            self.sheet.name, row.address(place), *line.names, when.edtf, when.printed, "" if missing else cell.words,
            cell.value, line.precision or cell.precision, cell.percent, missing or None,
            cell.status or line.status or state, *line.rest,  # type: ignore[arg-type]  # a fixed tuple is taken for any
        )  # fmt: skip


class _Cell(NamedTuple):
    words: str = ""
    value: str | None = None
    precision: str = Precision.EXACT.value
    percent: bool = False
    missing: str = ""
    status: str | None = None


def _cell(value: Value, *, percent: bool) -> _Cell:
    """What a cell says of its value: a number, why there is none, or words that are neither."""
    if value is None:
        return _Cell()
    if value.__class__ is int and not percent:
        return _Cell(str(value), str(value))
    words, mark = marked(plain(value))
    if isinstance(value, str) and missing_of(words) is not None:
        return _Cell(missing=words, status=mark)
    read = read_number(words if isinstance(value, str) else value, percent=percent).value
    if read is None:
        return _Cell(words, status=mark)
    return _Cell(words, read.value, read.precision.value, read.percent, status=mark)


def _contradiction(cell: _Cell, reason: str, precision: str | None) -> Fault | None:
    if cell.words and reason:
        expected = N_("Une valeur, ou la raison de son absence, est attendue ; pas les deux.")
        return Fault(expected, N_("Effacez l’une des deux."))
    if precision and cell.precision not in (Precision.EXACT.value, precision):
        expected = N_("La cellule et la colonne de précision se contredisent.")
        return Fault(expected, N_("Gardez l’une des deux."))
    return None


def no_table(book: Workbook) -> CellProblem:
    """No sheet shows observations."""
    expected = N_("Aucune feuille ne montre une ligne d’en-tête d’observations.")
    remedy = N_(
        "Donnez une colonne de codes d’indicateurs, puis une colonne « Période » et une « Valeur », ou une colonne par année."
    )
    return CellProblem("", "", shown(", ".join(sheet.name for sheet in book.sheets)), expected, remedy)
