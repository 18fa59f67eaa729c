"""Addresses of files. Same two times, same errors as pages."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.portal.asof import AsOf
from jalon.portal.context import Context
from jalon.portal.downloads import feeds, package
from jalon.portal.downloads.about import columns, licences, notes
from jalon.portal.downloads.fields import Params, Table
from jalon.portal.downloads.formats import as_csv, as_json, as_xlsx
from jalon.portal.downloads.tables import TABLES
from jalon.portal.errors import BadQuery
from jalon.portal.respond import bad_query, context_or_problem, problem

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGE = 2_000_000
"""Texts up to this many characters are answered whole, so that they can be kept; larger ones are streamed."""


@require_safe
def table_file(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """One table as CSV, JSON or XLSX."""
    table = TABLES.get(name)
    if table is None or form not in ("csv", "json", "xlsx"):
        return _no_such_file(request)
    ctx = context_or_problem(request)
    if isinstance(ctx, HttpResponse):
        return ctx
    params = request.GET.dict()
    try:
        _refuse_others(params, table)
        return _table(ctx, name, table, form, params)
    except BadQuery as error:
        return bad_query(request, error)


def _no_such_file(request: HttpRequest) -> HttpResponse:
    """404 with the names that there are."""
    message = _("Aucun tableau ne porte ce nom. Les tableaux : %(names)s ; les formes : csv, json, xlsx.")
    return problem(request, 404, _("Fichier introuvable"), message % {"names": ", ".join(TABLES)})


def _refuse_others(params: Params, table: Table) -> None:
    """A filter that a table does not take would give everything without a word."""
    extra = sorted(set(params) - {"etat", "version"} - table.filters.keys())
    if extra:
        known = ", ".join(("etat", "version", *table.filters))
        message = _("Ce tableau ne prend pas le filtre « %(read)s ». Il prend : %(known)s.")
        raise BadQuery(extra[0], message % {"read": extra[0][:40], "known": known})


def _table(ctx: Context, name: str, table: Table, form: str, params: Params) -> HttpResponseBase:
    rows = table.rows(ctx, params)
    chosen = [slugify(params[key]) for key in table.filters if params.get(key)]
    filename = "-".join(("jalon", name, *chosen, ctx.reader.release.id[:12])) + f".{form}"
    if form == "csv":
        return _text(as_csv(table, rows), "text/csv; charset=utf-8; header=present", filename)
    if form == "json":
        return _text(as_json(table, rows, _about(ctx, name, table)), "application/json", "")
    made = datetime.fromisoformat(ctx.reader.release.created_at)
    about = [*notes(ctx), (), *(row[1:] for row in columns([(name, table)]))]
    return _file(as_xlsx(table, rows, made, about), XLSX, filename)


def _about(ctx: Context, name: str, table: Table) -> dict[str, str | None]:
    state = ctx.asof.state.isoformat() if ctx.asof.state else None
    return {
        "table": name,
        "title": str(table.title),
        "release": ctx.reader.release.id,
        "created_at": ctx.reader.release.created_at,
        "etat": state,
        "licence": licences()[0]["title"],
    }


def _text(lines: Iterator[str], media: str, filename: str) -> HttpResponseBase:
    """The whole text when it is small; streamed from where it stops being so."""
    begun: list[str] = []
    size = 0
    for line in lines:
        begun.append(line)
        size += len(line)
        if size > LARGE:
            return _named(StreamingHttpResponse(_resumed(begun, lines), content_type=media), filename)
    return _named(HttpResponse("".join(begun), content_type=media), filename)


def _resumed(begun: list[str], rest: Iterator[str]) -> Iterator[bytes]:
    yield "".join(begun).encode()
    for line in rest:
        yield line.encode()


def _file(data: bytes, media: str, filename: str) -> HttpResponseBase:
    return _named(HttpResponse(data, content_type=media), filename)


def _named(response: HttpResponseBase, filename: str) -> HttpResponseBase:
    if filename:
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _feed(media: str, write: Callable[[Context], Iterator[str]]) -> Callable[[HttpRequest], HttpResponseBase]:
    @require_safe
    def view(request: HttpRequest) -> HttpResponseBase:
        ctx = context_or_problem(request)
        return ctx if isinstance(ctx, HttpResponse) else HttpResponse("".join(write(ctx)), content_type=media)

    return view


atom_file = _feed("application/atom+xml; charset=utf-8", feeds.atom)
sitemap_file = _feed("application/xml; charset=utf-8", feeds.sitemap)
calendar_file = _feed("text/calendar; charset=utf-8", feeds.calendar)


@require_safe
def package_file(request: HttpRequest) -> HttpResponseBase:
    """The whole Release as a Data Package."""
    ctx = context_or_problem(request)
    if isinstance(ctx, HttpResponse):
        return ctx
    return _file(
        _package(ctx.reader.stamp, ctx.lang, _Whole(ctx)), "application/zip", f"jalon-{ctx.reader.release.id[:12]}.zip"
    )


class _Whole:
    """The context of a whole package, which has no « as of »; equal to any other, so that the stamp alone is the key."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = Context(ctx.reader, AsOf(version=ctx.asof.version), ctx.lang, ctx.links, ctx.today)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=2)
def _package(stamp: str, lang: str, whole: _Whole) -> bytes:
    return package.zipped(whole.ctx)
