"""Replicates of a table and the procedure's answer on each: reproducible, resumable, on several processes if wanted.

Replicates draw M people with replacement from the M seen. They come in blocks of 250, each with a random stream of its own
(`numpy.random.SeedSequence` with the block's number as spawn key): the same seed gives the same replicates whatever the
number of workers, and a run that was stopped, or that is to be lengthened, goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf, isfinite, isnan
from typing import Any

import numpy as np

from jalon.methods.estimation.choices import Bound, Procedure
from jalon.methods.estimation.errors import SettingError, refuse_unless_whole
from jalon.methods.estimation.lattice import Floats
from jalon.methods.estimation.tables import CaptureTable

BLOCK = 250
MOST_REPLICATES = 1_000_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Replicates:
    """Totals on replicates, in blocks: what is saved to go on later.

    of: fingerprint of table and procedure. seed: of the streams. totals: one a replicate, infinite where the procedure
    had no estimate; whole blocks only.
    """

    of: str
    seed: int
    totals: tuple[float, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON; an infinite total is None."""
        return {"of": self.of, "seed": self.seed, "totals": [n if isfinite(n) else None for n in self.totals]}

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> Replicates:
        """What `as_dict` gave; `SettingError` for anything else."""
        try:
            of, seed, totals = str(saved["of"]), int(saved["seed"]), tuple(saved["totals"])
            kept = tuple(inf if n is None else float(n) for n in totals)
        except (KeyError, TypeError, ValueError) as error:
            raise SettingError("not a saved run of replicates", advice="Start again without it") from error
        if len(kept) % BLOCK or any(isnan(n) for n in kept):
            raise SettingError("a saved run that was cut or altered", advice="Start again without it")
        return cls(of, seed, kept)


def fingerprint(table: CaptureTable, procedure: Procedure) -> str:
    """Of everything the totals depend on but the seed."""
    cells = [table.histories.tolist(), table.counts.tolist()]
    settings = [procedure.name, dict(procedure.settings)]
    return hashlib.sha256(json.dumps([table.lists, cells, settings], sort_keys=True).encode()).hexdigest()


def draw(table: CaptureTable, seed: int, block: int) -> Floats:
    """(250, 2^t) counts of one block of replicates."""
    random = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(block,)))
    drawn = random.multinomial(table.observed, table.counts / table.observed, size=BLOCK)
    cells = np.zeros((BLOCK, 1 << len(table.lists)))
    cells[:, table.histories] = drawn
    return cells


def totals(bound: Bound, counts: Floats) -> Floats:
    """(tables,) totals that the procedure gives on counts (tables, 2^t); infinite where it has none."""
    return np.asarray(counts.sum(axis=1) + bound(counts).dark)


def _block(bound: Bound, table: CaptureTable, seed: int, block: int) -> list[float]:
    found: list[float] = totals(bound, draw(table, seed, block)).tolist()
    return found


def replicate(
    table: CaptureTable,
    procedure: Procedure,
    replicates: int,
    seed: int,
    *,
    saved: Replicates | None = None,
    save: Callable[[Replicates], None] | None = None,
    progress: Progress | None = None,
    workers: int = 1,
    backend: str | None = None,
    bound: Bound | None = None,
) -> Replicates:
    """At least `replicates` totals on resampled tables, the procedure choosing anew on each.

    saved: an earlier run of the same table, procedure and seed, to go on from. save: called after each block with all so
    far. progress: called with replicates done and wanted. workers: more than one needs joblib; backend: one of joblib's
    (« loky », « threading », or « dask » and « ray » where they are installed and registered). bound: the
    procedure already bound to this table.
    """
    refuse_unless_whole("replicates", replicates, 1, MOST_REPLICATES)
    refuse_unless_whole("seed", seed, 0)
    refuse_unless_whole("workers", workers, -1)
    run = saved or Replicates(fingerprint(table, procedure), seed)
    if (run.of, run.seed) != (fingerprint(table, procedure), seed):
        raise SettingError("the saved run is of another table, procedure or seed", advice="Start again without it")
    bound = bound or procedure.bind(table)
    wanted = range(len(run.totals) // BLOCK, -(-replicates // BLOCK))
    for block in _blocks(bound, table, seed, wanted, workers, backend):
        run = replace(run, totals=(*run.totals, *block))
        if save:
            save(run)
        if progress:
            progress(min(len(run.totals), replicates), replicates)
    return run


def _blocks(
    bound: Bound, table: CaptureTable, seed: int, wanted: range, workers: int, backend: str | None
) -> Iterator[list[float]]:
    if workers == 0:
        raise SettingError(f"0 workers, backend {backend}", advice="Give 1, more, or -1 for one a core")
    if workers == 1:
        return (_block(bound, table, seed, block) for block in wanted)
    try:
        from joblib import Parallel, delayed
    except ImportError as error:
        advice = 'Install it with pip install "jalon[estimation]", or use one worker'
        raise SettingError("several workers need joblib", advice=advice) from error
    try:
        run = Parallel(n_jobs=workers, backend=backend, return_as="generator")
    except (ValueError, ImportError) as error:
        raise SettingError(
            f"{workers} workers, backend {backend}: {error}", advice="Name one that joblib knows"
        ) from error
    answers: Iterator[list[float]] = run(delayed(_block)(bound, table, seed, block) for block in wanted)
    return answers


def jackknife(table: CaptureTable, bound: Bound) -> Floats:
    """(m,) totals without one person of each observed history; each stands for as many people as the history has."""
    left = np.repeat(table.full()[None].astype(np.float64), len(table.histories), axis=0)
    left[np.arange(len(left)), table.histories] -= 1
    return totals(bound, left)
