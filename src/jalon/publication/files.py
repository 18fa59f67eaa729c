"""Files that are either wholly there or not there at all, and one lock for those who publish."""

import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jalon.publication.errors import StoreBusy

LOCK_PATIENCE = 120.0
"""Seconds that a sign-off waits for another one to end."""


def write_atomic(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write to a temporary neighbour, flush to the disk, rename: readers see the old file or the whole new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".tmp-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def write_json(path: Path, value: Any) -> None:
    """An atomic, readable JSON file (these are never hashed)."""
    write_atomic(path, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n")


def read_json(path: Path) -> Any:
    """The content of a JSON file."""
    return json.loads(path.read_bytes())


def sync_folder(path: Path) -> None:
    """Have the disk remember the names in a folder (a no-op where folders cannot be opened, as on Windows)."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def locked(path: Path, patience: float = LOCK_PATIENCE) -> Iterator[None]:
    """Hold the lock file; the operating system frees it when the process dies. `StoreBusy` when patience runs out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        _wait(lambda: _try_lock(file.fileno()), patience, path)
        try:
            yield
        finally:
            _unlock(file.fileno())


def _wait(attempt: Callable[[], bool], patience: float, path: Path) -> None:
    end = time.monotonic() + patience
    while not attempt():
        if time.monotonic() >= end:
            message = _("Une autre publication est en cours (%(path)s). Recommencez dans un instant.")
            raise StoreBusy(message % {"path": path})
        time.sleep(0.02)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
