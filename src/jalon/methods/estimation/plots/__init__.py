"""Drawings of an estimation as standalone SVG strings: overlaps, methods, models against BIC, sensitivity.

    from jalon.methods.estimation.plots import methods_plot, overlaps_plot

    open("overlaps.svg", "w").write(overlaps_plot(table, lang="en"))

A drawing never stands alone: its figures belong in a table beside it.
"""

from jalon.methods.estimation.plots.made import (
    TITLES,
    methods_plot,
    models_plot,
    one_estimate_plot,
    overlaps_plot,
    sensitivity_plot,
    strata_plot,
)
from jalon.methods.estimation.plots.overlaps import upset_plot
from jalon.methods.estimation.plots.rows import PlotRow, rows_plot
from jalon.methods.estimation.plots.spread import spread_plot

__all__ = [
    "TITLES",
    "PlotRow",
    "methods_plot",
    "models_plot",
    "one_estimate_plot",
    "overlaps_plot",
    "rows_plot",
    "sensitivity_plot",
    "spread_plot",
    "strata_plot",
    "upset_plot",
]
