"""Sources: the list, and what cites each."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.common import Source
from jalon.portal import words
from jalon.portal.context import Context
from jalon.portal.errors import NotFound
from jalon.portal.pages.head import Head
from jalon.portal.pages.lookup import address
from jalon.portal.pages.statistics import page_number, pages
from jalon.portal.pieces import Link, split_address
from jalon.ui.pieces import Pages

PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source: where it is, and how many facts cite it."""

    url: str
    host: str
    path: str
    title: str
    outside: str | None
    count: int
    count_words: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """All sources by host."""

    head: Head
    groups: tuple[tuple[str, tuple[SourceRow, ...]], ...]
    total: int
    uncited: int
    pages: Pages | None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One source and what cites it, by kind."""

    head: Head
    source: Source
    host: str
    path: str
    groups: tuple[tuple[str, tuple[Link, ...]], ...]
    total: int


def listing(ctx: Context, params: Mapping[str, str]) -> ListPage:
    """The list: two queries. Raises BadQuery."""
    sources, counts = ctx.reader.all_sources(), ctx.reader.citation_counts()
    rows = sorted(
        (_row(source, counts.get(source.uid, 0), ctx) for source in sources), key=lambda r: (r.host.casefold(), r.path)
    )
    number = page_number(params, len(rows), PER_PAGE)
    groups: dict[str, list[SourceRow]] = defaultdict(list)
    for row in rows[PER_PAGE * (number - 1) : PER_PAGE * number]:
        groups[row.host].append(row)
    downloads = tuple(Link(ctx.links.table("sources", form), form.upper()) for form in ("csv", "json", "xlsx"))
    head = Head(title=_("Sources"), section="sources", crumbs=(Link("", _("Sources")),), downloads=downloads)
    path = ctx.links.to("sources").partition("?")[0]
    found = tuple((host, tuple(group)) for host, group in groups.items())
    return ListPage(
        head, found, len(rows), sum(not row.count for row in rows), pages(number, len(rows), params, path, PER_PAGE)
    )


def _row(source: Source, count: int, ctx: Context) -> SourceRow:
    host, path = split_address(source)
    cited = words.number(count)
    return SourceRow(ctx.links.to("source", source.uid), host, path, source.title or "", source.url, count, cited)


def build(ctx: Context, uid: str) -> SourcePage:
    """One source: two queries. Raises NotFound."""
    source = ctx.reader.sources([uid]).get(uid)
    if source is None:
        raise NotFound(uid)
    host, path = split_address(source)
    groups: dict[str, dict[str, Link]] = defaultdict(dict)
    places = ctx.reader.citing(uid)
    for place in places:
        url = address(place, ctx.links)
        if url:
            plan = f"{place.plan}, " if place.plan and place.kind != "plan" else ""
            number = _("mesure %(n)s") % {"n": place.number} if place.number else place.slug or place.plan or ""
            groups[_kind(place.kind)].setdefault(
                url, Link(url, f"{plan}{number}" if plan and place.number else number or url)
            )
    crumbs = (Link(ctx.links.to("sources"), _("Sources")), Link("", host))
    head = Head(title=_("Source : %(host)s") % {"host": host}, section="sources", crumbs=crumbs)
    found = tuple((kind, tuple(links.values())) for kind, links in sorted(groups.items()))
    return SourcePage(head, source, host, path, found, len(places))


def _kind(kind: str) -> str:
    return kind_words().get(kind, kind)


def kind_words() -> dict[str, str]:
    """The kinds of documents as people name them."""
    return {
        "plan": _("Plans"),
        "sections": _("Sections"),
        "measure": _("Mesures et éléments"),
        "statements": _("Déclarations"),
        "means": _("Moyens"),
        "acts": _("Actes du Parlement"),
        "series": _("Statistiques"),
        "organisations": _("Organismes"),
        "sources": _("Sources"),
        "vocabularies": _("Vocabulaires"),
        "territories": _("Territoires"),
    }
