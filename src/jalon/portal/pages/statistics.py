"""Statistics: the index by family, the page of a family, the page of a series with all its values."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.series import Family, Observation, Series
from jalon.portal import words
from jalon.portal.context import Context
from jalon.portal.errors import BadQuery, NotFound
from jalon.portal.pages.breakdowns import code_words, dimension
from jalon.portal.pages.figures import Figure, edition, figure, group_key
from jalon.portal.pages.head import Head
from jalon.portal.pages.values import value_words
from jalon.portal.paging import links
from jalon.portal.pieces import Link, Notebook, Notes, Phrase, day, phrase
from jalon.publication.records import SeriesHead
from jalon.ui.pieces import Cell, Column, Pages, Row, Table

DRAWN = 600
"""A series with more values than this is not drawn on the page of its family: its own page pages them."""
PER_PAGE = 200
LISTED = 60
"""Series on a page of the index."""
FAMILY_SLUGS: dict[str, Family] = {
    "police-et-gendarmerie": Family.POLICE,
    "justice": Family.JUSTICE,
    "enquetes": Family.SURVEY,
    "rapports-etrangers": Family.FOREIGN_REPORT,
    "dispositifs": Family.SERVICE,
    "estimations": Family.OFFICIAL_ESTIMATE,
    "suivi-des-plans": Family.FOLLOW_UP,
    "autres": Family.OTHER,
}
FAMILIES = tuple(FAMILY_SLUGS.values())


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One series in the index."""

    url: str
    title: str
    lang: str | None
    edition: str
    unit: str
    values: str
    period: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One family with those of its series that the page shows; `total` counts them all."""

    url: str
    title: str
    anchor: str
    rows: tuple[SeriesRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A page of all series of the country, by family."""

    head: Head
    families: tuple[FamilyRow, ...]
    series: int
    values: int
    pages: Pages | None


@dataclass(frozen=True, slots=True)
class Section:
    """A figure with the sources that it was the first to cite."""

    figure: Figure
    notes: Notes


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """All figures of one family."""

    head: Head
    title: str
    caution: str
    sections: tuple[Section, ...]
    large: tuple[SeriesRow, ...]


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """One series: with its sister editions in one figure, and every value in a table."""

    head: Head
    title: Phrase
    family: Link
    producer: Link | None
    edition: str
    unit: str
    note: Phrase | None
    warnings: tuple[str, ...]
    figure: Figure | None
    figure_notes: Notes
    table: Table
    total: int
    pages: Pages | None
    table_notes: Notes


def index(ctx: Context, params: Mapping[str, str]) -> IndexPage:
    """The index, by family: one query for all series. Raises BadQuery."""
    heads = sorted(
        (h for h in ctx.reader.series() if h.family in FAMILIES), key=lambda head: FAMILIES.index(head.family)
    )
    number = page_number(params, len(heads), LISTED)
    shown: dict[Family, list[SeriesHead]] = defaultdict(list)
    for head in heads[LISTED * (number - 1) : LISTED * number]:
        shown[head.family].append(head)
    counts = Counter(head.family for head in heads)
    families = tuple(_family_row(family, rows, counts[family], ctx) for family, rows in shown.items())
    crumbs = (Link("", _("Statistiques")),)
    page = Head(title=_("Statistiques"), section="statistics", crumbs=crumbs, downloads=_downloads(ctx), dated=False)
    path = ctx.links.to("statistics").partition("?")[0]
    links_ = pages(number, len(heads), params, path, LISTED)
    counted = [head for head in heads if head.uid not in ctx.reader.invented] or heads
    return IndexPage(page, families, len(counted), sum(head.count for head in counted), links_)


def _family_row(family: Family, heads: Iterable[SeriesHead], total: int, ctx: Context) -> FamilyRow:
    slug = _family_slug(family)
    rows = tuple(_row(head, ctx) for head in heads)
    return FamilyRow(ctx.links.to("family", slug), str(words.FAMILY[family]), slug, rows, total)


