"""Where a promise stands on a day. After the known-until date nothing is late: the outcome is not known."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jalon.methods.dates.compare import Span, slippage
from jalon.methods.dates.model import Edtf, from_date


class Standing(StrEnum):
    """What can honestly be said of a promise on a day."""

    NO_DATE = "no_date"  # no due date was given, and it is not known to be done
    NOT_YET_DUE = "not_yet_due"
    KEPT = "kept"  # `slip` says how early or late
    OUTCOME_UNKNOWN = "outcome_unknown"  # the date has passed; last looked at on `last_looked`
    LATE = "late"  # looked at after the due date and found not done


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody saw: done, on the day it was done, or not done, on the day it was looked at."""

    done: bool
    on: Edtf


@dataclass(frozen=True, slots=True)
class Status:
    """A standing with what it rests on. `found_not_done` is kept when the outcome is unknown since."""

    standing: Standing
    slip: Span | None = None
    last_looked: Edtf | None = None
    found_not_done: Edtf | None = None


def status_on(due: Edtf | None, outcome: Outcome | None, known_until: Edtf, today: date) -> Status:
    """Where a promise due on `due` stands on `today`, a clock date or the date of an « as of ».

    An outcome whose period starts after `today` is not yet so. LATE needs somebody who looked certainly after the last day of the
    due date and found it not done; and `today` not after `known_until`. To say what was so when the register last
    looked, pass the last day of `known_until` as `today`.
    """
    seen = outcome if outcome is not None and _has_come(outcome.on, today) else None
    if seen is not None and seen.done:
        return Status(Standing.KEPT, slip=None if due is None else slippage(due, seen.on))
    found = None if seen is None else seen.on
    if due is None:
        return Status(Standing.NO_DATE, last_looked=_last_look(known_until, today), found_not_done=found)
    if due.latest is None or today <= due.latest:
        return Status(Standing.NOT_YET_DUE, found_not_done=found)
    if _found_late(due.latest, found) and _within(today, known_until):
        return Status(Standing.LATE, last_looked=found, found_not_done=found)
    return Status(Standing.OUTCOME_UNKNOWN, last_looked=_last_look(known_until, today), found_not_done=found)


def _has_come(on: Edtf, today: date) -> bool:
    first = on.earliest or on.latest
    return first is not None and first <= today


def _found_late(last_due_day: date, found: Edtf | None) -> bool:
    return found is not None and found.earliest is not None and found.earliest > last_due_day


def _within(today: date, known_until: Edtf) -> bool:
    return known_until.latest is None or today <= known_until.latest


def _last_look(known_until: Edtf, today: date) -> Edtf:
    """Until when somebody had looked, seen from `today`: an « as of » in the past knows nothing of later looks."""
    first = known_until.earliest or known_until.latest
    return known_until if first is None or first <= today else from_date(today)
