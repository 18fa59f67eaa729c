"""Drawings of reports: SVG that stands alone, from the same geometry as those of pages. Ink only, no colour of verdict."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from jalon import ui
from jalon.methods.charts import UnitChart
from jalon.methods.charts.geometry import Percent
from jalon.portal.pages.indicator_model import Chart
from jalon.ui import formats

INK, SOFT, HAIR, ACCENT = "#1c1b20", "#66646e", "#cfcdd3", "#54307a"
FONT = "Jalon Sans"
STRIP_COLUMNS = 15
_SPRITE = Path(ui.__file__).parent / "templates" / "ui" / "sprite.html"
_SYMBOL = re.compile(r'<symbol id="([^"]+)" viewBox="0 0 (\d+) (\d+)">(.*?)</symbol>', re.DOTALL)
_CLASSES = {'class="f-open"': 'fill="#ffffff"', 'class="f-paper"': 'fill="#ffffff"'}
"""What the style sheet of pages says of parts of signs."""
CHARACTERS = {
    "sq-full": "■", "sq-half": "◧", "sq-none": "□", "sq-unk": "⬚", "sq-kept-back": "▨", "tri-full": "▲",
    "tri-none": "△", "words": "≡",
}  # fmt: skip
"""The same signs as characters, for files that draw nothing."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG with its size in its own units."""

    svg: str
    width: int
    height: int


@cache
def signs() -> dict[str, tuple[int, int, str]]:
    """The signs of pages: width, height and shape of each; shape is the scale, fill is the level."""
    found = {}
    for name, width, height, shape in _SYMBOL.findall(_SPRITE.read_text(encoding="utf-8")):
        for css, said in _CLASSES.items():
            shape = shape.replace(css, said)
        found[name] = (int(width), int(height), shape)
    return found


def sign(name: str) -> str:
    """One sign as an SVG of its own; empty for a sign that there is not."""
    if name not in signs():
        return ""
    width, height, _shape = signs()[name]
    return _whole(_sign(name, 0, 0, height), width, height).svg


def squares(chart: UnitChart) -> Drawing:
    """One sign for each unit."""
    drawn = "".join(_sign(square.kind, square.x, square.y, chart.size) for square in chart.squares)
    return _whole(drawn, chart.width, chart.height)


def strip(marks: Sequence[str], *, size: int = 14, gap: int = 5) -> Drawing:
    """Signs in a row of the plan's numbers, fifteen a line, each line beginning with its first number."""
    step, left = size + gap, 30
    lines = -(-len(marks) // STRIP_COLUMNS)
    numbers = "".join(
        f'<text x="{left - 8}" y="{row * step + 11}" text-anchor="end">{row * STRIP_COLUMNS + 1}</text>'
        for row in range(lines)
    )
    drawn = "".join(
        _sign(mark, left + (i % STRIP_COLUMNS) * step, i // STRIP_COLUMNS * step, size) for i, mark in enumerate(marks)
    )
    return _whole(numbers + drawn, left + STRIP_COLUMNS * step, max(lines * step - gap, 1))


def course(chart: Chart, lang: str) -> Drawing:
    """Values in time beside what was expected."""
    plot = chart.drawing
    width, height = plot.width, plot.height

    def at(place: Percent) -> str:
        return f"{place.pixels(width):.1f}"

    parts = []
    for tick in plot.ticks:
        ink = INK if tick.y == plot.zero_y else HAIR
        parts.append(_line("0", tick.y, str(width), tick.y, ink))
        parts.append(f'<text x="0" y="{tick.label_y}">{escape(formats.number(tick.value, lang))}</text>')
    parts += [
        f'<text x="{at(year.x)}" y="{plot.year_y}" text-anchor="middle">{escape(year.label)}</text>'
        for year in plot.years
        if year.label
    ]
    parts += [_line(at(one.x0), one.y0, at(one.x1), one.y1, ACCENT, "3 3") for one in plot.path]
    parts += [_line(at(one.x0), one.y0, at(one.x1), one.y1, INK) for one in plot.lines]
    for point in chart.points:
        x, ink = at(point.at.x), ACCENT if point.at.run in ("expected", "target") else INK
        parts.append(_sign(point.sign, float(x) - 6, point.at.y - 6, 12, ink))
        if point.at.label_y is not None:
            parts.append(f'<text x="{x}" y="{point.at.label_y}" text-anchor="middle">{escape(point.at.label)}</text>')
    return _whole("".join(parts), width, height)


def _sign(name: str, x: float, y: float, size: int, ink: str = INK) -> str:
    """A sign at a place; `currentColor` is spelled out, as not every reader of SVG knows it."""
    _width, height, shape = signs().get(name) or signs()["pt-circle"]
    drawn = shape.replace("currentColor", ink)
    return f'<g transform="translate({x:g} {y:g}) scale({size / height:g})">{drawn}</g>'


def _line(x0: str, y0: int, x1: str, y1: int, ink: str, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="{ink}"{dashed}/>'


def _whole(drawn: str, width: int, height: int) -> Drawing:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{FONT}" font-size="12" fill="{SOFT}">{drawn}</svg>'
    )
    return Drawing(svg, width, height)
