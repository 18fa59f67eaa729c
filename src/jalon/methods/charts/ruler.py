"""The ruler of the « as of » bar: the plans' periods, the chosen date, and what nobody has looked at yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from jalon.methods.charts.geometry import WIDE, ChartError, Percent, Stretch, check_width
from jalon.methods.charts.labels import Label, Wanted, place, row_count
from jalon.methods.charts.timescale import TimeScale, YearTick, time_scale, year_ticks
from jalon.methods.dates import Edtf

ROW_HEIGHT, BAR_HEIGHT, AXIS_HEIGHT = 18, 3, 26


@dataclass(frozen=True, slots=True)
class Period:
    """A plan's period."""

    key: str
    label: str
    when: Edtf


@dataclass(frozen=True, slots=True)
class PeriodBar:
    """A bar from the first day of a period to its last, with its top in pixels."""

    key: str
    stretch: Stretch
    y: int
    height: int
    row: int


@dataclass(frozen=True, slots=True)
class Ruler:
    """The whole ruler. `chosen` is the date of the « as of »; `hatched` what lies after the known-until date."""

    width: int
    height: int
    scale: TimeScale
    ticks: tuple[YearTick, ...]
    bars: tuple[PeriodBar, ...]
    labels: tuple[Label, ...]
    axis_y: int
    tick_y: int
    chosen: Percent
    hatched: Stretch | None


def time_ruler(periods: Sequence[Period], chosen: date, *, known_until: Edtf | None = None, width: int = WIDE) -> Ruler:
    """Lay out the periods above the years. Bars that share a day lie on different rows, each with its label above.

    Raises `ChartError` for two periods of one key.
    """
    check_width(width)
    if len({period.key for period in periods}) != len(periods):
        raise ChartError("two periods of one key: expected every key once")
    dates = [period.when for period in periods] + ([known_until] if known_until else [])
    scale = time_scale(dates, [chosen])
    rows = _rows(periods, scale, width)
    axis_y = ROW_HEIGHT * (1 + max(rows.values(), default=-1)) + 4
    return Ruler(
        width=width,
        height=axis_y + AXIS_HEIGHT,
        scale=scale,
        ticks=year_ticks(scale, width),
        bars=tuple(_bar(period, scale, rows[period.key]) for period in periods),
        labels=_labels(periods, scale, rows, width),
        axis_y=axis_y,
        tick_y=axis_y + AXIS_HEIGHT - 8,
        chosen=scale.at(chosen),
        hatched=scale.hatched(known_until),
    )


def _wanted(period: Period, scale: TimeScale) -> Wanted:
    return Wanted(period.key, scale.stretch(period.when).x0, period.label)


def _rows(periods: Sequence[Period], scale: TimeScale, width: int) -> dict[str, int]:
    """The first row where neither the bar nor the label meets another."""
    rows: list[list[Period]] = []
    found: dict[str, int] = {}
    for period in sorted(periods, key=lambda one: (scale.stretch(one.when).x0, one.key)):
        row = next((index for index, others in enumerate(rows) if _fits(period, others, scale, width)), len(rows))
        rows[row : row + 1] = [[*(rows[row] if row < len(rows) else []), period]]
        found[period.key] = row
    return found


def _fits(period: Period, others: Sequence[Period], scale: TimeScale, width: int) -> bool:
    mine = scale.stretch(period.when)
    stretches = [scale.stretch(other.when) for other in others]
    if any(mine.x0 < other.x1 and other.x0 < mine.x1 for other in stretches):
        return False
    return row_count(place([_wanted(one, scale) for one in (*others, period)], width)) <= 1


def _labels(periods: Sequence[Period], scale: TimeScale, rows: dict[str, int], width: int) -> tuple[Label, ...]:
    labels: list[Label] = []
    for row in sorted(set(rows.values())):
        placed = place([_wanted(one, scale) for one in periods if rows[one.key] == row], width)
        labels += [replace(label, row=row, y=ROW_HEIGHT * (row + 1) - BAR_HEIGHT - 2) for label in placed]
    return tuple(sorted(labels, key=lambda label: (label.x, label.key)))


def _bar(period: Period, scale: TimeScale, row: int) -> PeriodBar:
    top = ROW_HEIGHT * (row + 1) - BAR_HEIGHT
    return PeriodBar(period.key, scale.stretch(period.when), top, BAR_HEIGHT, row)
