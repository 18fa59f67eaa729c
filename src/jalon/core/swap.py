"""Exchanges files and folders of an instance for others, all or none, whenever the process is killed.

A journal says what is being done. Before it is written nothing has moved; once it is, `resume` finishes the exchange at
the next start. The old ones are kept beside the new, in a folder named `before-restore`.
Pure files: runs before Django reads its settings.
"""

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jalon.core.alone import Taken, alone

JOURNAL = "restore.json"
NEW = ".restore-new"
OLD = "before-restore"


@dataclass(frozen=True, slots=True)
class Exchange:
    """The places that change. Each one's new content waits in `<its folder>/.restore-new/<its name>`, or is absent."""

    var_dir: Path
    targets: tuple[Path, ...]

    def staged(self, target: Path) -> Path:
        return target.parent / NEW / target.name

    def kept(self, target: Path) -> Path:
        return target.parent / OLD / target.name

    def stage(self) -> None:
        """Empty waiting folders; what an earlier, unfinished try left is removed."""
        for folder in {target.parent for target in self.targets}:
            shutil.rmtree(folder / NEW, ignore_errors=True)
            (folder / NEW).mkdir(parents=True, mode=0o700)

    def abandon(self) -> None:
        """Removes what waits: the instance is as it was."""
        for folder in {target.parent for target in self.targets}:
            shutil.rmtree(folder / NEW, ignore_errors=True)

    def commit(self) -> None:
        """Exchanges. From the journal's rename on, the outcome is decided."""
        self._forget_old()
        self._journal("out")
        resume(self.var_dir)

    def _forget_old(self) -> None:
        for folder in {target.parent for target in self.targets}:
            shutil.rmtree(folder / OLD, ignore_errors=True)
            (folder / OLD).mkdir(mode=0o700)

    def _journal(self, phase: str) -> None:
        content = json.dumps({"phase": phase, "targets": [str(target) for target in self.targets]})
        part = self.var_dir / f"{JOURNAL}.part"
        with part.open("w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.var_dir / JOURNAL)

    def _out(self) -> None:
        for target in self.targets:
            if target.exists() and not self.kept(target).exists():
                target.rename(self.kept(target))

    def _in(self) -> None:
        for target in self.targets:
            if self.staged(target).exists():
                self.staged(target).rename(target)


def resume(var_dir: Path) -> bool:
    """Finishes an exchange that was under way; False when there was none. Several processes starting at once take turns."""
    if not (var_dir / JOURNAL).exists():
        return False
    with _turn(var_dir):
        return _finish(var_dir)


@contextmanager
def _turn(var_dir: Path) -> Iterator[None]:
    for _attempt in range(600):
        try:
            with alone(var_dir / "run" / "exchange.lock", "an exchange is under way"):
                yield
                return
        except Taken:
            time.sleep(0.1)
    raise Taken(f"Another process has been finishing a restore in {var_dir} for a minute: is its disk answering?")


def _finish(var_dir: Path) -> bool:
    try:
        journal = json.loads((var_dir / JOURNAL).read_text(encoding="utf-8"))
    except FileNotFoundError:  # the process before us finished it
        return False
    exchange = Exchange(var_dir, tuple(Path(target) for target in journal["targets"]))
    if journal["phase"] == "out":
        exchange._out()
        exchange._journal("in")
    exchange._in()
    exchange.abandon()
    (var_dir / JOURNAL).unlink()
    return True


def same_disk(paths: Iterable[Path]) -> bool:
    """Whether renames between the paths' folders are possible."""
    return len({path.stat().st_dev for path in paths}) <= 1
