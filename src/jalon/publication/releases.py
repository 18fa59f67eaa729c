"""Releases: a manifest path -> hash over the current version of every part, made whenever one is published.

The id is the SHA-256 of the canonical manifest; when, after which and by which key it was made lies in the envelope,
outside the hash. Building goes to a folder of its own that gets its name when it is whole; the pointer moves last.
"""

import contextlib
import os
import re
import shutil
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jalon.facts import codec
from jalon.publication import index, parts
from jalon.publication.errors import BlobMissing, NoRelease
from jalon.publication.files import LOCK_PATIENCE, locked, read_json, sync_folder, write_atomic, write_json
from jalon.publication.keys import InstanceKey
from jalon.publication.parts import PartVersion
from jalon.publication.records import ReleaseInfo
from jalon.publication.store import Store, is_hash, sha256

PURPOSE = "release"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a manifest says: version of each part, hash of each document, what was withdrawn."""

    parts: dict[str, str]
    documents: dict[str, str]
    tombstones: list[dict[str, str]]

    def canonical(self) -> bytes:
        """The bytes that the Release's id is the hash of."""
        return codec.canonical(
            {"documents": self.documents, "parts": self.parts, "schema": 1, "tombstones": self.tombstones}
        )


# --- reading ---------------------------------------------------------------------------------------------------------


def current_id(store: Store) -> str | None:
    """The id of the current Release; None: nothing was published yet."""
    try:
        return store.current.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def resolved(store: Store, release_id: str | None = None) -> str:
    """The whole id: of the current Release for None, else of the one whose id begins so (8 digits at least).

    `NoRelease` when there is none, or more than one.
    """
    if release_id is None:
        if (current := current_id(store)) is None:
            raise NoRelease(_("Rien n’est publié ici : « jalon release build » fait la première version."))
        return current
    if is_hash(release_id):
        return release_id
    begins = re.fullmatch(r"[0-9a-f]{8,63}", release_id) is not None
    found = [path.name for path in store.releases.glob(f"{release_id}*")] if begins else []
    if len(found) != 1:
        raise NoRelease(_("La version publiée %s n’est pas ici.") % release_id[:80])
    return found[0]


def listed(store: Store) -> tuple[ReleaseInfo, ...]:
    """All Releases that were current, latest first."""
    log: list[dict[str, Any]] = read_json(store.log) if store.log.exists() else []
    ids = [entry["id"] for entry in log]
    current = current_id(store)
    # A kill between the log and the pointer leaves an entry that never became current.
    last = len(ids) - ids[::-1].index(current) if current in ids else 0
    return tuple(info(store, digest) for digest in dict.fromkeys(reversed(ids[:last])))


def info(store: Store, release_id: str) -> ReleaseInfo:
    """What is said of a Release; `NoRelease` when it is not here."""
    said = envelope(store, release_id)["statement"]
    return ReleaseInfo(
        id=said["release"],
        created_at=said["created_at"],
        parts=said["parts"],
        documents=said["documents"],
        previous=said["previous"],
    )


def envelope(store: Store, release_id: str) -> dict[str, Any]:
    """The signed statement of a Release."""
    data: dict[str, Any] = read_json(_file(store, release_id, "envelope.json"))
    return data


def contents(store: Store, release_id: str) -> Contents:
    """The manifest of a Release."""
    data = read_json(_file(store, release_id, "manifest.json"))
    return Contents(data["parts"], data["documents"], data["tombstones"])


def index_path(store: Store, release_id: str) -> Path:
    """The Release's index (which may have to be rebuilt: `ensure_index`)."""
    return store.releases / release_id / "index.sqlite3"


def _file(store: Store, release_id: str, name: str) -> Path:
    path = store.releases / release_id / name
    if not is_hash(release_id) or not path.exists():
        raise NoRelease(_("La version publiée %s n’est pas ici.") % release_id[:80])
    return path


# --- building --------------------------------------------------------------------------------------------------------


def build(
    store: Store,
    *,
    key: InstanceKey,
    at: datetime,
    progress: index.Progress | None = None,
    patience: float = LOCK_PATIENCE,
) -> ReleaseInfo:
    """Make the Release of the current part versions and point to it. Nothing new: the current Release as it is.

    `StoreBusy` when another build does not end within `patience` seconds; `BlobMissing` names part and document.
    """
    with locked(store.lock, patience):
        _sweep(store)
        versions = [version for uid in parts.part_uids(store) if (version := parts.current_version(store, uid))]
        _refuse_missing(store, versions)
        made = _contents(store, versions)
        manifest = made.canonical()
        digest = sha256(manifest)
        if digest != current_id(store):
            parts.keep_own_key(store, key)
            _make(store, digest, manifest, versions, key, at, progress)
            _point(store, digest, at)
        _ensure_index(store, digest, progress)
        return info(store, digest)


def _contents(store: Store, versions: list[PartVersion]) -> Contents:
    documents = {f"{v.part}/{path}": digest for v in versions for path, digest in v.manifest.items()}
    return Contents({v.part: v.hash for v in versions}, documents, _tombstones(store))


def _tombstones(store: Store) -> list[dict[str, str]]:
    graves = index.graves(parts.all_withdrawals(store))
    return [{"part": g.part, "path": g.path, "reason": g.reason, "words": g.words, "at": g.at} for g in graves]


