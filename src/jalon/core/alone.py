"""One process at a time: a file that the operating system frees when its holder dies, however it dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jalon.core.errors import JalonError


class Taken(JalonError):
    """Another process holds it."""


def serving(var_dir: Path) -> Path:
    """The file that `jalon serve` holds while it runs."""
    return var_dir / "run" / "serve.lock"


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def alone(path: Path, otherwise: str) -> Iterator[None]:
    """Holds the file; `Taken` with the message `otherwise` when another process does."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _take(descriptor)
        except OSError:
            raise Taken(otherwise) from None
        yield
    finally:
        os.close(descriptor)
