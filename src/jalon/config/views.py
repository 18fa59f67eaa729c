"""What machines ask: is it alive, is it ready, its figures; what search engines and researchers of flaws read."""

import os
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jalon.core.loopback import from_loopback


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served, 503 with what is missing; each check by name, no detail of the machine."""
    checks = {"database": _database(), "release": _release()}
    ready = all(state == "ok" for state in checks.values())
    return JsonResponse({"ready": ready, **checks}, status=200 if ready else 503)


def _database() -> str:
    from jalon.core.errors import JalonError
    from jalon.core.upgrade import refuse_behind

    if settings.JALON.rooms == "portal":
        return "ok"
    try:
        connection.ensure_connection()
        refuse_behind()
    except DatabaseError:
        return "unreachable"
    except JalonError as problem:
        return str(problem)
    return "ok"


def _release() -> str:
    from jalon.core.errors import JalonError
    from jalon.publication.reader import open_reader

    if settings.JALON.rooms == "office":
        return "ok"
    try:
        open_reader().release  # noqa: B018  # reading it is the check
    except (JalonError, OSError) as problem:
        return str(problem) if isinstance(problem, JalonError) else "unreadable"
    return "ok"


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, to this machine only."""
    if not from_loopback(request):
        raise Http404
    from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library leaves it untyped
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be indexed; the signed-in pages hold nothing for robots."""
    return HttpResponse("User-agent: *\nDisallow: /bureau/\nDisallow: /en/bureau/\n", content_type="text/plain")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a flaw. Valid for a year from the day it is read."""
    expires = (datetime.now(UTC) + timedelta(days=365)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {settings.JALON.security_contact or settings.JALON.base_url + '/mentions-legales/'}",
        f"Expires: {expires}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.JALON.base_url}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
