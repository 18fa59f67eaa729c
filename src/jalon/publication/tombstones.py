"""Tombstones: what the owner of a part withdrew, why and when. Signed, and never taken away."""

from dataclasses import dataclass
from typing import Any

from jalon.publication.files import read_json, write_json
from jalon.publication.keys import InstanceKey
from jalon.publication.store import Store

REASONS = ("error", "privacy", "court")


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What an owner withdrew from its part. Every content that these paths ever had is gone; the paths stay known.

    `files` are those of documents, by SHA-256, that went with them.
    """

    part: str
    paths: tuple[str, ...]
    hashes: tuple[str, ...]
    reason: str
    words: str
    at: str
    files: tuple[str, ...] = ()


def withdrawals(store: Store, part_uid: str) -> tuple[Withdrawal, ...]:
    """The tombstones of a part, oldest first."""
    path = store.root / "tombstones" / f"{part_uid}.json"
    entries = read_json(path) if path.exists() else []
    return tuple(_withdrawal(entry["statement"]) for entry in entries)


def all_withdrawals(store: Store) -> tuple[Withdrawal, ...]:
    """The tombstones of every part."""
    names = sorted(path.stem for path in (store.root / "tombstones").glob("*.json"))
    return tuple(withdrawal for name in names for withdrawal in withdrawals(store, name))


def withdrawn_hashes(store: Store, part_uid: str) -> frozenset[str]:
    """The blobs that no index of this part may show any more."""
    return frozenset(digest for withdrawal in withdrawals(store, part_uid) for digest in withdrawal.hashes)


def withdrawn_files(store: Store, part_uid: str) -> frozenset[str]:
    """The files of documents that this part withdrew."""
    return frozenset(sha for withdrawal in withdrawals(store, part_uid) for sha in withdrawal.files)


def keep_withdrawal(store: Store, withdrawal: Withdrawal, key: InstanceKey) -> None:
    """Add a signed tombstone to those of its part (the caller holds the lock)."""
    path = store.root / "tombstones" / f"{withdrawal.part}.json"
    entries = read_json(path) if path.exists() else []
    statement = _as_statement(withdrawal)
    signature = key.sign("tombstone", statement)
    write_json(path, [*entries, {"statement": statement, "signature": signature.as_json()}])


def _as_statement(withdrawal: Withdrawal) -> dict[str, Any]:
    return {
        "part": withdrawal.part,
        "paths": list(withdrawal.paths),
        "hashes": list(withdrawal.hashes),
        "reason": withdrawal.reason,
        "words": withdrawal.words,
        "at": withdrawal.at,
        **({"files": list(withdrawal.files)} if withdrawal.files else {}),
    }


def _withdrawal(said: dict[str, Any]) -> Withdrawal:
    return Withdrawal(
        part=said["part"],
        paths=tuple(said["paths"]),
        hashes=tuple(said["hashes"]),
        reason=said["reason"],
        words=said["words"],
        at=said["at"],
        files=tuple(said.get("files", ())),
    )
