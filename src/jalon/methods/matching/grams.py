"""Likeness by shared letters: TF-IDF over runs of 3 to 5 characters (Salton and Buckley 1988; Cavnar and Trenkle 1994).

No model, no data of its own. Finds the same words in other forms, names, loan words; sees no synonym.

A run of characters is one number: each character of the index has a place in its alphabet, twelve bits of the number. All runs of
all texts are then made, counted and weighed by a few operations on columns.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from jalon.methods.matching.model import Floats
from jalon.methods.matching.words import read_words

SHORTEST, LONGEST = 3, 5
_BITS = 12
_LAST = (1 << _BITS) - 1  # characters beyond this place share it
Ints = NDArray[np.int64]


class GramScorer:
    """Cosines between a query and the texts of an index; 0 where nothing is shared."""

    def __init__(self, texts: Sequence[str]) -> None:
        lines = [_line(text) for text in texts]
        self._alphabet = np.unique(_characters("".join(lines)))
        owners, runs = self._runs(lines)
        self._known, columns = np.unique(runs, return_inverse=True)
        rows, places, counts = self._counted(owners, columns)
        found = np.bincount(places, minlength=len(self._known))
        self._rarity = np.log((1 + len(texts)) / (1 + found)) + 1  # smoothed inverse document frequency
        # Grams are rows: a query reads only those it holds.
        self._weights = csr_array(self._matrix(rows, places, counts, len(texts)).T)

    def scores(self, query: str) -> Floats:
        """(texts,) from 0 to 1."""
        owners, runs = self._runs([_line(query)])
        places = np.searchsorted(self._known, runs)
        there = places < len(self._known)
        there[there] = self._known[places[there]] == runs[there]
        row = self._matrix(*self._counted(owners[there], places[there]), 1)
        return np.asarray((row @ self._weights).toarray().ravel(), dtype=float)

    def _runs(self, lines: Sequence[str]) -> tuple[Ints, Ints]:
        """The text that each run is of, and the run as a number; runs with a character that the index has not are left out."""
        letters = _characters("\0".join(lines))
        places = np.searchsorted(self._alphabet, letters)
        known = places < len(self._alphabet)
        known[known] = self._alphabet[places[known]] == letters[known]
        numbers = np.where(known, np.minimum(places + 1, _LAST), 0)
        owners = np.cumsum(letters == 0)
        found = [self._of_length(owners, numbers, length) for length in range(SHORTEST, LONGEST + 1)]
        return np.concatenate([one for one, _ in found]), np.concatenate([runs for _, runs in found])

    def _of_length(self, owners: Ints, numbers: Ints, length: int) -> tuple[Ints, Ints]:
        size = max(len(numbers) - length + 1, 0)
        whole, runs = np.ones(size, dtype=bool), np.zeros(size, dtype=np.int64)
        for step in range(length):
            piece = numbers[step : step + size]
            whole &= piece > 0
            runs |= piece << (_BITS * step)
        return owners[:size][whole], runs[whole]

    def _counted(self, owners: Ints, places: Ints) -> tuple[Ints, Ints, Ints]:
        """(text, gram, how often), each pair once."""
        pairs, counts = np.unique(owners * max(len(self._known), 1) + places, return_counts=True)
        return (*np.divmod(pairs, max(len(self._known), 1)), counts)

    def _matrix(self, rows: Ints, places: Ints, counts: Ints, size: int) -> csr_array:
        """(texts, grams) weights, each row of length 1."""
        weights = (1 + np.log(counts)) * self._rarity[places]
        lengths = np.sqrt(np.bincount(rows, weights**2, minlength=size))
        return csr_array((weights / lengths[rows], (rows, places)), shape=(size, len(self._known)))


def _line(text: str) -> str:
    words = read_words(text)
    return f" {' '.join(words)} " if words else ""


def _characters(line: str) -> Ints:
    """(characters,) their code points. Folded words hold neither 0, which stands between texts, nor halves of characters."""
    return np.frombuffer(line.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
