"""The frozen model of the page of an indicator, and of lists of them."""

from dataclasses import dataclass

from jalon.methods.charts import Course, CoursePoint
from jalon.portal.pages.fact_list import Fact
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, Notes, Phrase, Ref
from jalon.ui.pieces import Download, Sign, Table


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator in a list. `last` and `aim` say « non lu » when nothing is known: never zero."""

    uid: str
    url: str
    title: Phrase
    owner: str
    unit: str
    about: Link | None
    last: str
    aim: str
    standing: str
    fictional: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Indicators of a measure, section or plan with their sources; `more`: how many are not shown."""

    rows: tuple[IndicatorRow, ...] = ()
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """The baseline, or a value expected by a date. `kind`: départ, étape, cible."""

    kind: str
    day: Day | None
    value: str
    known: bool
    note: Phrase | None
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    """A point of the chart with its sign."""

    at: CoursePoint
    sign: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The values in time beside what was expected. `described`: what the drawing says, in words."""

    drawing: Course
    points: tuple[DrawnPoint, ...]
    signs: tuple[Sign, ...]
    heading: str
    described: str


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """What can be said of one series: reached or not, why, how far, and each expected value."""

    who: Link | None
    series: Link | None
    last: str
    reached: str
    why: str
    share: str
    late: str
    """Each expected value that is due or will be, as clauses of one sentence."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What another body answers."""

    uid: str
    who: Link | None
    answer: str
    day: Day | None
    text: Phrase | None
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class FormulaView:
    """A formula with the indicators that it reads, and its value at each time or the reason why it has none."""

    text: str
    used: tuple[tuple[str, Link | None], ...]
    problem: str
    table: Table | None
    reached: str = ""
    """Where the last computed value stands, when the indicator says which way it is to go and how far."""


@dataclass(frozen=True, slots=True)
class CountedView:
    """What was counted: the words of the value, what it rests on, the outputs."""

    what: str
    value: str
    basis: str
    outputs: tuple[Link, ...]
    more: int
    reached: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """An indicator: what it measures, for whom, what is expected, what was observed, what others answer."""

    head: Head
    uid: str
    title: Phrase
    about: Link | None
    plan_uid: str
    owner: Link | None
    fictional: bool
    definition: Phrase | None
    facts: tuple[Fact, ...]
    note: Phrase | None
    inferred: bool
    top_notes: Notes
    expected: tuple[ExpectedRow, ...]
    interpolated: bool
    expected_notes: Notes
    chart: Chart | None
    table: Table | None
    series: tuple[Link, ...]
    downloads: tuple[Download, ...]
    value_notes: Notes
    verdicts: tuple[VerdictRow, ...]
    no_verdict: str
    formula: FormulaView | None
    counted: CountedView | None
    counted_notes: Notes
    revisions: Table | None
    revision_notes: Notes
    answers: tuple[AnswerRow, ...]
    answer_notes: Notes


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """All indicators, by plan."""

    head: Head
    groups: tuple[tuple[Link | None, tuple[IndicatorRow, ...]], ...]
    total: int
    fictional: int
