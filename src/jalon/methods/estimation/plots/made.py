"""Drawings of what the package hands out."""

from math import isfinite

import numpy as np

from jalon.methods.estimation.assess import Assessment
from jalon.methods.estimation.criteria import Ranking
from jalon.methods.estimation.models import members
from jalon.methods.estimation.plots.overlaps import upset_plot
from jalon.methods.estimation.plots.rows import PlotRow, rows_plot
from jalon.methods.estimation.plots.spread import spread_plot
from jalon.methods.estimation.plots.svg import Lang
from jalon.methods.estimation.results import Estimate
from jalon.methods.estimation.strata import StratifiedEstimate
from jalon.methods.estimation.tables import CaptureTable

MOST_MODELS = 300

TITLES: dict[str, dict[Lang, str]] = {
    "overlaps": {"fr": "Recoupements des listes", "en": "Overlaps of the lists"},
    "methods": {"fr": "Estimations selon la méthode", "en": "Estimates by method"},
    "models": {"fr": "Modèles selon leur BIC", "en": "Models against their BIC"},
    "sensitivity": {"fr": "Sensibilité de l’estimation pas à pas", "en": "Sensitivity of the stepwise estimate"},
    "strata": {"fr": "Estimations par strate", "en": "Estimates by stratum"},
    "estimate": {"fr": "L’estimation et son intervalle", "en": "The estimate and its interval"},
}
_VARIED: dict[str, dict[Lang, str]] = {
    "without": {"fr": "sans {lists}", "en": "without {lists}"},
    "merged": {"fr": "{lists} réunies", "en": "{lists} as one"},
    "person": {"fr": "une personne de plus ou de moins", "en": "one person more or less"},
    "total": {"fr": "total", "en": "total"},
}


def overlaps_plot(table: CaptureTable, *, lang: Lang, name: str = "overlaps") -> str:
    """The UpSet of a table."""
    sizes = dict(zip(table.lists, table.sizes, strict=True))
    histories = [
        ([table.lists[n] for n in members(int(history))], int(count))
        for history, count in zip(table.histories, table.counts, strict=True)
    ]
    return upset_plot(sizes, histories, title=TITLES["overlaps"][lang], name=name, lang=lang)


def row(label: str, found: Estimate | None, reason: str = "") -> PlotRow:
    """An estimate as a row."""
    if found is None:
        return PlotRow(label, None, note=reason)
    limits = found.interval
    return PlotRow(label, found.estimate, limits.low if limits else None, limits.high if limits else None)


def methods_plot(found: Assessment, *, lang: Lang, name: str = "methods") -> str:
    """One row a method, those without an answer too."""
    rows = [row(one.method, one) for one in found.answers]
    rows += [PlotRow(failure.method, None) for failure in found.failures]
    return rows_plot(rows, title=TITLES["methods"][lang], name=name, lang=lang)


def sensitivity_plot(found: Assessment, *, lang: Lang, name: str = "sensitivity") -> str:
    """Without each list, with each pair merged, and the range over one person more or less.

    `ChartError` where the stepwise choice has no estimate on any of these.
    """
    said = {key: words[lang] for key, words in _VARIED.items()}
    rows = [row(said["without"].format(lists=one.lists[0]), one.answer) for one in found.without_list]
    rows += [row(said["merged"].format(lists=" + ".join(one.lists)), one.answer) for one in found.merged]
    nudged = [nudge.estimate for nudge in found.nudges]
    base = next((one.estimate for one in found.answers if one.method == "stepwise"), None)
    rows.append(PlotRow(said["person"], base, min(nudged), max(nudged)))
    return rows_plot(rows, title=TITLES["sensitivity"][lang], name=name, lang=lang, base=base)


def models_plot(ranking: Ranking, *, lang: Lang, name: str = "models", most: int = MOST_MODELS) -> str:
    """The `most` best models of a ranking, those with an estimate."""
    kept = np.flatnonzero(np.isfinite(ranking.estimates) & np.isfinite(ranking.values))[:most]
    points = [(float(ranking.values[n] - ranking.values[0]), float(ranking.estimates[n])) for n in kept]
    hints = [str(ranking.models[int(n)]) for n in kept]
    return spread_plot(points, title=TITLES["models"][lang], name=name, lang=lang, hints=hints)


def strata_plot(found: StratifiedEstimate, *, lang: Lang, name: str = "strata") -> str:
    """One row a stratum, then the total."""
    rows = [row(one.name, one.answer) for one in found.strata]
    rows.append(row(_VARIED["total"][lang], found.total))
    return rows_plot(rows, title=TITLES["strata"][lang], name=name, lang=lang)


def one_estimate_plot(found: Estimate, *, lang: Lang, name: str = "estimate") -> str:
    """A single row: how wide the interval is, from zero."""
    assert isfinite(found.estimate)
    return rows_plot([row(found.method, found)], title=TITLES["estimate"][lang], name=name, lang=lang)
