"""Files of public documents: copied into the publication directory when their part is signed, served from there alone.

    files/ab/<sha256>    the content as it was handed in; its name is its hash

A file is here because a part of this instance was signed with a public document that names it. Files do not travel in
packages: what a foreign part says of a file brings nothing here and shows nothing.
"""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from jalon.facts import codec
from jalon.facts.common import Visibility
from jalon.facts.kinds import kind_of_path
from jalon.facts.part import PartFacts
from jalon.facts.plan import Document
from jalon.facts.walking import inside
from jalon.publication.errors import BlobBroken, BlobMissing
from jalon.publication.store import Store, is_hash

Files = Mapping[str, Callable[[], BinaryIO]]
"""By SHA-256, how to open the content of each file that is to be published."""

CHUNK = 256 * 1024
FOLDER = "files"
WITH_DOCUMENTS = frozenset({"plan", "measure", "session"})
"""Kinds whose facts hold documents."""


# --- which files -----------------------------------------------------------------------------------------------------


def public_documents(fact: Any) -> Iterator[Document]:
    """The public documents in a fact that name a file."""
    for item in inside(fact):
        if isinstance(item, Document) and item.sha256 and item.visibility is Visibility.PUBLIC:
            yield item


def documents_of(facts: PartFacts) -> list[Document]:
    """The public documents of a part that name a file."""
    return [
        document for fact in (*facts.plans, *facts.measures, *facts.sessions) for document in public_documents(fact)
    ]


def named(store: Store, pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The files that these documents (path, hash) name; contents that are gone name nothing."""
    wanted = {digest: path for path, digest in pairs if kind_of_path(path).name in WITH_DOCUMENTS}
    found: set[str] = set()
    for digest, path in wanted.items():
        if store.has(digest):
            fact = codec.read_document(path, store.get(digest))
            found.update(document.sha256 for document in public_documents(fact) if document.sha256)
    return frozenset(found)


# --- keeping and reading ---------------------------------------------------------------------------------------------


def path_of(store: Store, sha256: str) -> Path:
    """Where a file lies; ValueError for text that is no SHA-256."""
    if not is_hash(sha256):
        raise ValueError(f"{sha256[:80]!r} is no SHA-256 in hexadecimal.")
    return store.root / FOLDER / sha256[:2] / sha256


def has(store: Store, sha256: str) -> bool:
    """Whether a file is here (its content is checked when it is opened)."""
    return path_of(store, sha256).is_file()


def keep(store: Store, files: Files) -> None:
    """Copy files that are not here yet. `BlobBroken` when a content is not what its name says: nothing is kept of it."""
    for sha256, opened in files.items():
        if not has(store, sha256):
            with opened() as stream:
                _copy(stream, path_of(store, sha256), sha256)


def open_file(store: Store, sha256: str) -> BinaryIO:
    """The content of a file, read once and checked against its hash before anything of it is given."""
    path = path_of(store, sha256)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise BlobMissing(_("Le fichier %(hash)s manque (%(path)s).") % {"hash": sha256, "path": path}) from None
    if _hash(file) != sha256:
        file.close()
        raise _broken(sha256, path)
    file.seek(0)
    return file


def remove(store: Store, sha256: str) -> None:
    """Take a file away for good: tombstones only."""
    path_of(store, sha256).unlink(missing_ok=True)


def _copy(stream: BinaryIO, path: Path, sha256: str) -> None:
    """Whole or not at all: hashed on the way, renamed when it is what it should be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".tmp-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            if _hash(stream, file) != sha256:
                raise _broken(sha256, path)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def _hash(stream: BinaryIO, copy: BinaryIO | None = None) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        if copy is not None:
            copy.write(chunk)
    return digest.hexdigest()


def _broken(sha256: str, path: Path) -> BlobBroken:
    return BlobBroken(_("Le fichier %(hash)s est altéré (%(path)s).") % {"hash": sha256, "path": path})
