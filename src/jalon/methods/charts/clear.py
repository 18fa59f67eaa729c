"""Where the value of a point is written: above it or below it, where it touches nothing; else nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from jalon.methods.charts.geometry import Percent, text_width

ABOVE, UNDER = -12, 23  # baseline of a value, from its point
TEXT_HEIGHT, CLEAR = 16, 7  # of a value; half of a point's own box

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Place:
    """A point and the words that are wanted beside it."""

    label: str
    x: Percent
    y: int


def baselines(places: Sequence[Place], words: Sequence[Box], width: int, bottom: int) -> list[int | None]:
    """For each point the first baseline where its value touches no point, no other value and none of `words`."""
    taken = [*words, *(_around(at.x.pixels(width), at.y) for at in places)]
    found: list[int | None] = []
    for at in places:
        if not at.label:
            found.append(None)
            continue
        half = text_width(at.label) / 2 + 2
        found.append(None)
        for baseline in (at.y + ABOVE, at.y + UNDER):
            box = text_box(at.x.pixels(width) - half, at.x.pixels(width) + half, baseline)
            if _inside(box, width, bottom) and _free(box, taken):
                taken.append(box)
                found[-1] = baseline
                break
    return found


def text_box(left: float, right: float, baseline: int) -> Box:
    """The room that words take from `left` to `right`."""
    return left, baseline - TEXT_HEIGHT + 4.0, right, baseline + 4.0


def _around(x: float, y: int) -> Box:
    return x - CLEAR, y - CLEAR, x + CLEAR, y + CLEAR


def _inside(box: Box, width: int, bottom: int) -> bool:
    return box[0] >= 0 and box[2] <= width and box[1] >= 0 and box[3] <= bottom


def _free(box: Box, taken: Sequence[Box]) -> bool:
    """Whether it meets none of them: one plain loop, as hundreds of points are compared."""
    left, top, right, bottom = box
    for start, above, end, below in taken:
        if left < end and start < right and top < below and above < bottom:
            return False
    return True
