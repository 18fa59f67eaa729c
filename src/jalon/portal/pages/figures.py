"""Figures of statistics: one indicator in one unit of one family, its editions side by side, never mixed.

Titles state a finding only when it is computed from the values drawn.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jalon.facts.series import Family, Series
from jalon.methods.charts import ChartError, Datum, Plot, PlotPoint, Vintage, line_plot
from jalon.portal import words
from jalon.portal.context import Context
from jalon.portal.pages.breakdowns import Breakdown, breakdowns
from jalon.portal.pages.contradictions import contradict
from jalon.portal.pages.values import Value, cell, date_words, key_of, values_of
from jalon.portal.pieces import Link, Notebook, Phrase, in_language, phrase, within
from jalon.publication.records import SeriesHead
from jalon.ui.markup import escaped
from jalon.ui.pieces import Cell, Column, Download, Row, Sign, Table

SIGNS = ("promised", "sq-none", "sq-full", "due", "tri-full", "tri-none")
"""Signs of editions on one plot; of more editions, the further ones share the last sign and the table tells them apart."""
YEARS_FILLED = 60
"""Missing years are shown between the first and the last year, up to this many."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value on the plot, with the sign of its edition."""

    at: PlotPoint
    sign: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator: the finding, the plot, its table, its breakdowns, its warnings."""

    anchor: str
    indicator: str
    lang: str | None
    heading: str
    caption: str
    plot: Plot | None
    signs: tuple[Sign, ...]
    points: tuple[Point, ...]
    described: str
    table: Table | None
    breakdowns: tuple[Breakdown, ...]
    warnings: tuple[str, ...]
    remarks: tuple[Phrase, ...]
    editions: tuple[Link, ...]
    downloads: tuple[Download, ...]


def group_key(series: Series | SeriesHead) -> tuple[Family, str, str]:
    """What may stand in one figure: same family, indicator and unit."""
    return series.family, series.indicator, series.unit


def edition(series: Series | SeriesHead) -> str:
    """What tells an edition from the others: its vintage, else its producer."""
    return series.vintage or series.producer.name


def figure(group: Sequence[Series], coverage: Sequence[Series], ctx: Context, book: Notebook) -> Figure:
    """The figure of the editions of one indicator; `coverage` are counts of those who answered, for surveys."""
    values = [value for series in group for value in values_of(series, ctx)]
    whole = [v for v in values if not v.of.dimensions]
    first = group[0]
    drawn = _plot(group, whole)
    names = {
        s.uid: edition(s) if s.vintage or len(group) == 1 else _("%(who)s, édition non dite") % {"who": edition(s)}
        for s in group
    }
    signs = {s.uid: SIGNS[min(i, len(SIGNS) - 1)] for i, s in enumerate(group)}
    return Figure(
        anchor=f"f-{first.slug}"[:80],
        indicator=_named(first),
        lang=first.title.lang if first.title.lang != ctx.lang else None,
        heading=_finding(whole) or _neutral(first, whole, ctx.lang),
        caption=_caption(first, drawn, ctx.lang),
        plot=drawn,
        signs=tuple(Sign(signs[s.uid], names[s.uid]) for s in group) if drawn else (),
        points=tuple(Point(p, signs[p.vintage]) for p in drawn.points) if drawn else (),
        described=_("Les mêmes valeurs sont dans le tableau qui suit."),
        table=_table(group, names, whole, coverage, ctx, book) if whole else None,
        breakdowns=breakdowns(values, whole, ctx, book),
        warnings=_warnings(group),
        remarks=tuple(p for s in group if (p := phrase(s.note, ctx.lang))),
        editions=tuple(Link(ctx.links.to("series", s.slug), s.title.value, s.title.lang) for s in group),
        downloads=tuple(
            Download(ctx.links.table("observations", form, serie=first.slug), form.upper())
            for form in ("csv", "json", "xlsx")
        ),
    )


def _named(series: Series) -> str:
    """The indicator, with its unit unless it counts persons: two figures of a page never bear one name."""
    name = series.indicator[:1].upper() + series.indicator[1:]
    return name if series.unit == "personnes" else f"{name} ({series.unit})"


# --- what is said above ----------------------------------------------------------------------------------------------


def _finding(values: Sequence[Value]) -> str:
    """Editions that contradict each other; nothing when none does."""
    by_year: dict[int, list[Value]] = defaultdict(list)
    for value in values:
        if value.year is not None and value.number is not None:
            by_year[value.year].append(value)
    clashes = [(year, found) for year, found in sorted(by_year.items()) if _clash(found)]
    if not clashes:
        return ""
    year, found = clashes[0]
    sides = _(" ou ").join(dict.fromkeys(v.said for v in found))
    if len({v.series.uid for v in found}) > 1 and len(clashes) == 1:
        return _("Les éditions se contredisent pour %(year)s : %(sides)s") % {"year": year, "sides": sides}
    if len(clashes) == 1:
        return _("Deux valeurs pour %(year)s : %(sides)s") % {"year": year, "sides": sides}
    return _("Les valeurs diffèrent pour %(n)s années ; en %(year)s : %(sides)s") % {
        "n": words.number(len(clashes)),
        "year": year,
        "sides": sides,
    }


def _clash(values: Sequence[Value]) -> bool:
    sides = [(v.number, v.of.precision) for v in values if v.number is not None]
    return any(contradict(one, other) for i, one in enumerate(sides) for other in sides[i + 1 :])


def _neutral(series: Series, values: Sequence[Value], lang: str) -> str:
    """The indicator and its years: no finding is claimed."""
    years = sorted(v.year for v in values if v.year is not None)
    name = series.indicator[:1].upper() + series.indicator[1:]
    if not years:
        return in_language(f"{name}, {series.unit}", series.title.lang, lang)
    span = str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
    return within("%(name)s, %(span)s", name=in_language(name, series.title.lang, lang), span=span)


def _caption(series: Series, plot: Plot | None, lang: str) -> str:
    unit = in_language(series.unit, series.title.lang, lang)
    parts: list[str] = [within(_("Unité : %(unit)s."), unit=unit)]
    if plot and series.family is Family.SURVEY:
        parts.append(_("Le nombre d’associations qui répondent change chaque année : les points ne sont pas reliés."))
    elif plot and plot.segments:
        parts.append(_("Un trait relie deux années de suite d’une même édition, jamais deux éditions."))
    if series.unit.partition(" (")[0].strip() == "%":
        parts.append(_("De quoi chaque pourcentage est la part : non lu, sauf si le titre le dit."))
    parts.append(_("Une année sans valeur n’a pas été lue."))
    return SafeString(" ".join(escaped(part) for part in parts))


def _warnings(group: Sequence[Series]) -> tuple[str, ...]:
    found = []
    if any(s.multiple for s in group):
        found.append(_("Une personne peut compter dans plusieurs catégories : elles font plus que le total."))
    if any(s.do_not_add for s in group):
        found.append(_("Ces chiffres recouvrent ceux d’autres séries : ils ne s’additionnent pas."))
    return tuple(found)


# --- plot ------------------------------------------------------------------------------------------------------------


def _plot(group: Sequence[Series], values: Sequence[Value]) -> Plot | None:
    """The points of whole years; nothing is drawn for fewer than two."""
    vintages = []
    for series in group:
        data = tuple(
            Datum(v.year, v.number, v.said)
            for v in values
            if v.series is series and v.year is not None and v.number is not None and v.number >= 0
        )
        if data:
            vintages.append(Vintage(series.uid, data, joined=_joined(series, values)))
    if sum(len(v.data) for v in vintages) < 2:
        return None
    try:
        return line_plot(vintages)
    except ChartError:
        return None


# --- tables ----------------------------------------------------------------------------------------------------------


def _joined(series: Series, values: Sequence[Value]) -> bool:
    """Points are joined within one edition: one that is named, or values that one source gives together."""
    if series.family is Family.SURVEY:
        return False
    given = [{c.source for c in v.of.citations} for v in values if v.series is series]
    return bool(series.vintage) or bool(given and set.intersection(*given))


def _table(
    group: Sequence[Series],
    names: Mapping[str, str],
    values: Sequence[Value],
    coverage: Sequence[Series],
    ctx: Context,
    book: Notebook,
) -> Table:
    """Dates down, editions across; years that nobody read stay visible. Surveys begin with who answered."""
    answered = [v for s in coverage for v in values_of(s, ctx) if not v.of.dimensions]
    rows = [
        Row((Cell(label), *_answers(key, answered, coverage, book), *_cells(key, group, values, book)))
        for key, label in _dates(values, ctx)
    ]
    heads = [Column(_("Année"))]
    if coverage:
        heads.append(Column(_("Associations répondantes"), numeric=True))
    heads += [Column(names[series.uid], numeric=True) for series in group]
    return Table(
        caption=_neutral(group[0], values, ctx.lang), columns=tuple(heads), rows=tuple(rows), caption_hidden=True
    )


def _dates(values: Sequence[Value], ctx: Context) -> list[tuple[str, str]]:
    """(key, words) of each row: every year between the first and the last, then dates that are no single year."""
    years = sorted({v.year for v in values if v.year is not None})
    if years and years[-1] - years[0] < YEARS_FILLED:
        years = list(range(years[0], years[-1] + 1))
    flagged = {str(v.year): date_words(v, ctx) for v in values if v.year is not None}
    rows = [(str(year), flagged.get(str(year), str(year))) for year in years]
    others = {v.of.when.edtf or v.of.when.printed or "": v for v in values if v.year is None}
    return rows + [(key, date_words(v, ctx)) for key, v in sorted(others.items())]


def _cells(key: str, group: Sequence[Series], values: Sequence[Value], book: Notebook) -> list[Cell]:
    return [cell([v for v in values if v.series is series and key_of(v) == key], book) for series in group]


def _answers(key: str, answered: Sequence[Value], coverage: Sequence[Series], book: Notebook) -> list[Cell]:
    return [cell([v for v in answered if key_of(v) == key], book)] if coverage else []
