"""Headers that every answer carries beside those of Django and django-csp."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NOTHING = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "web-share",
    "xr-spatial-tracking",
)
OWN = ("publickey-credentials-create", "publickey-credentials-get")  # passkeys, on our own pages
POLICY = ", ".join([*(f"{name}=()" for name in NOTHING), *(f"{name}=(self)" for name in OWN)])


class PermissionsPolicy:
    """No page of ours, and nothing in it, uses the sensors of the machine (W3C Permissions Policy)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
