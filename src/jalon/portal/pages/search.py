"""Search: hits with the words marked, by kind, page by page; and help when nothing is found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.portal import words
from jalon.portal.asof import STATE, VERSION
from jalon.portal.context import Context
from jalon.portal.errors import BadQuery
from jalon.portal.invented import plan_words
from jalon.portal.pages.head import Head
from jalon.portal.pages.lookup import address
from jalon.portal.pages.sources import kind_words
from jalon.portal.paging import links
from jalon.portal.pieces import Link
from jalon.publication.records import Place, SearchHit, SearchPage, Segment
from jalon.publication.search import RANKED
from jalon.ui.pieces import Pages

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; `where` says its kind, plan and measure; `url` empty: it has no page of its own."""

    url: str
    where: str
    title: tuple[Segment, ...]
    extract: tuple[Segment, ...]
    lang: str | None
    fictional: bool


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The results of one search. `asked` is False when no word was given. `order` says how too many are ordered."""

    head: Head
    query: str
    asked: bool
    hits: tuple[Hit, ...]
    total: str
    total_words: str
    kinds: tuple[Link, ...]
    pages: Pages | None
    kept: tuple[tuple[str, str], ...]
    order: str


def build(ctx: Context, params: Mapping[str, str]) -> ResultPage:
    """Search for `q`: a constant number of queries on the index. Raises BadQuery for a kind or page that is none."""
    said = " ".join(params.get("q", "").split())
    query = said[:LONGEST]
    kind = params.get("genre", "").strip() or None
    if kind is not None and kind not in kind_words():
        raise BadQuery("genre", _("Le genre « %(read)s » n’existe pas dans ce registre.") % {"read": kind[:40]})
    number = _page(params)
    found = ctx.reader.search(query, ctx.lang, kind, number)
    if number > found.pages:
        raise BadQuery(
            "page", _("La page « %(read)s » n’existe pas : il y en a %(last)s.") % {"read": number, "last": found.pages}
        )
    path = ctx.links.to("search").partition("?")[0]
    named = {plan.slug: plan_words(ctx, plan) for plan in ctx.reader.plans()}
    title = _("Recherche : %(query)s") % {"query": query} if query else _("Recherche")
    return ResultPage(
        head=Head(title=title, crumbs=(Link("", _("Recherche")),), dated=False),
        query=query,
        asked=bool(query),
        hits=tuple(_hit(hit, ctx, named) for hit in found.hits),
        total=_number(found.total, found.more),
        total_words=_total(found),
        kinds=_kinds(found, {"q": query, **_times(params)}, kind, ctx),
        pages=links(found.page, found.pages, {**params, "q": query}, path),
        kept=tuple(_times(params).items()),
        order=" ".join(_order(found, cut=len(said) > LONGEST)),
    )


def _cut() -> str:
    message = _("Le texte cherché était plus long que %(n)s caractères\u00a0: seul son début a été cherché.")
    return message % {"n": words.number(LONGEST)}


def _order(found: SearchPage, cut: bool) -> Iterator[str]:
    """Whether all of the query was searched; how too many hits are ordered; which of them the pages hold."""
    if cut:
        yield _cut()
    if not found.ranked:
        message = _(
            "Plus de %(n)s résultats : ceux dont l’intitulé contient tous les mots viennent d’abord, les autres par genre, dans l’ordre du registre. Avec un mot de plus, les plus pertinents viennent d’abord."
        )
        yield message % {"n": words.number(RANKED)}
    if found.more:
        message = _("Les %(n)s premiers se lisent ici. Un genre choisi, ou un mot de plus, mène aux autres.")
        yield message % {"n": words.number(found.total)}


def _page(params: Mapping[str, str]) -> int:
    text = params.get("page", "").strip() or "1"
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]):
        raise BadQuery("page", _("La page « %(read)s » n’est pas un nombre.") % {"read": text[:20]})
    return int(text[:9])


def _number(count: int, more: bool) -> str:
    """A count; of what was not counted to the end, that there are more."""
    said = words.number(count)
    return _("plus de %(n)s") % {"n": said} if more else said


def _total(found: SearchPage) -> str:
    if found.more:
        return _("Plus de %(n)s résultats") % {"n": words.number(found.total)}
    return ngettext("%(n)s résultat", "%(n)s résultats", found.total) % {"n": words.number(found.total)}


def _hit(hit: SearchHit, ctx: Context, named: Mapping[str, str]) -> Hit:
    return Hit(
        url=address(hit.place, ctx.links) or "",
        where=", ".join(_where(hit.place, named)),
        title=hit.title if any(one.text for one in hit.title) else (Segment(kind_words().get(hit.place.kind, "")),),
        extract=hit.extract,
        lang=hit.lang if hit.lang != ctx.lang else None,
        fictional=hit.place.uid in ctx.reader.invented,
    )


def _where(place: Place, named: Mapping[str, str]) -> Iterator[str]:
    """The kind; then the plan and the measure's number. An act's number is its own, not a measure's."""
    yield kind_words().get(place.kind, place.kind)
    if place.plan and place.plan in named:
        yield named[place.plan]
    if place.number and place.measure:
        yield _("mesure %(n)s") % {"n": place.number}


def _times(params: Mapping[str, str]) -> dict[str, str]:
    """The two times of the address, to be sent along."""
    return {name: params[name] for name in (STATE, VERSION) if params.get(name)}


def _kinds(found: SearchPage, asked: Mapping[str, str], kind: str | None, ctx: Context) -> tuple[Link, ...]:
    """All kinds with their counts; the one shown is marked."""
    path = ctx.links.to("search").partition("?")[0]
    total = _number(sum(count for _name, count in found.kinds), bool(found.beyond))
    every = Link(f"{path}?{urlencode(asked)}", _("tout, %(n)s") % {"n": total}, here=kind is None)
    each = (
        Link(
            f"{path}?{urlencode({**asked, 'genre': name})}",
            f"{kind_words().get(name, name)}, {_number(count, name in found.beyond)}",
            here=name == kind,
        )
        for name, count in found.kinds
    )
    return (every, *each) if found.kinds else ()
