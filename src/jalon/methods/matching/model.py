"""What is matched, what is proposed, and who can score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with how many texts are done, and of how many."""

FEWEST, MOST = 5, 10
"""How many neighbours are proposed: fewer would decide, more would not be read."""


class MatchingError(RuntimeError):
    """Something that matching needs is absent or damaged: what, and what to do."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text by its key: a measure, a recommendation."""

    key: str
    text: str


class Method(StrEnum):
    """How likeness was measured. Scores of two methods, or of two queries, are not to be compared."""

    GRAMS = "grams"  # letters shared: the same words, or nearly
    VECTORS = "vectors"  # meaning, across wordings and languages, as models see it


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text proposed as near. rank from 1; score: only its order means anything; same: word for word the query."""

    key: str
    text: str
    rank: int
    score: float
    same: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """The proposals for a query, nearest first: to be read by a person, who decides. of: how many texts were compared."""

    query: str
    method: Method
    of: int
    candidates: tuple[Candidate, ...]


class Role(StrEnum):
    """Some models encode what is looked for and what is looked through differently."""

    QUERY = "query"
    PASSAGE = "passage"


class Encoder(Protocol):
    """A model that gives each text a vector; likeness is their scalar product.

    name: changes whenever its vectors would, so that vectors kept from another model are never taken. size: of a vector.
    roles: whether queries and passages are encoded differently.
    """

    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def roles(self) -> bool: ...
    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """(texts, size) vectors of length 1."""
        ...


class Scorer(Protocol):
    """Scores all texts of an index against a query."""

    def scores(self, query: str) -> Floats:
        """(texts,) one score each, higher is nearer."""
        ...