def _downloads(ctx: Context) -> tuple[Link, ...]:
    names = (("series", _("séries")), ("observations", _("valeurs")))
    return tuple(
        Link(ctx.links.table(n, form), f"{label}, {form.upper()}")
        for n, label in names
        for form in ("csv", "json", "xlsx")
    )


def _row(head: SeriesHead, ctx: Context) -> SeriesRow:
    ends = [found.words for edtf in (head.first, head.last) if (found := day(edtf, ctx.lang))]
    warnings = []
    if head.uid in ctx.reader.invented:
        warnings.append(_("fictif"))
    if head.multiple:
        warnings.append(_("plusieurs réponses possibles"))
    if head.do_not_add:
        warnings.append(_("à ne pas additionner"))
    return SeriesRow(
        url=ctx.links.to("series", head.slug),
        title=head.title.value,
        lang=head.title.lang if head.title.lang != ctx.lang else None,
        edition=edition(head),
        unit=head.unit,
        values=words.number(head.count),
        period="–".join(dict.fromkeys(ends)),
        warnings=tuple(warnings),
    )


def family(ctx: Context, slug: str) -> FamilyPage:
    """All figures of a family: three queries. Raises NotFound."""
    chosen = FAMILY_SLUGS.get(slug)
    heads = [head for head in ctx.reader.series() if head.family is chosen]
    if chosen is None or not heads:
        raise NotFound(slug)
    small = [head for head in heads if head.count <= DRAWN]
    whole = {series.uid: series for series in ctx.reader.series_by_slugs(head.slug for head in small)}
    book = ctx.notebook(tuple(whole.values()))
    sections = []
    for group in _groups([whole[head.uid] for head in small if head.uid in whole]):
        sections.append(Section(figure(group, _coverage(group, whole.values()), ctx, book), book.turn()))
    title = str(words.FAMILY[chosen])
    crumbs = (Link(ctx.links.to("statistics"), _("Statistiques")), Link("", title))
    page = Head(title=title, section="statistics", crumbs=crumbs, downloads=_downloads(ctx), dated=False)
    return FamilyPage(
        page, title, caution(chosen), tuple(sections), tuple(_row(h, ctx) for h in heads if h.count > DRAWN)
    )


def _groups(series: Sequence[Series]) -> list[list[Series]]:
    """Series that may stand in one figure, counts before shares, the longest first."""
    found: dict[tuple[Family, str, str], list[Series]] = defaultdict(list)
    for one in series:
        found[group_key(one)].append(one)
    return sorted(
        found.values(), key=lambda group: (group[0].unit.startswith("%"), -sum(len(s.observations) for s in group))
    )


def _coverage(group: Sequence[Series], beside: Iterable[Series]) -> list[Series]:
    """The series that count who answered, for the figures of a survey."""
    if group[0].family is not Family.SURVEY or group[0].unit == "associations":
        return []
    return [s for s in beside if s.unit == "associations"]


def caution(chosen: Family) -> str:
    """What must be said of a family before its figures."""
    return {
        Family.POLICE: _(
            "Une victime enregistrée n’est pas une victime estimée : ces séries comptent ce qu’un service a vu."
        ),
        Family.SURVEY: _(
            "Une enquête compte les personnes vues par les associations qui répondent ; ces chiffres et ceux de la police se recouvrent et ne vont sur aucun axe commun."
        ),
        Family.FOREIGN_REPORT: _(
            "Un État étranger rapporte ce que lui disent les autorités ; ses éditions se contredisent parfois."
        ),
        Family.OFFICIAL_ESTIMATE: _("Une estimation n’est pas un compte."),
        Family.FOLLOW_UP: _(
            "Valeurs des indicateurs des plans, par organisme qui les donne ; la page de chaque indicateur dit ce qui en était attendu."
        ),
    }.get(chosen, _("Ces séries se recouvrent avec d’autres et ne s’additionnent pas."))


