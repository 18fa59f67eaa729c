"""`make run` in a fresh clone of the last commit: seconds until a page is answered, from nothing and again.

    python -m benchmarks.start_up

Packages come from the installer's cache: the download is not measured. Targets: 90 s, then 5 s.
"""

import subprocess
import tempfile
from pathlib import Path

from benchmarks.serving import environ, wait_for

PORT = 8766
FIRST, AGAIN = 90.0, 5.0
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Prints both; 1 over a target."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "jalon"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first, again = seconds(clone), seconds(clone)
    print(f"make run: {first:.1f} s from nothing (target {FIRST:.0f}), {again:.1f} s again (target {AGAIN:.0f})")
    return int(first > FIRST or again > AGAIN)


def seconds(clone: Path) -> float:
    """From the word to the first page."""
    process = subprocess.Popen(
        ["make", "run", f"PORT={PORT}"],
        cwd=clone,
        env=environ(clone / "var"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return wait_for(f"http://127.0.0.1:{PORT}/", 300.0)
    finally:
        stop(process)


def stop(process: "subprocess.Popen[bytes]") -> None:
    """make and the server under it: they are a group of their own."""
    import os
    import signal

    os.killpg(process.pid, signal.SIGTERM)
    process.wait()


if __name__ == "__main__":
    raise SystemExit(main())
