"""Small random tables and models."""

import numpy as np
from hypothesis import strategies as st

from jalon.methods.estimation import CaptureTable, Model


@st.composite
def tables(draw: st.DrawFn, lists: int | None = None, largest: int = 60, empty: bool = True) -> CaptureTable:
    """Tables of two to four lists with at least two histories; with `empty` about half of the histories are of nobody."""
    t = lists or draw(st.integers(2, 4))
    some = st.integers(1, largest)
    count = st.one_of(st.just(0), some) if empty else some
    cells = np.array([0, *draw(st.lists(count, min_size=(1 << t) - 1, max_size=(1 << t) - 1))], dtype=np.int64)
    if (cells > 0).sum() < 2:
        cells[[1, 2]] += 1
    return CaptureTable.from_full([f"L{n}" for n in range(t)], cells)


@st.composite
def models(draw: st.DrawFn, lists: int) -> Model:
    """Hierarchical models, the saturated one left out."""
    terms = draw(st.lists(st.integers(1, (1 << lists) - 2), max_size=3))
    return Model.of(lists, terms)


@st.composite
def tables_with_models(draw: st.DrawFn) -> tuple[CaptureTable, Model]:
    """A table and a model over its lists."""
    table = draw(tables())
    return table, draw(models(len(table.lists)))


def permuted(term: int, order: list[int]) -> int:
    """The term after its lists were put in that order: old list `order[n]` becomes list n."""
    return sum(1 << new for new, old in enumerate(order) if term >> old & 1)
