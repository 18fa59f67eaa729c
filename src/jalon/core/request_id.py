"""One name for all that a request causes: in logs, in the trace, in the answer."""

import re
import secrets
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9-]{8,40}")


class RequestId:
    """Takes the proxy's request id when a proxy is trusted, else draws one; gives it back in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = _given(request) or secrets.token_hex(8)
        with structlog.contextvars.bound_contextvars(request_id=name):
            response = self.get_response(request)
        response[HEADER] = name
        return response


def _given(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "") if settings.JALON.trusted_proxies else ""
    return given if GIVEN.fullmatch(given) else ""


def current_request_id() -> str:
    """The running request's id; empty outside of one."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))
