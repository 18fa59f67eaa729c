"""From a builder to an answer: opens the Release, reads the two times, renders; and the pages of what went wrong.

No session, no user, no database: templates are rendered without context processors, the page model is all they see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.urls import translate_url
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

from jalon.facts.uids import is_uid
from jalon.portal import words
from jalon.portal.asof import STATE, VERSION, AsOf, read_state, read_version
from jalon.portal.bar import LONGEST_KEPT, Bar, Page, bar
from jalon.portal.context import Context
from jalon.portal.errors import BadQuery, NotFound
from jalon.portal.links import Links
from jalon.portal.pages.head import Head
from jalon.publication.errors import NoRelease
from jalon.publication.reader import Reader, open_reader
from jalon.publication.records import Tombstone
from jalon.ui.pieces import Crumb, Download

Builder = Callable[[Context], Page]

LONGEST_QUERY = 4000
"""Characters of the values that the link to the same page in the other language repeats."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A page for an answer that is not 200: what happened, and what to do."""

    head: Head
    status: int
    title: str
    message: str
    way_out: str
    current: str = ""


def context_for(request: HttpRequest) -> Context:
    """The Release and the two times that the address asks for. Raises BadQuery, NoRelease."""
    newest = getattr(request, "preview_reader", None) or open_reader()  # the office shows a part before it is signed
    asof = read_asof(request, newest)
    reader = open_reader(asof.version) if asof.version else newest
    made = date.fromisoformat(reader.release.created_at[:10])
    return Context(reader, asof, words.tongue(), Links(asof.query), asof.state or made)


def read_asof(request: HttpRequest, newest: Reader) -> AsOf:
    """The two times of an address; the current Release by its id is the current Release."""
    params = request.GET.dict()
    for name in (STATE, VERSION):
        if len(set(request.GET.getlist(name))) > 1:
            raise BadQuery(name, _("« %(name)s » est donné deux fois. Gardez une seule valeur.") % {"name": name})
    found = read_version(params, (info.id for info in newest.releases())) if params.get("version") else None
    return AsOf(read_state(params), None if found == newest.release.id else found)


def context_or_problem(request: HttpRequest) -> Context | HttpResponse:
    """The context of an answer, or the page that says why there is none: 400, 503."""
    try:
        return context_for(request)
    except BadQuery as error:
        return bad_query(request, error)
    except NoRelease:
        message = _("Ce registre n’a pas encore de version publiée, ou cette version n’est plus ici.")
        return problem(request, 503, _("Rien n’est encore publié ici"), message)


def respond(request: HttpRequest, template: str, build: Builder) -> HttpResponse:
    """The page, or the page of what went wrong: 400, 404, 410, 503."""
    ctx = context_or_problem(request)
    if isinstance(ctx, HttpResponse):
        return ctx
    try:
        return render(request, template, ctx, build(ctx))
    except BadQuery as error:
        return bad_query(request, error)
    except NotFound as error:
        return withdrawn(request, ctx, str(error)) or not_found(request)


def bad_query(request: HttpRequest, error: BadQuery) -> HttpResponse:
    """400: which value, what was read, what is expected; with the current state of the same page one link away."""
    return problem(
        request, 400, _("Cette adresse contient une valeur qui ne se lit pas"), error.message, current=request.path
    )


def withdrawn(request: HttpRequest, ctx: Context, uid: str) -> HttpResponse | None:
    """410 when what was asked for by its uid was withdrawn by its owner."""
    stone = ctx.reader.tombstone(uid) if is_uid(uid) else None
    return gone(request, stone) if stone else None


def gone(request: HttpRequest, stone: Tombstone) -> HttpResponse:
    """410: what was here was withdrawn by its owner, why, and in which words."""
    reason = {"error": _("erreur"), "privacy": _("vie privée"), "court": _("décision de justice")}.get(
        stone.reason, stone.reason
    )
    message = _("Retiré par son auteur : %(reason)s. %(words)s") % {"reason": reason, "words": stone.words}
    return problem(request, 410, _("Retiré"), message)


def render(request: HttpRequest, template: str, ctx: Context, page: Page) -> HttpResponse:
    """The HTML of a page model."""
    shown = bar(ctx, page, request.GET.dict()) if page.head.asof else None
    body = loader.get_template(template).render(
        _values(request, page.head, ctx.reader, shown, fictional=bool(getattr(page, "fictional", False)))
        | {"page": page, "ctx": ctx}
    )
    return HttpResponse(body)


def _values(
    request: HttpRequest, head: Head, reader: Reader | None, shown: Bar | None, *, fictional: bool = False
) -> dict[str, Any]:
    other = "en" if words.tongue() == "fr" else "fr"
    base = settings.JALON.base_url
    plain = request.path
    page = f"?page={request.GET['page']}" if request.GET.get("page", "").isdecimal() else ""
    return {
        "head": head,
        "section": head.section,
        "synthetic": fictional,
        "crumbs": tuple(Crumb(crumb.words, crumb.url or None, crumb.lang) for crumb in head.crumbs),
        "downloads": tuple(Download(link.url, link.words) for link in head.downloads),
        "release": reader.release if reader else None,
        "bar": shown,
        "latest_url": request.path + (f"?{urlencode(shown.kept)}" if shown and shown.kept else ""),
        "other_language_url": translate_url(escape_uri_path(request.path) + _repeated(request), other),
        "canonical": base + plain + page,
        "alternates": tuple((lang, base + translate_url(plain, lang)) for lang in ("fr", "en")),
    }


def _repeated(request: HttpRequest) -> str:
    """The values of the address for a link to the same page: each cut as a search cuts it, and no more of them than
    pages have, so that a page is not as long as what somebody writes into its address."""
    if len(query := request.META.get("QUERY_STRING", "")) <= LONGEST_KEPT:
        return f"?{query}" if query else ""
    pairs = ((name, value) for name, values in request.GET.lists() for value in values)
    said = urlencode([(name[:LONGEST_KEPT], " ".join(value.split())[:LONGEST_KEPT]) for name, value in pairs])
    return f"?{said}" if 0 < len(said) <= LONGEST_QUERY else ""


def not_found(request: HttpRequest) -> HttpResponse:
    """The 404 page of the portal."""
    message = _("Cette version du registre ne contient rien à cette adresse. L’adresse est peut-être mal recopiée.")
    return problem(request, 404, _("Page introuvable"), message)


def problem(request: HttpRequest, status: int, title: str, message: str, *, current: str = "") -> HttpResponse:
    """A page that says what happened and where to go; works without any Release."""
    head = Head(title=title, asof=False)
    page = Problem(head, status, title, message, _("Aller à la vue d’ensemble"), current)
    try:
        reader: Reader | None = open_reader()
    except NoRelease:
        reader = None
    body = loader.get_template("portal/problem.html").render(_values(request, head, reader, None) | {"page": page})
    return HttpResponse(body, status=status)
