"""A field of several short rows (expected values, amounts, levels…): plain controls, with blank rows for the next."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jalon.facts.common import When
from jalon.methods.dates import DateError
from jalon.office.dates import Typed, Unread, read

Words = str | Promise
MOST_ROWS = 120
"""Rows that a form shows and reads: with seven controls each they stay under the number of fields that Django takes. Facts
beyond these are not shown, and stay."""
BLANK = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One control of a row. With `choices` a select, with `box` a box to tick, `long` for whole sentences."""

    name: str
    label: Words
    choices: tuple[tuple[str, Words], ...] = ()
    box: bool = False
    width: str = ""
    long: bool = False


Cells = Mapping[str, str]


class RowsWidget(forms.Widget):
    """Rows of controls, each with its own name: `expected_0_when`."""

    template_name = "office/widgets/rows.html"

    def __init__(self, columns: tuple[Column, ...], blank: int = BLANK, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.columns, self.blank = columns, blank

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[dict[str, str], ...]:
        """The rows in which something is written."""
        places = range(min(MOST_ROWS, _rows_sent(data, name)))
        rows = [{c.name: str(data.get(f"{name}_{at}_{c.name}", "")).strip() for c in self.columns} for at in places]
        return tuple(row for row in rows if self._filled(row))

    def _filled(self, row: Cells) -> bool:
        """A select that always says something fills no row by itself."""
        return any(row[column.name] for column in self.columns if not column.choices or not column.choices[0][0])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form did not send it."""
        return not _rows_sent(data, name)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The rows with their controls, and blank ones."""
        context = super().get_context(name, None, attrs)
        base = str(context["widget"]["attrs"].get("id", f"id_{name}"))
        rows = [*(value or ()), *({} for _n in range(self.blank))] or [{}]
        context["described"] = context["widget"]["attrs"].get("aria-describedby", "")
        context["rows"] = [self._row(name, base, at, row) for at, row in enumerate(rows[:MOST_ROWS])]
        return context

    def _row(self, name: str, base: str, at: int, row: Cells) -> dict[str, Any]:
        first = self.columns[0].name
        cells = [
            {
                "column": column,
                "name": f"{name}_{at}_{column.name}",
                "id": base if at == 0 and column.name == first else f"{base}_{at}_{column.name}",
                "value": row.get(column.name, ""),
            }
            for column in self.columns
        ]
        return {"number": at + 1, "cells": cells}


def _rows_sent(data: Any, name: str) -> int:
    places = [key.removeprefix(f"{name}_").partition("_")[0] for key in data if key.startswith(f"{name}_")]
    return max((int(place) + 1 for place in places if place.isdecimal() and len(place) < 4), default=0)


class RowsField(forms.Field):
    """Facts of one kind, one in each row. `make` reads a row, `take` gives the controls of a fact.

    A fact that comes back as it was keeps what the form does not show (its own sources, its note).
    """

    start: tuple[Any, ...] = ()

    def __init__(
        self,
        columns: tuple[Column, ...],
        make: Callable[[Cells], Any],
        take: Callable[[Any], Cells],
        *,
        blank: int = BLANK,
        **kwargs: Any,
    ) -> None:
        self.make, self.take = make, take
        super().__init__(widget=RowsWidget(columns, blank), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The controls of each fact; what was sent is shown as it was sent."""
        facts = value if isinstance(value, tuple | list) else () if value is None else (value,)
        return tuple(one if isinstance(one, Mapping) else self.take(one) for one in facts)

    def clean(self, value: Any) -> Any:
        """The facts; `ValidationError` names the row."""
        found, wrong = [], []
        for place, row in enumerate(value or (), 1):
            try:
                found.append(self._kept(row) or self.make(row))
            except ValidationError as error:
                wrong += [_("Ligne %(n)d\u00a0: %(what)s") % {"n": place, "what": words} for words in error.messages]
        if wrong:
            raise ValidationError(wrong)
        return (*found, *self.start[MOST_ROWS:])

    def _kept(self, row: Cells) -> Any:
        return next((fact for fact in self.start if _same(self.take(fact), row)), None)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Not asked by forms of facts."""
        return bool(initial != data)


class OneRowField(RowsField):
    """One fact, or None."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, blank=0, **kwargs)

    def clean(self, value: Any) -> Any:
        """The fact."""
        found = super().clean(value)
        return found[0] if found else None

    def prepare_value(self, value: Any) -> Any:
        """One row."""
        return super().prepare_value(value)[:1]


def _same(one: Cells, other: Cells) -> bool:
    return all(str(one.get(name, "")) == words for name, words in other.items())


def dates_field(of_each: Words, **kwargs: Any) -> RowsField:
    """Any number of dates, one in each row: a wrong one is corrected or emptied."""
    column = (Column("when", of_each, width="w20"),)
    return RowsField(column, lambda row: date_of(row["when"]), lambda when: {"when": words_of(when)}, blank=1, **kwargs)


def date_of(words: str) -> When:
    """A date in a row, as a field of dates reads it; `ValidationError` says how to write it."""
    try:
        found = read(Typed(words))
    except (Unread, DateError):
        found = None
    if found is None:
        message = _(
            "«\u00a0%(words)s\u00a0» ne se lit pas comme une date\u00a0: écrivez 2025, juin 2025 ou 31/12/2025."
        )
        raise ValidationError(message % {"words": words})
    return found


def words_of(when: When | None) -> str:
    """The words of a date in a row."""
    if when is None:
        return ""
    if when.printed and when.edtf and when.printed != when.edtf:
        return f"{when.printed} = {when.edtf}"
    return when.printed or when.edtf or ""


def needed(row: Cells, *names: str, words: str) -> None:
    """`ValidationError` when one of the controls is empty."""
    if not all(row.get(name) for name in names):
        raise ValidationError(words)


def listed(text: str) -> tuple[str, ...]:
    """Words between commas."""
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def joined(values: Iterable[str]) -> str:
    """Words between commas."""
    return ", ".join(values)
