"""Multiple systems estimation on the published tables: CPU seconds on one core, each case in a process of its own.

    python -m benchmarks.estimation [CASE ...]

The tables are tests/fixtures/estimation. Targets are what R's packages need on the same machine, divided by 25 to 140.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jalon.methods.estimation import CaptureTable

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "estimation"
ONE_CORE = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}


@dataclass(frozen=True)
class Case:
    """What is timed, from the table in memory to the result; target in CPU seconds."""

    what: str
    target: float
    run: Callable[[], str]


def main() -> int:
    """Prints a line a case; 1 when one is over its target."""
    if sys.argv[1:2] == ["--one"]:
        return one(CASES[sys.argv[2]])
    over = 0
    for name in sys.argv[1:] or CASES:
        command = [sys.executable, "-m", "benchmarks.estimation", "--one", name]
        answer = subprocess.run(command, env={**os.environ, **ONE_CORE}, check=True, capture_output=True, text=True)
        measured = json.loads(answer.stdout)
        case = CASES[name]
        over += measured["seconds"] > case.target
        print(
            f"{case.what}: {measured['seconds']:.2f} s (target {case.target:g}), {measured['mb']:.0f} MB, {measured['answer']}",
            flush=True,
        )
    return int(over > 0)


def one(case: Case) -> int:
    """Times one case in this process; prints JSON."""
    began = time.process_time()
    answer = case.run()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.process_time() - began, "mb": peak, "answer": answer}))
    return 0


def table(name: str) -> "CaptureTable":
    """A published table."""
    from jalon.methods.estimation import CaptureTable

    return CaptureTable.from_csv((FOLDER / f"{name}.csv").read_text(encoding="utf-8"))


def importing() -> str:
    """The import alone, numpy included."""
    from jalon.methods import estimation

    return f"{len(estimation.__all__)} names"


def stepwise(name: str) -> str:
    """Stepwise with 1,000 BCa replicates and the jackknife, the choice in each."""
    from jalon.methods.estimation import Bootstrap, Stepwise, estimate

    return shown(estimate(table(name), Stepwise(), Bootstrap(1000, seed=1)).as_dict())


def best() -> str:
    """BIC over 6,212 models, then 1,000 BCa replicates among the 100 best, and the jackknife."""
    from jalon.methods.estimation import Best, Bootstrap, estimate

    return shown(estimate(table("UKdat_5"), Best(order=3, top=100), Bootstrap(1000, seed=1)).as_dict())


def every_two_way() -> str:
    """All two-way models of six lists, ranked, with their existence checks."""
    from jalon.methods.estimation import hierarchical_models, rank

    found = rank(table("UKdat"), hierarchical_models(6, 2))
    return f"{found.estimable} of {len(found.models)} models, best {found.models[0]}: {found.estimates[0]:,.0f}"


def every_two_way_in_full() -> str:
    """The same, each with standard error, expected counts, deviance and criteria."""
    from jalon.methods.estimation import Fit, fit_many, hierarchical_models

    fits = fit_many(table("UKdat"), hierarchical_models(6, 2))
    return f"{sum(isinstance(found, Fit) for found in fits)} fits"


def downhill() -> str:
    """Downhill search on six lists, any order, with 1,000 BCa replicates."""
    from jalon.methods.estimation import Bootstrap, Downhill, estimate

    return shown(estimate(table("UKdat"), Downhill(), Bootstrap(1000, seed=1)).as_dict())


def shown(result: dict[str, object]) -> str:
    """The figures."""
    interval = result["interval"]
    assert isinstance(interval, dict)
    return f"{result['estimate']:,.0f} [{interval['low']:,.0f}, {interval['high']:,.0f}]"


CASES = {
    "import": Case("import", 1.0, importing),
    "stepwise": Case("UKdat, stepwise, BCa 1,000 with jackknife", 4.0, lambda: stepwise("UKdat")),
    "bic": Case("UKdat_5, BIC of 6,212 models, BCa 1,000 among the best 100", 6.0, best),
    "two_way": Case("UKdat, all 32,768 two-way models", 8.0, every_two_way),
    "two_way_full": Case("UKdat, all 32,768 two-way fits in full", 8.0, every_two_way_in_full),
    "eight": Case("NewOrl, eight lists, stepwise, BCa 1,000 with jackknife", 20.0, lambda: stepwise("NewOrl")),
    "downhill": Case("UKdat, downhill search of any order, BCa 1,000 with jackknife", 120.0, downhill),
}

if __name__ == "__main__":
    sys.exit(main())
