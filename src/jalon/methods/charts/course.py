"""Values of an indicator in time beside its baseline and the values expected of it. Nothing is joined across a gap.

A value of a whole period is drawn at its middle. How sure it is, is told by bars (a lower bound, an approximate
value) and by `provisional`; nothing is drawn for a value that is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from itertools import pairwise

from jalon.methods.charts.clear import Place, baselines, text_box
from jalon.methods.charts.geometry import NARROW, WIDE, Anchor, ChartError, Percent, check_width, text_width
from jalon.methods.charts.plot import BOTTOM, TICK_BASELINE, TOP, PlotYear, ValueTick, nice_ticks
from jalon.methods.charts.timescale import TimeScale

LEFT, RIGHT = 9, 97  # percent: room for the values of the ticks, and for the last point
MOST_YEARS = 200
YEAR, MONTH = 366, 28
"""Days: values dated by the day are no more joined beyond a year; what is shorter than a month is a day, not a period."""
YEAR_ROOM = 44
MOST_LABELLED = 40
"""With more points than this, only the first and the last value of each run are written: the table has the others."""
PATH = "path"


class Doubt(StrEnum):
    """What is not certain of a value: that it is at least so much, or that it is about so much."""

    UP = "up"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Reading:
    """A value from the first to the last day that it may hold for. `value` None: missing, which interrupts the line."""

    first: date
    last: date
    value: Decimal | None
    label: str = ""
    doubt: Doubt | None = None
    provisional: bool = False
    middle: date = field(init=False, repr=False, compare=False)
    """Where it is drawn."""

    def __post_init__(self) -> None:
        """Once: readings are put in order, drawn and joined by it."""
        object.__setattr__(self, "middle", self.first + (self.last - self.first) // 2)

    @property
    def reach(self) -> int:
        """Days to the next value that may still be joined to it: half its own length, so that no missing period is
        bridged; a year for what is dated by the day."""
        length = (self.last - self.first).days + 1
        return length // 2 if length >= MONTH else YEAR


@dataclass(frozen=True, slots=True)
class Run:
    """One series, or the baseline with expected values. `joined` False: its points stand alone."""

    key: str
    readings: tuple[Reading, ...]
    joined: bool = True


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """A drawn value; `label_y` None: no room beside it, the table has it."""

    run: str
    x: Percent
    y: int
    label: str
    label_y: int | None
    narrow: bool
    doubt: Doubt | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A line between two values of one run."""

    run: str
    x0: Percent
    y0: int
    x1: Percent
    y1: int


@dataclass(frozen=True, slots=True)
class Course:
    """The whole drawing. `zero_y` is where zero lies: values may be negative. `path` is the straight way that was meant."""

    width: int
    height: int
    ticks: tuple[ValueTick, ...]
    years: tuple[PlotYear, ...]
    points: tuple[CoursePoint, ...]
    lines: tuple[CourseLine, ...]
    path: tuple[CourseLine, ...]
    zero_y: int
    year_y: int


