"""The frozen model of a plan's page."""

from dataclasses import dataclass

from jalon.methods.charts import UnitChart
from jalon.portal.pages.carried import CarriedRow
from jalon.portal.pages.claims import Claim
from jalon.portal.pages.documents import DocumentRow
from jalon.portal.pages.fact_list import Fact, Filters
from jalon.portal.pages.head import Head
from jalon.portal.pages.indicator_model import Listed
from jalon.portal.pages.means import Lines
from jalon.portal.pages.outputs_model import Ledger
from jalon.portal.pages.states_model import StateRow
from jalon.portal.pieces import Day, Link, Notes, Phrase, Ref
from jalon.ui.pieces import Coverage, Download, Sign, StripCell, Table


@dataclass(frozen=True, slots=True)
class Strip:
    """All numbers of the plan, with the marks of `judge`; below, what each judge covered of them."""

    label: str
    cells: tuple[StripCell, ...]
    legend: tuple[Sign, ...]
    judge: str
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True)
class TallyFigure:
    """A declared count drawn one sign a measure; `rows`: mark, level, declared, read one by one."""

    title: Phrase
    caption: str
    deduced: str
    drawing: UnitChart
    rows: tuple[tuple[str, str, int, int], ...]
    total: int
    read: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One measure or attested item in the list."""

    anchor: str
    number: str | None
    url: str
    title: Phrase
    group: Phrase | None
    leads: tuple[str, ...]
    partners: str
    planned: Phrase | None
    note: Phrase | None
    verdicts: tuple[Claim, ...]
    inferred: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one section of the plan. `level` and `label`: « Axe » and « 2 »."""

    anchor: str
    level: str
    label: str
    title: Phrase | None
    path: Phrase | None
    count: str
    entries: tuple[Entry, ...]
    notes: Notes
    refs: tuple[Ref, ...] = ()
    inferred: bool = False
    uid: str = ""


@dataclass(frozen=True, slots=True)
class OverlapRow:
    """Another plan that holds the same measure. `there` and `told` are set when it was recorded from that plan's side:
    its page, and according to whom."""

    measure: Link | None
    item: Phrase | None
    other_plan: Phrase | None
    other_measure: str
    note: Phrase | None
    inferred: bool
    refs: tuple[Ref, ...]
    there: Link | None = None
    told: str = ""
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class EventRow:
    """A dated event in the plan's life. `beyond`: after the date until which somebody looked."""

    day: Day | None
    text: Phrase | None
    inferred: bool
    beyond: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """What was promised, for when, and what was found. `uids`: the statements that it is made of."""

    uids: tuple[str, ...]
    text: Phrase | None
    speaker: Link | None
    promised: Day | None
    due: tuple[Day, ...]
    found: tuple[Phrase, ...]
    standing: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan: what it is, what is known of its measures, what was said of it."""

    head: Head
    title: Phrase
    other_titles: tuple[Phrase, ...]
    rank: str
    period: Day | None
    coordination: Phrase
    lede: tuple[str, ...]
    facts: tuple[Fact, ...]
    remarks: tuple[Phrase, ...]
    top_notes: Notes
    identified: int
    total: int | None
    known_title: str
    known_words: tuple[str, ...]
    strip: Strip
    strip_notes: Notes
    claims: tuple[Claim, ...]
    numbers: tuple[Phrase, ...]
    tallies: tuple[TallyFigure, ...]
    claim_notes: Notes
    asked: tuple[Claim, ...]
    asked_notes: Notes
    filters: Filters
    groups: tuple[Group, ...]
    promises: tuple[PromiseRow, ...]
    promise_notes: Notes
    means: Lines
    means_notes: Notes
    carried: tuple[CarriedRow, ...]
    overlaps: tuple[OverlapRow, ...]
    overlap_notes: Notes
    documents: tuple[DocumentRow, ...]
    document_notes: Notes
    events: tuple[EventRow, ...]
    event_notes: Notes
    known_until: Day | None
    indicators: Listed
    outputs: Ledger
    outputs_url: str
    output_sections: Table | None
    states: tuple[StateRow, ...]
    plan_uid: str
    fictional: bool
    comparison_url: str
    changes_url: str
    audit_url: str
    reports: tuple[Download, ...]
    """Reports to take away."""
    anchors: tuple[str, ...]
    """Statements that no other part of the page names: their permanent addresses lead to the list of facts."""
