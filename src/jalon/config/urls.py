"""All addresses. Public ones carry no language prefix in French, /en/ in English."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from jalon.config import views

PAGES = {
    "accounts": path("bureau/compte/", include("jalon.core.accounts.urls")),
    "office": path("bureau/", include("jalon.office.urls")),
    "ui": path("", include("jalon.ui.urls")),
    "portal": path("", include("jalon.portal.urls")),
}
# A portal of its own has no signed-in page, an office of its own no public one: JALON_ROOMS.
SERVED = {
    "all": ("accounts", "office", "ui", "portal"),
    "portal": ("ui", "portal"),
    "office": ("accounts", "office", "ui"),
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("metrics", views.metrics),
    path("robots.txt", views.robots),
    path(".well-known/security.txt", views.security_txt),
    *i18n_patterns(*(PAGES[room] for room in SERVED[settings.JALON.rooms]), prefix_default_language=False),
]
