"""Published values as pages show them: with their date, their number and the words of their precision."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from jalon.facts.series import Observation, Series
from jalon.methods import dates
from jalon.portal import words
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.pieces import Notebook, day, read_date
from jalon.ui.pieces import Cell


@dataclass(frozen=True, slots=True)
class Value:
    """An observation with what a page needs: its year (when it is one whole year), its number, its words."""

    of: Observation
    series: Series
    year: int | None
    number: Decimal | None
    said: str


def values_of(series: Series, ctx: Context) -> list[Value]:
    return [_value(o, series, ctx) for o in series.observations if happened(o.when, ctx.asof.state)]


def _value(observation: Observation, series: Series, ctx: Context) -> Value:
    return Value(
        observation, series, year_of(observation), _decimal(observation.value), value_words(observation, series.unit)
    )


def year_of(observation: Observation) -> int | None:
    """The year of a value of one whole year; None for any other date."""
    found = read_date(observation.when.edtf)
    one_year = isinstance(found, dates.Moment) and found.precision is dates.Precision.YEAR
    return int(found.year) if isinstance(found, dates.Moment) and one_year else None


def _decimal(value: str | None) -> Decimal | None:
    try:
        found = Decimal(value) if value is not None else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def value_words(observation: Observation, unit: str) -> str:
    """The published value with its precision; a missing one with its reason."""
    if observation.value is None:
        return observation.missing or str(words.NOT_READ)
    said = words.with_precision(observation.value, observation.precision)
    return words.in_percent(said) if unit.startswith("%") else said


def date_words(value: Value, ctx: Context) -> str:
    """The date of a value in words; one that the register deduced says so."""
    found = day(value.of.when, ctx.lang)
    if not found:
        return key_of(value)
    return _("%(date)s (déduit)") % {"date": found.words} if found.inferred else found.words


def key_of(value: Value) -> str:
    return str(value.year) if value.year is not None else value.of.when.edtf or value.of.when.printed or ""


def cell(values: Sequence[Value], book: Notebook) -> Cell:
    """One value, or several that contradict each other, side by side; none: not read."""
    if not values:
        return Cell(str(words.NOT_READ), kind="unknown")
    said = _(" ou ").join(dict.fromkeys(v.said for v in values))
    notes = ", ".join(dict.fromkeys(v.of.note for v in values if v.of.note))
    kind = "unknown" if all(v.of.value is None for v in values) else ""
    return Cell(said, refs=book.refs(*(v.of.citations for v in values)), kind=kind, sub=notes)
