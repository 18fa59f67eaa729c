"""Drawings: well-formed, named and described, right on light and dark, in both languages, every figure said in words."""

import re
from math import inf
from xml.etree import ElementTree

import pytest

from jalon.methods.charts import ChartError
from jalon.methods.estimation import AssessSettings, Wald, assess, estimate, hierarchical_models, rank
from jalon.methods.estimation.plots import (
    PlotRow,
    methods_plot,
    models_plot,
    one_estimate_plot,
    overlaps_plot,
    rows_plot,
    sensitivity_plot,
    spread_plot,
    upset_plot,
)
from tests.unit.methods.estimation.reference import table

SVG = "{http://www.w3.org/2000/svg}"
FOUND = assess(table("UKdat_4"), AssessSettings(methods=("main", "stepwise", "dga"), replicates=0))
DRAWN = {
    f"{name} {lang}": drawing
    for lang in ("fr", "en")
    for name, drawing in {
        "overlaps": overlaps_plot(table("UKdat"), lang=lang),
        "methods": methods_plot(FOUND, lang=lang),
        "sensitivity": sensitivity_plot(FOUND, lang=lang),
        "models": models_plot(rank(table("UKdat_4"), hierarchical_models(4, 2)), lang=lang),
        "estimate": one_estimate_plot(estimate(table("UKdat_4"), interval=Wald()), lang=lang),
    }.items()
}


@pytest.mark.parametrize("name", list(DRAWN))
def test_a_drawing_is_well_formed_named_described_and_without_style(name: str) -> None:
    root = ElementTree.fromstring(DRAWN[name])
    ids = str(root.get("aria-labelledby")).split()
    named = [element for element in root if element.get("id") in ids]
    assert [element.tag for element in named] == [f"{SVG}title", f"{SVG}desc"] and all(e.text for e in named)
    assert root.get("role") == "img" and root.get("lang") == name[-2:]
    assert not [element for element in root.iter() if "style" in element.attrib]
    colours = set(re.findall(r'(?:fill|stroke)="([^"]*)"', DRAWN[name]))
    assert colours <= {"currentColor", "none"}


@pytest.mark.parametrize("name", list(DRAWN))
def test_nothing_is_drawn_outside(name: str) -> None:
    root = ElementTree.fromstring(DRAWN[name])
    for element in root.iter():
        for key in ("x", "x1", "x2", "cx"):
            if key in element.attrib:
                assert 0 <= float(element.attrib[key].removesuffix("%")) <= 100
        for key in ("y", "y1", "y2", "cy"):
            if key in element.attrib:
                assert 0 <= float(element.attrib[key]) <= float(str(root.get("height")))


def test_every_overlap_is_drawn_and_said() -> None:
    root = ElementTree.fromstring(DRAWN["overlaps en"])
    bars = [e for e in root.iter() if e.get("class") == "mse-bar"]
    assert len(bars) == len(table("UKdat").histories)
    widths = sorted((float(str(bar.get("width")).removesuffix("%")) for bar in bars), reverse=True)
    assert widths[1] / widths[0] == pytest.approx(695 / 907, abs=1e-3)
    assert "PF only: 907." in DRAWN["overlaps en"] and "NG + PF: 56." in DRAWN["overlaps en"]
    assert "PF seule\u00a0: 907." in DRAWN["overlaps fr"] or "PF seule : 907." in DRAWN["overlaps fr"]


def test_an_interval_without_bound_is_an_arrow_and_said() -> None:
    drawn = rows_plot([PlotRow("a", 100.0, 50.0, inf), PlotRow("b", None)], title="t", name="n", lang="en")
    assert 'class="mse-arrow"' in drawn and "50 to no bound" in drawn and "no estimate" in drawn


def test_a_point_is_where_its_value_is() -> None:
    drawn = rows_plot([PlotRow("a", 50.0, 25.0, 100.0)], title="t", name="n", lang="en")
    dot = re.search(r'<circle class="mse-dot" cx="([\d.]+)%"', drawn)
    assert dot is not None and float(dot[1]) == pytest.approx(2 + 92 * 0.5)


def test_words_of_a_file_cannot_become_markup() -> None:
    drawn = upset_plot({"<A&": 3}, [(["<A&"], 3)], title='"<t>"', name="n", lang="en")
    assert "<A&" not in drawn and "&lt;A&amp;" in drawn
    ElementTree.fromstring(drawn)


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ChartError):
        rows_plot([PlotRow("a", None)], title="t", name="n", lang="en")
    with pytest.raises(ChartError):
        spread_plot([], title="t", name="n", lang="en")
    with pytest.raises(ChartError):
        upset_plot({"A": 1}, [(["B"], 1)], title="t", name="n", lang="en")
