"""Reading one scale on another through a published crosswalk: one step, never chained; and what contradicts what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from jalon.facts.evaluation import Crosswalk
from jalon.facts.problems import N_

Translation = Mapping[str, str | None]
"""Level of one scale -> level of the other; levels without equivalent give None or are absent."""

CIRCLE = N_("Ces correspondances tournent en rond : {loop}.")
TWICE = N_(
    "Deux correspondances de la partie vont d’une de ces échelles à l’autre et ne disent pas la même chose : {slugs}."
)
COMPOSED = N_(
    "Passer par une troisième échelle donnerait un autre équivalent que « {slug} » : {level} se lirait {one} ou {other}."
)


def translation(crosswalk: Crosswalk) -> Translation:
    """The pairs of a crosswalk."""
    return {pair.of: pair.to for pair in crosswalk.pairs}


def contradictions(items: Iterable[Crosswalk]) -> Iterator[tuple[Crosswalk, str, dict[str, str]]]:
    """(crosswalk, template, parameters) of each contradiction between the crosswalks that one part publishes."""
    crosswalks = tuple(items)
    by_way: dict[tuple[str, str], list[Crosswalk]] = defaultdict(list)
    for item in crosswalks:
        by_way[item.from_scale, item.to_scale].append(item)
    for same in by_way.values():
        for one, other in combinations(same, 2):
            if one.author == other.author and translation(one) != translation(other):
                yield other, TWICE, {"slugs": f"{one.slug}, {other.slug}"}
    yield from _circles(crosswalks)
    yield from _composed(crosswalks)


def _circles(crosswalks: tuple[Crosswalk, ...]) -> Iterator[tuple[Crosswalk, str, dict[str, str]]]:
    """A way from a scale back to itself, told once: on the last crosswalk that closes it."""
    onward: dict[str, list[Crosswalk]] = defaultdict(list)
    for item in crosswalks:
        loop = _way(onward, item.to_scale, item.from_scale)
        onward[item.from_scale].append(item)
        if loop is not None:
            yield item, CIRCLE, {"loop": " → ".join([*(one.slug for one in loop), item.slug])}


def _way(onward: Mapping[str, list[Crosswalk]], start: str, end: str) -> list[Crosswalk] | None:
    """Crosswalks that lead from one scale to another; None when there is no way. Breadth first."""
    ways: list[tuple[str, list[Crosswalk]]] = [(start, [])]
    seen = {start}
    for scale, walked in ways:
        if scale == end:
            return walked
        for item in onward.get(scale, ()):
            if item.to_scale not in seen:
                seen.add(item.to_scale)
                ways.append((item.to_scale, [*walked, item]))
    return None


def _composed(crosswalks: tuple[Crosswalk, ...]) -> Iterator[tuple[Crosswalk, str, dict[str, str]]]:
    """Two steps of one author that lead elsewhere than that author's own single step."""
    for first in crosswalks:
        for second in crosswalks:
            if first.to_scale != second.from_scale or first.author != second.author:
                continue
            for direct in crosswalks:
                if (direct.from_scale, direct.to_scale) == (first.from_scale, second.to_scale):
                    yield from _differing(first, second, direct)


def _differing(
    first: Crosswalk, second: Crosswalk, direct: Crosswalk
) -> Iterator[tuple[Crosswalk, str, dict[str, str]]]:
    if direct.author != first.author:
        return
    there, onward, straight = translation(first), translation(second), translation(direct)
    for level, middle in there.items():
        one, other = straight.get(level), onward.get(middle) if middle else None
        if one is not None and other is not None and one != other:
            yield direct, COMPOSED, {"slug": direct.slug, "level": level, "one": one, "other": other}
