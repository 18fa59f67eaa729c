"""What is read of a table of an evaluation: its rows, what each speaks of, what a person may answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from jalon.exchange.assessment_levels import ReadLevel
from jalon.exchange.problems import Fault
from jalon.facts.evaluation import Assessed

ASIDE, THEME, GAP, PLAN, GROUP = "aside", "theme", "gap", "plan", "group:"
"""What a person may say of a row besides naming measures: keep it aside; a theme or a gap in the evaluator's own words;
the whole plan; before uids joined by « + », one assessment of them all."""


class Standing(StrEnum):
    """What becomes of a row."""

    MATCHED = "matched"
    ASKED = "asked"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class MeasureRef:
    """A measure that rows may speak of. `gone`: it is no longer in the plan."""

    uid: str
    number: str
    title: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer to choose from: `value` is `ASIDE`, `THEME`, `GAP`, `PLAN`, or uids joined by « + », one assessment
    each; after `GROUP`, one assessment of them all."""

    value: str
    measures: tuple[MeasureRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person said: of rows by their number, of words of levels by their key, of the level of single rows."""

    rows: Mapping[int, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    row_levels: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedRow:
    """A row and what is read in it. `subjects`: uids, one assessment each, or one of all for a group; a theme and a gap
    have none, the title is their topic. `note` is the team's private one: `words`, the row as shown, leave it out.

    `why` says why it is asked or kept aside; `level.fault` why its level is not read; `notes` only inform.
    """

    number: int
    words: str
    named: str
    title: str
    standing: Standing
    level: ReadLevel
    level_words: str = ""
    subjects: tuple[str, ...] = ()
    object: Assessed = Assessed.MEASURE
    text: str = ""
    page: str = ""
    paragraph: str = ""
    source: str = ""
    note: str = ""
    why: Fault | None = None
    options: tuple[Offer, ...] = ()
    notes: tuple[Fault, ...] = ()

    @property
    def topic(self) -> str | None:
        """The evaluator's own words for a theme, a gap or a group."""
        words = self.title or ("" if self.object is Assessed.GROUP else self.named)
        return words[:300] or None if self.object in (Assessed.THEME, Assessed.GAP, Assessed.GROUP) else None

    @property
    def ready(self) -> bool:
        """It can be written: its measure and its level, or reason for none, are known."""
        return self.standing is Standing.MATCHED and self.level.fault is None


@dataclass(frozen=True, slots=True)
class LevelWords:
    """Words of the column of levels, on how many rows they stand, what they mean. `asked`: a person must say, or said."""

    words: str
    key: str
    count: int
    level: ReadLevel
    asked: bool


@dataclass(frozen=True, slots=True)
class ReadAssessments:
    """All rows, in order; the words for levels; measures of the plan of which no row speaks."""

    rows: tuple[AssessedRow, ...]
    levels: tuple[LevelWords, ...]
    unspoken: tuple[MeasureRef, ...]

    def count(self, standing: Standing) -> int:
        """How many rows stand so."""
        return sum(row.standing is standing for row in self.rows)

    @property
    def ready(self) -> tuple[AssessedRow, ...]:
        """The rows that can be written."""
        return tuple(row for row in self.rows if row.ready)

    @property
    def blocked(self) -> tuple[AssessedRow, ...]:
        """Rows with a measure whose level is not read."""
        return tuple(row for row in self.rows if row.standing is Standing.MATCHED and not row.ready)
