"""What a job has read of a file, kept privately until it is written: a line for what the file is, one for each row, one
for each thing wrong. The run says how many bytes of it are whole."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from jalon.exchange.observations_in import ObservedRow
from jalon.exchange.plan_rows import PlanRow
from jalon.exchange.problems import CellProblem
from jalon.exchange.tables import Table
from jalon.plans.choices import Choices
from jalon.plans.import_reading import Reading, problem_in, problem_out
from jalon.plans.models.importing import ImportRun

HEAD, ROW, WRONG, CHECKED, ASSEMBLED, KEPT = "H", "R", "P", "C", "A", "K"
"""What a line is, by its first letter. The last: what is wrong with the facts, what is said of the rows put together, and what
would be written (`import_kept`)."""
_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Staged:
    """The private file of one run."""

    def __init__(self, run: ImportRun) -> None:
        folder: Path = settings.JALON.files_dir
        self.run = run
        self.path = folder / "imports" / f"{run.uid}.jsonl"

    def open(self) -> IO[str]:
        """To go on writing after the last byte that the run knows."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.touch(mode=0o600)
        os.truncate(self.path, self.run.staged)
        return self.path.open("a", encoding="utf-8")

    @property
    def lost(self) -> bool:
        """Less is there than what the run knows to be written: all is to be read anew."""
        return self.run.staged > self._bytes

    @property
    def _bytes(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    @property
    def whole(self) -> bool:
        """The run was read to its end, and what was read is still there."""
        return bool(self.run.report) and 0 < self.run.staged == self._bytes

    def forget(self) -> None:
        """Delete it."""
        self.path.unlink(missing_ok=True)

    def reading(self, choices: Choices) -> Reading:
        """What the file is."""
        with self.path.open(encoding="utf-8") as file:
            return Reading.from_json(file.readline()[1:], choices)

    def rows(self, table: Table) -> Iterator[Any]:
        """The rows, in order."""
        read: Callable[[str], Any] = _observed if table is Table.OBSERVATIONS else PlanRow.from_json
        return (read(line[1:]) for line in self._lines(ROW))

    def problems(self, kind: str = WRONG) -> tuple[CellProblem, ...]:
        """What was wrong."""
        return tuple(problem_in(json.loads(line[1:])) for line in self._lines(kind))

    def kept(self) -> Iterator[str]:
        """What would be written, line by line."""
        return (line[1:] for line in self._lines(KEPT))

    def _lines(self, kind: str) -> Iterator[str]:
        with self.path.open(encoding="utf-8") as file:
            yield from (line for line in file if line.startswith(kind))


def write_head(file: IO[str], reading: Reading) -> None:
    """The first line."""
    file.write(f"{HEAD}{reading.to_json()}\n")


def write_row(file: IO[str], row: ObservedRow | PlanRow) -> None:
    """One row."""
    file.write(f"{ROW}{row.to_json() if isinstance(row, PlanRow) else _WRITE(row)}\n")


def write_problem(file: IO[str], problem: CellProblem, kind: str = WRONG) -> None:
    """One thing wrong."""
    file.write(f"{kind}{_WRITE(problem_out(problem))}\n")


def write_line(file: IO[str], kind: str, line: Any) -> None:
    """One line of another kind."""
    file.write(f"{kind}{_WRITE(line)}\n")


def _observed(line: str) -> ObservedRow:
    values = json.loads(line)
    values[-1] = tuple(map(tuple, values[-1]))
    return ObservedRow(*values)
