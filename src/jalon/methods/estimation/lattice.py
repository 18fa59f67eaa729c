"""Sums over the lattice of histories, in batches: the algebra that makes the fits cheap.

A log-linear model over bitmasks has the design X[w, a] = 1 when the term a is a subset of the history w. So products with
X are sums over subsets, products with its transpose are sums over supersets, and X' diag(mu) X at (a, b) is the sum of mu
over the supersets of a | b: no design matrix is ever formed. Both sums take t passes over 2^t cells (Yates 1937).

Arrays are (2^t, batch): the batch runs along contiguous memory.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def lists_of(cells: int) -> int:
    """t, where there are 2^t cells."""
    return cells.bit_length() - 1


def add_subsets(values: Floats) -> None:
    """In place: values (2^t, batch) at each history become the sum over its subsets, the empty one included."""
    for n in range(lists_of(len(values))):
        halves = values.reshape(-1, 2, 1 << n, values.shape[-1])
        halves[:, 1] += halves[:, 0]


def add_supersets(values: Floats) -> None:
    """In place: values (2^t, batch) at each term become the sum over the histories that hold it."""
    for n in range(lists_of(len(values))):
        halves = values.reshape(-1, 2, 1 << n, values.shape[-1])
        halves[:, 0] += halves[:, 1]


@lru_cache(maxsize=32)
def sizes(cells: int) -> Ints:
    """(2^t,) number of lists of each bitmask."""
    found = np.bitwise_count(np.arange(cells)).astype(np.int64)
    found.setflags(write=False)
    return found


@lru_cache(maxsize=32)
def signs(cells: int) -> Floats:
    """(2^t, 1) minus one to the number of lists of each bitmask."""
    found = np.where(sizes(cells) % 2, -1.0, 1.0)[:, None]
    found.setflags(write=False)
    return found
