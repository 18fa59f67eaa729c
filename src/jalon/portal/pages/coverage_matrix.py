"""The coverage matrix: bodies by themes by plans, what no link ties to any measure, and measures tied to nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.text import slugify
from django.utils.translation import gettext as _

from jalon.facts.coverage import COUNTED, NO_THEME, Cell, Cover, Line
from jalon.facts.plan import MeasureKind, Plan
from jalon.portal import committed_words as terms
from jalon.portal import words
from jalon.portal.context import Context
from jalon.portal.invented import plan_label
from jalon.portal.pages.asked import Asked, AskedRow, asked, row
from jalon.portal.pages.head import Head
from jalon.portal.pages.recommendations import BODY, COVER, PLAN, lede
from jalon.portal.pieces import Link, Notebook, Notes
from jalon.ui import pieces
from jalon.ui.pieces import Column, Row, Table

SHOWN = 100
"""Recommendations of a list on this page; the others are one link away."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Recommendations of one cover, the oldest first; `more` are not shown, `url` shows all of them."""

    rows: tuple[AskedRow, ...]
    of: str
    more: int
    url: str
    notes: Notes


@dataclass(frozen=True, slots=True)
class Idle:
    """The measures of a plan that no link ties to any recommendation: « 9 sur 17 », attested items apart."""

    plan: Link
    count: str
    measures: tuple[Link, ...]
    attested: tuple[Link, ...]
    attested_count: str


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """What is asked, and what is recorded of the plans."""

    head: Head
    lede: str
    themed: bool
    fictional: bool
    matrix: Table
    without: Lines
    reviewed: Lines
    idle: tuple[Idle, ...]
    list_url: str


def build(ctx: Context) -> CoveragePage:
    """The page: six queries."""
    known = asked(ctx)
    without, reviewed = known.coverage.without_link(), known.coverage.reviewed_none()
    book = ctx.notebook([line.recommendation for line in (*without[:SHOWN], *reviewed[:SHOWN])])
    title = _("Couverture des recommandations")
    crumbs = (Link(ctx.links.to("recommendations"), _("Recommandations")), Link("", _("Couverture")))
    about = _("Pour chaque organisme, chaque thème et chaque plan : ce qui est enregistré, et ce qui ne l’est pas.")
    return CoveragePage(
        head=Head(title=title, section="recommendations", crumbs=crumbs, description=about),
        lede=lede(known),
        themed=any(line.recommendation.themes for line in known.coverage.lines),
        fictional=known.fictional,
        matrix=_matrix(known, ctx),
        without=_lines(without, Cover.NO_LINK, known, ctx, book),
        reviewed=_lines(reviewed, Cover.REVIEWED_NONE, known, ctx, book),
        idle=tuple(_idle(plan, known, ctx) for plan in known.plans),
        list_url=ctx.links.to("recommendations"),
    )


def _lines(found: tuple[Line, ...], cover: Cover, known: Asked, ctx: Context, book: Notebook) -> Lines:
    read = sum(line.cover is not Cover.NOT_READ for line in known.coverage.lines)
    return Lines(
        rows=tuple(row(line, str(terms.COVER[cover]), ctx, book) for line in found[:SHOWN]),
        of=words.n_of(len(found), read),
        more=max(0, len(found) - SHOWN),
        url=_list(ctx, cover=cover.value),
        notes=book.turn(),
    )


def _matrix(known: Asked, ctx: Context) -> Table:
    heads = [plan_label(ctx, plan).capitalize() for plan in known.plans]
    columns = (Column(_("Organisme")), Column(_("Thème")), *(Column(head) for head in heads))
    every = [known.coverage.totals.get(plan.uid, Cell({})) for plan in known.plans]
    first = pieces.Cell(_("Tous les organismes"))
    whole = Row((first, pieces.Cell(_("tous, chacune une fois")), *map(_total, every, known.plans, [ctx] * len(every))))
    keys = sorted({(body, theme) for body, theme, _plan in known.coverage.cells})
    rows = [_row(body, theme, known, ctx) for body, theme in keys]
    note = _(
        "En tête de chaque case : les recommandations pour lesquelles aucun lien n’est enregistré, sur celles qui ont "
        "été lues et qui sont d’avant la fin du plan. Une recommandation de plusieurs thèmes compte dans chacun."
    )
    foot = _(
        "« Aucun lien enregistré » ne veut pas dire « aucune mesure ne répond » : il faut pour cela que quelqu’un l’ait dit."
    )
    return Table(_("Organismes, thèmes et plans"), columns, (whole, *rows), note=note, foot=foot)


def _row(body: str, theme: str, known: Asked, ctx: Context) -> Row:
    named = pieces.Cell(theme) if theme != NO_THEME else pieces.Cell(_("aucun enregistré"), kind="unknown")
    url = _list(ctx, **{BODY: slugify(body)})
    empty = Cell({})
    cells = (
        _cell(
            known.coverage.cells.get((body, theme, plan.uid), empty),
            _list(ctx, **{BODY: slugify(body), PLAN: plan.slug, COVER: Cover.NO_LINK.value}),
        )
        for plan in known.plans
    )
    return Row((pieces.Cell(body, url=url), named, *cells))


def _total(cell: Cell, plan: Plan, ctx: Context) -> pieces.Cell:
    return _cell(cell, _list(ctx, **{PLAN: plan.slug, COVER: Cover.NO_LINK.value}))


def _cell(cell: Cell, url: str) -> pieces.Cell:
    """« 18 sur 20 sans lien enregistré », then every other count, what is in no total last."""
    others = [c for c in Cover if cell.counts.get(c) and c is not Cover.NO_LINK]
    counted = [c for c in others if c in COUNTED]
    apart = [c for c in others if c not in COUNTED]
    sub = words.clauses(f"{terms.COVER[c]}{words.colon()}{words.number(cell.counts[c])}" for c in (*counted, *apart))
    if not cell.of:
        return pieces.Cell(_("aucune à compter"), kind="nil", sub=sub)
    none = cell.counts.get(Cover.NO_LINK, 0)
    said = _("%(n)s sans lien") % {"n": words.n_of(none, cell.of)}
    return pieces.Cell(said, url=url if none else None, sub=sub)


def _idle(plan: Plan, known: Asked, ctx: Context) -> Idle:
    own = [one for one in known.measures.values() if one.plan == plan.uid]
    numbered = sum(one.kind is MeasureKind.MEASURE and one.number is not None for one in own)
    idle = known.coverage.idle.get(plan.uid, ())
    attested = known.coverage.idle_attested.get(plan.uid, ())
    return Idle(
        plan=Link(ctx.links.plan(plan), plan_label(ctx, plan)),
        count=words.n_of(len(idle), numbered),
        measures=_measures(idle, plan, known, ctx),
        attested=_measures(attested, plan, known, ctx),
        attested_count=words.n_of(len(attested), len(own) - numbered),
    )


def _measures(uids: Iterable[str], plan: Plan, known: Asked, ctx: Context) -> tuple[Link, ...]:
    found = []
    for uid in uids:
        one = known.measures[uid]
        title = one.titles[0].text
        number = f"{one.number}. " if one.number else ""
        lang = title.lang if title.lang != ctx.lang else None
        found.append(Link(ctx.links.measure(plan, one), f"{number}{title.value}", lang))
    return tuple(found)


def _list(ctx: Context, cover: str = "", **filters: str) -> str:
    """The list of recommendations, narrowed; the two times of the page go along."""
    address = ctx.links.to("recommendations")
    said = {**filters, **({COVER: cover} if cover else {})}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(said)}"
