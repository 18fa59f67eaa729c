"""All decomposable graphs, each once, with the cliques and separators of a junction tree."""

from itertools import combinations

import pytest

from jalon.methods.estimation.bayes_graphs import DecomposableGraphs, decomposable_graphs, pairs
from jalon.methods.estimation.errors import ModelError


@pytest.mark.parametrize(("lists", "graphs"), [(3, 8), (4, 61), (5, 822), (6, 18154)])
def test_there_are_as_many_as_published(lists: int, graphs: int) -> None:
    assert len(decomposable_graphs(lists)) == graphs


@pytest.mark.parametrize("lists", [2, 7])
def test_other_numbers_of_lists_are_refused(lists: int) -> None:
    with pytest.raises(ModelError, match="3 to 6"):
        decomposable_graphs(lists)


def _joined(graphs: DecomposableGraphs, graph: int) -> set[frozenset[int]]:
    edges = int(graphs.edges[graph])
    return {frozenset(pair) for bit, pair in enumerate(pairs(graphs.lists)) if edges >> bit & 1}


def _chordless(lists: int, joined: set[frozenset[int]]) -> bool:
    """Whether some four or more lists form a cycle without a chord: each has exactly two neighbours, all connected."""
    for size in range(4, lists + 1):
        for some in combinations(range(lists), size):
            near = {v: {u for u in some if frozenset((u, v)) in joined} for v in some}
            if all(len(around) == 2 for around in near.values()) and len(_reached(near, some[0])) == size:
                return True
    return False


def _reached(near: dict[int, set[int]], start: int) -> set[int]:
    seen, waiting = {start}, [start]
    while waiting:
        new = near[waiting.pop()] - seen
        seen |= new
        waiting += new
    return seen


@pytest.mark.parametrize("lists", [3, 4, 5])
def test_they_are_the_graphs_without_a_chordless_cycle(lists: int) -> None:
    graphs = decomposable_graphs(lists)
    kept = {int(edges) for edges in graphs.edges}
    for edges in range(1 << len(pairs(lists))):
        joined = {frozenset(pair) for bit, pair in enumerate(pairs(lists)) if edges >> bit & 1}
        assert (edges in kept) != _chordless(lists, joined)


@pytest.mark.parametrize("lists", [3, 4, 5])
def test_cliques_are_the_maximal_joined_sets(lists: int) -> None:
    graphs = decomposable_graphs(lists)
    for graph in range(len(graphs)):
        joined = _joined(graphs, graph)
        full = [
            mask
            for mask in range(1, 1 << lists)
            if all(frozenset(p) in joined for p in combinations([n for n in range(lists) if mask >> n & 1], 2))
        ]
        maximal = {mask for mask in full if not any(mask != other and mask & other == mask for other in full)}
        assert set(graphs.cliques(graph)) == maximal


@pytest.mark.parametrize("lists", [3, 4, 5, 6])
def test_there_is_one_separator_less_than_cliques_and_every_list_counts_once(lists: int) -> None:
    graphs = decomposable_graphs(lists)
    for graph in range(0, len(graphs), 7):
        cliques, separators = graphs.cliques(graph), graphs.separators(graph)
        assert len(separators) == len(cliques) - 1
        assert all(any(s & c == s for c in cliques) for s in separators)
        for n in range(lists):
            assert sum(c >> n & 1 for c in cliques) - sum(s >> n & 1 for s in separators) == 1
