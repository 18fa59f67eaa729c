"""All benchmarks, each in a process of its own: python -m benchmarks [names]."""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime

NAMES = (
    "signed_in",
    "public_page",
    "release_size",
    "large_pages",
    "indicator_page",
    "merging",
    "importing",
    "dripping",
    "start_up",
    "comparison",
    "reports",
    "progress",
    "agreement",
    "coverage",
    "matching",
    "estimation",
    "estimation_bayes",
)


def main() -> int:
    """Runs them one after the other; 1 when one is over its target."""
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    )
    chosen = sys.argv[1:] or NAMES
    over = []
    for name in chosen:
        print(f"\n== {name}", flush=True)
        if subprocess.call([sys.executable, "-m", f"benchmarks.{name}"]):
            over.append(name)
    print(f"\nover target: {', '.join(over) or 'none'}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
