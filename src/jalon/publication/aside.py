"""Part versions that wait for the database: signed, written, read by nobody until it is known that they were kept."""

from pathlib import Path

from jalon.publication import parts
from jalon.publication.files import locked, read_json, write_json
from jalon.publication.parts import PartVersion
from jalon.publication.store import Store

ASIDE = "signed"


def lay_aside(store: Store, version: PartVersion) -> None:
    """Write a version where nobody reads it: whether it was signed is for a database to say, which may still refuse."""
    write_json(_aside(store, version.part) / f"{version.hash}.json", version.as_json())


def laid_aside(store: Store) -> list[tuple[PartVersion, float]]:
    """The versions that wait for `finish`, in the order of their numbers, with the time of each file."""
    files = [path for path in (store.root / "parts").glob(f"*/{ASIDE}/*.json")]
    found = [(parts.version_from_json(read_json(path)), path.stat().st_mtime) for path in files]
    return sorted(found, key=lambda item: (item[0].part, item[0].number))


def finish(store: Store, part_uid: str, digest: str) -> None:
    """Make a version that was laid aside the current one of its part. Again, or for one that never was: nothing."""
    path = _aside(store, part_uid) / f"{digest}.json"
    with locked(store.lock):
        if path.exists():
            parts.keep(store, parts.version_from_json(read_json(path)))
            path.unlink()


def forget(store: Store, version: PartVersion) -> None:
    """Remove a version that was laid aside and that no database knows."""
    (_aside(store, version.part) / f"{version.hash}.json").unlink(missing_ok=True)


def _aside(store: Store, part_uid: str) -> Path:
    return store.part_folder(part_uid) / ASIDE
