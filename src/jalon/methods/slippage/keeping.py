"""How long promises take to be kept: curves for both readings of approximate dates, and what is certain whatever is not known."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from jalon.methods.slippage.following import End, Excluded, Followed, LeftOut, follow
from jalon.methods.slippage.incidence import Curve, curve
from jalon.methods.slippage.model import Fate, Promise

FEWEST_PROMISES = 10
"""Under so many promises at risk a curve says less than their list."""


class Finding(StrEnum):
    """What a reader must be told beside a curve."""

    POINTWISE = "pointwise"
    NOT_DRAWN = "not_drawn"
    OPEN_AS_OTHERS = "open_as_others"
    TWO_READINGS = "two_readings"
    IN_PART = "in_part"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with what its sentence names."""

    code: Finding
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Promises certainly kept and possibly kept by a day, of `of`: no assumption, wide where little is known."""

    days: int
    certainly: int
    possibly: int
    of: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """The curves of promises.

    soonest, latest: every date read as early and as late as its words allow. Both take those last seen open to be kept like the
    others; `bounds` take nothing: between them lies the share kept by each day, whatever became of those not known.
    """

    soonest: Curve
    latest: Curve
    bounds: tuple[Bounds, ...]
    followed: tuple[Followed, ...]
    excluded: tuple[Excluded, ...]
    told: tuple[Told, ...]

    def counted(self, end: End) -> int:
        """Promises in the curve with that end."""
        return sum(one.end is end for one in self.followed)


@dataclass(frozen=True, slots=True)
class TooFew:
    """Not enough promises at risk for a curve: their list takes its place."""

    at_risk: int
    needed: int
    followed: tuple[Followed, ...]
    excluded: tuple[Excluded, ...]


def time_to_keep(promises: Iterable[Promise], level: float = 0.95) -> Keeping | TooFew:
    """Curves of the time from the making of promises to their keeping, dropped ones competing; under ten at risk the list.

    Promises without a date of making, ended before they were made, or that nobody saw since are left out of the curves with their
    reason; those that nobody saw are within the bounds. Raises `ValueError` for a promise that is there twice.
    """
    kept, out = follow(promises)
    if len(kept) < FEWEST_PROMISES:
        return TooFew(len(kept), FEWEST_PROMISES, kept, out)
    ends = [one.end for one in kept]
    soonest = curve([one.shortest for one in kept], ends, level)
    latest = curve([one.longest for one in kept], ends, level)
    return Keeping(soonest, latest, tuple(_bounds(kept, out)), kept, out, tuple(_told(kept, out)))


def _unseen(excluded: Sequence[Excluded]) -> int:
    """Promises that were made, and of which nothing else is known."""
    return sum(one.why is LeftOut.NEVER_SEEN for one in excluded)


def _bounds(kept: Sequence[Followed], out: Sequence[Excluded]) -> Iterator[Bounds]:
    """At each day on which one of the two changes: kept for certain, and kept at the first moment nobody excludes."""
    unseen = _unseen(out)
    certain = Counter(one.longest for one in kept if one.end is End.KEPT)
    possible = Counter(one.shortest for one in kept if one.end is not End.DROPPED)
    possible[0] += unseen
    sure, maybe = 0, 0
    for day in sorted({0, *certain, *possible}):
        sure, maybe = sure + certain[day], maybe + possible[day]
        yield Bounds(day, sure, maybe, len(kept) + unseen)


def _told(kept: Sequence[Followed], out: Sequence[Excluded]) -> Iterator[Told]:
    total = len(kept)
    yield Told(Finding.POINTWISE)
    yield Told(Finding.NOT_DRAWN, {"promises": total})
    still = sum(one.end is End.OPEN for one in kept)
    if still:
        yield Told(Finding.OPEN_AS_OTHERS, {"open": still, "promises": total})
    vague = sum(not one.exact for one in kept)
    if vague:
        yield Told(Finding.TWO_READINGS, {"approximate": vague, "promises": total})
    partly = sum(one.fate is Fate.IN_PART for one in kept)
    if partly:
        yield Told(Finding.IN_PART, {"in_part": partly})
    if out:
        yield Told(Finding.LEFT_OUT, {"left_out": len(out), "promises": total + len(out)})
