"""What mid-term and final reports add: where each measure stands, what was expected and when, what is still not known."""

from collections import Counter
from datetime import date, timedelta

from django.utils.translation import gettext as _

from jalon.facts.common import Known, Statement, StatementKind
from jalon.facts.indicator import Indicator
from jalon.facts.plan import Measure
from jalon.methods.dates import Style as DateStyle
from jalon.methods.dates import from_date
from jalon.methods.dates.status import Standing
from jalon.portal import terms, words
from jalon.portal.pages import indicator as indicator_page
from jalon.portal.pages import promises
from jalon.portal.pages.claims import claim, latest_first
from jalon.portal.pages.groups import lead_words, measure_order
from jalon.portal.pages.strips import by_judge
from jalon.portal.pieces import day as day_of
from jalon.portal.pieces import phrase as page_phrase
from jalon.portal.pieces import read_date
from jalon.reports import drawing
from jalon.reports.builders import rows
from jalon.reports.builders.pieces import clauses, day, joined, of_fact, phrase, say, unknown, with_notes
from jalon.reports.builders.pieces import table as table_of
from jalon.reports.builders.plan_sections import Subject, dues
from jalon.reports.context import PaperContext
from jalon.reports.document import Block, Column, Figure, Paragraph, Points, Remark, Row, Section, Table, Words

MOST_CHARTS = 12
"""Indicators that are drawn; the others are in the table."""


