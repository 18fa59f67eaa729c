"""Part versions: freezing, signing and withdrawing what one body publishes. Files only; rights are checked before.

The version's hash is the SHA-256 of its canonical manifest {path: blob hash}. The signed statement names the part, the
hash, its number, when and by whom it was signed and the version before; it stands beside the hash, never inside.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jalon.facts import codec
from jalon.facts.kinds import PART, documents, kind_of_path
from jalon.facts.part import PartFacts, PartHeader
from jalon.facts.uids import is_uid
from jalon.publication import held
from jalon.publication.errors import NotOwner, PublicationError
from jalon.publication.files import locked, read_json, write_atomic, write_json
from jalon.publication.keys import InstanceKey, PublicKey, Signature, verify
from jalon.publication.store import Store, sha256
from jalon.publication.tombstones import (
    REASONS,
    Withdrawal,
    all_withdrawals,
    keep_withdrawal,
    withdrawals,
    withdrawn_files,
    withdrawn_hashes,
)

__all__ = [
    "EXCLUSIVE",
    "PURPOSE",
    "REASONS",
    "PartVersion",
    "Withdrawal",
    "all_withdrawals",
    "check_version",
    "current_version",
    "facts_of",
    "frozen_hash",
    "header_of",
    "keep",
    "keep_own_key",
    "numbered",
    "own_keys",
    "part_uids",
    "read_version",
    "refuse_taken",
    "refuse_withdrawn",
    "sign_off",
    "utc",
    "version_from_json",
    "version_hash",
    "versions",
    "withdraw",
    "withdrawals",
    "withdrawn_hashes",
]

PURPOSE = "part"
NO_FILES: held.Files = {}
EXCLUSIVE = frozenset({"plan", "sections", "measure", "series"})
"""Kinds that only one part may describe: another part that names the same uid is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartVersion:
    """One signed version of a part."""

    part: str
    hash: str
    number: int
    signed_at: str
    signer: str
    previous: str | None
    signature: Signature
    manifest: dict[str, str] = field(repr=False)

    @property
    def statement(self) -> dict[str, Any]:
        """What is signed."""
        return {
            "part": self.part,
            "version": self.hash,
            "number": self.number,
            "signed_at": self.signed_at,
            "signer": self.signer,
            "previous": self.previous,
        }

    def as_json(self) -> dict[str, Any]:
        """The file kept in the store and sent in packages."""
        return {
            "format": "jalon-part-version",
            "schema": 1,
            "manifest": self.manifest,
            "statement": self.statement,
            "signature": self.signature.as_json(),
        }


def utc(at: datetime) -> str:
    """A time as it is written in facts: UTC, whole seconds."""
    if at.tzinfo is None:
        raise ValueError("A time without its zone cannot be published.")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def version_hash(manifest: dict[str, str]) -> str:
    """SHA-256 of the canonical manifest: the same facts give the same hash on every machine."""
    return sha256(codec.canonical(manifest))


# --- reading ---------------------------------------------------------------------------------------------------------


def part_uids(store: Store) -> list[str]:
    """The parts that were ever signed here, in order."""
    return sorted(path.parent.name for path in (store.root / "parts").glob("*/current"))


def current_version(store: Store, part_uid: str) -> PartVersion | None:
    """The version that enters the next Release; None: never signed."""
    pointer = store.part_folder(part_uid) / "current"
    if not pointer.exists():
        return None
    return read_version(store, part_uid, pointer.read_text(encoding="ascii").strip())


def read_version(store: Store, part_uid: str, digest: str) -> PartVersion:
    """A signed version, of any number."""
    try:
        return version_from_json(read_json(store.part_folder(part_uid) / f"{digest}.json"))
    except FileNotFoundError:
        message = _("La version %(version)s de la partie %(part)s n’est pas dans cette publication.")
        raise PublicationError(message % {"version": digest, "part": part_uid}) from None


def version_from_json(data: dict[str, Any]) -> PartVersion:
    """A version from its file; KeyError or TypeError when members are missing (packages check before)."""
    said, signed = data["statement"], data["signature"]
    return PartVersion(
        part=said["part"],
        hash=said["version"],
        number=said["number"],
        signed_at=said["signed_at"],
        signer=said["signer"],
        previous=said["previous"],
        signature=Signature(signed["key"], signed["public_key"], signed["value"]),
        manifest=data["manifest"],
    )


def versions(store: Store, part_uid: str) -> list[PartVersion]:
    """All versions of a part, oldest first."""
    files = (path for path in store.part_folder(part_uid).glob("*.json"))
    found = (version_from_json(read_json(path)) for path in files)
    return sorted(found, key=lambda version: (version.number, version.signed_at))


