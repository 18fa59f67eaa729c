"""Values that nobody typed: those of a formula over other indicators, and those counted on the outputs of the register."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from jalon.facts import computing, reckoning
from jalon.facts.common import COUNTRY_SUBJECT
from jalon.facts.computing import NOW, Chain, Values
from jalon.facts.indicator import Indicator
from jalon.facts.output import Counted, Output
from jalon.facts.series import Series
from jalon.methods.formula import Computed, FormulaCycle, NoValue, Outcome, dependencies, references
from jalon.methods.progress import Progress
from jalon.methods.quantities import Missing, Number
from jalon.portal import terms, words
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.pages.indicator_model import CountedView, FormulaView
from jalon.portal.pages.indicator_values import share, unit_words, why
from jalon.portal.pieces import Link, day
from jalon.ui.pieces import Cell, Column, Row, Table

TIMES_SHOWN = 40
OUTPUTS_SHOWN = 60


def view(indicator: Indicator, found: Chain, values: Values, ctx: Context) -> FormulaView:
    """The formula, its references as links, and its value at each time or the reason why not.

    `values`: by code, by time (EDTF), what was observed or counted.
    """
    own = found.formulas.get(found.own)
    names = [ref.indicator for ref in references(own)] if own else []
    used = tuple((name, _link(found.used.get(name), ctx)) for name in dict.fromkeys(names))
    if found.broken:
        problem = words.clauses(
            f"{code} : {terms.formula_problem(error.problem)}" for code, error in found.broken.items()
        )
        return FormulaView(indicator.formula or "", used, problem, None)
    try:
        rows = _rows(found, values, ctx)
    except FormulaCycle as loop:
        problem = _("les formules tournent en rond : %(loop)s") % {"loop": " → ".join(loop.cycle)}
        return FormulaView(indicator.formula or "", used, problem, None)
    table = Table(
        _("Valeurs calculées"),
        (Column(_("Date")), Column(unit_words(indicator, ctx.lang), numeric=True), Column(_("Ce qui manque"))),
        rows,
        foot=_(
            "Calculé par le registre à partir des valeurs en vigueur ; une valeur absente n’est jamais prise pour zéro."
        ),
        caption_hidden=True,
    )
    return FormulaView(indicator.formula or "", used, "", table, _reached(indicator, found, values))


def _reached(indicator: Indicator, found: Chain, values: Values) -> str:
    """What can be said of the last computed value."""
    last = computing.outcome(found, values, computing.times(values)[-1])
    progress = reckoning.case_of(indicator, last.number) if isinstance(last, Computed) else None
    return _progress_words(progress) if progress else ""


def _progress_words(progress: Progress) -> str:
    return ", ".join(part for part in (str(terms.REACHED[progress.reached]), why(progress), share(progress)) if part)


def _link(indicator: Indicator | None, ctx: Context) -> Link | None:
    if indicator is None:
        return None
    return Link(ctx.links.to("indicator", indicator.slug), indicator.title.value, indicator.title.lang)


def _rows(found: Chain, values: Values, ctx: Context) -> tuple[Row, ...]:
    rows = []
    counts = any(one.counted for one in found.used.values())
    for time in computing.times(values)[-TIMES_SHOWN:]:
        when = day(time, ctx.lang) if time else None
        outcome = computing.outcome(found, values, time)
        rows.append(
            Row(
                (
                    Cell(when.words if when else _("aujourd’hui")),
                    *_cells(outcome, computing.unsettled(values, time, outcome), incomplete=counts and not time),
                )
            )
        )
    return tuple(rows)


def _cells(outcome: Outcome, unsettled: Mapping[str, Missing], *, incomplete: bool) -> tuple[Cell, Cell]:
    """The value, and what it lacks. `incomplete`: it rests on the ledger, which never claims to hold every output."""
    if isinstance(outcome, NoValue):
        names = terms.lacking(outcome.names, unsettled)
        reason = str(terms.NO_VALUE[outcome.reason])
        return Cell(_("pas de valeur"), kind="unknown"), Cell(f"{reason} : {names}" if names else reason)
    lacking = terms.lacking(outcome.left_out, unsettled)
    if incomplete and not lacking:
        lacking = _("des réalisations peuvent manquer, ou ne pas dire la quantité")
    return Cell(terms.fraction(outcome.number)), Cell(lacking, kind="" if lacking else "nil")


def observed_values(
    found: Chain, series: Sequence[Series], owner: str | None, ctx: Context
) -> dict[str, dict[str, Number | Missing]]:
    """What formulas read of each observed indicator, as it was known at the day of the page."""
    known = [_known(one, ctx) for one in series]
    return {
        code: computing.observed(one, [s for s in known if s.of == one.uid], owner)
        for code, one in found.used.items()
        if not one.formula and not one.counted
    }


def _known(series: Series, ctx: Context) -> Series:
    at = ctx.asof.state
    return replace(
        series, observations=tuple(o for o in series.observations if happened(o.when, at) and happened(o.said, at))
    )


# --- counted ---------------------------------------------------------------------------------------------------------


def scope(indicator: Indicator, what: Counted, ctx: Context) -> tuple[Output, ...]:
    """The outputs that the indicator may count: those of its subject and of what is under it, up to the day."""
    read = ctx.reader
    if indicator.subject == COUNTRY_SUBJECT:
        found = read.outputs_of_type(what.type)
    else:
        found = read.outputs_of(under(indicator.subject, ctx))
    return tuple(item for item in found if happened(item.when, ctx.asof.state))


def under(subject: str, ctx: Context) -> set[str]:
    """A plan with its sections and measures; a section with those under it; a measure alone."""
    read = ctx.reader
    if read.plan_by_uid(subject):
        return {subject, *(s.uid for s in read.sections(subject)), *(m.uid for m in read.measures(subject))}
    place = read.place(subject)
    if place is None or place.kind != "sections":
        return {subject}
    plan = next((p for p in read.plans() if p.slug == place.plan), None)
    return within(subject, plan.uid, ctx) if plan else {subject}


def within(section: str, plan: str, ctx: Context) -> set[str]:
    """A section, those under it, and their measures."""
    sections, wanted = ctx.reader.sections(plan), {section}
    while found := {one.uid for one in sections if one.parent in wanted} - wanted:
        wanted |= found
    return wanted | {m.uid for m in ctx.reader.measures(plan) if m.section in wanted}


def counted_view(indicator: Indicator, what: Counted, outputs: Sequence[Output], ctx: Context) -> CountedView:
    """The value with what it rests on: it is a lower bound, and says how many outputs do not tell."""
    said = reckoning.counted(what, outputs)
    progress = reckoning.case_of(indicator, said.number)
    shown = said.outputs[-OUTPUTS_SHOWN:]
    reached = _progress_words(progress) if progress else ""
    return CountedView(
        what=_what(what),
        value=terms.fraction(said.number) if said.number else "",
        basis=_basis(what, len(said.outputs), said.known),
        outputs=tuple(_output_link(item, ctx) for item in shown),
        more=len(said.outputs) - len(shown),
        reached=reached,
    )


def _what(what: Counted) -> str:
    kind = str(terms.OUTPUT[what.type])
    trained = _(" (professions : %(list)s)") % {"list": ", ".join(what.professions)} if what.professions else ""
    if what.quantity is None:
        return _("Nombre de réalisations de la sorte « %(kind)s »") % {"kind": kind} + trained
    shown = {"quantity": terms.QUANTITY[what.quantity], "kind": kind}
    return _("Somme des « %(quantity)s » des réalisations de la sorte « %(kind)s »") % shown + trained


def _basis(what: Counted, outputs: int, known: int) -> str:
    if not outputs:
        return _("Aucune réalisation de cette sorte n’a été lue ou déclarée : ce n’est pas un zéro.")
    if what.quantity is None:
        return _("Le registre ne tient que les réalisations lues ou déclarées : il peut y en avoir d’autres.")
    shown = {"n": words.n_of(known, outputs)}
    return _("%(n)s réalisations disent cette quantité ; les autres ne sont pas comptées pour zéro.") % shown


def _output_link(item: Output, ctx: Context) -> Link:
    when = day(item.when, ctx.lang)
    title = f"{item.title.value}, {when.words}" if when else item.title.value
    return Link(ctx.links.to("output", item.uid), title, item.title.lang)


def counted_values(found: Chain, ctx: Context) -> dict[str, dict[str, Number | Missing]]:
    """What a formula reads of counted indicators: their value today, which has no date of its own."""
    values: dict[str, dict[str, Number | Missing]] = {}
    for code, one in found.used.items():
        if one.counted:
            said = reckoning.counted(one.counted, scope(one, one.counted, ctx))
            values[code] = {NOW: said.number or Missing("nothing counted")}
    return values


def needs(found: Chain) -> set[str]:
    """The uids of the observed indicators that a formula reads."""
    read = {name for formula in found.formulas.values() for name in dependencies(formula)}
    return {one.uid for code, one in found.used.items() if code in read and not one.formula and not one.counted}
