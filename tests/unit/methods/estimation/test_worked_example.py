"""The worked example of the public page is what the package says today; latent classes, compiled, are read only."""

import json
from dataclasses import replace
from typing import Any

import pytest

from jalon.methods.estimation import AssessSettings, CaptureTable, assess
from tools.worked_example import KEPT, ROOT, TABLE, small


def test_the_kept_example_is_computed_again() -> None:
    kept: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    table = CaptureTable.from_csv((ROOT / TABLE).read_text(encoding="utf-8"))
    names = tuple(row["label"] for row in kept["methods"] if row["label"] != "lcmcr")
    settings = replace(AssessSettings(), methods=names, seed=kept["settings"]["seed"])
    again = small(assess(table, settings).as_dict(), table)
    for key in ("observed", "lists", "histories", "level"):
        assert again[key] == kept[key]
    assert again["one_person"] == pytest.approx(kept["one_person"], rel=1e-6)
    by_label = {row["label"]: row for row in (*kept["methods"], *kept["without_list"])}
    for row in (*again["methods"], *again["without_list"]):
        for figure in ("estimate", "low", "high"):
            assert row[figure] == pytest.approx(by_label[row["label"]][figure], rel=1e-6), row["label"]


def test_the_band_kept_is_across_all_methods_kept() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    limits = [(row["low"], row["high"]) for row in kept["methods"]]
    assert kept["band"]["low"] == min(low for low, _ in limits) and kept["band"]["high"] == max(h for _, h in limits)
