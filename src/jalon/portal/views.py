"""Public pages: each view hands a builder to `respond`, which opens the Release, reads the two times and renders."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from jalon.facts.uids import is_uid
from jalon.portal.pages import (
    auditing,
    calendar,
    changes,
    comparison,
    data,
    estimation,
    evaluation,
    evaluations,
    indicator,
    indicators,
    means,
    measure,
    organisations,
    outputs,
    overview,
    parliament,
    plan,
    releases,
    scales,
    search,
    sources,
    states,
    statistics,
    texts,
)
from jalon.portal.pages.lookup import address
from jalon.portal.respond import context_or_problem, not_found, respond, withdrawn


@require_safe
def overview_page(request: HttpRequest) -> HttpResponse:
    """The plans, what conflicts, what is unknown."""
    return respond(request, "portal/overview.html", overview.build)


@require_safe
def plan_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One plan."""
    return respond(request, "portal/plan.html", lambda ctx: plan.build(ctx, slug, request.GET.dict()))


@require_safe
def comparison_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The evaluations of a plan side by side."""
    return respond(request, "portal/comparison.html", lambda ctx: comparison.build(ctx, slug, request.GET.dict()))


@require_safe
def audit_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What a plan says of its measures, criterion by criterion."""
    return respond(request, "portal/audit.html", lambda ctx: auditing.build(ctx, slug))


@require_safe
def measure_page(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One measure, by its number."""
    return respond(request, "portal/measure.html", lambda ctx: measure.by_number(ctx, slug, number))


@require_safe
def item_page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """One attested item, by its uid."""
    return respond(request, "portal/measure.html", lambda ctx: measure.by_uid(ctx, slug, uid))


@require_safe
def organisations_page(request: HttpRequest) -> HttpResponse:
    """All bodies."""
    return respond(request, "portal/organisations.html", lambda ctx: organisations.listing(ctx, request.GET.dict()))


@require_safe
def organisation_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One body."""
    return respond(request, "portal/organisation.html", lambda ctx: organisations.build(ctx, slug))


@require_safe
def calendar_page(request: HttpRequest) -> HttpResponse:
    """All dates."""
    return respond(request, "portal/calendar.html", lambda ctx: calendar.build(ctx, request.GET.dict()))


@require_safe
def statistics_page(request: HttpRequest) -> HttpResponse:
    """All series, by family."""
    return respond(request, "portal/statistics.html", lambda ctx: statistics.index(ctx, request.GET.dict()))


@require_safe
def family_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of one family of series."""
    return respond(request, "portal/family.html", lambda ctx: statistics.family(ctx, slug))


@require_safe
def estimation_page(request: HttpRequest) -> HttpResponse:
    """How what nobody counted is estimated, with an example from another country."""
    return respond(request, "portal/estimation.html", estimation.build)


@require_safe
def series_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One series."""
    return respond(request, "portal/series.html", lambda ctx: statistics.series(ctx, slug, request.GET.dict()))


@require_safe
def indicators_page(request: HttpRequest) -> HttpResponse:
    """All indicators, by plan."""
    return respond(request, "portal/indicators.html", indicators.listing)


@require_safe
def indicator_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One indicator."""
    return respond(request, "portal/indicator.html", lambda ctx: indicator.build(ctx, slug))


@require_safe
def outputs_page(request: HttpRequest) -> HttpResponse:
    """The ledger of outputs."""
    return respond(request, "portal/outputs.html", lambda ctx: outputs.listing(ctx, request.GET.dict()))


@require_safe
def output_page(request: HttpRequest, uid: str) -> HttpResponse:
    """One output."""
    return respond(request, "portal/output.html", lambda ctx: outputs.build(ctx, uid))


@require_safe
def evaluations_page(request: HttpRequest) -> HttpResponse:
    """All evaluations, by plan."""
    return respond(request, "portal/evaluations.html", evaluations.listing)


@require_safe
def evaluation_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One evaluation."""
    return respond(request, "portal/evaluation.html", lambda ctx: evaluation.build(ctx, slug))


@require_safe
def scales_page(request: HttpRequest) -> HttpResponse:
    """All scales and crosswalks."""
    return respond(request, "portal/scales.html", scales.build)


@require_safe
def states_page(request: HttpRequest) -> HttpResponse:
    """All states frozen for a session."""
    return respond(request, "portal/states.html", states.listing)


@require_safe
def state_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One state."""
    return respond(request, "portal/state.html", lambda ctx: states.build(ctx, slug))


@require_safe
def parliament_page(request: HttpRequest) -> HttpResponse:
    """Parliamentary acts."""
    return respond(request, "portal/parliament.html", parliament.build)


@require_safe
def means_page(request: HttpRequest) -> HttpResponse:
    """Lines of means."""
    return respond(request, "portal/means.html", means.build)


@require_safe
def sources_page(request: HttpRequest) -> HttpResponse:
    """All sources."""
    return respond(request, "portal/sources.html", lambda ctx: sources.listing(ctx, request.GET.dict()))


@require_safe
def source_page(request: HttpRequest, uid: str) -> HttpResponse:
    """One source and what cites it."""
    return respond(request, "portal/source.html", lambda ctx: sources.build(ctx, uid))


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Full-text search."""
    return respond(request, "portal/search.html", lambda ctx: search.build(ctx, request.GET.dict()))


@require_safe
def releases_page(request: HttpRequest) -> HttpResponse:
    """All Releases."""
    return respond(request, "portal/releases.html", releases.listing)


@require_safe
def release_page(request: HttpRequest, prefix: str) -> HttpResponse:
    """One Release."""
    return respond(request, "portal/release.html", lambda ctx: releases.one(ctx, prefix))


@require_safe
def difference_page(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """What changed between two Releases."""
    return respond(request, "portal/difference.html", lambda ctx: releases.difference(ctx, first, second))


@require_safe
def changes_page(request: HttpRequest) -> HttpResponse:
    """What changed between two moments that the reader chooses."""
    return respond(request, "portal/changes.html", lambda ctx: changes.build(ctx, request.GET.dict()))


@require_safe
def data_page(request: HttpRequest) -> HttpResponse:
    """Downloads and JSON addresses."""
    return respond(request, "portal/data.html", data.build)


@require_safe
def text_page(request: HttpRequest, name: str) -> HttpResponse:
    """A page of words."""
    return respond(request, f"portal/{name}.html", lambda ctx: texts.build(ctx, name))


@require_safe
def permanent(request: HttpRequest, uid: str) -> HttpResponse:
    """The permanent address of anything that can be cited: a redirect, or 410 when its owner withdrew it."""
    ctx = context_or_problem(request)
    if isinstance(ctx, HttpResponse):
        return ctx
    place = ctx.reader.place(uid) if is_uid(uid) else None
    url = address(place, ctx.links) if place else None
    if url:
        return HttpResponsePermanentRedirect(url)
    return withdrawn(request, ctx, uid) or not_found(request)
