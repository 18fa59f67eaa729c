"""How often do the intervals hold the truth? Populations of known size, simulated; a Markdown table on standard output.

    python -m benchmarks.estimation_coverage [--simulations 100] [--replicates 250] > docs/estimation-coverage.md

Not in `python -m benchmarks`: it has no target and takes minutes.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import exp, inf, log

import numpy as np

from jalon.methods.estimation import (
    AllTwoWay,
    Best,
    CaptureTable,
    Downhill,
    Interval,
    MainEffects,
    NoEstimateError,
    Procedure,
    Profile,
    Stepwise,
    Wald,
    estimate,
    replicate,
)
from jalon.methods.estimation.bootstrap import bca, percentile
from jalon.methods.estimation.estimating import Spread
from jalon.methods.estimation.resampling import jackknife

PEOPLE, LEVEL, SEED = 2000, 0.95, 20260101


@dataclass(frozen=True)
class Truth:
    """A population of 2,000 on four lists. reach: share of people on each list. pairs: added to the log odds of being on
    both. hidden: share of people whom every list reaches four times less.
    """

    name: str
    reach: tuple[float, ...]
    pairs: dict[int, float] = field(default_factory=dict)
    hidden: float = 0.0

    def shares(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """(16,) probability of each history, the unseen included."""
        seen = self._class(self.reach)
        return (1 - self.hidden) * seen + self.hidden * self._class(tuple(share / 4 for share in self.reach))

    def _class(self, reach: tuple[float, ...]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        logs = np.zeros(16)
        for history in range(16):
            logs[history] = sum(log(share / (1 - share)) for n, share in enumerate(reach) if history >> n & 1)
            logs[history] += sum(value for pair, value in self.pairs.items() if history & pair == pair)
        shares = np.exp(logs)
        return np.asarray(shares / shares.sum())

    def table(self, random: np.random.Generator) -> CaptureTable:
        """What the lists would see of one such population."""
        cells = random.multinomial(PEOPLE, self.shares())
        cells[0] = 0
        return CaptureTable.from_full(("A", "B", "C", "D"), cells)


MANY, FEW = (0.2, 0.15, 0.1, 0.1), (0.06, 0.05, 0.04, 0.03)
TRUTHS = (
    Truth("independent, much overlap", MANY),
    Truth("independent, sparse", FEW),
    Truth("one referral (log odds +1.5), much overlap", MANY, {0b0011: 1.5}),
    Truth("one referral (log odds +1.5), sparse", FEW, {0b0011: 1.5}),
    Truth("a referral (+1.5) and an avoidance (-1.5), much overlap", MANY, {0b0011: 1.5, 0b1100: -1.5}),
    Truth("half of the people four times harder to reach", MANY, hidden=0.5),
)
Answer = tuple[float, Interval | None]
Ways = dict[str, Callable[[CaptureTable], Answer]]


def model_based(procedure: Procedure, interval: Spread) -> Callable[[CaptureTable], Answer]:
    """An interval that takes the model as known."""

    def answer(table: CaptureTable) -> Answer:
        found = estimate(table, procedure, interval)
        return found.estimate, found.interval

    return answer


def resampled(procedure: Procedure, replicates: int, kind: str) -> Callable[[CaptureTable], Answer]:
    """A bootstrap with the choice in each replicate."""

    def answer(table: CaptureTable) -> Answer:
        bound = procedure.bind(table)
        chosen = bound(table.full()[None].astype(np.float64))
        chosen.refuse_none(procedure.name)
        total = table.observed + float(chosen.dark[0])
        totals = np.array(replicate(table, procedure, replicates, SEED, bound=bound).totals[:replicates])
        if kind == "percentile":
            return total, percentile(totals, total, LEVEL).interval
        return total, bca(totals, total, jackknife(table, bound), table.counts, LEVEL).interval

    return answer


def ways(replicates: int) -> Ways:
    """Every way that is compared."""
    few = Best(order=2, top=20)
    return {
        "main effects, Wald": model_based(MainEffects(), Wald(LEVEL)),
        "main effects, profile": model_based(MainEffects(), Profile(LEVEL)),
        "all pairs, Wald": model_based(AllTwoWay(), Wald(LEVEL)),
        "all pairs, profile": model_based(AllTwoWay(), Profile(LEVEL)),
        "stepwise, Wald": model_based(Stepwise(), Wald(LEVEL)),
        "stepwise, percentile": resampled(Stepwise(), replicates, "percentile"),
        "stepwise, BCa": resampled(Stepwise(), replicates, "bca"),
        "BIC, Wald": model_based(few, Wald(LEVEL)),
        "BIC, BCa": resampled(few, replicates, "bca"),
        "downhill, BCa": resampled(Downhill(), replicates, "bca"),
    }


def rows(truth: Truth, compared: Ways, simulations: int) -> Iterator[str]:
    """A line of Markdown for each way."""
    random = np.random.default_rng(SEED)
    tables = [truth.table(random) for _ in range(simulations)]
    for name, way in compared.items():
        answers = [answer for answer in (tried(way, table) for table in tables) if answer]
        limits = [interval for _, interval in answers if interval]
        held = sum(interval.low <= PEOPLE <= interval.high for interval in limits)
        middle = float(np.median([total for total, _ in answers])) if answers else inf
        width = exp(float(np.median([log(i.high / i.low) for i in limits]))) if limits else inf
        yield (
            f"| {name} | {held} of {len(limits)} ({held / max(len(limits), 1):.0%}) | {middle:,.0f} | "
            f"{width:.2f} | {simulations - len(limits)} |"
        )


def tried(way: Callable[[CaptureTable], Answer], table: CaptureTable) -> Answer | None:
    """None where there is no estimate."""
    try:
        return way(table)
    except NoEstimateError:
        return None


def main() -> int:
    """Prints the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--simulations", type=int, default=100)
    parser.add_argument("--replicates", type=int, default=250)
    options = parser.parse_args()
    error = 196 * (LEVEL * (1 - LEVEL) / options.simulations) ** 0.5
    print(
        HEAD.format(simulations=options.simulations, replicates=options.replicates, level=f"{LEVEL:.0%}", error=error)
    )
    for truth in TRUTHS:
        seen = PEOPLE * (1 - truth.shares()[0])
        print(f"\n## {truth.name[0].upper()}{truth.name[1:]}\n\nSeen on average: {seen:,.0f} of {PEOPLE:,}.\n")
        print(
            "| interval | holds the truth | median estimate | high / low, median | none given |\n|---|---|---|---|---|"
        )
        for row in rows(truth, ways(options.replicates), options.simulations):
            print(row, flush=True)
    return 0


HEAD = """# Coverage of the intervals of multiple systems estimation

Simulated populations of 2,000 people on four lists: {simulations} of each kind, intervals at {level}, {replicates}
replicates for each bootstrap. Made by `python -m benchmarks.estimation_coverage`. A share of 95% from so many
simulations is known to {error:.0f} points either way. « high / low » is how many times the upper limit is the lower one; « none given » counts
populations whose lists allow no estimate, or no interval. Every truth and every figure on this page is invented.

Read the last kind first. Where some people are harder to reach, the lists do not show it, and the intervals of a chosen
model are short, sure and wrong; so are those of main effects wherever lists refer people to each other. Coverage near
{level} elsewhere holds because the simulated dependence is of a kind that the models know."""

if __name__ == "__main__":
    sys.exit(main())
