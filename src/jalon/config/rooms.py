"""A portal and an office in processes of their own: each refuses the other's addresses. Links between them keep working."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from jalon.config.observe import room_of


class ServedRooms:
    """404 for pages of the room that this process does not serve (JALON_ROOMS). A portal has no database to ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.JALON.rooms == "all":
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.refused = "office" if settings.JALON.rooms == "portal" else "portal"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if room_of(request.path_info) == self.refused:
            return HttpResponse("This page is served by another process.\n", status=404, content_type="text/plain")
        return self.get_response(request)
