"""Page models of a campaign: frozen, ready to be shown, with the revisions that forms send back. Times are aware, in UTC."""

from dataclasses import dataclass
from datetime import date, datetime

from jalon.facts.common import Text, When
from jalon.facts.state import State
from jalon.facts.state_changes import StateChange
from jalon.plans.selectors.pages import Identified
from jalon.reporting.enums import AskState, CampaignState, LetterKind, ReturnWay, Way
from jalon.reporting.letters import LetterLine
from jalon.reporting.merging.model import Accident, Choice, Column, Entry, Note, Trouble, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLine:
    """A campaign in a list. `replies` were asked for, `returned` came back."""

    uid: str
    slug: str
    title: Text
    session: When
    part: str
    part_title: str
    owner: str
    synthetic: bool
    state: CampaignState
    closes: date
    bodies: int
    replies: int
    returned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnLine:
    """A campaign that was taken back, and why."""

    slug: str
    part: str
    title: Text
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Another body asked about the same line, and whether it returned its own part."""

    body: str
    returned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """A line asked of one body. `number` empty: not read. `state` as in the state to be frozen, None before it is asked."""

    uid: str
    revision: int
    key: str
    subject: str
    number: str
    title: Text
    shared: tuple[Shared, ...]
    returned: bool
    nothing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    """One return of a body. `undecided` of its `changed` differences wait for a person."""

    uid: str
    revision: int
    way: ReturnWay
    received_at: datetime
    sent_by: str
    file_name: str
    sha256: str
    lines: int
    changed: int
    undecided: int
    written_at: datetime | None
    set_aside: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRow:
    """One body of a campaign. `returned` of `lines` lines came back; `nothing` of them have nothing to report.

    `silent_days`: days since it was asked, while nothing was opened nor returned. `validated_by` is a name: it is shown
    in the office alone. `reminders` counts those written; `last_letter` is what became of the last letter.
    """

    uid: str
    revision: int
    body: str
    body_uid: str
    body_slug: str
    fictional: bool
    way: Way
    form: str
    contact: str
    contact_name: str
    superior: str
    language: str
    key: str
    template: int
    state: AskState
    lines: int
    returned: int
    nothing: int
    asked_at: datetime | None
    opened_at: datetime | None
    returned_at: datetime | None
    validated_at: datetime | None
    validated_by: str
    validated_as: str
    awaiting_validation: bool
    due: date
    own_due: bool
    silent_days: int | None
    undecided: int
    reminders: int
    last_letter: LetterLine | None
    letters: tuple[LetterLine, ...]
    line_rows: tuple[LineRow, ...]
    returns: tuple[ReturnRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLetter:
    """A reminder to come: when, to whom if nothing is returned by then. `copy`: the superior named reads it too."""

    uid: str
    revision: int
    kind: LetterKind
    at: datetime
    copy: bool
    to: tuple[str, ...]
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLetter:
    """A letter that the outbox tries again, or that it gave up."""

    body: str
    letter: LetterLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Numbers of the head of the page, each with its denominator: replies asked for, bodies.

    `subjects` elements of the plan are asked about, `shared` of them of several bodies; `identified` as in the plan.
    """

    replies: int
    returned: int
    validated: int
    unvalidated: int
    bodies: int
    silent: int
    undecided: int
    undecided_returns: int
    subjects: int
    shared: int
    identified: Identified


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """What keeps the state from being frozen: differences of a body's returns that wait for a person."""

    body: str
    ask: str
    undecided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPage:
    """A campaign as its team runs it. `days_left` negative: the day has passed. `frozen` is the live state, if any."""

    uid: str
    revision: int
    slug: str
    key: str
    part: str
    part_title: str
    owner: str
    synthetic: bool
    may_edit: bool
    plan: str
    plan_slug: str
    plan_title: Text | None
    title: Text
    session: When
    period: When
    opens: date | None
    closes: date
    days_left: int
    instructions: Text | None
    columns: tuple[Column, ...]
    validation: bool
    template: int
    state: CampaignState
    counts: Counts
    asks: tuple[AskRow, ...]
    withdrawn: tuple[AskRow, ...]
    planned: tuple[PlannedLetter, ...]
    waiting: tuple[WaitingLetter, ...]
    blocking: tuple[Blocking, ...]
    frozen: "FrozenLine | None"

    @property
    def may_freeze(self) -> bool:
        """Nothing waits for a person."""
        return not self.blocking and self.state in {CampaignState.OPEN, CampaignState.CLOSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenLine:
    """A state that was frozen. `signed`: the part was signed since, the freeze cannot be undone."""

    uid: str
    revision: int
    slug: str
    frozen_at: datetime
    frozen_by: str
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccidentRow:
    """What happened to the file, in words. `cell` is the id of the difference that it is about, None: of none.

    `leads`: the remedy is a choice at that difference. `waits`: a person must still make it.
    """

    accident: Accident
    kind: str
    read: str
    remedy: str
    cell: int | None
    leads: bool
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    """One thing that may be kept, in words."""

    choice: Choice
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRow:
    """One difference. `id` names it in forms (`decide`). `here`: what the asking body wrote meanwhile, when and who.

    `trouble_words` is what a person must decide, `note_words` what the machine saw of a safe one; empty otherwise.
    """

    id: int
    line: str
    number: str
    title: Text
    column: str
    column_label: str
    address: str
    before: Value | None
    here: Entry | None
    returned: Value | None
    proposed: Value | None
    trouble: Trouble | None
    trouble_words: str
    note: Note | None
    note_words: str
    choices: tuple[ChoiceRow, ...]
    decision: Choice | None
    preselected: bool
    written: bool

    @property
    def undecided(self) -> bool:
        """A person must decide."""
        return self.decision is None

    @property
    def merged(self) -> bool:
        """It is the text of a merged cell that begins at another line: it is copied to this one only if a person says so."""
        return self.note is Note.MERGED


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePage:
    """A return to be merged. `read` cells were read: `unchanged` and the differences; `chosen` of these are decided."""

    uid: str
    revision: int
    campaign: str
    campaign_title: Text
    part: str
    synthetic: bool
    may_edit: bool
    ask: str
    body: str
    fictional: bool
    way: ReturnWay
    received_at: datetime
    sent_by: str
    file_name: str
    sha256: str
    saved_by: str
    template: int
    sent_at: datetime | None
    lines: int
    read: int
    unchanged: int
    changed: int
    chosen: int
    undecided: int
    accidents: tuple[AccidentRow, ...]
    cells: tuple[CellRow, ...]
    written_at: datetime | None
    written_by: str
    set_aside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezePage:
    """The state as it would be frozen now, or was, and what is different from the one before it.

    `columns`: those of the campaign, then those that only the state before declared.
    """

    campaign: str
    state: State
    previous: State | None
    changes: tuple[StateChange, ...]
    columns: tuple[Column, ...]
    blocking: tuple[Blocking, ...]
    silent: int
    unvalidated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedOutput:
    """Outputs that a body told of in words, to be entered in the ledger by who edits the part: nothing is entered unasked.

    `source`: uid of the return's source, once it is written. `revision` is that of what was decided (0: nothing yet);
    `dismissed`: why nothing of it is entered.
    """

    body: str
    body_uid: str
    fictional: bool
    subject: str
    number: str
    title: Text
    words: str
    received_at: datetime
    source: str | None
    cell: int
    revision: int
    outputs: tuple["TakenOutput", ...]
    dismissed: str

    @property
    def waits(self) -> bool:
        """Nobody did anything with it yet."""
        return not self.outputs and not self.dismissed


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOutput:
    """An output of the ledger that was written after what a body told."""

    uid: str
    title: Text
