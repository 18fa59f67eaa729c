"""The frozen models of pages of the ledger of outputs."""

from dataclasses import dataclass

from jalon.portal.pages.fact_list import Fact, Filters
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, Notes, Phrase, Ref
from jalon.ui.pieces import Pages, Table


@dataclass(frozen=True, slots=True)
class OutputRow:
    """One output in a list. `place` empty: the source does not say where."""

    uid: str
    url: str
    title: Phrase
    kind: str
    day: Day | None
    place: str
    bodies: str
    amounts: str
    money: str
    inferred: bool
    fictional: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Outputs of one page with what can be counted of them, and how many say where."""

    rows: tuple[OutputRow, ...] = ()
    total: int = 0
    located: str = ""
    kinds: Table | None = None
    places: Table | None = None

    def __bool__(self) -> bool:
        return bool(self.total)


@dataclass(frozen=True, slots=True)
class OutputsPage:
    """The ledger, narrowed by a sentence."""

    head: Head
    filters: Filters
    ledger: Ledger
    pages: Pages | None
    notes: Notes
    fictional_words: str


@dataclass(frozen=True, slots=True)
class OutputPage:
    """One output."""

    head: Head
    uid: str
    title: Phrase
    kind: str
    day: Day | None
    facts: tuple[Fact, ...]
    about: tuple[Link, ...]
    note: Phrase | None
    quotes: tuple[Phrase, ...]
    inferred: bool
    fictional: bool
    permanent: str
    notes: Notes
