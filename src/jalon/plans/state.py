"""What holds at a moment, from dated statements: pure functions of facts, with both times of « as of »."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from jalon.facts.common import Known, Statement, StatementKind, When
from jalon.methods.dates import Answer, DateError, Edtf, known_on, parse


@dataclass(frozen=True, slots=True)
class AsOf:
    """`valid`: what was so on this day. `known`: what the register had learned by this moment (with its zone).

    None: no limit.
    """

    valid: date | None = None
    known: datetime | None = None

    def __post_init__(self) -> None:
        if self.known is not None and self.known.tzinfo is None:
            raise ValueError("« known » is a moment: it needs its time zone.")


NOW = AsOf()


@dataclass(frozen=True, slots=True)
class State:
    """What is known of one thing (lead, deadline, phase…) at a moment.

    `known` is that of the latest statement; NOT_LOOKED_AT when there is none: unknown is not no. `statements` are all
    that hold, latest first: contradictions stay.
    """

    known: Known
    statements: tuple[Statement, ...] = ()

    @property
    def latest(self) -> Statement | None:
        """The statement said last, and among those the one recorded last."""
        return self.statements[0] if self.statements else None


NOTHING_SAID = State(Known.NOT_LOOKED_AT)


def holding(statements: Iterable[Statement], at: AsOf = NOW) -> tuple[Statement, ...]:
    """The statements that hold: learned by then, said by then, not over, not replaced by one that holds.

    One of which nobody knows the day is shown: unknown is not no.
    """
    held = [statement for statement in statements if _was_known(statement, at.known) and _was_so(statement, at.valid)]
    uids = {statement.uid for statement in held}
    return tuple(statement for statement in held if statement.superseded_by not in uids)


def state(statements: Iterable[Statement], kind: StatementKind, at: AsOf = NOW) -> State:
    """What is known of one kind of thing about one subject."""
    return states(statements, at).get(kind, NOTHING_SAID)


def states(statements: Iterable[Statement], at: AsOf = NOW) -> Mapping[StatementKind, State]:
    """The state of each kind of thing that something is said of, about one subject."""
    found: dict[StatementKind, list[Statement]] = defaultdict(list)
    for statement in sorted(holding(statements, at), key=said_order, reverse=True):
        found[statement.kind].append(statement)
    return {kind: State(rows[0].known, tuple(rows)) for kind, rows in found.items()}


def _was_known(statement: Statement, known: datetime | None) -> bool:
    return known is None or moment(statement.recorded_at) <= known


def _was_so(statement: Statement, valid: date | None) -> bool:
    return valid is None or known_on(_edtf(statement.said), _edtf(statement.valid_until), valid) is not Answer.NO


def moment(recorded_at: str) -> datetime:
    """The time at which the register learned something; without a zone it is UTC."""
    found = datetime.fromisoformat(recorded_at)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def said_order(statement: Statement) -> tuple[date, datetime, str]:
    """Sorts by the first day on which it may have been said; those of unknown date first."""
    said = _edtf(statement.said)
    return (said.earliest if said else None) or date.min, moment(statement.recorded_at), statement.uid


@lru_cache(maxsize=4096)
def _edtf(when: When | None) -> Edtf | None:
    """A date that cannot be read is a date that is not known."""
    if when is None or when.edtf is None:
        return None
    try:
        return parse(when.edtf)
    except DateError:
        return None