def header_of(store: Store, version: PartVersion) -> PartHeader:
    """The header of a version."""
    header: PartHeader = codec.read_document(PART.path(), store.get(version.manifest[PART.path()]))
    return header


def facts_of(store: Store, version: PartVersion) -> PartFacts:
    """All facts of a version."""
    return codec.join({path: store.get(digest) for path, digest in version.manifest.items()})


def check_version(version: PartVersion) -> None:
    """Raise `PublicationError` unless hash and signature are those of the manifest."""
    if version_hash(version.manifest) != version.hash:
        message = _("Le manifeste de la partie %(part)s ne correspond pas à sa version %(version)s.")
        raise PublicationError(message % {"part": version.part, "version": version.hash})
    verify(PURPOSE, version.statement, version.signature)


# --- signing ---------------------------------------------------------------------------------------------------------


def frozen_hash(store: Store, facts: PartFacts) -> str:
    """The hash that signing these facts now would give: what a preview shows and a signatory confirms."""
    previous = current_version(store, facts.header.uid)
    manifest = {path: sha256(codec.encode(doc, path)) for path, doc in documents(numbered(store, facts, previous))}
    return version_hash(manifest)


def sign_off(
    store: Store,
    facts: PartFacts,
    *,
    signer: str,
    at: datetime,
    key: InstanceKey,
    files: held.Files = NO_FILES,
    record: Callable[[PartVersion], object] | None = None,
    place: Callable[[Store, "PartVersion"], object] | None = None,
) -> PartVersion:
    """Freeze, sign and make current (or `place` otherwise, as `aside.lay_aside` does). Signing what is already signed gives the version that exists.

    `files` are those that its public documents name. Files, blobs and version are on the disk before the pointer
    moves: a kill leaves the part as it was. `record` writes the version down elsewhere before the pointer moves: when
    it fails, nothing is signed.
    """
    _refuse_no_uid(facts.header.uid)
    with locked(store.lock):
        previous = current_version(store, facts.header.uid)
        _refuse_others_keys(previous, key)
        facts = numbered(store, facts, previous)
        blobs = {path: codec.encode(doc, path) for path, doc in documents(facts)}
        manifest = {path: sha256(blob) for path, blob in blobs.items()}
        digest = version_hash(manifest)
        refuse_withdrawn(store, facts.header.uid, manifest)
        refuse_withdrawn_files(store, facts)
        if not (previous and previous.hash == digest):
            refuse_taken(store, facts.header.uid, manifest)
        held.keep(store, files)
        for blob in blobs.values():
            store.put(blob)
        if previous and previous.hash == digest:
            if record:
                record(previous)
            return previous
        unsigned = PartVersion(
            part=facts.header.uid,
            hash=digest,
            number=facts.header.version,
            signed_at=utc(at),
            signer=signer,
            previous=previous.hash if previous else None,
            signature=Signature("", "", ""),
            manifest=manifest,
        )
        version = replace(unsigned, signature=key.sign(PURPOSE, unsigned.statement))
        keep_own_key(store, key)
        if record:
            record(version)
        (place or keep)(store, version)
        return version


def keep(store: Store, version: PartVersion) -> None:
    """Write a version and make it the current one of its part (the caller holds the lock)."""
    folder = store.part_folder(version.part)
    write_json(folder / f"{version.hash}.json", version.as_json())
    write_atomic(folder / "current", f"{version.hash}\n".encode())


def numbered(store: Store, facts: PartFacts, previous: PartVersion | None) -> PartFacts:
    """The facts with the number of the next version; unchanged facts keep the number they have."""
    if previous is None:
        return facts
    before = header_of(store, previous)
    same = replace(facts, header=replace(facts.header, version=before.version, reason=before.reason))
    manifest = {path: sha256(codec.encode(doc, path)) for path, doc in documents(same)}
    if manifest == previous.manifest:
        return same
    return replace(facts, header=replace(facts.header, version=previous.number + 1))


def _refuse_no_uid(part_uid: str) -> None:
    """The uid of a part names a folder: nothing else may."""
    if not is_uid(part_uid):
        raise PublicationError(_("Identifiant de partie attendu, lu : %s") % part_uid[:80])


def _refuse_others_keys(previous: PartVersion | None, key: InstanceKey) -> None:
    if previous and previous.signature.key != key.public.id:
        message = _("La partie %(part)s est signée par une autre instance (clé %(key)s) ; elle seule peut la changer.")
        raise NotOwner(message % {"part": previous.part, "key": previous.signature.key})


