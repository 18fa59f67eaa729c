"""The files of public documents, from the publication directory alone: only what the Release names goes out."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.portal.cache import PUBLIC, has
from jalon.portal.respond import context_or_problem, gone, not_found, problem
from jalon.publication.errors import BlobBroken, BlobMissing
from jalon.publication.reader import Reader
from jalon.publication.records import HeldFile


@require_safe
def document_file(request: HttpRequest, sha256: str, name: str) -> HttpResponseBase:
    """The file of a public document of the Release, as it was handed in. The hash decides; `name` says which document's
    name it gets when several name it.

    410 when its owner withdrew it; 404 when no public document of this Release names it.
    """
    ctx = context_or_problem(request)
    if isinstance(ctx, HttpResponse):
        return ctx
    file = ctx.reader.file(sha256, name)
    if file is None:
        stone = ctx.reader.tombstone_of_file(sha256)
        return gone(request, stone) if stone else not_found(request)
    etag = f'"{sha256}"'
    if has(request.META.get("HTTP_IF_NONE_MATCH"), etag):
        return _marked(HttpResponseNotModified(), etag)
    try:
        return _marked(_answer(request, ctx.reader, file), etag)
    except BlobMissing:
        return not_found(request)
    except BlobBroken:
        message = _(
            "Le fichier gardé ici n’est plus celui qui a été publié : il n’est pas donné. L’exploitant doit le restaurer."
        )
        return problem(request, 503, _("Fichier altéré"), message)


def _answer(request: HttpRequest, reader: Reader, file: HeldFile) -> HttpResponseBase:
    """The content, checked before its first byte goes out; never shown inside this site, only taken away."""
    content = reader.open_file(file)
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.served_as)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _marked(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """What caches need: the hash is the tag; asked again within a minute, as a withdrawn file must leave them."""
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = PUBLIC
    return response
