"""Likeness by meaning: scalar products of sentence vectors, one scorer a model."""

from collections.abc import Sequence

import numpy as np

from jalon.methods.matching.model import Encoder, Floats, MatchingError, Progress, Role, Vectors
from jalon.methods.matching.store import Store, key_of
from jalon.methods.matching.words import for_models

BATCH = 32


class VectorScorer:
    """Scalar products between a query and the texts of an index, as one model sees them."""

    def __init__(self, encoder: Encoder, passages: Vectors, store: Store) -> None:
        self._encoder, self._passages, self._store = encoder, passages, store

    def scores(self, query: str) -> Floats:
        """(texts,) from -1 to 1."""
        (vector,) = vectors_of(self._encoder, [query], Role.QUERY, self._store)
        return np.asarray(self._passages @ vector, dtype=float)


def vectors_of(
    encoder: Encoder, texts: Sequence[str], role: Role, store: Store, progress: Progress | None = None
) -> Vectors:
    """(texts, size) vectors, taken from the store or made, and kept batch by batch: a run that is stopped loses one batch."""
    read = [for_models(text) for text in texts]
    keys = [key_of(encoder, role, text) for text in read]
    held = {key: vector for key, vector in store.read(keys).items() if len(vector) == 4 * encoder.size}
    missing = {key: text for key, text in zip(keys, read, strict=True) if key not in held}
    done = len(texts) - len(missing)
    if progress:
        progress(done, len(texts))
    for start in range(0, len(missing), BATCH):
        batch = dict(list(missing.items())[start : start + BATCH])
        made = _encoded(encoder, batch, role)
        store.write(made)
        held.update(made)
        done += len(batch)
        if progress:
            progress(done, len(texts))
    flat = b"".join(held[key] for key in keys)
    return np.frombuffer(flat, dtype="<f4").astype(np.float32).reshape(len(texts), encoder.size)


def _encoded(encoder: Encoder, batch: dict[bytes, str], role: Role) -> dict[bytes, bytes]:
    made = np.asarray(encoder.encode(list(batch.values()), role), dtype="<f4")
    if made.shape != (len(batch), encoder.size) or not np.isfinite(made).all():
        raise MatchingError(f"{encoder.name} gave {made.shape} numbers for {len(batch)} texts, or some that are none")
    return {key: row.tobytes() for key, row in zip(batch, made, strict=True)}
