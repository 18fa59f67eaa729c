"""What a body is told that was received of it: its last return, as it came."""

from dataclasses import dataclass
from datetime import datetime

from jalon.facts.common import Text
from jalon.reporting.enums import ReturnWay
from jalon.reporting.merging.model import NOTHING, Trouble
from jalon.reporting.models import Ask, Return, ReturnedLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedCell:
    """One answer as it was received. `unread`: kept as words, no date, number or entry of the list was read in it."""

    label: str
    text: str
    unread: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedLine:
    """One line of the return. `answered`: it says something new, or that there is nothing to report."""

    number: str
    title: Text
    nothing: bool
    answered: bool
    cells: tuple[ReceivedCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A return as its body may print it. Nothing of what the asking body decided about it."""

    received_at: datetime
    way: ReturnWay
    sent_by: str
    file_name: str
    sha256: str
    answered: int
    lines: tuple[ReceivedLine, ...]


OWN = frozenset({ReturnWay.LINK, ReturnWay.ACCOUNT})
"""Ways by which a body itself says who brings its answer. What the asking body notes of it stays in its office."""
UNREAD = frozenset(
    {Trouble.WORD_IN_NUMBER, Trouble.WORD_IN_DATE, Trouble.TEXT_DATE, Trouble.NOT_IN_LIST, Trouble.UNREADABLE}
)


def receipt(ask: Ask) -> Receipt | None:
    """The last return of an ask that was not set aside; None: nothing was returned. Three queries."""
    last: Return | None = ask.returns.filter(withdrawn_at=None).order_by("received_at", "id").last()
    if last is None:
        return None
    cells = _cells(last, ask)
    rows = last.lines.select_related("line").order_by("line__order", "line_id")
    lines = tuple(_line(row, cells.get(row.line_id, ())) for row in rows)
    return Receipt(
        received_at=last.received_at, way=ReturnWay(last.way), sent_by=last.sent_by if last.way in OWN else "", file_name=last.file_name,
        sha256=last.sha256, answered=sum(line.answered for line in lines), lines=lines,
    )  # fmt: skip


def _line(row: ReturnedLine, cells: tuple[ReceivedCell, ...]) -> ReceivedLine:
    return ReceivedLine(
        number=row.line.number, title=row.line.title, nothing=row.nothing, answered=row.answered, cells=cells
    )


def _cells(last: Return, ask: Ask) -> dict[int, tuple[ReceivedCell, ...]]:
    columns = {column.key: column.heading(ask.language) for column in ask.campaign.columns}
    found: dict[int, tuple[ReceivedCell, ...]] = {}
    for row in last.cells.exclude(column=NOTHING).order_by("order", "id"):
        if row.returned is not None and row.column in columns:
            said = ReceivedCell(label=columns[row.column], text=row.returned.text, unread=row.trouble in UNREAD)
            found[row.line_id] = (*found.get(row.line_id, ()), said)
    return found
