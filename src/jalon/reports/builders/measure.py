"""The report on one measure: all that its page says."""

from django.utils.translation import gettext as _

from jalon.portal import words
from jalon.portal.pages import measure as measure_page
from jalon.portal.pages.measure_model import MeasurePage
from jalon.portal.pieces import Day, Phrase
from jalon.portal.pieces import day as day_of
from jalon.reports.builders import rows
from jalon.reports.builders.following import chart_of
from jalon.reports.builders.front import Ground, document, plan_pairs
from jalon.reports.builders.pieces import day, joined, link, phrase, say, unknown, with_notes
from jalon.reports.builders.reading import reading
from jalon.reports.context import PaperContext
from jalon.reports.document import Block, Column, Document, Pair, Paragraph, Points, Remark, Row, Section, Table
from jalon.reports.kinds import Kind, Request


def report(request: Request, ctx: PaperContext, ground: Ground) -> Document:
    """The report. Raises NotFound."""
    by = measure_page.by_uid if len(request.measure) > LONGEST_NUMBER else measure_page.by_number
    page = by(ctx, request.plan, request.measure)
    looked = page.known_until.words if page.known_until else ""
    plan = Phrase(page.plan.words, page.plan.lang)
    number = _("Mesure %(n)s") % {"n": page.number} if page.number else page.kind_words
    of = f" {page.of}" if page.of else ""
    pairs = (Pair(_("Mesure"), (say(number + of),)), *plan_pairs(ctx, plan, day(_period(ctx, request.plan)), looked))
    found = (
        _what(page),
        _dates(page),
        _said(page, looked),
        _asked(page),
        _followed(page, ctx),
        _means(page),
        _others(page),
    )
    return document(
        Kind.MEASURE, ctx, ground, page.title, (*(one for one in found if one), reading(looked)),
        pairs=pairs, fictional=page.fictional,
    )  # fmt: skip


LONGEST_NUMBER = 20
"""A measure's number is shorter than a uid."""


def _period(ctx: PaperContext, slug: str) -> Day | None:
    plan = ctx.reader.plan(slug)
    return day_of(plan.period, ctx.lang) if plan else None


def _what(page: MeasurePage) -> Section:
    blocks: list[Block] = [Paragraph(phrase(line)) for line in page.lede]
    blocks.append(rows.facts(_("Ce qui en est lu"), page.facts))
    if page.section or page.section_label:
        level = say(page.section_level + words.colon()) if page.section_level else ()
        where = (*level, *link(page.section)) if page.section else phrase(page.section_label)
        said = say(f" ({_('déduit')})") if page.section_inferred else ()
        blocks.append(Paragraph((*say(_("Dans le plan : ")), *where, *said)))
    blocks += [Paragraph((*say(_("Autre intitulé : ")), *phrase(title))) for title in page.other_titles]
    if page.note:
        blocks.append(Paragraph(phrase(page.note)))
    return Section(say(_("Ce qu’est la mesure")), tuple(blocks))


def _dates(page: MeasurePage) -> Section | None:
    if not page.rows:
        return None
    made = tuple(
        Row(
            (
                day(row.day),
                say(row.label),
                link(row.speaker) if row.speaker else unknown(),
                with_notes(
                    joined([joined([phrase(row.text, quoted=True) if row.text else (), (*say(_("pour ")), *day(row.due)) if row.due else ()]),
                            say(f"({_('lien proposé, à confirmer')})") if row.proposed else ()], " ") or say("–"),
                    row.refs,
                ),
            )
        )
        for row in page.rows
    )  # fmt: skip
    columns = (
        Column(_("Date"), share=2),
        Column(_("Quoi"), share=2),
        Column(_("Qui"), share=3),
        Column(_("Ce qui a été dit"), share=7),
    )
    return Section(say(_("Les dates, dans l’ordre")), (Table(_("Dates de la mesure"), columns, made),))


def _said(page: MeasurePage, looked: str) -> Section:
    found = rows.promises(page.promises, _("Promesses et échéances"), looked)
    blocks: list[Block] = [found] if found else []
    blocks += [Paragraph(rows.claim(item)) for item in page.judged]
    if not page.judged:
        blocks.append(Paragraph(unknown(_("Aucun verdict, avancement ou constat n’a été lu."))))
    if page.replaced:
        blocks.append(Remark(say(_("Ce qui suit a été remplacé depuis par son auteur :"))))
        blocks.append(Points(tuple(rows.claim(item) for item in page.replaced)))
    return Section(say(_("Ce qui a été promis, constaté et jugé")), tuple(blocks))


def _asked(page: MeasurePage) -> Section | None:
    if not page.asked:
        return None
    return Section(
        say(_("Ce qui a été demandé")),
        (Paragraph(say(page.asked_words)), Points(tuple(rows.claim(item) for item in page.asked))),
    )


def _followed(page: MeasurePage, ctx: PaperContext) -> Section | None:
    blocks: list[Block] = []
    if page.steps:
        made = tuple(
            Row((with_notes(phrase(s.title), s.refs), day(s.due), day(s.done) if s.done else unknown(_("non dit"))))
            for s in page.steps
        )
        columns = (Column(_("Étape"), share=5), Column(_("Pour quand"), share=2), Column(_("Atteinte"), share=2))
        blocks.append(Table(_("Étapes"), columns, made))
    slugs = {row.uid for row in page.indicators.rows}
    tables = (rows.indicators(page.indicators), rows.outputs(page.outputs.rows, _("Ce qui a été fait")))
    blocks += [one for one in tables if one]
    for one in ctx.reader.indicators():
        figure = chart_of(one, ctx) if one.uid in slugs else None
        if figure:
            blocks.append(figure)
    for declared in page.declared:
        said = ", ".join(f"{who}{words.colon()}{state}" for who, state in declared.replies)
        blocks.append(Paragraph((*link(declared.state), *say(f" – {said}"))))
    return Section(say(_("Étapes, indicateurs, réalisations")), tuple(blocks)) if blocks else None


def _means(page: MeasurePage) -> Section | None:
    found = (rows.means(page.means.given, _("Moyens de la mesure")), rows.means(page.means.asked, _("Amendements")))
    blocks = tuple(one for one in found if one)
    return Section(say(_("Moyens")), blocks) if blocks else None


def _others(page: MeasurePage) -> Section | None:
    blocks: list[Block] = []
    if page.acts:
        made = tuple(
            Row((day(a.day), with_notes(phrase(a.kind), a.refs), say(a.author or "–"), phrase(a.topic)))
            for a in page.acts
        )
        columns = (
            Column(_("Date"), share=2),
            Column(_("Acte"), share=3),
            Column(_("Auteur"), share=3),
            Column(_("Objet"), share=5),
        )
        blocks.append(Table(_("Actes parlementaires"), columns, made))
    tables = (rows.overlaps(page.overlaps), rows.documents(page.documents, _("Documents")))
    blocks += [one for one in tables if one]
    for change in page.changes:
        blocks.append(
            Paragraph(
                (*link(change.release), *say(", "), *day(change.day), *say(words.colon() + words.clauses(change.words)))
            )
        )
    return Section(say(_("Ailleurs")), tuple(blocks)) if blocks else None
