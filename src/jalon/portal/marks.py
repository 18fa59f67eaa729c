"""The marks of judgements: shape is the scale, fill is the level.

Squares for a scale of three levels, triangles for one of two, three lines for an opinion without a scale. Marks of
different scales are never added, compared or put on one axis.
"""

import re
from dataclasses import dataclass

from jalon.facts.common import Known, Statement
from jalon.methods.text import fold
from jalon.portal import words

LEVELS = {3: ("sq-full", "sq-half", "sq-none"), 2: ("tri-full", "tri-none")}
OPINION, UNREAD = "words", "sq-unk"
_CODES = {"done": 0, "partial": 1, "not_done": -1, "engaged": 0, "started": 0, "not_engaged": -1, "not_started": -1}


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale as its author words it, best level first."""

    levels: tuple[str, ...]

    @property
    def has_marks(self) -> bool:
        return len(self.levels) in LEVELS

    def mark(self, index: int) -> str:
        """The mark of a level by its place in the scale."""
        return LEVELS[len(self.levels)][index] if self.has_marks else OPINION


def scale_of(statement: Statement) -> Scale | None:
    """The scale of a judgement; None for an opinion in words."""
    levels = tuple(level.strip() for level in re.split(r"\s/\s", statement.scale or "") if level.strip())
    return Scale(levels) if len(levels) > 1 else None


def level_of(statement: Statement) -> int | None:
    """Which level of its scale a judgement gives, best = 0; None when it gives none."""
    scale = scale_of(statement)
    if scale is None or statement.counts:
        return None
    if statement.outcome in _CODES:
        return _CODES[statement.outcome] % len(scale.levels)
    said = fold(statement.text.value) if statement.text else ""
    found = [i for i, level in enumerate(scale.levels) if said.startswith(fold(level))]
    return found[0] if found else None


def mark_of(statement: Statement) -> str:
    """The mark of a judgement of one measure."""
    scale, level = scale_of(statement), level_of(statement)
    if statement.known is not Known.GIVEN:
        return UNREAD
    return scale.mark(level) if scale and level is not None else OPINION


def level_words(statement: Statement) -> str:
    """The level in its author's words."""
    scale, level = scale_of(statement), level_of(statement)
    return scale.levels[level] if scale and level is not None else words.label(words.OUTCOME, statement.outcome)
