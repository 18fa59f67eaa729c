"""The frozen model of the page of a measure or attested item."""

from dataclasses import dataclass

from jalon.methods.charts import TimeAxis
from jalon.portal.pages.claims import Claim
from jalon.portal.pages.descended import Descent
from jalon.portal.pages.documents import DocumentRow
from jalon.portal.pages.fact_list import Fact
from jalon.portal.pages.head import Head
from jalon.portal.pages.indicator_model import Listed
from jalon.portal.pages.means import Lines
from jalon.portal.pages.outputs_model import Ledger
from jalon.portal.pages.plan_model import OverlapRow, PromiseRow
from jalon.portal.pieces import Day, Link, Notes, Phrase, Ref


@dataclass(frozen=True, slots=True)
class DateRow:
    """One line of the table under the axis: the same dates in words."""

    day: Day | None
    label: str
    speaker: Link | None
    text: Phrase | None
    due: Day | None
    proposed: bool
    inferred: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the measure."""

    uid: str
    title: Phrase | None
    due: Day | None
    done: Day | None
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ActRow:
    """A parliamentary act that names the measure."""

    uid: str
    url: str
    day: Day | None
    kind: Phrase
    author: str
    topic: Phrase | None
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What one Release changed in the record of the measure."""

    release: Link
    day: Day | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """What bodies declared of the measure for one session: the state, and each body with the words of its reply."""

    state: Link
    session: Day | None
    replies: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """A measure: what, by whom, when; who asked, promised and judged; with what means; and how its record changed."""

    head: Head
    number: str | None
    of: str
    kind_words: str
    plan: Link
    comparison_url: str
    changes_url: str
    section: Link | None
    """Its section by its title; `section_level` stands before it, in the language of the page."""
    section_level: str
    section_label: Phrase | None
    section_inferred: bool
    title: Phrase
    other_titles: tuple[Phrase, ...]
    lede: tuple[Phrase, ...]
    facts: tuple[Fact, ...]
    note: Phrase | None
    inferred: bool
    top_notes: Notes
    plot: TimeAxis | None
    rows: tuple[DateRow, ...]
    undated: int
    date_notes: Notes
    promises: tuple[PromiseRow, ...]
    promise_notes: Notes
    judged: tuple[Claim, ...]
    judged_notes: Notes
    asked_words: str
    asked: tuple[Claim, ...]
    asked_notes: Notes
    steps: tuple[StepRow, ...]
    documents: tuple[DocumentRow, ...]
    step_notes: Notes
    indicators: Listed
    outputs: Ledger
    outputs_url: str
    output_notes: Notes
    declared: tuple[DeclaredRow, ...]
    means: Lines
    means_notes: Notes
    acts: tuple[ActRow, ...]
    act_notes: Notes
    descent: Descent
    descent_notes: Notes
    overlaps: tuple[OverlapRow, ...]
    overlap_notes: Notes
    replaced: tuple[Claim, ...]
    changes: tuple[Change, ...]
    history_notes: Notes
    known_until: Day | None
    fictional: bool
    anchors: tuple[str, ...]
    """Statements that no other part of the page names: their permanent addresses lead to the list of facts."""
