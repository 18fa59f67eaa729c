"""Yearly values of several vintages. Nothing is joined across a missing year or from one vintage to another."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise

from jalon.methods.charts.clear import Box, Place, baselines, text_box
from jalon.methods.charts.geometry import NARROW, WIDE, Anchor, ChartError, Percent, check_width, text_width

TOP, BOTTOM = 40, 26
GUTTER = 9  # percent at the left, for the values of the ticks
TICK_BASELINE = -4  # of a tick's value, at x 0, from its line
MOST_YEARS = 200
YEAR_ROOM = 40  # pixels from one labelled year to the next


@dataclass(frozen=True, slots=True)
class Datum:
    """One published value of a year; `label` is the value in words of the reader's language."""

    year: int
    value: Decimal
    label: str = ""


@dataclass(frozen=True, slots=True)
class Vintage:
    """One edition of a series. `joined` False (a survey): its points are never joined."""

    key: str
    data: tuple[Datum, ...]
    joined: bool = True


@dataclass(frozen=True, slots=True)
class PlotPoint:
    """A point. `label_y` is the baseline of its value, None where it would touch another: the table has it.

    `narrow` says that the value has room on a small screen too.
    """

    vintage: str
    year: int
    value: Decimal
    x: Percent
    y: int
    label: str
    label_y: int | None
    narrow: bool


@dataclass(frozen=True, slots=True)
class PlotSegment:
    """A line between two consecutive years of one vintage."""

    vintage: str
    x0: Percent
    y0: int
    x1: Percent
    y1: int


@dataclass(frozen=True, slots=True)
class ValueTick:
    """A horizontal line at a round value, whose words have their baseline at `label_y`, from x 0."""

    value: Decimal
    y: int
    label_y: int


@dataclass(frozen=True, slots=True)
class PlotYear:
    """A year under the axis. `label` is empty where years are many; `narrow`: labelled on a small screen too."""

    label: str
    x: Percent
    anchor: Anchor
    narrow: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """The whole drawing. `ticks` start at zero, which is the axis."""

    width: int
    height: int
    ticks: tuple[ValueTick, ...]
    years: tuple[PlotYear, ...]
    points: tuple[PlotPoint, ...]
    segments: tuple[PlotSegment, ...]
    axis_y: int
    year_y: int


def nice_ticks(maximum: Decimal, most: int = 5, *, whole: bool = False) -> tuple[Decimal, ...]:
    """Round values from zero to the first at or above `maximum`: steps of 1, 2 or 5 times a power of ten.

    `whole`: no step under 1, for counts. At most `most` + 1 of them. Raises `ChartError` for a negative or infinite maximum.
    """
    if not maximum.is_finite() or maximum < 0:
        raise ChartError(f"greatest value {maximum}: expected zero or more")
    if most < 1:
        raise ChartError(f"{most} ticks: expected one at least")
    step = _nice_step(maximum, most) if maximum else Decimal(1)
    if whole:
        step = max(step, Decimal(1))
    count = max(1, int((maximum / step).to_integral_value(rounding="ROUND_CEILING")))
    return tuple((step * index).normalize() + Decimal(0) for index in range(count + 1))


