"""Values of an indicator: the chart beside what is expected, the table, the revisions, what can be said of each series."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from jalon.facts import reckoning
from jalon.facts.common import When
from jalon.facts.indicator import Indicator, ValueKind
from jalon.facts.reckoning import Standing
from jalon.facts.series import Observation, ObservationStatus, Precision, Series
from jalon.methods.charts import ChartError, Course, Doubt, Reading, Run, course_plot
from jalon.methods.progress import Late, Lateness, Progress, percent
from jalon.portal import terms, words
from jalon.portal.asof import happened
from jalon.portal.context import Bodies, Context
from jalon.portal.pages.indicator_model import Chart, DrawnPoint, VerdictRow
from jalon.portal.pieces import Link, Notebook, day, in_language, within
from jalon.ui import formats
from jalon.ui.pieces import Cell, Column, Row, Sign, Table

SHAPES = ("pt-circle", "pt-square", "pt-triangle", "pt-diamond", "pt-cross")
"""Signs of series; filled, hollow (`-open`) when the value is provisional. Further series share the last: the table
tells them apart."""
DOUBTS = {Precision.AT_LEAST: Doubt.UP, Precision.ABOUT: Doubt.BOTH, Precision.ROUNDED: Doubt.BOTH}
START, PATH, TARGET = "baseline", "expected", "target"
ROWS_SHOWN = 120
"""Times in the table of the page; older ones are on the pages of the series."""


@dataclass(frozen=True, slots=True)
class Observed:
    """One series with the values that stand, in time, at the day of the page."""

    series: Series
    name: str
    stands: tuple[Standing, ...]
    """Of the whole, by time."""
    everything: tuple[Standing, ...]
    """With the breakdowns."""


def observed(series: Sequence[Series], ctx: Context) -> tuple[Observed, ...]:
    """What each series says as a whole: values said after the day of « as of » are not known yet."""
    names = [one.producer.name for one in series]
    found = []
    for one in series:
        known = tuple(
            o for o in one.observations if happened(o.when, ctx.asof.state) and happened(o.said, ctx.asof.state)
        )
        everything = reckoning.standing(known)
        twice = names.count(one.producer.name) > 1 or one.vintage
        name = f"{one.producer.name}, {one.vintage or one.title.value}" if twice else one.producer.name
        found.append(Observed(one, name, reckoning.whole(everything), everything))
    return tuple(found)


# --- chart -----------------------------------------------------------------------------------------------------------


def chart(indicator: Indicator, seen: Sequence[Observed], ctx: Context) -> Chart | None:
    """The drawing; nothing for values that are no numbers, or for fewer than two points."""
    if indicator.value_kind is not ValueKind.NUMBER:
        return None
    runs = [*_expected_runs(indicator, ctx.lang), *(_run(one, indicator, ctx.lang) for one in seen)]
    path = tuple(reading for run in runs[:3] for reading in run.readings) if indicator.interpolated else ()
    drawn = _drawn([run for run in runs if run.readings], path)
    if drawn is None:
        return None
    signs = _signs(seen)
    points = tuple(DrawnPoint(p, signs.get(p.run, p.run) + ("-open" if p.provisional else "")) for p in drawn.points)
    return Chart(
        drawing=drawn,
        points=points,
        signs=_legend(indicator, seen, signs, drawn),
        heading=within(_("Valeurs et valeurs attendues, en %(unit)s"), unit=unit_words(indicator, ctx.lang)),
        described=_described(seen, indicator),
    )


def unit_words(indicator: Indicator, lang: str) -> str:
    """The unit in the language of the indicator's author."""
    return in_language(indicator.unit, indicator.title.lang, lang)


def _drawn(runs: list[Run], path: tuple[Reading, ...]) -> Course | None:
    if sum(reading.value is not None for run in runs for reading in run.readings) < 2:
        return None
    try:
        return course_plot(runs, path=path)
    except ChartError:
        return None


def _signs(seen: Sequence[Observed]) -> dict[str, str]:
    shapes = {one.series.uid: SHAPES[min(i, len(SHAPES) - 1)] for i, one in enumerate(seen)}
    return {START: "pt-start", PATH: "due", TARGET: "pt-target", **shapes}


def _expected_runs(indicator: Indicator, lang: str) -> list[Run]:
    """The baseline, the values expected on the way, the target: none is joined to another unless the owner means it."""
    start = indicator.baseline
    first = _reading(start.when, start.value, indicator, lang, start.precision) if start and start.value else None
    marks = [(item, _reading(item.when, item.value, indicator, lang)) for item in indicator.expected]
    steps = tuple(reading for item, reading in marks if reading and not item.final)
    goals = tuple(reading for item, reading in marks if reading and item.final)
    return [Run(START, (first,) if first else (), False), Run(PATH, steps, False), Run(TARGET, goals, False)]


