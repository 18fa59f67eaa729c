"""What several national plans hold at once: the matrix and the list of overlaps that a source or a person states.

A likeness, or a double count that is only possible, is shown to those who are signed in until a person confirms it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.facts.common import Confidence, Text
from jalon.facts.lineage import OverlapLink
from jalon.facts.plan import Measure, Plan
from jalon.portal import committed_words as terms
from jalon.portal import words
from jalon.portal.asof import happened
from jalon.portal.context import Bodies, Context
from jalon.portal.invented import plan_words, real
from jalon.portal.pages.head import Head
from jalon.portal.pages.subjects import Subjects
from jalon.portal.pieces import Day, Link, Notebook, Notes, Phrase, Ref, day, phrase
from jalon.ui import pieces
from jalon.ui.pieces import Column, Row, Table


@dataclass(frozen=True, slots=True)
class OverlapLine:
    """One overlap. `ours` is the measure here, or the plan (`whole`); `other_page` is set when the other plan is here."""

    uid: str
    ours: Link | None
    whole: bool
    other: Phrase | None
    other_page: Link | None
    reference: str
    natures: str
    item: Phrase | None
    why: Phrase | None
    said_by: Link | None
    day: Day | None
    inferred: bool
    fictional: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class OverlapsPage:
    """All overlaps between plans."""

    head: Head
    lede: str
    matrix: Table | None
    rows: tuple[OverlapLine, ...]
    notes: Notes


def build(ctx: Context) -> OverlapsPage:
    """The page: six queries."""
    links = known(ctx)
    plans = {plan.uid: plan for plan in ctx.reader.plans()}
    named = {uid for one in links for uid in (one.measure, one.other.measure) if uid}
    measures = ctx.reader.measures_by_uid(named)
    subjects = Subjects(ctx, plans, measures)
    links = tuple(sorted(links, key=lambda one: _place(one, plans, measures, ctx)))
    book, bodies = ctx.notebook(links), ctx.bodies()
    rows = tuple(_line(one, subjects, ctx, book, bodies) for one in links)
    title = _("Recoupements entre plans nationaux")
    downloads = tuple(Link(ctx.links.table("recoupements-entre-plans", f), f.upper()) for f in ("csv", "json", "xlsx"))
    crumbs = (Link(ctx.links.to("overview"), _("Plans")), Link("", _("Recoupements")))
    head = Head(title=title, section="plans", crumbs=crumbs, downloads=downloads)
    return OverlapsPage(head, _lede(rows), _matrix(links, plans, ctx), rows, book.turn())


def known(ctx: Context) -> tuple[OverlapLink, ...]:
    """The overlaps that were said by the day of the page: one query. The index holds those that are confirmed alone."""
    return tuple(one for one in ctx.reader.overlap_links() if happened(one.said, ctx.asof.state))


def _place(
    one: OverlapLink, plans: Mapping[str, Plan], measures: Mapping[str, Measure], ctx: Context
) -> tuple[bool, int, bool, int, str]:
    """What is real first, plan by plan, the plan as a whole before its measures."""
    plan, measure = plans.get(one.plan), measures.get(one.measure or "")
    rank, order = plan.rank if plan else 0, measure.order if measure else 0
    return one.uid in ctx.reader.invented, rank, one.measure is not None, order, one.other.title.value


def _lede(rows: Sequence[OverlapLine]) -> str:
    count = sum(not row.fictional for row in rows) or len(rows)
    return ngettext("%(n)s recoupement dit ou confirmé.", "%(n)s recoupements dits ou confirmés.", count) % {
        "n": words.number(count)
    }


def natures(one: OverlapLink) -> str:
    """In what they overlap, in words; « non dit » when the source does not say it."""
    return ", ".join(str(terms.NATURE[nature]) for nature in one.natures) or _("non dit")


def _line(one: OverlapLink, subjects: Subjects, ctx: Context, book: Notebook, bodies: Bodies) -> OverlapLine:
    return OverlapLine(
        uid=one.uid,
        ours=subjects.link(one.measure or one.plan),
        whole=one.measure is None,
        other=phrase(one.other.title, ctx.lang),
        other_page=subjects.link(one.other.measure or one.other.plan or ""),
        reference=one.other.reference or "",
        natures=natures(one),
        item=phrase(one.item, ctx.lang),
        why=phrase(one.text, ctx.lang),
        said_by=bodies.link(one.said_by),
        day=day(one.said, ctx.lang),
        inferred=one.confidence is Confidence.INFERRED,
        fictional=one.uid in ctx.reader.invented,
        refs=book.refs(one.citations),
    )


def _matrix(links: Sequence[OverlapLink], plans: Mapping[str, Plan], ctx: Context) -> Table | None:
    """Other plans and strategies by our plans; invented ones only where nothing else is here. None: nothing to show."""
    columns = real(tuple(plans.values()), ctx)
    shown = {plan.uid for plan in columns}
    cells: dict[tuple[str, str], list[OverlapLink]] = defaultdict(list)
    for one in links:
        if one.plan in shown:
            cells[one.other.plan or one.other.title.value, one.plan].append(one)
    if not cells:
        return None
    others = {one.other.plan or one.other.title.value: one.other.title for one in links if one.plan in shown}
    heads = (Column(_("Autre plan ou stratégie")), *(Column(plan_words(ctx, plan).capitalize()) for plan in columns))
    rows = (
        Row((_other(plans.get(other), title, ctx), *(_cell(cells.get((other, plan.uid), [])) for plan in columns)))
        for other, title in others.items()
    )
    foot = _("Une case vide ne dit pas que rien ne se recoupe : seulement que rien n’a été lu, ni confirmé.")
    return Table(_("Plans et stratégies, plan par plan"), heads, tuple(rows), foot=foot)


def _other(plan: Plan | None, title: Text, ctx: Context) -> pieces.Cell:
    if plan:
        return pieces.Cell(plan_words(ctx, plan).capitalize(), url=ctx.links.plan(plan))
    return pieces.Cell(title.value, lang=title.lang if title.lang != ctx.lang else None)


def _cell(found: Sequence[OverlapLink]) -> pieces.Cell:
    if not found:
        return pieces.Cell(_("rien d’enregistré"), kind="nil")
    said = ngettext("%(n)s recoupement", "%(n)s recoupements", len(found)) % {"n": words.number(len(found))}
    return pieces.Cell(said, url=f"#d-{found[0].uid}", sub=words.clauses(dict.fromkeys(map(natures, found))))
