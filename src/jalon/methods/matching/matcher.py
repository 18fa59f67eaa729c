"""An index of texts that proposes the nearest to a query. It never decides: there is no threshold, and no « none is near »."""

from collections.abc import Collection, Sequence
from functools import lru_cache

import numpy as np

from jalon.methods.matching.grams import GramScorer
from jalon.methods.matching.model import (
    FEWEST,
    MOST,
    Candidate,
    Encoder,
    Floats,
    Method,
    Nearest,
    Progress,
    Role,
    Scorer,
    Text,
)
from jalon.methods.matching.store import MemoryStore, Store
from jalon.methods.matching.vectors import VectorScorer, vectors_of
from jalon.methods.matching.words import same_reading
from jalon.methods.text import tokens


class Matcher:
    """Texts that can be searched for the nearest.

    Without encoders, letters that are shared (`Method.GRAMS`); with encoders, their scores as z-scores over the index, of equal
    weight (`Method.VECTORS`). store: keeps vectors by the hash of their text; a `FileStore` lets the next index start from
    them. progress: called while vectors are made. Raises `ValueError` for a key that is there twice.
    """

    def __init__(
        self,
        texts: Sequence[Text],
        encoders: Sequence[Encoder] = (),
        store: Store | None = None,
        progress: Progress | None = None,
    ) -> None:
        if len({text.key for text in texts}) != len(texts):
            raise ValueError("a key is there twice among the texts to index")
        self.texts = tuple(texts)
        self.method = Method.VECTORS if encoders else Method.GRAMS
        self._encoders, self._store = tuple(encoders), store if store is not None else MemoryStore()
        self._worded = np.array([bool(tokens(text.text)) for text in texts], dtype=bool)
        self._readings = [same_reading(text.text) for text in texts]
        self._scorers = self._made(progress)

    def __len__(self) -> int:
        return len(self.texts)

    def prepare(self, queries: Sequence[str], progress: Progress | None = None) -> None:
        """Makes the vectors of queries that will be asked, so that each answer takes no model; does nothing without encoders."""
        for counted, encoder in self._counted(progress, len(queries)):
            vectors_of(encoder, queries, Role.QUERY, self._store, counted)

    def scores(self, query: str) -> Floats:
        """(texts,) higher is nearer; texts without a word have the lowest. Only their order means anything."""
        found = [scorer.scores(query) for scorer in self._scorers]
        whole = found[0] if len(found) == 1 else np.mean([_standard(one, self._worded) for one in found], axis=0)
        return np.where(self._worded, whole, -np.inf)

    def nearest(self, query: str, count: int = FEWEST, without: Collection[str] = ()) -> Nearest:
        """The `count` nearest, 5 to 10, fewer where no more have anything in common. without: keys already decided upon.

        Texts that read the same as the query come first.
        """
        if not FEWEST <= count <= MOST:
            raise ValueError(f"{count} neighbours: from {FEWEST} to {MOST}")
        scores, reading = self.scores(query) if len(self) else np.zeros(0), same_reading(query)
        same = np.array([bool(reading) and reading == other for other in self._readings], dtype=bool)
        lowest = 0.0 if self.method is Method.GRAMS else -np.inf
        allowed = np.array([text.key not in without for text in self.texts], dtype=bool) & (scores > lowest)
        order = [place for place in np.lexsort((-scores, ~same)) if allowed[place]] if reading else []
        chosen = tuple(
            Candidate(self.texts[place].key, self.texts[place].text, rank, float(scores[place]), bool(same[place]))
            for rank, place in enumerate(order[:count], start=1)
        )
        return Nearest(query, self.method, len(self), chosen)

    def _made(self, progress: Progress | None) -> list[Scorer]:
        texts = [text.text for text in self.texts]
        if not self._encoders:
            return [GramScorer(texts)]
        return [
            VectorScorer(encoder, vectors_of(encoder, texts, Role.PASSAGE, self._store, counted), self._store)
            for counted, encoder in self._counted(progress, len(texts))
        ]

    def _counted(self, progress: Progress | None, size: int) -> list[tuple[Progress | None, Encoder]]:
        """Each encoder with a progress that counts on from the one before."""
        whole = size * len(self._encoders)

        def after(place: int) -> Progress | None:
            return None if progress is None else lambda done, _of: progress(place * size + done, whole)

        return [(after(place), encoder) for place, encoder in enumerate(self._encoders)]


KEPT = 8
"""Indexes that a process keeps: the measures of each plan, those of all, the recommendations."""


@lru_cache(maxsize=KEPT)
def index_of(texts: tuple[Text, ...]) -> Matcher:
    """The index by letters of these texts, made once: the same texts give the one that was made, until others take its place."""
    return Matcher(texts)


def _standard(scores: Floats, counted: np.ndarray) -> Floats:
    """Z-scores over the texts that are counted; all 0 where they do not differ."""
    if not counted.any():
        return np.zeros_like(scores)
    spread = scores[counted].std()
    return np.asarray((scores - scores[counted].mean()) / spread if spread > 0 else np.zeros_like(scores))


def repeated(texts: Sequence[Text]) -> tuple[tuple[str, ...], ...]:
    """Keys of texts that read the same, case, accents and signs apart, in groups of two or more, in their order."""
    groups: dict[str, list[str]] = {}
    for text in texts:
        reading = same_reading(text.text)
        if reading:
            groups.setdefault(reading, []).append(text.key)
    return tuple(tuple(keys) for keys in groups.values() if len(keys) > 1)
