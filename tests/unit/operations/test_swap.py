"""The exchange of an instance's folders: all or none, whenever it is killed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jalon.core.swap import JOURNAL, OLD, Exchange, resume

NAMES = ("files", "keys", "jalon.sqlite3", "jalon.sqlite3-wal")
# Kills itself at the n-th rename of the exchange: before it when n is positive.
KILLED = """
import os, signal, sys
from pathlib import Path
from jalon.core import swap
var, left = Path(sys.argv[1]), [int(sys.argv[2])]
def counting(rename):
    def wrapper(self, target):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return rename(self, target)
    return wrapper
Path.rename, Path.replace = counting(Path.rename), counting(Path.replace)
swap.Exchange(var, tuple(var / name for name in sys.argv[3:])).commit()
"""


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """An instance with old content, and new content waiting; the new one has no -wal."""
    folder = tmp_path / "var"
    folder.mkdir()
    for name in ("files", "keys"):
        (folder / name).mkdir()
        (folder / name / "content").write_text("old")
    (folder / "jalon.sqlite3").write_text("old")
    (folder / "jalon.sqlite3-wal").write_text("old")
    exchange = Exchange(folder, tuple(folder / name for name in NAMES))
    exchange.stage()
    for name in ("files", "keys"):
        exchange.staged(folder / name).mkdir()
        (exchange.staged(folder / name) / "content").write_text("new")
    exchange.staged(folder / "jalon.sqlite3").write_text("new")
    return folder


def state(var: Path) -> set[str]:
    """What the instance consists of: {'old'}, {'new'}, or a mixture, which must never be."""
    found = {(var / name / "content").read_text() for name in ("files", "keys")}
    found.add((var / "jalon.sqlite3").read_text())
    if (var / "jalon.sqlite3-wal").exists():
        found.add((var / "jalon.sqlite3-wal").read_text())
    return found


def test_an_exchange_puts_the_new_in_place_and_keeps_the_old(var: Path) -> None:
    Exchange(var, tuple(var / name for name in NAMES)).commit()
    assert state(var) == {"new"}
    assert (var / OLD / "jalon.sqlite3-wal").read_text() == "old"
    assert not (var / JOURNAL).exists()


def test_an_abandoned_exchange_leaves_the_old(var: Path) -> None:
    Exchange(var, tuple(var / name for name in NAMES)).abandon()
    assert state(var) == {"old"}
    assert not resume(var)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
@pytest.mark.parametrize("step", range(1, 10))
def test_killed_at_any_step_it_is_all_or_none(var: Path, step: int) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(var), str(step), *NAMES], check=False)
    assert done.returncode == -signal.SIGKILL
    resumed = resume(var)
    assert state(var) == ({"new"} if resumed else {"old"})
    assert resumed == (step > 1)  # the first rename is the journal's: before it nothing was decided
    assert not (var / JOURNAL).exists()


def test_after_the_last_step_nothing_is_left_to_kill(var: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(var), "10", *NAMES], check=True)
    assert state(var) == {"new"}
