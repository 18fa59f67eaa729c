"""Work lists of who keeps measures, with their filter in the address: a list can be bookmarked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core.guards import needs_somewhere
from jalon.core.matrix import Permission
from jalon.office.around import published
from jalon.office.frame import frame, user_of
from jalon.office.pages import worklists
from jalon.office.pages.following_lists import Asked


def _asked(request: HttpRequest) -> Asked:
    return Asked(request.GET.dict(), request.path)


@needs_somewhere(Permission.VIEW_DRAFT)
def measures(request: HttpRequest) -> HttpResponse:
    """The measures that the person's bodies keep or lead, those untouched for longest first."""
    found = worklists.untouched(user_of(request), _asked(request), published(), timezone.now())
    shown = frame(request, None, _("Mes mesures"), section="home") | {"found": found}
    return render(request, "office/work/measures.html", shown)


@needs_somewhere(Permission.VIEW_DRAFT)
def dates(request: HttpRequest) -> HttpResponse:
    """What falls due."""
    found = worklists.falling_due(user_of(request), _asked(request), published(), timezone.localdate())
    shown = frame(request, None, _("Échéances"), section="home") | {"found": found}
    return render(request, "office/work/dates.html", shown)
