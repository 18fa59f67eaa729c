"""Counts requests for /metrics."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

REQUESTS = Counter("jalon_requests_total", "Answers, by room and by hundreds of the status.", ["room", "status"])
SECONDS = Histogram(
    "jalon_request_seconds", "Time from request to answer.", ["room"], buckets=(0.005, 0.02, 0.05, 0.2, 1, 5)
)

MACHINE = frozenset({"/healthz", "/readyz", "/metrics", "/robots.txt", "/.well-known/security.txt"})


def room_of(path: str) -> str:
    """A short closed list: addresses themselves never become labels."""
    path = path.removeprefix("/en")
    if path.startswith("/static/"):
        return "static"
    if path.startswith("/bureau/"):
        return "office"
    return "machine" if path in MACHINE else "portal"


class Observe:
    """Outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        room = room_of(request.path_info)
        REQUESTS.labels(room, f"{response.status_code // 100}xx").inc()
        SECONDS.labels(room).observe(time.perf_counter() - began)
        return response
