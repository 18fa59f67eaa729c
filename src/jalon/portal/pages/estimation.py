"""Multiple systems estimation: what it is, why no French figure comes of it today, an example from another country.

The example is computed once (tools/worked_example.py) from a published British table and kept beside this file; a test
computes it again. No figure on this page is about France.
"""

import json
from dataclasses import dataclass
from functools import cache
from math import inf
from pathlib import Path
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jalon.portal import words
from jalon.portal.context import Context
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Link
from jalon.ui.pieces import Cell, Column, Row, Table

EXAMPLE = Path(__file__).with_name("estimation_uk.json")


@dataclass(frozen=True, slots=True)
class EstimationPage:
    """The page. Drawings are standalone SVG; each has its table."""

    head: Head
    observed: str
    command: str
    version: str
    conclusion: str
    overlaps: SafeString
    overlaps_table: Table
    methods: SafeString
    methods_table: Table
    varied: SafeString
    varied_table: Table
    critics: tuple[str, ...]


@cache
def example() -> dict[str, Any]:
    """The kept example."""
    found: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return found


def build(ctx: Context) -> EstimationPage:
    """No query: nothing on this page is in the Release."""
    from jalon.methods.estimation.assess_words import CRITICS

    found, lang = example(), "en" if ctx.lang == "en" else "fr"
    title = _("Estimer ce que personne n’a compté")
    crumbs = (Link(ctx.links.to("statistics"), _("Statistiques")), Link("", title))
    return EstimationPage(
        head=Head(title=title, section="statistics", crumbs=crumbs, asof=False),
        observed=words.number(found["observed"]),
        command=found["command"],
        version=found["version"],
        conclusion=found["conclusion"][lang],
        overlaps=_overlaps(found, lang),
        overlaps_table=_overlaps_table(found),
        methods=_rows(found["methods"], _("Royaume-Uni, 2013 : total selon la méthode"), "methods", lang),
        methods_table=_table(
            _("Royaume-Uni, 2013 : total selon la méthode"), _("Méthode"), _labelled(found["methods"])
        ),
        varied=_rows(_varied(found), _("Royaume-Uni, 2013 : total sans une liste"), "varied", lang),
        varied_table=_table(_("Royaume-Uni, 2013 : total sans une liste"), _("Liste ôtée"), _varied(found)),
        critics=CRITICS,
    )


def method_names() -> dict[str, str]:
    """The methods of an assessment in words."""
    return {
        "main": _("listes supposées indépendantes"),
        "full": _("toutes les interactions de deux listes"),
        "stepwise": _("choix pas à pas"),
        "averaged": _("moyenne des modèles selon le BIC"),
        "downhill": _("descente selon le BIC"),
        "dga": _("graphes décomposables, moyenne bayésienne"),
        "lcmcr": _("classes latentes, bayésien"),
        "bayesthresh": _("interactions seuillées, bayésien"),
    }


def _labelled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = method_names()
    return [{**row, "label": names[row["label"]]} for row in rows]


def _varied(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**row, "label": _("sans %(list)s") % {"list": row["label"]}} for row in found["without_list"]]


def _overlaps(found: dict[str, Any], lang: str) -> SafeString:
    from jalon.methods.estimation.plots import upset_plot

    histories = [(lists, count) for lists, count in found["histories"]]
    title = _("Royaume-Uni, 2013 : recoupements des six listes")
    drawn = upset_plot(found["lists"], histories, title=title, name="overlaps", lang="en" if lang == "en" else "fr")
    return mark_safe(drawn)


def _rows(rows: list[dict[str, Any]], title: str, name: str, lang: str) -> SafeString:
    from jalon.methods.estimation.plots import PlotRow, rows_plot

    names = method_names()
    drawn = [
        PlotRow(
            names.get(row["label"], row["label"]),
            row["estimate"],
            row["low"],
            inf if row["high"] is None and row["low"] is not None else row["high"],
        )
        for row in rows
    ]
    return mark_safe(rows_plot(drawn, title=title, name=name, lang="en" if lang == "en" else "fr"))


def _overlaps_table(found: dict[str, Any]) -> Table:
    columns = (Column(_("Listes")), Column(_("Personnes"), numeric=True))
    rows = tuple(Row((Cell(" + ".join(lists)), Cell(words.number(count)))) for lists, count in found["histories"])
    return Table(_("Royaume-Uni, 2013 : recoupements des six listes"), columns, rows)


def _table(caption: str, first: str, rows: list[dict[str, Any]]) -> Table:
    columns = (Column(first), Column(_("Total estimé"), numeric=True), Column(_("Intervalle à 95 %"), numeric=True))
    return Table(caption, columns, tuple(Row(_cells(row)) for row in rows))


def _cells(row: dict[str, Any]) -> tuple[Cell, Cell, Cell]:
    if row["estimate"] is None:
        return Cell(row["label"]), Cell(_("pas d’estimation")), Cell(_("pas d’intervalle"))
    high = _("sans borne") if row["high"] is None else words.number(round(row["high"]))
    limits = _("pas d’intervalle") if row["low"] is None else f"{words.number(round(row['low']))} – {high}"
    return Cell(row["label"]), Cell(words.number(round(row["estimate"]))), Cell(limits)
