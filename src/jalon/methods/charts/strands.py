"""What was asked, promised and judged, strand under strand, on one time axis."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from jalon.methods.charts.geometry import WIDE, ChartError, Percent, Stretch, check_width
from jalon.methods.charts.labels import Label, Wanted, place, row_count
from jalon.methods.charts.timescale import TimeScale, YearTick, time_scale, year_ticks
from jalon.methods.dates import Edtf, Precision

TITLE_HEIGHT, ROW_HEIGHT, MARK_ROOM, BELOW = 20, 16, 14, 18
AXIS_HEIGHT = 26


class At(StrEnum):
    """Where a mark stands in a period that is not one day: a due date at its end, the others in its middle."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Event:
    """A dated fact. `kind` is the caller's (it chooses the shape); an empty label draws none."""

    key: str
    strand: str
    when: Edtf
    kind: str
    label: str = ""
    at: At = At.MIDDLE


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A line along a strand between two days: waiting, late, not known since. `kind` is the caller's."""

    strand: str
    kind: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at (x, y). `span` is the stated period when it is longer than a day, to be drawn, not only its mark."""

    key: str
    strand: str
    kind: str
    x: Percent
    y: int
    span: Stretch | None
    approximate: bool
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line along a strand."""

    kind: str
    stretch: Stretch
    y: int


@dataclass(frozen=True, slots=True)
class StrandRow:
    """A strand: the baseline of its title, its line, its marks, lines and labels. Leaders go from label to mark."""

    name: str
    title_y: int
    y: int
    bottom: int
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The whole drawing, `height` pixels high; labels hold from `width` pixels on."""

    width: int
    height: int
    scale: TimeScale
    ticks: tuple[YearTick, ...]
    strands: tuple[StrandRow, ...]
    axis_y: int
    tick_y: int
    hatched: Stretch | None
    chosen: Percent | None


def time_axis(
    strands: Sequence[str],
    events: Sequence[Event],
    *,
    lines: Sequence[TimedLine] = (),
    known_until: Edtf | None = None,
    chosen: date | None = None,
    width: int = WIDE,
) -> TimeAxis:
    """Lay out the events of the named strands, in that order, from top to bottom.

    Raises `ChartError` for an event of another strand, two events of one key, or no date at all.
    """
    _check(strands, events, lines, width)
    days = [day for line in lines for day in (line.start, line.end)] + ([chosen] if chosen else [])
    dates = [event.when for event in events] + ([known_until] if known_until else [])
    scale = time_scale(dates, days)
    rows: list[StrandRow] = []
    for name in strands:
        rows.append(_strand(name, events, lines, scale, rows[-1].bottom if rows else 0, width))
    axis_y = rows[-1].bottom if rows else 0
    return TimeAxis(
        width=width,
        height=axis_y + AXIS_HEIGHT,
        scale=scale,
        ticks=year_ticks(scale, width),
        strands=tuple(rows),
        axis_y=axis_y,
        tick_y=axis_y + AXIS_HEIGHT - 8,
        hatched=scale.hatched(known_until),
        chosen=None if chosen is None else scale.at(chosen),
    )


def _check(strands: Sequence[str], events: Sequence[Event], lines: Sequence[TimedLine], width: int) -> None:
    check_width(width)
    named = {event.strand for event in events} | {line.strand for line in lines}
    unknown = sorted(named - set(strands))
    if unknown:
        raise ChartError(f"strand {unknown[0]!r}: expected one of {', '.join(strands)}")
    keys = [event.key for event in events]
    if len(set(keys)) != len(keys):
        raise ChartError("two events of one key: expected every key once")


def _strand(
    name: str, events: Sequence[Event], lines: Sequence[TimedLine], scale: TimeScale, top: int, width: int
) -> StrandRow:
    own = sorted((event for event in events if event.strand == name), key=lambda one: (_x(one, scale), one.key))
    levels = _levels([_x(event, scale) for event in own], width)
    labels = place([Wanted(event.key, _x(event, scale), event.label) for event in own], width)
    first_row = top + TITLE_HEIGHT + ROW_HEIGHT * row_count(labels)
    y = first_row + MARK_ROOM * (1 + max(levels, default=0))
    return StrandRow(
        name=name,
        title_y=top + TITLE_HEIGHT - 6,
        y=y,
        bottom=y + BELOW,
        marks=tuple(_mark(event, scale, y - MARK_ROOM * level) for event, level in zip(own, levels, strict=True)),
        lines=tuple(_line(line, scale, y) for line in lines if line.strand == name),
        labels=tuple(replace(label, y=first_row - ROW_HEIGHT * label.row - 4) for label in labels),
    )


def _x(event: Event, scale: TimeScale) -> Percent:
    stretch = scale.stretch(event.when)
    if event.when.precision is Precision.DAY and event.when.earliest == event.when.latest:
        return stretch.x0
    match event.at:
        case At.START:
            return stretch.x0
        case At.END:
            return stretch.x1
        case At.MIDDLE:
            return Percent((stretch.x0.value + stretch.x1.value) / 2)


def _levels(positions: Sequence[Percent], width: int) -> list[int]:
    """Marks closer than their own size are lifted, one above the other. Positions come in order."""
    levels: list[int] = []
    last: list[float] = []
    for x in (position.pixels(width) for position in positions):
        level = next((index for index, before in enumerate(last) if x - before >= MARK_ROOM), len(last))
        last[level : level + 1] = [x]
        levels.append(level)
    return levels


def _mark(event: Event, scale: TimeScale, y: int) -> Mark:
    one_day = event.when.earliest is not None and event.when.earliest == event.when.latest
    span = None if one_day else scale.stretch(event.when)
    x = _x(event, scale)
    return Mark(event.key, event.strand, event.kind, x, y, span, event.when.approximate, event.when.uncertain)


def _line(line: TimedLine, scale: TimeScale, y: int) -> Line:
    if line.end < line.start:
        raise ChartError(f"line from {line.start} to {line.end}: expected the first to be the earlier")
    return Line(line.kind, Stretch(scale.at(line.start), scale.at(line.end)), y)
