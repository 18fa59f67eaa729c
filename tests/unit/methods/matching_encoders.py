"""A small encoder for the tests of matching: it counts words by their hash. It knows no meaning, and always answers the same."""

import hashlib
from collections.abc import Sequence

import numpy as np

from jalon.methods.matching import Role
from jalon.methods.matching.model import Vectors
from jalon.methods.text import tokens


class HashedWords:
    """Vectors of `size` buckets. asked: each call's texts and role, for tests of what is encoded when."""

    def __init__(self, name: str = "hashed-words-1", size: int = 64, roles: bool = False) -> None:
        self.name, self.size, self.roles = name, size, roles
        self.asked: list[tuple[tuple[str, ...], Role]] = []

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        self.asked.append((tuple(texts), role))
        found = np.full((len(texts), self.size), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in tokens(text):
                found[row, int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big") % self.size] += 1
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    @property
    def texts(self) -> list[str]:
        """All texts that were encoded, in order."""
        return [text for batch, _ in self.asked for text in batch]
