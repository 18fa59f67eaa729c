"""Reports on a plan: files made of the current Release by the room that registered for them, and kept beside it."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.portal.asof import STATE, VERSION
from jalon.portal.respond import context_or_problem, not_found, problem
from jalon.publication import derived
from jalon.publication.errors import StoreBusy


@require_safe
def report_file(request: HttpRequest, slug: str, code: str, form: str) -> HttpResponseBase:
    """One report in the language of the address; 404 when there is no such report of this plan."""
    if request.GET.get(STATE) or request.GET.get(VERSION):
        message = _(
            "Les rapports à prendre ici sont ceux de la dernière version, sans jour choisi. Ôtez « etat » et « version »."
        )
        return problem(
            request, 400, _("Cette adresse contient une valeur qui ne se lit pas"), message, current=request.path
        )
    ctx = context_or_problem(request)
    if isinstance(ctx, HttpResponse):
        return ctx
    try:
        found = derived.file(ctx.reader, slug, ctx.lang, code, form)
    except StoreBusy:
        message = _("Ce rapport est en train d’être fait pour un autre lecteur. Réessayez dans une minute.")
        return problem(request, 503, _("Patientez"), message)
    if found is None:
        return not_found(request)
    offer, data = found
    response = HttpResponse(data, content_type=offer.media)
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{code}-{ctx.lang}.{form}"'
    return response