def line_plot(vintages: Sequence[Vintage], *, width: int = WIDE, height: int = 306) -> Plot:
    """Points by year, joined only within a vintage between consecutive years that have one value each.

    Raises `ChartError` for no value at all, a negative one, or more than 200 years.
    """
    check_width(width)
    data = [datum for vintage in vintages for datum in vintage.data]
    first, last = _years(data)
    whole = all(datum.value == datum.value.to_integral_value() for datum in data)
    ticks = nice_ticks(max(datum.value for datum in data), whole=whole)
    axis_y = height - BOTTOM
    if axis_y <= TOP:
        raise ChartError(f"height {height} px: expected more than {TOP + BOTTOM}")
    scale = _Scale(first, last - first + 1, axis_y, ticks[-1])
    shown = tuple(ValueTick(value, scale.y(value), scale.y(value) + TICK_BASELINE) for value in ticks)
    return Plot(
        width=width,
        height=height,
        ticks=shown,
        years=tuple(_plot_year(scale, year, width) for year in range(first, last + 1)),
        points=_points(vintages, scale, shown, width),
        segments=tuple(segment for vintage in vintages for segment in _segments(vintage, scale)),
        axis_y=axis_y,
        year_y=height - 6,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Every year has a column of its own, read or not; values run from zero to the last tick."""

    first: int
    count: int
    axis_y: int
    top_value: Decimal

    def x(self, year: int) -> Percent:
        return Percent(GUTTER + (year - self.first + 0.5) / self.count * (100 - GUTTER))

    def y(self, value: Decimal) -> int:
        share = value / self.top_value
        return self.axis_y - int((share * (self.axis_y - TOP)).to_integral_value(rounding=ROUND_HALF_EVEN))


def _years(data: Sequence[Datum]) -> tuple[int, int]:
    if not data:
        raise ChartError("plot without a value: expected one at least")
    for datum in data:
        if not datum.value.is_finite() or datum.value < 0:
            raise ChartError(f"value {datum.value} of {datum.year}: expected zero or more")
    first, last = min(datum.year for datum in data), max(datum.year for datum in data)
    if last - first >= MOST_YEARS:
        raise ChartError(f"years {first} to {last}: expected at most {MOST_YEARS} of them")
    return first, last


def _nice_step(maximum: Decimal, most: int) -> Decimal:
    power = Decimal(1).scaleb((maximum / most).adjusted())
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor * most >= maximum)


def _plot_year(scale: _Scale, year: int, width: int) -> PlotYear:
    every = _every(scale.count, width)
    small = every * _every(-(-scale.count // every), NARROW)
    index, x = year - scale.first, scale.x(year)
    label = str(year) if index % every == every // 2 and _has_room(x, width) else ""
    narrow = bool(label) and index % small == every // 2 and _has_room(x, NARROW)
    return PlotYear(label, x, Anchor.MIDDLE, narrow)


def _has_room(x: Percent, width: int) -> bool:
    half = text_width("2000") / 2
    return half <= x.pixels(width) <= width - half


def _every(count: int, width: int) -> int:
    return -(-count * YEAR_ROOM // width)


def _segments(vintage: Vintage, scale: _Scale) -> list[PlotSegment]:
    if not vintage.joined:
        return []
    values = Counter(datum.year for datum in vintage.data)
    single = sorted((datum for datum in vintage.data if values[datum.year] == 1), key=lambda datum: datum.year)
    return [
        PlotSegment(vintage.key, scale.x(a.year), scale.y(a.value), scale.x(b.year), scale.y(b.value))
        for a, b in pairwise(single)
        if b.year == a.year + 1
    ]


def _points(
    vintages: Sequence[Vintage], scale: _Scale, ticks: Sequence[ValueTick], width: int
) -> tuple[PlotPoint, ...]:
    """Every point, with its value above or below it where there is room for it."""
    placed = [(one.key, datum) for one in vintages for datum in one.data]
    places = [Place(datum.label, scale.x(datum.year), scale.y(datum.value)) for _key, datum in placed]
    words = [_tick_box(tick) for tick in ticks]
    found = baselines(places, words, width, scale.axis_y)
    small = baselines(places, words, NARROW, scale.axis_y)
    return tuple(
        PlotPoint(
            key,
            datum.year,
            datum.value,
            at.x,
            at.y,
            datum.label,
            baseline,
            narrow=baseline is not None and baseline == other,
        )
        for (key, datum), at, baseline, other in zip(placed, places, found, small, strict=True)
    )


def _tick_box(tick: ValueTick) -> Box:
    return text_box(0, text_width(f"{tick.value:,}"), tick.label_y)
