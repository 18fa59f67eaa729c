"""What the page of a comparison shows: columns, rows, cells, what each evaluation covers, who disagrees."""

from dataclasses import dataclass

from jalon.portal.pages.counted import Claims
from jalon.portal.pages.fact_list import Filters
from jalon.portal.pages.head import Head
from jalon.portal.pages.pairwise import PairShown
from jalon.portal.pieces import Day, Link, Notes, Phrase, Ref
from jalon.ui.pieces import Sign


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one assessment says in a cell: its sign, the level, the words when they say more, why there is no level."""

    mark: str
    level: str
    text: Phrase | None
    reason: str
    flags: tuple[str, ...]
    refs: tuple[Ref, ...]
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What an evaluation says of a row. `kept_back`: it exists and nobody outside has read it."""

    verdicts: tuple[Verdict, ...] = ()
    kept_back: bool = False


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """The head of a column: an evaluation."""

    url: str
    name: str
    day: Day | None
    about: str
    label: str
    kept_back: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One measure, section or theme. `apart`: who says otherwise on one scale, in words."""

    number: str
    url: str
    title: Phrase
    cells: tuple[Cell, ...]
    apart: tuple[str, ...] = ()
    attested: bool = False


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """Rows under one heading."""

    title: str
    lang: str | None
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of a bar of counts. `fill` is a class of the plot; `x` and `width` are percentages."""

    fill: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Covered:
    """What one evaluation, or one count said of the whole, covers of the plan's numbers."""

    label: str
    url: str
    marks: tuple[str, ...]
    bar: tuple[Slice, ...]
    words: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """Two evaluations of one evaluator, and what the later says otherwise."""

    before: Link
    after: Link
    words: str
    changes: tuple[tuple[Link, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """The evaluations of a plan side by side."""

    head: Head
    plan: Link
    plan_uid: str
    period: Day | None
    lede: tuple[str, ...]
    fictional: bool
    covered: tuple[Covered, ...]
    legend: tuple[Sign, ...]
    covered_notes: Notes
    claims: tuple[Claims, ...]
    claim_notes: Notes
    filters: Filters
    since: str
    compact: bool
    columns: tuple[ColumnHead, ...]
    hidden: tuple[Link, ...]
    groups: tuple[MatrixGroup, ...]
    matrix_notes: Notes
    rounds: tuple[tuple[str, tuple[Round, ...]], ...]
    pairs: tuple[PairShown, ...]
    scales_url: str
    audit_url: str