def course_plot(runs: Sequence[Run], *, path: Sequence[Reading] = (), width: int = WIDE, height: int = 306) -> Course:
    """Draw the runs, and the way through the values of `path`, which are points of some run. Raises `ChartError` for no value at all, one that is infinite, or more than 200 years."""
    check_width(width)
    drawn = [(run, one, one.value) for run in runs for one in run.readings if one.value is not None]
    if not drawn or any(not value.is_finite() for _run, _one, value in drawn):
        raise ChartError("course without a finite value: expected one at least")
    if any(one.value is None for one in path):
        raise ChartError("path through a missing value: expected values only")
    time = TimeScale(min(one.first.year for _run, one, _value in drawn), max(one.last.year for _, one, _ in drawn))
    if time.years > MOST_YEARS:
        raise ChartError(f"years {time.first_year} to {time.last_year}: expected at most {MOST_YEARS} of them")
    values = tuple(value for _run, _one, value in drawn)
    scale = _Scale(time, _ticks(values), height - BOTTOM)
    ticks = tuple(ValueTick(value, scale.y(value), scale.y(value) + TICK_BASELINE) for value in scale.values)
    return Course(
        width=width,
        height=height,
        ticks=ticks,
        years=_years(scale, width),
        points=_points([(run.key, one, value) for run, one, value in drawn], scale, ticks, width),
        lines=tuple(line for run in runs if run.joined for line in _lines(run, scale)),
        path=tuple(_line(PATH, a, b, scale) for a, b in pairwise(_ordered(path))),
        zero_y=scale.y(Decimal(0)),
        year_y=height - 6,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days from left to right, values between the lowest and the highest tick."""

    time: TimeScale
    values: tuple[Decimal, ...]
    bottom: int
    days: dict[date, Percent] = field(default_factory=dict)
    heights: dict[Decimal, int] = field(default_factory=dict)
    """Places that were worked out: series share their dates, and every point ends a line or two."""

    def x(self, day: date) -> Percent:
        found = self.days.get(day)
        if found is None:
            found = self.days[day] = Percent(LEFT + self.time.at(day).value * (RIGHT - LEFT) / 100)
        return found

    def y(self, value: Decimal) -> int:
        found = self.heights.get(value)
        if found is None:
            found = self.heights[value] = self._height(value)
        return found

    def _height(self, value: Decimal) -> int:
        low, high = self.values[0], self.values[-1]
        share = (value - low) / (high - low)
        return self.bottom - int((share * (self.bottom - TOP)).to_integral_value(rounding=ROUND_HALF_EVEN))


def _ticks(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Round values from below the least to above the greatest, zero among them."""
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    whole = all(value == value.to_integral_value() for value in values)
    step = nice_ticks(high - low, whole=whole)[1]
    first, last = (
        (end / step).to_integral_value(rounding=way) for end, way in ((low, "ROUND_FLOOR"), (high, "ROUND_CEILING"))
    )
    return tuple(
        (step * index).normalize() + Decimal(0) for index in range(int(first), max(int(last), int(first) + 1) + 1)
    )


def _years(scale: _Scale, width: int) -> tuple[PlotYear, ...]:
    """Each year under its own middle; few of them are labelled when they are many."""
    years = range(scale.time.first_year, scale.time.last_year + 1)
    every = -(-len(years) * YEAR_ROOM // width)
    small = every * max(1, -(-len(years) * YEAR_ROOM // (NARROW * every)))
    found = []
    for index, year in enumerate(years):
        label = str(year) if index % every == 0 else ""
        found.append(PlotYear(label, scale.x(date(year, 7, 1)), Anchor.MIDDLE, bool(label) and index % small == 0))
    return tuple(found)


def _points(
    drawn: Sequence[tuple[str, Reading, Decimal]], scale: _Scale, ticks: Sequence[ValueTick], width: int
) -> tuple[CoursePoint, ...]:
    written = _written(drawn)
    places = [
        Place(one.label if id(one) in written else "", scale.x(one.middle), scale.y(value))
        for _key, one, value in drawn
    ]
    taken = [text_box(0, text_width(f"{tick.value:,}"), tick.label_y) for tick in ticks]
    wide, small = (baselines(places, taken, size, scale.bottom) for size in (width, NARROW))
    return tuple(
        CoursePoint(key, at.x, at.y, at.label, y, y is not None and y == other, one.doubt, one.provisional)
        for (key, one, _value), at, y, other in zip(drawn, places, wide, small, strict=True)
    )


def _written(drawn: Sequence[tuple[str, Reading, Decimal]]) -> set[int]:
    """The readings whose value is written."""
    if len(drawn) <= MOST_LABELLED:
        return {id(one) for _key, one, _value in drawn}
    groups: dict[str, list[Reading]] = {}
    for key, one, _value in drawn:
        groups.setdefault(key, []).append(one)
    ends = (
        (min(group, key=lambda one: one.middle), max(group, key=lambda one: one.middle)) for group in groups.values()
    )
    return {id(one) for pair in ends for one in pair}


def _ordered(readings: Sequence[Reading]) -> list[Reading]:
    return sorted(readings, key=lambda one: (one.middle, one.first))


def _lines(run: Run, scale: _Scale) -> list[CourseLine]:
    """Between neighbours in time, unless one is missing, two share their time, or the gap is longer than their reach."""
    return [
        _line(run.key, a, b, scale)
        for a, b in pairwise(_ordered(run.readings))
        if a.value is not None and b.value is not None and a.middle < b.middle
        if (b.first - a.last).days <= max(a.reach, b.reach)
    ]


def _line(key: str, a: Reading, b: Reading, scale: _Scale) -> CourseLine:
    start, end = a.value or Decimal(0), b.value or Decimal(0)
    return CourseLine(key, scale.x(a.middle), scale.y(start), scale.x(b.middle), scale.y(end))
