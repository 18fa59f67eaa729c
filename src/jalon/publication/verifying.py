"""Checking what is published: every hash, every signature, every blob, and that the index says what the blobs say."""

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jalon.facts import codec
from jalon.facts.problems import N_, FactsError, Problem
from jalon.publication import held, index, packages, parts, releases
from jalon.publication.errors import NoRelease, PackageRefused, PublicationError, SignatureBroken
from jalon.publication.keys import Signature, verify
from jalon.publication.parts import PartVersion
from jalon.publication.releases import Contents
from jalon.publication.store import Store, sha256

_RESTORE = N_("Restaurez ce fichier depuis une sauvegarde, ou redemandez-le.")
_TABLES = (
    "meta",
    "part",
    "fact",
    "series",
    "output",
    "concerns",
    "mention",
    "cited",
    "piece",
    "file",
    "entry",
    "found",
    "tombstone",
)


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked (a Release's id, or a package's name) and everything that is wrong with it."""

    subject: str
    parts: int
    documents: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Nothing is wrong."""
        return not self.problems


def verify_release(store: Store, release_id: str | None = None, progress: index.Progress | None = None) -> Report:
    """Check a Release, the current one by default. Reads everything; writes nothing."""
    digest = releases.resolved(store, release_id)
    folder = store.releases / digest
    manifest = (folder / "manifest.json").read_bytes()
    if sha256(manifest) != digest:
        expected = N_("L’empreinte du manifeste n’est pas l’identifiant de la version publiée.")
        problem = Problem(f"releases/{digest}/manifest.json", "", expected, _RESTORE, sha256(manifest))
        return Report(digest, 0, 0, (problem,))
    held = releases.contents(store, digest)
    found = list(_envelope(store, digest))
    versions = list(_versions(store, held, found))
    found.extend(_documents(store, held, versions, progress))
    found.extend(_files(store, versions))
    if not found:
        found.extend(_index(store, digest, versions))
    return Report(digest, len(held.parts), len(held.documents), tuple(found))


def verify_package(path: Path) -> Report:
    """Check a package; its problems are those that would refuse it."""
    try:
        package = packages.read(path)
    except PackageRefused as error:
        return Report(str(path), 0, 0, error.problems)
    return Report(str(path), len(package.parts), sum(len(part.documents) for part in package.parts), ())


def _envelope(store: Store, digest: str) -> Iterator[Problem]:
    path = f"releases/{digest}/envelope.json"
    try:
        data = releases.envelope(store, digest)
        said, signed = data["statement"], data["signature"]
        verify(releases.PURPOSE, said, Signature(signed["key"], signed["public_key"], signed["value"]))
        if said["release"] != digest:
            raise SignatureBroken(said["release"])
    except (SignatureBroken, NoRelease, KeyError, ValueError):
        yield Problem(path, "$.signature", N_("La signature de la version publiée ne correspond pas."), _RESTORE)


def _versions(store: Store, held: Contents, found: list[Problem]) -> Iterator[PartVersion]:
    for uid, digest in held.parts.items():
        try:
            version = parts.read_version(store, uid, digest)
            parts.check_version(version)
        except (PublicationError, KeyError, TypeError, ValueError) as error:
            expected = N_("Cette version de partie manque, ou sa signature ne correspond pas : {error}")
            found.append(Problem(f"parts/{uid}/{digest}.json", "", expected, _RESTORE, params={"error": str(error)}))
            continue
        yield version


def _documents(
    store: Store, held: Contents, versions: list[PartVersion], progress: index.Progress | None
) -> Iterator[Problem]:
    said = {f"{v.part}/{path}": digest for v in versions for path, digest in v.manifest.items()}
    for place in sorted(held.documents.keys() | said.keys()):
        if len(versions) == len(held.parts) and said.get(place) != held.documents.get(place):
            expected = N_("Le manifeste de la version publiée et celui de la partie ne disent pas la même chose.")
            yield Problem(place, "", expected, _RESTORE)
    gone = {uid: parts.withdrawn_hashes(store, uid) for uid in held.parts}
    for done, (place, digest) in enumerate(sorted(held.documents.items()), 1):
        part, _slash, path = place.partition("/")
        if digest not in gone.get(part, ()):
            yield from _document(store, place, path, digest)
        if progress:
            progress(done, len(held.documents), place)


def _document(store: Store, place: str, path: str, digest: str) -> Iterator[Problem]:
    try:
        codec.read_document(path, store.get(digest))
    except PublicationError as error:
        yield Problem(place, "", "{error}", _RESTORE, params={"error": str(error)})
    except FactsError as error:
        yield from error.problems


def _files(store: Store, versions: list[PartVersion]) -> Iterator[Problem]:
    """The files that public documents of this instance's own parts name, each against its hash."""
    own = {key.id for key in parts.own_keys(store)}
    for version in (one for one in versions if one.signature.key in own):
        gone = parts.withdrawn_hashes(store, version.part)
        try:
            files = held.named(store, (pair for pair in version.manifest.items() if pair[1] not in gone))
        except (PublicationError, FactsError):
            continue  # said already, of the document itself
        for sha in sorted(files):
            try:
                held.open_file(store, sha).close()
            except PublicationError as error:
                yield Problem(f"{held.FOLDER}/{sha}", "", "{error}", _RESTORE, params={"error": str(error)})


def _index(store: Store, digest: str, versions: list[PartVersion]) -> Iterator[Problem]:
    """The index holds, table by table, what a fresh one made from the blobs holds."""
    path = releases.index_path(store, digest)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "index.sqlite3"
        graves = index.graves(parts.all_withdrawals(store))
        index.build(fresh, releases.members(store, versions), store.get, graves)
        if not index.is_current(path) or _fingerprint(path) != _fingerprint(fresh):
            expected = N_("L’index ne dit pas ce que disent les contenus.")
            remedy = N_("Supprimez-le : il sera refait à la prochaine lecture.")
            yield Problem(f"releases/{digest}/index.sqlite3", "", expected, remedy)


def _fingerprint(path: Path) -> str:
    connection = index.open_read_only(path)
    try:
        digest = hashlib.sha256()
        for table in _TABLES:
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY rowid"):
                digest.update(json.dumps(row, ensure_ascii=False).encode())
        digest.update(str(connection.execute("SELECT count(*) FROM search_docsize").fetchone()).encode())
        return digest.hexdigest()
    except sqlite3.Error as error:
        return f"unreadable: {error}"
    finally:
        connection.close()
