"""The directory that everything public is read from: content-addressed blobs, part versions, Releases.

    blobs/ab/<sha256>.json.z             zlib of one document's canonical JSON; its name is the hash of the JSON
    files/ab/<sha256>                    files of public documents, as they were handed in (`held.py`)
    parts/<part uid>/<version>.json      manifest {path: hash} and the signed statement
    parts/<part uid>/current             which version is in the next Release
    tombstones/<part uid>.json           what was withdrawn, why, when
    releases/<id>/manifest.json          path -> hash over all parts; the id is its SHA-256
    releases/<id>/envelope.json          when, after which one, signature: outside the hash
    releases/<id>/index.sqlite3          derived, rebuildable
    derived/<stamp>/                     files made of the current Release, rebuildable (`derived.py`)
    log.json                             Releases in the order in which they became current
    current                              id of the current Release
    lock                                 held by whoever publishes

Files appear whole or not at all. Blobs are never changed; a tombstone is the only thing that removes one.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from jalon.publication.errors import BlobBroken, BlobMissing
from jalon.publication.files import write_atomic

LARGEST_BLOB = 512 * 1024 * 1024
"""Bytes of the largest document, unpacked: guards against a blob that unpacks without end."""

_HASH = re.compile(r"[0-9a-f]{64}")


def sha256(data: bytes) -> str:
    """The name of a blob."""
    return hashlib.sha256(data).hexdigest()


def is_hash(text: str) -> bool:
    """Whether the text can name a blob, a version or a Release (and so can do no harm in a path)."""
    return _HASH.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Store:
    """A publication directory. Making one touches nothing; folders appear with what they hold."""

    root: Path

    # --- places

    @property
    def releases(self) -> Path:
        return self.root / "releases"

    @property
    def derived(self) -> Path:
        return self.root / "derived"

    @property
    def log(self) -> Path:
        return self.root / "log.json"

    @property
    def current(self) -> Path:
        return self.root / "current"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    def blob_path(self, digest: str) -> Path:
        """Where the blob of this hash lies; ValueError for text that is no SHA-256."""
        if not is_hash(digest):
            raise ValueError(f"{digest[:80]!r} is no SHA-256 in hexadecimal.")
        return self.root / "blobs" / digest[:2] / f"{digest}.json.z"

    def part_folder(self, part_uid: str) -> Path:
        """Where the versions of a part lie."""
        return self.root / "parts" / part_uid

    # --- blobs

    def put(self, data: bytes) -> str:
        """Keep a document; returns its hash. The same content is kept once, whoever publishes it."""
        digest = sha256(data)
        path = self.blob_path(digest)
        if not path.exists():
            write_atomic(path, zlib.compress(data, 6))
        return digest

    def get(self, digest: str) -> bytes:
        """The document of this hash, its content checked against the hash."""
        path = self.blob_path(digest)
        try:
            packed = path.read_bytes()
        except FileNotFoundError:
            raise BlobMissing(_("Le contenu %(hash)s manque (%(path)s).") % {"hash": digest, "path": path}) from None
        data = _unpacked(packed)
        if data is None or sha256(data) != digest:
            raise BlobBroken(_("Le contenu %(hash)s est altéré (%(path)s).") % {"hash": digest, "path": path})
        return data

    def has(self, digest: str) -> bool:
        """Whether a blob is here (its content is checked when it is read)."""
        return self.blob_path(digest).exists()

    def remove(self, digest: str) -> None:
        """Take a blob's content away for good: tombstones only."""
        self.blob_path(digest).unlink(missing_ok=True)

    def blobs(self) -> Iterator[str]:
        """The hashes of all blobs, in order."""
        for path in sorted((self.root / "blobs").glob("??/*.json.z")):
            yield path.name.removesuffix(".json.z")


def _unpacked(packed: bytes) -> bytes | None:
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, LARGEST_BLOB)
    except zlib.error:
        return None
    return data if unpacker.eof and not unpacker.unused_data else None
