"""Page models of the office: frozen, ready to be shown, with the revision that each form is filled on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from jalon.facts.common import Statement, StatementKind, Text
from jalon.facts.plan import (
    Document,
    Means,
    Measure,
    MeasureKind,
    Overlap,
    Plan,
    PlanEvent,
    Section,
    StatedNumber,
    Step,
    Title,
)
from jalon.plans.state import State

F = TypeVar("F")
States = Mapping[StatementKind, State]


@dataclass(frozen=True, slots=True)
class Revised(Generic[F]):
    """A fact with the uid and revision of its record: what a form about it sends back."""

    uid: str
    revision: int
    fact: F
    sourced: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """The part that a page belongs to, and whether the person may write in it."""

    uid: str
    slug: str
    title: str
    owner: str
    synthetic: bool
    revision: int
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Identified:
    """« n of N measures identified by number; a more attested, not placed. » `of` holds every number stated, in the
    order in which they are told: conflicting ones stay; empty: nobody said."""

    n: int
    of: tuple[int, ...]
    attested: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A measure in a list. `statements` counts those that hold, `unsourced` the part's own among them without a source."""

    uid: str
    revision: int
    kind: MeasureKind
    number: str | None
    title: Text | None
    section: str | None
    lead: State
    deadline: State
    statements: int
    unsourced: int
    sourced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """A section in the order of the tree; `depth` 0 at the top."""

    section: Revised[Section]
    depth: int
    measures: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """A plan as its team works on it. `unplaced`: measures under no section.

    Its facts come without their citations: `sourced` says whether they have any.
    """

    part: PartLine
    plan: Revised[Plan]
    titles: tuple[Revised[Title], ...]
    numbers: tuple[Revised[StatedNumber], ...]
    events: tuple[Revised[PlanEvent], ...]
    overlaps: tuple[Revised[Overlap], ...]
    documents: tuple[Revised[Document], ...]
    identified: Identified
    statements: tuple["StatementRow", ...]
    sections: tuple[SectionRow, ...]
    measures: tuple[MeasureRow, ...]

    @property
    def unplaced(self) -> tuple[MeasureRow, ...]:
        """Measures and attested items whose section is not known."""
        return tuple(row for row in self.measures if row.section is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A statement with its part: `part` is its slug, `own` whether it is that of the page."""

    statement: Statement
    revision: int
    part: str
    own: bool
    sourced: bool
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A plan in a list."""

    uid: str
    slug: str
    title: Text | None
    part: str
    part_title: str
    synthetic: bool
    identified: Identified


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePage:
    """A measure as its team works on it. `above`: its sections from the top. `before`, `after`: its neighbours'
    uids in the plan's order."""

    part: PartLine
    plan: PlanLine
    measure: Revised[Measure]
    titles: tuple[Revised[Title], ...]
    steps: tuple[Revised[Step], ...]
    documents: tuple[Revised[Document], ...]
    above: tuple[Section, ...]
    states: States
    statements: tuple[StatementRow, ...]
    means: tuple[Revised[Means], ...]
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A record that was withdrawn and can be given back."""

    kind: str
    uid: str
    label: str
    at: str
    reason: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextVersion:
    """The texts of a record as somebody left them. `by` empty: the instance, or an account that is gone."""

    at: str
    by: str
    texts: Mapping[str, Text | tuple[Text, ...] | None]