def series(ctx: Context, slug: str, params: Mapping[str, str]) -> SeriesPage:
    """One series with every value. Raises NotFound, BadQuery."""
    heads = ctx.reader.series()
    head = next((h for h in heads if h.slug == slug), None)
    if head is None:
        raise NotFound(slug)
    wanted = [h.slug for h in heads if _beside(h, head) and (h.count <= DRAWN or h.uid == head.uid)]
    whole = ctx.reader.series_by_slugs(wanted)
    own = next(s for s in whole if s.uid == head.uid)
    group = [s for s in whole if group_key(s) == group_key(own)]
    number = page_number(params, len(own.observations))
    shown = own.observations[PER_PAGE * (number - 1) : PER_PAGE * number]
    drawn = head.count <= DRAWN
    book = ctx.notebook(tuple(whole) if drawn else shown)
    drawing = figure(group, _coverage(group, whole), ctx, book) if drawn else None
    figure_notes = book.turn()
    table = _table(own, shown, ctx, book)
    return SeriesPage(
        head=_series_head(own, ctx),
        title=phrase(own.title, ctx.lang) or Phrase(own.indicator),
        family=Link(ctx.links.to("family", _family_slug(own.family)), str(words.FAMILY[own.family])),
        producer=ctx.bodies().link(own.producer),
        edition=own.vintage or "",
        unit=own.unit,
        note=phrase(own.note, ctx.lang),
        warnings=_row(head, ctx).warnings,
        figure=drawing,
        figure_notes=figure_notes,
        table=table,
        total=len(own.observations),
        pages=pages(number, len(own.observations), params, ctx.links.to("series", slug).partition("?")[0]),
        table_notes=book.turn(),
    )


def _beside(other: SeriesHead, head: SeriesHead) -> bool:
    counts_answers = head.family is Family.SURVEY and other.family is Family.SURVEY and other.unit == "associations"
    return group_key(other) == group_key(head) or counts_answers


def _family_slug(chosen: Family) -> str:
    return next(slug for slug, family_ in FAMILY_SLUGS.items() if family_ is chosen)


def _series_head(own: Series, ctx: Context) -> Head:
    crumbs = (
        Link(ctx.links.to("statistics"), _("Statistiques")),
        Link(ctx.links.to("family", _family_slug(own.family)), str(words.FAMILY[own.family])),
        Link("", own.title.value, own.title.lang),
    )
    downloads = tuple(
        Link(ctx.links.table("observations", f, serie=own.slug), f.upper()) for f in ("csv", "json", "xlsx")
    )
    return Head(title=own.title.value, section="statistics", crumbs=crumbs, downloads=downloads, dated=False)


def _table(own: Series, shown: Sequence[Observation], ctx: Context, book: Notebook) -> Table:
    columns = (Column(_("Date")), Column(_("Ventilation")), Column(own.unit, numeric=True), Column(_("Remarque")))
    rows = []
    for o in shown:
        when = day(o.when, ctx.lang)
        parts = ", ".join(f"{dimension(d.name)} : {code_words(d.name, d.value)}" for d in o.dimensions)
        kind = "unknown" if o.value is None else ""
        value = Cell(value_words(o, own.unit), refs=book.refs(o.citations), kind=kind)
        rows.append(
            Row(
                (
                    Cell(when.words if when else str(words.NOT_READ)),
                    Cell(parts or _("ensemble")),
                    value,
                    Cell(o.note or "", kind="" if o.note else "nil"),
                )
            )
        )
    return Table(_("Toutes les valeurs de la série"), columns, tuple(rows), caption_hidden=True)


def page_number(params: Mapping[str, str], total: int, per_page: int = PER_PAGE) -> int:
    """The page asked for. Raises BadQuery when there is no such page."""
    text = params.get("page", "").strip() or "1"
    last = max(1, -(-total // per_page))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= last:
        message = _("La page « %(read)s » n’existe pas : il y en a %(last)s.")
        raise BadQuery("page", message % {"read": text[:20], "last": last})
    return int(text)


def pages(number: int, total: int, params: Mapping[str, str], path: str, per_page: int = PER_PAGE) -> Pages | None:
    """Links to the pages of a long list; None when it has one page."""
    return links(number, max(1, -(-total // per_page)), params, path)
