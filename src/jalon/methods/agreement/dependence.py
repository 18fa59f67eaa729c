"""Who rests on whom: an evaluation that relies on another one cannot agree or disagree with it."""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

RestsOn = Mapping[str, Collection[str]]
"""What each evaluation declares that it rests on, raters or not."""


def foundations(rater: str, rests_on: RestsOn) -> frozenset[str]:
    """All that it rests on, directly or through others; itself too where the declarations turn in a circle."""
    found: set[str] = set()
    waiting = list(rests_on.get(rater, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(rests_on.get(name, ()))
    return frozenset(found)


def dependent_pair(raters: Sequence[str], rests_on: RestsOn) -> tuple[str, str] | None:
    """The first rater that rests on another rater, and that other; None where none does."""
    for rater in raters:
        under = foundations(rater, rests_on)
        for other in raters:
            if other != rater and other in under:
                return rater, other
    return None


def common_sources(raters: Sequence[str], rests_on: RestsOn) -> tuple[tuple[str, str, str], ...]:
    """Two raters and a third evaluation that both rest on, for each such pair, the first source by name."""
    under = {rater: foundations(rater, rests_on) for rater in raters}
    found = ((one, other, sorted(under[one] & under[other])) for one, other in combinations(raters, 2))
    return tuple((one, other, shared[0]) for one, other, shared in found if shared)