def midpoint(of: Subject) -> date | None:
    """The day in the middle of the plan's period; None when its years were not read."""
    period = read_date(of.it.plan.period.edtf)
    if period is None or period.earliest is None or period.latest is None:
        return None
    return period.earliest + timedelta(days=((period.latest - period.earliest).days + 1) // 2)


def halfway(of: Subject) -> Section:
    """The middle of the period, and where the plan stands by its deadlines and promises."""
    middle = midpoint(of)
    if middle is None:
        first = unknown(_("La période du plan n’est pas assez connue pour que son milieu soit dit."))
    else:
        shown = day_of(str(from_date(middle)), of.ctx.lang, DateStyle.LONG)
        first = say(_("Le milieu de la période du plan est le %(date)s.") % {"date": shown.words if shown else ""})
    return Section(say(_("Où en est le plan à mi-parcours")), (Paragraph(first), *_standing(of)))


def at_end(of: Subject) -> Section:
    """What became of promises, and until when anybody looked."""
    text = _("Ce rapport dit ce qui est connu au dernier regard (%(date)s), que la période du plan soit finie ou non.")
    return Section(
        say(_("Ce qui est connu de l’exécution")), (Paragraph(say(text % {"date": of.looked})), *_standing(of))
    )


def _standing(of: Subject) -> list[Block]:
    identified = of.it.identified
    blocks: list[Block] = []
    if identified:
        dated = sum(any(s.due for s in of.it.said.get(m.uid, ())) for m in identified)
        text = _("Une échéance est lue pour %(n)s mesures identifiées.")
        blocks.append(Paragraph(say(text % {"n": words.n_of(dated, len(identified))})))
    for group in reversed(by_judge(of.it)):
        blocks.append(Paragraph(_covered(group, of)))
    found = promise_counts(of)
    if found:
        blocks.append(found)
    return blocks


def _covered(group: list[Statement], of: Subject) -> Words:
    """« CNCDH, 12 janvier 2023 : 6 verdicts lus un à un sur 45 mesures annoncées. »"""
    first = group[0]
    said = day_of(first.said, of.ctx.lang)
    who = first.said_by.name if first.said_by else _("auteur non lu")
    total = of.it.total
    count = words.n_of(len(group), total) if total is not None else f"{words.number(len(group))} ({_('total non lu')})"
    text = _("%(who)s, %(date)s : %(n)s verdicts lus un à un. Échelle : ")
    shown = {"who": who, "date": said.words if said else words.NOT_READ, "n": count}
    told = (*say(text % shown), *of_fact(first.scale or "–"), *say("."))
    return with_notes(told, of.ctx.book.refs(*(s.citations for s in group)))


def promise_counts(of: Subject) -> Table | None:
    """Promises and deadlines of the plan and of its measures by where they stand, over all that were read."""
    found = [p for group in of.it.held.values() for p in promises.promises_of(group)]
    if not found:
        return None
    counts = Counter(promises.standing(p, of.it.plan.known_until, of.ctx.today, of.ctx.lang)[0] for p in found)
    labels = {
        Standing.KEPT: _("tenue"),
        Standing.LATE: _("non tenue, constaté"),
        Standing.OUTCOME_UNKNOWN: _("date passée, issue inconnue"),
        Standing.NOT_YET_DUE: _("date à venir"),
    }
    made = [
        Row((say(labels.get(standing, _("sans échéance lue"))), say(words.n_of(count, len(found)))))
        for standing, count in sorted(counts.items(), key=lambda pair: list(Standing).index(pair[0]))
    ]
    foot = _("Sur %(n)s promesses ou échéances lues. Après le dernier regard (%(date)s), rien n’est dit en retard.")
    columns = (Column(_("Où elles en sont"), share=3), Column(_("Promesses et échéances"), numeric=True, share=2))
    said = say(foot % {"n": words.number(len(found)), "date": of.looked})
    return Table(_("Promesses et échéances du plan et de ses mesures"), columns, tuple(made), (said,))


def table_of_measures(of: Subject) -> Section:
    """One row a measure: who leads, for when, what was promised, who judged it how, what was carried out."""
    ordered = sorted(of.it.measures, key=measure_order)
    under = of.ctx.reader.outputs_of(m.uid for m in ordered)
    counts = Counter(uid for item in under for uid in item.subjects)
    columns = (
        Column(_("N°"), share=3),
        Column(_("Mesure"), share=10),
        Column(_("Pilote"), share=8),
        Column(_("Échéance"), share=6),
        Column(_("Promesses"), share=8),
        Column(_("Dernier verdict, par qui"), share=8),
        Column(_("Réalisations lues"), numeric=True, share=5),
    )
    made = tuple(_measure_row(m, counts[m.uid], of) for m in ordered)
    foot = _("Une réalisation qui n’est pas lue n’est pas une réalisation qui n’a pas eu lieu.")
    table = Table(_("Les mesures et ce qui en est connu"), columns, made, (say(foot),))
    return Section(say(_("Tableau de suivi")), (table,), wide=True)


def _measure_row(measure: Measure, outputs: int, of: Subject) -> Row:
    said, lang = of.it.said.get(measure.uid, ()), of.ctx.lang
    leads = lead_words(said)
    promised = promises.promises_of(of.it.held.get(measure.uid, ()))
    stand = [promises.standing(p, of.it.plan.known_until, of.ctx.today, lang)[1] for p in promised]
    judged = latest_first(s for s in said if s.kind is StatementKind.JUDGED)
    title = measure.titles[0].text
    return Row(
        (
            say(measure.number) if measure.number else unknown(),
            phrase(page_phrase(title, lang, refs=of.ctx.book.refs(measure.titles[0].citations, measure.citations))),
            say(words.clauses(leads)) if leads else unknown(),
            dues(measure, of) or unknown(),
            say(words.clauses(stand)) if stand else unknown(),
            rows.verdict(claim(judged[0], of.ctx, of.ctx.book, of.ctx.bodies()))
            if judged
            else unknown(_("aucun verdict lu")),
            say(words.number(outputs)) if outputs else unknown(_("aucune lue")),
        )
    )


# --- indicators ------------------------------------------------------------------------------------------------------


def expected(of: Subject) -> Section | None:
    """What was expected of each indicator: baseline, on the way, target; and charts of those with values in time."""
    found = of.ctx.reader.indicators_of_plan(of.it.plan.uid)
    if not found:
        return None
    columns = (
        Column(_("Indicateur"), share=5),
        Column(_("Départ"), share=3),
        Column(_("Attendu en chemin"), share=4),
        Column(_("Cible"), share=3),
    )
    table = Table(_("Ce qui était attendu"), columns, tuple(_expected_row(one, of) for one in found))
    return Section(say(_("Ce qui était attendu des indicateurs")), (table, *_charts(found, of)))


def _expected_row(one: Indicator, of: Subject) -> Row:
    title = with_notes(
        say(one.title.value, lang=one.title.lang if one.title.lang != of.ctx.lang else None),
        of.ctx.book.refs(one.citations),
    )
    return Row((title, _baseline(one, of), _values(one, of, final=False), _values(one, of, final=True)))


def _baseline(one: Indicator, of: Subject) -> Words:
    base = one.baseline
    if base is None:
        return unknown(_("non dit"))
    when = day_of(base.when, of.ctx.lang)
    value = (
        terms.value(base.value, one, base.precision) if base.value is not None else base.missing or str(words.NOT_READ)
    )
    return with_notes(joined([say(value), day(when)]), of.ctx.book.refs(base.citations))


def _values(one: Indicator, of: Subject, *, final: bool) -> Words:
    found = [
        with_notes(
            joined([say(terms.value(item.value, one)), day(day_of(item.when, of.ctx.lang))]),
            of.ctx.book.refs(item.citations),
        )
        for item in one.expected
        if item.final is final
    ]
    return clauses(found) or unknown(_("rien de dit"))


def _charts(found: tuple[Indicator, ...], of: Subject) -> list[Block]:
    blocks: list[Block] = []
    for one in found:
        chart = chart_of(one, of.ctx)
        if chart:
            blocks.append(chart)
        if len(blocks) == MOST_CHARTS:
            break
    return blocks


def chart_of(one: Indicator, ctx: PaperContext) -> Figure | None:
    """The values of an indicator in time with its expected values; None with fewer than two values."""
    page = indicator_page.build(ctx, one.slug)
    if page.chart is None or len(page.chart.points) < 2:
        return None
    drawn = drawing.course(page.chart, ctx.lang)
    caption = _(
        "Un trait relie deux valeurs qui se suivent, jamais par-dessus une valeur manquante ni d’un organisme à l’autre."
    )
    values = table_of(page.table, caption=page.title.value)
    invented = f" ({_('données inventées')})" if page.fictional else ""
    title = say(f"{page.chart.heading}{invented}")
    return Figure(
        title, caption, drawn.svg, f"{page.chart.heading}. {page.chart.described}", drawn.width, drawn.height, values
    )


# --- what is not known -----------------------------------------------------------------------------------------------


def still_unknown(of: Subject) -> Section:
    """What nobody read or said: each with its denominator."""
    identified, total = of.it.identified, of.it.total
    found: list[Words] = []
    if total is not None and total > len(identified):
        found.append(
            say(
                _("Mesures annoncées dont le numéro et le texte ne sont pas connus : %(n)s.")
                % {"n": words.n_of(total - len(identified), total)}
            )
        )
    count = len(identified)
    if count:
        lacking = (
            (_("Mesures identifiées sans pilote lu : %(n)s."), (StatementKind.LEAD, StatementKind.CO_LEAD)),
            (_("Mesures identifiées sans verdict lu : %(n)s."), (StatementKind.JUDGED,)),
        )
        found += [say(text % {"n": words.n_of(_without(of, kinds), count)}) for text, kinds in lacking]
        undated = sum(not any(s.due for s in of.it.said.get(m.uid, ())) for m in identified)
        found.append(say(_("Mesures identifiées sans échéance lue : %(n)s.") % {"n": words.n_of(undated, count)}))
    indicators = of.ctx.reader.indicators_of_plan(of.it.plan.uid)
    if indicators:
        aimless = sum(not any(e.final for e in one.expected) for one in indicators)
        found.append(say(_("Indicateurs sans cible : %(n)s.") % {"n": words.n_of(aimless, len(indicators))}))
    intro = _("Ce qui suit n’a pas été lu : cela ne dit pas que cela n’existe pas.")
    return Section(
        say(_("Ce qui reste inconnu")),
        (Remark(say(intro)), Points(tuple(found) or (unknown(_("Aucune mesure n’est identifiée.")),))),
    )


def _without(of: Subject, kinds: tuple[StatementKind, ...]) -> int:
    def told(s: Statement) -> bool:
        whole = s.kind is StatementKind.JUDGED or not s.narrowed  # a lead of one sub-action is none of the measure
        return s.kind in kinds and s.known is Known.GIVEN and whole

    return sum(not any(map(told, of.it.said.get(m.uid, ()))) for m in of.it.identified)
