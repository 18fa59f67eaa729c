"""Files imported as a job imports them: rows read in pieces, compared, written in one transaction. CPU and memory.

    python -m benchmarks.importing

Targets: 60 s CPU and 600 MB for a table of 5,000 measures, and for one of 300,000 rows (5,000 measures of sixty
sub-actions). SQLite in a folder of its own; everything is invented. Each in a process of its own.
"""

import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS, MEGABYTES = 60.0, 600.0
CASES = {"measures": (5_000, 1), "rows": (5_000, 60)}
"""Name → measures, rows of each."""


def main() -> int:
    """Runs both; 1 when one is over its targets."""
    if len(sys.argv) > 1:
        return run(sys.argv[1])
    return max(subprocess.call([sys.executable, "-m", "benchmarks.importing", name]) for name in CASES)


def run(name: str) -> int:
    """One case in this process."""
    measures, rows = CASES[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        subprocess.run(
            [sys.executable, "-m", "benchmarks.importing_table", str(path), str(measures), str(rows)], check=True
        )
        seconds = imported(Path(folder), path.read_bytes())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    words = f"{measures * rows} rows, {measures} measures: {seconds:.1f} s CPU (target {SECONDS:.0f}), {memory:.0f} MB (target {MEGABYTES:.0f})"
    print(words, flush=True)
    return int(seconds > SECONDS or memory > MEGABYTES)


def imported(folder: Path, data: bytes) -> float:
    """CPU seconds from the file handed in to the rows written."""
    os.environ["JALON_VAR_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from jalon.core.models import Organisation, Part
    from jalon.plans import import_runs
    from jalon.plans.models import Measure

    owner = Organisation.objects.create(slug="mission-fictive", kind="mission", fictional=True)
    part = Part.objects.create(slug="plan-fictif", kind="plan", title="Plan fictif", owner=owner, synthetic=True)
    begun = time.process_time()
    run = import_runs.open_run(part=part, name="table.xlsx", stream=io.BytesIO(data), by=None)
    if run.state == "open":  # below the size that a job takes over
        import_runs.confirm(run=run, valid_rows_only=False, by=None, expected_revision=run.revision)
    else:
        import_runs.work.func(str(run.uid))
        run.refresh_from_db()
        import_runs.confirm(run=run, valid_rows_only=False, by=None, expected_revision=run.revision)
        import_runs.work.func(str(run.uid))
    seconds = time.process_time() - begun
    run.refresh_from_db()
    if run.state != "done" or Measure.objects.count() < 5_000:
        raise RuntimeError(f"not imported: {run.state} {run.message}")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
