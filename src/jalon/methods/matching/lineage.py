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
    """Keys of earlier and later measures that a person may link. Two measures stand together in one proposal at most."""

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
    pairs = [
        (one, key) for one in forth for key in _near(forth, one)
        if one not in taken_before and key not in taken_after and one in _near(back, key)
    ]  # fmt: skip
    method = earlier.method
    proposals = [Proposal(Kind.IDENTICAL, (one,), (other,), method) for one, other in identical]
    proposals.extend(_near_ones(pairs, back, forth, method))
    return tuple(proposals)


def _near_ones(pairs: list[tuple[str, str]], back: _Lists, forth: _Lists, method: Method) -> Iterator[Proposal]:
    """One proposal a pair: what was cut in pieces, then what was put together of the rest, then what only reads otherwise."""
    split = _shared([(one, key) for one, key in pairs if _first(back, key) == one])
    cut = {(one, key) for one, pieces in split.items() for key in pieces}
    merged = _shared([(key, one) for one, key in pairs if _first(forth, one) == key and (one, key) not in cut])
    joined = {(one, key) for key, sources in merged.items() for one in sources}
    alone = set(pairs) - cut - joined
    for one in forth:
        if one in split:
            yield Proposal(Kind.SPLIT, (one,), split[one], method)
        nearest = _first(forth, one)
        if nearest is not None and _first(back, nearest) == one and (one, nearest) in alone:
            yield Proposal(Kind.REWORDED, (one,), (nearest,), method)
    for key, sources in merged.items():
        yield Proposal(Kind.MERGED, sources, (key,), method)


def _shared(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Those that stand with several others, with them."""
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return {one: tuple(others) for one, others in found.items() if len(others) > 1}


def _near(lists: _Lists, key: str) -> Iterator[str]:
    return (candidate.key for candidate in lists[key].candidates)


def _first(lists: _Lists, key: str) -> str | None:
    return next(_near(lists, key), None)
