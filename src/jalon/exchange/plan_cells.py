"""The cells of one line of a table of measures, by field: texts, bodies, dates, amounts, ticks; and what is wrong with them."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from jalon.exchange import plan_fields as fields
from jalon.exchange import plan_ticks
from jalon.exchange.header_columns import term_key
from jalon.exchange.headers import Column, is_form_text
from jalon.exchange.money import OPTIONS, UNKNOWN, Unit, read_money, unit_of
from jalon.exchange.plan_lines import Lines, Paid
from jalon.exchange.problems import CellProblem, Fault, Severity, problem_of
from jalon.exchange.sheets import Row, Value
from jalon.exchange.values import SHORT, computed_fault, missing_of, plain, read_list, read_number, squeezed
from jalon.exchange.when import read_when
from jalon.facts.problems import N_
from jalon.facts.rules import text as rule_of_texts
from jalon.methods.text import fold

BODIES = (fields.LEAD, fields.CO_LEAD, fields.PARTNER)
Said = tuple[str, str]
"""A text and the address of its cell."""
Date = tuple[str | None, str | None, str | None, str]
"""EDTF, printed words, recurrence, address."""
_NOTHING: Said = ("", "")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?(?: ?%)?")
_FUNDED = re.compile(r"\b(?:budgets?|credits?|fonds|moyens|financements?|finance|ressources|resources|funds?|funding|funded|grants?|cout constant|couts constants|sans cout|cout nul|droit commun|enveloppe|donors?|no cost|nil cost)\b")  # fmt: skip
_UNDATED = re.compile(
    r"(?:action |mesure )?(?:permanent(?:e|es|s)?|(?:en )?continue?s?|au fil de l'eau|pluriannuel(?:le|les|s)?|recurrent(?:e|es|s)?|"
    r"immediate?|(?:(?:a |au )?(?:tres )?(?:court|moyen|long) terme)|(?:sur |pendant )?(?:toute )?(?:la )?duree du plan|"
    r"(?:en |a la )?fin (?:du|de) plan|des (?:que possible|a present|maintenant)|sans echeance|ongoing|on-?going|continuous(?:ly)?|"
    r"permanently|immediate(?:ly)?|throughout(?: the)? (?:plan|period|lifetime of the plan)|(?:short|medium|long)[ -]term|rolling|"
    r"duration of the plan|as required|as needed|end of(?: the)? plan)"
)
"""Words that stand for a date and give none: kept as they are printed."""


def _item(column: Column) -> str:
    """The title of an amount, with the group that completes it: « Crédits (M€) : 2025 », « AE (M€) 2025 »."""
    if column.group and column.bare[:1].isdigit():
        return f"{column.group} : {column.bare}"
    return plan_ticks.period_of(column)


def _words_of(value: Value) -> tuple[str, Fault | None, bool]:
    """The text of a cell, its fault, and whether it is a content."""
    text = plain(value)
    fault = computed_fault(value) or (rule_of_texts(text) if text else None)
    return text, fault, fault is None and bool(text) and not is_form_text(text)


_words = lru_cache(maxsize=4096, typed=True)(_words_of)
"""Numbers, titles, axes and bodies are repeated on many rows."""


def _is_repeated(value: Value) -> bool:
    return len(value) <= SHORT if value.__class__ is str else value.__class__ is int


@lru_cache(maxsize=4096)
def _names(text: str, separators: str) -> tuple[str, ...] | None:
    """The bodies that a cell names; None: it says that there are none. A star leads to a note under the table."""
    if missing_of(text):
        return None
    names = read_list(text, separators or (";\n" if re.search(r"[;\n]", text) else ","))
    return tuple(name.rstrip("*").rstrip() or name for name in names)


@lru_cache(maxsize=4096)
def _is_no_stage(text: str) -> bool:
    """« - » and « n.c. » say that none is given."""
    return fold(text) not in fields.STAGES and missing_of(text) is not None


class Cells:
    """The cells of one row by field; problems are gathered on the way. `read`: its texts, those that are empty or the form's
    own words left out."""

    __slots__ = ("absent", "lang", "lines", "problems", "read", "row")

    def __init__(self, lines: Lines, lang: str, row: Row, problems: list[CellProblem]) -> None:
        self.lines = lines
        self.lang = lang
        self.row = row
        self.problems = problems
        self.absent: list[tuple[str, str, str]] = []
        self.read = self._texts()

    def columns(self, code: str) -> tuple[Column, ...]:
        """The columns of a field."""
        return self.lines.by_field.get(code, ())

    def spread(self, code: str) -> bool:
        """The field's value comes from a merged cell that begins elsewhere."""
        return any(column.index in self.row.spread for column in self.columns(code))

    def refuse(self, column: Column, fault: Fault, value: Value, severity: Severity = Severity.ERROR) -> None:
        """Note what is wrong with a cell."""
        at = self.row.address(column.index)
        self.problems.append(problem_of(fault, self.lines.sheet.name, at, plain(value), severity))

    def _texts(self) -> dict[str, list[Said]]:
        read: dict[str, list[Said]] = {}
        row, values = self.row, self.row.values
        for code, column in self.lines.worded:
            value = values[place] if (place := column.index) < len(values) else None
            if value is None:
                continue
            text, fault, ours = (_words if _is_repeated(value) else _words_of)(value)
            if row.percents and place in row.percents and (share := read_number(value, percent=True).value) is not None:
                text = f"{share.value} %"
            if fault is not None:
                self.refuse(column, fault, value)
            if ours:
                read.setdefault(code, []).append((text, row.address(place)))
        return read

    def texts(self, code: str) -> Sequence[Said]:
        """The texts of a field's columns."""
        return self.read.get(code, ())

    def text(self, code: str) -> Said:
        """The first text of a field."""
        found = self.read.get(code)
        return found[0] if found else _NOTHING

    def titled(self, code: str) -> Iterator[tuple[str, str, str]]:
        """Title of the column, text, address."""
        titles = {self.row.address(column.index): column.bare for column in self.columns(code)}
        for text, at in self.texts(code):
            yield titles[at], text, at

    def notes(self) -> tuple[tuple[str, str, str], ...]:
        """Texts that have no field of their own, under the title of their column; ticked years."""
        found = tuple(self.titled(fields.NOTE)) if fields.NOTE in self.read else ()
        years = self.columns(fields.YEAR_AT)
        return (*found, *plan_ticks.years(self.row, years)) if years else found

    def phase(self) -> Said:
        """The stage, in words or ticked."""
        text, at = self.text(fields.PHASE)
        if text and (_is_no_stage if len(text) <= SHORT else _is_no_stage.__wrapped__)(text):
            self.absent.append((fields.PHASE, text, at))
            return _NOTHING
        if text or fields.PHASE_AT not in self.lines.by_field:
            return text, at
        found = list(plan_ticks.phases(self.row, self.columns(fields.PHASE_AT)))
        if len(found) > 1:
            expected = N_("Plusieurs statuts sont cochés sur cette ligne ; un seul est attendu.")
            fault = Fault(expected, N_("Ne laissez que celui qui vaut."))
            self.problems.append(problem_of(fault, self.lines.sheet.name, found[1][1], found[1][0]))
        return found[0] if found else _NOTHING

    def progress(self) -> tuple[Said, ...]:
        """What is said of the progress; a bare number or share is told with the title of its column."""
        if fields.PROGRESS not in self.read:
            return ()
        said = self.titled(fields.PROGRESS)
        return tuple((f"{title} : {text}" if _NUMBER.fullmatch(text) else text, at) for title, text, at in said)

    def keywords(self) -> tuple[str, ...]:
        """Each once a cell."""
        said = self.read.get(fields.KEYWORDS)
        return tuple(word for text, _at in said for word in read_list(text, ",;\n")) if said else ()

    def bodies(self) -> Iterator[tuple[str, str, str]]:
        """Bodies by role. « ; » and line breaks part them; commas only where there are neither."""
        for code in BODIES:
            for text, at in self.texts(code):
                names = _names(text, self.lines.separators)
                if names is None:
                    self.absent.append((code, text, at))
                for name in names or ():
                    yield code, name, at
        if fields.BODY_AT in self.lines.by_field:
            yield from plan_ticks.bodies(self.row, self.columns(fields.BODY_AT))

    def date(self, code: str) -> Date | None:
        """The date of a field."""
        for column in self.columns(code):
            value = self.row.value(column.index)
            read = read_when(value, lang=self.lang, date1904=self.lines.sheet.date1904, order=self.lines.dates)
            at = self.row.address(column.index)
            if read.fault is not None and (words := self._undated(column, value)):
                return None, words, None, at
            if read.fault is not None:
                self.refuse(column, read.fault, value)
            elif read.missing is not None:
                self.absent.append((code, read.missing.words, at))
            elif read.value is not None:
                return read.value.edtf, read.value.printed, read.value.recurrence, at
        return None

    def _undated(self, column: Column, value: Value) -> str:
        """The words that stand for a date: those that say there is none to give, or any where the table is one of words."""
        words = squeezed(plain(value)) if isinstance(value, str) else ""
        if not words or _UNDATED.fullmatch(fold(words).replace("’", "'").strip(" .")):
            return words
        return words if self._kept(column, value, N_("Aucune date n’y est lue : les mots sont gardés.")) else ""

    def _kept(self, column: Column, value: Value, expected: str) -> bool:
        """Whether words that cannot be read are kept: the profile says so, or a column of « Calendrier » holds words."""
        if self.lines.profile.option("unread") != "keep" and term_key(column.bare) not in fields.IN_WORDS:
            return False
        fault = Fault(expected, N_("Corrigez la cellule si une lecture est attendue."))
        self.refuse(column, fault, value, Severity.WARNING)
        return True

    def amounts(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """The amounts, each with the funder of the column before it. A merged amount counts once."""
        for column in self.columns(fields.AMOUNT):
            value = self.row.value(column.index)
            if value is None or column.index in self.row.spread or (isinstance(value, str) and is_form_text(value)):
                continue
            told = self.lines.paid.get(column.index) or self.lines.paid.setdefault(column.index, self._told(column))
            title, unit, decimal, stated, currency = told
            at = self.row.address(column.index)
            read = read_money(value, unit.factor, decimal, self.lang, stated=stated)
            if unit.currency == UNKNOWN:
                expected = N_("La monnaie de cette colonne n’est pas reconnue.")
                remedy = N_(
                    "Écrivez son code dans le titre (MDL, RON), ou dites-la dans le profil (option « currency »)."
                )
                self.refuse(column, Fault(expected, remedy), value)
                continue
            if read.fault is not None and isinstance(value, str) and self._paid_otherwise(column, value):
                self.absent.append((fields.AMOUNT, f"{title} : {plain(value)}", at))
            elif read.fault is not None:
                self.refuse(column, read.fault, value)
            elif read.missing is not None:
                self.absent.append((fields.AMOUNT, f"{title} : {read.missing.words}", at))
            elif read.value is not None:
                money = read.value
                words = money.printed if money.printed != money.amount else ""
                yield money.amount, money.currency or currency, title, self._funder(column), words, at

    def _told(self, column: Column) -> Paid:
        """What is said once of the amounts of a column."""
        option, unit = self.lines.profile.option, self._unit(column)
        currency = unit.currency or option("currency", "EUR")
        return Paid(_item(column), unit, option("decimal"), bool(option("unit")), currency)

    def _paid_otherwise(self, column: Column, value: str) -> bool:
        """Words without a figure that say who pays (« State budget », « crédits existants »), or that the profile keeps."""
        if not any(sign.isdigit() for sign in value) and _FUNDED.search(fold(value)):
            return True
        return self._kept(column, value, N_("Aucun montant n’y est lu : les mots sont gardés en note."))

    def _unit(self, column: Column) -> Unit:
        """The unit of a column: as the profile says, else as its title or its group does."""
        own, group = unit_of(column.bare), unit_of(column.group) if column.group else Unit()
        said = OPTIONS.get(self.lines.profile.option("unit"))
        factor = said or (own.factor if own.factor > 1 or own.currency else group.factor)
        currency = own.currency or group.currency
        return Unit(factor, self.lines.profile.option("currency", UNKNOWN) if currency == UNKNOWN else currency)

    def _funder(self, column: Column) -> str:
        before = [one for one in self.columns(fields.FUNDER) if one.index == column.index - 1]
        return squeezed(plain(self.row.value(before[0].index))) if before else ""
