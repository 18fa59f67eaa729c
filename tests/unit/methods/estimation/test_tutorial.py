"""The rendered tutorial is what its cells print today."""

import re

from tools.notebook import ROOT, rendered

NOTEBOOK = ROOT / "docs" / "estimation-tutorial.ipynb"


def test_every_cell_runs_and_prints_what_the_page_shows() -> None:
    assert rendered(NOTEBOOK) == NOTEBOOK.with_suffix(".md").read_text(encoding="utf-8")


def test_the_tutorial_says_whose_data_these_are_before_any_figure() -> None:
    page = NOTEBOOK.with_suffix(".md").read_text(encoding="utf-8")
    assert page.index("United Kingdom in 2013") < page.index("They are not about France") < page.index("2744")
    assert not re.search(r"\bnan\b", page)
