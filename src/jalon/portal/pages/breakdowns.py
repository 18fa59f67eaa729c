"""Breakdowns of an indicator: a table for each set of dimensions, bars, and what the categories add to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from jalon.facts.series import Precision
from jalon.methods.charts import Bar, BarChart, BarItem, ChartError, bar_chart
from jalon.portal import words
from jalon.portal.context import Context
from jalon.portal.pages.values import Value, cell, date_words, key_of
from jalon.portal.pieces import Notebook
from jalon.ui.pieces import Cell, Column, Row, Table

BARS = 12
"""A breakdown of more categories than this is a table only."""


@dataclass(frozen=True, slots=True)
class Bars:
    """The shares or counts of one breakdown on one date, with what must be said of their sum."""

    title: str
    chart: BarChart
    rows: tuple[tuple[str, str], ...]
    """Label and value in words, in the order of the bars."""

    @property
    def drawn(self) -> tuple[tuple[Bar, str, str], ...]:
        """Each bar with its label and its value in words."""
        return tuple((bar, label, said) for bar, (label, said) in zip(self.chart.bars, self.rows, strict=True))


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Values by one or more dimensions: a table, and bars by date when there is one dimension only."""

    title: str
    table: Table
    bars: tuple[Bars, ...]
    sums: tuple[str, ...]


def breakdowns(values: Sequence[Value], whole: Sequence[Value], ctx: Context, book: Notebook) -> tuple[Breakdown, ...]:
    """One table for each set of dimensions."""
    by_names: dict[tuple[str, ...], list[Value]] = defaultdict(list)
    for value in values:
        if value.of.dimensions:
            by_names[tuple(d.name for d in value.of.dimensions)].append(value)
    return tuple(_breakdown(names, found, whole, ctx, book) for names, found in sorted(by_names.items()))


def _breakdown(
    names: tuple[str, ...], values: Sequence[Value], whole: Sequence[Value], ctx: Context, book: Notebook
) -> Breakdown:
    columns = sorted({key_of(v) for v in values})
    labels = {_category(v): _category_lang(v) for v in values}
    said = {key_of(v): date_words(v, ctx) for v in values}
    rows = tuple(
        Row(
            (
                Cell(label, lang=lang),
                *(cell([v for v in values if _category(v) == label and key_of(v) == key], book) for key in columns),
            )
        )
        for label, lang in labels.items()
    )
    title = _("Par %(names)s") % {"names": words.and_list(tuple(dimension(name) for name in names))}
    heads = (
        Column(words.and_list(tuple(dimension(name) for name in names))),
        *(Column(said[key], numeric=True) for key in columns),
    )
    bars = (
        tuple(_bars(said[key], [v for v in values if key_of(v) == key]) for key in columns) if len(names) == 1 else ()
    )
    sums = (
        tuple(s for key in columns if (s := _sum(said[key], [v for v in values if key_of(v) == key], whole, key)))
        if len(names) == 1
        else ()
    )
    return Breakdown(title, Table(title, heads, rows, caption_hidden=True), tuple(b for b in bars if b), sums)


def dimension(name: str) -> str:
    """The word for a dimension."""
    return {
        "form": _("forme"),
        "sex": _("sexe"),
        "age": _("âge"),
        "nationality": _("nationalité"),
        "territory": _("territoire"),
    }.get(name, name)


def _category(value: Value) -> str:
    return ", ".join(code_words(d.name, d.value) for d in value.of.dimensions)


def _category_lang(value: Value) -> str | None:
    """The language of a category's words: the source's, unless every code is one that the interface names."""
    own = any(code_words(d.name, d.value) == d.value for d in value.of.dimensions)
    return value.series.title.lang if own else None


def code_words(name: str, value: str) -> str:
    """The words of a code that a source uses; any other value is shown as it is."""
    known = {
        ("sex", "F"): _("femmes"),
        ("sex", "H"): _("hommes"),
        ("form", "delits"): _("contrainte à délinquer"),
        ("form", "mendicite"): _("mendicité"),
    }
    return known.get((name, value), value)


def _bars(title: str, values: Sequence[Value]) -> Bars | None:
    """Bars of two to twelve categories; percentages share the scale of 100."""
    if not 2 <= len(values) <= BARS or any(v.number is None or v.number < 0 for v in values):
        return None
    shares = values[0].series.unit.startswith("%")
    items = [BarItem(str(i), v.number) for i, v in enumerate(values)]
    try:
        chart = bar_chart(items, maximum=Decimal(100) if shares else None)
    except ChartError:
        return None
    return Bars(title, chart, tuple((_category(v), v.said) for v in values))


def _sum(said: str, values: Sequence[Value], whole: Sequence[Value], key: str) -> str:
    """What the categories add to, said only when it is more than their total."""
    numbers = [v.number for v in values if v.number is not None and v.of.precision is Precision.EXACT]
    if len(numbers) < 2:
        return ""
    total, unit = sum(numbers, Decimal(0)), values[0].series.unit
    limits = [Decimal(100)] if unit.startswith("%") else [v.number for v in whole if key_of(v) == key and v.number]
    if not limits or total <= max(limits):
        return ""
    shown, whole_shown = (words.number(str(one)) for one in (total, max(limits)))
    if unit.startswith("%"):
        shown, whole_shown = words.in_percent(shown), words.in_percent(whole_shown)
    return _(
        "%(date)s : les catégories font %(sum)s, plus que le total de %(total)s. Plusieurs réponses sont possibles."
    ) % {"date": said, "sum": shown, "total": whole_shown}
