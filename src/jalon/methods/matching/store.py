"""Vectors kept by the hash of their text: a text is encoded once per model, and an index that was stopped goes on where it was."""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Protocol

from jalon.methods.matching.model import Encoder, MatchingError, Role

_PIECE = 500  # keys in one question to the file


class Store(Protocol):
    """Keeps bytes by key. What is lost from it is computed again."""

    def read(self, keys: Iterable[bytes]) -> Mapping[bytes, bytes]:
        """Those of the keys that are there."""
        ...

    def write(self, vectors: Mapping[bytes, bytes]) -> None:
        """Keeps all of them or, when interrupted, none."""
        ...


def key_of(encoder: Encoder, role: Role, text: str) -> bytes:
    """Of a vector: the model, what the text is for if the model minds, and the text itself."""
    used = role.value if encoder.roles else ""
    return hashlib.sha256(f"{encoder.name}\0{used}\0{text}".encode()).digest()


class MemoryStore:
    """Kept for the life of the process."""

    def __init__(self) -> None:
        self._held: dict[bytes, bytes] = {}

    def read(self, keys: Iterable[bytes]) -> Mapping[bytes, bytes]:
        """Those that are there."""
        return {key: self._held[key] for key in keys if key in self._held}

    def write(self, vectors: Mapping[bytes, bytes]) -> None:
        """Keeps them."""
        self._held.update(vectors)


class FileStore:
    """An SQLite file, made when first written to. Several processes may use it at once; it may be deleted at any time.

    Raises `MatchingError` when the file cannot be read as such or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, keys: Iterable[bytes]) -> Mapping[bytes, bytes]:
        """Those that are there."""
        if not self.path.exists():
            return {}
        wanted = list(keys)
        found: dict[bytes, bytes] = {}
        try:
            with closing(self._open()) as file:
                for start in range(0, len(wanted), _PIECE):
                    piece = wanted[start : start + _PIECE]
                    marks = ",".join("?" * len(piece))
                    found.update(file.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", piece))
        except sqlite3.Error as error:
            raise self._unusable() from error
        return found

    def write(self, vectors: Mapping[bytes, bytes]) -> None:
        """Keeps them in one transaction."""
        try:
            with closing(self._open()) as file, file:
                file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", vectors.items())
        except sqlite3.Error as error:
            raise self._unusable() from error

    def _open(self) -> sqlite3.Connection:
        file = sqlite3.connect(self.path, timeout=30)
        try:
            file.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
            )
        except sqlite3.Error:
            file.close()
            raise
        return file

    def _unusable(self) -> MatchingError:
        return MatchingError(
            f"the vectors kept in {self.path} cannot be read or written: delete the file, it is made again from the texts"
        )
