"""What the public will see: the current Release with one part as it stands now, before anybody signs it."""

import sqlite3
from datetime import datetime

from jalon.core.models import Part
from jalon.facts.codec import encode
from jalon.facts.kinds import documents
from jalon.publication import index, parts, releases
from jalon.publication.keys import Signature
from jalon.publication.parts import PartVersion
from jalon.publication.reader import Reader, default_store
from jalon.publication.records import ReleaseInfo
from jalon.publication.selectors import facts_of_part
from jalon.publication.store import Store, sha256


def preview_reader(part: Part, reason: str = "", now: datetime | None = None) -> Reader:
    """A reader of the Release that signing the part now would make. Nothing is written; it lives in memory.

    `now` dates it, for what counts from a day: nothing was published yet.
    """
    store = default_store()
    facts = parts.numbered(store, facts_of_part(part, reason), parts.current_version(store, str(part.uid)))
    blobs = {path: encode(doc, path) for path, doc in documents(facts)}
    by_hash = {sha256(blob): blob for blob in blobs.values()}
    version = _unsigned(str(part.uid), facts.header.version, {path: sha256(blob) for path, blob in blobs.items()})

    def fetch(digest: str) -> bytes:
        return by_hash[digest] if digest in by_hash else store.get(digest)

    connection = _copy(store)
    index.replace_part(connection, index.Member(version, foreign=False), fetch)
    return Reader(_info(version, now), lambda: connection, fetch)


def _unsigned(part_uid: str, number: int, manifest: dict[str, str]) -> PartVersion:
    return PartVersion(
        part=part_uid,
        hash=parts.version_hash(manifest),
        number=number,
        signed_at="",
        signer="",
        previous=None,
        signature=Signature("", "", ""),
        manifest=manifest,
    )


def _copy(store: Store) -> sqlite3.Connection:
    """The current index in memory; an empty one when nothing was published yet."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    current = releases.current_id(store)
    if current is None:
        index.fill(connection, [], store.get)
        return connection
    origin = index.open_read_only(releases.ensure_index(store, current))
    try:
        origin.backup(connection)
    finally:
        origin.close()
    return connection


def _info(version: PartVersion, now: datetime | None) -> ReleaseInfo:
    return ReleaseInfo(
        id=version.hash, created_at=parts.utc(now) if now else "", parts=1, documents=len(version.manifest)
    )
