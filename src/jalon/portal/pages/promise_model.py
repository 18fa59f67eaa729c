"""Page model of the ledger of promises."""

from dataclasses import dataclass

from jalon.methods.charts import Steps, TimeAxis
from jalon.portal.pages.fact_list import Filters
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, Notes, Phrase, Ref
from jalon.ui.pieces import Count, Sign


@dataclass(frozen=True, slots=True)
class DueRow:
    """One date of the chain as it was named: for when, said when and by whom."""

    uid: str
    day: Day | None
    said: Day | None
    sayer: str
    text: Phrase | None
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ViewRow:
    """What somebody found; views stand side by side, none of them wins."""

    uid: str
    verdict: str
    mark: str
    outcome: str
    sayer: str
    done: Day | None
    seen: Day | None
    slip: str
    text: Phrase | None
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A promise: its words, the chain of its dates, what became of it according to whom.

    `standing` is what can be said on the day of the page, `moved` how far its dates slid, `late` how far it is from them.
    """

    uid: str
    text: Phrase | None
    about: Link | None
    sayer: str
    to: str
    made: Day | None
    dues: tuple[DueRow, ...]
    views: tuple[ViewRow, ...]
    standing: str
    moved: str
    late: tuple[str, ...]
    disputed: bool
    flags: tuple[str, ...]
    recurring: bool
    inferred: bool
    proposed: bool
    fictional: bool
    note: Phrase | None
    axis: TimeAxis | None
    looked: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class LedgerGroup:
    """The promises about one plan, or about no plan."""

    plan: Link
    rows: tuple[LedgerRow, ...]


@dataclass(frozen=True, slots=True)
class Durations:
    """How long promises take to be kept: a curve in words, or why there is none; what was left out, with its reason."""

    refused: str
    points: tuple[tuple[str, str, str, str], ...]
    """(after how long, at risk, share kept at the soonest and the latest reading, certain bounds)."""
    told: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...]
    curve: Steps | None = None
    """Drawn with the interval of both readings; the table says the same at a few horizons."""
    described: str = ""


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """All promises, by plan."""

    head: Head
    counts: tuple[Count, ...]
    total: int
    filters: Filters
    groups: tuple[LedgerGroup, ...]
    legend: tuple[Sign, ...]
    durations: Durations
    committees_url: str
    notes: Notes
