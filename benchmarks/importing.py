"""Files imported as a job imports them: rows read in pieces, compared, written in one transaction. CPU and memory.

    python -m benchmarks.importing [case]

Targets: 60 s CPU and 600 MB for a table of 5,000 measures, and for tables of 300,000 rows (observations of 150 indicators;
5,000 measures of sixty sub-actions, of which each measure, or each, names a lead, or a lead and a stage, or gives an amount
too). `again`: the same table a second time, which changes nothing. SQLite in a folder of its own; everything is invented. Each in a process of its own.

A loop of plain Python, timed before and after, tells how busy the machine was (`beside`).
"""

import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.beside import loop

SECONDS, MEGABYTES = 60.0, 600.0
LOOPS = 30
CASES = {
    "measures": ("measures", 5_000, 1),
    "observations": ("observations", 150, 2_000),
    "again": ("observations", 150, 2_000),
    "leads again": ("leads", 5_000, 60),
    "rows": ("measures", 5_000, 60),
    "leads": ("leads", 5_000, 60),
    "stages": ("stages", 5_000, 60),
    "amounts": ("amounts", 5_000, 60),
}
"""Name → what the table holds, measures or indicators, rows of each."""


def main() -> int:
    """Runs all; 1 when one is over its targets."""
    if len(sys.argv) > 1:
        return run(sys.argv[1])
    return max(subprocess.call([sys.executable, "-m", "benchmarks.importing", name]) for name in CASES)


def run(name: str) -> int:
    """One case in this process."""
    what, count, rows = CASES[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        table = [sys.executable, "-m", "benchmarks.importing_table", str(path), what, str(count), str(rows)]
        subprocess.run(table, check=True)
        begun(Path(folder))
        part = made(count if what == "observations" else 0)
        data = path.read_bytes()
        if name.endswith("again"):
            imported(part, data)
        loops = looped()
        spent = imported(part, data)
        loops += looped()
        check(what, count * rows)
    seconds = sum(spent.values())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pieces = ", ".join(f"{step} {value:.1f} s" for step, value in spent.items())
    busy = f"a loop took {median(loops):.1f} ms, {median(loops) / min(loops):.2f} times its best"
    words = f"{name}, {count * rows} rows: {seconds:.1f} s CPU (target {SECONDS:.0f}; {pieces}), {memory:.0f} MB (target {MEGABYTES:.0f}); {busy}"
    print(words, flush=True)
    return int(seconds > SECONDS or memory > MEGABYTES)


def looped() -> list[float]:
    """CPU milliseconds of the loop, some times."""
    return [loop() for _time in range(LOOPS)]


def begun(folder: Path) -> None:
    """An empty instance."""
    os.environ["JALON_VAR_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def made(indicators: int) -> Any:
    """A part, with the indicators that a table of observations names."""
    from jalon.core.models import Organisation, Part
    from jalon.facts.common import COUNTRY_SUBJECT, Text
    from jalon.plans.models import Indicator

    owner = Organisation.objects.create(slug="mission-fictive", kind="mission", fictional=True)
    part = Part.objects.create(slug="plan-fictif", kind="plan", title="Plan fictif", owner=owner, synthetic=True)
    for number in range(1, indicators + 1):
        Indicator.objects.create(
            part=part, slug=f"indicateur-{number}", subject_uid=COUNTRY_SUBJECT, code=f"ind_{number}", unit="personnes",
            title=Text(value=f"Indicateur fictif {number}"),
        )  # fmt: skip
    return part


def imported(part: Any, data: bytes) -> dict[str, float]:
    """CPU seconds of reading and of writing, from the file handed in to the rows written."""
    from jalon.plans import import_runs

    clock = [time.process_time()]
    run = import_runs.open_run(part=part, name="table.xlsx", stream=io.BytesIO(data), by=None)
    if run.state != "open":  # beyond the size that a job takes over
        import_runs.work.func(str(run.uid))
        run.refresh_from_db()
    clock.append(time.process_time())
    import_runs.confirm(run=run, valid_rows_only=False, by=None, expected_revision=run.revision)
    if run.state == "writing":
        import_runs.work.func(str(run.uid))
    clock.append(time.process_time())
    run.refresh_from_db()
    if run.state != "done":
        raise RuntimeError(f"not imported: {run.state} {run.message} {run.report}")
    return {"read": clock[1] - clock[0], "written": clock[2] - clock[1]}


def check(what: str, rows: int) -> None:
    """All of it is there."""
    from jalon.plans.models import Measure, Observation

    found = Observation.objects.count() if what == "observations" else Measure.objects.count()
    if found != (rows if what == "observations" else 5_000):
        raise RuntimeError(f"{found} {what} written")


if __name__ == "__main__":
    sys.exit(main())
