"""Makes .venv hold exactly what a locked list says. Standard library only; called by make, or by hand where make is absent.

    python tools/prepare.py base    what is needed to run
    python tools/prepare.py dev     what is needed to test

A stamp keyed on the lists' hashes makes a second call cost nothing; a lock makes two calls at once take turns.
"""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "jalon-stamp.json"
LISTS = ROOT / "requirements"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


class CannotPrepare(Exception):
    """What is missing and the command that brings it."""


def say(text: str) -> None:
    """Progress and problems go to stderr."""
    print(f"jalon: {text}", file=sys.stderr, flush=True)


def run(*command: object) -> None:
    """One step; its output goes where ours goes, its failure ends us."""
    if subprocess.call([str(part) for part in command], cwd=str(ROOT)):
        raise CannotPrepare("this step failed (its own message is above): " + " ".join(map(str, command)))


@contextmanager
def only_one() -> Iterator[None]:
    """Two makes at once take turns."""
    with open(ROOT / ".venv.lock", "w") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def key(name: str) -> str:
    """Changes with the list, the build tools, the commands, the interpreter and the place of the project."""
    import tomllib  # here: an older Python must get as far as being told so

    digest = hashlib.sha256()
    for part in (f"{name}.txt", "build.txt"):
        digest.update((LISTS / part).read_bytes())
    with open(ROOT / "pyproject.toml", "rb") as file:
        described = tomllib.load(file)
    digest.update(json.dumps([described["project"], described["build-system"]]).encode())
    digest.update((str(ROOT) + sys.version).encode())
    return digest.hexdigest()


def stamped() -> dict[str, str]:
    """What the last call left, if anything."""
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def make_venv() -> None:
    """The environment, with a message where Debian has split it from Python."""
    if PYTHON.exists() and subprocess.call([str(PYTHON), "-c", ""]) == 0:
        return
    if importlib.util.find_spec("ensurepip") is None:
        name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise CannotPrepare("this Python can make no environment. On Debian or Ubuntu: sudo apt-get install " + name)
    say(f"making .venv with Python {sys.version.split()[0]}")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def install(name: str) -> None:
    """Exactly the list, nothing else, then the product itself in place."""
    if subprocess.call([str(PYTHON), "-c", "import uv"], stderr=subprocess.DEVNULL):
        run(PYTHON, "-m", "pip", "install", "-qq", "--require-hashes", "-r", LISTS / "build.txt")
    say(f"installing requirements/{name}.txt")
    uv = [PYTHON, "-m", "uv", "--quiet", "pip"]
    where = ["--python", PYTHON]
    run(*uv, "sync", "--require-hashes", *where, LISTS / f"{name}.txt", LISTS / "build.txt")
    run(*uv, "install", "--no-deps", "--no-index", "--no-build-isolation", *where, "--editable", ROOT)


def prepare(name: str) -> None:
    """`dev` holds all of `base` at the same versions, so it serves both."""
    with only_one():
        stamp = stamped() if PYTHON.exists() else {}
        if key("dev") == stamp.get("dev") or key(name) == stamp.get(name):
            return
        make_venv()
        STAMP.unlink(missing_ok=True)
        install(name)
        STAMP.write_text(json.dumps({name: key(name)}))


def stale_catalogues() -> bool:
    """Whether a catalogue is newer than what was compiled from it."""
    for source in (ROOT / "src" / "jalon").glob("*/locale/*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            return True
    return False


def main() -> None:
    """Refuses what cannot work, prepares, compiles the catalogues."""
    if sys.version_info < (3, 11):  # noqa: UP036  # an older Python reads this line too
        raise CannotPrepare("Python 3.11 or newer is needed, this is " + sys.version.split()[0])
    if len(sys.argv) != 2 or sys.argv[1] not in ("base", "dev"):
        raise CannotPrepare("say which list: base or dev")
    prepare(sys.argv[1])
    if stale_catalogues():
        run(PYTHON, "-m", "jalon.config.catalogues")


if __name__ == "__main__":
    try:
        main()
    except CannotPrepare as problem:
        say(str(problem))
        sys.exit(1)
