"""Adds up the reports of several pytest runs: python -m tools.totals *.xml. Prints the closing line; refuses skips."""

import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence

COUNTED = ("tests", "failures", "errors", "skipped")


def totals(paths: Sequence[str]) -> dict[str, int]:
    """The sums over all reports (JUnit XML that pytest of this very run wrote)."""
    sums = dict.fromkeys(COUNTED, 0)
    for path in paths:
        for suite in ET.parse(path).getroot().iter("testsuite"):
            for name in COUNTED:
                sums[name] += int(suite.get(name, "0"))
    return sums


def main() -> int:
    """1 when a test failed, was skipped, or none ran."""
    sums = totals(sys.argv[1:])
    failed, skipped = sums["failures"] + sums["errors"], sums["skipped"]
    passed = sums["tests"] - failed - skipped
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or skipped or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
