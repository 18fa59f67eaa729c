"""From one plan to the next, measure by measure: what was taken up, dropped, new; and of what nobody said anything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.facts.common import Confidence
from jalon.facts.common import Link as LinkKind
from jalon.facts.descent import CARRIED, Share, carried_over
from jalon.facts.lineage import Lineage, LineageKind
from jalon.facts.plan import Measure, MeasureKind, Plan
from jalon.portal import committed_words as terms
from jalon.portal import words
from jalon.portal.context import Context
from jalon.portal.errors import NotFound
from jalon.portal.pages.carried import MeasureRow, known, measure_row, name, pairs, share_words
from jalon.portal.pages.groups import measure_order
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, Notebook, Notes, Phrase, Ref, day, phrase
from jalon.ui.pieces import Cell, Column, Row, Table


@dataclass(frozen=True, slots=True)
class LineageRow:
    """One lineage: the texts of both sides, what became of them according to whom, and why."""

    uid: str
    kind: str
    day: Day | None
    earlier: tuple[MeasureRow, ...]
    later: tuple[MeasureRow, ...]
    sayer: str
    why: Phrase | None
    inferred: bool
    fictional: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class LineageGroup:
    """Lineages of one sort. `unsaid` stands where there are none."""

    anchor: str
    title: str
    about: str
    unsaid: str
    rows: tuple[LineageRow, ...]
    notes: Notes


@dataclass(frozen=True, slots=True)
class Silent:
    """The identified measures of a plan that no lineage between the two names: « 9 sur 17 »."""

    plan: Link
    count: str
    measures: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True)
class LineagePage:
    """Two plans. `earlier_words` and `later_words` head the columns of texts; no groups: nothing is recorded."""

    head: Head
    plan_uid: str
    earlier: Link
    later: Link
    earlier_words: str
    later_words: str
    lede: str
    shares: Table
    groups: tuple[LineageGroup, ...]
    silent: tuple[Silent, ...]
    fictional: bool


def build(ctx: Context, slug: str, before: str) -> LineagePage:
    """The page of the plan `slug` and of `before`: six queries. Raises NotFound for two plans that nothing ties."""
    every = known(ctx)
    found = next((pair for pair in pairs(ctx, every) if (pair[1].slug, pair[0].slug) == (slug, before)), None)
    if found is None:
        raise NotFound(before)
    earlier, later = found
    measures = [one for one in ctx.reader.measures_all() if one.plan in (earlier.uid, later.uid)]
    between = [one for one in every if (one.earlier_plan, one.later_plan) == (earlier.uid, later.uid)]
    shares = carried_over(measures, between, earlier.uid, later.uid)
    said = {"later": name(later, ctx), "earlier": name(earlier, ctx)}
    title = _("Du %(earlier)s au %(later)s\u00a0: ce qui a été repris") % said
    return LineagePage(
        head=_head(title, later, ctx),
        plan_uid=later.uid,
        earlier=_plan(earlier, ctx),
        later=_plan(later, ctx),
        earlier_words=capfirst(said["earlier"]),
        later_words=capfirst(said["later"]),
        lede=_lede(between, shares, said),
        shares=_shares(earlier, later, shares, said),
        groups=_groups(between, measures, earlier, later, ctx) if between else (),
        silent=tuple(_silent(plan, measures, between, ctx) for plan in (later, earlier)),
        fictional=later.uid in ctx.reader.invented,
    )


def _head(title: str, later: Plan, ctx: Context) -> Head:
    own = _plan(later, ctx)
    downloads = tuple(
        Link(ctx.links.table("filiations", form, plan=later.slug), form.upper()) for form in ("csv", "json", "xlsx")
    )
    crumbs = (Link(ctx.links.to("overview"), _("Plans")), own, Link("", _("Filiation")))
    return Head(title=title, section="plans", crumbs=crumbs, downloads=downloads)


def _plan(plan: Plan, ctx: Context) -> Link:
    title = plan.titles[0].text
    return Link(ctx.links.plan(plan), title.value, title.lang if title.lang != ctx.lang else None)


def _lede(between: Sequence[Lineage], shares: tuple[Share, Share], said: dict[str, str]) -> str:
    if not between:
        return (
            _(
                "Personne n’a dit quelles mesures du %(earlier)s ont été reprises dans le %(later)s : rien n’est enregistré. "
                "Ce n’est pas dire qu’aucune ne l’a été."
            )
            % said
        )
    share = {**said, "share": share_words(shares[0])}
    return _("Mesures du %(later)s qui en reprennent une du %(earlier)s : %(share)s.") % share


def _shares(earlier: Plan, later: Plan, shares: tuple[Share, Share], said: dict[str, str]) -> Table:
    heads = (_("Reprises"), _("Décidées non reprises"), _("Non décidées"), _("Sur"))
    columns = (Column(_("Mesures identifiées")), Column(_("Part reprise")), *(Column(h, numeric=True) for h in heads))
    titles = (_("%(later)s, reprises du %(earlier)s") % said, _("%(earlier)s, reprises dans le %(later)s") % said)
    rows = (_share_row(*one) for one in zip(titles, shares, (later, earlier), strict=True))
    note = _(
        "De la part que des personnes ont décidée à celle qui serait atteinte si tout ce qui n’est pas décidé était "
        "repris. « Décidées non reprises » : quelqu’un a dit qu’elles sont nouvelles, ou abandonnées."
    )
    attested = sum(share.attested for share in shares)
    apart = ngettext(
        "%(n)s élément attesté, dont le numéro n’a pas été lu, n’entre dans aucune part.",
        "%(n)s éléments attestés, dont le numéro n’a pas été lu, n’entrent dans aucune part.",
        attested,
    )
    foot = apart % {"n": words.number(attested)} if attested else ""
    return Table(_("Part des mesures reprises"), columns, tuple(rows), note=note, foot=foot)


def _share_row(title: str, share: Share, plan: Plan) -> Row:
    stated = plan.stated_numbers[0].value if plan.stated_numbers else None
    sub = _("sur %(n)s annoncées") % {"n": words.number(stated)} if stated and stated != share.of else ""
    proposed = _("dont proposées : %(n)s") % {"n": words.number(share.proposed)} if share.proposed else ""
    return Row(
        (
            Cell(capfirst(title)),
            Cell(share_words(share)),
            Cell(words.number(share.carried)),
            Cell(words.number(share.not_carried)),
            Cell(words.number(share.undecided), sub=proposed),
            Cell(words.number(share.of), sub=sub),
        )
    )


def _groups(
    between: Sequence[Lineage], measures: Sequence[Measure], earlier: Plan, later: Plan, ctx: Context
) -> tuple[LineageGroup, ...]:
    decided = [one for one in between if one.link is LinkKind.STATED]
    sorts = (
        ("reprises", _("Ce qui est repris"), "", _("Aucune reprise n’est décidée."),
         [one for one in decided if one.kind in CARRIED]),
        ("abandonnees", _("Ce qui est abandonné"), "", _("Aucun abandon n’est décidé."),
         [one for one in decided if one.kind is LineageKind.DROPPED]),
        ("nouvelles", _("Ce qui est nouveau"), "", _("Aucune mesure n’est dite nouvelle."),
         [one for one in decided if one.kind is LineageKind.NEW]),
        ("proposees", _("Proposé, que personne n’a décidé"),
         _("Une ressemblance n’est pas une filiation : ces lignes n’entrent dans la part qu’à sa borne haute."),
         _("Aucune proposition n’est publiée."), [one for one in between if one.link is not LinkKind.STATED]),
    )  # fmt: skip
    book = ctx.notebook(between)
    by_uid = {one.uid: one for one in measures}
    order = {one.uid: number for number, one in enumerate(sorted(measures, key=measure_order))}
    found = []
    for anchor, title, about, unsaid, lineages in sorts:
        lineages.sort(key=lambda one: min((order.get(uid, 0) for uid in (*one.later, *one.earlier)), default=0))
        shown = tuple(_row(one, by_uid, earlier, later, ctx, book) for one in lineages)
        found.append(LineageGroup(anchor, title, about, unsaid, shown, book.turn()))
    return tuple(found)


def _row(
    one: Lineage, measures: dict[str, Measure], earlier: Plan, later: Plan, ctx: Context, book: Notebook
) -> LineageRow:
    return LineageRow(
        uid=one.uid,
        kind=str(terms.LINEAGE[one.kind]),
        day=day(one.said, ctx.lang),
        earlier=tuple(measure_row(uid, measures, earlier, ctx) for uid in one.earlier),
        later=tuple(measure_row(uid, measures, later, ctx) for uid in one.later),
        sayer=terms.sayer(one.said_by),
        why=phrase(one.text, ctx.lang),
        inferred=one.confidence is Confidence.INFERRED,
        fictional=one.uid in ctx.reader.invented,
        refs=book.refs(one.citations),
    )


def _silent(plan: Plan, measures: Iterable[Measure], between: Iterable[Lineage], ctx: Context) -> Silent:
    """What no lineage names, decided or proposed."""
    named = {uid for one in between for uid in (*one.earlier, *one.later)}
    own = [one for one in measures if one.plan == plan.uid and one.kind is MeasureKind.MEASURE and one.number]
    left = sorted((one for one in own if one.uid not in named), key=measure_order)
    by_uid = {one.uid: one for one in left}
    shown = tuple(measure_row(one.uid, by_uid, plan, ctx) for one in left)
    count = words.n_of(len(left), len(own)) if own else _("aucune mesure identifiée")
    return Silent(Link(ctx.links.plan(plan), name(plan, ctx)), count, shown)
