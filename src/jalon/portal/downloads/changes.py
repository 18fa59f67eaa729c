"""What changed between two moments, as JSON: the same as the page of the same address without `.json`."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jalon.portal.downloads.about import licences
from jalon.portal.errors import BadQuery
from jalon.portal.pages.changes import asked, compared
from jalon.portal.respond import bad_query, context_or_problem


@require_safe
def changes_file(request: HttpRequest) -> HttpResponse:
    """Every change, none left out; 400 for a moment, plan or measure that is not there."""
    ctx = context_or_problem(request)
    if isinstance(ctx, HttpResponse):
        return ctx
    try:
        found = compared(asked(request.GET.dict()))
    except BadQuery as error:
        return bad_query(request, error)
    data = {"language": ctx.lang, "licence": licences()[0]["title"], **found.as_json()}
    return HttpResponse(json.dumps(data, ensure_ascii=False, indent=1), content_type="application/json")
