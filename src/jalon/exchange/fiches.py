"""One form a measure: labels down a sheet (« Pilote », « Échéance ») with what they say beside them, as rows of a table.

Read only where no sheet of the book holds a table of measures, or where the profile says so (option `layout`: `fiches`).
Each form becomes a row whose cells keep the addresses of what was read; forms may stand one under the other on a sheet.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from jalon.exchange import plan_fields as fields
from jalon.exchange.addresses import address_of
from jalon.exchange.header_columns import CERTAIN, Column, chosen, proposed, term_key
from jalon.exchange.headers import Header, Profile
from jalon.exchange.plan_fields import PLAN_FIELDS
from jalon.exchange.sheets import Row, Sheet, Value
from jalon.exchange.values import plain, squeezed

LONGEST_SHEET = 2_000
"""Rows in which a first form is looked for; where one is found, the sheet is read to its end."""
LEAST = 3
"""Known labels that make a form, the title of the measure among them."""
FORMS = "fiches"
_NUMBER = re.compile(
    r"(?:fiche(?:[ -]?(?:action|mesure))?|action|mesure|measure) ?(?:n°|no\.?|#)? ?[0-9]+(?:\.[0-9]+)*[a-z]?",
    re.IGNORECASE,
)
_KNOWN = {term_key(term): one for one in PLAN_FIELDS for term in (one.label, *one.terms)}


@dataclass(frozen=True, slots=True)
class _Row(Row):
    """A form as a row: `places` are the addresses of its cells."""

    places: tuple[str, ...] = ()

    def address(self, column: int) -> str:
        """Where the cell was read."""
        return self.places[column] if column < len(self.places) and self.places[column] else address_of(0, self.number)


@dataclass(frozen=True)
class FormSheet(Sheet):
    """A sheet of forms."""

    forms: tuple[Row, ...] = ()

    def rows(self) -> Iterator[Row]:
        """One row a form."""
        yield from self.forms


@dataclass(slots=True)
class _Form:
    """A form while it is read: label → value and address."""

    number: int
    cells: dict[str, tuple[Value, str]] = field(default_factory=dict)
    last: str = ""


def read_forms(sheet: Sheet, profile: Profile | None) -> tuple[Sheet, Header] | None:
    """The forms of a sheet as a table of measures; None when it holds none."""
    rows = sheet.rows()
    first = list(islice(rows, LONGEST_SHEET))
    found = _read_forms(sheet, profile, first)
    rest = list(rows) if found else []
    return _read_forms(sheet, profile, [*first, *rest]) if rest else found


def _read_forms(sheet: Sheet, profile: Profile | None, lines: list[Row]) -> tuple[Sheet, Header] | None:
    mapped = {term_key(title): title for title, _code in profile.mapping} if profile else {}
    reader = _Reader(lines, frozenset(mapped))
    forms = [form for form in reader.read() if form.cells]
    labels = list(dict.fromkeys(label for form in forms for label in form.cells))
    columns = tuple(
        Column(place, label, "", "", 0.0, reader.titles.get(label, "")) for place, label in enumerate(labels)
    )
    columns = (
        chosen(columns, PLAN_FIELDS, profile.mapping) if profile and profile.mapping else proposed(columns, PLAN_FIELDS)
    )
    title = next((one.title for one in columns if one.field == fields.TITLE), "")
    named = any(form.cells.get(title, (None, ""))[0] is not None for form in forms)
    if not named or sum(one.confidence >= CERTAIN for one in columns) < LEAST:
        return None
    rows = tuple(_row(form, labels) for form in forms)
    header = Header(sheet.name, rows[0].number, rows[0].number, columns, sum(one.confidence for one in columns))
    known = {name: getattr(sheet, name) for name in ("name", "hidden", "notes", "date1904", "seen", "limits")}
    return FormSheet(**known, forms=rows), header


def _row(form: _Form, labels: list[str]) -> Row:
    values = tuple(form.cells.get(label, (None, ""))[0] for label in labels)
    return _Row(form.number, values, places=tuple(form.cells.get(label, (None, ""))[1] for label in labels))


class _Reader:
    def __init__(self, rows: list[Row], mapped: frozenset[str]) -> None:
        self.rows = rows
        self.mapped = mapped
        self.titles: dict[str, str] = {}
        places = [
            place
            for row in rows
            for place, value in enumerate(row.values)
            if place not in row.spread and self._known(value)
        ]
        self.margin = max(set(places), key=places.count) if places else -1

    def _known(self, value: Value) -> bool:
        if not isinstance(value, str) or len(value) > 80:
            return False
        return term_key(value) in _KNOWN or term_key(value) in self.mapped

    def _is_label(self, row: Row, place: int) -> bool:
        """A known label, or a short text in the margin where labels stand."""
        value = row.value(place)
        if self._known(value):
            return True
        beside = any(one is not None and one != value for one in row.values[place + 1 :])
        return place == self.margin and isinstance(value, str) and beside and len(value) <= 60

    def read(self) -> Iterator[_Form]:
        """The forms in order."""
        form = _Form(1)
        for row in self.rows:
            if self._begins(form, row):
                yield form
                form = _Form(row.number)
            if not form.cells:
                form.number = row.number
            self._take(form, row)
        yield form

    def _begins(self, form: _Form, row: Row) -> bool:
        """The number or the title of another form, when this one has its own."""
        for place, value in enumerate(row.values):
            if not isinstance(value, str) or place in row.spread:
                continue
            name = fields.NUMBER if _NUMBER.fullmatch(squeezed(plain(value))) else ""
            known = _KNOWN.get(term_key(value))
            code = name or (known.code if known else "")
            label = "N°" if name else squeezed(plain(value)).rstrip(" :")
            if code in (fields.NUMBER, fields.TITLE) and label in form.cells:
                return True
        return False

    def _take(self, form: _Form, row: Row) -> None:
        place, cells = 0, row.values
        while place < len(cells):
            value = cells[place]
            if value is None:
                place += 1
            elif isinstance(value, str) and _NUMBER.fullmatch(squeezed(plain(value))):
                self._keep(form, "N°", value, row, place)
                form.last = ""
                place += 1
            elif place in row.spread:
                place += 1
            elif self._is_label(row, place):
                place = self._labelled(form, row, place)
            else:
                self._further(form, row, place)
                place += 1

    def _labelled(self, form: _Form, row: Row, place: int) -> int:
        """Keep what stands right of a label; gives the place after it."""
        label = squeezed(plain(row.value(place))).rstrip(" :")
        after = place + 1
        while after < len(row.values) and (row.value(after) is None or row.value(after) == row.value(place)):
            after += 1
        self.titles.setdefault(label, row.address(place))
        form.last = label
        if after < len(row.values) and not self._known(row.value(after)):
            self._keep(form, label, row.value(after), row, after)
            return after + 1
        form.cells.setdefault(label, (None, ""))
        return after

    def _further(self, form: _Form, row: Row, place: int) -> None:
        """« Pilote : SIG » in one cell; or the next line of what the last label says."""
        text = plain(row.value(place))
        label, colon, rest = text.partition(":")
        if colon and rest.strip() and self._known(label.strip()):
            self.titles.setdefault(label.strip(), row.address(place))
            self._keep(form, label.strip(), rest.strip(), row, place)
            form.last = ""
        elif form.last and form.cells:
            said, at = form.cells[form.last]
            joined = f"{plain(said)}\n{text}" if said is not None else row.value(place)
            form.cells[form.last] = (joined, at or row.address(place))

    def _keep(self, form: _Form, label: str, value: Value, row: Row, place: int) -> None:
        said, at = form.cells.get(label, (None, ""))
        if said is None:
            form.cells[label] = (value, row.address(place))
        elif value is not None and plain(value) != plain(said):  # the label again: both count
            form.cells[label] = (f"{plain(said)}\n{plain(value)}", at)
        self.titles.setdefault(label, row.address(place))
