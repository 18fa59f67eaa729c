"""Backup and restore of an instance: database, private files, publications, keys; verified by reading back.

A backup is one file (archive.py). A restore checks all of it, lays it out beside the instance, then exchanges both
(swap.py): killed at any moment, the instance is as it was, or wholly as it was in the backup.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from jalon import __version__
from jalon.core import archive, dumps
from jalon.core.alone import alone, serving
from jalon.core.archive import BackupProblem, Locks, Manifest
from jalon.core.swap import NEW, Exchange, same_disk

FOLDERS = ("files", "publication")
KEYS = "keys"
TEMPORARY = (".part", ".tmp", ".lock")


@dataclass(frozen=True, slots=True)
class Report:
    """What was written or restored."""

    path: Path
    members: int
    size: int
    encrypted: bool
    keys: bool
    made_at: str
    version: str


Tell = Callable[[int], None]


def _nothing(_count: int) -> None:
    return None


def back_up(path: Path, locks: Locks, tell: Tell = _nothing) -> Report:
    """Writes a backup and reads it back. Unless encrypted it leaves the private keys out. Never writes over a file."""
    if path.exists():
        raise BackupProblem(f"{path} exists already: choose another name, or move it away.")
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with _scratch() as scratch:
        plain = scratch / "plain.tar" if locks.closes else part
        manifest = _write(plain, scratch, keys=locks.closes, tell=tell)
        _read_back(plain, scratch)
        if locks.closes:
            _close(plain, part, locks, scratch)
    _keep(part, path)
    return _report(path, manifest, encrypted=locks.closes)


def _write(plain: Path, scratch: Path, *, keys: bool, tell: Tell) -> Manifest:
    # The database first: files and publications only ever gain, so what it names is there when they are copied.
    copy = scratch / dumps.dump_name()
    dumps.dump(copy)
    return archive.write_tar(plain, _contents(copy, keys=keys), _about(keys=keys), tell)


def _contents(copy: Path, *, keys: bool) -> Iterator[tuple[str, Path]]:
    yield f"database/{copy.name}", copy
    for folder in (*FOLDERS, *([KEYS] if keys else [])):
        root = _var() / folder
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.name.endswith(TEMPORARY) and not path.name.startswith("."):
                yield f"{folder}/{path.relative_to(root).as_posix()}", path


def _about(*, keys: bool) -> dict[str, Any]:
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    kind = "sqlite" if dumps.is_sqlite() else "postgresql"
    return {
        "version": __version__,
        "made_at": now,
        "database": kind,
        "keys": keys,
        "migrations": dumps.applied_migrations(),
    }


def _read_back(plain: Path, scratch: Path) -> None:
    """What was written is what the manifest says, and the database in it opens."""
    archive.read_tar(plain)
    dumps.check(scratch / dumps.dump_name())


def _close(plain: Path, part: Path, locks: Locks, scratch: Path) -> None:
    """With a passphrase the closed file is opened again and read; a recipient's key is not on this machine."""
    archive.close_with_age(plain, part, locks)
    plain.unlink()
    if not locks.recipients:
        with archive.opened(part, scratch, locks) as again:
            archive.read_tar(again)


