"""Estimates with their intervals, one row each on one axis from zero: by method, or as the table is varied."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import inf, isfinite

from jalon.methods.charts import ChartError, nice_ticks
from jalon.methods.estimation.assess_words import people
from jalon.methods.estimation.plots.svg import Anchor, Drawing, Lang

ROW, HEAD, FOOT = 60, 6, 30
LEFT, RIGHT = 2.0, 94.0  # percent: the rest is for the arrow of what has no bound
FARTHEST = 4.0  # times the highest estimate: limits beyond are arrows, or they would hide everything else


@dataclass(frozen=True)
class PlotRow:
    """One row. value: None where there is no estimate, and then `note` says why. high: infinite for no bound."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""


_WORDS: dict[Lang, dict[str, str]] = {
    "fr": {
        "none": "pas d’estimation",
        "to": "de {low} à {high}",
        "unbounded": "de {low} à sans borne",
        "base": "Le trait pointillé est à {base}.",
        "axis": "Personnes, de 0 à {top}. Une flèche : l’intervalle continue.",
    },
    "en": {
        "none": "no estimate",
        "to": "{low} to {high}",
        "unbounded": "{low} to no bound",
        "base": "The dashed line is at {base}.",
        "axis": "People, from 0 to {top}. An arrow: the interval goes on.",
    },
}


def rows_plot(rows: Sequence[PlotRow], *, title: str, name: str, lang: Lang, base: float | None = None) -> str:
    """The SVG. base: a value to compare with, a dashed line. `ChartError` where no row has a value."""
    values = [row.value for row in rows if row.value is not None and isfinite(row.value)]
    if not values:
        raise ChartError("no row has a value: expected one at least")
    marks = [float(mark) for mark in nice_ticks(Decimal(_top(rows, values)), whole=True)]
    top, words = marks[-1], _WORDS[lang]
    said = [f"{row.label}: {_figures(row, lang)}." for row in rows]
    based = [words["base"].format(base=people(base, lang))] if base is not None else []
    description = " ".join([words["axis"].format(top=people(top, lang)), *based, *said])
    height = HEAD + ROW * len(rows) + FOOT
    drawing = Drawing(name, title, description, height, lang)
    for mark in marks:
        x = _place(mark, top)
        drawing.line(x, HEAD, x, height - FOOT, kind="grid")
        drawing.text(x, height - 10, people(mark, lang), anchor=tick_anchor(mark, top))
    if base is not None:
        drawing.line(_place(base, top), HEAD, _place(base, top), height - FOOT, kind="base")
    for place, row in enumerate(rows):
        _draw(drawing, row, HEAD + ROW * place, top, lang)
    return drawing.svg()


def tick_anchor(mark: float, top: float) -> Anchor:
    """The first and the last number stay inside the drawing."""
    return "start" if mark == 0 else "end" if mark == top else "middle"


def _top(rows: Sequence[PlotRow], values: Sequence[float]) -> float:
    limits = [row.high for row in rows if row.high is not None and row.high <= FARTHEST * max(values)]
    return max([*values, *limits])


def _place(value: float, top: float) -> float:
    return LEFT + (RIGHT - LEFT) * min(value, top) / top


def _figures(row: PlotRow, lang: Lang) -> str:
    words = _WORDS[lang]
    if row.value is None or not isfinite(row.value):
        return row.note or words["none"]
    shown = people(row.value, lang)
    if row.low is None or row.high is None:
        return shown
    between = words["to" if isfinite(row.high) else "unbounded"]
    return f"{shown} ({between.format(low=people(row.low, lang), high=people(row.high, lang))})"


def _draw(drawing: Drawing, row: PlotRow, y: int, top: float, lang: Lang) -> None:
    none = row.value is None or not isfinite(row.value)
    drawing.text(LEFT, y + 14, row.label)
    drawing.text(LEFT, y + 30, _WORDS[lang]["none"] if none else _figures(row, lang))
    if row.value is None or none:
        return
    middle = y + 44
    if row.low is not None and row.high is not None:
        low, high = _place(row.low, top), _place(row.high, top)
        beyond = row.high > top
        end = 98.0 if beyond else high
        drawing.line(low, middle, end, middle, kind="interval", width=2)
        drawing.line(low, middle - 5, low, middle + 5, kind="limit", width=2)
        if beyond:
            drawing.line(end - 1.2, middle - 5, end, middle, kind="arrow", width=2)
            drawing.line(end - 1.2, middle + 5, end, middle, kind="arrow", width=2)
        else:
            drawing.line(high, middle - 5, high, middle + 5, kind="limit", width=2)
    drawing.dot(_place(row.value, top), middle, filled=row.value != inf)
