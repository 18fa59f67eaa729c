"""No request is larger than what somebody may hand in: refused by its announced length, before a byte is kept."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

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
        if announced(request) > largest(request):
            return HttpResponse(status=413)
        return self.get_response(request)


def announced(request: HttpRequest) -> int:
    """The length that the request announces; servers hand over no more than that."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def largest(request: HttpRequest) -> int:
    """Bytes that this sender may send: a file only with a session, which the views look at later."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return STRANGERS
    return int(settings.JALON.max_upload_mb) * 1024 * 1024 + MARGIN
