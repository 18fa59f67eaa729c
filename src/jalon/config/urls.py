"""All addresses. Public ones carry no language prefix in French, /en/ in English."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    *i18n_patterns(
        path("bureau/", include("jalon.office.urls")),
        path("", include("jalon.ui.urls")),
        path("", include("jalon.portal.urls")),
        prefix_default_language=False,
    ),
]