def _refuse_missing(store: Store, versions: list[PartVersion]) -> None:
    for version in versions:
        gone = parts.withdrawn_hashes(store, version.part)
        for path, digest in version.manifest.items():
            if digest not in gone and not store.has(digest):
                message = _("Partie %(part)s, %(path)s : le contenu %(hash)s manque. Réimportez ou resignez la partie.")
                raise BlobMissing(message % {"part": version.part, "path": path, "hash": digest})


def _make(
    store: Store,
    digest: str,
    manifest: bytes,
    versions: list[PartVersion],
    key: InstanceKey,
    at: datetime,
    progress: index.Progress | None,
) -> None:
    """Write the Release into a folder of its own, then give the folder its name."""
    if (store.releases / digest / "envelope.json").exists():
        return
    folder = store.releases / f".building-{uuid.uuid4().hex}"
    folder.mkdir(parents=True)
    _write_index(store, folder / "index.sqlite3", versions, progress)
    write_atomic(folder / "manifest.json", manifest)
    statement = {
        "release": digest,
        "created_at": parts.utc(at),
        "previous": current_id(store),
        "parts": len(versions),
        "documents": sum(len(version.manifest) for version in versions),
    }
    signature = key.sign(PURPOSE, statement).as_json()
    write_json(folder / "envelope.json", {"statement": statement, "signature": signature})
    sync_folder(folder)
    folder.rename(store.releases / digest)
    sync_folder(store.releases)


def _point(store: Store, digest: str, at: datetime) -> None:
    log: list[dict[str, Any]] = read_json(store.log) if store.log.exists() else []
    if not log or log[-1]["id"] != digest:
        write_json(store.log, [*log, {"id": digest, "at": parts.utc(at)}])
    write_atomic(store.current, f"{digest}\n".encode())


def _sweep(store: Store) -> None:
    """Remove what a killed build left behind (the lock is held: nobody else is building)."""
    for folder in store.releases.glob(".building-*"):
        shutil.rmtree(folder)


def settle(store: Store, *, key: InstanceKey, at: datetime) -> bool:
    """Finish what a kill left undone: indexes that hold withdrawn content, part versions and tombstones that no Release
    holds.

    False when there was nothing to do, which takes reading a few small files.
    """
    left = unpurged(store)
    if left:
        purge(store)
    signed = {uid: version.hash for uid in parts.part_uids(store) if (version := parts.current_version(store, uid))}
    current = current_id(store)
    released = contents(store, current) if current else Contents({}, {}, [])
    if not left and signed == released.parts and _tombstones(store) == released.tombstones:
        return False
    build(store, key=key, at=at)
    return True


def unpurged(store: Store) -> bool:
    """Whether something was withdrawn since the last purge ran to its end."""
    mark = _withdrawn_mark(store)
    if not mark:
        return False
    try:
        return _purged(store).read_text(encoding="ascii") != mark
    except FileNotFoundError:
        return True


def _purged(store: Store) -> Path:
    """Names the tombstones that every index was rebuilt without."""
    return store.root / "purged"


def _withdrawn_mark(store: Store) -> str:
    """The hash of all tombstones; empty when there is none."""
    files = sorted((store.root / "tombstones").glob("*.json"))
    return sha256(b"".join(path.read_bytes() for path in files)) if files else ""


# --- the derived index -----------------------------------------------------------------------------------------------


def ensure_index(store: Store, release_id: str) -> Path:
    """The Release's index, rebuilt first when it is missing or was made by an older program."""
    path = index_path(store, release_id)
    if not index.is_current(path):
        with locked(store.lock):
            _ensure_index(store, release_id, None)
    return path


def purge(store: Store, progress: index.Progress | None = None) -> int:
    """Rebuild the index of every Release that holds withdrawn content, the current one first; returns how many were."""
    with locked(store.lock):
        count = 0
        gone = {digest for item in parts.all_withdrawals(store) for digest in item.hashes}
        current = current_id(store)
        for folder in sorted(store.releases.glob("[0-9a-f]*"), key=lambda path: (path.name != current, path.name)):
            held = contents(store, folder.name)
            if gone & set(held.documents.values()):
                _write_index(store, folder / "index.sqlite3", _versions_of(store, held), progress)
                count += 1
        shutil.rmtree(store.derived, ignore_errors=True)
        _touch(store)
        write_atomic(_purged(store), _withdrawn_mark(store).encode())
        return count


def _touch(store: Store) -> None:
    """Pages kept by readers are told apart by the pointer's time: what was withdrawn leaves them at once."""
    with contextlib.suppress(FileNotFoundError):
        os.utime(store.current)


def _ensure_index(store: Store, release_id: str, progress: index.Progress | None) -> None:
    path = index_path(store, release_id)
    if not index.is_current(path):
        _write_index(store, path, _versions_of(store, contents(store, release_id)), progress)


def _versions_of(store: Store, held: Contents) -> list[PartVersion]:
    return [parts.read_version(store, uid, digest) for uid, digest in sorted(held.parts.items())]


def _write_index(store: Store, path: Path, versions: list[PartVersion], progress: index.Progress | None) -> None:
    temporary = path.with_name(f".index-{uuid.uuid4().hex}.sqlite3")
    try:
        index.build(
            temporary, members(store, versions), store.get, index.graves(parts.all_withdrawals(store)), progress
        )
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def members(store: Store, versions: list[PartVersion]) -> list[index.Member]:
    """Part versions as an index takes them: which are foreign, what was withdrawn."""
    own = {key.id for key in parts.own_keys(store)}
    return [
        index.Member(version, version.signature.key not in own, parts.withdrawn_hashes(store, version.part))
        for version in versions
    ]
