"""Whether a request comes from this very machine, proxies included."""

import ipaddress

from django.http import HttpRequest

# What proxies add. One of them present: the request passed a proxy, so it came from somewhere else.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST")


def from_loopback(request: HttpRequest) -> bool:
    """True when the sender's own address is loopback and no proxy stands between: for /metrics and demo accounts."""
    if any(request.META.get(name) for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
