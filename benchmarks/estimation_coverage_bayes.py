"""How often Bayesian and averaged intervals hold the truth, beside two others: about five minutes of one core.

Populations of known size (`estimation_populations`) are drawn again and again, every interval is asked of each draw, and
the share that holds the truth is counted, with what has no answer. Draws already made are kept in a file and not made
again: stop it, start it again. The intervals of log-linear models in detail: `estimation_coverage`.

    python -m benchmarks.estimation_coverage_bayes --draws 40 --write docs/estimation.md
"""

import argparse
import json
import os
import platform
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.estimation_populations import SCENARIOS, Scenario
from jalon.methods.estimation import (
    Averaged,
    Bootstrap,
    CaptureTable,
    Estimate,
    EstimationError,
    LatentClasses,
    MainEffects,
    Stepwise,
    Thresholding,
    Wald,
    bayesthresh,
    dga,
    estimate,
    lcmcr,
)

SEED, REPLICATES = 20_261_121, 200
BEGIN, END = "<!-- coverage: begin -->", "<!-- coverage: end -->"
Asked = Callable[[CaptureTable], Estimate]

METHODS: dict[str, Asked] = {
    "main effects, Wald": lambda t: estimate(t, MainEffects(), Wald()),
    "stepwise, bca": lambda t: estimate(t, Stepwise(), Bootstrap(REPLICATES, 1)),
    "averaged by BIC": lambda t: estimate(t, Averaged(), Wald()),
    "decomposable graphs": dga,
    "thresholded priors": lambda t: bayesthresh(t, Thresholding(chains=8, draws=300, burn_in=100)),
    "latent classes": lambda t: lcmcr(t, LatentClasses(burn_in=2_000, draws=300, thinning=20)),
}


def _or_none(asked: Callable[[], Estimate]) -> Estimate | None:
    try:
        return asked()
    except EstimationError:
        return None


def outcome(scenario: Scenario, found: Estimate | None) -> dict[str, Any]:
    """Whether there is an interval, whether it holds the truth, the estimate and the width, as shares of the truth."""
    if found is None or found.interval is None:
        return {"given": False}
    low, high = found.interval.low, found.interval.high
    finite = bool(np.isfinite(high))
    return {
        "given": True,
        "held": bool(low <= scenario.people <= high),
        "estimate": min(found.estimate / scenario.people, 1e6),
        "width": (high - low) / scenario.people if finite else None,
    }


def study(draws: int, kept: Path) -> list[dict[str, Any]]:
    """All draws, those in `kept` read, the others made and added to it."""
    made = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()] if kept.exists() else []
    done = {(row["scenario"], row["draw"]) for row in made}
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.open("a", encoding="utf-8") as out:
        for draw in range(draws):
            for place, scenario in enumerate(SCENARIOS):
                if (scenario.name, draw) in done:
                    continue
                rng, began = np.random.default_rng([SEED, place, draw]), time.process_time()
                table = scenario.draw(rng)
                found = {name: outcome(scenario, _or_none(partial(asked, table))) for name, asked in METHODS.items()}
                row = {"scenario": scenario.name, "draw": draw, "cpu": time.process_time() - began, "found": found}
                out.write(json.dumps(row, allow_nan=False) + "\n")
                out.flush()
                made.append(row)
    return made


def tables(rows: list[dict[str, Any]]) -> str:
    """Markdown: one table a scenario."""
    parts = [_header(rows)]
    for scenario in SCENARIOS:
        of = [row["found"] for row in rows if row["scenario"] == scenario.name]
        parts += ["", f"**{scenario.name[0].upper()}{scenario.name[1:]}** (truth {scenario.people:,})", ""]
        parts += ["| interval at 95 % | holds the truth | no interval | median estimate | median width |"]
        parts += ["|---|---|---|---|---|"]
        parts += [_line(name, [found[name] for found in of if name in found]) for name in METHODS]
    return "\n".join(parts)


def _header(rows: list[dict[str, Any]]) -> str:
    draws, cpu = 1 + max(row["draw"] for row in rows), sum(row["cpu"] for row in rows)
    return (
        f"Made by `make bench-estimation` on {datetime.now(UTC):%Y-%m-%d} ({platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, numpy {np.__version__}): {draws} draws of each population, seed {SEED}, "
        f"{REPLICATES} replicates a bootstrap, short chains, {cpu:.0f} s of CPU. With {draws} draws an interval that holds the truth 95 % of the "
        f"time shows between {95 - 196 * (0.95 * 0.05 / draws) ** 0.5:.0f} and 100 %."
    )


def _line(name: str, found: list[dict[str, Any]]) -> str:
    given = [one for one in found if one["given"]]
    if not given:
        return f"| {name} | – | {len(found)} of {len(found)} | – | – |"
    held = sum(one["held"] for one in given)
    widths = [one["width"] if one["width"] is not None else np.inf for one in given]
    width, total = float(np.median(widths)), float(np.median([one["estimate"] for one in given]))
    shown = f"{width:.0%}" if np.isfinite(width) else "unbounded"
    return (
        f"| {name} | {held / len(given):.0%} ({held} of {len(given)}) | {len(found) - len(given)} of {len(found)} | "
        f"{total:.0%} | {shown} |"
    )


def written(page: Path, text: str) -> None:
    """Puts the tables between their marks."""
    whole = page.read_text(encoding="utf-8")
    before, _, rest = whole.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise SystemExit(f"{page} has no {BEGIN} … {END}")
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def main(arguments: Iterable[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=40)
    parser.add_argument("--keep", type=Path, default=Path("var/estimation-coverage.jsonl"), help="draws already made")
    parser.add_argument("--write", type=Path, help="page whose tables are renewed")
    asked = parser.parse_args(list(arguments) if arguments is not None else None)
    text = tables(study(asked.draws, asked.keep))
    if asked.write:
        written(asked.write, text)
    else:
        print(text)


if __name__ == "__main__":
    main()
