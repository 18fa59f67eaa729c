"""Horizontal bars, and squares that count one each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jalon.methods.charts.geometry import ChartError, Percent

BAR_ROW, BAR_TOP, BAR_HEIGHT, LABEL_BASELINE, VALUE_BASELINE = 44, 20, 11, 13, 30
LONGEST_BAR = 78  # percent: the rest is for the value beside it
SQUARE, SQUARE_GAP = 14, 5
MOST_SQUARES = 1000


@dataclass(frozen=True, slots=True)
class BarItem:
    """A value to draw; None: missing, said in words, never a bar of length zero."""

    key: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: `length` None for a missing value, 0 for zero. The value's words start at `length`."""

    key: str
    length: Percent | None
    y: int
    height: int
    label_y: int
    value_y: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """The whole drawing."""

    height: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Square:
    """One unit, in pixels: squares keep their size, so that the same number looks the same everywhere."""

    kind: str
    index: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class UnitChart:
    """The whole drawing, in pixels; `size` is the side of a square."""

    width: int
    height: int
    size: int
    squares: tuple[Square, ...]


def bar_chart(items: Sequence[BarItem], *, maximum: Decimal | None = None) -> BarChart:
    """Bars from zero, in the order given, on one scale. Give `maximum` to share a scale between drawings.

    Raises `ChartError` for a negative value or one above `maximum`.
    """
    values = [item.value for item in items if item.value is not None]
    top = maximum if maximum is not None else max(values, default=Decimal(0))
    for value in (*values, top):
        if not value.is_finite() or not 0 <= value <= top:
            raise ChartError(f"bar of {value}: expected 0 to {top}")
    bars = tuple(_bar(item, row, top) for row, item in enumerate(items))
    return BarChart(height=BAR_ROW * len(bars), bars=bars)


def unit_squares(groups: Sequence[tuple[str, int]], *, columns: int = 15) -> UnitChart:
    """One square for each unit of the groups (kind, count), in the order given, row after row.

    Raises `ChartError` for a negative count or more than 1,000 squares.
    """
    if columns < 1:
        raise ChartError(f"{columns} columns: expected one at least")
    for kind, count in groups:
        if count < 0:
            raise ChartError(f"{count} squares of {kind!r}: expected zero or more")
    total = sum(count for _, count in groups)
    if total > MOST_SQUARES:
        raise ChartError(f"{total} squares: expected at most {MOST_SQUARES}")
    kinds = [kind for kind, count in groups for _ in range(count)]
    squares = tuple(_square(kind, index, columns) for index, kind in enumerate(kinds))
    return UnitChart(_side(min(total, columns)), _side(-(-total // columns)), SQUARE, squares)


def _bar(item: BarItem, row: int, top: Decimal) -> Bar:
    y = BAR_ROW * row
    length = None if item.value is None else Percent(float(item.value / top) * LONGEST_BAR if top else 0)
    return Bar(item.key, length, y + BAR_TOP, BAR_HEIGHT, y + LABEL_BASELINE, y + VALUE_BASELINE)


def _square(kind: str, index: int, columns: int) -> Square:
    row, column = divmod(index, columns)
    return Square(kind, index, column * (SQUARE + SQUARE_GAP), row * (SQUARE + SQUARE_GAP))


def _side(count: int) -> int:
    return max(0, count * (SQUARE + SQUARE_GAP) - SQUARE_GAP)
