"""Public pages of what is asked, promised and decided: as `views`, each hands a builder to `respond`."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jalon.portal.pages import (
    committees,
    coverage_matrix,
    lineage,
    overlaps,
    promise_ledger,
    recommendation,
    recommendations,
)
from jalon.portal.respond import respond


@require_safe
def recommendations_page(request: HttpRequest) -> HttpResponse:
    """All recommendations and obligations."""
    return respond(request, "portal/recommendations.html", lambda ctx: recommendations.listing(ctx, request.GET.dict()))


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Bodies by themes by plans."""
    return respond(request, "portal/coverage.html", coverage_matrix.build)


@require_safe
def recommendation_page(request: HttpRequest, uid: str) -> HttpResponse:
    """One recommendation."""
    return respond(request, "portal/recommendation.html", lambda ctx: recommendation.build(ctx, uid))


@require_safe
def promises_page(request: HttpRequest) -> HttpResponse:
    """The ledger of promises."""
    return respond(request, "portal/promises.html", lambda ctx: promise_ledger.listing(ctx, request.GET.dict()))


@require_safe
def lineage_page(request: HttpRequest, slug: str, before: str) -> HttpResponse:
    """What a plan took from an earlier one, measure by measure."""
    return respond(request, "portal/lineage.html", lambda ctx: lineage.build(ctx, slug, before))


@require_safe
def overlaps_page(request: HttpRequest) -> HttpResponse:
    """What several national plans hold at once."""
    return respond(request, "portal/overlaps.html", overlaps.build)


@require_safe
def committees_page(request: HttpRequest) -> HttpResponse:
    """All follow-up committees."""
    return respond(request, "portal/committees.html", committees.listing)


@require_safe
def committee_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One follow-up committee, as far as it is public."""
    return respond(request, "portal/committee.html", lambda ctx: committees.build(ctx, slug))
