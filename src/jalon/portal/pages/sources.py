"""Sources: the list, and what cites each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.common import Source
from jalon.portal import words
from jalon.portal.context import Context
from jalon.portal.errors import NotFound
from jalon.portal.invented import Tally, tally
from jalon.portal.kept import once_a_release
from jalon.portal.pages.head import Head
from jalon.portal.pages.lookup import address
from jalon.portal.pages.statistics import page_number, pages
from jalon.portal.pieces import Link, split_address
from jalon.publication.reader import Reader
from jalon.publication.records import Place
from jalon.ui.pieces import Pages

PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source: where it is, and how many facts cite it."""

    url: str
    host: str
    path: str
    title: str
    count: int
    count_words: str
    fictional: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """All sources by host."""

    head: Head
    groups: tuple[tuple[str, tuple[SourceRow, ...], Tally], ...]
    count: Tally
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
    """The list, worked out once a Release. An address that several parts cite stands once. Raises BadQuery."""
    rows = _in_order(ctx.reader, ctx.lang)
    number = page_number(params, len(rows), PER_PAGE)
    groups: dict[str, list[SourceRow]] = defaultdict(list)
    for host, path, same, count in rows[PER_PAGE * (number - 1) : PER_PAGE * number]:
        groups[host].append(_row(same, host, path, count, ctx))
    downloads = tuple(Link(ctx.links.table("sources", form), form.upper()) for form in ("csv", "json", "xlsx"))
    crumbs = (Link("", _("Sources")),)
    head = Head(title=_("Sources"), section="sources", crumbs=crumbs, downloads=downloads, dated=False)
    path = ctx.links.to("sources").partition("?")[0]
    found = tuple((host, tuple(group), tally(row.fictional for row in group)) for host, group in groups.items())
    total = tally(_invented(same, ctx) for _host, _path, same, _count in rows)
    return ListPage(head, found, total, pages(number, len(rows), params, path, PER_PAGE))


@once_a_release
def _by_address(reader: Reader, _lang: str) -> Mapping[tuple[str, str], Sequence[Source]]:
    """Sources of one address and remark together: each part names them with a uid of its own."""
    found: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for source in reader.all_sources():
        found[source.address, source.note or ""].append(source)
    return found


@once_a_release
def _in_order(reader: Reader, lang: str) -> Sequence[tuple[str, str, Sequence[Source], int]]:
    """Each address with its host and path, its sources, and how many facts cite it; by host."""
    counts = reader.citation_counts()
    rows = [
        (*split_address(same[0]), same, sum(counts.get(one.uid, 0) for one in same))
        for same in _by_address(reader, lang).values()
    ]
    return sorted(rows, key=lambda row: (row[0].casefold(), row[1]))


def _invented(same: Sequence[Source], ctx: Context) -> bool:
    """Whether invented data alone cites this address."""
    return all(one.uid in ctx.reader.invented for one in same)


def _row(same: Sequence[Source], host: str, path: str, count: int, ctx: Context) -> SourceRow:
    source, cited = same[0], words.number(count)
    return SourceRow(
        ctx.links.to("source", source.uid), host, path, source.title or "", count, cited, _invented(same, ctx)
    )


def build(ctx: Context, uid: str) -> SourcePage:
    """One source: one query for all sources, one for each part that cites it. Raises NotFound."""
    source = ctx.reader.sources([uid]).get(uid)
    if source is None:
        raise NotFound(uid)
    host, path = split_address(source)
    same = _by_address(ctx.reader, ctx.lang)[source.address, source.note or ""]
    places = [place for one in same for place in ctx.reader.citing(one.uid)]
    crumbs = (Link(ctx.links.to("sources"), _("Sources")), Link("", host))
    head = Head(title=_("Source : %(host)s") % {"host": f"{host}{path}"}, section="sources", crumbs=crumbs)
    return SourcePage(head, source, host, path, _cited_in(places, ctx), len(places))


def _cited_in(places: Sequence[Place], ctx: Context) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """The pages of what cites a source, by kind, each once."""
    titles = {plan.slug: plan.titles[0].text.value for plan in ctx.reader.plans()}
    groups: dict[str, dict[str, Link]] = defaultdict(dict)
    for place in places:
        if url := address(place, ctx.links):
            groups[_kind(place.kind)].setdefault(url.partition("#")[0], Link(url, _name(place, titles)))
    return tuple((kind, tuple(links.values())) for kind, links in sorted(groups.items()))


def _name(place: Place, titles: Mapping[str, str]) -> str:
    """Where a fact is, in words: the plan and number of its measure, else what its address says."""
    plan = titles.get(place.plan or "", "")
    if place.number:
        return _("%(plan)s, mesure %(n)s") % {"plan": plan, "n": place.number}
    if place.measure:
        return _("%(plan)s, élément attesté %(uid)s") % {"plan": plan, "uid": place.measure[-6:]}
    return plan or place.slug or _kind(place.kind)


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
        "indicator": _("Indicateurs"),
        "answers": _("Réponses à un indicateur"),
        "outputs": _("Réalisations"),
        "state": _("États pour une séance"),
        "evaluation": _("Évaluations"),
        "assessments": _("Appréciations"),
        "claims": _("Comptes annoncés"),
        "scale": _("Échelles"),
        "crosswalk": _("Correspondances entre échelles"),
        "recommendation": _("Recommandations"),
        "recommendation_answers": _("Réponses à une recommandation"),
        "recommendation_reviews": _("Recommandations examinées"),
        "promise": _("Engagements"),
        "promise_views": _("Constats sur un engagement"),
        "committee": _("Comités"),
        "session": _("Séances"),
        "decisions": _("Décisions"),
        "lineages": _("Filiations"),
        "overlap_links": _("Recoupements entre plans"),
        "organisations": _("Organismes"),
        "sources": _("Sources"),
        "vocabularies": _("Vocabulaires"),
        "territories": _("Territoires"),
    }