def refuse_taken(store: Store, part_uid: str, manifest: dict[str, str]) -> None:
    """No part may describe the plan, measure or series of another one."""
    mine = {path for path in manifest if kind_of_path(path).name in EXCLUSIVE}
    for other in part_uids(store):
        version = current_version(store, other) if other != part_uid else None
        if version and (taken := mine & version.manifest.keys()):
            message = _("%(path)s appartient à la partie %(part)s : elle seule peut le décrire.")
            raise NotOwner(message % {"path": min(taken), "part": other})


# --- withdrawing -----------------------------------------------------------------------------------------------------


def withdraw(
    store: Store,
    part_uid: str,
    paths: Iterable[str] = (),
    *,
    reason: str,
    words: str,
    at: datetime,
    key: InstanceKey,
) -> Withdrawal:
    """Lay a tombstone over documents of a part (none named: all), in all its versions, and remove their content.

    The caller then rebuilds every index that held them (`releases.purge`).
    """
    if reason not in REASONS:
        raise ValueError(f"reason is one of {', '.join(REASONS)}, not {reason!r}.")
    with locked(store.lock):
        _refuse_others_keys(current_version(store, part_uid), key)
        history = versions(store, part_uid)
        known = {path for version in history for path in version.manifest}
        gone = _chosen(known, set(paths), part_uid)
        hashes = {version.manifest[path] for version in history for path in gone & version.manifest.keys()}
        withdrawal = Withdrawal(
            part=part_uid,
            paths=tuple(sorted(gone)),
            hashes=tuple(sorted(hashes)),
            reason=reason,
            words=words,
            at=utc(at),
            files=tuple(sorted(_files_gone(store, history, gone, key))),
        )
        keep_withdrawal(store, withdrawal, key)
        for digest in hashes - _used_elsewhere(store, part_uid, gone):
            store.remove(digest)
        for sha in withdrawal.files:
            held.remove(store, sha)
        return withdrawal


def _chosen(known: set[str], paths: set[str], part_uid: str) -> set[str]:
    if unknown := paths - known:
        message = _("La partie %(part)s n’a jamais eu de document %(path)s.")
        raise PublicationError(message % {"part": part_uid, "path": min(unknown)})
    return paths or known


def _used_elsewhere(store: Store, part_uid: str, gone: set[str]) -> set[str]:
    """Contents that stay because another part, or another document of this one, says the same."""
    used: set[str] = set()
    for other in part_uids(store):
        for version in versions(store, other):
            pairs = version.manifest.items()
            used.update(digest for path, digest in pairs if other != part_uid or path not in gone)
    return used


def _files_gone(store: Store, history: list[PartVersion], gone: set[str], key: InstanceKey) -> frozenset[str]:
    """The files that only the withdrawn paths name, in all that this instance ever signed."""
    pairs = {pair for version in history for pair in version.manifest.items()}
    files = held.named(store, (pair for pair in pairs if pair[0] in gone))
    if not files:
        return files
    stay = {pair for pair in pairs if pair[0] not in gone}
    for other in set(part_uids(store)) - {history[0].part}:
        mine = (version for version in versions(store, other) if version.signature.key == key.public.id)
        withdrawn = withdrawn_hashes(store, other)
        stay |= {(path, digest) for v in mine for path, digest in v.manifest.items() if digest not in withdrawn}
    return files - held.named(store, stay)


def refuse_withdrawn(store: Store, part_uid: str, manifest: dict[str, str]) -> None:
    """What was withdrawn cannot come back as it was."""
    gone = withdrawn_hashes(store, part_uid)
    for path, digest in manifest.items():
        if digest in gone:
            message = _("%(path)s a été retiré tel quel ; changez son contenu ou ôtez-le avant de signer.")
            raise PublicationError(message % {"path": path})


def refuse_withdrawn_files(store: Store, facts: PartFacts) -> None:
    """A file that was withdrawn cannot come back under another document."""
    gone = withdrawn_files(store, facts.header.uid)
    for document in held.documents_of(facts):
        if document.sha256 in gone:
            message = _(
                "Le fichier de « %(title)s » a été retiré de la publication ; ôtez-le de la partie avant de signer."
            )
            raise PublicationError(message % {"title": document.title.value})


# --- keys of this instance -------------------------------------------------------------------------------------------


def own_keys(store: Store) -> tuple[PublicKey, ...]:
    """The public keys that this instance has signed with: anybody can check its parts with them."""
    path: Path = store.root / "keys.json"
    return tuple(PublicKey(item["id"], item["public_key"]) for item in read_json(path)) if path.exists() else ()


def keep_own_key(store: Store, key: InstanceKey) -> None:
    """Add the key to the public listing."""
    known = own_keys(store)
    if key.public.id not in {item.id for item in known}:
        listed = [{"id": item.id, "public_key": item.public_key} for item in (*known, key.public)]
        write_json(store.root / "keys.json", listed)
