"""Decomposable graphs on 3 to 6 lists, with their cliques and separators.

A graph says which lists depend on each other directly. It is decomposable (chordal) when its lists can be taken away
one by one, each time a list whose remaining neighbours are all joined to each other (a perfect elimination order:
Fulkerson and Gross 1965; Lauritzen, Graphical Models, 1996, section 2.1). Only then does the likelihood of the whole
table factor into those of its cliques over those of its separators (Dawid and Lauritzen 1993).
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from jalon.methods.estimation.errors import ModelError

FEWEST_LISTS, MOST_LISTS = 3, 6


@dataclass(frozen=True, slots=True, eq=False)
class DecomposableGraphs:
    """All decomposable graphs on `lists` lists, in the order of their edge masks.

    `edges`: (graphs,) bitmask over `pairs(lists)`. `terms`: (graphs, 2**lists), one column a set of lists (bit i is
    list i): 1 for a clique, minus its multiplicity for a separator, 0 for other sets. Rows sum to 1: a junction tree has
    one separator less than cliques.
    """

    lists: int
    edges: NDArray[np.int64]
    terms: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.edges)

    def cliques(self, graph: int) -> tuple[int, ...]:
        """The cliques of a graph as bitmasks of lists, ascending."""
        return tuple(int(mask) for mask in np.flatnonzero(self.terms[graph] > 0))

    def separators(self, graph: int) -> tuple[int, ...]:
        """The separators of a graph as bitmasks, ascending, each as often as it separates (0: the empty one)."""
        row = self.terms[graph]
        return tuple(int(mask) for mask in np.flatnonzero(row < 0) for _ in range(-int(row[mask])))


def pairs(lists: int) -> tuple[tuple[int, int], ...]:
    """The possible edges, in the order of the bits of an edge mask."""
    return tuple(combinations(range(lists), 2))


@lru_cache(maxsize=4)
def decomposable_graphs(lists: int) -> DecomposableGraphs:
    """All of them: 8 on three lists, 61 on four, 822 on five, 18,154 on six (OEIS A058862).

    Every graph is eliminated at once, list by list. Taking list v away, whose remaining neighbours are N, multiplies
    the likelihood by that of N and v, and divides it by that of N; what is no clique or separator cancels.
    """
    if not FEWEST_LISTS <= lists <= MOST_LISTS:
        advice = (
            "Merge or drop lists" if lists > MOST_LISTS else "Two lists say nothing of how they depend on each other"
        )
        raise ModelError(f"{lists} lists: graphs are averaged on {FEWEST_LISTS} to {MOST_LISTS}", advice=advice)
    edges = np.arange(1 << len(pairs(lists)), dtype=np.int64)
    neighbours = _neighbours(edges, lists)
    terms = np.zeros((len(edges), 1 << lists), dtype=np.int8)
    left = np.full(len(edges), (1 << lists) - 1, dtype=np.int64)
    decomposable = np.ones(len(edges), dtype=bool)
    for _ in range(lists):
        decomposable &= _eliminate(neighbours, left, terms)
    terms[:, 0] += 1  # the last list was parted from nothing
    edges, terms = edges[decomposable], terms[decomposable]
    edges.setflags(write=False)
    terms.setflags(write=False)
    return DecomposableGraphs(lists, edges, terms)


def _neighbours(edges: NDArray[np.int64], lists: int) -> NDArray[np.int64]:
    """(graphs, lists): the bitmask of the neighbours of each list."""
    found = np.zeros((len(edges), lists), dtype=np.int64)
    for bit, (a, b) in enumerate(pairs(lists)):
        joined = (edges >> bit) & 1
        found[:, a] |= joined << b
        found[:, b] |= joined << a
    return found


def _eliminate(neighbours: NDArray[np.int64], left: NDArray[np.int64], terms: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Takes from each graph one list whose neighbours left are all joined; says where there was one."""
    taken = np.zeros(len(left), dtype=bool)
    for v in range(neighbours.shape[1]):
        around = neighbours[:, v] & left
        free = ((left >> v) & 1 == 1) & ~taken & _all_joined(around, neighbours)
        chosen = np.flatnonzero(free)
        terms[chosen, around[chosen] | (1 << v)] += 1
        terms[chosen, around[chosen]] -= 1
        left[chosen] &= ~(1 << v)
        taken |= free
    return taken


def _all_joined(members: NDArray[np.int64], neighbours: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the lists of each bitmask are all joined to each other."""
    joined = np.ones(len(members), dtype=bool)
    for u in range(neighbours.shape[1]):
        without = members & ~neighbours[:, u] & ~(1 << u)
        joined &= ((members >> u) & 1 == 0) | (without == 0)
    return joined
