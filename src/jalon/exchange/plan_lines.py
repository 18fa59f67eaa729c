"""The lines of a table of measures in their context: headings, axes written once, totals, headers printed again.

A line is no measure when it is a heading (« AXE 2 – Protéger », « II. Protéger », a cell merged over the whole table), a
total, or the header with its columns in another order. Axes are those of the line; else those above it on the sheet.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from jalon.exchange import plan_fields as fields
from jalon.exchange.header_columns import term_key
from jalon.exchange.headers import Column, Header, Profile, data_rows
from jalon.exchange.money import Unit
from jalon.exchange.problems import CellProblem, Severity, shown
from jalon.exchange.sheets import Row, Sheet
from jalon.exchange.values import plain, squeezed
from jalon.facts.problems import N_
from jalon.methods.text import fold

LOOKED_AT = 300
"""Lines by which it is decided whether axes are written once for all their measures."""
Said = tuple[str, str]
_WORDS = "axe|priorité|pilier|objectif|chapitre|partie|thème|orientation|volet|domaine|axis|pillar|priority|goal|objective|strand|component|part"
_HEADING = re.compile(rf"(?:{_WORDS})\b", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"(?:(?:{_WORDS})(?: stratégique| opérationnel(?:le)?| thématique)?\s*(?:n°\s*)?(?:[0-9]+(?:\.[0-9]+)*|[IVX]+|[A-H])\b"
    r"|(?-i:[IVX]{1,5}|[A-H])\s?[.)–—:-]\s*\S)",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:(?:sous|grand|sub|grand) ?-?)?tota(?:l|ux)(?: (?:general|generaux|global|(?:de l'|du |par |des? )?(?:axe|plan|objectif|priorite|mesure|action).*))?\s*(?:[:(=].*)?")  # fmt: skip
_ASIDE = re.compile(r"\W*(?:\*|source|note|nb\b|n\.b\.|legende|mise a jour|updated|key\b|\([0-9*]+\))")


def is_numbered_heading(text: str) -> bool:
    """The words name an axis or another level, with its number."""
    return _NUMBERED.match(text) is not None


class Paid(NamedTuple):
    """What is said of all amounts of a column: their title, their unit, their decimal sign, whether the profile says the unit,
    their currency unless a cell says another."""

    title: str
    unit: Unit
    decimal: str
    stated: bool
    currency: str


class Lines:
    """What the lines above one say of it. Fed with every line in order."""

    def __init__(self, sheet: Sheet, header: Header, profile: Profile) -> None:
        self.sheet = sheet
        self.header = header
        self.profile = profile
        self.by_field: Mapping[str, tuple[Column, ...]] = {}
        self.worded: tuple[tuple[str, Column], ...] = ()
        self.paid: dict[int, Paid] = {}
        self._place(header.columns)
        self.separators, self.dates = profile.option("separators"), profile.option("dates")
        self.titles = {term_key(column.bare) for column in header.columns if column.field}
        self.raw = {column.bare for column in header.columns}
        self.headings: list[tuple[str, Said]] = []
        self.above: dict[str, Said] = {}
        self.fills = {"yes": True, "no": False}.get(profile.option("fill"))
        self.told = False
        if self.fills is None:
            self.fills = self._written_once()
        self.over = self._numbered_over()
        self._titles_above()

    def _place(self, columns: Iterable[Column]) -> None:
        """Columns are looked for thirty times a line: by field; those of texts from left to right; what is said once of the
        amounts of a column, by its place, is not known yet."""
        told = tuple(columns)
        codes = {column.field for column in told}
        self.by_field = {code: tuple(column for column in told if column.field == code) for code in codes}
        self.worded = tuple((one.field, one) for one in told if one.field in fields.TEXTS)
        self.paid = {}

    # --- axes ----------------------------------------------------------------------------------------------------

    def _written_once(self) -> bool:
        """The first level has blanks, and no text of it comes twice, on lines that hold a measure."""
        levels = [self.by_field[code][0].index for code in fields.SECTIONS if code in self.by_field]
        titles = self.by_field.get(fields.TITLE)
        if not levels or not titles:
            return False
        seen: set[str] = set()
        blanks = 0
        for row in islice(data_rows(self.sheet, self.header), LOOKED_AT):
            if not plain(row.value(titles[0].index)) or levels[0] in row.spread:
                continue
            text = plain(row.value(levels[0]))
            if text in seen:
                return False
            blanks += not text and bool(seen)
            seen |= {text} if text else set()
        return bool(seen) and blanks > 0

    def _numbered_over(self) -> frozenset[str]:
        """Numbers that others begin with: « I » over « I.1 », « 2 » over « 2.1 »."""
        numbers, titles = self.by_field.get(fields.NUMBER), self.by_field.get(fields.TITLE)
        if not numbers or not titles:
            return frozenset()
        rows = islice(data_rows(self.sheet, self.header), LOOKED_AT)
        said = (plain(row.value(numbers[0].index)) for row in rows if row.value(titles[0].index) is not None)
        return frozenset(text.rpartition(".")[0] for text in said if "." in text.rstrip("."))

    def sections(self, own: Mapping[str, Said], row: Row) -> tuple[tuple[Said, ...], list[CellProblem]]:
        """The axes of a line that holds a measure, whose own cells say `own`."""
        told: list[CellProblem] = []
        path = dict(own)
        if self.fills:
            last = next((place for place, code in enumerate(fields.SECTIONS) if code in own), len(fields.SECTIONS))
            taken = {code: self.above[code] for code in fields.SECTIONS[:last] if code in self.above}
            if taken and not self.told:
                self.told = True
                told.append(self._filled(row, *list(taken.values())[-1]))
            path = taken | path
            self.above = path
        said = tuple(path[code] for code in fields.SECTIONS if code in path)
        headings = () if fields.SECTIONS[0] in path else tuple(heading for _kind, heading in self.headings)
        return (*headings, *said), told

    def _filled(self, row: Row, text: str, at: str) -> CellProblem:
        expected = N_(
            "L’axe n’est écrit qu’une fois : une cellule vide est lue comme celle du dessus (« {axis} », {at})."
        )
        remedy = N_("Si un axe vide veut dire « aucun », dites-le dans la correspondance.")
        levels = [self.by_field[code][0].index for code in fields.SECTIONS if code in self.by_field]
        place = row.address(levels[0] if levels else 0)  # a header further down may have none
        params = {"axis": shown(text), "at": at}
        return CellProblem(self.sheet.name, place, "", expected, remedy, Severity.NOTE, params)

    # --- headings ------------------------------------------------------------------------------------------------

    def _titles_above(self) -> None:
        """A numbered heading above the header, or in the name of the sheet, is the axis of all its measures."""
        found: Said | None = None
        for row in islice(self.sheet.rows(), self.header.row - 1):
            texts = {
                squeezed(plain(value)): column
                for column, value in reversed(list(enumerate(row.values)))
                if plain(value)
            }
            if len(texts) == 1:
                text, column = next(iter(texts.items()))
                found = (text, row.address(column)) if is_numbered_heading(text) else found
        if found is None and is_numbered_heading(self.sheet.name):
            found = (self.sheet.name, f"{self.header.columns[0].letters}{self.header.row}")
        if found is not None:
            self.head(found)

    def head(self, said: Said) -> None:
        """A heading takes the place of the last one of its kind, and of those under it."""
        kind = _kind(said[0])
        before = next(
            (place for place, (known, _said) in enumerate(self.headings) if known == kind), len(self.headings)
        )
        self.headings[before:] = [(kind, said)]
        self.above = {}

    def heading(self, row: Row, title: str) -> Said | None:
        """The heading that the line is, if it is one: one text, alone on its line or merged over the table."""
        if self.over and title and (said := self._numbered(row, title)) is not None:
            return said
        texts: dict[str, int] = {}
        for column, value in enumerate(row.values):
            if value is not None and (text := plain(value)):
                texts.setdefault(squeezed(text.replace("\n", " ")), column)
                if len(texts) > 1:
                    return None
        if not texts:
            return None
        text, column = next(iter(texts.items()))
        across = len(row.spread) * 2 >= len(self.titles) > 2
        if across and not _ASIDE.match(fold(text)):
            return text, row.address(column)
        known = is_numbered_heading(text) if title else _HEADING.match(text) or is_numbered_heading(text)
        return (text, row.address(column)) if known and len(self.titles) > 2 - (not title) else None

    def _numbered(self, row: Row, title: str) -> Said | None:
        """« I | PRÉVENIR » and nothing else, over « I.1 »: a heading with its number."""
        numbers = self.by_field.get(fields.NUMBER)  # a header further down may have none
        number = plain(row.value(numbers[0].index)).rstrip(".") if numbers else ""
        if (
            not number
            or number not in self.over
            or sum(value is not None and bool(plain(value)) for value in row.values) > 2
        ):
            return None
        return f"{number}. {squeezed(title)}", row.address(self.by_field[fields.TITLE][0].index)

    # --- lines that hold no measure ------------------------------------------------------------------------------

    def moved(self, row: Row) -> bool:
        """The header again, in another order: the columns of the lines that follow are where it says."""
        if self.raw.isdisjoint(row.values):
            return False
        keys = {term_key(plain(value)): column for column, value in enumerate(row.values) if isinstance(value, str)}
        if len(self.titles & keys.keys()) * 3 < 2 * len(self.titles) or len(self.titles) < 3:
            return False
        placed = {term_key(column.title): column for column in self.header.columns if column.field}
        found = (
            Column(place, placed[key].title, placed[key].group, placed[key].field, placed[key].confidence)
            for key, place in keys.items()
            if key in placed
        )
        self._place(found)
        return True

    def total(self, row: Row, title: str) -> CellProblem | None:
        """What is said of a line of totals."""
        first = next((place for place, value in enumerate(row.values) if value is not None), None)
        words = title if first is None or title else plain(row.value(first))
        if first is None or len(words) > 80 or not _TOTAL.fullmatch(fold(words).strip(" .")):
            return None
        expected = N_("Ligne de total : elle n’est pas lue comme une mesure.")
        remedy = N_("Donnez-lui un numéro si c’est une mesure.")
        return CellProblem(self.sheet.name, row.address(first), shown(words), expected, remedy, Severity.NOTE)

    def goes_on(self, row: Row, title: Said) -> CellProblem | None:
        """A title without number, in lower case and alone under a numbered one, is the rest of the title above."""
        if (
            fields.NUMBER not in self.by_field
            or not title[0][:1].islower()
            or sum(v is not None for v in row.values) > 1
        ):
            return None
        expected = N_("Cette ligne sans numéro semble la suite de l’intitulé du dessus.")
        remedy = N_("Réunissez les deux lignes en une, ou donnez un numéro à celle-ci.")
        return CellProblem(self.sheet.name, title[1], shown(title[0]), expected, remedy)


def _kind(text: str) -> str:
    word = re.match(r"[a-z]+\b", fold(text))
    if word and _HEADING.match(text):
        return word[0]
    number = re.match(r"([IVX]+|[A-H]|[0-9]+(?:\.[0-9]+)*)\s?[.)–—:-]?\s", text)
    if number is None:
        return "other"
    return (
        "roman"
        if re.fullmatch("[IVX]+", number[1])
        else f"{number[1].count('.')}"
        if number[1][0].isdigit()
        else "letter"
    )
