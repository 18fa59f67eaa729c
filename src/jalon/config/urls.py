"""All addresses. Public ones carry no language prefix in French, /en/ in English."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from jalon.config import views
from jalon.office.operator_admin import site as operator_site

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("metrics", views.metrics),
    path("robots.txt", views.robots),
    path(".well-known/security.txt", views.security_txt),
    *i18n_patterns(
        path("bureau/compte/", include("jalon.core.accounts.urls")),
        path("bureau/admin/", operator_site.urls),
        path("bureau/", include("jalon.office.urls")),
        path("retour/", include("jalon.office.answer_urls")),
        path("", include("jalon.ui.urls")),
        path("", include("jalon.portal.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "jalon.ui.errors.bad_request"
handler403 = "jalon.ui.errors.forbidden"
handler404 = "jalon.ui.errors.not_found"
handler500 = "jalon.ui.errors.server_error"
