"""The WSGI application: granian and gunicorn both serve it."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  # views are imported before the first request, not by it