def _run(one: Observed, indicator: Indicator, lang: str) -> Run:
    readings = (_of_observation(stand.now, indicator, lang) for stand in one.stands)
    return Run(one.series.uid, tuple(reading for reading in readings if reading), joined=True)


def _of_observation(item: Observation, indicator: Indicator, lang: str) -> Reading | None:
    provisional = item.status is ObservationStatus.PROVISIONAL
    return _reading(item.when, item.value, indicator, lang, item.precision, provisional=provisional)


def _reading(
    when: When,
    value: str | None,
    indicator: Indicator,
    lang: str,
    precision: Precision = Precision.EXACT,
    *,
    provisional: bool = False,
) -> Reading | None:
    """A value where its date can be read with both ends; a missing one keeps its place, to interrupt the line."""
    on = reckoning.read(when)
    if on is None or on.earliest is None or on.latest is None:
        return None
    label = terms.value(value, indicator, precision, lang) if value is not None else ""
    return Reading(on.earliest, on.latest, _decimal(value), label, DOUBTS.get(precision), provisional)


def _decimal(value: str | None) -> Decimal | None:
    try:
        return Decimal(value) if value is not None else None
    except InvalidOperation:
        return None


def _legend(indicator: Indicator, seen: Sequence[Observed], signs: dict[str, str], drawn: Course) -> tuple[Sign, ...]:
    """Only what is drawn is explained."""
    there = {point.run for point in drawn.points}
    found = [Sign(signs[one.series.uid], one.name) for one in seen if one.series.uid in there]
    if any(point.provisional for point in drawn.points):
        found.append(Sign("pt-circle-open", _("signe creux : valeur provisoire")))
    if any(point.doubt for point in drawn.points):
        found.append(Sign("pt-doubt", _("trait vertical : valeur approximative, ou « au moins » vers le haut")))
    wanted = ((START, _("valeur de départ")), (PATH, _("valeur attendue")), (TARGET, _("cible")))
    found += [Sign(signs[key], label) for key, label in wanted if key in there]
    if indicator.interpolated:
        found.append(Sign("open", _("trajectoire droite voulue par l’auteur de l’indicateur")))
    return tuple(found)


def _described(seen: Sequence[Observed], indicator: Indicator) -> str:
    """The last value of each series and the target, for those who do not see the drawing."""
    parts = []
    for one in seen:
        last = next((s.now for s in reversed(one.stands) if s.now.value is not None), None)
        if last and last.value is not None:
            when = day(last.when, words.tongue())
            said = terms.value(last.value, indicator, last.precision)
            parts.append(f"{one.name}{words.colon()}{said}, {when.words if when else words.NOT_READ}")
    goal = reckoning.target(indicator)
    if goal:
        when = day(goal.when, words.tongue())
        parts.append(
            _("cible : %(value)s, %(date)s")
            % {"value": terms.value(goal.value, indicator), "date": when.words if when else ""}
        )
    return words.clauses(parts) + "."


# --- tables ----------------------------------------------------------------------------------------------------------


def table(indicator: Indicator, seen: Sequence[Observed], ctx: Context, book: Notebook) -> Table | None:
    """Times down, series across: what stands now. Empty is « non lu », missing gives its reason."""
    by_time: dict[str, dict[str, Standing]] = {}
    labels: dict[str, str] = {}
    for one in seen:
        for stand in one.stands:
            key = stand.now.when.edtf or stand.now.when.printed or ""
            by_time.setdefault(key, {})[one.series.uid] = stand
            when = day(stand.now.when, ctx.lang)
            labels.setdefault(key, when.words if when else str(words.NOT_READ))
    if not by_time:
        return None
    keys = sorted(by_time)[-ROWS_SHOWN:]
    rows = tuple(
        Row((Cell(labels[key]), *(_cell(by_time[key].get(one.series.uid), indicator, ctx.lang, book) for one in seen)))
        for key in keys
    )
    columns = (Column(_("Date")), *(Column(one.name, numeric=True) for one in seen))
    foot = within(_("Unité : %(unit)s. Une case « non lu » n’est pas un zéro."), unit=unit_words(indicator, ctx.lang))
    return Table(_("Valeurs par organisme"), columns, rows, foot=foot, caption_hidden=True)


def _cell(stand: Standing | None, indicator: Indicator, lang: str, book: Notebook) -> Cell:
    if stand is None:
        return Cell(str(words.NOT_READ), kind="unknown")
    item = stand.now
    refs = book.refs(item.citations)
    if item.value is None:
        return Cell(item.missing or str(words.NOT_READ), refs=refs, kind="unknown", sub=item.note or "")
    return Cell(terms.value(item.value, indicator, item.precision, lang), refs=refs, sub=_remarks(stand))


