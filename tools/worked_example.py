"""The worked example of the public page on estimation, from the published UK table: what the command says, kept small.

    .venv/bin/jalon estimate tests/fixtures/estimation/UKdat.csv --json > assessment.json
    .venv/bin/python -m tools.worked_example assessment.json

Run it again when a method changes; tests/unit/methods/estimation/test_worked_example.py compares.
"""

import json
import sys
from pathlib import Path
from typing import Any

from jalon.methods.estimation import CaptureTable
from jalon.methods.estimation.models import members

ROOT = Path(__file__).resolve().parent.parent
TABLE = "tests/fixtures/estimation/UKdat.csv"
KEPT = ROOT / "src" / "jalon" / "portal" / "pages" / "estimation_uk.json"
COMMAND = f"jalon estimate {TABLE} --json"


def small(found: dict[str, Any], table: CaptureTable) -> dict[str, Any]:
    """What the page shows of an assessment (`Assessment.as_dict`) of the table."""
    histories = [
        [[table.lists[n] for n in members(int(history))], int(count)]
        for history, count in zip(table.histories, table.counts, strict=True)
    ]
    nudged = [one["estimate"] for one in found["one_person"]]
    return {
        "command": COMMAND,
        "version": found["version"],
        "settings": found["settings"],
        "level": found["level"],
        "observed": found["observed"],
        "lists": found["lists"],
        "histories": histories,
        "band": found["band"],
        "methods": [_row(one["method"], one) for one in found["methods"]],
        "failures": [one["method"] for one in found["failures"]],
        "without_list": [_row(one["lists"][0], one["answer"]) for one in found["without_list"]],
        "one_person": None if None in nudged else [min(nudged), max(nudged)],
        "conclusion": found["conclusion"],
    }


def _row(label: str, answer: dict[str, Any] | None) -> dict[str, Any]:
    limits = (answer or {}).get("interval") or {"low": None, "high": None}
    return {"label": label, "estimate": answer and answer["estimate"], "low": limits["low"], "high": limits["high"]}


def main() -> None:
    """The command."""
    found = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    table = CaptureTable.from_csv((ROOT / TABLE).read_text(encoding="utf-8"))
    KEPT.write_text(json.dumps(small(found, table), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