def _keep(part: Path, path: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.rename(path)


def verify(path: Path, locks: Locks) -> Report:
    """Reads a whole backup, its database too, and changes nothing."""
    with _scratch() as scratch, archive.opened(path, scratch, locks) as plain:
        manifest = archive.read_tar(plain, scratch / "content")
        dumps.check(_database_in(scratch / "content", manifest))
    return _report(path, manifest, encrypted=archive.is_encrypted(path))


def restore(path: Path, locks: Locks, tell: Tell = _nothing) -> Report:
    """Puts the instance back as it was in the backup. Raises BackupProblem with the instance as it was."""
    var = _var()
    stopped = alone(serving(var), "the instance is being served: stop `jalon serve` first, then restore.")
    with stopped, _scratch() as scratch, archive.opened(path, scratch, locks) as plain:
        content = scratch / "content"
        manifest = archive.read_tar(plain, content)
        _refuse_unfit(path, manifest)
        database = _database_in(content, manifest)
        dumps.check(database)
        tell(len(manifest.members))
        exchange = _staged(var, content, manifest)
        try:
            if not dumps.is_sqlite():
                dumps.load_postgresql(database, scratch)
        except BaseException:
            exchange.abandon()
            raise
        connections.close_all()
        exchange.commit()
    return _report(path, manifest, encrypted=archive.is_encrypted(path))


def _refuse_unfit(path: Path, manifest: Manifest) -> None:
    from django.db.migrations.loader import MigrationLoader

    kind = "sqlite" if dumps.is_sqlite() else "postgresql"
    if manifest.about.get("database") != kind:
        raise BackupProblem(
            f"{path} holds a {manifest.about.get('database')} database and this instance uses {kind}: set "
            "JALON_DATABASE_URL as it was, or move the contents with `jalon package export` and `import`."
        )
    loader = MigrationLoader(None)
    rooms = {app for app, _name in loader.disk_migrations}
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    newer = [name for name in manifest.about["migrations"] if name.split(".")[0] in rooms and name not in known]
    if newer:
        raise BackupProblem(
            f"{path} was made by a newer version ({manifest.about['version']}, {newer[0]}): install it first. "
            "Nothing was changed."
        )


def _database_in(content: Path, manifest: Manifest) -> Path:
    names = [m.name for m in manifest.members if m.name.startswith("database/")]
    if len(names) != 1:
        raise BackupProblem(f"the backup holds {len(names)} databases instead of one. Nothing was changed.")
    return content / names[0]


def _staged(var: Path, content: Path, manifest: Manifest) -> Exchange:
    """Lays the new content where one rename puts it in place; folders of the backup that are empty are made."""
    folders = [var / name for name in (*FOLDERS, *([KEYS] if manifest.about.get("keys") else []))]
    files: list[Path] = []
    if dumps.is_sqlite():
        place = Path(str(connections["default"].settings_dict["NAME"])).resolve()
        files = [place, *(place.with_name(place.name + end) for end in ("-wal", "-shm"))]
    exchange = Exchange(var, (*folders, *files))
    _refuse_immovable(exchange)
    exchange.stage()
    for folder in folders:
        (content / folder.name).mkdir(exist_ok=True, mode=0o700)
        (content / folder.name).rename(exchange.staged(folder))
    if files:
        # The database may be kept on another disk than the instance's folder: then this copies.
        shutil.move(content / "database" / dumps.SQLITE_NAME, exchange.staged(files[0]))
    for folder in {target.parent for target in exchange.targets}:
        archive.sync_tree(folder / NEW)
    return exchange


def _refuse_immovable(exchange: Exchange) -> None:
    for target in exchange.targets:
        if target.is_mount() or (target.exists() and not same_disk([target, target.parent])):
            raise BackupProblem(
                f"{target} is a disk of its own and cannot be exchanged: mount {target.parent} instead."
            )


def _var() -> Path:
    return Path(settings.JALON.var_dir).resolve()


@contextmanager
def _scratch() -> Iterator[Path]:
    """A private folder on the instance's own disk; what a killed run left is removed."""
    run = _var() / "run"
    with alone(run / "backup.lock", "another backup or restore is running: wait until it ends."):
        archive.remove_tree(run / "backup")
        (run / "backup").mkdir(parents=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=run / "backup", prefix="work-") as name:
            yield Path(name)


def _report(path: Path, manifest: Manifest, *, encrypted: bool) -> Report:
    return Report(
        path=path,
        members=len(manifest.members),
        size=path.stat().st_size,
        encrypted=encrypted,
        keys=bool(manifest.about.get("keys")),
        made_at=str(manifest.about.get("made_at", "")),
        version=str(manifest.about.get("version", "")),
    )
