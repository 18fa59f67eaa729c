"""One phase of the tests against its budget: python -m tools.phase NAME MINUTES COMMAND... Only prints; never fails a slow one."""

import os
import subprocess
import sys
import time
from pathlib import Path


def main() -> int:
    """The command's own exit code; what it took goes to stdout and, with REPORTS, to its file `phases`."""
    name, minutes, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    print(f"\n=== {name} (budget {minutes} min)", flush=True)
    began = time.monotonic()
    code = subprocess.call(command)
    took = time.monotonic() - began
    line = f"{name:<22} {minutes:3d} min {took:6.0f} s{'  OVER BUDGET' if took > 60 * minutes else ''}"
    print(line, flush=True)
    if reports := os.environ.get("REPORTS"):
        with open(Path(reports) / "phases", "a", encoding="utf-8") as file:
            file.write(line + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