def _remarks(stand: Standing) -> str:
    """The state of the value in its producer's revisions, its share, its note."""
    item, found = stand.now, []
    if item.status:
        found.append(str(terms.STATUS[item.status]))
    if item.numerator is not None and item.denominator is not None:
        found.append(
            _("%(n)s sur %(total)s") % {"n": words.number(item.numerator), "total": words.number(item.denominator)}
        )
    if stand.before:
        found.append(_("remplace une valeur"))
    return ", ".join((*found, *((item.note,) if item.note else ())))


def revisions(indicator: Indicator, seen: Sequence[Observed], ctx: Context, book: Notebook) -> Table | None:
    """Every value that another one replaced: who, for when, what was said before, what stands."""
    rows = []
    for one in seen:
        for stand in one.everything:
            if stand.before:
                rows += [_revised(one, said, stand, indicator, ctx, book) for said in (*stand.before, stand.now)]
    columns = (
        Column(_("Valeur de")),
        Column(_("Selon")),
        Column(_("Dite le")),
        Column(_("Valeur"), numeric=True),
        Column(_("État")),
    )
    return Table(_("Valeurs révisées"), columns, tuple(rows), caption_hidden=True) if rows else None


def _revised(
    one: Observed, item: Observation, stand: Standing, indicator: Indicator, ctx: Context, book: Notebook
) -> Row:
    when, said = day(item.when, ctx.lang), day(item.said, ctx.lang)
    where = ", ".join(dimension.value for dimension in item.dimensions)
    value = terms.value(item.value, indicator, item.precision) if item.value is not None else item.missing or ""
    state = str(terms.STATUS[item.status]) if item.status else ""
    held = _("valeur en vigueur") if item is stand.now else _("remplacée")
    return Row(
        (
            Cell(", ".join(part for part in (when.words if when else str(words.NOT_READ), where) if part)),
            Cell(one.name),
            Cell(said.words) if said else Cell(str(words.NOT_READ), kind="unknown"),
            Cell(value, refs=book.refs(item.citations), kind="" if item.value is not None else "unknown"),
            Cell(", ".join(part for part in (held, state) if part)),
        )
    )


# --- verdicts --------------------------------------------------------------------------------------------------------


def verdicts(indicator: Indicator, seen: Sequence[Observed], ctx: Context, bodies: Bodies) -> tuple[VerdictRow, ...]:
    """What can be said of each series by itself: nobody's figures overrule another's."""
    found = []
    for one in seen:
        said = reckoning.verdict_of(indicator, one.stands, ctx.today)
        if said:
            found.append(
                VerdictRow(
                    who=bodies.link(one.series.producer),
                    series=Link(ctx.links.to("series", one.series.slug), one.name),
                    last=_last(said.last, indicator, ctx),
                    reached=str(terms.REACHED[said.progress.reached]),
                    why=why(said.progress),
                    share=share(said.progress),
                    late=words.clauses(_late_words(item.when, late, ctx) for item, late in said.late),
                )
            )
    return tuple(found)


def _last(item: Observation, indicator: Indicator, ctx: Context) -> str:
    when = day(item.when, ctx.lang)
    value = terms.value(item.value, indicator, item.precision) if item.value is not None else item.missing or ""
    return _("%(value)s, %(date)s") % {"value": value, "date": when.words if when else words.NOT_READ}


def why(said: Progress) -> str:
    """The reason of what cannot be said."""
    if said.why is None:
        return ""
    return f"{terms.WHY[said.why]} ({said.missing})" if said.missing else str(terms.WHY[said.why])


def share(said: Progress) -> str:
    """The part of the way from the baseline to the target, or why there is none."""
    if said.ratio is None:
        reason = said.why_no_ratio
        return str(terms.WHY[reason]) if reason and reason is not said.why else ""
    low, high = said.ratio.low, said.ratio.high
    ends = [formats.percent(percent(end), words.tongue()) for end in (low, high) if end is not None]
    if low is None or high is None:
        template = _("au moins %(share)s du chemin") if low is not None else _("au plus %(share)s du chemin")
        return template % {"share": ends[0]} if ends else ""
    if low == high:
        return _("%(share)s du chemin entre départ et cible") % {"share": ends[0]}
    return _("entre %(low)s et %(high)s du chemin") % {"low": ends[0], "high": ends[1]}


def _late_words(when: When, said: Late, ctx: Context) -> str:
    due = day(when, ctx.lang)
    label = str(terms.LATENESS[said.lateness])
    reason = f"{words.colon()}{terms.LATE_WHY[said.why]}" if said.why else ""
    if said.lateness is Lateness.NOT_DUE:
        reason = ""
    return f"{due.words if due else words.NOT_READ}{words.colon()}{label}{reason}"


def latest(seen: Iterable[Observed]) -> Observation | None:
    """The last value among all series, for lists."""
    found = [s.now for one in seen for s in one.stands if s.now.value is not None]
    return max(found, key=lambda item: item.when.edtf or "", default=None)
