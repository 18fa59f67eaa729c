"""What every chart is made of."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

# Source Sans 3 at 13 px is about 6.2 px a character; measured generously, since a fallback font may be wider.
CHARACTER_WIDTH = 7
# Width (pixels) that the labels are laid out for, and the width of a plot on a 320 px screen.
WIDE, NARROW = 600, 280


class ChartError(ValueError):
    """Data that cannot be drawn; the message says what and what is expected."""


class Anchor(StrEnum):
    """SVG's text-anchor."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True, order=True)
class Percent:
    """A horizontal position or length, 0 to 100. Prints as an attribute, never localised."""

    value: float

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 100:
            raise ChartError(f"position {self.value} %: expected 0 to 100")

    def __str__(self) -> str:
        return _percent(self.value)

    def pixels(self, width: int) -> float:
        """The position on a drawing of `width` pixels."""
        return self.value * width / 100


@lru_cache(maxsize=4096)
def _percent(value: float) -> str:
    """Kept: lines that meet, and series that share their dates, write the same positions."""
    return f"{round(value, 3):g}%"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one horizontal position to another."""

    x0: Percent
    x1: Percent

    def __post_init__(self) -> None:
        if self.x1 < self.x0:
            raise ChartError(f"stretch from {self.x0} to {self.x1}: expected the first to be the smaller")

    @property
    def width(self) -> Percent:
        """Its length."""
        return Percent(self.x1.value - self.x0.value)


def text_width(text: str) -> int:
    """Pixels that a 13 px text takes at most, roughly."""
    return CHARACTER_WIDTH * len(text)


def shortened(text: str, width: int) -> str:
    """The text, cut with « … » if it would be wider than `width` pixels."""
    room = max(1, width // CHARACTER_WIDTH)
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def check_width(width: int) -> None:
    """Raise `ChartError` for a width that leaves no room for labels."""
    if width < 100:
        raise ChartError(f"width {width} px: expected at least 100")
