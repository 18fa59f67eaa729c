"""From dates as people say them to days of follow-up: for each promise, how long at least and how long at most."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from jalon.methods.dates import Edtf, slippage
from jalon.methods.slippage.model import Fate, Promise


class End(IntEnum):
    """How the follow-up of a promise ended."""

    OPEN = 0  # last seen not done: what came after is not known
    KEPT = 1
    DROPPED = 2


class LeftOut(StrEnum):
    """Why a promise is not in the curve."""

    NO_MADE_DATE = "no_made_date"
    ENDED_BEFORE_MADE = "ended_before_made"
    NEVER_SEEN = "never_seen"  # nobody is known to have looked after it was made
    RECURRING = "recurring"  # it is kept again and again: no day ends it


@dataclass(frozen=True, slots=True)
class Followed:
    """A promise followed from `shortest` to `longest` days after it was made; the two differ where a date is not a day."""

    key: str
    end: End
    shortest: int
    longest: int
    fate: Fate

    @property
    def exact(self) -> bool:
        """Whether it is one number of days."""
        return self.shortest == self.longest


@dataclass(frozen=True, slots=True)
class Excluded:
    """A promise that is not in the curve, and why."""

    key: str
    why: LeftOut
    fate: Fate


_ENDS = {Fate.KEPT: End.KEPT, Fate.DROPPED: End.DROPPED}


def followed(promise: Promise) -> Followed | Excluded:
    """The follow-up of one promise.

    A promise kept or dropped on a day that is not known was so between the day it was made and `known_until`. A promise that
    is not known to be kept or dropped counts until somebody last saw it not done, never until `known_until`: unknown is not no.
    """
    end = _ENDS.get(promise.fate, End.OPEN)
    if promise.recurring:
        return Excluded(promise.key, LeftOut.RECURRING, promise.fate)
    if promise.made is None or promise.made.earliest is None or promise.made.latest is None:
        return Excluded(promise.key, LeftOut.NO_MADE_DATE, promise.fate)
    if end is End.OPEN and promise.on is None:
        return Excluded(promise.key, LeftOut.NEVER_SEEN, promise.fate)
    shortest, longest = _days(promise.made, promise.on, promise.known_until)
    if longest is None:
        return Excluded(promise.key, LeftOut.NEVER_SEEN, promise.fate)
    if longest < 0:
        return Excluded(promise.key, LeftOut.ENDED_BEFORE_MADE, promise.fate)
    if end is End.OPEN and longest == 0:
        return Excluded(promise.key, LeftOut.NEVER_SEEN, promise.fate)
    return Followed(promise.key, end, max(shortest, 0), longest, promise.fate)


def _days(made: Edtf, on: Edtf | None, known_until: Edtf) -> tuple[int, int | None]:
    """From the day it was made to its end; what was seen was seen by `known_until`."""
    limit = slippage(made, known_until).max_days
    if on is None:
        return 0, limit
    span = slippage(made, on)
    shortest = 0 if span.min_days is None else span.min_days
    longest = span.max_days
    if limit is not None and (longest is None or shortest <= limit < longest):
        longest = limit
    return shortest, longest if longest is None else max(longest, shortest)


def follow(promises: Iterable[Promise]) -> tuple[tuple[Followed, ...], tuple[Excluded, ...]]:
    """Those that can be placed in time, and the others with their reason. Raises `ValueError` for a key that is there twice."""
    kept: list[Followed] = []
    out: list[Excluded] = []
    seen: set[str] = set()
    for promise in promises:
        if promise.key in seen:
            raise ValueError(f"promise {promise.key!r} is there twice: one reading of each")
        seen.add(promise.key)
        found = followed(promise)
        if isinstance(found, Followed):
            kept.append(found)
        else:
            out.append(found)
    return tuple(kept), tuple(out)
