"""Page models of what a body sees of what it is asked."""

from dataclasses import dataclass
from datetime import date, datetime

from jalon.facts.common import Text, When
from jalon.reporting.enums import AskState
from jalon.reporting.merging.model import Column, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCell:
    """One field of a body's form: what it declared last, what was typed so far. None: this line has no such field."""

    column: Column
    before: Value | None
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One line of a body's form; `returned`: when it was last returned."""

    key: str
    number: str
    title: Text
    nothing: bool
    returned: datetime | None
    cells: tuple[AnswerCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """What a body sees of what it is asked, by account or by link: its own lines and draft, nobody else's.

    `saved_at`: when the draft was saved last. `draft_revision` goes back with the form (0: no draft yet), `revision` with a validation. `open`: it may answer.
    """

    ask: str
    revision: int
    draft_revision: int
    saved_at: datetime | None
    campaign: str
    title: Text
    owner: str
    body: str
    synthetic: bool
    instructions: Text | None
    session: When
    period: When
    due: date
    until: datetime
    open: bool
    validation: bool
    language: str
    form: str
    columns: tuple[Column, ...]
    lines: tuple[AnswerLine, ...]
    returned_at: datetime | None
    validated_at: datetime | None
    validated_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyAsk:
    """Something asked of a body in whose name the person may answer: a line of their work list."""

    ask: str
    campaign: str
    title: Text
    owner: str
    body: str
    due: date
    lines: int
    returned: int
    state: AskState
