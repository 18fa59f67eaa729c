"""Labels on rows: on one row none touches another, and a leader crosses a label only when no other row would do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jalon.methods.charts.geometry import NARROW, Anchor, Percent, shortened, text_width

MOST_ROWS = 12  # a label that finds no room on them is left out: the table under the chart has it
GAP = 8  # pixels between two labels of a row
OFFSET = 4  # pixels between a leader and its text


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label to be placed for what stands at `x`."""

    key: str
    x: Percent
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """A placed label. `row` 0 is nearest to what it names; `dx` (pixels) keeps the text off its leader.

    `text` may have been cut with « … » to fit. `y` is the baseline, set by the chart. `narrow` says that it has room
    on a small screen too.
    """

    key: str
    x: Percent
    text: str
    anchor: Anchor
    dx: int
    row: int
    y: int = 0
    narrow: bool = False

    def extent(self, width: int) -> tuple[float, float]:
        """Left and right edge in pixels on a drawing of `width` pixels."""
        at = self.x.pixels(width) + self.dx
        length = text_width(self.text)
        return (at, at + length) if self.anchor is Anchor.START else (at - length, at)


def place(wanted: Iterable[Wanted], width: int) -> tuple[Label, ...]:
    """Labels on the nearest row that is free, in the order of x then key. Deterministic.

    Labels read to the right of their mark, up to the first that would leave the box; from there on, to the left. Those
    that read to the right are placed from the right, the others from the left, so that leaders step past them.
    """
    ordered = sorted((_fitted(one, width) for one in wanted if one.text), key=lambda one: (one.x, one.key))
    cut = next((index for index, one in enumerate(ordered) if _overflows(one, width)), len(ordered))
    placed: list[Label] = []
    for one in reversed(ordered[:cut]):
        placed += _put(one, Anchor.START, OFFSET, placed, width)
    for one in ordered[cut:]:
        placed += _put(one, Anchor.END, -OFFSET, placed, width)
    narrow = _narrow(placed)
    marked = (replace(label, narrow=label.key in narrow) for label in placed)
    return tuple(sorted(marked, key=lambda label: (label.x, label.key)))


def row_count(labels: Sequence[Label]) -> int:
    """How many rows the labels take."""
    return 1 + max((label.row for label in labels), default=-1)


def _fitted(one: Wanted, width: int) -> Wanted:
    """At most half of the box, so that it fits on one side of its mark wherever that is."""
    return Wanted(one.key, one.x, shortened(one.text, width // 2 - 2 * OFFSET))


def _overflows(one: Wanted, width: int) -> bool:
    return one.x.pixels(width) + OFFSET + text_width(one.text) > width


def _put(one: Wanted, anchor: Anchor, dx: int, placed: Sequence[Label], width: int) -> list[Label]:
    """The label on its row, or nothing when every row is taken there."""
    free: list[Label] = []
    for row in range(MOST_ROWS):
        label = Label(one.key, one.x, one.text, anchor, dx, row)
        if any(_touch(label, other, width) for other in placed):
            continue
        if not any(_crosses(label, other, width) or _crosses(other, label, width) for other in placed):
            return [label]
        free.append(label)
    return free[:1]


def _narrow(placed: Sequence[Label]) -> set[str]:
    """Keys of the labels that can be kept on a small screen, nearest rows first."""
    kept: list[Label] = []
    for label in sorted(placed, key=lambda label: (label.row, label.x, label.key)):
        left, right = label.extent(NARROW)
        if left >= 0 and right <= NARROW and not any(_touch(label, other, NARROW) for other in kept):
            kept.append(label)
    return {label.key for label in kept}


def _touch(a: Label, b: Label, width: int) -> bool:
    (left_a, right_a), (left_b, right_b) = a.extent(width), b.extent(width)
    return a.row == b.row and left_a < right_b + GAP and left_b < right_a + GAP


def _crosses(high: Label, low: Label, width: int) -> bool:
    """Whether the leader of `high` runs through the text of `low`."""
    left, right = low.extent(width)
    return high.row > low.row and left < high.x.pixels(width) < right
