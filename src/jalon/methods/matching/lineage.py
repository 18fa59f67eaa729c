"""What may have become of the measures of an earlier plan in a later one: proposals, of which a person makes or unmakes links.

Nothing here says « new » or « dropped »: whether a measure has a predecessor at all cannot be told from likeness.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jalon.methods.matching.matcher import Matcher
from jalon.methods.matching.model import FEWEST, Method, Nearest


class Kind(StrEnum):
    """What a link would be, if a person confirms it."""

    IDENTICAL = "identical"  # reads the same
    REWORDED = "reworded"  # each is the nearest of the other
    SPLIT = "split"  # one earlier measure is the nearest of several later ones
    MERGED = "merged"  # one later measure is the nearest of several earlier ones


@dataclass(frozen=True, slots=True)
class Proposal:
    """Keys of earlier and later measures that a person may link. A measure may be in several proposals: they are alternatives."""

    kind: Kind
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    method: Method


_Lists = Mapping[str, Nearest]


def propose_lineage(earlier: Matcher, later: Matcher) -> tuple[Proposal, ...]:
    """Proposals between two plans, each indexed: identical first, then in the order of the measures.

    Two measures are considered together only when each is among the five nearest of the other. A later measure that is in no
    proposal still has its nearest (`Matcher.nearest`).
    """
    earlier.prepare([text.text for text in later.texts])
    later.prepare([text.text for text in earlier.texts])
    back = {text.key: earlier.nearest(text.text, FEWEST) for text in later.texts}
    forth = {text.key: later.nearest(text.text, FEWEST) for text in earlier.texts}
    identical = [
        (candidate.key, key) for key, found in back.items() for candidate in found.candidates if candidate.same
    ]
    taken_before, taken_after = {one for one, _ in identical}, {other for _, other in identical}
    method = earlier.method
    proposals = [Proposal(Kind.IDENTICAL, (one,), (other,), method) for one, other in identical]
    for one in (text.key for text in earlier.texts if text.key not in taken_before):
        pieces = tuple(key for key in _near(forth, one) if _first(back, key) == one and key not in taken_after)
        if len(pieces) > 1:
            proposals.append(Proposal(Kind.SPLIT, (one,), pieces, method))
        if pieces and _first(forth, one) in pieces:
            proposals.append(Proposal(Kind.REWORDED, (one,), (str(_first(forth, one)),), method))
    proposals.extend(_merged(back, forth, taken_before, taken_after, method))
    return tuple(proposals)


def _merged(
    back: _Lists, forth: _Lists, taken_before: set[str], taken_after: set[str], method: Method
) -> Iterator[Proposal]:
    for other in back:
        sources = tuple(key for key in _near(back, other) if _first(forth, key) == other and key not in taken_before)
        if len(sources) > 1 and other not in taken_after:
            yield Proposal(Kind.MERGED, sources, (other,), method)


def _near(lists: _Lists, key: str) -> Iterator[str]:
    return (candidate.key for candidate in lists[key].candidates)


def _first(lists: _Lists, key: str) -> str | None:
    return next(_near(lists, key), None)
