"""The published tables, and what R's packages say of them: tests/fixtures/estimation/README.md."""

import csv
import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jalon.methods.estimation import CaptureTable

FOLDER = Path(__file__).parents[3] / "fixtures" / "estimation"
TABLES = (
    "UKdat", "UKdat_5", "UKdat_4", "Ned", "Ned_5", "NewOrl", "NewOrl_5", "NewOrl_185", "NewOrl_5_185", "Artificial_3",
)  # fmt: skip
_OTHER_NAMES = {"NewOrl_5_MSETools": "NewOrl_5_185"}


@cache
def table(name: str) -> CaptureTable:
    """A published table by its name."""
    return CaptureTable.from_csv((FOLDER / f"{_OTHER_NAMES.get(name, name)}.csv").read_text(encoding="utf-8"))


@cache
def document() -> dict[str, Any]:
    """reference.json."""
    read: dict[str, Any] = json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))
    return read


def results(method: str) -> list[dict[str, Any]]:
    """Results of R whose method begins so."""
    return [result for result in document()["results"] if result["method"].startswith(method)]


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a compressed CSV of R."""
    with gzip.open(FOLDER / "r_bootstrap" / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def samples(name: str, of: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """R's replicates as counts (replicates, 2^t), and its totals on them (replicates,).

    Columns r1, r2, ... are the rows of the table's file in their order; h10000 and so on name their history.
    """
    found = rows(name)
    header = list(found[0])[:-1]
    if header[0].startswith("h"):
        places = [_bitmask(column[1:]) for column in header]
    else:
        lines = (FOLDER / f"{of}.csv").read_text(encoding="utf-8").splitlines()[1:]
        places = [_bitmask("".join(line.split(",")[:-1])) for line in lines]
    counts = np.zeros((len(found), 1 << len(table(of).lists)))
    counts[:, places] = [[float(row[column]) for column in header] for row in found]
    return counts, np.array([float(list(row.values())[-1]) for row in found])


def _bitmask(marks: str) -> int:
    return sum(1 << n for n, mark in enumerate(marks) if mark == "1")
