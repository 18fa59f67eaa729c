"""What an indicator may hold besides a number: a level of a scale, yes or no, milestones.

IATI 2.03, code list IndicatorMeasure: unit, percentage (numbers here), ordinal (levels), nominal and qualitative
(yes or no and milestones here; other words are no measure and have no progress).
"""

from dataclasses import dataclass

from jalon.methods.dates import Edtf
from jalon.methods.quantities import Missing, Number


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a named scale of `of` levels, 0 the lowest. Levels have an order and no distance."""

    scale: str
    index: int
    of: int

    def __post_init__(self) -> None:
        if not self.scale or not 0 <= self.index < self.of:
            raise ValueError(f"level {self.index} of {self.scale!r}: expected 0 to {self.of - 1} of a named scale")


@dataclass(frozen=True, slots=True)
class YesNo:
    """An answer to a question: is there a law, is the decree published."""

    answer: bool

    def __post_init__(self) -> None:
        if not isinstance(self.answer, bool):
            raise TypeError(f"yes or no is True or False, not {self.answer!r}")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A point to pass: reached on a date, or not when somebody looked; `looked` False: nobody looked."""

    name: str
    reached: Edtf | None = None
    looked: bool = True

    def __post_init__(self) -> None:
        if self.reached is not None and not self.looked:
            raise ValueError(f"milestone {self.name!r}: reached and not looked at")


@dataclass(frozen=True, slots=True)
class Milestones:
    """The milestones of an indicator, each once. They count one each, whatever their weight."""

    items: tuple[Milestone, ...]

    def __post_init__(self) -> None:
        names = [one.name for one in self.items]
        if not names or len(names) != len(set(names)):
            raise ValueError(f"milestones need distinct names, one at least: {names}")


Value = Number | Level | YesNo | Milestones | Missing
