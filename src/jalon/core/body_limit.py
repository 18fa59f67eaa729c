"""No request is larger than what somebody may hand in: refused by its announced length, before a byte is kept."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

ENTRUSTED: list[Callable[[HttpRequest], bool]] = []
"""Rooms name here who may send a file without a session: asked only of a request that is over what strangers may send."""
STRANGERS = 1024 * 1024
"""Bytes that somebody without a session may send: a form to sign in is a thousandth of it."""
MARGIN = 1024 * 1024
"""Bytes of a form around the file that it carries."""


class BodyLimit:
    """413 for bodies over the limit. Django bounds fields, not files, and the check of a form's token reads both."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, or a bare refusal that `ErrorPages` gives its page."""
        length = announced(request)
        if length > STRANGERS and length > largest(request):
            return HttpResponse(status=413)
        return self.get_response(request)


def announced(request: HttpRequest) -> int:
    """The length that the request announces; servers hand over no more than that."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def largest(request: HttpRequest) -> int:
    """Bytes that this sender may send: a file with a session, which the views look at later, or by what a room entrusts."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not any(may(request) for may in ENTRUSTED):
        return STRANGERS
    return int(settings.JALON.max_upload_mb) * 1024 * 1024 + MARGIN
