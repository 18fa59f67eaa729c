"""What `jalon estimate` does: reads the file, runs one method, keeps replicates, writes lines."""

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jalon.config.console import say
from jalon.config.estimation_report import Found, report
from jalon.methods.estimation import (
    AllTwoWay,
    Assessment,
    AssessSettings,
    Best,
    Bootstrap,
    CaptureTable,
    Downhill,
    Estimate,
    MainEffects,
    Procedure,
    Replicates,
    SettingError,
    Stepwise,
    StratifiedEstimate,
    Stratum,
    Wald,
    assess,
    estimate,
    estimate_strata,
)
from jalon.methods.estimation.bayes_dga import dga
from jalon.methods.estimation.bayes_latent import LatentClasses, lcmcr
from jalon.methods.estimation.bayes_threshold import Thresholding, bayesthresh

__all__ = ["Asked", "Found", "carried_out", "lines", "report", "with_line"]
Counted = Callable[[int, int], None]


@dataclass(frozen=True)
class Asked:
    """The options of the command."""

    file: Path
    method: str
    max_order: int | None
    nboot: int
    seed: int
    level: float
    threshold: float
    people: bool
    by: str | None
    draws: tuple[Path, ...]
    resume: Path | None

    @property
    def count(self) -> str | None:
        """The column of counts."""
        return None if self.people else "count"

    @property
    def spread(self) -> Bootstrap | Wald:
        """The interval."""
        return Bootstrap(self.nboot, self.seed, self.level) if self.nboot else Wald(self.level)


def carried_out(asked: Asked, counted: Counted) -> Found:
    """The answer; raises the errors of the methods."""
    if asked.by:
        return estimate_strata(_strata(asked), _procedure(asked), asked.spread, progress=counted)
    table = _table(asked.file, asked)
    if asked.method == "assess":
        settings = AssessSettings(
            replicates=asked.nboot,
            seed=asked.seed,
            level=asked.level,
            order=asked.max_order or 2,
            threshold=asked.threshold,
        )
        return assess(table, settings, draws=[_table(draw, asked) for draw in asked.draws], progress=counted)
    if asked.method == "dga":
        return dga(table, level=asked.level)
    if asked.method == "lcmcr":
        return lcmcr(table, LatentClasses(seed=asked.seed), level=asked.level)
    if asked.method == "bayesthresh":
        return bayesthresh(table, Thresholding(seed=asked.seed, max_order=asked.max_order or 2), level=asked.level)
    return _resampled(table, asked, counted)


def _resampled(table: CaptureTable, asked: Asked, counted: Counted) -> Estimate:
    kept = asked.resume
    saved = _saved(kept) if kept and kept.exists() else None
    if saved:
        say(f"Going on from {len(saved.totals)} replicates in {kept}")
    save = (lambda run: _keep(run, kept)) if kept else None
    return estimate(table, _procedure(asked), asked.spread, saved=saved, save=save, progress=counted)


def _procedure(asked: Asked) -> Procedure:
    made: dict[str, Callable[[], Procedure]] = {
        "main": MainEffects,
        "full": AllTwoWay,
        "stepwise": lambda: Stepwise(asked.threshold),
        "bic": lambda: Best(order=asked.max_order or 2),
        "downhill": lambda: Downhill(order=asked.max_order or 2),
    }
    return made[asked.method]()


def _table(file: Path, asked: Asked) -> CaptureTable:
    if file.suffix.lower() == ".parquet":
        return CaptureTable.from_parquet(str(file), count=asked.count)
    with file.open("rb") as source:
        return CaptureTable.from_csv(source, count=asked.count)


def _strata(asked: Asked) -> tuple[Stratum, ...]:
    """Lists on which nobody of a stratum is are taken for lists that did not exist there; the result says so."""
    if asked.file.suffix.lower() == ".parquet":
        raise SettingError("strata are read from CSV only", advice="Export the file as CSV")
    with asked.file.open("rb") as source:
        tables = CaptureTable.by_stratum(source, str(asked.by), count=asked.count)
    return tuple(Stratum.seen(name, table) for name, table in tables.items())


def _saved(kept: Path) -> Replicates:
    try:
        found = json.loads(kept.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise SettingError(f"{kept} holds no replicates", advice="Name another file, or remove this one") from problem
    if not isinstance(found, dict):
        raise SettingError(f"{kept} holds no replicates", advice="Name another file, or remove this one")
    return Replicates.from_dict(found)


def _keep(run: Replicates, kept: Path) -> None:
    """Written whole beside it, then put in its place: an interruption leaves the last complete block."""
    beside = kept.with_name(kept.name + ".part")
    beside.write_text(json.dumps(run.as_dict()), encoding="utf-8")
    os.replace(beside, kept)


def lines(found: Found) -> Iterator[str]:
    """For people, in English as every command."""
    if isinstance(found, Assessment):
        yield found.paragraph("en")
        yield ""
        for one in found.answers:
            yield f"{one.method:<12} {_limits(one)}"
        for failure in found.failures:
            yield f"{failure.method:<12} no answer: {failure.reason}"
    elif isinstance(found, StratifiedEstimate):
        for stratum in found.strata:
            yield f"{stratum.name:<12} {stratum.answer.observed:,} seen, {_limits(stratum.answer)}"
        yield f"{'total':<12} {found.total.observed:,} seen, {_limits(found.total)}"
    else:
        yield f"{found.observed:,} people seen; total {_limits(found)}"
        yield f"Method {found.method}, model {found.model}, {found.models_considered} model(s) considered"
    warnings = found.total.warnings if isinstance(found, StratifiedEstimate) else found.warnings
    for caution in warnings:
        yield f"! {caution.text}"


def _limits(found: Estimate) -> str:
    if found.interval is None:
        return f"{found.estimate:,.0f}, no interval"
    high = f"{found.interval.high:,.0f}" if found.as_dict()["interval"]["high"] is not None else "no bound"
    return (
        f"{found.estimate:,.0f} ({found.interval.low:,.0f} to {high}, {100 * found.level:g} %, {found.interval.method})"
    )


def with_line(problem: str, file: Path) -> str:
    """« row 3 » of a CSV is some line of the file: says which, blank lines counted."""
    found = re.search(r"\brow (\d+)", problem)
    if not found or file.suffix.lower() == ".parquet":
        return problem
    with file.open(encoding="utf-8-sig", errors="replace") as source:
        filled = [number for number, line in enumerate(source, start=1) if line.strip(" ,;\t\r\n")]
    place = int(found[1])
    if place >= len(filled):
        return problem
    return f"{problem[: found.start()]}line {filled[place]}{problem[found.end() :]}"
