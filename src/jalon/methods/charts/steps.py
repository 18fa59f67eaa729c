"""Shares that grow by steps from a first day on, each with the interval around it. Nothing is drawn after the last day known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jalon.methods.charts.geometry import WIDE, Anchor, ChartError, Percent, Stretch, check_width

LEFT, RIGHT = 9, 97  # percent: room for the shares at the left, and for the last year
TOP, BOTTOM = 14, 28
YEAR = 365.25
SHARES = (0, 25, 50, 75, 100)
YEAR_ROOM = 44
"""Pixels from one labelled year to the next."""


@dataclass(frozen=True, slots=True)
class Stair:
    """From this day on a share (0 to 1) holds; `low` and `high` None: no interval around it."""

    day: int
    share: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Staircase:
    """A curve by its key, known until a day."""

    key: str
    stairs: tuple[Stair, ...]
    until: int


@dataclass(frozen=True, slots=True)
class StepLine:
    """A piece of a curve, level or upright."""

    curve: str
    x0: Percent
    y0: int
    x1: Percent
    y1: int


@dataclass(frozen=True, slots=True)
class Band:
    """Where the intervals of all curves lie, together, over a stretch of days."""

    across: Stretch
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class StepTick:
    """A share with its height, or a number of years with its place."""

    value: int
    x: Percent
    y: int
    anchor: Anchor = Anchor.START
    labelled: bool = True


@dataclass(frozen=True, slots=True)
class Steps:
    """The whole drawing: bands under lines."""

    height: int
    shares: tuple[StepTick, ...]
    years: tuple[StepTick, ...]
    bands: tuple[Band, ...]
    lines: tuple[StepLine, ...]


def step_plot(curves: Sequence[Staircase], *, width: int = WIDE, height: int = 260) -> Steps:
    """Draw curves from 0 on day 0, each to its last day. Raises `ChartError` for no day at all, or a share that is none."""
    check_width(width)
    until = max((curve.until for curve in curves), default=0)
    if until < 1:
        raise ChartError(f"until day {until}: expected one day at least")
    if any(not 0 <= share <= 1 for curve in curves for one in curve.stairs for share in _shares(one)):
        raise ChartError("a share is not between 0 and 1")
    scale = _Scale(until, height - BOTTOM)
    whole = [replace(curve, stairs=_whole(curve)) for curve in curves]
    return Steps(
        height=height,
        shares=tuple(StepTick(value, Percent(0), scale.y(value / 100)) for value in SHARES),
        years=tuple(_years(scale, width)),
        bands=tuple(_bands(whole, scale)),
        lines=tuple(line for curve in whole for line in _lines(curve, scale)),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    until: int
    floor: int

    def x(self, day: float) -> Percent:
        return Percent(LEFT + (RIGHT - LEFT) * day / self.until)

    def y(self, share: float) -> int:
        return round(self.floor - (self.floor - TOP) * share)


def _shares(one: Stair) -> list[float]:
    return [share for share in (one.share, one.low, one.high) if share is not None]


def _whole(curve: Staircase) -> tuple[Stair, ...]:
    """From day 0 to the last: what holds first is that nothing is reached."""
    known = sorted((one for one in curve.stairs if one.day <= curve.until), key=lambda one: one.day)
    start = [] if known and known[0].day <= 0 else [Stair(0, 0.0)]
    return (*start, *known)


def _lines(curve: Staircase, scale: _Scale) -> Iterator[StepLine]:
    key = curve.key
    for one, after in pairwise([*curve.stairs, Stair(curve.until, curve.stairs[-1].share)]):
        x0, x1, y = scale.x(max(one.day, 0)), scale.x(after.day), scale.y(one.share)
        if x1 > x0:
            yield StepLine(key, x0, y, x1, y)
        if scale.y(after.share) != y:
            yield StepLine(key, x1, y, x1, scale.y(after.share))


def _bands(curves: Sequence[Staircase], scale: _Scale) -> Iterator[Band]:
    days = sorted({max(one.day, 0) for curve in curves for one in curve.stairs} | {curve.until for curve in curves})
    for first, last in pairwise(days):
        holding = [[one for one in curve.stairs if one.day <= first][-1] for curve in curves if curve.until > first]
        lows = [one.low for one in holding if one.low is not None]
        highs = [one.high for one in holding if one.high is not None]
        if lows and highs:
            top, bottom = scale.y(max(highs)), scale.y(min(lows))
            yield Band(Stretch(scale.x(first), scale.x(last)), top, max(1, bottom - top))


def _years(scale: _Scale, width: int) -> Iterator[StepTick]:
    count = int(scale.until / YEAR)
    room = scale.x(min(YEAR, scale.until)).pixels(width) - scale.x(0).pixels(width)
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200) if step * room >= YEAR_ROOM or step == 200)
    for year in range(count + 1):
        yield StepTick(year, scale.x(year * YEAR), scale.floor + 18, Anchor.MIDDLE, year % every == 0)
